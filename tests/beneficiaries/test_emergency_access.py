"""Emergency access on its pages: one answer for every number, a banner on the record, a review by somebody else."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from beneficiaries.domain import breakglass as domain
from beneficiaries.enums import GlassCategory
from beneficiaries.models import EmergencyAccess
from portal.accounts.mail import deliver
from portal.accounts.models import AccountMail
from portal.audit.models import AuditEvent
from portal.worklist.registry import Desk, work_sections
from services.domain.protected_notes import write_note
from services.models import NoteRequest
from tests.clients import signed_in
from tests.factories.beneficiaries import make_participant
from tests.factories.cases import make_diagnosis
from tests.factories.services import make_support
from tests.forms import fill, sent_of
from tests.portal.policy.test_matrix_urls import comparable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
REASON = "She called from the hospital and needs her documents."
PATH = "/dostep-awaryjny/"


@pytest.fixture
def foreign(foundation, sopot):
    return make_participant(foundation, sopot, given_names="Zoryana")


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


def ask(client, number, **changes):
    return fill(client, PATH, number=number, category="life", reason=REASON, **changes)


def told(page, asked: str) -> bytes:
    """Return what a page says without the number asked for and the tokens of its forms."""
    return re.sub(rb"[0-9a-f-]{36}", b"", comparable(page).replace(asked.encode(), b""))


def test_record_opens_with_a_banner_and_every_page_is_noted(client, foreign, coordinator):
    record = reverse("person_record", args=[foreign.number])
    assert client.get(record).status_code == 404
    answer = client.get(ask(client, foreign.number).url)
    assert record in answer.content.decode()
    page = client.get(record).content.decode()
    assert "emergency access" in page
    assert reverse("person_edit", args=[foreign.number]) not in page
    assert AuditEvent.objects.filter(object_type="participation").latest("at").detail["emergency"] is True
    for name in ("person_edit", "person_history", "end_participation", "person_protection"):
        assert client.get(reverse(name, args=[foreign.number])).status_code == 404
    assert "Zoryana" not in client.get(reverse("person_list")).content.decode()


def test_what_is_read_in_emergency_is_neither_printed_nor_written_to(client, foreign, caseworker_foundation):
    make_diagnosis(foreign)
    delivery = make_support(foreign)
    write_note(delivery, "Qzxkwvt", by=caseworker_foundation)
    ask(client, foreign.number)
    printed, tab = (reverse(name, args=[foreign.number]) for name in ("print_diagnosis", "person_diagnosis"))
    assert client.get(f"{printed}?file=pdf").status_code == 404
    assert client.get(printed).status_code == 404
    assert printed not in client.get(tab).content.decode()
    note = reverse("protected_note", args=[foreign.number, delivery.fact_id])
    page = client.get(note)
    assert "Qzxkwvt" not in page.content.decode()
    assert b'value="ask"' not in page.content
    assert client.post(note, {"do": "ask"}).status_code == 404
    assert not NoteRequest.objects.exists()


def test_author_of_a_note_reads_it_in_emergency_and_leaves_it_as_it_is(client, foreign, caseworker_city):
    note = write_note(make_support(foreign), "before", by=caseworker_city)
    ask(client, foreign.number)
    path = reverse("protected_note", args=[foreign.number, note.support])
    page = client.get(path)
    assert "before" in page.content.decode()
    assert "form" not in page.context
    assert client.post(path, {"text": "after", "version": note.pk, "submission": uuid4()}).status_code == 404


@pytest.mark.parametrize("kind", ["denied", "own", "nobody"])
def test_every_number_gets_the_same_answer(client, foreign, city, sopot, caseworker_city, kind):
    number = {"denied": foreign.number, "own": make_participant(city, sopot).number, "nobody": "WS-9999"}[kind]
    if kind == "denied":
        foreign.person.denied_to.add(caseworker_city)
    answer = ask(client, number)
    page = client.get(answer.url)
    nothing = signed_in(caseworker_city).get(f"{PATH}?numer=WS-0000")
    assert told(page, number) == told(nothing, "WS-0000")
    assert client.get(reverse("person_record", args=[number])).status_code == (200 if kind == "own" else 404)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("reason", {"reason": "nineteen characters"}),
        ("reason", {"reason": " " * 30}),
        ("number", {"number": "WS/0001"}),
        ("number", {"number": "W" * 21}),
        ("number", {"number": ""}),
        ("category", {"category": "whatever"}),
    ],
)
def test_bad_answer_opens_nothing(client, field, typed):
    answer = fill(client, PATH, **{"number": "WS-0001", "category": "life", "reason": REASON, **typed})
    assert field in answer.context["form"].errors
    assert not EmergencyAccess.objects.exists()


def test_asking_too_often_is_said(client, foreign):
    for _time in range(3):
        ask(client, "WS-9999")
    answer = client.get(ask(client, foreign.number).url)
    assert "too often" in answer.content.decode()
    assert client.get(reverse("person_record", args=[foreign.number])).status_code == 404


def test_who_asked_closes_it(client, foreign, caseworker_foundation):
    ask(client, foreign.number)
    (_access, form), *_ = client.get(PATH).context["open"]
    other = signed_in(caseworker_foundation).post(PATH, {**sent_of(form), "close": "1"})
    assert other.status_code == 404
    assert client.post(PATH, {**sent_of(form), "close": "1"}).url == PATH
    assert client.get(reverse("person_record", args=[foreign.number])).status_code == 404


def test_page_asks_again_who_one_is(caseworker_city):
    assert signed_in(caseworker_city, shown=(("password", 301),)).get(PATH).status_code == 302


class TestReview:
    """The page of who oversees."""

    PATH = "/nadzor/dostep-awaryjny/"

    @pytest.fixture
    def access(self, foreign, caseworker_city, sopot):
        asking = domain.Asking(foreign.number, GlassCategory.LIFE, REASON)
        domain.ask(caseworker_city, asking, grant_project=sopot, now=timezone.now(), origin="")
        return EmergencyAccess.objects.get()

    def test_mail_names_nobody(self, dpo, access):
        deliver(AccountMail.objects.get(user=dpo).pk, timezone.now())
        (sent,) = mail.outbox
        assert sent.subject == "A message about your account"
        for word in (access.participation.number, access.account.name, "emergency", "Zoryana"):
            assert word not in sent.body

    @pytest.mark.usefixtures("access")
    def test_coordinator_of_the_organisation_sees_it_ends_it_and_reviews_it(self, coordinator_foundation, foreign):
        client = signed_in(coordinator_foundation)
        (line,) = client.get(self.PATH).context["lines"]
        assert (line.number, line.reason, line.is_open) == (foreign.number, REASON, True)
        client.post(self.PATH, {**sent_of(line.form), "close": "1"})
        (line,) = client.get(self.PATH).context["lines"]
        assert not line.is_open
        client.post(self.PATH, {**sent_of(line.form), "outcome": "justified", "note": "I asked her."})
        (line,) = client.get(self.PATH).context["lines"]
        assert (line.form, line.note, line.access.reviewed_by) == (None, "I asked her.", coordinator_foundation)

    def test_who_does_not_see_the_person_sees_neither_number_nor_reason(self, access, coordinator, foreign):
        foreign.person.is_confidential = True
        foreign.person.save(update_fields=["is_confidential"])
        EmergencyAccess.objects.update(state="blocked")
        (line,) = signed_in(coordinator).get(self.PATH).context["lines"]
        assert (line.number, line.reason, line.state) == ("", "", "stopped")

    def test_who_asked_and_who_is_denied_find_nothing(self, access, coordinator, foreign):
        client = signed_in(coordinator)
        (line,) = client.get(self.PATH).context["lines"]
        foreign.person.denied_to.add(coordinator)
        assert client.get(self.PATH).context["lines"] == []
        assert client.post(self.PATH, {**sent_of(line.form), "close": "1"}).status_code == 404

    @pytest.mark.parametrize("typed", [{"outcome": ""}, {"note": ""}, {"outcome": "x"}, {"note": "x" * 1001}])
    def test_bad_review_is_said(self, dpo, access, typed):
        domain.close_access(access, by=dpo, now=timezone.now())
        client = signed_in(dpo)
        (line,) = client.get(self.PATH).context["lines"]
        good = {"outcome": "justified", "note": "I asked."}
        answer = client.post(self.PATH, {**sent_of(line.form), **good, **typed})
        assert answer.context["lines"][0].form.errors

    def test_it_waits_on_the_day_of_who_oversees(self, access, dpo, caseworker_city):
        (section,) = [each for each in work_sections() if each.code == "emergency-reviews"]
        for user, total in ((dpo, 1), (caseworker_city, 0)):
            assert section.build(Desk(user, timezone.localdate(), 5)).total == total


def test_officer_names_somebody_without_seeing_who_it_is(dpo, foreign, caseworker_foundation, coordinator_foundation):
    foreign.person.is_confidential = True
    foreign.person.save(update_fields=["is_confidential"])
    client, path = signed_in(dpo), "/nadzor/osoby-chronione/"
    page = client.get(path)
    ((mark, _each, form),) = page.context["lines"]
    for word in (foreign.number, "Zoryana", str(foreign.person_id)):
        assert word not in page.content.decode()
    sent = {**sent_of(form), "mark": mark, "account": str(caseworker_foundation.pk), "reason": "The others left."}
    assert client.post(path, sent).url == path
    assert list(foreign.person.confidential_to.all()) == [caseworker_foundation]
    assert client.get(path).context["lines"] == []
