"""The folder that is the queue of the try-out: what stands in it is whole.

The library writes under the final name, so that a worker now and then reads half a message and ends.
"""

import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

LOOKS, PAUSE = 20, 0.02
"""How often a list of queues that is being written is read again, and the seconds between."""


class WholeMessages(filesystem.Channel):
    """Puts a message under another name first, and waits for lists that are just being written."""

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{round(time.monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        draft = folder / f"{name}.new"
        try:
            draft.write_text(dumps(payload), encoding="utf-8")
            draft.replace(folder / name)
        except OSError as error:
            raise ChannelError(f"cannot add {name} to the queue") from error

    def get_table(self, exchange: str) -> list[Any]:
        """Return the queues of an exchange; one that is written at this moment is read again."""
        for _look in range(LOOKS):
            try:
                return list(super().get_table(exchange))
            except ValueError:
                time.sleep(PAUSE)
        return list(super().get_table(exchange))


class Transport(filesystem.Transport):
    """The library's transport with such a channel."""

    Channel = WholeMessages
