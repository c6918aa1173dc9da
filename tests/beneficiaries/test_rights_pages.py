"""The pages of requests about one's own data: list with its clock, one request, the copy as a file (S67)."""

import datetime
import io
import json
import zipfile

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from beneficiaries.domain.rights import ask
from beneficiaries.domain.rights_decisions import erase
from beneficiaries.enums import IdentityCheck, RightAsker, RightChannel, RightKind, RightState, SentState
from beneficiaries.models import Person, RightsRequest
from portal.audit.models import AuditEvent
from portal.datamap.entries import entries
from portal.rights import held_parts
from portal.uploads.models import StoredFile
from tests.clients import signed_in
from tests.factories.accounts import make_user
from tests.factories.beneficiaries import make_participant
from tests.factories.documents import make_document, make_scan
from tests.factories.households import make_guardian
from tests.factories.own import make_sent_file
from tests.factories.referrals import make_referral
from tests.factories.services import make_support
from tests.forms import sent_of
from tests.paper import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
TOLD_ELSEWHERE = {
    "audit.AuditEvent": "who read the record: the person's own space shows it",
    "imports.ImportBatch": "of a list, not of one person",
    "imports.ImportedRow": "the row became the participation; its content goes after 90 days",
    "imports.UploadedList": "a list before it is read; gone after 90 days",
    "submissions.Draft": "not yet said by anybody",
    "uploads.StoredFile": "a scan is told of with its document, and leaves with the copy",
    "uploads.StoredContent": "leaves with the copy",
    "reporting.ReportEdition": "numbers of all",
    "reporting.EvidenceRow": "a number that follows from the participation",
    "reporting.EditionFile": "numbers of all",
    "reporting.BuiltReport": "numbers of all",
    "reporting.BuiltFile": "numbers of all; an annex by number that follows from the participation",
    "reporting.InspectionSample": "of many people, by number",
    "reporting.InspectedRecord": "a number that follows from the participation",
    "reporting.RecordReview": "about how the project keeps records; who looked is shown in the person's own space",
    "reporting.ReviewAnswer": "about how the project keeps records",
    "reporting.NameOpening": "who opened the name, and what for: the person's own space shows it",
    "beneficiaries.Care": "which colleague is in charge: data of the staff",
    "beneficiaries.HandedCare": "data of the staff",
    "beneficiaries.EmergencyAccess": "who looked in an emergency: told by people, the reasons name colleagues",
    "beneficiaries.Protection": "decisions that name colleagues; that a case is confidential is told",
    "beneficiaries.Household": "what somebody wrote about all who live there",
    "beneficiaries.RightsStep": "the steps of the request itself",
    "beneficiaries.RightsPackage": "the copy itself",
    "beneficiaries.Restriction": "told with the person",
    "beneficiaries.PersonMerge": "who merged two records of the person: data of the staff; what they say is told with the person",
    "crypto.KeyTie": "two keys alone",
    "beneficiaries.ComingOfAge": "a task of the staff made from the date of birth",
    "beneficiaries.DuplicateKey": "keyed hashes of the name and the birth date, which are told with the person",
    "beneficiaries.DuplicateSketch": "how the names sound, which are told with the person",
    "beneficiaries.DuplicatePair": "a hint about two people: the other one is somebody else’s secret",
    "own.SignInCode": "a request to sign in, gone after a day",
    "own.Slip": "a keyed hash of a code on paper; that the page is open is told",
    "accounts.User": "a lock without a name for the own page; that it is open is told",
    "cases.FindingConfirmation": "a signature of the staff",
    "cases.ReferralStep": "words between organisations: read and told by people",
    "services.AppointmentChange": "who moved an appointment: data of the staff",
    "services.ResourceBooking": "that an interpreter was booked for an appointment, which is told",
    "smefs.SmefsOrder": "what the staff explained about rules; the lines that were sent are told",
    "smefs.SmefsExport": "hash and counts of a file; the lines that were sent are told",
    "smefs.ReturnedListing": "numbers of lines; the identifier that came back is told",
    "services.CalendarFeed": "a keyed hash of an address that the account made itself; its own page tells of it",
}


