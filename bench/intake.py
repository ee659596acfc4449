#!/usr/bin/env python3
"""Intake: sucobot against the bare Beast + SQLite group-commit limit, interleaved in one run on one core, the load on the other.

Both answer 200 only once the event is committed and flushed, and send a reply for each. One report is ten events.
Prints one row a round and, at the end, medians and the ratio of medians.
Usage: intake.py --bot SUCOBOT --tools FOLDER [--rounds 5] [--seconds 5]
"""
import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import tempfile

import bot as bots
import machine

HERE = pathlib.Path(__file__).resolve().parent
SERVER_CPU, LOAD_CPU = "0", "1"
LIMIT_SCRIPT = [f"{HERE}/limit.script", f"{HERE}/limit.expect", "BC-"]
BOT_SCRIPT = [f"{HERE}/report.script", f"{HERE}/report.expect", "Đã ghi nhận sự cố"]
MUST_BE_ZERO = ["refused", "lost", "missing_replies", "extra_replies", "repeated_replies", "wrong_replies", "no_token"]


def drive(zload: str, path: str, script: list[str], seconds: float, server: machine.Server) -> dict:
    flushes, cpu = machine.flushes(), server.cpu_s()
    command = ["taskset", "-c", LOAD_CPU, zload, "run", "--url", f"http://127.0.0.1:{bots.PORT}{path}", "--app-id", bots.APP_ID, "--secret", bots.OA_SECRET,
               "--sink", f"127.0.0.1:{bots.SINK}", "--script", script[0], "--expect", script[1], "--done", script[2], "--users", "256", "--conns", "64",
               "--warmup", "2", "--seconds", str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if not done.stdout.strip():
        raise SystemExit(f"zload failed: {done.stderr}")
    result = json.loads(done.stdout)
    events = max(1, result.get("acked", result.get("events", 0)))
    result["cpu_us_per_event"] = round((server.cpu_s() - cpu) * 1e6 / events, 1)
    result["flushes_per_event"] = round((machine.flushes() - flushes) / events, 3)
    result["memory_mib"] = round(server.memory_mib(), 1)
    result["faults"] = {name: result[name] for name in MUST_BE_ZERO if result.get(name)}
    if done.stderr.strip():
        result["stderr"] = done.stderr.strip()[-300:]
    return result


def run_bot(args, folder: pathlib.Path) -> dict:
    tokens = bots.serve_tokens()
    server = bots.start(args.bot, bots.configure(folder, HERE.parent), SERVER_CPU)
    try:
        return drive(f"{args.tools}/zload", "/webhooks/zalo", BOT_SCRIPT, args.seconds, server)
    finally:
        server.stop()
        tokens.shutdown()
        tokens.server_close()


def run_limit(args, folder: pathlib.Path) -> dict:
    folder.mkdir(parents=True)
    server = machine.Server([f"{args.tools}/lim_server", "--port", str(bots.PORT), "--sink", str(bots.SINK), "--db", str(folder / "lim.db"), "--schema", "lean"],
                            bots.PORT, cpus=SERVER_CPU)
    try:
        return drive(f"{args.tools}/zload", "/webhook", LIMIT_SCRIPT, args.seconds, server)
    finally:
        server.stop()


SHOWN = ["events_s", "ack_p50_ms", "ack_p99_ms", "reply_p99_ms", "cpu_us_per_event", "memory_mib", "flushes_per_event"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bot", required=True)
    parser.add_argument("--tools", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    args = parser.parse_args()
    runs = {"limit": [], "sucobot": []}
    for number in range(args.rounds):
        order = [("limit", run_limit), ("sucobot", run_bot)]
        for name, run in order if number % 2 == 0 else reversed(order):
            folder = pathlib.Path(tempfile.mkdtemp(prefix="sucobot-bench-"))
            try:
                machine.wait_until_quiet(patience=5)
                result = run(args, folder / "run")
            finally:
                shutil.rmtree(folder)
            runs[name].append(result)
            print(f"{number + 1} {name:8}", *(f"{key}={result.get(key)}" for key in SHOWN), result["faults"] or "", result.get("stderr", ""), flush=True)
    medians = {name: {key: statistics.median(float(one[key]) for one in results if one.get(key) is not None) for key in SHOWN if any(one.get(key) is not None for one in results)}
               for name, results in runs.items()}
    for name, values in medians.items():
        print(f"median {name:8}", *(f"{key}={value:g}" for key, value in values.items()))
    print(f"ratio of medians, events a second: {medians['sucobot']['events_s'] / medians['limit']['events_s']:.2f} of the limit")


if __name__ == "__main__":
    main()
