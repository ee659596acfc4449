"""The few WebDriver commands the page's test needs, by plain HTTP: nothing to install but chromium and its driver."""
import base64
import http.client
import json
import re
import shutil
import subprocess
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """A headless Chromium. Use as a context manager: it ends the driver it started, and nothing else."""

    def __init__(self, width: int, height: int):
        driver = shutil.which("chromedriver")
        chromium = next((found for found in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if found), None)
        if not driver or not chromium:
            raise RuntimeError("chromium and chromium-driver are needed: apt-get install chromium chromium-driver")
        self._driver = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            self._port = self._read_port()
            options = {
                "binary": chromium,
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                         f"--window-size={width},{height}"],
            }
            capabilities = {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options,
                                            "goog:loggingPrefs": {"browser": "ALL"}}}
            answer = self._call("POST", "/session", {"capabilities": capabilities})
            self._session = f"/session/{answer['sessionId']}"
            # The window's size has the browser's own frame in it; the page is measured without.
            self.size(width, height)
        except BaseException:
            self._driver.terminate()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._call("DELETE", self._session)
        finally:
            self._driver.terminate()
            self._driver.wait(timeout=20)

    def _read_port(self) -> int:
        for line in self._driver.stdout:
            found = re.search(r"started successfully on port (\d+)", line)
            if found:
                return int(found[1])
        raise RuntimeError("chromedriver did not start")

    def _call(self, method: str, path: str, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            text = None if body is None and method != "POST" else json.dumps(body or {})
            connection.request(method, path, text, {"Content-Type": "application/json"})
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise RuntimeError(f"{method} {path}: {value['error']}: {value['message'].splitlines()[0]}")
        return value

    def size(self, width: int, height: int):
        """Sets the size of the page itself."""
        command = {"cmd": "Emulation.setDeviceMetricsOverride",
                   "params": {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}}
        self._call("POST", self._session + "/goog/cdp/execute", command)

    def open(self, url: str):
        self._call("POST", self._session + "/url", {"url": url})

    def run(self, script: str, *arguments):
        """Runs the body of a function in the page; `arguments` is there as in JavaScript."""
        return self._call("POST", self._session + "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, css: str) -> str:
        return self._call("POST", self._session + "/element", {"using": "css selector", "value": css})[ELEMENT]

    def type(self, css: str, text: str):
        self._on_element(css, "value", {"text": text})

    def click(self, css: str):
        self._on_element(css, "click")

    def _on_element(self, css: str, deed: str, body=None, tries: int = 5):
        """An element that the page redrew between finding and touching it is found again."""
        for left in reversed(range(tries)):
            try:
                return self._call("POST", f"{self._session}/element/{self.find(css)}/{deed}", body)
            except Exception as why:
                if left == 0 or "stale element" not in str(why):
                    raise

    def wait(self, what: str, script: str, *arguments, seconds: float = 15):
        """Runs `script` until it returns something true, and returns that. Bounded."""
        end = time.monotonic() + seconds
        while True:
            value = self.run(script, *arguments)
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"waited {seconds} s for: {what}")
            time.sleep(0.05)

    def screenshot(self, file):
        file.write_bytes(base64.b64decode(self._call("GET", self._session + "/screenshot")))

    def console_errors(self):
        """Severe entries of the browser's console since the last call."""
        entries = self._call("POST", self._session + "/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]
