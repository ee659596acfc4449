"""Forms, inline answers, forwarded mails, and words that must not count as a command."""
from clients import INTRODUCTIONS, SIGNATURES
from mailkit import BOT, OUR_LINES_UNMARKED, add, both_mail, header, html_mail, mail, multi, part, plain_letters, quoted, text_mail

FORM = "1. Hệ thống bị ảnh hưởng: HIS\n2. Mức độ ảnh hưởng: cao\n3. Thời điểm phát hiện: 12/11/2026 07:45\n4. Mô tả sự cố: máy chủ không phản hồi"
FORWARD_VI = "---------- Thư chuyển tiếp ----------\nTừ: Lê Bình <binh@ncc.test>\nNgày: Th 5, 12 thg 11, 2026\nChủ đề: Máy chủ HIS\nĐến: An <an.nguyen@ncc.test>"
FORWARD_EN = "---------- Forwarded message ---------\nFrom: Le Binh <binh@ncc.test>\nDate: Thu, Nov 12, 2026 at 7:50 AM\nSubject: HIS server\nTo: An <an.nguyen@ncc.test>"


def form_cases():
    add("form-plain.eml", text_mail("Kính gửi bệnh viện,\n" + FORM + "\n\n" + SIGNATURES["vi"], subject="Bao cao su co"), reply="Kính gửi bệnh viện,\n" + FORM, cut_has=["Nguyễn Văn An"])
    below = "Kính gửi bệnh viện,\n\nTrân trọng,\nNguyễn Văn An\n\n" + FORM
    add("form-below-signature.eml", text_mail(below), reply=below, cut="")
    add("form-below-dashes.eml", text_mail("Báo cáo như sau\n--\n" + FORM), reply="Báo cáo như sau\n--\n" + FORM, cut="")
    add("form-without-diacritics.eml", text_mail(plain_letters(FORM)), reply=plain_letters(FORM))
    cells = [line.split(". ", 1)[1].split(": ", 1) for line in FORM.split("\n")]
    rows = "".join("<tr><td style='border:solid windowtext 1.0pt'><p class=MsoNormal>%s<o:p></o:p></p></td><td><p class=MsoNormal>%s</p></td></tr>" % tuple(c) for c in cells)
    table = "\n".join("%s\t%s" % tuple(c) for c in cells)
    add("form-table-html.eml", html_mail("<html><body><p>Kính gửi,</p><table border=1>%s</table></body></html>" % rows), reply="Kính gửi,\n" + table, from_html=True)
    flat = "\n\n".join("%s\n\n%s" % tuple(c) for c in cells)
    add("form-table-beats-flat-text.eml", both_mail("Kính gửi,\n\n" + flat, "<p>Kính gửi,</p><table>%s</table>" % rows), reply="Kính gửi,\n" + table, from_html=True)
    add("form-html-beats-stub.eml", both_mail("Vui lòng xem bản HTML của thư này.", "<p>Máy chủ HIS đã hỏng</p>"), reply="Máy chủ HIS đã hỏng", from_html=True)
    add("form-html-beats-empty.eml", both_mail("  \n\n", "<div>Máy chủ HIS đã hỏng</div>"), reply="Máy chủ HIS đã hỏng", from_html=True)
    add("form-text-preferred.eml", both_mail(FORM, "<p>" + FORM.replace("\n", "<br>") + "</p>"), reply=FORM, from_html=False)
    heads = "<tr>%s</tr><tr>%s</tr>" % ("".join("<th>%s</th>" % c[0] for c in cells), "".join("<td>%s</td>" % c[1] for c in cells))
    add("form-header-row-html.eml", html_mail("<table>%s</table>" % heads), reply="\t".join(c[0] for c in cells) + "\n" + "\t".join(c[1] for c in cells))
    items = "".join("<li>%s: %s</li>" % tuple(c) for c in cells)
    add("form-list-html.eml", html_mail("<ol>%s</ol>" % items), reply=FORM)
    filled = "\n".join(line + (" HIS" if "Hệ thống" in line else "") for line in OUR_LINES_UNMARKED)
    block = "Từ: Tổ CNTT <%s>\nĐã gửi: 12/11/2026\nĐến: An\nChủ đề: SC-2026-000012\n\n" % BOT
    add("form-filled-where-it-stood.eml", text_mail(block + filled), reply_has=["1. Hệ thống bị ảnh hưởng: HIS"], reply_lacks=["Đã gửi:"])
    flowed = "1. Hệ thống bị ảnh hưởng: HIS và \nPACS\n2. Mức độ ảnh hưởng: cao\n"
    add("form-flowed.eml", text_mail(flowed, flowed=True), reply="1. Hệ thống bị ảnh hưởng: HIS và PACS\n2. Mức độ ảnh hưởng: cao")
    hidden = "<div style='display:none;max-height:0'>xác nhận</div><p>Chúng tôi chưa nhận được.</p><script>xác nhận</script><style>p{}</style><!-- xác nhận -->"
    add("form-html-hidden-parts.eml", html_mail(hidden), reply="Chúng tôi chưa nhận được.", text_lacks=["xác nhận"])


