#!/usr/bin/env python3
"""Fails when a folder includes one it may not: the dependency direction, as a table."""
import pathlib
import re
import sys

# folder -> folders it may include (its own is always allowed)
ALLOWED = {
    "bot/rules": set(),
    "bot": set(),
    "bot/duty": {"bot", "bot/rules"},
    "bot/incident": {"bot", "bot/rules"},
    "bot/dialog": {"bot", "bot/rules", "bot/incident"},
    "messages": {"bot", "bot/rules"},
    "store": {"bot", "bot/rules", "bot/duty", "bot/incident", "bot/dialog"},
    "config": {"bot", "bot/rules", "bot/duty", "bot/dialog"},
    "bot/flow": {"bot", "bot/rules", "bot/duty", "bot/incident", "bot/dialog", "store", "messages", "config"},
    "adapters": {"bot", "bot/rules", "bot/incident", "bot/flow", "store", "config"},
    "bot/cli": {"bot", "bot/rules", "bot/duty", "bot/incident", "bot/dialog", "bot/flow", "store", "messages", "config", "adapters"},
    "tests": {"bot", "bot/rules", "bot/duty", "bot/incident", "bot/dialog", "bot/flow", "bot/cli", "store", "messages", "config", "adapters"},
}
PURE = {"bot/rules", "bot/duty", "bot/incident", "bot/dialog"}
IMPURE_HEADERS = re.compile(r"<(boost/asio|boost/beast|SQLiteCpp|sqlite3|fstream|filesystem|random|thread|mutex|iostream|ctime)")
IMPURE_CALLS = re.compile(r"\b(system_clock|steady_clock)::now\b|\bgetenv\b|\brandom_device\b")


def layer_of(path: str) -> str:
    """The longest folder named in ALLOWED that holds `path`; the program's entry belongs to its commands."""
    if path == "bot/main.cpp":
        return "bot/cli"
    return max((name for name in ALLOWED if path.startswith(name + "/")), key=len, default="")


def main(root: pathlib.Path) -> int:
    faults = []
    for file in sorted(p for p in root.glob("**/*.?pp") if "build" not in p.relative_to(root).parts):
        here = str(file.relative_to(root))
        layer = layer_of(here)
        if not layer:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            own = re.match(r'#include "([^"]+)"', line)
            target = layer_of(own.group(1)) if own else ""
            if own and target != layer and target not in ALLOWED[layer]:
                faults.append(f"{here}:{number}: {layer} may not include {own.group(1)}")
            if layer in PURE and (IMPURE_CALLS.search(line) or re.match("#include " + IMPURE_HEADERS.pattern, line)):
                faults.append(f"{here}:{number}: {layer} is pure: {line.strip()}")
    print("\n".join(faults) or "layers hold")
    return 1 if faults else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
