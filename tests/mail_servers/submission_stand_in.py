#!/usr/bin/python3
"""A submission server for machines where Postfix cannot run: STARTTLS and implicit TLS, AUTH PLAIN, LOGIN and XOAUTH2,
delivery into Dovecot over LMTP. Faults by the recipient's local part:

    fail-451@, fail-550@     refused with that code        once-451@     refused the first time
    datafail-452@            refused after the mail        slow-2@       answers after 2 s
    drop@                    the mail is delivered, and the connection closed instead of an answer

Usage: submission_stand_in.py FOLDER SUBMISSION_PORT SUBMISSIONS_PORT LMTP_PORT"""
import asyncio
import base64
import json
import pathlib
import re
import signal
import smtplib
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import mail_servers  # noqa: E402

SIZE_MAX = 26_214_400


def password_right(server, session, envelope, mechanism, data):
    good = mechanism in ("PLAIN", "LOGIN") and mail_servers.USERS.get(data.login.decode()) == data.password.decode()
    return AuthResult(success=good, handled=good, auth_data=data.login if good else None)


def token_user(token):
    """Whom a token of ours names while it holds."""
    try:
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        ttl = claims["exp"] - claims["nbf"] - 10
        return claims["email"] if ttl > 0 else None
    except (ValueError, KeyError, IndexError):
        return None


class handler:
    def __init__(self, lmtp_port):
        self.lmtp_port = lmtp_port
        self.refused_once = set()

    async def auth_XOAUTH2(self, server, args):
        answer = base64.b64decode(args[1] if len(args) > 1 else await server.challenge_auth(b""))
        match = re.match(rb"user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01$", answer)
        if match and token_user(match[2].decode()) == match[1].decode():
            return AuthResult(success=True, handled=True, auth_data=match[1])
        await server.push("334 " + base64.b64encode(b'{"status":"401","schemes":"bearer","scope":"mail"}').decode())
        await server._reader.readline()  # the client's empty answer
        await server.push("535 5.7.8 Authentication credentials invalid")
        return AuthResult(success=False, handled=True)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if match := re.match(r"fail-(\d{3})@", address):
            return f"{match[1]} {match[1][0]}.0.0 as asked"
        if (match := re.match(r"once-(\d{3})@", address)) and address not in self.refused_once:
            self.refused_once.add(address)
            return f"{match[1]} {match[1][0]}.0.0 as asked, once"
        if match := re.match(r"slow-(\d+)@", address):
            await asyncio.sleep(int(match[1]))
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        if match := re.match(r"datafail-(\d{3})@", recipient):
            return f"{match[1]} {match[1][0]}.0.0 as asked, after the mail"
        dropping = recipient.startswith("drop@")
        try:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, self.deliver, envelope.mail_from, "bot@bv.test" if dropping else recipient, envelope.original_content)
        except smtplib.SMTPException as failure:
            return "550 5.1.1 " + str(failure).replace("\n", " ")[:200]
        if dropping:
            server.transport.abort()
        return "250 2.0.0 OK queued"

    def deliver(self, sender, recipient, raw):
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as lmtp:
            lmtp.sendmail(sender, [recipient], raw)


def main(folder, submission, submissions, lmtp):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/tls/server.pem", f"{folder}/tls/server.key")
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    serving = handler(int(lmtp))
    common = {"hostname": "127.0.0.1", "authenticator": password_right, "auth_required": True, "data_size_limit": SIZE_MAX, "ident": "stand-in"}
    all_of_them = [Controller(serving, port=int(submission), tls_context=context, require_starttls=True, auth_require_tls=True, **common),
                   Controller(serving, port=int(submissions), ssl_context=context, auth_require_tls=False, **common)]  # it takes STARTTLS alone for TLS
    for each in all_of_them:
        each.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    for each in all_of_them:
        each.stop()


main(*sys.argv[1:])
