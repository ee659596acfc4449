"""Builders of mails byte by byte: Python's own mail package would mend what is to stay broken."""
import base64
import quopri
import subprocess
import unicodedata

DATE = "Thu, 12 Nov 2026 08:15:00 +0700"
VENDOR = "an.nguyen@ncc.test"
BOT = "suco@bv.test"

OUR_LINES = [
    "--- Vui lòng trả lời phía trên dòng này ---",
    "Kính gửi anh/chị,",
    "Bệnh viện đã ghi nhận sự cố SC-2026-000012.",
    "Xin anh/chị cho biết thêm:",
    "1. Hệ thống bị ảnh hưởng:",
    "2. Mức độ ảnh hưởng (cao, trung bình, thấp):",
    "3. Thời điểm phát hiện:",
    'Trả lời "xác nhận" nếu đã nhận được thư này.',
]
OUR_LINES_UNMARKED = OUR_LINES[1:]

MAILS = {}
EXPECTED = {}


def add(name, raw, **expected):
    """Registers one mail and what is to be understood of it."""
    assert name not in MAILS, name
    MAILS[name] = raw
    EXPECTED[name] = expected


def to_bytes(text, charset="utf-8"):
    """By the charsets of glibc, which knows the Vietnamese ones."""
    if charset in ("utf-8", "utf-16-le", "ascii", "latin-1"):
        return text.encode(charset)
    return subprocess.run(["iconv", "-f", "UTF-8", "-t", charset], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout


def nfd(text):
    return unicodedata.normalize("NFD", text)


def plain_letters(text):
    """Vietnamese as it is typed without diacritics."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def crlf(data):
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def b64(data):
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def qp(data):
    return crlf(quopri.encodestring(data.replace(b"\r\n", b"\n")))


def word(text, charset="utf-8", kind="B"):
    """One encoded word of RFC 2047; bytes are taken as they are."""
    data = text if isinstance(text, bytes) else to_bytes(text, charset)
    if kind == "B":
        return "=?%s?B?%s?=" % (charset, base64.b64encode(data).decode())
    letters = "".join(chr(b) if chr(b).isalnum() and b < 128 else "_" if b == 32 else "=%02X" % b for b in data)
    return "=?%s?Q?%s?=" % (charset, letters)


def header(subject="Re: SC-2026-000012", sender=VENDOR, name="", to=BOT, mid=None, extra=(), date=DATE):
    """The fields of an ordinary mail; `None` leaves one out."""
    lines = list(extra)
    if sender is not None:
        lines.append("From: %s" % (sender if not name else '%s <%s>' % (name, sender)))
    if to is not None:
        lines.append("To: " + to)
    if subject is not None:
        lines.append("Subject: " + subject)
    if date is not None:
        lines.append("Date: " + date)
    lines.append("Message-ID: <%s>" % (mid or "m1@ncc.test"))
    return lines


def part(content_type, data, encoding="8bit", extra=()):
    encoded = {"base64": b64, "quoted-printable": qp}.get(encoding, crlf)(data if isinstance(data, bytes) else data.encode())
    lines = ["Content-Type: " + content_type, "Content-Transfer-Encoding: " + encoding] + list(extra)
    return crlf("\n".join(lines).encode()) + b"\r\n\r\n" + encoded


def multi(kind, boundary, parts, extra=""):
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + p + b"\r\n" for p in parts)
    return crlf(("Content-Type: multipart/%s; boundary=\"%s\"%s\n\n" % (kind, boundary, extra)).encode()) + body + b"--" + boundary.encode() + b"--\r\n"


def mail(fields, body):
    """`body` begins with its own Content-Type fields."""
    return crlf("\n".join(list(fields) + ["MIME-Version: 1.0"]).encode()) + b"\r\n" + body


def text_mail(text, charset="utf-8", encoding="8bit", declared=None, flowed=False, **fields):
    kind = "text/plain" + ("; charset=" + (declared or charset) if declared != "" else "") + ("; format=flowed" if flowed else "")
    return mail(header(**fields), part(kind, to_bytes(text, charset), encoding))


def html_mail(page, charset="utf-8", encoding="quoted-printable", declared=None, **fields):
    return mail(header(**fields), part("text/html; charset=" + (declared or charset), to_bytes(page, charset), encoding))


def both_mail(text, page, **fields):
    return mail(header(**fields), multi("alternative", "alt-1", [part("text/plain; charset=utf-8", text, "quoted-printable"), part("text/html; charset=utf-8", page, "quoted-printable")]))


def quoted(lines, mark="> "):
    return "\n".join((mark + line).rstrip() for line in lines)
