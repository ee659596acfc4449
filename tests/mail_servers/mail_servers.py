#!/usr/bin/python3
"""Real mail servers for tests, on free loopback ports, with their own data, certificates and users.

As root: Dovecot (IMAP, LMTP) and Postfix (submission). As anybody else, or where there is no Postfix: Dovecot and a stand-in
for Postfix on aiosmtpd, since Postfix's master wants root. Everything lies in one folder; its path should be short, for there are sockets in it.

Usage:
    mail_servers.py start FOLDER         prints what `servers.json` holds: ports, users, certificates
    mail_servers.py stop FOLDER          stops what was started there, and nothing else
    mail_servers.py status FOLDER        0 when everything answers
    mail_servers.py token USER [TTL]     an XOAUTH2 token; a negative TTL makes an expired one
    mail_servers.py deliver FOLDER FROM TO FILE     over LMTP
    mail_servers.py drop FOLDER USER COUNT [BYTES]  COUNT small mails straight into the Maildir
    mail_servers.py kill-sessions FOLDER USER       kill -9 of the user's IMAP processes
    mail_servers.py freeze-sessions FOLDER USER     they stop answering (SIGSTOP)
    mail_servers.py renumber FOLDER USER            the mailbox gets another UIDVALIDITY
    mail_servers.py restart FOLDER                  ends Dovecot with all sessions and starts it again
"""
import base64
import contextlib
import hashlib
import hmac
import json
import os
import pathlib
import pwd
import re
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
USERS = {"bot@bv.test": "botpw", "vendor@ncc.test": "vendorpw", "soc@bv.test": "socpw", "small@bv.test": "smallpw"}
USERS |= {f"box{number}@bv.test": "boxpw" for number in range(1, 10)}  # one for each test that wants a mailbox to itself
SMALL_QUOTA = "100K"  # of small@bv.test
TOKEN_SECRET = b"a secret that only tests know 32"
os.environ["PATH"] += ":/usr/sbin:/sbin"
PATIENCE = 20.0  # seconds for a server to come up or go down


def run(*command, **more):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, **more)


def launch(log, *command):
    """Starts what goes on in the background: it keeps whatever output it was given, so not a pipe of ours."""
    with open(log, "ab") as to:
        subprocess.run([str(part) for part in command], check=True, stdin=subprocess.DEVNULL, stdout=to, stderr=to)


def wait_for(condition, what):
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise RuntimeError(f"{what}: not within {PATIENCE:.0f} s")
        time.sleep(0.02)


