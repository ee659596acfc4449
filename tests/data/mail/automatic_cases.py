"""Mails made by programs, bounces, and what border servers say about the sender."""
from mailkit import BOT, DATE, add, crlf, header, mail, multi, part, text_mail

AWAY = "Tôi đi công tác đến 15/11, việc gấp xin gọi 0912 345 678."
ORIGINAL = "Return-Path: <%s>\nFrom: %s\nTo: chet@ncc.test\nSubject: SC-2026-000012\nMessage-ID: <c.12.3.mac@bv.test>\n\nNội dung" % (BOT, BOT)
DAEMON = "MAILER-DAEMON@mx.ncc.test"
SERVER = ["Return-Path: <>"]


def automatic():
    def one(key, kind, text=AWAY, **fields):
        extra = dict(suppress=True)
        extra.update(fields.pop("expected", {}))
        add("auto-%s.eml" % key, text_mail(text, **fields), automatic=kind, **extra)

    one("submitted-replied", "auto_reply", extra=["Auto-Submitted: auto-replied"])
    one("submitted-generated", "bulk", extra=["Auto-Submitted: auto-generated"])
    one("submitted-with-comment", "auto_reply", extra=["Auto-Submitted: auto-replied (vacation)"])
    one("submitted-no", "none", extra=["Auto-Submitted: no"], expected=dict(suppress=False))
    one("subject-vi", "auto_reply", subject="=?utf-8?B?VHLhuqMgbOG7nWkgdOG7sSDEkeG7mW5nOiBTQy0yMDI2LTAwMDAxMg==?=")
    one("subject-vi-absent", "auto_reply", subject="=?utf-8?Q?V=E1=BA=AFng_m=E1=BA=B7t:_SC-2026?=")
    one("subject-vi-bare", "auto_reply", subject="Tra loi tu dong: SC-2026-000012")
    one("subject-en", "auto_reply", subject="Automatic reply: SC-2026-000012")
    one("subject-ooo", "auto_reply", subject="Out of Office: SC-2026-000012")
    one("subject-re-is-a-person", "none", subject="Re: Automatic reply: SC-2026-000012", text="Anh gọi số kia nhé.", expected=dict(suppress=False))
    one("gmail-vacation", "auto_reply", extra=["Precedence: bulk", "X-Autoreply: yes", "Auto-Submitted: auto-replied"])
    one("x-autorespond", "auto_reply", extra=["X-Autorespond: vacation"])
    one("exchange-rule-loop", "auto_reply", extra=["X-MS-Exchange-Inbox-Rules-Loop: an@ncc.test"])
    one("precedence-auto-reply", "auto_reply", extra=["Precedence: auto_reply"])
    one("precedence-bulk", "bulk", extra=["Precedence: bulk"])
    one("precedence-junk", "bulk", extra=["X-Precedence: junk"])
    one("mailing-list", "mailing_list", extra=["List-Id: <nhom.ncc.test>", "Precedence: list"])
    one("list-unsubscribe", "bulk", extra=["List-Unsubscribe: <mailto:x@ncc.test>"])
    one("no-reply-sender", "bulk", sender="no-reply@ncc.test", text="Hệ thống giám sát: máy chủ HIS ngừng.")
    one("khong-tra-loi-sender", "bulk", sender="khongtraloi@ncc.test", text="Máy chủ HIS ngừng.")
    one("ticket-robot", "auto_reply", subject="[Ticket#2026111210000012] SC-2026-000012", text="Yêu cầu của anh/chị đã được tiếp nhận.\nĐây là email tự động, vui lòng không trả lời email này.")
    one("ticket-robot-marked", "auto_reply", extra=["X-FC-MachineGenerated: true"], text="We have received your request #123.")
    one("ticket-agent-is-a-person", "none", extra=["X-JIRA-FingerPrint: abc"], text="Chúng tôi đã khởi động lại dịch vụ.")
    one("rt-loop", "bulk", extra=["X-RT-Loop-Prevention: ncc"], text="Ticket created")
    one("suppress-trap", "none", extra=["X-Auto-Response-Suppress: DR, OOF, AutoReply"], text="Đã nhận.", expected=dict(reply="Đã nhận."))
    one("suppress-none", "none", extra=["X-Auto-Response-Suppress: None"], text="Đã nhận.", expected=dict(suppress=False))
    one("own-address", "own_loop", sender=BOT)
    one("own-address-tagged", "own_loop", sender="suco+c12.v3.abc@bv.test")
    one("own-loop-field", "own_loop", extra=["X-Sucobot-Loop: bv-1"])
    one("null-return-path", "auto_reply", extra=SERVER, expected=dict(null_return_path=True))
    one("person", "none", text="Đã nhận, cảm ơn.", extra=["Return-Path: <an.nguyen@ncc.test>"], expected=dict(suppress=False, return_path="an.nguyen@ncc.test"))
    one("person-writes-about-bounces", "none", subject="Re: Undelivered Mail Returned to Sender", text="Thư hôm qua bị trả lại: 550 5.1.1 User unknown, anh xem giúp.", expected=dict(suppress=False, bounce=None))
    one("words-in-the-middle", "none", text="Kính gửi,\nNgười dùng nhận thư lừa đảo.\nNội dung thư như sau:\n\"Đây là email tự động, vui lòng không trả lời\"\nKẻ xấu yêu cầu mật khẩu.\nĐã chặn địa chỉ.\nCảm ơn.",
        expected=dict(suppress=False))
    receipt = multi("report", "rep-1", [part("text/plain; charset=utf-8", "Thư của anh đã được mở."), part("message/disposition-notification", "Final-Recipient: rfc822; an@ncc.test\nDisposition: manual-action/MDN-sent-manually; displayed\n")],
                    "; report-type=disposition-notification")
    add("auto-read-receipt.eml", mail(header(subject="Da doc: SC-2026-000012"), receipt), automatic="read_receipt", bounce=None)
    abuse = multi("report", "rep-1", [part("text/plain", "abuse"), part("message/feedback-report", "Feedback-Type: abuse\n")], "; report-type=feedback-report")
    add("auto-feedback-report.eml", mail(header(subject="complaint"), abuse), automatic="bulk")


