"""Answers that take the same time, whatever was found and done: a clock does not tell what the words keep (S26)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def evened() -> Iterator[None]:
    """Let what is done inside take ``PORTAL_EVEN_SECONDS`` at least; for rare acts about a number somebody typed."""
    began = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0.0, began + settings.PORTAL_EVEN_SECONDS - time.monotonic()))
