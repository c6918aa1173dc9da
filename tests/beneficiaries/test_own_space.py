"""What a person does on the own pages about the person, and what staff do about them (S24, S37, S63, S67–S70)."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from beneficiaries.domain.consents import Way, give, hand_notice, refuse, withdraw
from beneficiaries.domain.own_space import MOST_WAITING
from beneficiaries.enums import ConsentDecision, RightAsker, RightKind, SentState, TextChannel
from beneficiaries.models import (
    Consent,
    DocumentFile,
    HouseholdMember,
    ParticipantAccount,
    Person,
    RightsRequest,
    SentFile,
)
from beneficiaries.queries.consents import consent_in_force
from beneficiaries.queries.own_space import account_for
from beneficiaries.tables.held_people import consents
from portal.audit.models import AuditEvent
from portal.clock import local_day, today
from portal.own.models import Slip
from portal.uploads.models import StoredFile
from tests.clients import signed_in
from tests.factories.beneficiaries import make_participant, make_participation
from tests.factories.documents import make_document
from tests.factories.households import make_guardian, make_household
from tests.factories.own import make_own_account, make_sent_file, own_browser
from tests.factories.programmes import make_project
from tests.factories.texts import make_kind, make_notice, text_of
from tests.portal.uploads.corpus import picture, sent

DATA, DOCUMENTS, CONSENTS = "/pl/moje/dane/", "/pl/moje/dokumenty/", "/pl/moje/zgody/"


@pytest.fixture
def oksana(city, sopot, caseworker_city):
    """A person of the city in somebody's charge."""
    return make_participant(
        city, sopot, caseworker=caseworker_city, given_names="Oksana", pesel="90051712345", phone="+48512000111"
    )


@pytest.fixture
def inside(oksana):
    """Oksana's browser."""
    return own_browser(oksana)


@pytest.fixture
def staff(caseworker_city):
    """The caseworker's browser."""
    return signed_in(caseworker_city)


def token_of(answer, name: str = "submission") -> str:
    """Return the token of the form on a page."""
    return answer.content.decode().split(f'name="{name}" value="')[1].split('"')[0]


def send(browser, path: str, **typed):
    """Open a page and send its form."""
    return browser.post(path, {"submission": token_of(browser.get(path)), **typed}, follow=True)


def test_pesel_is_masked_on_the_page_and_whole_in_the_copy(inside):
    assert "90051712345" not in inside.get(DATA).content.decode()
    assert "90051712345" in inside.get("/pl/moje/dane/kopia/").content.decode()


def test_request_is_taken_once_with_the_identity_of_whoever_signed_in(inside, oksana):
    page = inside.get(DATA)
    typed = {"submission": token_of(page), "kind": "rectify", "words": "Прізвище"}
    for _ in range(2):
        inside.post(DATA, typed)
    asked = RightsRequest.objects.get()
    assert (asked.kind, asked.identity, asked.received_by) == (RightKind.RECTIFICATION, "signed-in", None)
    assert asked.participation == oksana and asked.words == "Прізвище"
    assert asked.number in inside.get(DATA).content.decode()


def test_same_request_again_is_explained_and_what_was_typed_stays(inside):
    send(inside, DATA, kind="erase")
    said = send(inside, DATA, kind="erase", words="please").content.decode()
    assert RightsRequest.objects.count() == 1
    assert "please" in said and 'class="errors"' in said


def test_correction_needs_words(inside):
    send(inside, DATA, kind="rectify")
    assert not RightsRequest.objects.exists()


def test_guardian_asks_as_a_guardian(inside, oksana, city, sopot):
    child = make_participant(city, sopot, birth_date=datetime.date(2016, 3, 1))
    link = make_guardian(child, oksana)
    inside.post("/pl/moje/dla-kogo/", {"about": str(child.person_id)})
    send(inside, DATA, kind="access")
    asked = RightsRequest.objects.get()
    assert (asked.asker, asked.guardianship, asked.participation) == (RightAsker.GUARDIAN, link, child)
    inside.post("/pl/moje/dla-kogo/", {"about": str(oksana.person_id)})
    assert asked.number not in inside.get(DATA).content.decode()


