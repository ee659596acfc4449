#!/usr/bin/env python3
"""`sucobot whatif` and `sucobot drill` on the sample hospital: what they print, and their exit status.

Usage: rehearsal_and_drill_test.py SUCOBOT PROJECT
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SECRETS = {"SUCOBOT_ZALO_APP_SECRET": "a", "SUCOBOT_ZALO_OA_SECRET_KEY": "b", "SUCOBOT_ZALO_REFRESH_TOKEN": "c"}


def main(sucobot: str, project: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        shutil.copytree(pathlib.Path(project) / "config", copy / "config")
        shutil.copytree(pathlib.Path(project) / "messages", copy / "messages", ignore=shutil.ignore_patterns("*.cpp", "*.hpp"))

        def run(*words: str) -> subprocess.CompletedProcess:
            return subprocess.run([sucobot, *words, "--config", str(copy / "config/sucobot.json")], env={**os.environ, **SECRETS}, capture_output=True,
                                  text=True, timeout=60)

        # Without a database nobody has linked a chat: the timeline says so, and the leaders' group is left.
        table = run("whatif", "--unit", "bvdk", "--level", "3", "--at", "22:00")
        assert table.returncode == 0, table
        assert "Nguyễn Thị Lan" in table.stdout and "không liên lạc được" in table.stdout and "Nhóm lãnh đạo" in table.stdout, table.stdout
        again = run("whatif", "--unit", "bvdk", "--level", "3", "--at", "22:00")
        assert again.stdout == table.stdout, "not the same twice"
        played = json.loads(run("whatif", "--unit", "bvdk", "--level", "4", "--at", "2026-12-05T22:00", "--format", "json").stdout)
        assert played["at"] == "05/12/2026 22:00" and played["silence"][0]["person"] == "lan" and played["silence"][0]["fault"] == "unreachable", played
        assert any(line["group"] == "syt-leaders" for line in played["silence"]), played
        for wrong in (["--unit", "nowhere", "--level", "3"], ["--unit", "bvdk", "--level", "7"], ["--unit", "bvdk", "--level", "3", "--at", "khi nào đó"],
                      ["--unit", "bvdk", "--level", "3", "--system", "none"], ["--unit", "bvdk"]):
            assert run("whatif", *wrong).returncode == 2, wrong

        # A hospital in which nobody has a channel: the report would be heard of by nobody.
        directory = copy / "config/directory.json"
        text = directory.read_text(encoding="utf-8")
        directory.write_text(text.replace('"leadership_channel": "syt-leaders",', "").replace('"leadership_channel": "bvdk-leaders",', ""), encoding="utf-8")
        silent = run("whatif", "--unit", "bvdk", "--level", "3", "--at", "22:00")
        assert silent.returncode == 1 and "không ai nhận được tin" in silent.stdout, silent
        directory.write_text(text, encoding="utf-8")

        assert run("drill", "stop", "--drill", "1").returncode == 1  # no database yet
        for wrong in (["--unit", "nowhere"], ["--unit", "bvdk", "--speed", "2000"]):
            assert run("drill", "start", *wrong).returncode == 2, wrong
        started = run("drill", "start", "--unit", "bvdk", "--speed", "60", "--scenario", "mã độc ở HIS")
        assert started.returncode == 0 and started.stdout == "1\n", started
        second = run("drill", "start", "--unit", "bvdk")
        assert second.returncode == 1 and "runs already" in second.stderr, second
        assert run("drill", "inject", "--drill", "1", "--kind", "no_answer").returncode == 0
        assert run("drill", "inject", "--drill", "1", "--kind", "fire").returncode == 2
        assert run("drill", "inject", "--drill", "9", "--kind", "zalo_down").returncode == 1
        assert "Không có sự cố diễn tập nào" in run("drill", "report", "1").stdout
        sheet = json.loads(run("drill", "report", "1", "--format", "json").stdout)
        assert sheet["speed"] == 60 and sheet["scenario"] == "mã độc ở HIS" and sheet["injects"][0]["person"] == "lan", sheet
        assert run("drill", "stop", "--drill", "1").returncode == 0
        # With a database: what was there before is still there, the timeline still shows.
        assert run("whatif", "--unit", "bvdk", "--level", "1").returncode == 0
    print("whatif and drill print what they should")
    return 0


sys.exit(main(sys.argv[1], sys.argv[2]))
