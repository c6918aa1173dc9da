"""Log lines as JSON, one event a line: nothing in a message can forge another line (S35)."""

import json
import logging
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from portal.audit.current import current_request_id
from portal.audit.plain import without_controls

_ROOT = Path(__file__).resolve().parents[2]
_OF_TASKS = frozenset({"exc", "traceback", "args", "kwargs", "return_value"})
_HIDDEN = "…"
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object: moment, level, logger, message, request code, fields, trace.

    The line is plain ASCII. A trace names kinds of error and places in the code, never the words of an
    error or the values of variables: those can be personal data. For the same reason an error among the values of a
    message is its kind alone, and of the framework's own lines about requests the path is left out. A record's
    ``fields`` (a flat dictionary in ``extra``) stand in the line under their names.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; control and direction marks are replaced."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_controls(_message(record)),
        }
        if code := current_request_id():
            line["request"] = code
        for name, value in getattr(record, "fields", {}).items():
            line.setdefault(name, without_controls(value) if isinstance(value, str) else value)
        if record.exc_info:
            line["trace"] = without_controls(self.formatException(record.exc_info))
        return json.dumps(line)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 (the name is logging's)
        """Return the chain of errors, the first cause first, each with the places it passed."""
        error, parts = ei[1], list[str]()
        while error is not None and len(parts) < 10:  # noqa: PLR2004 (a chain longer than ten tells no more)
            parts.insert(0, f"{type(error).__module__}.{type(error).__qualname__} {_places(error)}".rstrip())
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return " then ".join(parts)


def _message(record: logging.LogRecord) -> str:
    if record.name.startswith("django.security"):
        return record.name
    if hasattr(record, "status_code"):
        return str(record.msg).partition("%")[0].rstrip(" :(")
    try:
        return str(record.msg) % _wordless(record.args) if record.args else str(record.msg)
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def _wordless(values: Any) -> Any:
    """Return the values of a message with kinds of errors for errors, and without what a task was given."""
    if isinstance(values, Mapping):
        return {name: _HIDDEN if name in _OF_TASKS else _wordless_value(value) for name, value in values.items()}
    return tuple(_wordless_value(value) for value in values)


def _wordless_value(value: Any) -> Any:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)


def _short(filename: str) -> str:
    """Name a file of the product from its root, another by its last three parts."""
    path = Path(filename)
    own = path.is_relative_to(_ROOT) and "site-packages" not in path.parts
    return str(path.relative_to(_ROOT)) if own else "/".join(path.parts[-3:])
