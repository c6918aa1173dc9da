"""The gate: three bands on one page, what a gap costs, who mends it, why it stays."""

import datetime
import re

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import strip_tags

from beneficiaries.enums import Eligibility
from beneficiaries.models import Participation
from cases.models import Task
from portal.audit.models import AuditEvent
from portal.quality import find_check
from portal.versions.actions import correct_fact
from reporting.domain import gaps
from reporting.domain.editions import freeze_edition
from reporting.exporters.presented import presented
from reporting.exporters.printed import edition_as_html
from reporting.indicators.catalogue import INDICATORS
from reporting.models import GapExplanation
from reporting.queries.costs import costs_of
from reporting.queries.explanations import explanations_of, unexplained
from reporting.queries.people import explain, people_counted
from reporting.queries.quality import found_by_owner, quality_found, with_owner
from reporting.rules import Period
from reporting.tables.gate import RULE_OF_CHECK
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_finding

DAY = datetime.date
PERIOD = Period(DAY(2026, 1, 1), DAY(2026, 3, 31))
CHOICE = {"projekt": "sopot-5.15", "od": "2026-01-01", "do": "2026-03-31"}
GATE = "/koordynacja/jakosc/"
TOKEN = re.compile(r'name="submission" value="([0-9a-f-]{36})"')


@pytest.fixture
def make(sopot, city, caseworker_city):
    """Let somebody take part whom the city's caseworker, or nobody, is in charge of."""

    def made(*, in_charge=True, organisation=city, confidential=False, **values):
        person = make_person(is_confidential=confidential)
        make_care(person, organisation, sopot, caseworker_city if in_charge else None)
        full = {"disability": "no", "homelessness": "no", "minority": "no", "degurba": "1",
                "eligibility": Eligibility.SEEN}  # fmt: skip
        return make_participation(person, sopot, **{**full, **values})

    return made


def opened(client, path=GATE, **more):
    answer = client.get(path, {**CHOICE, **more})
    assert answer.status_code == 200
    return answer


def line_of(answer, code):
    return next(line for line in (*answer.context["blocking"], *answer.context["notes"]) if line.code == code)


def send(client, path, query="", **values):
    """Send a form of the gate with the token that the page gave."""
    token = TOKEN.search(opened(client, path if values else GATE).content.decode()).group(1)
    asked = "&".join(f"{name}={value}" for name, value in CHOICE.items())
    return client.post(f"{path}?{asked}{query}", {"submission": token, **values}, follow=True)


def test_three_bands_hold_every_check_once(client_of, coordinator, make):
    make(third_country=False)
    make(missing="postcode")
    page = opened(client_of(coordinator))
    bands = [[line.code for line in page.context[name]] for name in ("blocking", "notes", "passed")]
    assert bands[0] == ["class-without-third-country"]
    assert bands[1] == ["incomplete"]
    found = quality_found(make(missing="postcode").grant_project, INDICATORS[0], PERIOD)
    assert sorted(code for band in bands for code in band) == sorted(each.check.code for each in found)
    assert page.context["passed_checks"] == len(bands[2]) + len(page.context["figures_right"])


def test_gap_costs_whom_it_alone_keeps_from_counting(sopot, make):
    make()
    make(missing="postcode")
    make(missing="postcode", eligibility="")
    make(eligibility="", start_on=DAY(2026, 4, 1))
    left = make(end_on=DAY(2026, 3, 1))
    make_finding(make(end_on=DAY(2026, 3, 1), missing="education"), found_on=DAY(2026, 3, 2))
    costs = costs_of(sopot, PERIOD, INDICATORS, RULE_OF_CHECK)
    assert costs["incomplete"]["EECO01"] == 2
    assert costs["incomplete"]["IMPROVED"] == 1
    assert "eligibility-not-seen" not in costs
    assert costs["no-finding"] == {"IMPROVED": 1}
    make_finding(left, found_on=DAY(2026, 3, 20))
    assert "no-finding" not in costs_of(sopot, PERIOD, INDICATORS, RULE_OF_CHECK)


def test_cost_comes_true_when_the_gap_is_mended(sopot, make):
    gaps = [make(missing="postcode"), make(eligibility=""), make(in_target_population=False), make(start_on=None)]
    before = people_counted(sopot, INDICATORS[0], PERIOD).count()
    costs = costs_of(sopot, PERIOD, INDICATORS, RULE_OF_CHECK)
    promised = sum(found.get("EECO01", 0) for found in costs.values())
    mended = ({"missing": ""}, {"eligibility": "seen"}, {"in_target_population": True}, {"start_on": DAY(2026, 2, 2)})
    for one, change in zip(gaps, mended, strict=True):
        correct_fact(one.current_version, change, by=None, why="mended")
    assert people_counted(sopot, INDICATORS[0], PERIOD).count() - before == promised == 4


