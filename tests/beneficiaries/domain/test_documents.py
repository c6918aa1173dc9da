"""What happens to documents and their scans."""

import datetime

import pytest
from django.db import connection

from beneficiaries.domain.documents import correct_document, enter_document, withdraw_document
from beneficiaries.enums import DocumentKind, DocumentState
from beneficiaries.models import DocumentFile, Participation, PersonDocument
from beneficiaries.queries.documents import (
    documents_of,
    expiring_documents,
    has_document_that_expires,
    is_open_to,
    openings_of,
)
from beneficiaries.queries.people import in_force
from portal.accounts.enums import Role
from portal.audit.models import AuditEvent
from portal.uploads import keeping
from portal.uploads.accepting import CleanFile
from portal.uploads.cleaning import Kind
from portal.uploads.models import StoredContent, StoredFile
from portal.uploads.reasons import Unfit
from portal.uploads.scanning import Scan
from portal.versions.actions import FactChanged
from tests.factories.accounts import make_membership
from tests.factories.beneficiaries import make_care, make_participant
from tests.factories.documents import make_document, make_scan

DAY = datetime.date(2026, 12, 15)
CANARY = "kanarek-ma-skan"
FILE = CleanFile(f"{CANARY}.jpg", Kind.JPEG, b"\xff\xd8 " + CANARY.encode(), 1, Scan.NOT_SCANNED)


def values(**changed):
    return {
        "kind": DocumentKind.RESIDENCE_CARD, "number_end": "RR 9990042", "note": CANARY, "valid_from": None,
        "valid_to": datetime.date(2026, 12, 1), "is_unlimited": False, "prolonged_to": None, "seen_on": DAY, **changed,
    }  # fmt: skip


def in_days(days: int) -> datetime.date:
    return DAY + datetime.timedelta(days=days)


@pytest.fixture
def participation(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city)


def test_noted_document_says_who_saw_it_for_whom_and_keeps_the_end_of_the_number(participation, caseworker_city, city):
    enter_document(participation, values(prolonged_to=datetime.date(2027, 3, 4)), [FILE], by=caseworker_city)
    document = PersonDocument.objects.get()
    assert (document.seen_by, document.organisation, document.number_end) == (caseworker_city, city, "0042")
    assert document.last_day == datetime.date(2027, 3, 4)
    stored = DocumentFile.objects.get(document=document.fact_id).stored
    assert (stored.owner, stored.name, stored.stored_by) == (participation.person_id, FILE.name, caseworker_city)
    event = AuditEvent.objects.get(object_type="persondocument")
    assert event.subjects == [str(participation.person_id)]
    assert CANARY not in str(event.detail) + event.reason


def test_nothing_that_could_harm_stands_readable_in_the_database(participation, caseworker_city):
    enter_document(participation, values(), [FILE], by=caseworker_city)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM beneficiaries_persondocument")
        rows = cursor.fetchall()
        for table in ("beneficiaries_documentfile", "uploads_storedfile", "uploads_storedcontent"):
            cursor.execute(f"SELECT * FROM {table}")
            rows += cursor.fetchall()
    raw = b" ".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for row in rows for value in row
    )
    assert CANARY.encode() not in raw and b"0042" not in raw.replace(b"-", b"  ")


def test_newer_document_replaces_the_older_one_and_keeps_its_scans(participation, caseworker_city, city):
    older = make_document(participation, city)
    make_scan(older)
    newer = enter_document(participation, values(), by=caseworker_city, replaces=older)
    now = {each.fact_id: each for each in documents_of(participation)}
    assert (now[older.fact_id].state, now[older.fact_id].replaced_by) == (DocumentState.REPLACED, newer.fact_id)
    assert DocumentFile.objects.count() == 1


def test_withdrawn_document_stays_with_its_reason_and_its_scans_are_gone(participation, caseworker_city, city):
    document = make_document(participation, city)
    make_scan(document)
    withdraw_document(document, by=caseworker_city, why="of somebody else")
    (left,) = documents_of(participation)
    assert (left.state, left.why) == (DocumentState.WITHDRAWN, "of somebody else")
    assert not DocumentFile.objects.exists() and not StoredFile.objects.exists()
    assert not StoredContent.objects.exists()