def inline_cases():
    q = quoted(OUR_LINES_UNMARKED).split("\n")
    lines = q[:4] + ["HIS và PACS", ""] + [q[4], "", "cao", ""] + [q[5], "lúc 7h45", "sáng nay"] + q[6:]
    text = "Chào anh, tôi trả lời bên dưới.\n\n" + INTRODUCTIONS["gmail-vi"] + "\n" + "\n".join(lines) + "\n\n" + SIGNATURES["vi"]
    pairs = [["1. Hệ thống bị ảnh hưởng:", "HIS và PACS"], ["2. Mức độ ảnh hưởng", "cao"], ["3. Thời điểm phát hiện:", "lúc 7h45\nsáng nay"]]
    add("inline-text.eml", text_mail(text), inline=pairs, reply_has=["Chào anh", "HIS và PACS", "sáng nay"], reply_lacks=["Hệ thống bị", "đã viết", "Trân trọng", "xác nhận"])
    page = ("<div dir=ltr>Tôi trả lời bên dưới.</div><div class=gmail_quote><div class=gmail_attr>%s<br></div><blockquote class=gmail_quote style='border-left:1px solid #ccc'>"
            "<div>1. Hệ thống bị ảnh hưởng:</div></blockquote><div>HIS</div><blockquote class=gmail_quote style='border-left:1px solid #ccc'><div>2. Mức độ ảnh hưởng:</div></blockquote><div>cao</div></div>"
            % INTRODUCTIONS["gmail-vi"].replace("<", "&lt;").replace(">", "&gt;"))
    add("inline-gmail-html.eml", html_mail(page), inline=[["1. Hệ thống", "HIS"], ["2. Mức độ", "cao"]], reply="Tôi trả lời bên dưới.\nHIS\ncao")
    moz = ("<div class=moz-cite-prefix>On 12/11/2026 08:15, %s wrote:<br></div><blockquote type=cite><p>1. Hệ thống bị ảnh hưởng:</p></blockquote><p>HIS</p><blockquote type=cite><p>2. Mức độ ảnh hưởng:</p></blockquote><p>cao</p>" % BOT)
    add("inline-thunderbird-html.eml", html_mail(moz), inline=[["1. Hệ thống", "HIS"], ["2. Mức độ", "cao"]], reply="HIS\ncao")
    numbered = "> 3. Mức độ ảnh hưởng?\nCao, cả viện.\n> 4. Thời điểm phát hiện?\n7h45"
    add("inline-without-intro.eml", text_mail(numbered), inline=[["3. Mức độ ảnh hưởng?", "Cao, cả viện."], ["4. Thời điểm phát hiện?", "7h45"]], reply="Cao, cả viện.\n7h45")
    deep = "> > câu hỏi cũ\n> câu trả lời cũ\n> 1. Hệ thống bị ảnh hưởng:\nHIS"
    add("inline-nested-marks.eml", text_mail(deep), inline=[["1. Hệ thống", "HIS"]], reply="HIS")