def test_cost_agrees_with_the_explanation_of_each_person(sopot, make):
    gaps = [make(missing="postcode"), make(missing="postcode", eligibility=""), make(end_on=DAY(2026, 3, 1))]
    for check, rule in RULE_OF_CHECK.items():
        alone = [
            each.indicator.code
            for one in gaps
            for each in explain(one, [INDICATORS[0]], PERIOD)
            if [fact.rule.code for fact in each.checks if not fact.passed] == [rule]
        ]
        costs = costs_of(sopot, PERIOD, [INDICATORS[0]], RULE_OF_CHECK)
        assert costs.get(check, {}).get("EECO01", 0) == len(alone)


def test_gaps_have_owners_and_can_be_narrowed_to_one(client_of, coordinator, caseworker_city, make):
    mine, nobodys = make(missing="postcode"), make(missing="postcode", in_charge=False)
    client = client_of(coordinator)
    page = opened(client)
    (name, count), (_nobody, one) = line_of(page, "incomplete").owners
    assert (name, count, one) == (caseworker_city.name, 1, 1)
    assert [each.gaps for each in page.context["owners"]] == [1, 1]
    narrowed = opened(client, opiekun=str(caseworker_city.pk))
    assert line_of(narrowed, "incomplete").people == 1
    for owner, number in ((str(caseworker_city.pk), mine.number), ("nikt", nobodys.number)):
        text = strip_tags(opened(client, f"{GATE}incomplete/", opiekun=owner).content.decode())
        assert {each for each in re.findall(r"WS-\d+", text) if each != "WS-0"} == {number}


@pytest.mark.parametrize("asked", ["x", "-1", "99999999999999999999", "٣"])
def test_owner_that_cannot_be_is_nobody_asked_for(client_of, coordinator, make, asked):
    make(missing="postcode")
    assert opened(client_of(coordinator), opiekun=asked).context["owner"] == ""


def test_nobody_is_named_for_a_person_behind_a_wall(sopot, coordinator, caseworker_city, make):
    hidden, denied = make(missing="postcode", confidential=True), make(missing="postcode")
    denied.person.denied_to.add(coordinator)

    def owners(user):
        return next(each.owners for each in found_by_owner(sopot, INDICATORS[0], PERIOD, user)
                    if each.check.code == "incomplete")  # fmt: skip

    assert owners(coordinator) == {None: 2}
    hidden.person.confidential_to.add(coordinator)
    denied.person.denied_to.clear()
    assert owners(coordinator) == {caseworker_city.pk: 2}


def test_one_click_makes_a_task_for_each_owner_and_only_once(client_of, coordinator, caseworker_city, make):
    mine, nobodys, hidden = (
        make(missing="postcode"), make(missing="postcode", in_charge=False), make(missing="postcode", confidential=True)
    )  # fmt: skip
    client = client_of(coordinator)
    send(client, reverse("hand_out_gaps", args=["incomplete"]))
    tasks = {task.participation: task for task in Task.objects.all()}
    assert set(tasks) == {mine, nobodys}
    assert hidden not in tasks
    assert (tasks[mine].assigned_to, tasks[nobodys].assigned_to) == (caseworker_city, coordinator)
    assert {task.made_by for task in tasks.values()} == {coordinator}
    assert str(find_check("incomplete").title) in tasks[mine].text
    assert tasks[mine].due_on == DAY(2026, 12, 22)
    send(client, reverse("hand_out_gaps", args=["incomplete"]))
    assert Task.objects.count() == 2


def test_tasks_of_one_owner_alone(client_of, coordinator, caseworker_city, make):
    mine, _nobodys = make(missing="postcode"), make(missing="postcode", in_charge=False)
    path = reverse("hand_out_gaps", args=["incomplete"])
    send(client_of(coordinator), path, query=f"&opiekun={caseworker_city.pk}")
    assert [task.participation for task in Task.objects.all()] == [mine]


def test_same_form_sent_twice_makes_tasks_once(client_of, coordinator, make):
    make(missing="postcode")
    client = client_of(coordinator)
    token = TOKEN.search(opened(client).content.decode()).group(1)
    for _ in range(2):
        client.post(f"{reverse('hand_out_gaps', args=['incomplete'])}?projekt=sopot-5.15", {"submission": token})
    assert Task.objects.count() == 1


def test_two_who_hand_out_at_once_wait_for_one_another(coordinator, sopot, make, monkeypatch):
    """Whose tasks are known is asked only while the project is held, in the transaction that writes them."""
    person = make(missing="postcode")
    rows, check, said = with_owner(Participation.objects.filter(pk=person.pk), sopot), find_check("incomplete"), []
    asked = gaps._with_the_same

    def known(people, text):
        said.append("asked")
        assert connection.in_atomic_block
        return asked(people, text)

    monkeypatch.setattr(gaps, "_with_the_same", known)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_how: said.append("held") or self._chain())
    done = gaps.hand_out(rows, check, DAY(2026, 12, 22), by=coordinator, accounts={})
    assert done.made == 1
    assert said[:2] == ["held", "asked"]


