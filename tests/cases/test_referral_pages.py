"""Referrals on pages: what the recipient receives is what was agreed, and nothing else (S25, S29, S31)."""

import datetime

import pytest
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from beneficiaries.models import ParticipationVersion
from cases.domain.referrals import take_step
from cases.enums import ConsentOf, Purpose, Recipient, Step
from cases.forms.referrals import ReferralForm
from cases.models import Referral
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.sharing import shared_parts
from portal.versions.actions import record_fact
from portal.worklist.registry import Desk, work_sections
from services.models import Attendance
from tests.factories.accounts import make_member
from tests.factories.activities import HOUR, START, make_group, make_meeting, make_place
from tests.factories.beneficiaries import make_participant, make_pesel
from tests.factories.cases import make_diagnosis
from tests.factories.referrals import make_referral
from tests.factories.services import make_support
from tests.forms import fill

BORN = datetime.date(1985, 3, 9)
PERSON = {
    "given_names": "Kwarcyta", "surname": "Żelaznowska", "original_name": "Кварцита", "birth_date": BORN,
    "phone": "+48 501 765 432", "email": "kwarcyta@example.test", "address": "ul. Zmyślona 7", "contact_language": "uk",
}  # fmt: skip
PLANTED = {
    "name": ["Kwarcyta", "Żelaznowska", "Кварцита"],
    "birth-date": ["9 marca 1985"],
    "pesel": [make_pesel(BORN)],
    "contact": ["501 765 432", "kwarcyta@", "Zmyślona"],
    "language": ["українська"],
    "diagnosis": ["2 – "],
    "support": ["02.02.2026"],
    "courses": ["Grupa wieczorna", "1 z 2"],
}
NEVER = ["zwierzenie", "Terapeutka"]
"""What no part holds: notes, assessors."""


@pytest.fixture
def participation(city, sopot):
    made = make_participant(city, sopot, pesel=make_pesel(BORN), **PERSON)
    make_diagnosis(made, note="zwierzenie", assessor="Terapeutka", taken_on=datetime.date(2026, 2, 3))
    make_support(made, note="zwierzenie")
    _was_at_one_of_two_classes(made)
    return made


def _was_at_one_of_two_classes(participation):
    group = make_group(participation.grant_project, title="Grupa wieczorna")
    place = make_place(group, participation)
    for hour, is_present in enumerate((True, False)):
        meeting = make_meeting(group, starts_at=START + hour * 3 * HOUR, state="held")
        given = make_support(participation, "polish-course", delivered_on=meeting.day) if is_present else None
        said = {"is_present": is_present, "absence": "" if is_present else "excused"}
        record_fact(Attendance(enrolment=place, meeting=meeting, support_fact=given and given.fact_id, **said), by=None)


@pytest.fixture
def sent_to(participation, city, foundation, caseworker_city):
    """Refer the person to the foundation with these parts."""

    def send(*parts: str, **values) -> Referral:
        last = today() + datetime.timedelta(days=30)
        return make_referral(
            participation, city, caseworker_city, recipient=Recipient.ORGANISATION, to_organisation=foundation,
            fields=list(parts), expires_on=last, **values,
        )  # fmt: skip

    return send


def typed(participation, **changes):
    """What a colleague types for a referral to a clinic."""
    return {
        "recipient": "outside", "outside_kind": "clinic", "outside_name": "Przychodnia Morska", "purpose": "health",
        "request": "Badanie", "fields_agreed": ["name"], "basis": "consent", "consent_on": str(today()),
        "consent_how": "written", "consent_of": "person", **changes,
    }  # fmt: skip


def new(participation) -> str:
    return reverse("new_referral", args=[participation.number])


@pytest.mark.parametrize("part", PLANTED)
def test_recipient_receives_the_agreed_part_and_no_other(client_of, caseworker_foundation, sent_to, part):
    client, referral = client_of(caseworker_foundation), sent_to(part)
    page = client.get(reverse("referral", args=[referral.pk])).content.decode()
    for code, words in PLANTED.items():
        assert [word in page for word in words] == [code == part] * len(words), code
    assert not any(word in page for word in [*NEVER, referral.participation.number])


def test_every_part_that_is_offered_is_tried():
    assert {part.code for part in shared_parts()} == set(PLANTED)


def test_nothing_agreed_names_nobody_in_list_page_or_my_day(client_of, caseworker_foundation, sent_to):
    client, referral = client_of(caseworker_foundation), sent_to()
    pages = [client.get(path).content.decode() for path in (
        reverse("referral_list"), reverse("referral", args=[referral.pk]), reverse("answer_referral", args=[referral.pk])
    )]  # fmt: skip
    row = section().build(Desk(caseworker_foundation, today(), 5)).rows[0]
    assert not any(word in page for page in [*pages, str(row)] for words in PLANTED.values() for word in words)
    assert referral.get_purpose_display() in pages[0]


