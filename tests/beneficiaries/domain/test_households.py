"""Who lives together: one household at a time, history stays, nothing is overwritten in silence."""

import datetime

import pytest

from beneficiaries.domain.guardians import GuardianRefused, add_guardian, change_guardian, end_guardian
from beneficiaries.domain.households import (
    HouseholdRefused,
    describe_household,
    found_household,
    join_household,
    leave_household,
)
from beneficiaries.models import Guardianship, Household, HouseholdMember
from portal.audit.models import AuditEvent
from portal.crypto.ids import new_id
from portal.versions.actions import FactChanged
from tests.factories.beneficiaries import make_participant
from tests.factories.households import make_guardian, make_household

DAY = datetime.date(2026, 9, 15)
SINCE = datetime.date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


@pytest.fixture
def mother(city, sopot):
    return make_participant(city, sopot)


@pytest.fixture
def child(city, sopot):
    return make_participant(city, sopot, birth_date=datetime.date(2016, 5, 1))


@pytest.fixture
def link(child, mother):
    return make_guardian(child, mother)


def test_person_lives_in_one_household_at_a_time_and_the_earlier_one_stays(mother, caseworker_city):
    first = found_household(mother, role="adult", since=SINCE, by=caseworker_city)
    with pytest.raises(HouseholdRefused, match="elsewhere"):
        found_household(mother, role="adult", since=SINCE, by=caseworker_city)
    assert Household.objects.count() == 1
    place = first.members.get()
    leave_household(place, mother, until=datetime.date(2026, 6, 1), why="moved", by=caseworker_city)
    second = make_household()
    with pytest.raises(HouseholdRefused, match="elsewhere"):
        join_household(second, mother, role="adult", since=datetime.date(2026, 5, 1), by=caseworker_city)
    join_household(second, mother, role="adult", since=datetime.date(2026, 6, 1), by=caseworker_city)
    assert list(HouseholdMember.objects.order_by("since").values_list("household", "until")) == [
        (first.pk, datetime.date(2026, 6, 1)), (second.pk, None),
    ]  # fmt: skip


def test_days_that_cannot_be_are_refused(mother, caseworker_city):
    later = DAY + datetime.timedelta(days=1)
    with pytest.raises(HouseholdRefused, match="to-come"):
        found_household(mother, role="adult", since=later, by=caseworker_city)
    place = found_household(mother, role="adult", since=SINCE, by=caseworker_city).members.get()
    for until, why in ((later, "to-come"), (SINCE - datetime.timedelta(days=1), "before")):
        with pytest.raises(HouseholdRefused, match=why):
            leave_household(place, mother, until=until, why="x", by=caseworker_city)


def test_second_colleague_who_lets_somebody_leave_is_told(mother, caseworker_city):
    place = found_household(mother, role="adult", since=SINCE, by=caseworker_city).members.get()
    leave_household(place, mother, until=DAY, why="moved", by=caseworker_city)
    with pytest.raises(FactChanged):
        leave_household(place, mother, until=DAY, why="again", by=caseworker_city)


def test_trail_names_only_who_moved_and_holds_no_words(mother, child, caseworker_city):
    household = found_household(mother, role="adult", since=SINCE, by=caseworker_city)
    join_household(household, child, role="child", since=SINCE, by=caseworker_city)
    describe_household(household, mother, name="Melnyk", address="ul. Polna 1", by=caseworker_city)
    events = list(AuditEvent.objects.filter(object_type="household").order_by("pk"))
    assert [event.subjects for event in events] == [
        [], [str(mother.person_id)], [str(child.person_id)], [str(mother.person_id)],
    ]  # fmt: skip
    assert "Polna" not in str([event.detail for event in events])


