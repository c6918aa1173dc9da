"""Instruments are loaded from files; a version that diagnoses refer to stays as it is."""

import datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cases.domain.instruments import SHIPPED, load_instrument, use_instrument
from cases.models import Instrument, InstrumentArea, InstrumentInUse
from cases.queries.instruments import five_areas_on, key_on, scale_to_assess, scales_of
from portal.programmes.loading import ConfigurationError
from tests.factories.beneficiaries import make_participation, make_person
from tests.factories.cases import make_diagnosis
from tests.factories.programmes import make_project

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 1)
FIVE = (SHIPPED / "five-areas-1.toml").read_text(encoding="utf-8")
SENTENCE = "Nie ma bezpiecznego miejsca do życia albo nie ma kogo poprosić o pomoc."


def file_of(tmp_path, text):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture
def second(tmp_path):
    """The five areas with another sentence, as version 2 from the first of April."""
    changed = FIVE.replace(SENTENCE, "Nowe zdanie.").replace("version = 1", "version = 2")
    return file_of(tmp_path, changed.replace("2024-11-06", "2026-04-01"))


def test_project_of_sopot_assesses_with_the_five_areas(sopot):
    assert InstrumentInUse.objects.get(grant_project=sopot).code == "five-areas"
    scale = scale_to_assess(sopot, DAY, "")
    assert [area.code for area in scale.areas if area.is_protected] == ["health"]
    assert scale.area("social").sentence(1) == SENTENCE


def test_loading_again_changes_nothing_and_makes_nothing(sopot):
    before = set(InstrumentArea.objects.values_list("pk", flat=True))
    load_instrument("five-areas")
    assert set(InstrumentArea.objects.values_list("pk", flat=True)) == before


def test_version_with_assessments_is_not_changed_one_without_is(sopot, tmp_path):
    changed = file_of(tmp_path, FIVE.replace(SENTENCE, "Nowe zdanie."))
    load_instrument(changed)
    assert scales_of([("five-areas", 1)])["five-areas", 1].area("social").sentence(1) == "Nowe zdanie."
    make_diagnosis(make_participation(make_person(), sopot))
    with pytest.raises(ConfigurationError, match="five-areas/1 has assessments already"):
        load_instrument("five-areas")
    assert Instrument.objects.count() == 1


def test_new_version_leaves_the_earlier_one_and_begins_on_its_day(sopot, second):
    load_instrument(second)
    old, new = scales_of([("five-areas", 1), ("five-areas", 2)]).values()
    assert {old.area("social").sentence(1), new.area("social").sentence(1)} == {SENTENCE, "Nowe zdanie."}
    assert key_on(sopot, datetime.date(2026, 3, 31)) == five_areas_on(datetime.date(2026, 3, 31)) == ("five-areas", 1)
    assert key_on(sopot, DAY) == ("five-areas", 2)


@pytest.mark.parametrize(
    ("mark", "version"), [("five-areas/1", 1), ("five-areas/9", 2), ("seven-areas/1", 2), ("x", 2), ("five-areas/²", 2)]
)
def test_form_that_was_open_keeps_its_version_and_nothing_else_is_taken_from_a_mark(sopot, second, mark, version):
    load_instrument(second)
    assert scale_to_assess(sopot, DAY, mark).key == ("five-areas", version)


def test_project_that_names_none_assesses_with_the_five_areas_even_before_they_are_loaded():
    project = make_project()
    scale = scale_to_assess(project, DAY, "")
    assert scale.key == ("five-areas", 1)
    assert [area.code for area in scale.areas if area.is_protected] == ["health"]


def test_seven_areas_are_loaded_for_the_project_that_names_them(sopot, capsys):
    call_command("load_instrument", "seven-areas")
    project = make_project()
    use_instrument(project, "seven-areas")
    assert len(scale_to_assess(project, DAY, "").areas) == 7
    assert key_on(sopot, DAY) == ("five-areas", 1)


@pytest.mark.parametrize("value", ["no-such", 7, ["five-areas"]])
def test_project_cannot_name_an_instrument_that_is_not_there(sopot, value):
    with pytest.raises(ConfigurationError, match="needs_instrument"):
        use_instrument(sopot, value)


@pytest.mark.parametrize(
    "text", ["code = ", "code = 'x'", FIVE.replace(SENTENCE, ""), FIVE.replace("version = 1", "version = 'a'")]
)
def test_file_that_cannot_be_used_is_refused_whole(db, tmp_path, text):
    with pytest.raises(CommandError, match="own.toml"):
        call_command("load_instrument", file_of(tmp_path, text))
    assert not Instrument.objects.exists()