def section():
    return next(each for each in work_sections() if each.code == "referrals")


def test_guardian_is_named_to_who_may_open_the_record_alone(client_of, caseworker_city, caseworker_foundation, sent_to):
    referral = sent_to(consent_of=ConsentOf.GUARDIAN, guardian_name="Ołena Żelaznowska")
    path, answer = (reverse(name, args=[referral.pk]) for name in ("referral", "answer_referral"))
    assert "Ołena" in client_of(caseworker_city).get(path).content.decode()
    for page in (path, answer):
        assert "Żelaznowska" not in client_of(caseworker_foundation).get(page).content.decode()


def test_letter_to_an_outside_body_does_not_name_the_guardian(client_of, caseworker_city, city, sopot):
    child = make_participant(city, sopot, birth_date=datetime.date(2015, 5, 1))
    values = {"consent_of": ConsentOf.GUARDIAN, "guardian_name": "Ołena Qzxkwvt", "fields": []}
    letter = make_referral(child, city, caseworker_city, **values)
    page = client_of(caseworker_city).get(reverse("referral_letter", args=[letter.pk]))
    assert "Qzxkwvt" not in page.content.decode()


def test_reading_leaves_a_mark_and_withdrawal_answers_404(client_of, caseworker_city, caseworker_foundation, sent_to):
    client, referral = client_of(caseworker_foundation), sent_to("name")
    path = reverse("referral", args=[referral.pk])
    client.get(path)
    event = AuditEvent.objects.filter(action="view", object_type="referral").get()
    assert event.subjects == [str(referral.participation.person_id)]
    take_step(referral, Step.WITHDRAW, by=caseworker_city, words="x")
    assert {client.get(each).status_code for each in (path, reverse("answer_referral", args=[referral.pk]))} == {404}


def test_answer_comes_back_to_the_sender(client_of, caseworker_city, caseworker_foundation, sent_to):
    client, referral = client_of(caseworker_foundation), sent_to("name")
    path = reverse("answer_referral", args=[referral.pk])
    assert list(fill(client, path, step="refuse", words="").context["form"].errors) == ["words"]
    assert list(fill(client, path, step="close", words="x").context["form"].errors) == ["step"]
    fill(client, path, step="accept", words="")
    assert fill(client, path, step="answer", words="Zrobione").url == reverse("referral_list")
    sender = client_of(caseworker_city)
    assert section().build(Desk(caseworker_city, today(), 5)).total == 1
    assert "Zrobione" in sender.get(reverse("referral", args=[referral.pk])).content.decode()
    fill(sender, reverse("end_referral", args=[referral.pk]), step="close", words="")
    referral.refresh_from_db()
    assert referral.state == "closed"


def test_referral_to_an_outside_body_becomes_a_letter_in_two_languages(client_of, caseworker_city, participation):
    client = client_of(caseworker_city)
    answer = fill(client, new(participation), **typed(participation))
    letter = client.get(answer.url + "pismo/").content.decode()
    assert 'lang="uk"' in letter
    assert all(word in letter for word in ("Przychodnia Morska", "Badanie", *PLANTED["name"]))
    hidden = [word for code in PLANTED if code not in ("name", "language") for word in PLANTED[code]]
    assert not any(word in letter for word in [*hidden, *NEVER])
    assert AuditEvent.objects.filter(action="print").count() == 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("recipient", {"recipient": "nobody"}),
        ("organisation", {"recipient": "organisation"}),
        ("organisation", {"recipient": "organisation", "organisation": "999999"}),
        ("colleague", {"recipient": "colleague"}),
        ("colleague", {"recipient": "colleague", "colleague": "x"}),
        ("outside_kind", {"outside_kind": ""}),
        ("outside_name", {"outside_name": "a\0b"}),
        ("purpose", {"purpose": ""}),
        ("request", {"request": "x" * 2001}),
        ("fields_agreed", {"fields_agreed": ["health"]}),
        ("basis", {"basis": ""}),
        ("consent_on", {"consent_on": ""}),
        ("consent_on", {"consent_on": "2031-02-30"}),
        ("consent_on", {"consent_on": "9999-12-31"}),
        ("consent_how", {"consent_how": ""}),
        ("guardian_name", {"consent_of": "guardian"}),
        ("expires_on", {"expires_on": "2020-01-01"}),
        ("expires_on", {"expires_on": "9999-12-31"}),
    ],
)
def test_mistake_is_said_beside_the_field(participation, foundation, caseworker_foundation, field, changes):
    sent = first_typed(participation) | {"expires_on": str(today())} | changes
    form = ReferralForm(
        data=MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in sent.items()}),
        participation=participation, day=today(), organisations=[foundation], colleagues=[caseworker_foundation],
    )  # fmt: skip
    assert list(form.errors) == [field]


