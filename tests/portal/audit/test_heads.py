"""The end of each day is signed, kept off the host, and told to those who read the trail (S33, S34)."""

import datetime
import json
import logging
import socket
import threading
from dataclasses import replace

import pytest
from django.core import mail
from django.utils import timezone

from portal.audit.checking import check_trail
from portal.audit.copying import copy_sealed
from portal.audit.delivery import deliver_heads
from portal.audit.heads import content_of, is_signed, sign_head
from portal.audit.known_heads import read_heads
from portal.audit.models import AuditHead, AuditMark, AuditSeal
from portal.audit.sealer import seal_waiting
from portal.audit.tasks import check_audit, look_after_audit
from portal.audit.verification import verify_trail
from portal.crypto.keys import derived_heads
from tests.portal.audit.sealed import EVENTS, make_events, run

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def folder(settings, tmp_path):
    settings.PORTAL_AUDIT_HEADS_DIR = str(tmp_path / "heads")
    return tmp_path / "heads"


class TestSigning:
    """One head a day."""

    def test_head_covers_everything_until_now_and_names_the_day_that_ended(self):
        make_events(5)
        now = timezone.now()
        head = sign_head(now)
        assert (head.day, head.sequence, head.count) == (timezone.localdate(now) - DAY, 5, 5)
        assert head.hash == bytes(AuditSeal.objects.get(sequence=5).hash).hex()
        assert is_signed(content_of(head))
        assert sign_head(now) is None

    def test_heads_name_the_one_before(self):
        now = timezone.now()
        first, second = sign_head(now - DAY), sign_head(now)
        assert first.previous == ""
        assert len(second.previous) == 64
        assert list(verify_trail()) == []

    @pytest.mark.parametrize("name", ["day", "made_at", "sequence", "count", "hash", "previous", "key", "signature"])
    def test_signature_covers_every_word(self, name):
        content = content_of(sign_head(timezone.now()))
        assert not is_signed({**content, name: f"{content[name]}0"})
        assert not is_signed({key: value for key, value in content.items() if key != name})

    def test_another_key_is_not_believed(self, settings):
        content = content_of(sign_head(timezone.now()))
        settings.PORTAL_KEY_RING = replace(settings.PORTAL_KEY_RING, heads=bytes(32))
        assert not is_signed(content)

    def test_heads_from_before_the_ring_had_a_key_for_them_are_still_believed(self, settings):
        ring = settings.PORTAL_KEY_RING
        settings.PORTAL_KEY_RING = replace(ring, heads=derived_heads(ring.audit))
        content = content_of(sign_head(timezone.now()))
        settings.PORTAL_KEY_RING = ring
        assert is_signed(content)


class TestDelivery:
    """Files and mails."""

    def test_file_and_mail_once(self, folder, dpo, coordinator):
        make_events(3)
        for _ in range(2):
            look_after_audit()
        (head,) = AuditHead.objects.all()
        assert read_heads(folder) == [content_of(head)]
        assert [path.name for path in folder.iterdir()] == [f"{head.day}.json"]
        (message,) = mail.outbox
        assert message.to == [dpo.email]
        assert json.loads(message.attachments[0].content) == content_of(head)
        assert all(str(dpo.name) not in text for text in (message.subject, message.body))

    def test_lost_folder_is_said_and_made_up_for(self, folder, settings, tmp_path, caplog):
        (tmp_path / "file").write_text("")
        settings.PORTAL_AUDIT_HEADS_DIR = str(tmp_path / "file" / "heads")
        look_after_audit()
        assert any("cannot be written off the host" in each.getMessage() for each in caplog.records)
        settings.PORTAL_AUDIT_HEADS_DIR = str(folder)
        look_after_audit()
        assert len(read_heads(folder)) == 1

    def test_mail_that_cannot_be_sent_is_sent_the_next_time(self, folder, dpo, settings, caplog):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        look_after_audit()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert deliver_heads(timezone.now()) == 1
        assert len(mail.outbox) == 1
        assert any("cannot be sent" in each.getMessage() for each in caplog.records)

    def test_file_that_is_no_head_is_named(self, folder):
        make_events(1)
        look_after_audit()
        (folder / "2020-01-01.json").write_text("{}")
        assert [str(each) for each in verify_trail(read_heads(folder))] == [
            "head: the head of 2020-01-01.json is not signed by this portal"
        ]


