"""Starts servers on private loopback ports and reads what they use of the machine.

Every port is checked to be free before a server starts, and afterwards the listener must belong to
the process started here: another program's server is never measured (or loaded) by mistake.
"""
import os
import signal
import subprocess
import time


def listeners(port):
    out = subprocess.run(["ss", "-Hltnp", f"sport = :{port}"], capture_output=True, text=True).stdout
    return {int(part.split(",")[0]) for part in out.split("pid=")[1:]} if out.strip() else set()


def require_free(port):
    out = subprocess.run(["ss", "-Hltn", f"sport = :{port}"], capture_output=True, text=True).stdout
    if out.strip():
        raise SystemExit(f"port {port} is taken by another program; not starting")


def process_tree(pid):
    pids = [pid]
    for p in pids:
        try:
            for task in os.listdir(f"/proc/{p}/task"):
                pids += map(int, open(f"/proc/{p}/task/{task}/children").read().split())
        except FileNotFoundError:
            pass
    return pids


class Server:
    """A program that listens on `port`, optionally pinned to `cpus` (a taskset list)."""

    def __init__(self, argv, port, env=None, cpus=None, cwd=None, log="/dev/null", ready_timeout=60):
        require_free(port)
        if cpus is not None:
            argv = ["taskset", "-c", cpus, *argv]
        self.started = time.perf_counter()
        self.log = open(log, "ab")
        self.proc = subprocess.Popen(argv, env={**os.environ, **(env or {})}, cwd=cwd,
                                     stdout=self.log, stderr=self.log, start_new_session=True)
        deadline = time.time() + ready_timeout
        while not listeners(port) & set(process_tree(self.proc.pid)):
            if self.proc.poll() is not None or time.time() > deadline:
                self.stop()
                raise RuntimeError(f"{argv} did not listen on {port}; see {log}")
            time.sleep(0.02)

    def pids(self):
        return process_tree(self.proc.pid)

    def memory_mib(self):
        """Proportional resident memory (PSS) of the process tree: shared pages are counted once."""
        total = 0
        for p in self.pids():
            try:
                total += sum(int(line.split()[1]) for line in open(f"/proc/{p}/smaps_rollup") if line.startswith("Pss:"))
            except (FileNotFoundError, ProcessLookupError):
                pass
        return total / 1024

    def peak_mib(self):
        """Peak resident memory of the largest process of the tree."""
        peak = 0
        for p in self.pids():
            try:
                peak = max([peak] + [int(line.split()[1]) for line in open(f"/proc/{p}/status") if line.startswith("VmHWM")])
            except FileNotFoundError:
                pass
        return peak / 1024

    def cpu_s(self):
        total = 0
        for p in self.pids():
            try:
                f = open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()
                total += int(f[11]) + int(f[12])
            except FileNotFoundError:
                pass
        return total / os.sysconf("SC_CLK_TCK")

    def stop(self, sig=signal.SIGTERM):
        if self.proc.poll() is None:
            self.proc.send_signal(sig)
            try:
                self.proc.wait(10)
            except subprocess.TimeoutExpired:
                self.proc.kill()
                self.proc.wait()
        self.log.close()


def flushes():
    """Flushes of all disks so far (all programs on this machine); field 18 of /proc/diskstats since Linux 5.5."""
    total = 0
    for line in open("/proc/diskstats"):
        fields = line.split()
        if len(fields) > 18 and not fields[2].startswith(("loop", "ram")):
            total += int(fields[18])
    return total


def busy_s():
    """CPU seconds spent by everything on this machine so far."""
    f = list(map(int, open("/proc/stat").readline().split()[1:9]))
    return (sum(f) - f[3] - f[4]) / os.sysconf("SC_CLK_TCK")


class Foreign:
    """Share of one CPU that other programs (and the kernel's own threads) used during a `with` block."""

    def __init__(self, *servers):
        self.servers = servers

    def own(self):
        t = os.times()
        return sum(s.cpu_s() for s in self.servers) + t.user + t.system + t.children_user + t.children_system

    def __enter__(self):
        self.began, self.busy, self.mine = time.time(), busy_s(), self.own()
        return self

    def __exit__(self, *exc):
        self.share = round(((busy_s() - self.busy) - (self.own() - self.mine)) / (time.time() - self.began), 3)


def wait_until_quiet(limit=0.15, patience=45):
    """Waits (at most `patience` seconds) for a second in which others use less than `limit` of a CPU."""
    end = time.time() + patience
    while time.time() < end:
        before, began = busy_s(), time.time()
        time.sleep(1)
        if (busy_s() - before) / (time.time() - began) < limit:
            return