def test_copy_for_programs_holds_what_the_pages_show_and_is_noted(inside, oksana, city):
    make_document(oksana, city, note="staff remark")
    answer = inside.get("/uk/moje/dane/kopia/?postac=json")
    made = json.loads(answer.content)
    codes = {part["code"] for part in made["parts"]}
    assert codes == {"identity", "documents", "appointments", "plan", "participation", "consents"}
    assert "staff remark" not in answer.content.decode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    event = AuditEvent.objects.order_by("at").last()
    assert "export" in (event.action, *event.detail.get("also", []))


def test_copy_tells_of_what_was_decided_and_told_in_the_persons_language(inside, oksana, sopot):
    asked, told = make_kind(sopot, "photos"), make_notice(sopot)
    give(oksana.person, text_of(asked, "pl"), Way(TextChannel.PAPER, datetime.date(2026, 3, 1)))
    withdraw(oksana.person, text_of(asked, "pl"), Way(TextChannel.PAPER, datetime.date(2026, 3, 2)))
    hand_notice(oksana.person, text_of(told, "pl"), Way(TextChannel.PAPER, datetime.date(2026, 3, 1)))
    made = json.loads(inside.get("/uk/moje/dane/kopia/?postac=json").content)
    (said, given) = next(part["entries"] for part in made["parts"] if part["code"] == "consents")
    with override("uk"):
        withdrawn = str(ConsentDecision.WITHDRAWN.label)
    assert list(said.values()) == [text_of(asked, "uk").title, withdrawn, "2 березня 2026 року"]
    assert list(given.values()) == [text_of(told, "uk").title, "1 березня 2026 року"]


def test_photo_waits_until_a_colleague_puts_it_to_a_document(inside, staff, oksana, city):
    document = make_document(oksana, city)
    send(inside, DOCUMENTS, shows="residence", chosen=sent("a.jpg", picture()))
    waiting = SentFile.objects.get()
    assert not DocumentFile.objects.exists()
    assert staff.get(reverse("sent_file", args=[oksana.number, waiting.pk])).headers["Content-Type"] == "image/jpeg"
    path = reverse("person_sent_files", args=[oksana.number])
    send(staff, path, sent=str(waiting.pk), goal=str(document.fact_id))
    waiting.refresh_from_db()
    assert waiting.state == SentState.TAKEN
    assert DocumentFile.objects.get().stored_id == waiting.stored_id


def test_photo_that_is_not_needed_is_gone_for_good(staff, oksana):
    waiting = make_sent_file(oksana)
    send(staff, reverse("person_sent_files", args=[oksana.number]), sent=str(waiting.pk), goal="remove")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.stored) == (SentState.REMOVED, None)
    assert not StoredFile.objects.exists()


def test_what_a_person_does_bears_the_day_of_the_try_out(inside, oksana, settings):
    settings.PORTAL_TODAY = "2027-02-15"
    send(inside, DOCUMENTS, shows="residence", chosen=sent("a.jpg", picture()))
    send(inside, DATA, kind="erase", words="please")
    asked = RightsRequest.objects.get()
    moments = [SentFile.objects.get().sent_at, asked.received_at, *asked.steps.values_list("at", flat=True)]
    assert {local_day(each) for each in moments} == {today()}
    made = json.loads(inside.get("/uk/moje/dane/kopia/?postac=json").content)
    assert made["made_at"].startswith("2027-02-15")


def test_nobody_sends_more_than_anybody_looks_through(inside, oksana):
    for _ in range(MOST_WAITING):
        make_sent_file(oksana)
    said = send(inside, DOCUMENTS, shows="other", chosen=sent("a.jpg", picture())).content.decode()
    assert SentFile.objects.count() == MOST_WAITING and 'class="errors"' in said


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"MZ\x90"])
def test_file_that_is_no_picture_is_refused_with_words(content, inside):
    said = send(inside, DOCUMENTS, shows="other", chosen=sent("a.jpg", content))
    assert said.status_code == 200 and not SentFile.objects.exists()


