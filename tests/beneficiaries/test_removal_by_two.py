"""Nothing of people goes before one person has asked and a second has confirmed; alone a day later (S65)."""

import datetime
import re

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from beneficiaries.domain import releases as acts
from beneficiaries.domain.holds import place_hold
from beneficiaries.domain.releases import ReleaseRefused, ask_removal, decide_removal
from beneficiaries.enums import HoldReason
from beneficiaries.models import Person
from beneficiaries.queries.releases import to_ask_for
from portal.audit.models import AuditEvent
from portal.messages.models import OutgoingMessage
from portal.programmes.models import GrantProject
from portal.releasing import ALONE_AFTER, Standing
from portal.retention.engine import run
from portal.retention.models import RELEASE_LASTS, EndOfKeeping, ReleaseDecision, RetentionRelease
from portal.retention.people import CASE, RECORD
from tests.clients import signed_in
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.programmes import make_project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
today = timezone.localdate  # the day of the machine: by it the night removes
PAGE = "/nadzor/retencja/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def over(city, sopot):
    """The case of somebody that is due today."""
    return ended(city, sopot, "Zzyzx", today() - 400 * DAY)


def ended(city, project, surname, on):
    person = make_person(surname, address="ul. Tajna 7")
    make_care(person, city, project)
    return make_participation(person, project, start_on=on - DAY, end_on=on)


def night(later=datetime.timedelta()):
    """Return how many cases and records a night removes, now or later."""
    counts = run(timezone.now() + later).counts
    return {code: count for code, count in counts.items() if code in ("cases", "records")}


def address_of(part):
    return str(Person.objects.get(pk=part.person_id).address or "")


def moved(monkeypatch, by):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + by)


def told(kind):
    return {int(each.recipient_id) for each in OutgoingMessage.objects.filter(kind=kind)}


def token_of(client, action):
    page = client.get(PAGE).content.decode()
    form = re.search(rf'<form method="post" action="{action}".*?</form>', page, re.DOTALL)
    return re.search(r'name="submission" value="([^"]+)"', form[0])[1] if form else ""


def press(client, name, **typed):
    path = reverse(name)
    return client.post(path, {"submission": token_of(client, path), **typed}, follow=True)


def code_of(act, *args, **values):
    with pytest.raises(ReleaseRefused) as refused:
        act(*args, **values)
    return refused.value.code


def test_night_after_the_confirmation_removes_it_and_none_before(over, dpo, coordinator):
    assert night() == {}
    release = ask_removal(CASE, by=coordinator)
    assert night() == {}
    assert address_of(over) == "ul. Tajna 7"
    decide_removal(release, confirmed=True, reason="", by=dpo)
    assert night() == {"cases": 1}
    assert EndOfKeeping.objects.get().rule == CASE
    assert night() == {}
    assert code_of(decide_removal, release, confirmed=False, reason="x", by=dpo) == acts.OVER


def test_release_of_cases_lets_no_record_go(over, dpo, coordinator):
    GrantProject.objects.update(retention_until=today() - DAY)
    decide_removal(ask_removal(CASE, by=coordinator), confirmed=True, reason="", by=dpo)
    assert night() == {"cases": 1}
    decide_removal(ask_removal(RECORD, by=coordinator), confirmed=True, reason="", by=dpo)
    assert night() == {"records": 1}


def test_who_asked_does_not_confirm_while_somebody_else_may(over, dpo, coordinator):
    release = ask_removal(CASE, by=coordinator)
    assert told("removal-asked") == {dpo.pk}
    assert code_of(decide_removal, release, confirmed=True, reason="In a hurry.", by=coordinator) == acts.OWN
    assert not ReleaseDecision.objects.exists()


def test_alone_it_holds_a_day_later_with_a_reason_and_the_officer_is_told(over, dpo):
    release = ask_removal(CASE, by=dpo)
    assert code_of(decide_removal, release, confirmed=True, reason=" ", by=dpo) == acts.NO_REASON
    decide_removal(release, confirmed=True, reason="The second post is vacant.", by=dpo)
    assert told("done-alone") == {dpo.pk}
    assert night() == {}
    assert night(ALONE_AFTER - datetime.timedelta(minutes=5)) == {}
    assert "The second post is vacant." in signed_in(dpo).get(reverse("done_alone")).content.decode()
    assert night(ALONE_AFTER + datetime.timedelta(minutes=5)) == {"cases": 1}


def test_what_was_confirmed_alone_can_be_stopped_by_somebody_who_comes(over, dpo, request):
    release = ask_removal(CASE, by=dpo)
    decide_removal(release, confirmed=True, reason="The second post is vacant.", by=dpo)
    decide_removal(release, confirmed=False, reason="Not these.", by=request.getfixturevalue("coordinator"))
    assert night(2 * ALONE_AFTER) == {}


