#!/usr/bin/python3
"""Runs a test program against real mail servers that live just as long: live_test.py PROGRAM [arguments...].

The program finds the servers through MAIL_SERVERS, the path of their servers.json. 77 when the servers are not installed."""
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import mail_servers  # noqa: E402


def main(program, *arguments):
    if shutil.which("dovecot") is None:
        print("dovecot is not installed")
        return 77
    with mail_servers.started() as bed:
        environment = os.environ | {"MAIL_SERVERS": str(bed.facts_file)}
        result = subprocess.run([program, *arguments], env=environment, check=False)
        if result.returncode != 0:
            for log in sorted((bed.folder / "log").iterdir()):
                print(f"--- {log.name}", *log.read_text(errors="replace").splitlines()[-40:], sep="\n")
    return result.returncode


sys.exit(main(*sys.argv[1:]))