def test_photo_of_somebody_out_of_reach_is_not_there(oksana, caseworker_foundation):
    waiting = make_sent_file(oksana)
    stranger = signed_in(caseworker_foundation)
    assert stranger.get(reverse("sent_file", args=[oksana.number, waiting.pk])).status_code == 404
    assert stranger.get(reverse("own_access", args=[oksana.number])).status_code == 404


def test_photos_that_wait_stand_on_my_day_and_on_the_record(staff, oksana):
    make_sent_file(oksana)
    path = reverse("person_sent_files", args=[oksana.number])
    assert path in staff.get(reverse("my_day")).content.decode()
    assert path in staff.get(reverse("person_record", args=[oksana.number])).content.decode()


def test_access_is_given_with_a_code_that_is_shown_once_and_opens_the_page(staff, oksana, client):
    path = reverse("own_access", args=[oksana.number])
    paper = send(staff, path, do="give").content.decode()
    code = paper.split('class="code">')[1].split("<")[0]
    assert ParticipantAccount.objects.get().person == oksana.person
    assert "Oksana" not in paper.partition("<section")[2].partition("</section>")[0]
    assert code not in staff.get(reverse("own_slip", args=[oksana.number]), follow=True).content.decode()
    assert client.post("/uk/moje/wejscie/", {"way": "slip", "slip": code}).headers["Location"] == "/uk/moje/"


def test_block_and_new_access(staff, oksana):
    account = make_own_account(oksana)
    path = reverse("own_access", args=[oksana.number])
    send(staff, path, do="block")
    account.refresh_from_db()
    assert account.blocked_at and not account.user.is_active
    send(staff, path, do="give")
    account.refresh_from_db()
    account.user.refresh_from_db()
    assert account.blocked_at is None and account.user.is_active
    assert Slip.objects.filter(withdrawn_at=None).count() == 1


def test_consent_is_given_and_withdrawn_by_the_person(inside, oksana, consent_text):
    page = inside.get(CONSENTS)
    typed = {"submission": token_of(page), "text": str(consent_text.pk), "decision": "given"}
    inside.post(CONSENTS, typed)
    inside.post(CONSENTS, typed)
    assert Consent.objects.get().decision == ConsentDecision.GIVEN
    assert Consent.objects.get().by is None
    page = inside.get(CONSENTS)
    inside.post(CONSENTS, {"submission": token_of(page), "text": str(consent_text.pk), "decision": "withdrawn"})
    assert Consent.objects.order_by("at").last().decision == ConsentDecision.WITHDRAWN


@pytest.mark.parametrize("typed", [{}, {"text": "x"}, {"text": "018f0000-0000-7000-8000-000000000000"}])
def test_decision_about_no_text_changes_nothing(typed, inside, consent_text):
    answer = inside.post(CONSENTS, {"submission": "018f0000-0000-7000-8000-000000000001", "decision": "given", **typed})
    assert answer.status_code == 302 and not Consent.objects.exists()


@pytest.fixture
def consent_text(sopot):
    """A question about pictures, published in Polish."""
    from django.utils import timezone

    from beneficiaries.models import ConsentKind, ConsentText

    kind, _new = ConsentKind.objects.get_or_create(grant_project=sopot, code="image", defaults={"name": "Image"})
    found = ConsentText.objects.filter(kind=kind, language="pl").order_by("-number").first()
    return found or ConsentText.objects.create(
        kind=kind, number=1, language="pl", title="Zdjęcia", body="Czy możemy…", digest="0" * 64,
        published_at=timezone.now(),
    )  # fmt: skip


def test_readings_tell_role_and_organisation_and_no_name(inside, staff, oksana, caseworker_city):
    staff.get(reverse("person_record", args=[oksana.number]))
    said = inside.get("/en/moje/kto-widzial/").content.decode()
    assert caseworker_city.name not in said
    assert "People who help you" in said and "worked on your case" in said