def test_explanation_is_kept_and_goes_into_the_frozen_report(client_of, coordinator, sopot, make):
    make(missing="postcode")
    client = client_of(coordinator)
    path = reverse("explain_gap", args=["incomplete"])
    answer = send(client, path, text="Kod pocztowy poznamy w kwietniu.")
    assert "Kod pocztowy poznamy w kwietniu." in answer.content.decode()
    row = GapExplanation.objects.get()
    assert (row.people, row.made_by, row.check_code) == (1, coordinator, "incomplete")
    assert AuditEvent.objects.filter(object_id=str(row.pk)).exists()
    edition = freeze_edition(sopot, PERIOD, by=coordinator)
    (note,) = [each for each in presented(edition).notes if each.explanations]
    assert [(each.text, each.by) for each in note.explanations] == [(row.text, coordinator.name)]
    assert row.text in edition_as_html(edition)
    assert row.text in client.get(reverse("report_edition", args=[edition.pk])).content.decode()


def test_explanation_speaks_of_as_many_as_there_were(client_of, coordinator, sopot, make):
    make(missing="postcode")
    client = client_of(coordinator)
    send(client, reverse("explain_gap", args=["incomplete"]), text="Wiemy.")

    def left():
        return [each.check.code for each in unexplained(quality_found(sopot, INDICATORS[0], PERIOD),
                                                        explanations_of(sopot, PERIOD))]  # fmt: skip

    assert left() == []
    make(missing="postcode")
    assert left() == ["incomplete"]
    assert line_of(opened(client), "incomplete").open == 1
    assert explanations_of(sopot, Period(DAY(2026, 4, 1), DAY(2026, 6, 30))) == {}


def test_report_as_known_before_has_no_later_explanation(client_of, coordinator, sopot, make):
    make(missing="postcode")
    send(client_of(coordinator), reverse("explain_gap", args=["incomplete"]), text="Wiemy.")
    moment = GapExplanation.objects.get().made_at - datetime.timedelta(seconds=1)
    assert explanations_of(sopot, Period(PERIOD.starts_on, PERIOD.ends_on, moment)) == {}


def test_what_blocks_cannot_be_explained_away(client_of, coordinator, sopot, make):
    make(third_country=False)
    client = client_of(coordinator)
    path = reverse("explain_gap", args=["class-without-third-country"])
    assert client.get(path, CHOICE).status_code == 404
    assert not line_of(opened(client), "class-without-third-country").explain_url
    found = quality_found(sopot, INDICATORS[0], PERIOD)
    assert [each.check.code for each in unexplained(found, {})] == ["class-without-third-country"]


def test_blank_explanation_is_asked_for_again(client_of, coordinator, make):
    make(missing="postcode")
    answer = send(client_of(coordinator), reverse("explain_gap", args=["incomplete"]), text=" ")
    assert answer.context["form"].errors
    assert not GapExplanation.objects.exists()


@pytest.mark.parametrize("who", ["coordinator_foundation", "auditor"])
def test_others_see_the_gate_and_act_on_nothing(request, client_of, who, make):
    make(missing="postcode")
    client = client_of(request.getfixturevalue(who))
    page = opened(client)
    line = line_of(page, "incomplete")
    assert (line.people, line.owners, line.explain_url, line.hand_out_url) == (1, [], "", "")
    assert page.context["owners"] == []
    assert client.get(reverse("explain_gap", args=["incomplete"]), CHOICE).status_code == 404
    assert client.post(reverse("hand_out_gaps", args=["incomplete"])).status_code == 404


def test_gate_costs_the_same_for_three_people_as_for_one(client_of, coordinator, make, django_assert_num_queries):
    make(missing="postcode")
    client = client_of(coordinator)
    opened(client)
    with django_assert_num_queries(14):
        opened(client)
    make(missing="postcode", in_charge=False)
    make(third_country=False)
    with django_assert_num_queries(14):
        opened(client)


def test_button_names_the_mending_only_to_whoever_may_mend(client_of, coordinator, auditor, make):
    make(third_country=False)
    make(missing="postcode")
    names = {}
    for account in (coordinator, auditor):
        account.language = "en"
        account.save()
        page = opened(client_of(account))
        names[account] = [line_of(page, code).mend for code in ("class-without-third-country", "incomplete")]
    assert "Show people" not in names[coordinator]
    assert names[auditor] == ["Show people", "Show people"]