def free_ports(count):
    """Ports that nobody uses now. Held open together, so that they differ."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def alive(pid):
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z"
    except OSError:
        return False


def token(user, ttl=3600):
    """A JSON web token that the Dovecot here accepts."""
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")
    now = int(time.time()) - 10
    head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": "default"}).encode())
    body = part(json.dumps({"email": user, "sub": user, "iat": now, "nbf": now, "exp": now + 10 + int(ttl)}).encode())
    seal = part(hmac.new(TOKEN_SECRET, head + b"." + body, hashlib.sha256).digest())
    return b".".join((head, body, seal)).decode()


class servers:
    """The servers of one folder."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.root = os.getuid() == 0
        self.with_postfix = self.root and shutil.which("postfix") is not None
        self.facts_file = self.folder / "servers.json"

    @property
    def facts(self):
        return json.loads(self.facts_file.read_text())

    # --- life ---

    def start(self):
        if self.facts_file.exists():
            raise RuntimeError(f"{self.folder} is in use: stop first")
        for name in ("run", "state", "mail", "tls", "keys/default/HS256", "log"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        for attempt in range(3):
            ports = dict(zip(("imap", "imaps", "lmtp", "sasl", "submission", "submissions"), free_ports(6)))
            facts = {"folder": str(self.folder), "ports": ports, "users": USERS, "postfix": self.with_postfix,
                     "ca": str(self.folder / "tls/ca.pem"), "wrong_certificate": str(self.folder / "tls/wrong.pem")}
            try:
                self._certificates()
                self._dovecot(ports)
                self._postfix(ports) if self.with_postfix else self._stand_in(ports)
                self.facts_file.write_text(json.dumps(facts, indent=1))
                for port in ("imap", "imaps", "lmtp", "submission", "submissions"):
                    wait_for(lambda port=port: answers(ports[port]), port)
                if not self.with_postfix and not alive(self._pid(self.folder / "stand_in.pid")):
                    raise RuntimeError("the stand-in for Postfix did not live: see log/stand_in.log")
                return facts
            except (RuntimeError, subprocess.CalledProcessError):
                self.stop()
                if attempt == 2:
                    raise

    def stop(self):
        self._stop_dovecot()
        if (self.folder / "postfix/etc/main.cf").exists():
            pid = self._pid(self.folder / "postfix/spool/pid/master.pid")
            subprocess.run(["postfix", "-c", self.folder / "postfix/etc", "stop"], capture_output=True, check=False)
            if pid:
                wait_for(lambda: not alive(pid), "postfix stops")
        pid = self._pid(self.folder / "stand_in.pid")
        if pid and str(self.folder) in self._command_of(pid):
            os.kill(pid, signal.SIGTERM)
            wait_for(lambda: not alive(pid), "stand-in stops")
        self.facts_file.unlink(missing_ok=True)

    def status(self):
        return self.facts_file.exists() and all(answers(port) for name, port in self.facts["ports"].items() if name != "sasl")

    def restart(self):
        # Left alone, a session outlives its master by seconds and serves on.
        self.signal_sessions(None, signal.SIGKILL)
        self._stop_dovecot()
        self._start_dovecot()
        wait_for(lambda: answers(self.facts["ports"]["imaps"]), "imaps")

    # --- certificates ---

    def _certificates(self):
        tls = self.folder / "tls"
        if (tls / "ca.pem").exists():
            return
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=mail test authority",
            "-keyout", tls / "ca.key", "-out", tls / "ca.pem")
        for name, names in (("server", "DNS:localhost,IP:127.0.0.1"), ("wrong", "DNS:wrong.invalid")):
            extension = tls / f"{name}.ext"
            extension.write_text(f"subjectAltName={names}\n")
            run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", tls / f"{name}.key", "-out", tls / f"{name}.csr")
            run("openssl", "x509", "-req", "-in", tls / f"{name}.csr", "-CA", tls / "ca.pem", "-CAkey", tls / "ca.key", "-CAcreateserial",
                "-days", "30", "-extfile", extension, "-out", tls / f"{name}.pem")
        for each in tls.iterdir():
            each.chmod(0o644)

    # --- Dovecot ---

    def _dovecot(self, ports):
        folder = self.folder
        # Dovecot refuses mailboxes of uid 0.
        me = pwd.getpwuid(os.getuid()).pw_name
        owner, login, internal, group = ("mail", "dovenull", "dovecot", "dovecot") if self.root else (me, me, me, self._group())
        mail_group = "mail" if self.root else self._group()
        (folder / "keys/default/HS256/default").write_bytes(base64.b64encode(TOKEN_SECRET))
        lines = [f"{user}:{{PLAIN}}{password}::::::" + (f"userdb_quota_rule=*:storage={SMALL_QUOTA}" if user.startswith("small") else "")
                 for user, password in USERS.items()]
        (folder / "users").write_text("\n".join(lines) + "\n")
        (folder / "oauth2.conf").write_text(
            f"introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={folder}/keys/\n"
            "username_attribute = email\nforce_introspection = no\n")
        (folder / "dovecot.conf").write_text(f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log/dovecot.log
info_log_path = {folder}/log/dovecot-info.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
auth_mechanisms = plain login xoauth2
disable_plaintext_auth = yes
auth_username_format = %Lu
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%Lu {folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%Lu {folder}/users
  override_fields = uid={owner} gid={mail_group} home={folder}/mail/%u
}}
imap_idle_notify_interval = 10 secs
mail_plugins = quota
plugin {{
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:storage=1G
}}
ssl = yes
ssl_cert = <{folder}/tls/server.pem
ssl_key = <{folder}/tls/server.key
ssl_min_protocol = TLSv1.2
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {ports["imap"]}
  }}
  inet_listener imaps {{
    port = {ports["imaps"]}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {ports["lmtp"]}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {ports["sasl"]}
  }}
}}
# Without the penalty, which makes whoever comes from the same address wait up to 15 s after a wrong password.
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
protocol lmtp {{
  postmaster_address = postmaster@bv.test
}}
protocol imap {{
  mail_plugins = quota imap_quota
  mail_max_userip_connections = 100
}}
""")
        if self.root:
            shutil.chown(folder / "mail", "mail", "mail")
        self._start_dovecot()

    @staticmethod
    def _group():
        import grp
        return grp.getgrgid(os.getgid()).gr_name

    def _start_dovecot(self):
        launch(self.folder / "log/start.log", "dovecot", "-c", self.folder / "dovecot.conf")

    def _stop_dovecot(self):
        pid = self._pid(self.folder / "run/master.pid")
        if not pid or not alive(pid) or str(self.folder) not in self._command_of(pid):
            return
        for each in self._sessions():  # a frozen one would not hear that it is to go
            os.kill(each, signal.SIGCONT)
        # A kill of the master would leave sessions alive in the login processes.
        subprocess.run(["doveadm", "-c", self.folder / "dovecot.conf", "stop"], capture_output=True, check=False)
        wait_for(lambda: not alive(pid), "dovecot stops")

    # --- Postfix, or what stands in for it ---

    def _postfix(self, ports):
        folder = self.folder
        base = folder / "postfix"
        for name in ("etc", "spool", "data"):
            (base / name).mkdir(parents=True, exist_ok=True)
        shutil.chown(base / "data", "postfix")
        (base / "etc/main.cf").write_text(f"""
