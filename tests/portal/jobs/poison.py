"""The portal with three kinds of poison: work that wants all memory, work without end, work that crashes its process."""

import os
import signal
import time
from typing import Any

from portal.celery import app
from portal.jobs.registry import JobKind, register_job_kind

__all__ = ["KINDS", "app"]

HALF_A_GIGABYTE = 512 * 1024 * 1024


def _hungry(run: Any) -> str:
    eaten = []
    while True:
        eaten.append(bytearray(HALF_A_GIGABYTE))


def _endless(run: Any) -> str:
    while True:
        time.sleep(0.1)


def _crashing(run: Any) -> str:
    os.kill(os.getpid(), signal.SIGSEGV)
    return ""


KINDS = {work.__name__.strip("_"): work for work in (_hungry, _endless, _crashing)}
for code, work in KINDS.items():
    register_job_kind(JobKind(code, code, "view_indicator", work, seconds=2))
