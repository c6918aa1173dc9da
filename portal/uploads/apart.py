"""Reading a file in a process of its own: what breaks, hangs or swallows memory there takes nothing else with it.

Decoders of pictures and PDF files are large programs in C that read what strangers made. The process has no keys, no
database and no settings, bounded memory and time, and cannot write a file.
"""

import json
import logging
import os
import resource
import subprocess
import sys
from pathlib import Path

from portal.uploads.cleaning import Cleaned, Kind, clean
from portal.uploads.limits import MAX_MEMORY_BYTES, MAX_PROCESSOR_SECONDS, MAX_SECONDS
from portal.uploads.reasons import Unfit, Why

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "portal.uploads.apart"]


def clean_apart(content: bytes) -> Cleaned:
    """Do what ``clean`` does in another process. Raises ``Unfit``, also when that process breaks."""
    surroundings = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - the command is a constant, the file goes by the standard input
            COMMAND, input=content, capture_output=True, timeout=MAX_SECONDS, check=False, cwd=ROOT, env=surroundings
        )
    except subprocess.TimeoutExpired:
        raise Unfit(Why.TOO_COSTLY) from None
    head, _newline, made = done.stdout.partition(b"\n")
    if done.returncode or not head:
        logger.error("the process that reads a file ended with %s", done.returncode)
        raise Unfit(Why.TOO_COSTLY if done.returncode < 0 else Why.DAMAGED)
    said = json.loads(head)
    if "why" in said:
        raise Unfit(Why(said["why"]))
    return Cleaned(Kind(said["kind"]), made, said["pages"])


def main() -> None:
    """Read a file from the standard input and write one line about it, then the clean file."""
    for limit, most in (
        (resource.RLIMIT_AS, MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MAX_PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    try:
        cleaned = clean(sys.stdin.buffer.read())
        said, made = {"kind": cleaned.kind, "pages": cleaned.pages}, cleaned.content
    except Unfit as unfit:
        said, made = {"why": unfit.why}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
