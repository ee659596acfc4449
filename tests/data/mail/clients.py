"""Replies as each mail program writes them: what the vendor typed, his signature, and our mail below it."""
from mailkit import BOT, OUR_LINES, OUR_LINES_UNMARKED, VENDOR, add, both_mail, html_mail, nfd, plain_letters, quoted, text_mail

ANSWER = "Đã nhận, chúng tôi đang kiểm tra máy chủ HIS."
NAME = "Tổ CNTT Bệnh viện"
SUBJECT = "[SC-2026-000012] Cần bổ sung thông tin"

INTRODUCTIONS = {
    "gmail-vi": "Vào Th 5, 12 thg 11, 2026 vào lúc 08:15 %s <%s> đã viết:" % (NAME, BOT),
    "gmail-en": "On Thu, Nov 12, 2026 at 8:15 AM %s <%s> wrote:" % (NAME, BOT),
    "iphone-vi": "Vào 08:15, Th 5, 12 thg 11, 2026 %s <%s> đã viết:" % (NAME, BOT),
    "iphone-en": "On Nov 12, 2026, at 08:15, %s <%s> wrote:" % (NAME, BOT),
    "thunderbird-vi": "Vào 12/11/2026 08:15, %s đã viết:" % NAME,
    "thunderbird-en": "On 12/11/2026 08:15, %s wrote:" % NAME,
    "roundcube-vi": "Vào 2026-11-12 08:15, %s đã viết:" % BOT,
    "roundcube-en": "On 2026-11-12 08:15, %s wrote:" % BOT,
    "yahoo-vi": "Vào 08:15:00 GMT+7 Thứ Năm, 12 tháng 11, 2026, %s <%s> đã viết:" % (NAME, BOT),
    "yahoo-en": "On Thursday, November 12, 2026, 08:15:00 AM GMT+7, %s <%s> wrote:" % (NAME, BOT),
    "k9-vi": "Vào 12 tháng 11, 2026 08:15:00 GMT+07:00, %s <%s> đã viết:" % (NAME, BOT),
}

BLOCKS = {
    "vi": [("Từ", "%s <%s>" % (NAME, BOT)), ("Đã gửi", "Thứ Năm, 12 Tháng Mười Một 2026 8:15 SA"), ("Đến", VENDOR), ("Chủ đề", SUBJECT)],
    "en": [("From", "%s <%s>" % (NAME, BOT)), ("Sent", "Thursday, November 12, 2026 8:15 AM"), ("To", VENDOR), ("Subject", SUBJECT)],
    "zimbra-vi": [("Từ", '"%s" <%s>' % (NAME, BOT)), ("Đến", VENDOR), ("Đã gửi", "Thứ Năm, 12 Tháng 11, 2026 08:15:00"), ("Tiêu đề", SUBJECT)],
    "zimbra-en": [("From", '"%s" <%s>' % (NAME, BOT)), ("To", VENDOR), ("Sent", "Thursday, November 12, 2026 8:15:00 AM"), ("Subject", SUBJECT)],
}

SIGNATURES = {"vi": "Trân trọng,\nNguyễn Văn An\nCông ty NCC - 0912 345 678", "en": "Best regards,\nAn Nguyen\nNCC Ltd."}
MOBILE = {"vi": "Được gửi từ iPhone của tôi", "en": "Sent from my iPhone"}
OUTLOOK_MOBILE = {"vi": "Tải Outlook cho Android", "en": "Get Outlook for iOS"}


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def divs(lines):
    return "".join("<div>%s</div>" % (escape(line) or "<br>") for line in lines)


def text_block(fields):
    return "\n".join("%s: %s" % field for field in fields)


def html_block(fields):
    return "<br>".join("<b>%s:</b> %s" % (label, escape(value)) for label, value in fields)