def forward_cases():
    report = "Máy chủ HIS không phản hồi từ 7h45."
    add("forward-gmail-vi.eml", text_mail("Nhờ bệnh viện xem giúp.\n\n" + FORWARD_VI + "\n\n" + report, subject="Fwd: HIS"), forwarded=True, sender="an.nguyen@ncc.test",
        reply_has=["Nhờ bệnh viện", report, "Lê Bình"], cut="")
    add("forward-gmail-en.eml", text_mail(FORWARD_EN + "\n\n" + report, subject="Fwd: HIS"), forwarded=True, reply_has=[report])
    add("forward-outlook-vi.eml", text_mail("FYI\n\nTừ: Lê Bình <binh@ncc.test>\nĐã gửi: 12/11/2026 7:50\nĐến: An\nChủ đề: HIS\n\n" + report, subject="Chuyen tiep: HIS"), forwarded=True, reply_has=["FYI", report])
    add("forward-outlook-is-quote-in-reply.eml", text_mail("FYI\n\nTừ: Lê Bình <binh@ncc.test>\nĐã gửi: 12/11/2026 7:50\nĐến: An\nChủ đề: HIS\n\n" + report, subject="RE: FW: HIS"), forwarded=False, reply="FYI", cut_has=[report])
    add("forward-apple.eml", text_mail("Bắt đầu thư được chuyển tiếp:\n\n> Từ: Lê Bình <binh@ncc.test>\n> Chủ đề: HIS\n>\n> " + report, subject="Fwd: HIS"), forwarded=True, reply_has=[report])
    page = ("<div dir=ltr>Nhờ xem giúp<br><br><div class=gmail_quote><div class=gmail_attr>---------- Forwarded message ---------<br>Từ: <b>Lê Bình</b> &lt;binh@ncc.test&gt;<br>Subject: HIS<br></div><p>%s</p></div></div>" % report)
    add("forward-gmail-html.eml", html_mail(page, subject="Fwd: HIS"), forwarded=True, reply_has=["Nhờ xem giúp", report])
    inner = text_mail(FORM, sender="binh@ncc.test", subject="HIS", mid="inner@ncc.test")
    outer = mail(header(subject="Fwd: HIS"), multi("mixed", "mix-1", [part("text/plain; charset=utf-8", "Chuyển bệnh viện."), b"Content-Type: message/rfc822\r\n\r\n" + inner]))
    add("forward-rfc822.eml", outer, forwarded=True, sender="an.nguyen@ncc.test", message_id="m1@ncc.test", embedded=[["binh@ncc.test", "HIS", "inner@ncc.test"]],
        reply_has=["Chuyển bệnh viện.", "1. Hệ thống bị ảnh hưởng: HIS"])
    encoded = mail(header(subject="Fwd: HIS"), multi("mixed", "mix-1", [part("text/plain; charset=utf-8", "Chuyển bệnh viện."), part("message/rfc822", inner, "base64")]))
    add("forward-rfc822-base64.eml", encoded, embedded=[["binh@ncc.test", "HIS", "inner@ncc.test"]], reply_has=["Hệ thống bị ảnh hưởng: HIS"])
    ours = FORWARD_VI.replace("binh@ncc.test", BOT) + "\n\n--- Vui lòng trả lời phía trên dòng này ---\nTrả lời xác nhận nếu đã nhận."
    add("forward-of-our-mail.eml", text_mail("Chuyển anh Bình xử lý.\n\n" + ours, subject="Fwd: SC-2026-000012"), forwarded=True, reply_has=["Chuyển anh Bình"], reply_lacks=["xác nhận"])


def spoof_cases():
    add("spoof-confirm-in-quote.eml", text_mail("Tôi sẽ xem.\n\n" + INTRODUCTIONS["gmail-vi"] + "\n> xác nhận\n> Trả lời xác nhận"), reply="Tôi sẽ xem.")
    add("spoof-confirm-in-signature.eml", text_mail("Tôi sẽ xem.\n\n-- \nxác nhận\nAn"), reply="Tôi sẽ xem.")
    add("spoof-confirm-below-marker.eml", text_mail("Tôi sẽ xem.\n\n--- Vui lòng trả lời phía trên dòng này ---\nxác nhận"), reply="Tôi sẽ xem.")
    add("spoof-confirm-negated.eml", text_mail("Chưa xác nhận được, cần thêm thời gian."), reply="Chưa xác nhận được, cần thêm thời gian.", automatic="none")
    add("spoof-confirm-by-machine.eml", text_mail("xác nhận", subject="Tu dong tra loi: SC-2026-000012", extra=["Auto-Submitted: auto-replied"]), automatic="auto_reply")
    add("spoof-display-name.eml", text_mail("xác nhận", sender="evil@x.test", name='"an.nguyen@ncc.test"'), sender="evil@x.test", sender_name="an.nguyen@ncc.test")
    add("spoof-two-from-addresses.eml", text_mail("xác nhận", sender="evil@x.test, an.nguyen@ncc.test"), several_from=True, sender="evil@x.test", faults_has=["several_from"])
    add("spoof-two-from-fields.eml", text_mail("xác nhận", extra=["From: evil@x.test"]), several_from=True, faults_has=["several_from"])
    add("spoof-look-alike-domain.eml", text_mail("xác nhận", sender="an.nguyen@ncс.test"), sender="an.nguyen@xn--nc-pmc.test", sender_not="an.nguyen@ncc.test")
    add("spoof-html-in-text.eml", text_mail('<script>alert(1)</script> "><img src=x onerror=alert(1)> {{7*7}} =cmd|calc'), reply='<script>alert(1)</script> "><img src=x onerror=alert(1)> {{7*7}} =cmd|calc')


def cases():
    form_cases()
    inline_cases()
    forward_cases()
    spoof_cases()