def test_correction_keeps_the_earlier_entry_and_adds_scans(participation, caseworker_city, city):
    document = make_document(participation, city, note="first")
    corrected = correct_document(document, values(note="second"), [FILE], by=caseworker_city, why="typing error")
    assert sorted(each.note for each in PersonDocument.objects.all()) == ["first", "second"]
    assert DocumentFile.objects.get().document == corrected.fact_id == document.fact_id
    with pytest.raises(FactChanged):
        correct_document(document, values(note="third"), by=caseworker_city, why="late")
    assert correct_document(corrected, values(note="second"), by=caseworker_city, why="nothing") is corrected


def test_without_room_nothing_is_written(participation, caseworker_city, monkeypatch):
    monkeypatch.setattr(keeping, "MAX_OWNER_BYTES", len(FILE.content))
    with pytest.raises(Unfit):
        enter_document(participation, values(), [FILE, FILE], by=caseworker_city)
    assert not PersonDocument.objects.exists() and not StoredFile.objects.exists()


def test_scans_are_open_to_the_organisation_that_took_them_and_to_the_whole_project(
    participation, city, foundation, sopot, caseworker_city, caseworker_foundation, coordinator, coordinator_foundation
):
    make_care(participation.person, foundation, sopot)
    ours, theirs = make_document(participation, city), make_document(participation, foundation)
    sees = {
        name: [is_open_to(account, document) for document in (ours, theirs)]
        for name, account in {
            "city": caseworker_city, "foundation": caseworker_foundation, "leader": coordinator,
            "partner": coordinator_foundation,
        }.items()
    }  # fmt: skip
    assert sees == {
        "city": [True, False], "foundation": [False, True], "leader": [True, True], "partner": [False, True],
    }  # fmt: skip


def test_organisation_of_an_entry_is_the_one_that_looks_after_the_person(foundation, city, sopot, caseworker_city):
    make_membership(caseworker_city, Role.CASEWORKER, foundation, sopot)
    theirs = make_participant(foundation, sopot)
    assert enter_document(theirs, values(), by=caseworker_city).organisation == foundation


def test_what_loses_validity_is_listed_for_whoever_is_in_charge_the_first_end_first(
    participation, city, foundation, sopot, caseworker_city, coordinator
):
    colleague = make_participant(city, sopot, caseworker=coordinator)
    nobodys, ended = make_participant(city, sopot), make_participant(city, sopot, caseworker=caseworker_city)
    hidden = make_participant(city, sopot, caseworker=caseworker_city, is_confidential=True)
    denied = make_participant(city, sopot, caseworker=caseworker_city)
    denied.person.denied_to.add(caseworker_city)
    foreign = make_participant(foundation, sopot)
    ended.versions.update(end_on=in_days(-1))
    for person in (colleague, nobodys, ended, hidden, denied, foreign):
        make_document(person, city, valid_to=in_days(10))
    over = make_document(participation, city, valid_to=in_days(-3))
    make_document(participation, city, valid_to=in_days(91))
    make_document(participation, city, valid_to=in_days(5), state=DocumentState.REPLACED)
    make_document(participation, city, valid_to=in_days(5), prolonged_to=in_days(200))
    found = [each.participation_id for each in expiring_documents(caseworker_city, DAY, mine=True)]
    assert found == [over.participation_id, nobodys.pk]
    found = {each.participation_id for each in expiring_documents(caseworker_city, DAY, mine=False)}
    assert found == {participation.pk, nobodys.pk, colleague.pk}


def test_list_of_people_marks_a_document_that_is_over_or_ends_within_30_days(participation, city, sopot):
    soon, later, ended = (make_participant(city, sopot) for _ in range(3))
    ended.versions.update(end_on=in_days(-1))
    for person in (soon, ended):
        make_document(person, city, valid_to=in_days(30))
    make_document(later, city, valid_to=in_days(31))
    make_document(participation, city, valid_to=in_days(1), state=DocumentState.WITHDRAWN)
    marked = Participation.objects.annotate(in_force=in_force()).filter(has_document_that_expires(sopot, DAY))
    assert list(marked) == [soon]


def test_nobody_opened_a_document_without_scans():
    assert openings_of([]) == []