def html_of(client, lang, signature, lines):
    """The page of one program, as short as its marks allow."""
    ours = divs(lines)
    answer = "<div>%s</div>" % ANSWER
    sig = "<br>".join(escape(line) for line in signature.split("\n"))
    intro = escape(INTRODUCTIONS.get("%s-%s" % (client, lang), ""))
    if client == "gmail":
        return ('<div dir="ltr">%s<div><br></div><div><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">%s</div></div></div><br>'
                '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">%s<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">%s</blockquote></div>'
                % (answer, sig, intro, ours))
    if client == "outlook":
        paragraphs = "".join('<p class=MsoNormal>%s<o:p></o:p></p>' % (escape(line)) for line in [ANSWER, ""] + signature.split("\n"))
        return ('<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm} --></style></head><body lang=VI><div class=WordSection1>%s'
                "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>%s<o:p></o:p></p></div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p>%s</div></body></html>"
                % (paragraphs, html_block(BLOCKS[lang]), "".join("<p class=MsoNormal>%s<o:p></o:p></p>" % escape(line) for line in lines)))
    if client == "outlook-web":
        return ('<html><body dir="ltr"><div style="font-family: Calibri">%s</div><div id="Signature"><div>%s</div></div><div id="appendonsend"></div><hr style="display:inline-block;width:98%%" tabindex="-1">'
                '<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">%s</font><div>&nbsp;</div></div><div>%s</div></body></html>' % (ANSWER, sig, html_block(BLOCKS[lang]), ours))
    if client == "outlook-mobile":
        return ('<html><body><div dir="auto">%s</div><div id="ms-outlook-mobile-signature" dir="ltr"><div>%s</div></div><hr style="display:inline-block;width:98%%">'
                '<div id="divRplyFwdMsg" dir="ltr">%s<br></div>%s</body></html>' % (ANSWER, sig, html_block(BLOCKS[lang]), ours))
    if client == "iphone":
        return ('<html><body dir="auto">%s<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">%s</div><div dir="ltr"><br><blockquote type="cite">%s<br><br></blockquote></div>'
                '<blockquote type="cite"><div dir="ltr">%s</div></blockquote></body></html>' % (ANSWER, sig, intro, ours))
    if client == "thunderbird":
        return ('<html><body><p>%s</p><pre class="moz-signature" cols="72">-- \n%s</pre><div class="moz-cite-prefix">%s<br></div><blockquote type="cite" cite="mid:c.12@bv.test">%s</blockquote></body></html>'
                % (ANSWER, escape(signature), intro, ours))
    if client == "zimbra":
        return ('<html><body><div style="font-family: arial">%s<div><br></div><div data-marker="__SIG_PRE__">%s</div><hr id="zwchr" data-marker="__DIVIDER__">'
                '<div data-marker="__HEADERS__">%s</div><div data-marker="__QUOTED_TEXT__">%s</div></div></body></html>' % (answer, sig, html_block(BLOCKS["zimbra-" + lang]), ours))
    if client == "roundcube":
        return ('<html><body><p>%s</p><div id="_rc_sig">-- <br>%s</div><p id="reply-intro">%s</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">%s</blockquote></body></html>'
                % (ANSWER, sig, intro, ours))
    if client == "yahoo":
        return ('<html><body><div class="ydp1yahoo-style-wrap"><div dir="ltr">%s</div><div class="ydp1signature">%s</div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div><div>%s</div>%s</div></div></body></html>'
                % (ANSWER, sig, intro, ours))
    raise KeyError(client)


def text_of(client, lang, signature, lines):
    intro = INTRODUCTIONS.get("%s-%s" % (client, lang), "")
    if client == "outlook":
        return "%s\n\n%s\n\n%s\n\n%s\n" % (ANSWER, signature, text_block(BLOCKS[lang]), "\n".join(lines))
    if client in ("outlook-web", "outlook-mobile"):
        return "%s\n\n%s\n________________________________\n%s\n\n%s\n" % (ANSWER, signature, text_block(BLOCKS[lang]), "\n".join(lines))
    if client == "zimbra":
        return "%s\n\n%s\n\n%s\n%s\n\n%s\n" % (ANSWER, signature, {"vi": "----- Thư gốc -----", "en": "----- Original Message -----"}[lang], text_block(BLOCKS["zimbra-" + lang]), "\n".join(lines))
    if client in ("thunderbird", "roundcube"):
        return "%s\n\n-- \n%s\n\n%s\n%s\n" % (ANSWER, signature, intro, quoted(lines))
    return "%s\n\n%s\n\n%s\n\n%s\n" % (ANSWER, signature, intro, quoted(lines))


def signature_of(client, lang):
    return MOBILE[lang] if client == "iphone" else OUTLOOK_MOBILE[lang] if client == "outlook-mobile" else SIGNATURES[lang]


CLIENTS = ["gmail", "outlook", "outlook-web", "outlook-mobile", "iphone", "thunderbird", "zimbra", "roundcube", "yahoo"]


