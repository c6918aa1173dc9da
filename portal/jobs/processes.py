"""Processes that live and die together: when one ends, or somebody stops them, all end."""

import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

LOOK_EVERY = 0.2  # seconds
PATIENCE = 10  # seconds to end in good order before a process is ended by force
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_together(commands: Mapping[str, Sequence[str]], *, folder: Path) -> str:
    """Run the named commands in ``folder``; return the name of the first to end, "" when stopped by a signal.

    Nothing is started again: a process that ends takes the others with it.
    """
    stopped: list[int] = []
    before = {number: signal.signal(number, lambda got, _frame: stopped.append(got)) for number in STOPPING}
    running: dict[str, subprocess.Popen] = {}
    try:
        for name, command in commands.items():
            running[name] = subprocess.Popen(command, cwd=folder)  # noqa: S603 - our own arguments
        while not stopped and all(process.poll() is None for process in running.values()):
            time.sleep(LOOK_EVERY)
        ended = [name for name, process in running.items() if process.poll() is not None]
        return "" if stopped else ended[0]
    finally:
        _end(list(running.values()))
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(processes: Sequence[subprocess.Popen]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