def test_every_model_with_data_of_participants_is_told_of_or_says_why_not():
    told = {model for part in held_parts() for model in part.models}
    about = {label for label, entry in entries().items() if "participants" in entry.whole.subjects}
    assert about - told - set(TOLD_ELSEWHERE) == set()
    assert told & set(TOLD_ELSEWHERE) == set()


def test_no_model_is_told_of_twice():
    labels = [model for part in held_parts() for model in part.models]
    assert sorted(labels) == sorted(set(labels))


@pytest.fixture
def case(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city, given_names="Taras", surname="Kowalczuk")


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def take(client, case, **changes):
    path = reverse("new_rights_request", args=[case.number])
    return client.post(path, {**sent_of(client.get(path).context["form"]), "kind": "access", **changes})


def act(client, path, name, **changes):
    form = client.get(path).context["forms"][name]
    return client.post(path, {**sent_of(form), "act": name, **changes})


def test_request_goes_from_asking_to_the_copy_in_hand(client, case, django_capture_on_commit_callbacks):
    make_support(case, note="a talk")
    path = take(client, case).url
    assert act(client, path, "identity", identity=IdentityCheck.DOCUMENT).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        act(client, path, "gather")
    page = client.get(path)
    assert "a talk" in page.content.decode()
    assert "release" not in page.context["forms"]
    for part, form in page.context["parts"]:
        answer = client.post(path, {**sent_of(form), "act": "review", "part": part.code, "left_out": []})
        assert answer.status_code == 302, (part.code, answer.context["sent"] and answer.context["sent"].errors)
    assert act(client, path, "release").status_code == 302
    assert RightsRequest.objects.get().state == RightState.DONE
    for kind, begins in (("pdf", b"%PDF"), ("json", b"{")):
        answer = client.get(reverse("rights_copy", args=[RightsRequest.objects.get().pk, kind]))
        assert answer.content.startswith(begins)
    assert "a talk" in json.dumps(json.loads(answer.content))
    assert AuditEvent.objects.filter(action="download").count() == 2
    assert RightsRequest.objects.get().steps.filter(kind="collected").count() == 2


def test_left_out_entries_need_a_reason_and_are_not_in_the_copy(client, case, django_capture_on_commit_callbacks):
    make_support(case, note="of a neighbour")
    path = take(client, case).url
    act(client, path, "identity", identity=IdentityCheck.DOCUMENT)
    with django_capture_on_commit_callbacks(execute=True):
        act(client, path, "gather")
    form = next(form for part, form in client.get(path).context["parts"] if part.code == "support")
    sent = {**sent_of(form), "act": "review", "part": "support", "left_out": ["0"]}
    assert "why" in client.post(path, sent).context["sent"].errors
    assert client.post(path, {**sent, "why": "names a neighbour"}).status_code == 302


def test_copy_that_is_not_released_is_not_there(client, case):
    take(client, case)
    key = RightsRequest.objects.get().pk
    for kind in ("pdf", "json", "exe"):
        assert client.get(reverse("rights_copy", args=[key, kind])).status_code == 404


def test_list_shows_the_days_that_are_left(client, case):
    take(client, case)
    answer = client.get(reverse("rights_list"))
    (row,) = answer.context["open"]
    assert row.left.figure == "31"
    assert "Kowalczuk Taras" in answer.content.decode()


def test_officer_sees_numbers_and_no_words(case, dpo, client):
    take(client, case, words="my secret words")
    key = RightsRequest.objects.get().pk
    for path in (reverse("rights_list"), reverse("rights_request", args=[key])):
        body = signed_in(dpo).get(path).content.decode()
        assert case.number in body
        assert "Kowalczuk" not in body
        assert "my secret words" not in body


@pytest.mark.parametrize("who", ["auditor", "technical_admin", "instructor", "caseworker_foundation"])
def test_request_is_not_there_for(case, client, who, request):
    take(client, case)
    other = signed_in(request.getfixturevalue(who))
    assert other.get(reverse("rights_request", args=[RightsRequest.objects.get().pk])).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"asked_on": "2026-12-16"}, "asked_on"),
        ({"asked_on": "x"}, "asked_on"),
        ({"asker": "guardian"}, "asker"),
        ({"asker": "proxy"}, "proxy"),
        ({"kind": "x"}, "kind"),
        ({"words": "x" * 5000}, "words"),
    ],
)
def test_wrong_answers_come_back_with_what_is_wrong(client, case, changes, field):
    answer = take(client, case, **changes)
    assert field in answer.context["form"].errors


