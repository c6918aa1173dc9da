"""The queue of the try-out in a folder: a worker never meets half a message."""

import json
import threading
from pathlib import Path

import pytest
from celery import Celery
from kombu import Connection
from kombu.transport.virtual.base import Empty

import portal.celery


@pytest.fixture
def channel(tmp_path):
    assert isinstance(portal.celery.app, Celery)
    options = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out", "control_folder")}
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.channel()


def test_message_is_there_whole_or_not_at_all(channel, monkeypatch):
    seen = []

    def look_first(draft, place):
        with pytest.raises(Empty):
            channel._get("celery")
        seen.append(draft)
        draft.rename(place)

    monkeypatch.setattr(Path, "replace", look_first)
    channel._put("celery", {"id": "zażółć"})
    assert len(seen) == 1
    assert channel._get("celery") == {"id": "zażółć"}
    with pytest.raises(Empty):
        channel._get("celery")


def test_list_of_queues_that_is_being_written_is_waited_for(channel, tmp_path):
    file = tmp_path / "celery.exchange"
    file.write_text("")
    writing = threading.Timer(0.05, lambda: file.write_text(json.dumps([["celery", "", "celery"]])))
    writing.start()
    assert [tuple(queue) for queue in channel.get_table("celery")] == [("celery", "", "celery")]
    writing.join()
