#!/usr/bin/env python3
"""Mail intake: mails that lie in a real Dovecot mailbox, until each is an incident on disk; beside it, in the same run, how fast the
MIME library alone parses the same mails, how fast our reader reads them, and how fast the IMAP client alone fetches them.

Usage: mail.py --bot SUCOBOT --tools FOLDER [--mails 10000] [--rounds 1]
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import machine

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests/mail_servers"))
import mail_servers  # noqa: E402

BOT = "bot@bv.test"
PORT = 27180
BATCH = "50"


def mail(number: int) -> bytes:
    """A complete report of about 4 KB, as a vendor's mail program sends it, with a small log file."""
    text = ("Kính gửi bệnh viện,\n\nNội dung sắp báo có bí mật nhà nước không?: không\nHệ thống bị ảnh hưởng: HIS\nThời gian xảy ra sự cố: cách đây 2 tiếng\n"
            f"Mô tả sự cố: Máy trạm số {number} khoa Cấp cứu không vào được HIS; ba máy cùng phòng hiện thông báo đòi tiền chuộc, tổ CNTT đã rút dây mạng.\n"
            "Ảnh hưởng hiện nay: 2\nCách thức phát hiện sự cố: Nhân viên trực báo\nDữ liệu cá nhân bị ảnh hưởng: chưa rõ\n\nTrân trọng,\nPhòng kỹ thuật\n")
    log = "\n".join(f"2026-11-23T07:{line % 60:02}:00Z his-app error connection refused 10.1.{line % 250}.7" for line in range(32))
    from email.message import EmailMessage
    from email.policy import SMTP
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = f"may{number}@ncc.test", BOT, f"Sự cố máy trạm số {number}"
    made["Message-ID"], made["Date"] = f"<{number}.bench@ncc.test>", "Mon, 23 Nov 2026 08:00:00 +0700"
    made.set_content(text)
    made.add_attachment(log, filename="su-co.log")
    return made.as_bytes()


def fill(bed, mails: int) -> pathlib.Path:
    box = bed.folder / "mail" / BOT
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True, exist_ok=True)
    for number in range(mails):
        (box / "new" / f"{1700000000 + number}.N{number}.bench").write_bytes(mail(number))
    if bed.root:
        mail_servers.run("chown", "-R", "mail:mail", box)
    copy = bed.folder / "copy"
    shutil.copytree(box / "new", copy)
    return copy


def configure(folder: pathlib.Path, bed) -> pathlib.Path:
    directory = {"units": [{"id": "bv", "name": "Bệnh viện", "prefix": "SC", "roles": {"leader": ["a"], "incident_manager": ["b"], "handler": ["b"]},
                            "systems": [{"id": "his", "name": "HIS", "criticality": "special"}]}],
                 "people": [{"id": "a", "name": "Lê An"}, {"id": "b", "name": "Trần Bình"}],
                 "vendors": [{"id": "ncc", "name": "NCC", "addresses": [], "domains": ["ncc.test"], "units": ["bv"]}]}
    (folder / "directory.json").write_text(json.dumps(directory, ensure_ascii=False), encoding="utf-8")
    (folder / "password").write_text(mail_servers.USERS[BOT])
    project = HERE.parent
    config = {"listen": {"address": "127.0.0.1", "port": PORT}, "store": {"sqlite": {"path": "sucobot.db"}, "attachments": "attachments"},
              "email": {"address": BOT, "imap": {"host": "localhost", "port": bed.facts["ports"]["imaps"], "user": BOT, "password": {"file": "password"}, "ca_file": bed.facts["ca"]},
                        "smtp": {"maildir": "out"}},
              "directory": "directory.json", "rule_packs": [str(project / "config/rules" / name) for name in ("qd-4494-2015.json", "cyber-2026.json")],
              "holidays": str(project / "config/holidays.json"), "forms": str(project / "config/forms"), "messages": str(project / "messages")}
    path = folder / "sucobot.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    return path


def accepted() -> int:
    text = urllib.request.urlopen(f"http://127.0.0.1:{PORT}/metrics").read().decode()
    return sum(int(float(line.rsplit(" ", 1)[1])) for line in text.splitlines() if line.startswith("sucobot_events_total") and 'channel="email"' in line and 'outcome="accepted"' in line)


def intake(args, folder: pathlib.Path, bed) -> dict:
    config = configure(folder, bed)
    began = time.perf_counter()
    server = machine.Server([args.bot, "serve", "--config", str(config)], PORT, log=str(folder / "log"))
    try:
        while accepted() < args.mails:
            if time.perf_counter() - began > 600:
                raise SystemExit(f"only {accepted()} of {args.mails} after 600 s")
            time.sleep(0.05)
        took = time.perf_counter() - began
        return {"mails": args.mails, "seconds": took, "mails_s": args.mails / took, "memory_mib": server.memory_mib(), "cpu_us_per_mail": server.cpu_s() * 1e6 / args.mails}
    finally:
        server.stop()


def tool(args, *words) -> dict:
    return json.loads(subprocess.run([f"{args.tools}/mail_limits", *map(str, words)], capture_output=True, text=True, check=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bot", required=True)
    parser.add_argument("--tools", required=True)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=1)
    args = parser.parse_args()
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    rates = {"parse": [], "read": [], "fetch": [], "intake": []}
    for number in range(args.rounds):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="sucobot-mail-bench-"))
        try:
            with mail_servers.started() as bed:
                copy = fill(bed, args.mails)
                facts = bed.facts
                results = {"parse": tool(args, "parse", copy), "read": tool(args, "read", copy),
                           "fetch": tool(args, "fetch", facts["ports"]["imaps"], BOT, mail_servers.USERS[BOT], facts["ca"], BATCH),
                           "intake": intake(args, folder, bed)}
        finally:
            shutil.rmtree(folder)
        for name, result in results.items():
            rates[name].append(result["mails_s"])
            print(f"{number + 1} {name:7}", *(f"{key}={value:g}" for key, value in result.items()), flush=True)
    medians = {name: statistics.median(values) for name, values in rates.items()}
    print(f"our reader / MIME library alone: {medians['read'] / medians['parse']:.2f}; intake / MIME library alone: {medians['intake'] / medians['parse']:.3f}; "
          f"intake / IMAP fetch alone: {medians['intake'] / medians['fetch']:.3f}")


if __name__ == "__main__":
    main()