compatibility_level = 3.6
queue_directory = {base}/spool
data_directory = {base}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log/postfix.log
maillog_file_prefixes = {folder}
myhostname = mx.bv.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = bv.test, ncc.test
virtual_transport = lmtp:inet:127.0.0.1:{ports["lmtp"]}
virtual_mailbox_maps =
local_recipient_maps =
recipient_delimiter = +
alias_maps =
alias_database =
relayhost =
default_transport = error:no mail leaves this machine
message_size_limit = 26214400
smtpd_tls_cert_file = {folder}/tls/server.pem
smtpd_tls_key_file = {folder}/tls/server.key
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{ports["sasl"]}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions =
smtputf8_enable = no
notify_classes =
smtpd_client_connection_rate_limit = 0
""")
        local = "inet n - n - - smtpd"
        helpers = {"cleanup": "n - n - 0 cleanup", "qmgr": "n - n 300 1 qmgr", "tlsmgr": "- - n 1000? 1 tlsmgr", "rewrite": "- - n - - trivial-rewrite",
                   "bounce": "- - n - 0 bounce", "defer": "- - n - 0 bounce", "trace": "- - n - 0 bounce", "verify": "- - n - 1 verify",
                   "lmtp": "- - n - - lmtp", "smtp": "- - n - - smtp", "error": "- - n - - error", "retry": "- - n - - error",
                   "anvil": "- - n - 1 anvil", "scache": "- - n - 1 scache", "proxymap": "- - n - - proxymap"}
        (base / "etc/master.cf").write_text(
            f"127.0.0.1:{ports['submission']} {local} -o smtpd_tls_security_level=encrypt\n"
            f"127.0.0.1:{ports['submissions']} {local} -o smtpd_tls_wrappermode=yes\n"
            + "".join(f"{name} unix {rest}\n" for name, rest in helpers.items()) + "postlog unix-dgram n - n - 1 postlogd\n")
        launch(folder / "log/start.log", "postfix", "-c", base / "etc", "start")

    def _stand_in(self, ports):
        with open(self.folder / "log/stand_in.log", "ab") as log:
            command = ["/usr/bin/python3", HERE / "submission_stand_in.py", self.folder, ports["submission"], ports["submissions"], ports["lmtp"]]
            process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        (self.folder / "stand_in.pid").write_text(str(process.pid))

    # --- processes ---

    @staticmethod
    def _pid(file):
        try:
            return int(file.read_text().split()[0])
        except (OSError, IndexError, ValueError):
            return None

    @staticmethod
    def _parent_of(pid):
        try:
            return int(pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            return None

    @staticmethod
    def _command_of(pid):
        try:
            return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""

    def _sessions(self, user=None):
        """Processes `imap` of this Dovecot that serve the user (or anybody): children of its master, nobody else's."""
        master = self._pid(self.folder / "run/master.pid")
        listed = subprocess.run(["doveadm", "-c", self.folder / "dovecot.conf", "who", "-1"] + ([user] if user else []), capture_output=True, text=True, check=False).stdout
        found = []
        for line in listed.splitlines()[1:]:
            for pid in re.findall(r"\b(\d+)\b", line.split("imap", 1)[-1])[:1]:
                if self._parent_of(pid) == master and self._command_of(pid).startswith("dovecot/imap"):
                    found.append(int(pid))
        return found

    # --- faults and mails ---

    def signal_sessions(self, user, which):
        sessions = self._sessions(user)
        for pid in sessions:
            os.kill(pid, which)
        return len(sessions)

    def renumber(self, user):
        self.signal_sessions(user, signal.SIGKILL)
        box = self.folder / "mail" / user
        for each in box.glob("dovecot.index*"):
            each.unlink()
        (box / "dovecot-uidlist").unlink(missing_ok=True)

    def deliver(self, sender, recipient, raw):
        with smtplib.LMTP("127.0.0.1", self.facts["ports"]["lmtp"]) as lmtp:
            lmtp.sendmail(sender, [recipient], raw)

    def drop(self, user, count, size=200):
        """Small mails laid straight into the Maildir: LMTP would take 250 a second."""
        box = self.folder / "mail" / user
        for name in ("new", "cur", "tmp"):
            (box / name).mkdir(parents=True, exist_ok=True)
        first = len(list((box / "new").iterdir())) + len(list((box / "cur").iterdir()))
        for number in range(first, first + count):
            head = f"From: vendor@ncc.test\r\nTo: {user}\r\nSubject: mail {number}\r\nMessage-ID: <{number}.{user}>\r\n\r\n"
            (box / "new" / f"{1700000000 + number}.N{number}.test").write_bytes((head + "x" * size + "\r\n").encode())
        if self.root:
            run("chown", "-R", "mail:mail", box)