def test_what_cannot_be_read_comes_back_with_what_was_typed(client_of, caseworker_city, participation):
    sent = first_typed(participation) | {"purpose": "", "expires_on": "31.02.2026"}
    answer = client_of(caseworker_city).post(new(participation), sent)
    assert list(answer.context["form"].errors) == ["purpose", "expires_on"]
    assert "Przychodnia Morska" in answer.content.decode()
    assert not Referral.objects.exists()


def first_typed(participation):
    return {"submission": "018f0000-0000-7000-8000-000000000001", **typed(participation)}


def test_organisation_needs_a_last_day_and_one_of_the_project_for_care(
    client_of, caseworker_city, participation, foundation
):
    client = client_of(caseworker_city)
    asked = {"recipient": "organisation", "organisation": foundation.pk, "looks_after": "on"}
    answer = client.post(new(participation), first_typed(participation) | asked | {"expires_on": ""})
    assert list(answer.context["form"].errors) == ["expires_on"]
    fill(client, new(participation), **typed(participation, **asked))
    made = Referral.objects.get()
    assert (made.looks_after, made.to_organisation, made.expires_on) == (
        True, foundation, today() + datetime.timedelta(days=30)
    )  # fmt: skip


def test_guardian_consents_for_a_child(client_of, caseworker_city, city, sopot):
    child = make_participant(city, sopot, birth_date=datetime.date(2015, 1, 1))
    client = client_of(caseworker_city)
    answer = client.post(new(child), first_typed(child))
    assert list(answer.context["form"].errors) == ["consent_of"]
    fill(client, new(child), **typed(child, consent_of="guardian", guardian_name="Iryna"))
    assert Referral.objects.get().guardian_name == "Iryna"


def test_police_without_consent_is_asked_about(client_of, caseworker_city, participation):
    client = client_of(caseworker_city)
    sent = first_typed(participation) | {"outside_kind": "police", "basis": "crime"}
    form = client.post(new(participation), sent).context["form"]
    assert len(form.questions) == 1
    assert not Referral.objects.exists()
    client.post(new(participation), {**sent, "confirmed": form.mark})
    assert Referral.objects.get().consent_on is None


def test_second_referral_leads_to_the_first_and_double_click_makes_one(client_of, caseworker_city, participation):
    client = client_of(caseworker_city)
    for _ in range(2):
        client.post(new(participation), first_typed(participation))
    first = Referral.objects.get()
    answer = fill(client, new(participation), **typed(participation))
    assert reverse("referral", args=[first.pk]) in answer.content.decode()
    assert Referral.objects.count() == 1


def test_colleague_sees_the_record_by_their_own_right(client_of, caseworker_city, participation, city, sopot):
    colleague = make_member("caseworker", city, sopot, "Celina Kolega")
    answer = fill(
        client_of(caseworker_city), new(participation), **typed(participation, recipient="colleague",
        colleague=colleague.pk),
    )  # fmt: skip
    made = Referral.objects.get()
    assert (made.fields, made.basis) == ([], "")
    page = client_of(colleague).get(answer.url).content.decode()
    assert reverse("person_record", args=[participation.number]) in page
    assert reverse("answer_referral", args=[made.pk]) in page


def test_open_referral_stands_on_the_record_and_is_asked_about_at_the_end(
    client_of, caseworker_city, participation, sent_to, foundation
):
    sent_to("name")
    client = client_of(caseworker_city)
    record = client.get(reverse("person_record", args=[participation.number])).content.decode()
    assert record.count(foundation.name) >= 2
    path = reverse("end_participation", args=[participation.number])
    ended = {"end_on": "2026-06-30", "path_completed": "yes", "exit_situation": "Inne", "why": ""}
    form = fill(client, path, **ended).context["form"]
    assert foundation.name in form.questions[0]
    fill(client, path, **ended, confirmed=form.mark)
    assert ParticipationVersion.objects.current().get(participation=participation).end_on is not None


def test_list_costs_the_same_for_one_and_for_three(
    client_of, caseworker_foundation, sent_to, city, sopot, foundation, caseworker_city, django_assert_max_num_queries
):
    sent_to("name")
    client, desk = client_of(caseworker_foundation), Desk(caseworker_foundation, today(), 5)
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(60) as asked:
            client.get(reverse("referral_list"))
            section().build(desk)
        counts.append(len(asked))
        for purpose in (Purpose.WORK, Purpose.LEGAL):
            make_referral(
                make_participant(city, sopot), city, caseworker_city, recipient=Recipient.ORGANISATION, purpose=purpose,
                to_organisation=foundation, expires_on=today(),
            )  # fmt: skip
    assert counts[0] == counts[1]


@pytest.mark.parametrize("view", ["", "received", "sent", "answered", "nonsense"])
def test_views_of_the_list_are_true_when_empty(client_of, caseworker_city, view):
    answer = client_of(caseworker_city).get(reverse("referral_list"), {"widok": view})
    assert answer.status_code == 200
    assert not answer.context["rows"]
