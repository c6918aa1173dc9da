"""Two people with a space of their own."""

import pytest

from tests.factories.beneficiaries import make_participant
from tests.factories.own import make_own_account


@pytest.fixture
def oksana(city, sopot):
    """A person of the city with a phone and an account."""
    participation = make_participant(
        city, sopot, given_names="Oksana", surname="Kovalenko", phone="+48 512 000 111", email="oksana@example.test",
        contact_way="call", contact_language="uk",
    )  # fmt: skip
    make_own_account(participation)
    return participation


@pytest.fixture
def anna(foundation, sopot):
    """Somebody else, of the foundation, with an account."""
    participation = make_participant(foundation, sopot, given_names="Anna", surname="Zhuk", phone="+48 512 000 222")
    make_own_account(participation)
    return participation
