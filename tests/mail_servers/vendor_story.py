#!/usr/bin/python3
"""One incident from a vendor's first mail to the closing note, over real servers: curl submits the mail, Postfix and Dovecot carry it,
the bot fetches it by IMAP and answers by SMTP. The vendor fills in what is asked; the incident manager, who has no Zalo here, is
reminded and acts by mail. Everything about the incident must arrive in one thread for each of the two.

Usage: vendor_story.py --bot SUCOBOT --data PROJECT
"""
import argparse
import email
import email.message
import email.policy
import imaplib
import json
import os
import pathlib
import shutil
import smtplib
import ssl
import subprocess
import sys
import tempfile
import time

import mail_servers

VENDOR, MANAGER, BOT = "vendor@ncc.test", "soc@bv.test", "bot@bv.test"
PATIENCE = 60.0


class Mailbox:
    """Somebody's mail program."""

    def __init__(self, bed, user):
        self.bed, self.user, self.password = bed, user, mail_servers.USERS[user]
        self.context = ssl.create_default_context(cafile=bed.facts["ca"])
        self.read = set()

    def all(self):
        with imaplib.IMAP4_SSL("localhost", self.bed.facts["ports"]["imaps"], ssl_context=self.context) as imap:
            imap.login(self.user, self.password)
            imap.select("INBOX", readonly=True)
            numbers = imap.search(None, "ALL")[1][0].split()
            return [email.message_from_bytes(imap.fetch(n, "(BODY.PEEK[])")[1][0][1], policy=email.policy.default) for n in numbers]

    def gets(self, part):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for mail in self.all():
                if mail["Message-ID"] not in self.read and part in text_of(mail):
                    self.read.add(mail["Message-ID"])
                    return mail
            time.sleep(0.2)
        unread = [text_of(mail) for mail in self.all() if mail["Message-ID"] not in self.read]
        raise SystemExit(f"{self.user} did not get {part!r}; unread:\n" + "\n----\n".join(unread))

    def sends(self, mail):
        with smtplib.SMTP("localhost", self.bed.facts["ports"]["submission"]) as smtp:
            smtp.starttls(context=self.context)
            smtp.login(self.user, self.password)
            smtp.send_message(mail)

    def sends_by_curl(self, mail, folder):
        file = folder / "mail.eml"
        file.write_bytes(mail.as_bytes(policy=email.policy.SMTP))
        subprocess.run(["curl", "--silent", "--show-error", "--ssl-reqd", "--cacert", self.bed.facts["ca"], "--url", f"smtp://localhost:{self.bed.facts['ports']['submission']}",
                        "--user", f"{self.user}:{self.password}", "--mail-from", self.user, "--mail-rcpt", BOT, "--upload-file", str(file)], check=True)

    def answers(self, to, text):
        mail = new_mail(self.user, to["Reply-To"] or to["From"], "Re: " + to["Subject"], text + "\n\nVào Th 2, 23 thg 11, 2026 vào lúc 08:15 Bot <bot@bv.test> đã viết:\n" + quoted(to))
        mail["In-Reply-To"] = to["Message-ID"]
        self.sends(mail)

    def fills_in(self, to, answers):
        filled = []
        for line in text_of(to).splitlines():
            for label, answer in answers.items():
                if label in line and line.rstrip().endswith(":"):
                    line = f"{line.rstrip()} {answer}"
            filled.append("> " + line)
        mail = new_mail(self.user, to["Reply-To"], "Re: " + to["Subject"], "Tôi điền bên dưới.\n\nVào Th 2, 23 thg 11, 2026 vào lúc 08:15 Bot <bot@bv.test> đã viết:\n" + "\n".join(filled))
        mail["In-Reply-To"] = to["Message-ID"]
        self.sends(mail)


def new_mail(sender, recipient, subject, text):
    mail = email.message.EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, recipient, subject
    mail["Message-ID"] = f"<{time.time_ns()}@{sender.split('@')[1]}>"
    mail["Date"] = email.utils.formatdate()
    mail.set_content(text)
    return mail


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def quoted(mail):
    return "\n".join("> " + line for line in text_of(mail).splitlines())


def in_thread(later, first):
    assert first["Message-ID"] in (later["References"] or "") or first["Message-ID"] == later["In-Reply-To"], f"{later['Subject']} is not in the thread: {later['References']}"