def cases():
    understood = dict(reply=ANSWER, subject="Re: " + SUBJECT, automatic="none", cut_has=["xác nhận"], text_has=["Xin anh/chị cho biết thêm"], forwarded=False, inline=[])
    subject = "Re: =?UTF-8?B?W1NDLTIwMjYtMDAwMDEyXSBD4bqnbiBi4buVIHN1bmcgdGjDtG5nIHRpbg==?="
    for client in CLIENTS:
        for lang in ("vi", "en"):
            signature = signature_of(client, lang)
            lines = OUR_LINES if lang == "vi" else OUR_LINES_UNMARKED
            name = "reply-%s-%s" % (client, lang)
            add(name + "-html.eml", html_mail(html_of(client, lang, signature, lines), subject=subject), from_html=True, **understood)
            add(name + "-text.eml", text_mail(text_of(client, lang, signature, lines), subject=subject, encoding="base64"), from_html=False, **understood)
    both = both_mail(text_of("gmail", "vi", SIGNATURES["vi"], OUR_LINES_UNMARKED), html_of("gmail", "vi", SIGNATURES["vi"], OUR_LINES_UNMARKED), subject=subject)
    add("reply-gmail-both.eml", both, from_html=False, **understood)

    intro = INTRODUCTIONS["gmail-vi"]
    body = ANSWER + "\n\n" + intro + "\n" + quoted(OUR_LINES_UNMARKED) + "\n"
    add("reply-intro-nfd.eml", text_mail(nfd(body)), reply=ANSWER, automatic="none")
    bare = plain_letters(body)
    add("reply-intro-without-diacritics.eml", text_mail(bare), reply=plain_letters(ANSWER), cut_has=["Vao Th 5", "Xin anh/chi"])
    wrapped = "Vào Th 5, 12 thg 11, 2026 vào lúc 08:15\n%s\n<%s> đã\nviết:" % (NAME, BOT)
    add("reply-intro-wrapped.eml", text_mail(ANSWER + "\n\n" + wrapped + "\n\n" + quoted(OUR_LINES_UNMARKED)), reply=ANSWER)
    talon = "Vào 14:24 8 tháng 6, 2017, Hùng Nguyễn <hung@x.test> đã viết:"
    add("reply-intro-old-gmail.eml", text_mail(ANSWER + "\n\n" + talon + "\n\n> Chào anh"), reply=ANSWER)
    add("reply-k9-vi.eml", text_mail(ANSWER + "\n\n" + INTRODUCTIONS["k9-vi"] + "\n" + quoted(OUR_LINES_UNMARKED)), reply=ANSWER)
    block = plain_letters(text_block(BLOCKS["vi"]))
    add("reply-outlook-block-without-diacritics.eml", text_mail(ANSWER + "\n\n" + block + "\n\n" + "\n".join(OUR_LINES_UNMARKED)), reply=ANSWER)
    bold = "\n".join("*%s:* %s" % field for field in BLOCKS["vi"])
    add("reply-outlook-block-bold.eml", text_mail(ANSWER + "\n\n" + bold + "\n\n" + "\n".join(OUR_LINES_UNMARKED)), reply=ANSWER)
    samsung = "-------- Thư gốc --------\n" + text_block([("Từ", BOT), ("Ngày", "12/11/2026 08:15 (GMT+07:00)"), ("Tới", VENDOR), ("Chủ đề", SUBJECT)])
    add("reply-samsung-vi.eml", text_mail(ANSWER + "\n\nĐược gửi từ điện thoại Galaxy của tôi\n\n" + samsung + "\n\n" + "\n".join(OUR_LINES_UNMARKED)), reply=ANSWER, cut_has=["Galaxy", "Thư gốc"])
    add("reply-marker-only.eml", text_mail(ANSWER + "\n\n" + "\n".join(OUR_LINES)), reply=ANSWER)
    add("reply-marker-unknown-intro.eml", text_mail(ANSWER + "\n\nTrích thư của %s lúc 08:15:\n\n" % BOT + "\n".join(OUR_LINES)), reply=ANSWER)
    add("reply-empty-above-quote.eml", text_mail(intro + "\n" + quoted(OUR_LINES)), reply="", cut_has=["xác nhận"], automatic="none")
    add("reply-bottom-posted.eml", text_mail(INTRODUCTIONS["thunderbird-en"] + "\n" + quoted(OUR_LINES_UNMARKED) + "\n\n" + ANSWER + "\n\n-- \nAn"), reply=ANSWER,
        inline=[["xác nhận", ANSWER]])
    disclaimer = "Thư điện tử này và các tệp đính kèm có thể chứa thông tin mật, chỉ dành cho người nhận có tên ở trên; nếu nhận nhầm xin vui lòng xóa và báo lại cho người gửi ngay."
    add("reply-disclaimer.eml", text_mail(ANSWER + "\n\nTrân trọng,\nNguyễn Văn An\n\n" + disclaimer), reply=ANSWER, cut_has=["thông tin mật"])
    add("reply-greeting-is-no-signature.eml", text_mail("Kính chào quý bệnh viện,\nMáy chủ PACS đã chạy lại.\nXin cảm ơn."), reply="Kính chào quý bệnh viện,\nMáy chủ PACS đã chạy lại.\nXin cảm ơn.", cut="")
    add("reply-respect-in-sentence.eml", text_mail("Dear anh Nam,\nTrân trọng thông báo máy chủ đã khôi phục, từ 8h00.\nMong anh kiểm tra."),
        reply="Dear anh Nam,\nTrân trọng thông báo máy chủ đã khôi phục, từ 8h00.\nMong anh kiểm tra.", cut="")
    hours = "Hệ thống ngừng như sau:\nTừ: 8h00\nĐến: 10h00\nNgày: 12/11/2026\nĐã khôi phục."
    add("reply-hours-are-no-header.eml", text_mail(hours), reply=hours, cut="")
    letter = "Ngày 12/11 lúc 8:15 kẻ tấn công đã viết:\nHãy trả tiền chuộc."
    add("reply-report-of-a-threat.eml", text_mail(letter), reply=letter, cut="")
