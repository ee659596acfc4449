"""Parts within parts, whole and broken; files of every kind."""
import io
import zipfile

from mailkit import add, b64, crlf, header, html_mail, mail, multi, part, text_mail

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
HELLO = part("text/plain; charset=utf-8", "Xin chào.")


def zipped(members, encrypted=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 12, 8, 0, 0)), data)
    data = bytearray(out.getvalue())
    if encrypted:
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def file_part(name, data, kind="application/octet-stream", disposition="attachment", extra=()):
    return part("%s; name=\"%s\"" % (kind, name), data, "base64", ["Content-Disposition: %s; filename=\"%s\"" % (disposition, name)] + list(extra))


def mixed(*parts):
    return mail(header(), multi("mixed", "mix-1", parts))


def files():
    def one(key, leaf, **expected):
        add("file-%s.eml" % key, mixed(HELLO, leaf), reply="Xin chào.", attachments=[expected])

    one("pdf", file_part("x.pdf", b"%PDF-1.7 ..."), name="x.pdf", type="application/pdf", flags=[])
    one("exe-called-pdf", file_part("x.pdf", b"MZ\x90\x00" + b"\x00" * 60, "application/pdf"), declared_type="application/pdf", type="application/vnd.microsoft.portable-executable", flags=["executable"])
    one("double-ending", file_part("bao_cao.pdf.exe", b"abc"), name="bao_cao.pdf.exe", flags=["executable"])
    one("script", file_part("x.vbs", b"MsgBox 1"), flags=["executable"])
    one("zip", file_part("x.zip", zipped([("a.txt", "a")])), type="application/zip", flags=["archive"])
    one("zip-encrypted", file_part("mau.zip", zipped([("virus.exe", "MZ")], True)), flags=["archive", "encrypted_zip"])
    one("docx", file_part("x.docx", zipped([("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>")])), type="application/vnd.openxmlformats-officedocument.wordprocessingml.document", flags=[])
    one("docm-called-docx", file_part("x.docx", zipped([("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>"), ("word/vbaProject.bin", "x")])), flags=["macro"])
    one("xls-macro", file_part("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40 + "_VBA_PROJECT".encode("utf-16-le")), type="application/x-ole-storage", flags=["macro"])
    one("svg", file_part("x.svg", b"<svg onload=alert(1)></svg>", "image/svg+xml"), type="image/svg+xml", flags=["markup"])
    one("html", file_part("x.html", b"<html><script>1</script></html>", "text/html"), type="text/html", flags=["markup"])
    one("jpeg-is-html", file_part("x.jpg", b"<html>no picture", "image/jpeg"), type="text/html", flags=["markup"])
    one("calendar", file_part("hop.ics", b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", "text/calendar; method=REQUEST"), type="text/calendar", flags=["calendar"])
    one("log-is-attachment", file_part("loi.log", "xác nhận\n".encode(), "text/plain; charset=utf-8", "inline"), name="loi.log", type="text/plain", flags=[])
    one("inline-image", file_part("logo.png", PNG, "image/png", "inline", ["Content-ID: <logo@x>"]), type="image/png", flags=["inline_image"], content_id="logo@x")
    one("empty", file_part("rong.bin", b""), name="rong.bin", size=0)
    tnef = b"\x78\x9f\x3e\x22" + b"\x00" * 30
    add("file-winmail.eml", mixed(part("text/plain; charset=utf-8", ""), file_part("winmail.dat", tnef, "application/ms-tnef")), attachments=[dict(name="winmail.dat", type="application/ms-tnef", flags=["winmail"])],
        faults_has=["winmail", "no_text"])
    add("file-winmail-by-bytes.eml", mixed(HELLO, file_part("x.dat", tnef)), attachments=[dict(flags=["winmail"])], faults_has=["winmail"])
    add("file-only-calendar-alternative.eml", mail(header(), multi("alternative", "alt-1", [HELLO, part("text/calendar; method=REQUEST; charset=utf-8", "BEGIN:VCALENDAR\nEND:VCALENDAR\n")])), reply="Xin chào.",
        attachments=[dict(name="lich.ics", flags=["calendar"])])
    many = [file_part("logo%d.png" % n, PNG, "image/png", "inline", ["Content-ID: <l%d@x>" % n]) for n in range(15)] + [file_part("b%d.bin" % n, b"%d" % n) for n in range(15)]
    add("file-too-many.eml", mixed(HELLO, *many), attachment_count=20, attachment_names=["b%d.bin" % n for n in range(15)], faults_has=["too_many_attachments"])
    uu = b"begin 644 x.txt\r\n+6&EN(&-H86\\N\r\n`\r\nend\r\n"
    add("file-uuencode.eml", mixed(HELLO, b"Content-Type: text/plain; name=x.txt\r\nContent-Transfer-Encoding: x-uuencode\r\nContent-Disposition: attachment; filename=x.txt\r\n\r\n" + uu), reply="Xin chào.",
        attachments=[dict(name="x.txt")])
    add("file-without-text.eml", mail(header(), file_part("x.pdf", b"%PDF-1.7")), attachments=[dict(name="x.pdf")], faults_has=["no_text"], reply="")
    add("file-named-text-is-the-text.eml", mail(header(), part("text/plain; charset=utf-8; name=thu.txt", "Máy chủ hỏng.", "8bit", ["Content-Disposition: inline; filename=thu.txt"])), reply="Máy chủ hỏng.",
        attachments=[dict(name="thu.txt")])


def structures():
    deep = HELLO
    for level in range(8):
        deep = multi("mixed", "b%d" % level, [deep])
    add("parts-nested.eml", mail(header(), deep), reply="Xin chào.", faults_lacks=["depth_limit"])
    for level in range(8, 40):
        deep = multi("mixed", "b%d" % level, [deep])
    add("parts-nested-too-deep.eml", mail(header(), deep), faults_has=["depth_limit"])
    add("parts-related-in-alternative.eml", mail(header(), multi("alternative", "alt-1", [HELLO, multi("related", "rel-1", [part("text/html; charset=utf-8", "<p>Xin chào.</p>"),
        file_part("l.png", PNG, "image/png", "inline", ["Content-ID: <l@x>"])])])), reply="Xin chào.", attachments=[dict(flags=["inline_image"])])
    add("parts-apple-text-image-text.eml", mixed(part("text/plain; charset=utf-8", "Trước ảnh."), file_part("a.png", PNG, "image/png", "inline"), part("text/plain; charset=utf-8", "Sau ảnh.")),
        reply_has=["Trước ảnh.", "Sau ảnh."], attachment_count=1)
    add("parts-signed.eml", mail(header(), multi("signed", "sig-1", [HELLO, part("application/pgp-signature; name=signature.asc", "-----BEGIN PGP SIGNATURE-----")], "; protocol=\"application/pgp-signature\"")),
        reply="Xin chào.", attachment_count=0)
    add("parts-encrypted.eml", mail(header(), multi("encrypted", "enc-1", [part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream; name=encrypted.asc", "-----BEGIN PGP MESSAGE-----")])),
        faults_has=["encrypted"])
    add("parts-smime.eml", mail(header(), part("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", b"\x30\x80abc", "base64")), faults_has=["encrypted"])
    whole = multi("mixed", "mix-1", [HELLO, file_part("x.pdf", b"%PDF-1.7")])
    add("parts-no-final-boundary.eml", mail(header(), whole.rsplit(b"--mix-1--", 1)[0]), reply="Xin chào.", attachment_count=1)
    add("parts-no-boundary-parameter.eml", mail(header(), whole.replace(b"; boundary=\"mix-1\"", b"")), reply="Xin chào.", attachment_count=1, faults_has=["broken_structure"])
    add("parts-wrong-boundary.eml", mail(header(), whole.replace(b"boundary=\"mix-1\"", b"boundary=\"other\"")), reply="Xin chào.", attachment_count=1, faults_has=["broken_structure"])
    add("parts-header-lost.eml", crlf("\n".join(header()).encode()) + b"\r\n\r\n" + whole.split(b"\r\n\r\n", 1)[1], reply="Xin chào.", attachment_count=1)
    add("parts-prefix-boundaries.eml", mail(header(), multi("mixed", "a", [multi("alternative", "ab", [HELLO, part("text/html", "<p>Xin chào.</p>")])])), reply="Xin chào.")
    add("parts-boundary-in-text.eml", mixed(part("text/plain; charset=utf-8", "--mix-10\n--mix\nXin chào.")), text_has=["--mix-10", "Xin chào."])
    add("parts-empty-multipart.eml", mail(header(), multi("mixed", "mix-1", [])), faults_has=["broken_structure"])
    add("parts-html-only-outlook.eml", html_mail("<html xmlns:o='x'><head><!--[if gte mso 9]><xml><o:x/></xml><![endif]--><style>p{}</style></head><body><p class=MsoNormal>Máy chủ hỏng.<o:p></o:p></p><p class=MsoNormal>Nhờ hỗ trợ.</p></body></html>"),
        reply="Máy chủ hỏng.\nNhờ hỗ trợ.", from_html=True)
    add("parts-html-broken.eml", html_mail("<p>Máy chủ <b>hỏng<p>từ <i>sáng</b> nay</i><div>3 < 5 & 7 > 2<unclosed"), reply="Máy chủ hỏng\ntừ sáng nay\n3 < 5 & 7 > 2")
    unclosed = "<p>Đầu<!-- không đóng <p>Cuối"
    add("parts-html-unclosed-comment.eml", html_mail(unclosed), text_has=["Đầu", "Cuối"])
    add("parts-two-content-types.eml", mail(header(), b"Content-Type: text/plain; charset=utf-8\r\n" + HELLO), reply="Xin chào.")
    add("parts-charset-without-sign.eml", mail(header(), b"Content-Type: text / plain; charset = \"utf-8\" (comment)\r\n\r\nXin ch\xc3\xa0o."), reply="Xin chào.")


def broken():
    good = text_mail("Xin chào.")
    add("broken-leading-blank-lines.eml", b"\r\n \r\n" + good, reply="Xin chào.", sender="an.nguyen@ncc.test")
    add("broken-mbox-line.eml", b"From an.nguyen@ncc.test Thu Nov 12 08:15:00 2026\r\n" + good, reply="Xin chào.", sender="an.nguyen@ncc.test")
    add("broken-bare-lf.eml", good.replace(b"\r\n", b"\n"), reply="Xin chào.", subject="Re: SC-2026-000012")
    add("broken-bare-cr.eml", good.replace(b"\r\n", b"\r"), reply="Xin chào.", subject="Re: SC-2026-000012")
    add("broken-no-header.eml", "Máy chủ hỏng, nhờ xem.".encode(), text="Máy chủ hỏng, nhờ xem.", faults_has=["not_a_mail", "no_from"])
    add("broken-empty.eml", b"", text="", faults_has=["not_a_mail"])
    add("broken-only-header.eml", good.split(b"\r\n\r\n")[0], reply="", faults_has=["no_text"], sender="an.nguyen@ncc.test")
    add("broken-line-in-header.eml", good.replace(b"Subject:", b"this is no field\r\nSubject:", 1), reply="Xin chào.", subject="Re: SC-2026-000012", faults_has=["broken_structure"])
    add("broken-nul-bytes.eml", mail(header(), part("text/plain; charset=utf-8", b"M\x00\xc3\xa1y ch\xe1\xbb\xa7\x00 h\xe1\xbb\x8fng", "8bit")), reply="Máy chủ hỏng")
    add("broken-imap-words-in-body.eml", text_mail("A004 OK done\n* 5 EXISTS\n+ \n.\n..x\nMáy chủ hỏng."), reply="A004 OK done\n* 5 EXISTS\n+\n.\n..x\nMáy chủ hỏng.")
    add("broken-random-bytes.eml", bytes((n * 73 + n * n) % 256 for n in range(4000)), no_crash=True)
    add("broken-unknown-transfer-encoding.eml", mail(header(), part("text/plain; charset=utf-8", "Xin chào.", "x-unknown")), reply="Xin chào.")
    add("broken-base64-no-body.eml", mail(header(), b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"), reply="", faults_has=["no_text"])


def cases():
    files()
    structures()
    broken()