def test_record_that_is_frozen_is_reached_from_the_list_alone(client, case, coordinator):
    path = take(client, case, kind="restrict").url
    act(client, path, "identity", identity=IdentityCheck.KNOWN)
    act(client, path, "decide", decision="granted")
    assert client.get(reverse("person_record", args=[case.number])).status_code == 404
    assert client.get(path).status_code == 200
    assert act(client, path, "lift").status_code == 302
    assert client.get(reverse("person_record", args=[case.number])).status_code == 200


def test_rectification_shows_both_sides_and_who_is_told(client, case, foundation):
    make_referral(case, foundation, make_user(), outside_name="Szkoła nr 8")
    path = take(client, case, kind="rectify", words="My name is Tarás").url
    act(client, path, "identity", identity=IdentityCheck.DOCUMENT)
    page = client.get(path)
    assert "Taras" in [fact.value for fact in page.context["current"]]
    assert "My name is Tarás" in page.content.decode()
    act(client, path, "decide", decision="granted")
    (told,) = client.get(path).context["recipients"]
    assert told.startswith("Szkoła nr 8")
    act(client, path, "carry_out", recipients="The school, by letter.")
    assert RightsRequest.objects.get().steps.filter(kind="recipients").exists()


def test_list_costs_the_same_for_one_and_three_requests(client, case, django_assert_max_num_queries):
    from beneficiaries.domain.rights import ask

    path = reverse("rights_list")
    ask(case, RightKind.ACCESS, channel=RightChannel.LETTER)
    with django_assert_max_num_queries(25) as one:
        client.get(path)
    for kind in (RightKind.ERASURE, RightKind.OBJECTION):
        ask(case, kind, channel=RightChannel.LETTER)
    with django_assert_max_num_queries(len(one)):
        client.get(path)


def gathered(client, case, callbacks, scans=True):
    """Take a request for a copy, gather it, and review every part."""
    path = take(client, case).url
    act(client, path, "identity", identity=IdentityCheck.DOCUMENT)
    with callbacks(execute=True):
        act(client, path, "gather")
    for part, form in client.get(path).context["parts"]:
        out = [str(item.place) for item in part.items if item.file_url and not scans]
        client.post(path, {**sent_of(form), "act": "review", "part": part.code, "left_out": out, "why": "others"})
    return path


def test_scans_leave_with_the_copy_after_somebody_has_looked_at_them(
    client, case, city, django_capture_on_commit_callbacks
):
    make_scan(make_document(case, city), content=b"%PDF-1.7 mine")
    other = make_participant(city, case.grant_project)
    make_scan(make_document(other, city), content=b"%PDF-1.7 of somebody else")
    path = gathered(client, case, django_capture_on_commit_callbacks)
    (url,) = [
        item.file_url for part, _form in client.get(path).context["parts"] for item in part.items if item.file_url
    ]
    assert client.get(url).content == b"%PDF-1.7 mine"
    key = RightsRequest.objects.get().pk
    assert client.get(reverse("rights_copy", args=[key, "zip"])).status_code == 404
    act(client, path, "release")
    packed = zipfile.ZipFile(io.BytesIO(client.get(reverse("rights_copy", args=[key, "zip"])).content))
    number = RightsRequest.objects.get().number
    assert sorted(packed.namelist()) == ["01-residence-card.pdf", f"{number}.json", f"{number}.pdf"]
    assert packed.read("01-residence-card.pdf") == b"%PDF-1.7 mine"


