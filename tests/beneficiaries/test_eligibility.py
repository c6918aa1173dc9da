"""What somebody shows before they count: noted on one screen, and the count follows (R88, R99, contracts §3)."""

import pytest
from django.urls import reverse

from beneficiaries.domain.eligibility import ask_for_checks
from beneficiaries.enums import Eligibility
from beneficiaries.models import EligibilityCheck, ParticipationVersion, PersonDocument
from portal.programmes.loading import ConfigurationError
from tests.counting import figures
from tests.factories.beneficiaries import make_participant
from tests.factories.households import make_household
from tests.factories.services import make_support
from tests.forms import fill, sent_of

STAY = {
    "legal-stay_outcome": "met", "legal-stay_evidence": "residence-card", "legal-stay_number_end": "RR 123 456 789",
    "legal-stay_valid_until_0": "3", "legal-stay_valid_until_1": "5", "legal-stay_valid_until_2": "2029",
}  # fmt: skip
HOME = {"residence_outcome": "met", "residence_evidence": "lease"}


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def participation(city, sopot, caseworker_city):
    made = make_participant(city, sopot, caseworker=caseworker_city)
    ParticipationVersion.objects.filter(participation=made).update(eligibility="")
    make_support(made)
    return made


@pytest.fixture
def path(participation):
    return reverse("eligibility", args=[participation.number])


def in_force(participation) -> ParticipationVersion:
    return ParticipationVersion.objects.current().get(participation=participation)


def total(project) -> int:
    return figures(project)["EECO01 cumulative"][2]


def test_both_deciding_checks_make_the_person_count(client, sopot, participation, path, caseworker_city):
    before = total(sopot)
    fill(client, path, **STAY)
    assert (in_force(participation).eligibility, total(sopot)) == ("", before)
    fill(client, path, **HOME)
    version = in_force(participation)
    assert (version.eligibility, total(sopot)) == (Eligibility.SEEN, before + 1)
    assert version.eligibility_source.startswith(f"{caseworker_city.name}, 20")
    assert version.start_on is not None


def test_only_the_end_of_a_number_is_kept_and_the_title_reminds_of_its_last_day(client, participation, path):
    fill(client, path, **STAY)
    check = EligibilityCheck.objects.current().get()
    check.participation = participation
    assert check.number_end == "6789"
    document = PersonDocument.objects.current().get()
    assert (document.fact_id, str(document.last_day)) == (check.document, "2029-05-03")


def test_not_fulfilled_needs_words_and_ends_the_count(client, sopot, participation, path):
    fill(client, path, **STAY, **HOME)
    before = total(sopot)
    answer = fill(client, path, residence_outcome="not-met", residence_evidence="", why="moved away")
    assert "residence_note" in answer.context["form"].errors
    fill(client, path, residence_outcome="not-met", residence_note="lives in Gdynia", why="moved away")
    assert (in_force(participation).eligibility, total(sopot)) == (Eligibility.NONE, before - 1)


def test_check_can_be_taken_back_with_a_reason(client, participation, path):
    fill(client, path, **STAY, **HOME)
    answer = fill(client, path, residence_outcome="")
    assert list(answer.context["form"].errors) == ["why"]
    fill(client, path, residence_outcome="", why="another flat")
    assert in_force(participation).eligibility == Eligibility.NONE
    assert EligibilityCheck.objects.filter(criterion="residence").count() == 1  # its history stays


def test_word_of_a_list_stands_until_everything_is_seen(client, participation, path):
    ParticipationVersion.objects.filter(participation=participation).update(eligibility="asserted")
    fill(client, path, **STAY)
    assert in_force(participation).eligibility == Eligibility.ASSERTED
    fill(client, path, **HOME)
    assert in_force(participation).eligibility == Eligibility.SEEN


def test_two_colleagues_at_once_the_second_sees_both(client, participation, path):
    sent = sent_of(client.get(path).context["form"]) | STAY | HOME
    fill(client, path, **{**STAY, "legal-stay_evidence": "visa"})
    answer = client.post(path, sent)
    assert answer.status_code == 200
    assert answer.context["differences"]
    assert not EligibilityCheck.objects.filter(criterion="residence").exists()
    fill_again = sent_of(answer.context["form"]) | HOME | {"why": "card, not visa"}
    assert client.post(path, fill_again).status_code == 302


def test_home_seen_once_is_noted_for_the_family(client, city, sopot, participation, path, caseworker_city):
    child = make_participant(city, sopot, caseworker=caseworker_city)
    make_household(participation, child)
    fill(client, path, **STAY, **HOME, also_for=[child.number])
    assert set(EligibilityCheck.objects.values_list("participation", "criterion")) == {
        (participation.pk, "legal-stay"), (participation.pk, "residence"), (child.pk, "residence"),
    }  # fmt: skip


def test_nobody_else_can_be_named_for_the_same_home(client, city, sopot, participation, path):
    stranger = make_participant(city, sopot)
    fill(client, path, **HOME, also_for=[stranger.number])
    assert not EligibilityCheck.objects.filter(participation=stranger).exists()


def test_colleague_without_the_person_finds_no_page(client_of, caseworker_foundation, path):
    assert client_of(caseworker_foundation).get(path).status_code == 404


def test_title_that_was_over_at_the_start_warns_and_the_person_counts(client, sopot, participation, path):
    fill(client, path, **{**STAY, "legal-stay_valid_until_2": "2025"}, **HOME, seen_on="2026-01-30")
    assert in_force(participation).eligibility == Eligibility.SEEN
    page = client.get(reverse("person_record", args=[participation.number])).content.decode()
    assert "minęła przed rozpoczęciem" in page or "was before the start" in page


@pytest.mark.parametrize(
    "checks", [[{"criterion": "no-such"}], [{"criterion": "residence"}, {"criterion": "residence"}]]
)
def test_project_file_that_names_no_check_is_refused(sopot, checks):
    with pytest.raises(ConfigurationError):
        ask_for_checks(sopot, checks)


@pytest.mark.parametrize("bad", ["\0", "x" * 100_000, "%ED%A0%80", "\u202eא"])
def test_bad_input_is_a_message(client, path, bad):
    sent = (
        sent_of(client.get(path).context["form"])
        | STAY
        | {"legal-stay_evidence": bad, "residence_note": bad, "version": bad}
    )
    assert client.post(path, sent).status_code == 200
