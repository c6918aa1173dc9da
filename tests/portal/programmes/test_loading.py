"""Grant projects are loaded from their files, and refused where they would be mistaken for each other."""

import datetime
from decimal import Decimal

import pytest

from portal.programmes.accessibility import AccessibilityDeclaration
from portal.programmes.enums import Unit
from portal.programmes.loading import SHIPPED, ConfigurationError, load_programme
from portal.programmes.models import FundingSource, GrantProject, ProjectOrganisation, ServiceType, TargetGroup


@pytest.mark.parametrize("prefix", ["WS", "ws"])
def test_number_of_a_person_stands_for_nobody_of_another_project(sopot, tmp_path, prefix):
    text = (SHIPPED / "sopot-5.15.toml").read_text(encoding="utf-8")
    other = text.replace('"sopot-5.15"', '"other"').replace('"WS"', f'"{prefix}"')
    (tmp_path / "other.toml").write_text(other, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="sopot-5.15"):
        load_programme(str(tmp_path / "other.toml"))
    assert GrantProject.objects.get() == sopot


def loaded(folder, *changes, before=b""):
    text = (SHIPPED / "sopot-5.15.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "own.toml").write_bytes(before + text.encode())
    return load_programme(str(folder / "own.toml"))


def test_days_as_text_a_mark_at_the_beginning_and_amounts_as_numbers_are_read(db, tmp_path):
    project = loaded(
        tmp_path, ("starts_on = 2025-01-01", 'starts_on = "2020-11-06"'), ('"2092654.00"', "2092654.5"),
        ('"1988021.30"', "1988021"), ("first = 2025-12-22", 'first = "2025-12-22"'), before=b"\xef\xbb\xbf",
    )  # fmt: skip
    assert project.starts_on == datetime.date(2020, 11, 6)
    assert (project.total_amount, project.grant_amount) == (Decimal("2092654.50"), 1988021)
    assert project.days_off.filter(first_on="2025-12-22").exists()


def test_names_and_titles_as_one_text_are_polish(db, tmp_path):
    text = (SHIPPED / "sopot-5.15.toml").read_text(encoding="utf-8")
    table = text[text.index("[groups.name]") : text.index("[[groups]]", text.index("[groups.name]"))]
    project = loaded(tmp_path, (table, ""), ('code = "children"', 'code = "children"\nname = "dzieci"'))
    assert project.target_groups.get(code="children").name_pl == "dzieci"


@pytest.mark.parametrize(("said", "rule"), [("true", {"by_hand": True}), ("false", {})])
def test_group_is_chosen_by_hand_or_takes_everybody(db, tmp_path, said, rule):
    project = loaded(tmp_path, ("rule = { under_age = 18 }", f"rule = {{ by_hand = {said} }}"))
    assert project.target_groups.get(code="children").rule == rule


def test_kind_of_support_is_measured_and_meant_as_the_file_says(db, tmp_path):
    code = 'code = "polish-course"\n'
    said = 'unit = "meeting"\nage_from = 16\nage_to = 99\nfor_groups = ["seniors", "working_age"]\n'
    loaded(tmp_path, (code, code + said))
    kind = loaded(tmp_path, (code, code)).service_types.get(code="polish-course")  # what is left out stays
    assert (kind.unit, kind.age_from, kind.age_to) == (Unit.MEETING, 16, 99)
    assert kind.for_groups == ["seniors", "working_age"]


def test_loading_again_changes_nothing(sopot):
    models = (GrantProject, ProjectOrganisation, FundingSource, TargetGroup, ServiceType, AccessibilityDeclaration)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    load_programme("sopot-5.15")
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
