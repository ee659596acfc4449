#!/usr/bin/env python3
"""People of the sandbox who report: each says the next line of the script once they have read the answer to the last one.
The sandbox is Zalo's side of the contract: it repeats a webhook that got no 200 and takes the bot's sends. Prints one JSON object.

Usage: sandbox_load.py --sandbox http://127.0.0.1:PORT --script FILE --expect FILE [--users 24] [--reports 1200]
"""
import argparse
import http.client
import json
import pathlib
import time
import urllib.parse

RESEND_MARK = "(gửi lại)"
CLOCK_SPEED = 60  # the sandbox's first retry, after 30 s, comes after half a second


class Sandbox:
    def __init__(self, base: str):
        self.host = urllib.parse.urlsplit(base).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=30)

    def call(self, method: str, path: str, body=None) -> dict:
        self.connection.request(method, path, json.dumps(body) if body is not None else None, {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {text}")
        return json.loads(text)


class Reporter:
    """One phone: which line of the script was said, and whether its answer was read."""

    def __init__(self, number: int):
        self.user, self.step, self.said, self.answered = f"25000000000000{number:05}", 0, False, set()
        self.read = []  # the latest answers

    def reads(self, text: str, expected: list[str], counts: dict) -> None:
        plain = text.removeprefix(RESEND_MARK).strip()
        if plain != text and plain in self.read:
            counts["repeated_replies"] += 1
        elif self.said and expected[self.step] in text:
            self.read = [plain, *self.read[:2]]
            self.said = False
            self.step += 1
            if self.step == len(expected):
                self.step = 0
                counts["reports_done"] += 1
        else:
            counts["wrong_replies"] += 1
            counts.setdefault("wrong", []).append(text[:120])


def play(args, sandbox: Sandbox, script: list[str], expected: list[str]) -> dict:
    counts = {"reports_done": 0, "repeated_replies": 0, "wrong_replies": 0, "missing_replies": 0}
    people = [Reporter(number) for number in range(args.users)]
    for one in people:
        sandbox.call("POST", "/sandbox/users", {"user_id": one.user, "name": f"Người báo {one.user[-3:]}", "follows": True})
    by_user = {one.user: one for one in people}
    version, begun, heard = 0, 0, time.monotonic()
    while counts["reports_done"] < args.reports:
        for one in people:
            if one.said or (one.step == 0 and begun >= args.reports):
                continue
            begun += one.step == 0
            sandbox.call("POST", "/sandbox/say", {"user": one.user, "text": script[one.step]})
            one.said = True
        state = sandbox.call("GET", f"/sandbox/state?since={version}")
        version = state["version"]
        for message in state["messages"]:
            seen = (message["chat"], message["index"])
            one = by_user.get(message["chat"])
            if one is None or message["from"] or message["kind"] == "notice" or seen in one.answered:
                continue
            one.answered.add(seen)  # a receipt shows the same bubble again
            one.reads(message["text"], expected, counts)
            heard = time.monotonic()
        if time.monotonic() - heard > args.patience:
            counts["missing_replies"] = sum(one.said for one in people)
            break
        time.sleep(0.005)
    counts["lost"] = state["webhooks"]["failed_attempts"]
    counts["events"] = state["webhooks"]["delivered"]
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sandbox", required=True)
    parser.add_argument("--script", required=True)
    parser.add_argument("--expect", required=True)
    parser.add_argument("--users", type=int, default=24)
    parser.add_argument("--reports", type=int, default=1200)
    parser.add_argument("--patience", type=float, default=40, help="seconds without any answer, then those still open are missing")
    args = parser.parse_args()
    script, expected = (pathlib.Path(name).read_text(encoding="utf-8").splitlines() for name in (args.script, args.expect))
    sandbox = Sandbox(args.sandbox)
    sandbox.call("POST", "/sandbox/clock", {"speed": CLOCK_SPEED})
    print(json.dumps(play(args, sandbox, script, expected), ensure_ascii=False))


main()
