#!/usr/bin/env python3
"""`sucobot check-config` lists every error of a broken sample set, each with its file and pointer, and finds none in the sample.

Usage: check_config_test.py SUCOBOT PROJECT
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SECRETS = {"SUCOBOT_ZALO_APP_SECRET": "a", "SUCOBOT_ZALO_OA_SECRET_KEY": "b", "SUCOBOT_ZALO_REFRESH_TOKEN": "c"}


def check(sucobot: str, config: pathlib.Path, env: dict) -> subprocess.CompletedProcess:
    return subprocess.run([sucobot, "check-config", "--config", str(config)], env={**os.environ, **env}, capture_output=True, text=True, timeout=60)


def without_comments(text: str) -> str:
    return "\n".join(line.split(" // ")[0] if not line.strip().startswith("//") else "" for line in text.splitlines())


def patched(path: pathlib.Path, change) -> None:
    document = json.loads(without_comments(path.read_text(encoding="utf-8")))
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def break_everything(folder: pathlib.Path) -> list[tuple[str, str]]:
    """One fault or more in each file; what check-config must name."""
    config = folder / "config"

    def settings(document):
        document["colour"] = "green"
        document["listen"]["port"] = 99999
        document["zalo"]["app_secret"] = "in the clear"

    def directory(document):
        document["units"][1]["parent"] = "nowhere"
        document["units"][1]["roles"]["boss"] = ["lan"]
        document["people"][0]["phone"] = "12"

    def pack(document):
        document["deadlines"][0]["within"] = "one day"
        document["surprise"] = True

    def form(document):
        document["fields"][0]["type"] = "riddle"

    def holidays(document):
        document["days"][0]["date"] = "2026-13-40"

    patched(config / "sucobot.json", settings)
    patched(config / "directory.json", directory)
    patched(config / "rules/qd-4494-2015.json", pack)
    patched(config / "forms/assign.json", form)
    patched(config / "holidays.json", holidays)
    patched(folder / "messages/en.json", lambda document: document.pop("say.logged"))
    return [("sucobot.json", "/colour"), ("sucobot.json", "/listen/port"), ("sucobot.json", "/zalo/app_secret"),
            ("directory.json", "/units/1/parent"), ("directory.json", "/units/1/roles/boss"), ("directory.json", "/people/0/phone"),
            ("qd-4494-2015.json", "/deadlines/0/within"), ("qd-4494-2015.json", "/surprise"), ("assign.json", "/fields/0/type"),
            ("holidays.json", "/days/0/date"), ("en.json", "say.logged")]


def main(sucobot: str, project: str) -> int:
    sound = check(sucobot, pathlib.Path(project) / "config/sucobot.json", SECRETS)
    assert sound.returncode == 0, sound.stderr
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        shutil.copytree(pathlib.Path(project) / "config", copy / "config")
        shutil.copytree(pathlib.Path(project) / "messages", copy / "messages", ignore=shutil.ignore_patterns("*.cpp", "*.hpp"))
        expected = break_everything(copy)
        broken = check(sucobot, copy / "config/sucobot.json", SECRETS)
        assert broken.returncode == 2, broken
        missing = [fault for fault in expected if not any(fault[0] in line and fault[1] in line for line in broken.stderr.splitlines())]
        assert not missing, f"not listed: {missing}\n{broken.stderr}"
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        shutil.copytree(pathlib.Path(project) / "config", copy / "config")
        shutil.copytree(pathlib.Path(project) / "messages", copy / "messages", ignore=shutil.ignore_patterns("*.cpp", "*.hpp"))
        stranger = {"A-CHAIN": {"by_level": {"3": {"steps": [{"after": "PT0S", "people": ["nobody-we-know"]}]}}}}
        patched(copy / "config/directory.json", lambda document: document["units"][1].update(rule_overrides=stranger))
        chain = check(sucobot, copy / "config/sucobot.json", SECRETS)
        assert chain.returncode == 2 and "/units/1/rule_overrides/A-CHAIN" in chain.stderr and "nobody-we-know" in chain.stderr, chain
    no_secrets = check(sucobot, pathlib.Path(project) / "config/sucobot.json", {name: "" for name in SECRETS})
    assert no_secrets.returncode == 2 and no_secrets.stderr.count("/zalo/") == 3, no_secrets.stderr
    no_file = check(sucobot, pathlib.Path(project) / "config/none.json", SECRETS)
    assert no_file.returncode == 2 and "none.json" in no_file.stderr, no_file
    print(f"{len(expected)} faults in 6 files listed")
    return 0


sys.exit(main(*sys.argv[1:3]))