def test_name_and_address_are_not_overwritten_in_silence(mother, caseworker_city, coordinator):
    household = found_household(mother, role="adult", since=SINCE, by=caseworker_city)
    written = describe_household(household, mother, name="Melnyk", address=None, by=caseworker_city)
    with pytest.raises(FactChanged):
        describe_household(household, mother, name="Bondar", address=None, by=coordinator)
    describe_household(written, mother, name="Melnyk", address="ul. Polna 1", by=coordinator)
    held = Household.objects.get()
    assert (held.name, held.name_by, held.address, held.address_by) == (
        "Melnyk", caseworker_city, "ul. Polna 1", coordinator,
    )  # fmt: skip


def test_guardian_of_a_child_once_and_never_oneself(mother, child, caseworker_city):
    given = {"kind": "parent", "valid_from": SINCE, "by": caseworker_city}
    add_guardian(child, mother.person, **given)
    with pytest.raises(GuardianRefused, match="twice"):
        add_guardian(child, mother.person, **given)
    for about, guardian, why in (
        (mother, child.person, "no-child"),
        (child, child.person, "oneself"),
        (child, None, "nobody"),
    ):
        with pytest.raises(GuardianRefused, match=why):
            add_guardian(about, guardian, **given)
    assert not Guardianship.objects.get().information_allowed


def test_guardian_from_outside_is_known_by_sealed_words(child, caseworker_city):
    values = {
        "kind": "temporary",
        "valid_from": SINCE,
        "outside_name": "Olena Bondar",
        "outside_phone": "+48 500 600 700",
    }
    add_guardian(child, None, by=caseworker_city, **values)
    link = Guardianship.objects.select_related("child__data_key").get()
    assert (link.outside_name, link.outside_phone) == ("Olena Bondar", "+48 500 600 700")
    assert b"Olena" not in bytes(Guardianship._meta.get_field("outside_name").stored(link))


def test_change_of_a_guardian_raises_when_somebody_was_faster(link, child, caseworker_city):
    stale = Guardianship.objects.get()
    changed = change_guardian(link, child, by=caseworker_city, court_restriction=True, restriction_words="III Nsm 1/26")
    assert changed.court_restriction
    for act in (
        lambda: change_guardian(stale, child, by=caseworker_city, contact_allowed=False),
        lambda: end_guardian(stale, child, until=DAY, why="x", by=caseworker_city),
    ):
        with pytest.raises(FactChanged):
            act()
    assert Guardianship.objects.get().contact_allowed


def test_guardianship_ends_with_a_day_and_a_reason(link, child, caseworker_city):
    with pytest.raises(GuardianRefused, match="to-come"):
        end_guardian(link, child, until=DAY + datetime.timedelta(days=1), why="x", by=caseworker_city)
    with pytest.raises(GuardianRefused, match="before"):
        end_guardian(link, child, until=datetime.date(2025, 1, 1), why="x", by=caseworker_city)
    end_guardian(link, child, until=DAY, why="decision of the court", by=caseworker_city)
    assert Guardianship.objects.get().valid_until == DAY
    assert AuditEvent.objects.filter(object_type="guardianship").latest("pk").reason == "decision of the court"


def test_ended_guardianship_is_not_opened_again_beside_a_new_one(link, child, mother, caseworker_city):
    ended = end_guardian(link, child, until=datetime.date(2026, 6, 1), why="x", by=caseworker_city)
    values = {"kind": "legal", "by": caseworker_city}
    with pytest.raises(GuardianRefused, match="twice"):
        add_guardian(child, mother.person, valid_from=datetime.date(2026, 6, 1), **values)
    add_guardian(child, mother.person, valid_from=datetime.date(2026, 6, 2), **values)
    with pytest.raises(GuardianRefused, match="twice"):
        change_guardian(ended, child, valid_until=None, by=caseworker_city)


def test_version_is_new_with_every_change(link, child, caseworker_city):
    before = link.version
    assert change_guardian(link, child, by=caseworker_city, contact_allowed=True).version == before
    assert change_guardian(link, child, by=caseworker_city, contact_allowed=False).version not in (before, new_id())
