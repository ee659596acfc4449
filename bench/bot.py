"""A sucobot with an empty store for measurements and for tests that kill it: configuration, token stub, process."""
import http.server
import json
import os
import pathlib
import threading

import machine

APP_ID, OA_ID, OA_SECRET = "360846524940903967", "388613280878808645", "bench-oa-secret"
PORT, SINK, OAUTH = 27180, 27190, 27191


class TokenStub(http.server.BaseHTTPRequestHandler):
    """Grants every refresh: the bench measures messages, not consent."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps({"access_token": "bench-access-token", "refresh_token": os.urandom(8).hex(), "expires_in": "90000"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *unused):
        pass


def serve_tokens() -> http.server.ThreadingHTTPServer:
    machine.require_free(OAUTH)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", OAUTH), TokenStub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def configure(folder: pathlib.Path, project: pathlib.Path, secrets: dict | None = None, oauth: int = OAUTH) -> pathlib.Path:
    """Writes a configuration of one hospital whose staff have no chat here: every message is an answer to a reporter.
    `secrets` by the name of their setting, where Zalo's side has its own; `oauth` is the port that grants tokens.
    """
    folder.mkdir(parents=True, exist_ok=True)
    directory = {
        "units": [{"id": "bv", "name": "Bệnh viện", "prefix": "SC", "roles": {"leader": ["a"], "incident_manager": ["b"], "handler": ["c"]},
                   "systems": [{"id": "his", "name": "HIS", "criticality": "special"}, {"id": "lis", "name": "LIS", "criticality": "important"}]}],
        "people": [{"id": "a", "name": "Lê An"}, {"id": "b", "name": "Trần Bình"}, {"id": "c", "name": "Vũ Chi"}],
    }
    (folder / "directory.json").write_text(json.dumps(directory, ensure_ascii=False), encoding="utf-8")
    for name in ("app_secret", "oa_secret_key", "refresh_token"):
        (folder / name).write_text((secrets or {}).get(name, OA_SECRET))
    sink = f"http://127.0.0.1:{SINK}"
    config = {
        "listen": {"address": "127.0.0.1", "port": PORT},
        "store": {"sqlite": {"path": "sucobot.db"}, "attachments": "attachments"},
        "zalo": {"app_id": APP_ID, "oa_id": OA_ID, "app_secret": {"file": "app_secret"}, "oa_secret_key": {"file": "oa_secret_key"},
                 "refresh_token": {"file": "refresh_token"}, "openapi_base": sink, "business_base": sink, "oauth_base": f"http://127.0.0.1:{oauth}",
                 "sends_per_minute": 1_000_000},
        "directory": "directory.json",
        "rule_packs": [str(project / "config/rules" / name) for name in ("qd-4494-2015.json", "cyber-2026.json")],
        "holidays": str(project / "config/holidays.json"), "forms": str(project / "config/forms"), "messages": str(project / "messages"),
    }
    path = folder / "sucobot.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    return path


def start(bot: str, config: pathlib.Path, cpus=None) -> machine.Server:
    return machine.Server([bot, "serve", "--config", str(config)], PORT, cpus=cpus, log=str(config.parent / "log"))