def report(status, text="Thư của bạn không gửi được.", original="message/rfc822", subject="Undelivered Mail Returned to Sender", sender=DAEMON, to=BOT, extra=SERVER):
    parts = [part("text/plain; charset=utf-8", text), part("message/delivery-status", "Reporting-MTA: dns; mx.ncc.test\nArrival-Date: %s\n\n%s\n" % (DATE, status))]
    if original:
        parts.append(crlf(("Content-Type: %s\n\n%s\n" % (original, ORIGINAL)).encode()))
    return mail(header(subject=subject, sender=sender, to=to, extra=extra), multi("report", "rep-1", parts, "; report-type=delivery-status"))


def bounces():
    final = "Final-Recipient: rfc822; Chet@NCC.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <chet@ncc.test>:\n User unknown"
    hard = dict(recipient="chet@ncc.test", action="failed", status="5.1.1", permanent=True, original_message_id="c.12.3.mac@bv.test", verp_token="")
    add("bounce-postfix.eml", report(final), automatic="bounce", bounce=dict(hard, diagnostic="550 5.1.1 <chet@ncc.test>: User unknown"), forwarded=False, embedded=[])
    add("bounce-headers-only.eml", report(final, original="text/rfc822-headers"), automatic="bounce", bounce=hard)
    add("bounce-soft.eml", report(final.replace("5.1.1", "4.2.2")), automatic="bounce", bounce=dict(status="4.2.2", permanent=False, action="failed"))
    add("bounce-delayed.eml", report("Final-Recipient: rfc822; chet@ncc.test\nAction: delayed\nStatus: 4.4.1", subject="Delayed Mail (still being retried)"), automatic="delivery_delay",
        bounce=dict(action="delayed", permanent=False, recipient="chet@ncc.test"))
    add("bounce-delivered.eml", report("Final-Recipient: rfc822; chet@ncc.test\nAction: delivered\nStatus: 2.0.0", subject="Successful Mail Delivery Report", text="Đã giao."), automatic="read_receipt",
        bounce=dict(action="delivered", permanent=False))
    two = "Final-Recipient: rfc822; song@ncc.test\nAction: delivered\nStatus: 2.0.0\n\n" + final
    add("bounce-gravest-of-two.eml", report(two), automatic="bounce", bounce=hard)
    generic = "Final-Recipient: rfc822; chet@ncc.test\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.2.2 mailbox full"
    add("bounce-generic-status.eml", report(generic), automatic="bounce", bounce=dict(status="5.2.2", permanent=True))
    add("bounce-exchange-vi.eml", report(final, subject="=?utf-8?B?S2jDtG5nIHRo4buDIGfhu61pOiBTQy0yMDI2?=", sender="postmaster@ncc.test"), automatic="bounce", bounce=hard)
    verp = text_mail("The address is gone.\nDelivery failed.", sender="system@ncc.test", subject="failure notice", to="suco+b-abcdef0123@bv.test", extra=["Delivered-To: suco+b-abcdef0123@bv.test"])
    add("bounce-verp-only.eml", verp, automatic="bounce", bounce=dict(verp_token="abcdef0123"))
    away = text_mail(AWAY, subject="Automatic reply: SC", to="suco+b-abcdef0123@bv.test", extra=["Auto-Submitted: auto-replied"] + SERVER)
    add("bounce-verp-away-is-none.eml", away, automatic="auto_reply", bounce=None)
    qmail = "Hi. This is the qmail-send program at mx.ncc.test.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<chet@ncc.test>:\n192.0.2.5 does not like recipient.\nRemote host said: 550 5.1.1 no such user\nGiving up on 192.0.2.5.\n\n--- Below this line is a copy of the message.\n\n" + ORIGINAL
    add("bounce-qmail.eml", text_mail(qmail, sender=DAEMON, subject="failure notice", extra=SERVER), automatic="bounce", bounce=hard)
    exim = "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  chet@ncc.test\n    host mx.ncc.test [192.0.2.5]\n    550 5.1.1 unknown user\n"
    add("bounce-exim.eml", text_mail(exim, sender="Mailer-Daemon@mx.ncc.test", subject="Mail delivery failed: returning message to sender", extra=SERVER + ["X-Failed-Recipients: chet@ncc.test"]), automatic="bounce",
        bounce=dict(recipient="chet@ncc.test", status="5.1.1", permanent=True, original_message_id=""))
    viet = "Thư gửi tới địa chỉ chet@ncc.test không gửi được vì hộp thư đã đầy.\nMáy chủ báo: 552 5.2.2 quota exceeded\n"
    add("bounce-vietnamese-words.eml", text_mail(viet, sender=DAEMON, subject="=?utf-8?B?VGjGsCBraMO0bmcgZ+G7rWkgxJHGsOG7o2M=?=", extra=SERVER), automatic="bounce", bounce=dict(recipient="chet@ncc.test", status="5.2.2"))
    warning = "THIS IS A WARNING MESSAGE ONLY\nYOU DO NOT NEED TO RESEND YOUR MESSAGE\n\nYour message to chet@ncc.test could not be delivered for 4 hours.\nIt will be retried until it is 5 days old.\n"
    add("bounce-warning-words.eml", text_mail(warning, sender=DAEMON, subject="Warning: message still undelivered after 4 hours", extra=SERVER), automatic="delivery_delay", bounce=dict(action="delayed", permanent=False))
    gmail = "** Address not found **\n\nYour message wasn't delivered to chet@ncc.test because the address couldn't be found.\n\nThe response from the remote server was:\n550 5.1.1 no such user"
    add("bounce-gmail-words.eml", text_mail(gmail, sender="mailer-daemon@googlemail.com", name="Mail Delivery Subsystem", subject="Delivery Status Notification (Failure)", extra=SERVER + ["Auto-Submitted: auto-replied"]),
        automatic="bounce", bounce=dict(recipient="chet@ncc.test", status="5.1.1"))
    add("bounce-forged-by-a-person.eml", text_mail("Final-Recipient: rfc822; giamdoc@bv.test\nAction: failed\nStatus: 5.1.1\nUser unknown", subject="Undeliverable: SC-2026"), automatic="none", bounce=None)