class TestCheck:
    """The nightly look."""

    def test_whole_trail_is_remembered_as_such(self):
        make_events(3)
        seal_waiting()
        check_audit()
        mark = AuditMark.objects.get(name="check")
        assert (mark.sequence, mark.note) == (3, {"found": []})
        assert mail.outbox == []

    def test_heads_that_were_taken_away_are_told(self, folder):
        make_events(2)
        seal_waiting()
        sign_head(timezone.now())
        deliver_heads(timezone.now())
        assert check_trail(timezone.now()) == 0
        for file in folder.iterdir():
            file.unlink()
        assert check_trail(timezone.now()) == 1

    def test_changed_trail_is_told_once_a_day_without_saying_of_whom(self, dpo, caplog):
        make_events(3)
        seal_waiting()
        run(f"UPDATE {EVENTS} SET reason = 'another'")
        for _ in range(2):
            assert check_trail(timezone.now()) == 3
        assert [message.to for message in mail.outbox] == [[dpo.email]]
        assert any(each.levelno == logging.CRITICAL for each in caplog.records)


class TestCopy:
    """A copy off the host."""

    @pytest.fixture
    def copy(self, settings, tmp_path):
        settings.PORTAL_AUDIT_COPY = str(tmp_path / "copy.jsonl")
        return tmp_path / "copy.jsonl"

    def test_each_sealed_event_is_one_line_once_and_in_order(self, copy):
        make_events(4, reason='x"}\n{"forged": 1}\u202e\x1b[2K')
        seal_waiting()
        assert copy_sealed(timezone.now()) == 4
        assert copy_sealed(timezone.now()) == 0
        text = copy.read_text(encoding="ascii")
        lines = [json.loads(line) for line in text.splitlines()]
        assert [line["sequence"] for line in lines] == [1, 2, 3, 4]
        assert not any(sign in text for sign in "\x1b\u202e\r")
        assert "\n" not in lines[0]["reason"]

    def test_mark_put_behind_the_end_does_not_silence_the_copy(self, copy):
        make_events(2)
        seal_waiting()
        AuditMark.objects.create(name="copy", at=timezone.now(), sequence=10**15)
        assert copy_sealed(timezone.now()) == 2

    def test_lost_target_is_said_once_an_hour_and_made_up_for(self, copy, settings, caplog):
        settings.PORTAL_AUDIT_COPY = str(copy / "below-a-file")
        copy.write_text("")
        make_events(3)
        seal_waiting()
        now = timezone.now()
        for minutes in (0, 1, 2, 61):
            assert copy_sealed(now + datetime.timedelta(minutes=minutes)) == 0
        said = [each for each in caplog.records if "cannot be copied" in each.getMessage()]
        assert (len(said), AuditMark.objects.get(name="copy").note["lost_since"]) == (2, now.isoformat())
        settings.PORTAL_AUDIT_COPY = str(copy)
        assert copy_sealed(now) == 3
        assert AuditMark.objects.get(name="copy").note == {}

    def test_copy_to_a_log_server(self, settings):
        received = []
        with socket.create_server(("127.0.0.1", 0)) as server:
            settings.PORTAL_AUDIT_COPY = f"syslog://127.0.0.1:{server.getsockname()[1]}"

            def serve():
                connection, _ = server.accept()
                with connection, connection.makefile() as lines:
                    received.extend(lines)

            thread = threading.Thread(target=serve)
            thread.start()
            make_events(2)
            seal_waiting()
            assert copy_sealed(timezone.now()) == 2
            thread.join(5)
        assert [json.loads(line[line.index("{") :])["sequence"] for line in received] == [1, 2]
        assert all(line.startswith("<110>1 ") for line in received)
