"""The one answer about reaching a person: what was allowed and nothing else (S24)."""

import datetime

import pytest
from django.utils.translation import override

from beneficiaries.enums import Channel, ContactWay
from beneficiaries.models import Person
from beneficiaries.queries.safe_contact import safe_contact

EIGHT, FIVE = datetime.time(8), datetime.time(17)


def contact_of(**values):
    return safe_contact(Person(birth_date=datetime.date(1990, 1, 1), **values))


@pytest.mark.parametrize("more", [{}, {"contact_channels": "sms email"}, {"preferred_channel": "sms"}])
def test_never_is_never_whatever_else_was_ticked(more):
    found = contact_of(contact_way=ContactWay.NEVER, **more)
    assert (found.channels, found.preferred, found.may_leave_message) == (frozenset(), "", False)
    with override("en"):
        assert str(contact_of(contact_way=ContactWay.NEVER, **more).reason) == "The person asked not to be contacted."


def test_messages_only_close_the_phone_and_the_letter():
    found = contact_of(contact_way=ContactWay.MESSAGE)
    assert found.channels == {Channel.SMS, Channel.EMAIL}


def test_named_channels_narrow_and_never_widen():
    assert contact_of(contact_way=ContactWay.MESSAGE, contact_channels="phone sms").channels == {Channel.SMS}
    assert contact_of(contact_channels="letter nonsense").channels == {Channel.LETTER}


def test_whoever_was_not_asked_is_reached_unless_contact_needs_care():
    assert contact_of().channels == set(Channel)
    careful = contact_of(is_cautious=True)
    assert careful.channels == frozenset()
    assert careful.reason
    assert careful.is_neutral
    assert contact_of(is_cautious=True, contact_way=ContactWay.CALL).channels == set(Channel)


def test_nothing_is_left_with_a_machine_when_the_person_says_so_or_contact_needs_care():
    assert contact_of().may_leave_message
    assert not contact_of(leaves_no_message=True).may_leave_message
    assert not contact_of(is_cautious=True, contact_way=ContactWay.CALL).may_leave_message


def test_hours_bind_every_channel():
    found = contact_of(contact_from=EIGHT, contact_until=FIVE)
    assert found.allows("sms", FIVE)
    assert not found.allows("sms", datetime.time(17, 1))
    night = contact_of(contact_from=FIVE, contact_until=EIGHT)
    assert night.allows("sms", datetime.time(23))
    assert not night.allows("sms", datetime.time(12))
    assert contact_of(contact_from=EIGHT).hours is None


def test_language_is_never_guessed_and_a_closed_preference_is_none():
    assert contact_of().language == ""
    assert contact_of(contact_language="uk").language == "uk"
    assert contact_of(contact_way=ContactWay.MESSAGE, preferred_channel="phone").preferred == ""
