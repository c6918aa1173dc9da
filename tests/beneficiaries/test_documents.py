"""Pages of documents: note one with a photo, look at it, open its scan, correct and withdraw it."""

import datetime
import uuid

import pytest
from django.urls import reverse

from beneficiaries.enums import DocumentState
from beneficiaries.models import DocumentFile, PersonDocument
from portal.audit.models import AuditEvent
from portal.programmes.dictionaries import TITLES
from portal.programmes.models import DictionaryEntry
from portal.ui.formatting import moment
from portal.uploads.keeping import content_of
from portal.uploads.models import StoredFile
from tests.factories.beneficiaries import make_care, make_participant, make_participation
from tests.factories.documents import CONTENT, make_document, make_scan
from tests.factories.own import own_browser
from tests.factories.programmes import make_project
from tests.forms import sent_of
from tests.portal.uploads.corpus import pdf, photo_with_place, sent

pytestmark = pytest.mark.usefixtures("accounts_speak_english")
DAY = datetime.date(2026, 12, 15)


@pytest.fixture
def own(accounts_speak_english, city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city)


@pytest.fixture
def client(client_of, caseworker_city, own):
    return client_of(caseworker_city)


def trio(name, *parts):
    return {f"{name}_{place}": str(part) for place, part in enumerate(parts)}


def page(participation, name="person_documents", *more):
    return reverse(name, args=[participation.number, *more])


def typed(**changed):
    return {
        "submission": str(uuid.uuid4()), "kind": "residence-card", "seen_on": "2026-12-15", "number_end": "RR123987",
        "valid_to_0": "4", "valid_to_1": "marzec", "valid_to_2": "2027", **changed,
    }  # fmt: skip


def in_days(days: int) -> datetime.date:
    return DAY + datetime.timedelta(days=days)


def test_document_is_noted_with_a_photo_and_a_file_of_the_phone(client, own):
    content = typed(photo=sent("IMG_1.jpg", photo_with_place()), chosen=[sent("karta.pdf", pdf(2))])
    answer = client.post(page(own, "new_document"), content, follow=True)
    document = PersonDocument.objects.get()
    assert answer.redirect_chain[-1][0] == page(own, "person_document", document.fact_id)
    assert (document.last_day, document.number_end) == (datetime.date(2027, 3, 4), "3987")
    text = answer.content.decode()
    assert "…3987" in text and "not scanned" in text and "2 pages" in text and "karta.pdf" in text
    assert [each.stored.kind for each in DocumentFile.objects.order_by("pk")] == ["jpeg", "pdf"]


def test_sent_twice_it_is_noted_once(client, own):
    content = typed()
    assert client.post(page(own, "new_document"), content).url == client.post(page(own, "new_document"), content).url
    assert PersonDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "no-such"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"seen_on": "2026-12-16"}, "seen_on"),
        ({"seen_on": "31.02.2026"}, "seen_on"),
        ({"valid_to_0": "31", "valid_to_1": "2"}, "valid_to"),
        ({"number_end": "a\0b"}, "number_end"),
        ({"note": "x" * 501}, "note"),
        ({"is_unlimited": "on"}, "is_unlimited"),
        ({"valid_from_0": "5", "valid_from_1": "3", "valid_from_2": "2027"}, "valid_to"),
        ({"prolonged_to_0": "1", "prolonged_to_1": "1", "prolonged_to_2": "2027"}, "prolonged_to"),
        ({"is_unconfirmed": "on"}, "title"),
        ({"abroad_since_0": "5", "abroad_since_1": "12", "abroad_since_2": "2026"}, "title"),
        ({"abroad_until_0": "5", "abroad_until_1": "12", "abroad_until_2": "2026", "title": "ukr"}, "abroad_since"),
        ({"replaces": "018f0000-0000-7000-8000-000000000000"}, "replaces"),
        ({"chosen": [sent("a.pdf", b"<svg/>")]}, "chosen"),
        ({"photo": [sent("a.svg", photo_with_place())]}, "photo"),
    ],
)
def test_mistake_is_said_at_its_field_keeps_what_was_typed_and_nothing_of_the_files(client, own, city, changed, field):
    make_document(own, city)
    answer = client.post(page(own, "new_document"), typed(**changed))
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    assert "RR123987" in answer.content.decode() or field == "number_end"
    assert PersonDocument.objects.count() == 1 and not StoredFile.objects.exists()