def test_who_becomes_due_later_stays(over, city, sopot, dpo, coordinator):
    release = ask_removal(CASE, by=coordinator)
    later = ended(city, sopot, "Qwfpgj", today() - 399 * DAY)
    decide_removal(release, confirmed=True, reason="", by=dpo)
    assert night() == {"cases": 1}
    assert address_of(later) == "ul. Tajna 7"
    assert release.people == 1


def test_date_that_is_set_back_afterwards_releases_nobody(over, city, sopot, dpo, coordinator):
    waits = make_participation(make_person(surname="Kept"), make_project(leader=city))
    GrantProject.objects.filter(pk=sopot.pk).update(retention_until=today() - DAY)
    decide_removal(ask_removal(RECORD, by=coordinator), confirmed=True, reason="", by=dpo)
    GrantProject.objects.update(retention_until=today() - 9 * DAY)
    assert night() == {"records": 1}
    assert Person.objects.get(pk=waits.person_id).surname == "Kept"


def test_hold_that_is_placed_after_the_confirmation_holds(over, dpo, coordinator):
    decide_removal(ask_removal(CASE, by=coordinator), confirmed=True, reason="", by=dpo)
    place_hold(over, HoldReason.DISPUTE, words="sygn. 1", until=None, by=dpo)
    assert night() == {}
    assert address_of(over) == "ul. Tajna 7"


def test_refusal_is_for_good_and_it_may_be_asked_again(over, dpo, coordinator):
    release = ask_removal(CASE, by=coordinator)
    assert code_of(decide_removal, release, confirmed=False, reason="", by=dpo) == acts.NO_REASON
    decide_removal(release, confirmed=False, reason="A control is coming.", by=dpo)
    assert code_of(decide_removal, release, confirmed=True, reason="", by=dpo) == acts.DONE
    assert night() == {}
    assert ask_removal(CASE, by=coordinator).people == 1


def test_confirmation_of_two_at_once_is_one(over, dpo, coordinator, monkeypatch):
    release = ask_removal(CASE, by=coordinator)
    stale = RetentionRelease.objects.prefetch_related("decisions").get(pk=release.pk)
    assert stale.decision(confirmed=True) is None
    decide_removal(release, confirmed=True, reason="", by=dpo)
    assert code_of(decide_removal, stale, confirmed=True, reason="", by=dpo) == acts.DONE
    decision = ReleaseDecision.objects.get()
    with pytest.raises(IntegrityError):
        ReleaseDecision.objects.create(
            release=release, is_confirmed=True, decided_by=coordinator, decided_at=decision.decided_at
        )


def test_refusal_at_the_same_moment_is_stronger(over, dpo, coordinator):
    release = ask_removal(CASE, by=coordinator)
    stale = RetentionRelease.objects.prefetch_related("decisions").get(pk=release.pk)
    assert stale.standing(timezone.now()) is Standing.WAITING
    decide_removal(release, confirmed=False, reason="No.", by=dpo)
    decide_removal(stale, confirmed=True, reason="", by=dpo)
    assert night() == {}


def test_release_waits_and_holds_thirty_days(over, dpo, coordinator, monkeypatch):
    release = ask_removal(CASE, by=coordinator)
    assert release.standing(release.asked_at + RELEASE_LASTS) is Standing.OVER
    decided = decide_removal(release, confirmed=True, reason="", by=dpo)
    assert night(RELEASE_LASTS + DAY) == {}
    release = RetentionRelease.objects.get()
    assert release.standing(decided.decided_at + RELEASE_LASTS - DAY) is Standing.OPEN
    moved(monkeypatch, RELEASE_LASTS + DAY)
    assert code_of(decide_removal, release, confirmed=False, reason="x", by=dpo) == acts.OVER
    assert ask_removal(CASE, by=coordinator).people == 1


def test_waiting_release_is_over_after_thirty_days(over, dpo, coordinator, monkeypatch):
    release = ask_removal(CASE, by=coordinator)
    moved(monkeypatch, RELEASE_LASTS + DAY)
    assert code_of(decide_removal, release, confirmed=True, reason="", by=dpo) == acts.OVER


def test_nobody_is_asked_for_twice(over, coordinator):
    ask_removal(CASE, by=coordinator)
    assert code_of(ask_removal, CASE, by=coordinator) == acts.NOTHING


def test_people_of_a_project_out_of_reach_are_neither_asked_for_nor_confirmed(over, sopot, city, dpo, coordinator):
    other = make_project(leader=city)
    make_participation(over.person, other, start_on=today() - 500 * DAY, end_on=today() - 420 * DAY)
    assert code_of(ask_removal, CASE, by=coordinator) == acts.NOTHING
    assert to_ask_for(CASE, {sopot.pk, other.pk}, timezone.now()).count() == 1


