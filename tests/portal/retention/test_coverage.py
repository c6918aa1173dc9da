"""Whatever the data map limits in time is removed by something, or said to stay; a gap fails the build (S65)."""

from dataclasses import replace

import pytest

from portal.datamap.coverage import mapped_models
from portal.datamap.vocabulary import vocabulary
from portal.retention import coverage
from portal.retention.coverage import gaps, limited, strangers
from portal.retention.registry import keepings


def test_every_limited_time_has_a_remover():
    assert gaps() == []
    assert strangers() == []
    assert len(list(limited())) > 80


def test_model_without_a_remover_is_named(monkeypatch):
    less = [each for each in keepings() if each.code != "jobs"]
    monkeypatch.setattr(coverage, "keepings", lambda: less)
    assert gaps() == ["jobs.Job: nothing removes what is kept “job-90”"]


def test_model_that_nobody_knows_is_named(monkeypatch):
    more = replace(keepings()[0], code="x", models=("jobs.Nothing",))
    monkeypatch.setattr(coverage, "keepings", lambda: [*keepings(), more])
    assert strangers() == ["jobs.Nothing"]


def test_removers_have_a_rule_of_the_vocabulary():
    rules = {rule for each in keepings() for rule in each.rules}
    assert rules <= set(vocabulary()["retention"])
    labels = {model._meta.label for model in mapped_models()}
    assert all(each.all_models <= labels and each.all_models for each in keepings())


@pytest.mark.parametrize("code", ["cases", "records"])
def test_people_end_with_rows_of_every_app(code):
    models = next(each.all_models for each in keepings() if each.code == code)
    assert {label.split(".")[0] for label in models} >= {"beneficiaries", "cases", "services"}
