#!/usr/bin/env python3
"""The page of phones in headless Chromium: writes in a phone, presses an option, turns the clock, looks at the result.

Usage: page_test.py URL
       page_test.py --run COMMAND [ARGUMENT...]   starts COMMAND, takes the first http:// address it prints
A screenshot is left in $ARTIFACTS_DIR (default: artifacts).
"""
import argparse
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading

from webdriver import Browser

PHONE = ".phone:nth-child(1)"  # the reporter's
COUNT = "return document.querySelectorAll(arguments[0]).length"
SIZES = [(1366, 768), (1024, 768), (390, 844)]


def address_of(process: subprocess.Popen, seconds: float) -> str:
    """The first address on the process's output. Its further output is read on, so that it never blocks."""
    found = threading.Event()
    address = []

    def read():
        for line in process.stdout:
            match = re.search(r"https?://[\w.\[\]:]+/?", line)
            if match and not address:
                address.append(match[0])
                found.set()
        found.set()

    threading.Thread(target=read, daemon=True).start()
    found.wait(seconds)
    if not address:
        raise AssertionError(f"{process.args[0]} printed no address")
    return address[0]


def overflow(browser: Browser):
    """What sticks out of the page or of a bubble to the side."""
    return browser.run("""
        const wide = [];
        const root = document.documentElement;
        if (root.scrollWidth > window.innerWidth) wide.push(`page ${root.scrollWidth} > ${window.innerWidth}`);
        for (const element of document.querySelectorAll('.bubble, .chip, .log, .bar, .phone'))
            if (element.scrollWidth > element.clientWidth + 1)
                wide.push(`${element.className} ${element.scrollWidth} > ${element.clientWidth}`);
        return wide;""")


def play(browser: Browser, url: str, text: str, artifacts: pathlib.Path):
    browser.open(url)
    browser.wait("five phones", "return document.querySelectorAll('.phone').length === 5")
    browser.wait("the clock to run", "return /^\\d\\d:\\d\\d:\\d\\d$/.test(document.getElementById('clock-time').textContent)")

    # Somebody writes and is answered.
    mine, theirs = f"{PHONE} .row.mine", f"{PHONE} .row.account"
    before = browser.run(COUNT, theirs)
    browser.type(f"{PHONE} textarea", text + "\n")
    browser.wait("the reporter's own bubble", "return [...document.querySelectorAll(arguments[0])].some("
                 "row => row.querySelector('.text').textContent === arguments[1])", mine, text)
    browser.wait("the bot's answer", COUNT + " > arguments[1]", theirs, before)

    # Markup in a message stays text.
    hostile = "<img src=x onerror=alert(1)><b>không phải HTML</b> " + "dài" * 60
    browser.run("page.order('/sandbox/group/say', {group: page.phones[4].slot.chat, user: page.phones[4].self, text: arguments[0]})",
                hostile)
    browser.wait("the hostile text as text", "return [...document.querySelectorAll('.phone:nth-child(5) .text')].some("
                 "body => body.textContent === arguments[0] && body.childElementCount === 0)", hostile)

    # An option is a button that sends its number.
    browser.wait("options to press", COUNT, f"{PHONE} .chip")
    number = browser.run("return document.querySelector(arguments[0]).querySelector('b').textContent", f"{PHONE} .chip")
    answers, spoken = browser.run(COUNT, theirs), browser.run(COUNT, mine)
    browser.click(f"{PHONE} .chip")
    browser.wait("the number as a message", "const rows = document.querySelectorAll(arguments[0]);"
                 "return rows.length > arguments[2] && [...rows].some(row => row.querySelector('.text')?.textContent === arguments[1])",
                 mine, number, spoken)
    browser.wait("the answer to it", COUNT + " > arguments[1]", theirs, answers)

    # A photo.
    browser.click(f"{PHONE} .attach summary")
    browser.click(f"{PHONE} [data-attach=image]")
    browser.wait("the photo", "const image = document.querySelector(arguments[0]); return image && image.naturalWidth > 0",
                 f"{PHONE} .photo")

    # The clock.
    time = "return Number(document.getElementById('clock-time').dataset.ms)"
    then = browser.run(time)
    browser.click("[data-jump='3600']")
    browser.wait("an hour to pass", time + " - arguments[0] >= 3600000", then)
    browser.click("[data-speed='60']")
    browser.wait("the speed to show", "return document.querySelector(\"[data-speed='60']\").getAttribute('aria-pressed') === 'true'")
    browser.click("[data-speed='1']")

    # Failures show and can be taken back.
    for switch in ("switch-receipts", "switch-outage"):
        for pressed in ("true", "false"):
            browser.click(f"#{switch}")
            browser.wait(f"{switch} to be {pressed}", "return document.getElementById(arguments[0]).getAttribute('aria-pressed')"
                         " === arguments[1]", switch, pressed)

    # Both languages, and every size without sticking out.
    browser.click("#language")
    browser.wait("English", "return document.documentElement.lang === 'en'")
    browser.click("#language")
    browser.wait("Vietnamese", "return document.documentElement.lang === 'vi'")
    for width, height in SIZES:
        browser.size(width, height)
        browser.wait("the new width", "return window.innerWidth === arguments[0]", width)
        browser.wait("movement to end", "return document.getAnimations().every(one => one.playState !== 'running')")
        faults = overflow(browser)
        assert not faults, f"at {width}x{height}: {faults}"
        browser.screenshot(artifacts / f"page-{width}x{height}.png")
    errors = browser.console_errors()
    assert not errors, errors


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("url", nargs="?")
    arguments.add_argument("--say", default="báo nhanh", help="what the reporter writes first")
    arguments.add_argument("--run", nargs=argparse.REMAINDER, metavar="COMMAND")
    given = arguments.parse_args()
    if bool(given.url) == bool(given.run):
        arguments.error("give either URL or --run COMMAND")
    artifacts = pathlib.Path(os.environ.get("ARTIFACTS_DIR", "artifacts"))
    artifacts.mkdir(parents=True, exist_ok=True)

    process = None
    try:
        url = given.url
        if given.run:
            process = subprocess.Popen(given.run, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
            url = address_of(process, 60)
        with Browser(*SIZES[0]) as browser:
            try:
                play(browser, url, given.say, artifacts)
            except AssertionError:
                browser.screenshot(artifacts / "page-failed.png")
                raise
    except (AssertionError, OSError, RuntimeError) as fault:
        print(f"page_test: {fault}", file=sys.stderr)
        return 1
    finally:
        if process:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
    print(f"page_test: held; screenshots in {artifacts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
