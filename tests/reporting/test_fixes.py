"""Every gap leads to the form that mends it, for those who may use the form and for nobody else."""

import datetime

import pytest
from django.urls import resolve, reverse

from portal.quality import quality_checks
from reporting.indicators.catalogue import all_rules
from reporting.tables.fixes import CHECK_OF_RULE, FORM_OF_RULE, fix_of_rule
from tests.factories.beneficiaries import make_care, make_participation, make_person


@pytest.fixture
def gap(city, sopot):
    person = make_person()
    make_care(person, city, sopot)
    return make_participation(person, sopot, start_on=None, education="", missing="education")


@pytest.mark.parametrize("check", quality_checks(), ids=lambda check: check.code)
def test_check_has_a_form_of_its_own_with_words_and_its_right(check):
    view = resolve(check.fix_url("WS-0001").partition("#")[0]).func
    assert check.fix != "person_record"
    assert str(check.fix_label)
    assert view.required_action in (check.fix_action, "view_support")


def test_conditions_with_a_form_exist():
    codes = {rule.code for rule in all_rules()}
    assert codes >= set(CHECK_OF_RULE) | set(FORM_OF_RULE)
    assert all(fix_of_rule(code) for code in (*CHECK_OF_RULE, *FORM_OF_RULE))
    assert fix_of_rule("under_18") is None


@pytest.mark.parametrize(("check", "form"), [("incomplete", "person_edit"), ("no-support", "new_support")])
def test_people_of_a_check_have_the_button(client_of, coordinator, auditor, gap, check, form):
    path, button = reverse("quality_people", args=[check]), reverse(form, args=[gap.number])
    assert button in client_of(coordinator).get(path).content.decode()
    assert button not in client_of(auditor).get(path).content.decode()
    assert client_of(coordinator).get(path).context["has_fixes"]
    assert not client_of(auditor).get(path).context["has_fixes"]


def test_people_left_out_by_a_condition_have_the_button(client_of, coordinator, auditor, gap):
    path = f"{reverse('indicator_detail', args=['EECO01'])}?kogo=started"
    button = reverse("new_support", args=[gap.number])
    assert button in client_of(coordinator).get(path).content.decode()
    assert button not in client_of(auditor).get(path).content.decode()


def test_explanation_has_a_button_for_each_unmet_condition(client_of, coordinator, auditor, gap):
    path = reverse("indicator_person", args=["EECO01", gap.number])
    text = client_of(coordinator).get(path).content.decode()
    assert reverse("new_support", args=[gap.number]) in text
    assert reverse("person_edit", args=[gap.number]) in text
    assert reverse("person_edit", args=[gap.number]) not in client_of(auditor).get(path).content.decode()


def test_list_to_complete_has_the_button(client_of, caseworker_city, gap):
    text = client_of(caseworker_city).get(f"{reverse('person_list')}?widok=to-complete").content.decode()
    assert reverse("person_edit", args=[gap.number]) in text


def test_record_says_the_gap_with_the_way_to_its_form(client_of, caseworker_city, gap):
    alert = client_of(caseworker_city).get(reverse("person_record", args=[gap.number])).context["alert"]
    assert f"{reverse('person_edit', args=[gap.number])}#needed" in alert
    assert reverse("new_support", args=[gap.number]) in alert


@pytest.mark.usefixtures("accounts_speak_english")
@pytest.mark.parametrize(("end", "possible"), [("2026-11-17", True), ("2026-11-16", False)])
def test_explanation_says_until_when_a_finding_can_still_be_made(client_of, coordinator, city, sopot, end, possible):
    person = make_person()
    make_care(person, city, sopot)
    made = make_participation(person, sopot, end_on=datetime.date.fromisoformat(end))
    text = client_of(coordinator).get(reverse("indicator_person", args=["IMPROVED", made.number])).content.decode()
    assert "There is no complete finding within 28 days after the end." in text
    assert ("The days for it run until 15 Dec 2026: until then it can still count." in text) is possible
