"""Every field of every model has an entry in the data map; a gap or an unknown word fails (S64)."""

import pytest

from portal.accounts.models import Membership, User
from portal.datamap import coverage
from portal.datamap.activities import activities
from portal.datamap.coverage import mapped_models, mistakes, named_fields
from portal.datamap.entries import Entry, EntryError, ModelEntry, _entry, entries


def test_the_map_is_whole():
    assert mistakes() == []


@pytest.fixture
def changed(monkeypatch):
    """Put other entries in place of those of one model; returns what the check says then."""

    def change(label: str, entry: ModelEntry | None) -> list[str]:
        there = {**entries()}
        if entry is None:
            del there[label]
        else:
            there[label] = entry
        monkeypatch.setattr(coverage, "entries", lambda: there)
        return mistakes()

    return change


def test_model_without_an_entry_is_named(changed):
    assert changed("accounts.Membership", None) == ["accounts.Membership: no entry"]


def test_field_without_an_entry_is_named(changed):
    held = entries()["accounts.Membership"]
    less = ModelEntry(held.whole, held.inherit - {"role"}, held.fields)
    assert changed("accounts.Membership", less) == ["accounts.Membership.role: no entry"]


def test_field_that_is_not_there_is_named(changed):
    held = entries()["accounts.Membership"]
    more = ModelEntry(held.whole, held.inherit | {"colour"}, held.fields)
    assert changed("accounts.Membership", more) == ["accounts.Membership.colour: there is no such field"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"level": "A9"}, "is no level"),
        ({"purpose": ("fun",)}, "is no purpose"),
        ({"basis": ("none",)}, "need a legal basis"),
        ({"basis": ()}, "are missing"),
        ({"subjects": ()}, "whose data"),
    ],
)
def test_entry_that_says_too_little_is_named(changed, change, says):
    held = entries()["accounts.Membership"]
    values = {**held.whole.__dict__, **change}
    (found,) = changed("accounts.Membership", ModelEntry(Entry(**values), held.inherit, held.fields))
    assert says in found


def test_unknown_key_is_refused():
    with pytest.raises(EntryError, match="no keys"):
        _entry("x", {"colour": "blue"})


def test_links_and_keys_need_no_entry_and_words_do():
    assert set(named_fields(Membership)) == {"role", "starts_on", "ends_on", "confirmed_on", "noticed_for"}
    assert "password" in named_fields(User)


def test_twins_of_histories_inherit():
    assert not any(model.__name__.endswith("History") for model in mapped_models())


def test_what_could_harm_has_the_highest_level():
    person = entries()["beneficiaries.Person"]
    assert {person.of(name).level for name in ("address", "contact_safety", "is_confidential")} == {"A3"}
    assert person.of("pesel_index").level == entries()["crypto.DataKey"].whole.level == "A0"


def test_activity_names_every_basis_of_its_fields():
    (monitoring,) = [each for each in activities() if each.code == "monitoring"]
    assert any("9 ust. 2 lit. g" in words for words in monitoring.basis)
    assert [each for each in activities() if not each.data] == []
