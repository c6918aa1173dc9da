"""What support will count towards is said before it is saved, and the figures agree afterwards."""

import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from beneficiaries.enums import LabourStatus
from beneficiaries.queries.choosing import people_by_number
from portal.effects import effects_of_support
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.effects import weigh_support
from services.domain.planning import plan_support
from services.domain.support import record_support_of
from services.models import SupportDelivery
from tests.counting import figures
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_finding
from tests.factories.services import make_support

DAY = datetime.date
START, LATER, END = DAY(2026, 2, 2), DAY(2026, 3, 2), DAY(2026, 6, 30)


@pytest.fixture
def enrol(city, sopot):
    def enrolled(*supported, person=None, **values):
        created = make_person(**(person or {}))
        make_care(created, city, sopot)
        values.setdefault("start_on", min(supported, default=None))
        participation = make_participation(created, sopot, **values)
        for day in supported:
            make_support(participation, delivered_on=day)
        return participation

    return enrolled


@pytest.fixture
def plan(caseworker_city, sopot):
    def planned(people, day=LATER, kind="career-advice-adults"):
        kinds = list(sopot.service_types.all())
        chosen = next((each for each in kinds if each.code == kind), None)
        found = people_by_number(caseworker_city, "record_support", sopot, [each.number for each in people])
        return plan_support(sopot, found, kinds, chosen, day)

    return planned


def said(planned) -> str:
    with override("en"):
        return " ".join(str(words) for effect in effects_of_support(planned) for words in effect.sentences)


CASES = {
    "first support": {},
    "first support of a child": {"person": {"birth_date": DAY(2012, 4, 1)}},
    "first support on the eighteenth birthday": {"person": {"birth_date": DAY(2008, 3, 2)}},
    "unemployed": {"labour_status": LabourStatus.UNEMPLOYED},
    "running": {"supported": (START,)},
    "earlier than the start": {"supported": (DAY(2026, 4, 4),)},
    "earlier than the start, still seventeen then": {
        "supported": (DAY(2026, 4, 4),), "person": {"birth_date": DAY(2008, 4, 1)},
    },
    "a start that a list wrote, without support": {"start_on": START},
    "after the end": {"supported": (START,), "end_on": DAY(2026, 2, 20)},
    "incomplete": {"missing": "education postcode", "education": "", "postcode": ""},
    "incomplete and running": {"supported": (START,), "missing": "education", "education": ""},
    "not eligible": {"eligibility": ""},
    "outside the target group": {"in_target_population": False, "citizenship_class": "polish", "citizenships": "PL"},
    "improved already, never supported": {"end_on": END, "finding": True},
    "improved": {"supported": (START,), "end_on": END, "finding": True},
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_figures_move_exactly_as_was_said(sopot, enrol, plan, case):
    values = dict(CASES[case])
    supported, finding = values.pop("supported", ()), values.pop("finding", False)
    person = enrol(*supported, **values)
    if finding:
        make_finding(person, found_on=END)
    enrol(START)
    planned = plan([person])
    (weighed,) = weigh_support(planned, INDICATORS)
    groups_before = figures(sopot)
    record_support_of(
        [each.participation for each in planned.people], service_type=planned.service_type, delivered_on=planned.day,
        hours=Decimal("0.75"), by=None,
    )  # fmt: skip
    after = figures(sopot)
    moved = {
        each.code: after[f"{each.code} cumulative"][2] - groups_before[f"{each.code} cumulative"][2]
        for each in INDICATORS
    }
    assert {code for code, change in moved.items() if change == 1} == weighed.after - weighed.before
    assert {code for code, change in moved.items() if change == -1} == weighed.before - weighed.after
    assert set(moved.values()) <= {-1, 0, 1}


SENTENCES = {
    "first support": ["first support", "2 Mar 2026", "It adds to the participants (EECO01), group: working age"],
    "first support of a child": ["group: children"],
    "running": ["deliveries and hours of “Career advice for adults”", "Already counted", "Support number 2"],
    "earlier than the start": ["moves from 4 Apr 2026 to 2 Mar 2026"],
    "earlier than the start, still seventeen then": [
        "The group changes from",
        "adds to: EECO06",
        "takes away from: EECO07",
    ],
    "after the end": ["Participation ended on 20 Feb 2026", "listed as a gap", "deliveries and hours"],
    "incomplete": ["does not count until this is settled", "education, postcode"],
    "outside the target group": ["It is recorded but does not count. The citizenship is outside"],
    "improved already, never supported": ["It also adds to the result 191"],
    "improved": ["No effect on the result 191"],
}


@pytest.mark.parametrize("case", SENTENCES)
def test_it_is_said_in_words(enrol, plan, case):
    values = dict(CASES[case])
    supported, finding = values.pop("supported", ()), values.pop("finding", False)
    person = enrol(*supported, **values)
    if finding:
        make_finding(person, found_on=END)
    words = said(plan([person]))
    assert [each for each in SENTENCES[case] if each not in words] == [], words


def test_kind_that_does_not_start_participation_adds_nothing(sopot, enrol, plan):
    sopot.service_types.filter(code="polish-course").update(starts_participation=False)
    person = enrol()
    (weighed,) = weigh_support(plan([person], kind="polish-course"), INDICATORS)
    assert weighed.after == frozenset()
    assert "does not start participation" in said(plan([person], kind="polish-course"))
    assert "does not start participation" in said(plan([person], kind=""))
    assert "first support" in said(plan([person]))


def test_people_of_whom_the_same_is_true_share_the_sentences_and_those_who_need_care_stand_first(enrol, plan):
    running = [enrol(START), enrol(START)]
    new, incomplete = enrol(), enrol(missing="education", education="")
    effects = effects_of_support(plan([*running, new, incomplete]))
    assert [[each.pk for each in effect.people] for effect in effects] == [
        [incomplete.pk],
        [each.pk for each in running],
        [new.pk],
    ]
    assert [effect.needs_care for effect in effects] == [True, False, False]


def test_saying_it_writes_nothing_and_costs_the_same_for_one_and_thirty(enrol, plan, django_assert_num_queries):
    people = [enrol(), *(enrol(START) for _ in range(29))]
    before = SupportDelivery.objects.count()
    for many in (1, 30):
        planned = plan(people[:many])
        with django_assert_num_queries(1):
            effects_of_support(planned)
    assert SupportDelivery.objects.count() == before


def test_nobody_chosen_has_no_effect(plan):
    assert effects_of_support(plan([])) == []