@contextlib.contextmanager
def started(prefix="sucobot-mail-"):
    """Servers in a folder of their own, gone afterwards, also when this process is killed: a guard outside our process tree
    stops them as soon as its input closes."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix=prefix))
    guard = subprocess.Popen([sys.executable, __file__, "guard", str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    try:
        bed = servers(folder)
        bed.start()
        yield bed
    finally:
        guard.stdin.close()
        guard.stdout.read()  # until the guard has cleaned up
        guard.wait()


def guard(folder):
    """Waits for the end of its input, then stops the servers of the folder and removes it."""
    if os.fork():
        return
    os.setsid()
    sys.stdin.buffer.read()
    servers(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


def main(verb, *arguments):
    if verb == "token":
        print(token(*arguments), end="")
        return 0
    if verb == "guard":
        guard(arguments[0])
        return 0
    bed = servers(arguments[0])
    if verb == "start":
        print(json.dumps(bed.start(), indent=1))
    elif verb == "stop":
        bed.stop()
    elif verb == "status":
        return 0 if bed.status() else 1
    elif verb == "deliver":
        bed.deliver(arguments[1], arguments[2], pathlib.Path(arguments[3]).read_bytes())
    elif verb == "drop":
        bed.drop(arguments[1], int(arguments[2]), *[int(size) for size in arguments[3:]])
    elif verb == "kill-sessions":
        print(bed.signal_sessions(arguments[1], signal.SIGKILL))
    elif verb == "freeze-sessions":
        print(bed.signal_sessions(arguments[1], signal.SIGSTOP))
    elif verb == "renumber":
        bed.renumber(arguments[1])
    elif verb == "restart":
        bed.restart()
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