def test_photo_that_a_person_sent_leaves_with_the_copy_and_goes_with_an_erasure(
    client, case, coordinator, django_capture_on_commit_callbacks
):
    sent = make_sent_file(case, content=b"%PDF-1.7 my photo")
    path = gathered(client, case, django_capture_on_commit_callbacks)
    (url,) = [
        item.file_url for part, _form in client.get(path).context["parts"] for item in part.items if item.file_url
    ]
    assert client.get(url).content == b"%PDF-1.7 my photo"
    act(client, path, "release")
    key = RightsRequest.objects.get().pk
    packed = zipfile.ZipFile(io.BytesIO(client.get(reverse("rights_copy", args=[key, "zip"])).content))
    assert packed.read("photo-01-residence.pdf") == b"%PDF-1.7 my photo"
    assert erase(case)["scans"] == 1
    sent.refresh_from_db()
    assert (sent.stored, sent.state) == (None, SentState.REMOVED)
    assert not StoredFile.objects.exists()


def test_copy_tells_how_a_person_is_reached_and_what_a_document_proves(case, city):
    case.person.contact_channels, case.person.patronymic = "sms email", "Petrivna"
    case.person.contact_from, case.person.contact_until = datetime.time(9), datetime.time(17)
    case.person.save()
    make_document(case, city, title="ukr", is_unconfirmed=True)
    with translation.override("en"):
        facts = [fact for part in held_parts() for item in part.read(case) for fact in item.facts]
        said = {str(label): str(value) for label, value in facts}
    assert said["Ways in which we may contact you"] == "text message, e-mail"
    assert (said["Hours at which we may contact you"], said["Patronymic"]) == ("9:00–17:00", "Petrivna")
    assert said["Residence title"] == "Temporary protection (PESEL UKR)"


def test_scan_that_the_review_left_out_and_one_that_is_gone_are_not_in_the_copy(
    client, case, city, django_capture_on_commit_callbacks
):
    gone = make_scan(make_document(case, city))
    path = gathered(client, case, django_capture_on_commit_callbacks)
    act(client, path, "release")
    gone.delete()
    key = RightsRequest.objects.get().pk
    packed = zipfile.ZipFile(io.BytesIO(client.get(reverse("rights_copy", args=[key, "zip"])).content))
    assert len(packed.namelist()) == 2
    RightsRequest.objects.update(ended_at=timezone.now())
    make_scan(make_document(case, city))
    path = gathered(client, case, django_capture_on_commit_callbacks, scans=False)
    act(client, path, "release")
    assert "With the scans" not in client.get(path).content.decode()


def test_letter_is_a_tagged_pdf_in_the_language_of_the_person_with_a_safe_address_alone(client, case):
    case.person.address, case.person.address_is_safe = "Lipowa 1", False
    case.person.save()
    path = take(client, case, kind="rectify", language="uk", words="x").url
    key = RightsRequest.objects.get().pk
    assert client.get(reverse("rights_copy", args=[key, "letter"])).status_code == 404
    act(client, path, "identity", identity=IdentityCheck.DOCUMENT)
    act(client, path, "decide", decision="refused", reasons="Паспорт каже інакше")
    answer = client.get(reverse("rights_copy", args=[key, "letter"]))
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked and str(document.Root.Lang) == "uk"
    assert "Паспорт каже інакше" in words_of(answer.content) and "Lipowa" not in words_of(answer.content)
    Person.objects.filter(pk=case.person_id).update(address_is_safe=True)
    assert "Lipowa 1" in words_of(client.get(reverse("rights_copy", args=[key, "letter"])).content)


def test_letter_to_a_guardian_goes_to_the_guardian_and_never_says_where_the_child_lives(client, case, city, sopot):
    child = make_participant(
        city, sopot, birth_date=datetime.date(2016, 3, 1), given_names="Ania", address="Secret 9", address_is_safe=True
    )
    case.person.address, case.person.address_is_safe = "Lipowa 1", True
    case.person.save()
    link = make_guardian(child, case)
    asked = ask(
        child, RightKind.RECTIFICATION, channel=RightChannel.IN_PERSON, language="pl", asker=RightAsker.GUARDIAN,
        guardianship=link, words="x",
    )  # fmt: skip
    path = reverse("rights_request", args=[asked.pk])
    act(client, path, "identity", identity=IdentityCheck.DOCUMENT)
    act(client, path, "decide", decision="refused", reasons="Because")
    said = words_of(client.get(reverse("rights_copy", args=[asked.pk, "letter"])).content)
    assert case.person.full_name in said and "Lipowa 1" in said and "Ania" in said
    assert "Secret 9" not in said
