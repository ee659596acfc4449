#!/usr/bin/env python3
"""Mails in a real Dovecot mailbox while the bot is killed with SIGKILL again and again and the mail server is restarted under it: every
mail must become one incident, every sender must get one answer, or the same one again with its mark, and the hash chain must verify.

Usage: sigkill_mail.py --bot SUCOBOT --data PROJECT [--mails 100] [--kills 12] [--seed 1]
"""
import argparse
import collections
import email
import email.policy
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests/mail_servers")]
import machine  # noqa: E402
import mail as bench  # noqa: E402
import mail_servers  # noqa: E402

RESEND_MARK = "(gửi lại)"
PATIENCE = 120


def answers(folder: pathlib.Path) -> dict:
    """What each sender got: (Message-ID, text) in the order of arrival."""
    got = collections.defaultdict(list)
    for file in sorted((folder / "out").glob("may*@ncc.test/new/*"), key=lambda f: f.stat().st_mtime_ns):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        got[file.parts[-3]].append((mail["Message-ID"], mail.get_body(("plain",)).get_content()))
    return got


def listed(args, config) -> list:
    return json.loads(subprocess.run([args.bot, "incidents", "list", "--all", "--format", "json", "--config", str(config)], capture_output=True, text=True, check=True).stdout)


def storm(args, folder: pathlib.Path, bed, config: pathlib.Path) -> int:
    chance = random.Random(args.seed)
    start = lambda: machine.Server([args.bot, "serve", "--config", str(config)], bench.PORT, log=str(folder / "log"))
    server, kills = start(), 0
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            # Real time: a process under load is killed between any two of its steps.
            time.sleep(0.03 + chance.random() * args.spread)
            if kills < args.kills:
                server.stop(signal.SIGKILL)
                kills += 1
                if kills % 4 == 0:
                    bed.restart()
                server = start()
            elif len(answers(folder)) >= args.mails and len(listed(args, config)) >= args.mails:
                time.sleep(1)  # time for an answer too many
                return kills
        return kills
    finally:
        server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bot", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--mails", type=int, default=100, help="at most 120: the cap on answers in an hour")
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--spread", type=float, default=0.25, help="seconds between two kills, at most")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sucobot-kill-mail-"))
    try:
        with mail_servers.started() as bed:
            bench.fill(bed, args.mails)
            config = bench.configure(folder, bed)
            kills = storm(args, folder, bed, config)
            incidents, got = listed(args, config), answers(folder)
            audit = subprocess.run([args.bot, "audit", "verify", "--config", str(config)], capture_output=True, text=True)
        wrong = [who for who, mails in got.items() if len({one for one, _ in mails}) != 1 or any(RESEND_MARK not in text for _, text in mails[1:])]
        repeated = sum(len(mails) - 1 for mails in got.values())
        print(f"kills {kills}, mails {args.mails}, incidents {len(incidents)}, answered {len(got)}, repeated with the mark {repeated}, answered wrongly {len(wrong)}; audit: {audit.stdout.strip()}")
        held = len(incidents) == len(got) == args.mails and not wrong and audit.returncode == 0
        if not held:
            print((folder / "log").read_text(errors="replace")[-4000:])
        return 0 if held else 1
    finally:
        shutil.rmtree(folder)


sys.exit(main())
