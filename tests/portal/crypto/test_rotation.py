"""A new master key: old values open, new ones are wrapped with it, and the old one can be retired (S60)."""

from dataclasses import replace

import pytest

from beneficiaries.models import Person
from portal.crypto.models import DataKey
from portal.crypto.rotation import rewrap_data_keys
from portal.crypto.sealing import SealBroken
from tests.factories.beneficiaries import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person(phone="+48600100200")


@pytest.fixture
def newer(settings, person):
    """The key ring after a second master key came into use."""
    ring = settings.PORTAL_KEY_RING
    settings.PORTAL_KEY_RING = replace(ring, current="k2", field={**ring.field, "k2": bytes(32)})
    return settings.PORTAL_KEY_RING


def key_of(person):
    return DataKey.objects.get(pk=person.data_key_id)


def test_old_keys_open_and_new_ones_are_wrapped_by_the_new_master_key(newer, person):
    assert Person.objects.get(pk=person.pk).phone == "+48600100200"
    assert key_of(person).master_key_id == "k1"
    assert key_of(make_person()).master_key_id == "k2"


def test_rewrapped_key_opens_the_same_values_without_the_old_master_key(newer, settings, person):
    before = key_of(person).key
    assert rewrap_data_keys() == 1
    settings.PORTAL_KEY_RING = replace(newer, field={"k2": newer.field["k2"]})
    after = key_of(person)
    assert (after.key, after.master_key_id) == (before, "k2")
    assert Person.objects.get(pk=person.pk).phone == "+48600100200"


def test_rewrapping_can_be_broken_off_and_done_again(newer, person, monkeypatch):
    others = [make_person() for _ in range(2)]
    for other in others:
        key = key_of(other)
        monkeypatch.setattr("portal.crypto.models.settings.PORTAL_KEY_RING", replace(newer, current="k1"))
        key.rewrap()
        key.save()
        monkeypatch.undo()
    wrap, done = DataKey.wrap, []

    def killed(self, key):
        if done:
            raise KeyboardInterrupt
        done.append(self)
        wrap(self, key)

    monkeypatch.setattr(DataKey, "wrap", killed)
    with pytest.raises(KeyboardInterrupt):
        rewrap_data_keys()
    monkeypatch.undo()
    assert rewrap_data_keys() == 2
    assert rewrap_data_keys() == 0
    assert {key.master_key_id for key in DataKey.objects.all()} == {"k2"}


def test_rewrapping_does_not_bring_back_a_key_destroyed_meanwhile(newer, person, monkeypatch):
    rewrap = DataKey.rewrap

    def destroyed_meanwhile(self):
        DataKey.objects.filter(pk=self.pk).update(wrapped=b"")
        rewrap(self)

    monkeypatch.setattr(DataKey, "rewrap", destroyed_meanwhile)
    assert rewrap_data_keys() == 0
    assert bytes(key_of(person).wrapped) == b""


def test_retired_master_key_and_destroyed_data_key_leave_nothing_readable(settings, newer, person):
    settings.PORTAL_KEY_RING = replace(newer, field={"k2": newer.field["k2"]})
    with pytest.raises(SealBroken):
        _ = Person.objects.get(pk=person.pk).phone
    settings.PORTAL_KEY_RING = newer
    DataKey.objects.filter(pk=person.data_key_id).update(wrapped=b"")
    with pytest.raises(SealBroken):
        _ = Person.objects.get(pk=person.pk).phone


def test_wrapped_key_does_not_open_as_another(person):
    other = key_of(make_person())
    DataKey.objects.filter(pk=person.data_key_id).update(wrapped=other.wrapped)
    with pytest.raises(SealBroken):
        _ = key_of(person).key


def test_no_wrapped_key_holds_its_key(person):
    key = key_of(person)
    assert len(key.key) == 32
    assert key.key not in bytes(key.wrapped)