def test_document_that_is_over_is_noted_with_a_warning(client, own):
    answer = client.post(page(own, "new_document"), typed(valid_to_2="2026"), follow=True)
    assert "Its last day is over" in answer.content.decode()
    record = client.get(reverse("person_record", args=[own.number])).content.decode()
    assert "Residence card: expired on 4 Mar 2026." in record
    assert "Document seen: Residence card" in record and 'class="days over"' in record


def test_title_given_without_a_passport_reminds_until_it_is_confirmed(client, own, settings):
    law = DictionaryEntry.objects.filter(dictionary=TITLES, code="ukr")
    law.update(confirm_by=in_days(20), prolonged_until=in_days(900))
    said = typed(title="ukr", is_unconfirmed="on", valid_to_0="", valid_to_1="", valid_to_2="")
    client.post(page(own, "new_document"), said)
    document = PersonDocument.objects.current().get()
    for path in (reverse("person_record", args=[own.number]), reverse("expiring_documents"), page(own)):
        assert "to be confirmed until 4 Jan 2027" in client.get(path).content.decode(), path
    inside = own_browser(own)
    assert "confirm it with your passport until 4 January 2027" in inside.get("/en/moje/dokumenty/").content.decode()
    law.update(confirm_by=in_days(-1))
    assert "was to be confirmed until 14 Dec 2026" in client.get(reverse("expiring_documents")).content.decode()
    path = page(own, "change_document", document.fact_id)
    client.post(path, {**sent_of(client.get(path).context["form"]), "is_unconfirmed": "", "why": "passport seen"})
    assert "confirmed" not in client.get(reverse("expiring_documents")).content.decode()


def test_days_abroad_remind_of_the_last_that_law_allows(client, own):
    DictionaryEntry.objects.filter(dictionary=TITLES, code="ukr").update(abroad_days=30, prolonged_until=in_days(900))
    client.post(page(own, "new_document"), typed(title="ukr", **trio("abroad_since", 5, 12, 2026)))
    document = PersonDocument.objects.current().get()
    for path in (reverse("person_record", args=[own.number]), reverse("expiring_documents"), page(own)):
        assert "abroad: to be back by 4 Jan 2027" in client.get(path).content.decode(), path
    inside = own_browser(own)
    told = inside.get("/en/moje/dokumenty/").content.decode()
    assert "come back to Poland by 4 January 2027" in told and "Talk to us before" not in told
    assert "to renew" not in told
    PersonDocument.objects.update(abroad_since=in_days(-40))
    assert (
        "abroad for too long: was to be back by 5 Dec 2026"
        in client.get(reverse("expiring_documents")).content.decode()
    )
    path = page(own, "change_document", document.fact_id)
    typed_back = {**trio("abroad_until", 20, 11, 2026), "why": "ticket seen"}
    client.post(path, {**sent_of(client.get(path).context["form"]), **typed_back})
    assert "abroad" not in client.get(reverse("expiring_documents")).content.decode()
    assert "abroad for more than 30 days in a row" in inside.get("/en/moje/dokumenty/").content.decode()


@pytest.mark.parametrize("name", ["is_unconfirmed", "abroad_since", "prolonged_to"])
def test_what_few_titles_need_is_folded_away_until_it_is_there(client, own, city, name):
    assert not client.get(page(own, "new_document")).context["form"].has_more
    values = {"is_unconfirmed": True, "abroad_since": in_days(-3), "prolonged_to": in_days(300)}
    document = make_document(own, city, title="ukr", **{name: values[name]})
    assert client.get(page(own, "change_document", document.fact_id)).context["form"].has_more


def test_newer_document_takes_the_place_of_the_older_one(client, own, city):
    older = make_document(own, city, valid_to=in_days(-3))
    form = client.get(page(own, "new_document"), {"zamiast": older.fact_id})
    assert form.context["form"]["replaces"].value() == str(older.fact_id)
    client.post(page(own, "new_document"), typed(replaces=str(older.fact_id)))
    answer = client.get(page(own))
    assert [row.document.state for row in answer.context["rows"]] == [DocumentState.IN_USE]
    assert [row.document.state for row in answer.context["earlier"]] == [DocumentState.REPLACED]


