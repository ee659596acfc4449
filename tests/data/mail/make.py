#!/usr/bin/env python3
"""Writes the mails of this folder and expected.json, always the same bytes. Usage: make.py [--check]"""
import json
import pathlib
import sys

import answers
import automatic_cases
import charset_cases
import clients
import mailkit
import structure_cases


def main():
    here = pathlib.Path(__file__).resolve().parent
    for module in (clients, answers, charset_cases, structure_cases, automatic_cases):
        module.cases()
    files = dict(mailkit.MAILS)
    files["expected.json"] = (json.dumps(mailkit.EXPECTED, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    stale = [p.name for p in here.glob("*.eml") if p.name not in files]
    if "--check" in sys.argv:
        wrong = stale + [name for name, data in files.items() if not (here / name).exists() or (here / name).read_bytes() != data]
        print("stale or missing: " + ", ".join(wrong) if wrong else "%d mails are as written" % len(mailkit.MAILS))
        return 1 if wrong else 0
    for name in stale:
        (here / name).unlink()
    for name, data in files.items():
        (here / name).write_bytes(data)
    print("%d mails" % len(mailkit.MAILS))
    return 0


sys.exit(main())
