"""Log lines as JSON, one event a line: nothing in a message can forge another line (S35)."""

import json
import logging
import re
from datetime import UTC, datetime

from portal.audit.trail import current_request_id

_UNSAFE = re.compile("[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object: moment, level, logger, message, request code."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; control and direction marks are replaced."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": _UNSAFE.sub("�", record.getMessage()),
        }
        if code := current_request_id():
            line["request"] = code
        if record.exc_info:
            line["trace"] = _UNSAFE.sub("␤", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
