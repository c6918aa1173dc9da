"""The command that invents: what it refuses."""

from beneficiaries.models import Person
from tests.commands import run
from tests.factories.beneficiaries import make_participant


def test_production_mode_refuses_to_invent(capsys, settings, sopot):
    settings.PORTAL_TRYOUT = False
    ran = run(capsys, "invent")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert not Person.objects.exists()


def test_nothing_is_added_to_people_who_are_there(capsys, sopot, city):
    make_participant(city, sopot)
    ran = run(capsys, "invent")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert Person.objects.count() == 1
