#!/usr/bin/env python3
"""Deadlines (scenario A18): how late reminders appear when very many fall due one after another, against the bare limit in the same run.

Usage: timers.py --bot SUCOBOT --tools FOLDER [--deadlines 100000] [--seconds 100] [--rounds 1]
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

import machine

PROJECT = pathlib.Path(__file__).resolve().parent.parent
GOAL_MS = 100


def once(tool: pathlib.Path, deadlines: int, seconds: int) -> dict:
    machine.wait_until_quiet()
    with tempfile.TemporaryDirectory(prefix="sucobot-deadlines-") as folder:
        done = subprocess.run([tool, "--data", PROJECT, "--folder", folder, "--deadlines", str(deadlines), "--seconds", str(seconds)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--bot", help="not needed: the engine is linked into the tool")
    options.add_argument("--tools", type=pathlib.Path, required=True)
    options.add_argument("--deadlines", type=int, default=100_000)
    options.add_argument("--seconds", type=int, default=100)
    options.add_argument("--rounds", type=int, default=1)
    given = options.parse_args()
    runs = [once(given.tools / "deadlines", given.deadlines, given.seconds) for _ in range(given.rounds)]
    print(f"{given.deadlines} deadlines over {given.seconds} s, {given.rounds} round(s), medians")
    print(f"{'':8} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8} {'early':>6} {'lost':>6} {'twice':>6} {'CPU s':>7} {'commits':>8}")
    for name in ("limit", "sucobot"):
        median = {key: statistics.median(run[name][key] for run in runs) for key in ("p50_ms", "p99_ms", "max_ms", "early", "lost", "twice", "cpu_s", "commits")}
        print(f"{name:8} {median['p50_ms']:8.0f} {median['p99_ms']:8.0f} {median['max_ms']:8.0f} {median['early']:6.0f} {median['lost']:6.0f} "
              f"{median['twice']:6.0f} {median['cpu_s']:7.1f} {median['commits']:8.0f}")
    ratios = [run["sucobot"]["p99_ms"] / max(1, run["limit"]["p99_ms"]) for run in runs]
    print(f"p99 of sucobot over p99 of the limit: {statistics.median(ratios):.2f}")
    kept = all(run["sucobot"]["p99_ms"] < GOAL_MS and not (run["sucobot"]["early"] or run["sucobot"]["lost"] or run["sucobot"]["twice"]) for run in runs)
    print(f"goal (p99 < {GOAL_MS} ms, none early, lost or twice): {'met' if kept else 'missed'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
