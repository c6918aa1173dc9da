"""Files are kept sealed, within quotas, and go with the row that speaks of them."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.crypto.sealing import SealBroken
from portal.uploads import keeping
from portal.uploads.accepting import CleanFile
from portal.uploads.cleaning import Kind
from portal.uploads.keeping import content_of, keep_file, remove_files
from portal.uploads.models import StoredContent, StoredFile
from portal.uploads.reasons import Unfit, Why
from portal.uploads.scanning import Scan
from portal.uploads.serving import file_answer
from tests.factories.beneficiaries import make_person

CANARY = "kanarek-karta-pobytu"
FILE = CleanFile(f"{CANARY}.pdf", Kind.PDF, b"%PDF-1.7 " + CANARY.encode() * 3, 1, Scan.NOT_SCANNED)


@pytest.fixture
def person(db):
    return make_person()


def keep(person, file=FILE) -> StoredFile:
    return keep_file(file, owner=person.pk, data_key=person.data_key, by=None)


def test_name_and_content_are_sealed_in_the_database_and_open_again(person):
    stored = keep(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM uploads_storedfile UNION ALL SELECT sealed FROM uploads_storedcontent")
        raw = [bytes(row[0]) for row in cursor.fetchall()]
    assert len(raw) == 2
    assert not any(CANARY.encode() in each for each in raw)
    again = StoredFile.objects.get(pk=stored.pk)
    assert (again.name, content_of(again)) == (FILE.name, FILE.content)


def test_bytes_moved_to_another_file_do_not_open(person):
    first, second = keep(person), keep(person)
    moved = StoredContent.objects.get(pk=first.pk).sealed
    StoredContent.objects.filter(pk=second.pk).update(sealed=moved)
    with pytest.raises(SealBroken):
        content_of(second)


def test_files_are_listed_without_their_bytes(person):
    keep(person)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        list(StoredFile.objects.all())
    assert "storedcontent" not in str(asked[0]["sql"])


def test_what_goes_wrong_after_keeping_leaves_nothing(person):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        keep(person)
        raise ZeroDivisionError
    assert not StoredFile.objects.exists() and not StoredContent.objects.exists()


def test_removed_file_leaves_nothing(person):
    remove_files([keep(person).pk])
    assert not StoredFile.objects.exists() and not StoredContent.objects.exists()


def test_quotas_of_one_person_and_of_all(person, monkeypatch, settings):
    monkeypatch.setattr(keeping, "MAX_OWNER_BYTES", len(FILE.content))
    keep(person)
    with pytest.raises(Unfit) as refused:
        keep(person)
    assert refused.value.why is Why.OWNER_FULL
    settings.PORTAL_UPLOADS_BYTES = len(FILE.content)
    with pytest.raises(Unfit) as refused:
        keep(make_person())
    assert refused.value.why is Why.ALL_FULL
    assert StoredFile.objects.count() == 1


def test_a_file_leaves_as_a_download_that_no_browser_runs(person):
    answer = file_answer(keep(person), "WS-0001-passport")
    assert answer["Content-Disposition"] == 'attachment; filename="WS-0001-passport.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store, private")
    assert (answer["Content-Type"], answer.content) == ("application/pdf", FILE.content)