class TestChildOfSomebodyWhoHides:
    """A father opens the pages of his child; the mother, who lives with it, hides from him (S25, S67)."""

    @pytest.fixture
    def child(self, oksana, city, sopot):
        made = make_participant(
            city, sopot, birth_date=datetime.date(2016, 3, 1), phone="+48512000222",
            email="anna@example.test", address="Rzemieślnicza 1, Sopot",
        )  # fmt: skip
        make_guardian(made, oksana)
        return made

    @pytest.fixture
    def mother(self, child, city, sopot):
        made = make_participant(city, sopot)
        make_household(made, child)
        return made

    def told(self, inside, child) -> str:
        """Everything that the pages and the copies say of the child."""
        inside.post("/pl/moje/dla-kogo/", {"about": str(child.person_id)})
        paths = (DATA, "/pl/moje/dane/poprawki/", "/pl/moje/dane/kopia/", "/pl/moje/dane/kopia/?postac=json")
        answers = [inside.get(path) for path in paths]
        assert {answer.status_code for answer in answers} == {200}
        return "".join(answer.content.decode() for answer in answers)

    def test_reads_where_it_lives_while_nobody_hides(self, inside, child, mother):
        told = self.told(inside, child)
        for words in ("Rzemieślnicza", "512000222", "anna@example.test"):
            assert words in told

    def test_is_asked_once_for_all_parts_of_a_page(self, inside, child, mother):
        inside.post("/pl/moje/dla-kogo/", {"about": str(child.person_id)})
        for path in (DATA, "/pl/moje/dane/kopia/"):
            with CaptureQueriesContext(connection) as asked:
                inside.get(path)
            found = [each["sql"] for each in asked if "beneficiaries_householdmember" in str(each["sql"])]
            assert len(found) == 1, found

    @pytest.mark.parametrize("flag", ["is_confidential", "is_cautious"])
    @pytest.mark.parametrize("as_guardian", [False, True])
    def test_reads_nothing_that_leads_there(self, inside, child, mother, flag, as_guardian):
        if as_guardian:
            HouseholdMember.objects.all().delete()
            make_guardian(child, mother)
        Person.objects.filter(pk=mother.person_id).update(**{flag: True})
        told = self.told(inside, child)
        assert child.person.given_names in told
        for words in ("Rzemieślnicza", "512000222", "anna@example.test"):
            assert words not in told

    def test_who_hides_reads_it_of_the_own_child(self, child, mother):
        Person.objects.filter(pk=mother.person_id).update(is_confidential=True)
        make_guardian(child, mother)
        assert "Rzemieślnicza" in self.told(own_browser(mother), child)


def test_number_that_two_adults_share_signs_nobody_in(oksana, city, sopot):
    account = make_own_account(oksana)
    make_participant(city, sopot, birth_date=datetime.date(2016, 3, 1), phone="512 000 111")
    assert account_for("512000111") == account.user_id
    husband = make_participant(city, sopot, phone="+48 512 000 111")
    assert account_for("512000111") is None
    Person.objects.filter(pk=husband.person_id).update(merged_into=oksana.person)
    assert account_for("512000111") == account.user_id


def test_what_was_agreed_to_elsewhere_can_be_withdrawn(inside, oksana, city, sopot):
    other = make_project(leader=city)
    make_participation(oksana.person, other)
    ended, elsewhere = make_kind(sopot, "ended"), make_kind(other, "elsewhere")
    way = Way(TextChannel.PAPER, today())
    for kind in (ended, elsewhere):
        give(oksana.person, text_of(kind), way)
    ended.ended_on = today() - datetime.timedelta(1)
    ended.save()
    for kind in (ended, elsewhere):
        assert consent_in_force(oksana.person, kind.code)
        send(inside, CONSENTS, text=str(text_of(kind).pk), decision="withdrawn")
        assert not consent_in_force(oksana.person, kind.code)
    page = inside.get(CONSENTS)
    assert text_of(ended).pk not in {row.key for row in page.context["rows"]}


def test_held_decision_is_called_an_answer_and_not_told_to_answer(oksana, sopot):
    refuse(oksana.person, text_of(make_kind(sopot, "photos")), Way(TextChannel.PAPER, datetime.date(2026, 3, 1)))
    with override("uk"):
        labels = [str(label) for label, _value in consents(oksana)[0].facts]
    assert labels[-1] == "Ваша відповідь"
