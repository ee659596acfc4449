#!/usr/bin/env python3
"""Kills sucobot with SIGKILL at random moments under load, again and again, and counts: no accepted event may be lost and none
applied twice. The load is Zalo's side of the contract: an event is repeated until it got its 200, each reply must come.

Usage: sigkill.py --bot SUCOBOT --data PROJECT [--zload ZLOAD] [--kills 50] [--seed 1]

Without --zload the load comes from `sucobot sandbox`: people who wait for each answer. With it from the load generator, which says
more in a second and repeats webhooks that did arrive.
"""
import argparse
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
import bot as bots  # noqa: E402
import machine  # noqa: E402


class LoadGenerator:
    """bench/zload as Zalo's side."""

    def __init__(self, args, folder: pathlib.Path):
        self.args = args
        self.tokens = bots.serve_tokens()
        self.config = bots.configure(folder / "run", pathlib.Path(args.data))

    def start(self, reports: int, script: list[str]) -> subprocess.Popen:
        command = [self.args.zload, "run", "--url", f"http://127.0.0.1:{bots.PORT}/webhooks/zalo", "--app-id", bots.APP_ID, "--secret", bots.OA_SECRET,
                   "--sink", f"127.0.0.1:{bots.SINK}", "--script", script[0], "--expect", script[1], "--done", "Đã ghi nhận sự cố",
                   "--users", "64", "--conns", "32", "--reports", str(reports), "--seconds", "240", "--drain", "60", "--dup-every", "7"]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def stop(self):
        self.tokens.shutdown()


class Sandbox:
    """`sucobot sandbox` as Zalo's side."""

    # What the sandbox prints of itself when it starts.
    SECRETS = {"app_secret": "sandbox-app-secret", "oa_secret_key": "sandbox-oa-secret-key", "refresh_token": "sandbox-first-refresh-token"}

    def __init__(self, args, folder: pathlib.Path):
        command = [args.bot, "sandbox", "--port", str(bots.SINK), "--webhook", f"http://127.0.0.1:{bots.PORT}/webhooks/zalo"]
        environment = {"SUCOBOT_DATA": str(pathlib.Path(args.data).resolve())}
        self.phones = machine.Server(command, bots.SINK, env=environment, log=str(folder / "sandbox.log"))
        self.config = bots.configure(folder / "run", pathlib.Path(args.data), self.SECRETS, bots.SINK)

    def start(self, reports: int, script: list[str]) -> subprocess.Popen:
        people = pathlib.Path(__file__).with_name("sandbox_load.py")
        command = [sys.executable, str(people), "--sandbox", f"http://127.0.0.1:{bots.SINK}", "--script", script[0], "--expect", script[1], "--reports", str(reports)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def stop(self):
        self.phones.stop()


def storm(args, zalo, reports: int) -> tuple[dict, int, list[float]]:
    chance = random.Random(args.seed)
    config = zalo.config
    server = bots.start(args.bot, config)
    bench = pathlib.Path(args.data) / "bench"
    driver = zalo.start(reports, [f"{bench}/report.script", f"{bench}/report.expect"])
    kills, recovery = 0, []
    try:
        while driver.poll() is None:
            # Real time: a process under load is killed between any two of its steps.
            time.sleep(0.05 + chance.random() * args.spread)
            if kills < args.kills and driver.poll() is None:
                server.stop(signal.SIGKILL)
                kills += 1
                began = time.perf_counter()
                server = bots.start(args.bot, config)
                recovery.append(time.perf_counter() - began)
        out, errors = driver.communicate()
        if not out.strip():
            raise SystemExit(f"the load generator failed: {errors}")
        return json.loads(out), kills, recovery
    finally:
        if driver.poll() is None:
            driver.kill()
        server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bot", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--zload")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--reports-per-kill", type=int, help="default 120 with the load generator, 12 with the sandbox")
    parser.add_argument("--spread", type=float, default=0.4, help="seconds between two kills, at most")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    reports = args.kills * (args.reports_per_kill or (120 if args.zload else 12))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sucobot-kill-"))
    zalo = LoadGenerator(args, folder) if args.zload else Sandbox(args, folder)
    config = zalo.config
    try:
        result, kills, recovery = storm(args, zalo, reports)
        listed = json.loads(subprocess.run([args.bot, "incidents", "list", "--all", "--format", "json", "--config", str(config)], capture_output=True, text=True, check=True).stdout)
        audit = subprocess.run([args.bot, "audit", "verify", "--config", str(config)], capture_output=True, text=True)
    finally:
        zalo.stop()
        shutil.rmtree(folder)
    missing, wrong = result.get("missing_replies", 0), result.get("wrong_replies", 0)
    print(f"kills {kills}, reports wanted {reports}, incidents {len(listed)}, missing replies {missing}, wrong replies {wrong}, "
          f"repeated replies {result.get('repeated_replies')}, webhooks repeated {result.get('lost')}, "
          f"back in service after {max(recovery, default=0):.2f} s at most; audit: {audit.stdout.strip()}")
    held = kills == args.kills and len(listed) == result.get("reports_done", reports) >= reports and missing == 0 and wrong == 0 and audit.returncode == 0
    if not held:
        print(json.dumps(result))
    return 0 if held else 1


sys.exit(main())