def test_others_have_no_right(over, coordinator, coordinator_foundation, auditor):
    release = ask_removal(CASE, by=coordinator)
    assert code_of(decide_removal, release, confirmed=True, reason="", by=coordinator_foundation) == acts.REACH
    for who in (coordinator_foundation, auditor):
        client = signed_in(who)
        assert client.post(reverse("ask_for_removal"), {"rule": CASE}).status_code == 404
        assert client.post(reverse("decide_about_removal"), {"decision": "confirm"}).status_code == 404


def test_page_says_who_is_due_by_number_and_two_people_let_it_go(over, dpo, coordinator):
    asker, second = signed_in(dpo), signed_in(coordinator)
    body = second.get(PAGE).content.decode()
    assert over.number in body
    assert "Zzyzx" not in body
    assert "1 person is due" in body
    asked = press(asker, "ask_for_removal", rule=CASE).content.decode()
    assert "Nothing is removed until a second person confirms it." in asked
    assert "You asked for this, so a second person confirms it." in asked
    assert 'value="confirm"' not in asked
    release = RetentionRelease.objects.get()
    assert f"{PAGE}#removals-case" in second.get("/praca/").content.decode()
    waits = second.get(PAGE).content.decode()
    assert "waits for a second person" in waits
    assert 'value="confirm"' in waits
    done = press(second, "decide_about_removal", release=release.pk, decision="confirm").content.decode()
    assert "The next night removes what it covers" in done
    assert 'value="confirm"' not in done
    assert night() == {"cases": 1}
    after = second.get(PAGE).content.decode()
    assert "carried out" in after
    assert "Zzyzx" not in after
    events = AuditEvent.objects.filter(object_type__in=["retentionrelease", "releasedecision"])
    assert [each.detail for each in events.order_by("pk")] == [
        {"rule": CASE, "people": 1},
        {"confirmed": True, "alone": False},
    ]


def test_refusal_without_a_reason_comes_back_in_words(over, dpo, coordinator):
    release, second = ask_removal(CASE, by=coordinator), signed_in(dpo)
    answer = press(second, "decide_about_removal", release=release.pk, decision="refuse", reason=" ")
    assert "Say why nothing may be removed." in answer.content.decode()
    assert not ReleaseDecision.objects.exists()
    press(second, "decide_about_removal", release=release.pk, decision="refuse", reason="A control is coming.")
    assert "A control is coming." in signed_in(coordinator).get(PAGE).content.decode()


def test_alone_without_a_reason_comes_back_in_words(over, dpo):
    press(signed_in(dpo), "ask_for_removal", rule=CASE)
    client, release = signed_in(dpo), RetentionRelease.objects.get()
    assert "Nobody else has the right to confirm this." in client.get(PAGE).content.decode()
    answer = press(client, "decide_about_removal", release=release.pk, decision="confirm")
    assert "Say why nobody else confirms it." in answer.content.decode()
    assert not ReleaseDecision.objects.exists()
    answer = press(client, "decide_about_removal", release=release.pk, decision="confirm", reason="Vacant.")
    assert "until then it can be stopped" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"release": "x", "decision": "confirm"},
        {"release": "018f0000-0000-7000-8000-000000000000", "decision": "confirm"},
        {"decision": "x"},
        {"reason": "x" * 301, "decision": "refuse"},
        {},
    ],
)
def test_bad_input_changes_nothing(over, dpo, coordinator, typed):
    release = ask_removal(CASE, by=coordinator)
    answer = press(signed_in(dpo), "decide_about_removal", **{"release": release.pk, **typed})
    assert answer.status_code == 200
    assert not ReleaseDecision.objects.exists()
    assert press(signed_in(dpo), "ask_for_removal", rule="x").status_code == 200
    assert RetentionRelease.objects.count() == 1


def test_number_that_the_reader_may_not_see_is_counted_and_not_shown(over, dpo):
    over.person.denied_to.add(dpo)
    body = signed_in(dpo).get(PAGE).content.decode()
    assert over.number not in body
    assert "1 person is due" in body
    assert "The count is whole." in body


def test_release_out_of_reach_stands_on_nobody_elses_page(over, city, dpo, coordinator):
    release = ask_removal(CASE, by=coordinator)
    stranger = signed_in(make_member("coordinator", city, make_project(leader=city)))
    assert "asked for by" not in stranger.get(PAGE).content.decode()
    assert "asked for by" in signed_in(dpo).get(PAGE).content.decode()
    press(stranger, "decide_about_removal", release=release.pk, decision="refuse", reason="x")
    assert not ReleaseDecision.objects.exists()


def test_page_asks_as_often_for_many_as_for_one(over, city, sopot, dpo, coordinator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask_removal(CASE, by=coordinator)
    client = signed_in(dpo)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for name in ("A", "B", "C"):
        ended(city, sopot, name, today() - 400 * DAY)
    with django_assert_num_queries(len(one)):
        client.get(PAGE)