def test_scan_is_handed_out_as_a_download_with_a_neutral_name_and_leaves_one_mark(client, own, city, caseworker_city):
    document = make_document(own, city)
    scan = make_scan(document, "Oksana Melnyk paszport.pdf")
    before = AuditEvent.objects.count()
    answer = client.get(page(own, "document_file", document.fact_id, scan.pk))
    assert answer.content == CONTENT == content_of(scan.stored)
    assert answer["Content-Disposition"] == f'attachment; filename="{own.number}-residence-card-1.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff" and "no-store" in answer["Cache-Control"]
    event = AuditEvent.objects.latest("at")
    assert AuditEvent.objects.count() == before + 1
    assert (event.action, event.object_id, event.actor) == ("download", str(scan.pk), caseworker_city)
    assert event.subjects == [str(own.person_id)]
    shown = client.get(page(own, "person_document", document.fact_id))
    assert [each.actor for each in shown.context["openings"]] == [caseworker_city]


def test_seen_by_lists_everybody_who_opened_a_scan_and_when_the_latest_first(
    client, client_of, own, city, coordinator, caseworker_city
):
    document = make_document(own, city)
    scan, address = make_scan(document), page(own, "person_document", document.fact_id)
    assert "Nobody yet." in client.get(address).content.decode()
    for who in (client, client_of(coordinator), client):
        assert who.get(page(own, "document_file", document.fact_id, scan.pk)).status_code == 200
    shown = client.get(address)
    events = AuditEvent.objects.filter(action="download").order_by("-at")
    assert [each.actor for each in shown.context["openings"]] == [caseworker_city, coordinator, caseworker_city]
    assert [each.at for each in shown.context["openings"]] == [each.at for each in events]
    text = shown.content.decode()
    assert coordinator.name in text and all(moment(each.at) in text for each in events)


def test_seen_by_is_shown_to_who_may_open_the_scans_alone(
    client, client_of, own, city, foundation, sopot, caseworker_city, coordinator, instructor, auditor
):
    make_care(own.person, foundation, sopot)
    document = make_document(own, foundation)
    scan, address = make_scan(document), page(own, "person_document", document.fact_id)
    assert client_of(coordinator).get(page(own, "document_file", document.fact_id, scan.pk)).status_code == 200
    locked = client.get(address)
    assert locked.status_code == 200
    assert locked.context["openings"] == []
    assert "Who opened the scans" not in locked.content.decode()
    assert [each.actor for each in client_of(coordinator).get(address).context["openings"]] == [coordinator]
    for stranger in (instructor, auditor):
        assert client_of(stranger).get(address).status_code == 404


def test_attempt_that_was_refused_is_no_opening(client, client_of, own, city, caseworker_foundation):
    document = make_document(own, city)
    scan = make_scan(document)
    refused = client_of(caseworker_foundation).get(page(own, "document_file", document.fact_id, scan.pk))
    assert refused.status_code == 404
    assert client.get(page(own, "person_document", document.fact_id)).context["openings"] == []


def test_scan_number_and_remark_of_another_organisation_are_locked_and_the_rest_is_shown(
    client, own, foundation, sopot, caseworker_city
):
    make_care(own.person, foundation, sopot)
    document = make_document(own, foundation, note="tajemna uwaga", number_end="ZX81")
    scan = make_scan(document, "zdradliwa-nazwa.pdf")
    pages = [client.get(page(own)), client.get(page(own, "person_document", document.fact_id))]
    for each in pages:
        text = each.content.decode()
        assert "Residence card" in text
        assert not any(word in text for word in ("ZX81", "tajemna uwaga", "zdradliwa-nazwa", str(scan.pk)))
    assert client.get(page(own, "document_file", document.fact_id, scan.pk)).status_code == 404
    assert client.get(page(own, "change_document", document.fact_id)).status_code == 404