def authentication():
    def one(key, fields, result, **expected):
        add("authn-%s.eml" % key, text_mail("Đã nhận.", extra=fields), authentication=result, **expected)

    good = "Authentication-Results: mx.bv.test; dmarc=pass (p=reject) header.from=ncc.test; spf=pass smtp.mailfrom=an.nguyen@ncc.test; dkim=pass header.d=ncc.test"
    received = "Received: from mail.ncc.test by mx.bv.test with ESMTPS; " + DATE
    local = "Received: from mx.bv.test by mail.bv.test with LMTP; " + DATE
    one("dmarc-pass", [local, good, received], "pass", authenticated_domain="ncc.test")
    one("dmarc-fail", [good.replace("dmarc=pass", "dmarc=fail"), received], "fail")
    one("other-server", [good.replace("mx.bv.test;", "mx.evil.test;"), received], "none")
    one("forged-below-received", [local, received, good, "Received: from x by y; " + DATE], "none")
    one("forged-second-instance", ["Authentication-Results: mx.bv.test; dmarc=fail header.from=ncc.test", received, good], "fail")
    one("none-at-all", [received], "none")
    one("dkim-aligned", ["Authentication-Results: mx.bv.test 1; dkim=pass (2048-bit key) header.d=mail.ncc.test header.s=s1", received], "pass")
    one("dkim-of-another", ["Authentication-Results: mx.bv.test; dkim=pass header.d=evil.test", received], "none")
    one("spf-aligned", ["Authentication-Results: mx.bv.test;", " spf=pass smtp.mailfrom=ncc.test", received], "pass")
    one("spf-of-another", ["Authentication-Results: mx.bv.test; spf=pass smtp.mailfrom=bounce.evil.test", received], "none")
    one("dmarc-of-another-from", ["Authentication-Results: mx.bv.test; dmarc=pass header.from=evil.test", received], "fail")
    one("quoted-and-commented", ['Authentication-Results: mx.bv.test; dmarc=fail reason="a; dmarc=pass header.from=ncc.test" (; dmarc=pass) header.from=ncc.test', received], "fail")
    one("two-fields-of-ours", ["Authentication-Results: mx.bv.test; spf=fail smtp.mailfrom=ncc.test", "Authentication-Results: mx.bv.test; dmarc=pass header.from=ncc.test", received], "pass")
    one("several-from", [good, "From: evil@x.test", received], "none")


def cases():
    automatic()
    bounces()
    authentication()