def configure(folder, data, bed):
    roles = {role: ["soc"] for role in ("incident_manager", "handler", "it_head")} | {"leader": ["gd"]}
    directory = {
        "units": [{"id": "bv", "name": "Bệnh viện", "prefix": "SC", "roles": roles, "systems": [{"id": "his", "name": "HIS", "criticality": "special"}],
                   "rule_overrides": {"A-ACK": {"ladder": ["PT6S"]}}}],
        "people": [{"id": "soc", "name": "Lê Thị Sâm", "email": MANAGER}, {"id": "gd", "name": "Trần Giám Đốc"}],
        "vendors": [{"id": "ncc", "name": "Công ty NCC", "addresses": [VENDOR], "domains": ["ncc.test"], "units": ["bv"]}],
    }
    (folder / "directory.json").write_text(json.dumps(directory, ensure_ascii=False), encoding="utf-8")
    (folder / "password").write_text(mail_servers.USERS[BOT])
    ports = bed.facts["ports"]
    server = {"host": "localhost", "user": BOT, "password": {"file": "password"}, "ca_file": bed.facts["ca"]}
    config = {
        "listen": {"address": "127.0.0.1", "port": mail_servers.free_ports(1)[0]},
        "store": {"sqlite": {"path": "sucobot.db"}, "attachments": "attachments"},
        "email": {"address": BOT, "imap": server | {"port": ports["imaps"], "security": "tls", "processed_folder": "Processed"},
                  "smtp": server | {"port": ports["submission"], "security": "starttls"}},
        "directory": "directory.json",
        "rule_packs": [str(data / "config/rules" / name) for name in ("qd-4494-2015.json", "cyber-2026.json")],
        "holidays": str(data / "config/holidays.json"), "forms": str(data / "config/forms"), "messages": str(data / "messages"),
    }
    path = folder / "sucobot.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    return path


def play(bed, folder):
    vendor, manager = Mailbox(bed, VENDOR), Mailbox(bed, MANAGER)
    report = new_mail(VENDOR, BOT, "HIS không truy cập được", "Máy chủ HIS không truy cập được từ 07:30 sáng nay, nghi bị mã hóa dữ liệu.\n\nTrân trọng,\nPhòng kỹ thuật NCC\n")
    vendor.sends_by_curl(report, folder)

    receipt = vendor.gets("Đã ghi nhận sự cố SC-")
    in_thread(receipt, report)
    asked = [line for line in text_of(receipt).splitlines() if line.endswith("(bắt buộc):")]
    for label in ("bí mật nhà nước", "Hệ thống bị ảnh hưởng", "Thời gian xảy ra sự cố", "Ảnh hưởng hiện nay", "Cách thức phát hiện", "Dữ liệu cá nhân"):
        assert any(label in line for line in asked), f"not asked: {label}\n" + text_of(receipt)
    assert not any("Mô tả sự cố" in line for line in asked)
    card = manager.gets("Cần tiếp nhận: sự cố mới SC-")

    vendor.fills_in(receipt, {"bí mật nhà nước": "không", "Hệ thống bị ảnh hưởng": "HIS", "Thời gian xảy ra": "cách đây 1 giờ", "Ảnh hưởng hiện nay": "2",
                              "Cách thức phát hiện": "Hệ thống giám sát báo", "Dữ liệu cá nhân": "chưa rõ"})
    in_thread(vendor.gets("Báo cáo đã đủ thông tin"), report)

    reminder = manager.gets("Nhắc việc")
    in_thread(reminder, card)
    manager.answers(reminder, "đã nhận")
    in_thread(vendor.gets("đã tiếp nhận sự cố"), report)

    effects = manager.gets("Ảnh hưởng tới hoạt động")
    manager.fills_in(effects, {"Loại sự cố": "b", "Ảnh hưởng tới hoạt động": "2", "Ảnh hưởng tới dữ liệu": "2", "Tác động tới đơn vị": "1", "Dấu hiệu": "0"})
    manager.fills_in(manager.gets("Dữ liệu vị trí"), {"Dữ liệu vị trí": "không"})  # asked because the vendor was not sure about personal data
    level = manager.gets("Quyết định")
    manager.fills_in(level, {"Quyết định": "đồng ý"})
    handler = manager.gets("Cán bộ xử lý")
    manager.fills_in(handler, {"Cán bộ xử lý": "1"})
    assigned = manager.gets("Đã giao")
    manager.answers(assigned, "xong")
    result = manager.gets("Kết quả xử lý")
    manager.fills_in(result, {"Kết quả xử lý": "Đã khôi phục từ bản sao lưu", "Nguyên nhân": "Mã độc qua thư lạ", "Thời gian xử lý xong": "vừa xong", "phối hợp": "Công ty NCC"})
    in_thread(vendor.gets("đã được xử lý xong"), report)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bot", required=True)
    parser.add_argument("--data", required=True)
    args = parser.parse_args()
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sucobot-vendor-"))
    try:
        with mail_servers.started() as bed:
            config = configure(folder, pathlib.Path(args.data).resolve(), bed)
            with open(folder / "log", "wb") as log:
                bot = subprocess.Popen([args.bot, "serve", "--config", str(config)], stdout=log, stderr=log)
            try:
                play(bed, folder)
            except BaseException:
                print((folder / "log").read_text(errors="replace")[-6000:], file=sys.stderr)
                raise
            finally:
                bot.terminate()
                bot.wait(20)
        print("the story is complete")
    finally:
        shutil.rmtree(folder)
    return 0


sys.exit(main())