def test_nothing_of_a_person_out_of_reach_is_found_by_its_right_address(
    client, city, foundation, sopot, caseworker_city
):
    confidential = make_participant(city, sopot, caseworker=caseworker_city, is_confidential=True)
    denied = make_participant(city, sopot, caseworker=caseworker_city)
    denied.person.denied_to.add(caseworker_city)
    foreign = make_participant(foundation, sopot)
    elsewhere = make_participant(city, make_project(leader=city))
    for person in (confidential, denied, foreign, elsewhere):
        document = make_document(person, city)
        scan = make_scan(document)
        for address in (
            page(person), page(person, "person_document", document.fact_id),
            page(person, "document_file", document.fact_id, scan.pk), page(person, "new_document"),
        ):  # fmt: skip
            assert client.get(address).status_code == 404, address
    assert not AuditEvent.objects.filter(action="download").exists()


def test_scan_of_another_person_or_document_is_not_found_under_this_one(client, own, city, sopot):
    other = make_participant(city, sopot)
    mine, theirs = make_document(own, city), make_document(other, city)
    scan = make_scan(theirs)
    elsewhere = make_document(make_participation(own.person, make_project(leader=city)), city)
    assert client.get(page(own, "person_document", elsewhere.fact_id)).status_code == 404
    assert [row.document for row in client.get(page(own)).context["rows"]] == [mine]
    assert client.get(page(own, "document_file", theirs.fact_id, scan.pk)).status_code == 404
    assert client.get(page(own, "document_file", mine.fact_id, scan.pk)).status_code == 404
    assert client.get(page(own, "person_document", theirs.fact_id)).status_code == 404


def test_correction_and_withdrawal(client, own, city):
    document = make_document(own, city, note="przed")
    make_scan(document)
    url = page(own, "change_document", document.fact_id)
    assert 'value="2027"' in client.get(url).content.decode()
    client.post(url, typed(version=document.pk, note="po", why="a typing error"))
    now = PersonDocument.objects.current().get()
    assert (now.note, now.why) == ("po", "a typing error")
    late = client.post(url, typed(version=document.pk, note="inne", why="late"))
    assert any(each.theirs == "po" and each.yours == "inne" for each in late.context["differences"])
    token = str(uuid.uuid4())
    back = {"take_back": "1", "submission": token, "back-submission": token, "back-version": now.pk, "back-why": "x"}
    assert client.post(url, back).url == page(own)
    assert PersonDocument.objects.current().get().state == DocumentState.WITHDRAWN
    assert not StoredFile.objects.exists()
    assert client.get(url).status_code == 404


def test_page_of_all_lists_people_with_days_left_and_notes_who_was_read(client, own, city, sopot, coordinator):
    colleagues = make_participant(city, sopot, caseworker=coordinator)
    make_document(own, city, valid_to=in_days(-3))
    make_document(colleagues, city, valid_to=in_days(17))
    mine = client.get(reverse("expiring_documents"))
    assert [(row.subject, left.figure, left.tone) for row, left in mine.context["rows"]] == [
        (own.person_id, "\N{MINUS SIGN}3", "over")
    ]
    assert AuditEvent.objects.latest("at").subjects == [str(own.person_id)]
    everybody = client.get(reverse("expiring_documents"), {"czyje": "wszystkie"})
    assert [left.tone for _row, left in everybody.context["rows"]] == ["over", ""]


@pytest.mark.parametrize("name", ["person_documents", "new_document", "expiring_documents", "person_record"])
def test_page_costs_the_same_for_one_and_three_documents(client, own, city, name, django_assert_max_num_queries):
    url = reverse(name, args=[] if name == "expiring_documents" else [own.number])
    make_scan(make_document(own, city, valid_to=in_days(5)))
    client.get(url)
    with django_assert_max_num_queries(21) as few:
        client.get(url)
    for _ in range(2):
        make_scan(make_document(own, city, valid_to=in_days(5)))
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_card_of_my_day_shows_the_most_urgent_and_counts_the_rest(
    own, city, caseworker_city, django_assert_num_queries
):
    from beneficiaries.tables.documents import work_list
    from portal.policy.access import access_of
    from portal.worklist.registry import Desk

    for days in (20, -3, 58, 7):
        make_document(own, city, valid_to=in_days(days))
    access_of(caseworker_city)
    with django_assert_num_queries(2):
        work = work_list(Desk(caseworker_city, DAY, 3))
    assert [row.due_on for row in work.rows] == [in_days(-3), in_days(7), in_days(20)]
    assert (work.total, work.all_url) == (4, "/praca/dokumenty/")
    assert {row.subject for row in work.rows} == {own.person_id}
