"""The same words in every charset they arrive in, rightly and wrongly labelled; names in headers and of files."""
import base64

from mailkit import add, header, html_mail, mail, multi, nfd, part, qp, text_mail, to_bytes, word

TEXT = "Kính gửi bệnh viện,\nSự cố nghiêm trọng: máy chủ hệ thống ngừng hoạt động từ sáng nay, đề nghị hỗ trợ khẩn cấp."
LOWER = "kính gửi bệnh viện, sự cố nghiêm trọng: máy chủ hệ thống ngừng hoạt động từ sáng nay, đề nghị hỗ trợ khẩn cấp."
SUBJECT = "Sự cố nghiêm trọng ở máy chủ hệ thống"


def body_cases():
    right = dict(reply=TEXT, faults_lacks=["charset_guessed", "text_replaced"])
    guessed = dict(reply=TEXT, faults_has=["charset_guessed"], faults_lacks=["text_replaced"])
    for encoding in ("8bit", "base64", "quoted-printable"):
        add("charset-utf8-%s.eml" % encoding, text_mail(TEXT, encoding=encoding), **right)
    add("charset-utf8-nfd.eml", text_mail(nfd(TEXT)), **right)
    add("charset-utf8-bom.eml", text_mail("\ufeff" + TEXT, declared="iso-8859-1"), reply=TEXT)
    add("charset-utf8-called-latin1.eml", text_mail(TEXT, declared="iso-8859-1"), **guessed)
    add("charset-utf8-called-ascii.eml", text_mail(TEXT, declared="us-ascii"), **guessed)
    add("charset-utf8-called-1258.eml", text_mail(TEXT, declared="windows-1258"), **guessed)
    add("charset-utf8-undeclared.eml", text_mail(TEXT, declared=""), reply=TEXT)
    add("charset-utf8mb4.eml", text_mail(TEXT, declared="utf8mb4"), **right)
    add("charset-utf8-unknown-name.eml", text_mail(TEXT, declared="x-unknown-8bit"), **guessed)
    twice = TEXT.encode().decode("latin-1").encode()
    add("charset-utf8-twice.eml", mail(header(), part("text/plain; charset=utf-8", twice, "base64")), **guessed)
    cut = TEXT.encode().replace("ự".encode(), "ự".encode()[:2], 1)
    add("charset-utf8-damaged.eml", mail(header(), part("text/plain; charset=utf-8", cut, "base64")), reply_has=["máy chủ hệ thống ngừng hoạt động"], faults_has=["text_replaced"])
    for charset, name in (("CP1258", "windows-1258"), ("TCVN5712-1", "tcvn5712"), ("VISCII", "viscii")):
        data = to_bytes(TEXT if charset != "TCVN5712-1" else LOWER, charset)
        text = TEXT if charset != "TCVN5712-1" else LOWER
        for encoding in ("base64", "quoted-printable"):
            add("charset-%s-%s.eml" % (name, encoding), mail(header(), part("text/plain; charset=" + name, data, encoding)), reply=text, faults_lacks=["charset_guessed"])
        add("charset-%s-called-latin1.eml" % name, mail(header(), part("text/plain; charset=iso-8859-1", data, "base64")), reply=text, faults_has=["charset_guessed"])
        add("charset-%s-undeclared.eml" % name, mail(header(), part("text/plain", data, "base64")), reply=text)
    for name in ("x-viet-tcvn", "TCVN3"):
        add("charset-alias-%s.eml" % name.lower(), mail(header(), part("text/plain; charset=" + name, to_bytes(LOWER, "TCVN5712-1"), "base64")), reply=LOWER)
    vn = to_bytes("sự cố máy chủ", "TCVN5712-1")
    page = b"<html><head><style>p {font-family:.VnTime}</style></head><body><p style=\"font-family:'.VnTime'\">" + vn + b"</p></body></html>"
    add("charset-vn-font-latin1-html.eml", mail(header(), part("text/html; charset=iso-8859-1", page, "quoted-printable")), reply="sự cố máy chủ", faults_has=["charset_guessed"])
    seen = page.decode("latin-1").encode()
    add("charset-vn-font-in-utf8-html.eml", mail(header(), part("text/html; charset=utf-8", seen, "base64")), reply="sự cố máy chủ")
    entities = "".join("&#%d;" % b if b > 127 else chr(b) for b in vn)
    add("charset-vn-font-entities-html.eml", html_mail("<font face='.VnTime'>%s</font>" % entities), reply="sự cố máy chủ")
    add("charset-html-meta.eml", mail(header(), part("text/html", b"<html><head><meta charset=windows-1258></head><body>" + to_bytes(TEXT.replace("\n", " "), "CP1258") + b"</body></html>", "base64")),
        reply=TEXT.replace("\n", " "))
    add("charset-html-entities.eml", html_mail("<p>S&#7921; c&#x1ED1; nghi&ecirc;m tr&#7885;ng &amp; kh&#7849;n c&#7845;p&nbsp;&ndash; m&aacute;y ch&#7911;</p>"), reply="Sự cố nghiêm trọng & khẩn cấp – máy chủ")
    add("charset-utf16.eml", mail(header(), part("text/plain; charset=utf-16", b"\xff\xfe" + to_bytes(TEXT, "utf-16-le"), "base64")), reply=TEXT)
    add("charset-latin1-french.eml", text_mail("Le serveur a été arrêté à 8 h, à cause d'une panne générale.", charset="latin-1", declared="iso-8859-1", encoding="quoted-printable"),
        reply="Le serveur a été arrêté à 8 h, à cause d'une panne générale.", faults_lacks=["charset_guessed"])
    add("charset-gb2312.eml", mail(header(), part("text/plain; charset=gb2312", "服务器故障".encode("gb18030"), "base64")), reply="服务器故障")
    add("charset-iso-2022-jp.eml", mail(header(), part("text/plain; charset=iso-2022-jp", "サーバー障害".encode("iso-2022-jp"), "7bit")), reply="サーバー障害")
    add("charset-refused-cn-ext.eml", text_mail("plain words", declared="iso-2022-cn-ext"), reply="plain words", faults_has=["charset_guessed"])
    chunks = b"".join(base64.b64encode(TEXT.encode()[at:at + 10]) + b"\r\n" for at in range(0, len(TEXT.encode()), 10))
    add("encoding-base64-padded-chunks.eml", mail(header(), b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + chunks), reply=TEXT)
    dirty = base64.encodebytes(TEXT.encode()).replace(b"\n", b" !\r\n")
    add("encoding-base64-dirty.eml", mail(header(), b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: BASE64\r\n\r\n" + dirty), reply=TEXT, faults_has=["broken_encoding"])
    add("encoding-qp-dirty.eml", mail(header(), b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + qp(TEXT.encode()) + b"\r\n50=% =ZZ"),
        reply_has=["50=% =ZZ"], faults_has=["broken_encoding"])


def header_cases():
    add("header-b-words-split.eml", text_mail("x", subject="=?UTF-8?B?U+G7sQ==?= =?UTF-8?B?IGPhu5E=?="), subject="Sự cố")
    data = SUBJECT.encode()
    halves = " ".join("=?utf-8?B?%s?=" % base64.b64encode(data[at:at + 7]).decode() for at in range(0, len(data), 7))
    add("header-letter-cut-between-words.eml", text_mail("x", subject=halves.replace(" ", "\n ", 1)), subject=SUBJECT)
    add("header-q-words.eml", text_mail("x", subject=word(SUBJECT, kind="Q")), subject=SUBJECT)
    add("header-q-with-blanks.eml", text_mail("x", subject="=?utf-8?Q?S=E1=BB=B1 c=E1=BB=91?="), subject="Sự cố")
    add("header-1258-word.eml", text_mail("x", subject=word(to_bytes(SUBJECT, "CP1258"), "windows-1258", "Q")), subject=SUBJECT)
    add("header-tcvn-called-latin1.eml", text_mail("x", subject="=?iso-8859-1?Q?S=F9_c=E8_nghi=AAm_tr=E4ng?="), subject="Sự cố nghiêm trọng")
    add("header-viscii-word.eml", text_mail("x", subject=word(to_bytes(SUBJECT, "VISCII"), "viscii")), subject=SUBJECT)
    add("header-raw-utf8.eml", text_mail("x", subject=SUBJECT), subject=SUBJECT)
    raw = mail(header(subject="@@"), part("text/plain", "x")).replace(b"@@", to_bytes(SUBJECT, "CP1258"), 1)
    add("header-raw-1258.eml", raw, subject=SUBJECT)
    add("header-nfd-word.eml", text_mail("x", subject=word(nfd(SUBJECT))), subject=SUBJECT)
    add("header-mixed-text-and-words.eml", text_mail("x", subject="Re: [HIS] " + word("Sự cố") + " khan cap " + word("máy chủ", kind="Q")), subject="Re: [HIS] Sự cố khan cap máy chủ")
    add("header-malformed-words.eml", text_mail("x", subject="=?utf-8?X?abc?= =?utf-8?B?"), subject="=?utf-8?X?abc?= =?utf-8?B?")
    add("header-language-tag.eml", text_mail("x", subject="=?utf-8*vi?Q?S=E1=BB=B1?="), subject="Sự")
    add("header-controls-and-bidi.eml", text_mail("x", subject=word("a\r\nBcc: x@x.test\u202egnp\x00.exe")), subject="a Bcc: x@x.testgnp.exe")
    add("header-folded.eml", text_mail("x", subject="Bao cao\n\tsu co\n  HIS"), subject="Bao cao su co HIS")
    add("header-name-b-words.eml", text_mail("x", name=word("Nguyễn") + " " + word("Văn An")), sender="an.nguyen@ncc.test", sender_name="NguyễnVăn An")
    add("header-name-in-quotes.eml", text_mail("x", name='"%s"' % word("Nguyễn Văn An", kind="Q")), sender_name="Nguyễn Văn An")
    add("header-address-comment.eml", text_mail("x", sender="an.nguyen@ncc.test (Nguyen (Van) An)"), sender="an.nguyen@ncc.test", sender_name="Nguyen Van An")
    add("header-address-case-and-idn.eml", text_mail("x", sender="An.Nguyen@BệnhViện.TEST"), sender="an.nguyen@xn--bnhvin-ik8be.test")
    add("header-groups.eml", text_mail("x", to="nhom: suco+c12.v3.abc@bv.test, b@x.test;, c@x.test"), to=["suco+c12.v3.abc@bv.test", "b@x.test", "c@x.test"])
    add("header-plus-tag.eml", text_mail("x", extra=["Delivered-To: suco+c12.v3.abcdefgh@bv.test", "X-Original-To: suco+c12.v3.abcdefgh@bv.test"]), delivered_to=["suco+c12.v3.abcdefgh@bv.test", "suco@bv.test"])
    refs = ["In-Reply-To: <c.12.3.mac@bv.test>", "References: <a@x.test> <b@x.test>", " <c.12.3.mac@bv.test>"]
    add("header-threading.eml", text_mail("x", extra=refs), thread_ids=["c.12.3.mac@bv.test", "b@x.test", "a@x.test"])
    many = ["References: " + " ".join("<r%d@x.test>" % n for n in range(60))]
    add("header-references-limited.eml", text_mail("x", extra=many), thread_ids=["r%d@x.test" % n for n in range(59, 39, -1)])
    add("header-in-reply-to-text.eml", text_mail("x", extra=['In-Reply-To: Your message of "Thu, 12 Nov" <c.12@bv.test>']), thread_ids=["c.12@bv.test"])
    add("header-date-forms.eml", text_mail("x", date="12 Nov 26 08:15 (ICT) +0700"), date="2026-11-12T01:15:00Z")
    add("header-date-zone-name.eml", text_mail("x", date="Thu, 12 Nov 2026 01:15:00 GMT"), date="2026-11-12T01:15:00Z")
    add("header-date-broken.eml", text_mail("x", date="hom qua"), faults_has=["no_date"])
    add("header-no-message-id.eml", text_mail("x").replace(b"Message-ID: <m1@ncc.test>\r\n", b""), message_id="", faults_has=["no_message_id"])
    add("header-reply-to.eml", text_mail("x", extra=["Reply-To: khac@x.test"]), sender="an.nguyen@ncc.test", reply_to=["khac@x.test"])


def file_name(name_fields, name, **expected):
    leaf = part("application/octet-stream" + name_fields[0], b"\x00\x01data", "base64", ["Content-Disposition: attachment" + name_fields[1]])
    raw = mail(header(), multi("mixed", "mix-1", [part("text/plain; charset=utf-8", "Xem tệp."), leaf]))
    return raw, dict(reply="Xem tệp.", attachments=[dict(name=name, **expected)])


def file_name_cases():
    percent = "B%C3%A1o%20c%C3%A1o%20s%E1%BB%B1%20c%E1%BB%91"
    long_name = "Báo cáo " + "rất dài " * 40 + ".pdf"
    table = {
        "rfc2231": (("", "; filename*=UTF-8''%s.pdf" % percent), "Báo cáo sự cố.pdf"),
        "rfc2231-sections": (("", "; filename*0*=UTF-8''B%C3%A1o%20c%C3%A1o%20; filename*1*=s%E1%BB%B1%20c; filename*2=\"o.pdf\""), "Báo cáo sự co.pdf"),
        "rfc2231-out-of-order": (("", "; filename*1=b.pdf; filename*0=a"), "ab.pdf"),
        "rfc2231-letter-cut": (("", "; filename*0*=UTF-8''S%E1%BB; filename*1*=%B1.pdf"), "Sự.pdf"),
        "rfc2231-1258": (("", "; filename*=windows-1258''%s.pdf" % "".join("%%%02X" % b for b in to_bytes("Sự cố", "CP1258"))), "Sự cố.pdf"),
        "rfc2047": (('; name="%s"' % word("Sự cố.pdf"), ""), "Sự cố.pdf"),
        "rfc2047-in-filename": (("", '; filename="%s"' % word("Sự cố.pdf", kind="Q")), "Sự cố.pdf"),
        "raw-utf8": (("", '; filename="Sự cố.pdf"'), "Sự cố.pdf"),
        "nfd": (("", '; filename="%s"' % nfd("Sự cố.pdf")), "Sự cố.pdf"),
        "unquoted-blanks": (("", "; filename=bao cao (1).pdf"), "bao cao (1).pdf"),
        "path": (("", '; filename="../../etc/passwd"'), "passwd"),
        "windows-path": (("", '; filename="C:\\Users\\an\\x.pdf"'), "x.pdf"),
        "bidi": (("; name*=UTF-8''x%E2%80%AEfdp.exe", ""), "xfdp.exe"),
        "control": (("", "; filename*=UTF-8''a%00%0D%0Ab.pdf"), "a b.pdf"),
        "device": (("", '; filename="con.pdf"'), "_con.pdf"),
        "dots": (("", '; filename="...hidden.txt..."'), "hidden.txt"),
        "signs": (("", '; filename="a<b>|c?*.txt"'), "a_b__c__.txt"),
        "only-dots": (("", '; filename=".."'), "tep"),
        "none": (("", ""), "tep"),
    }
    for key, (fields, name) in table.items():
        raw, expected = file_name(fields, name)
        add("name-%s.eml" % key, raw, **expected)
    raw, expected = file_name(("", '; filename="%s"' % long_name), None)
    expected["attachments"] = [dict(name_characters_max=120, name_ends=".pdf")]
    add("name-long.eml", raw, **expected)


def cases():
    body_cases()
    header_cases()
    file_name_cases()
