"""A person of one project joins another: asked anew, one person, counted once in each, and never an oracle."""

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import gettext

from beneficiaries.domain.entry import AlreadyEnrolled, enrol_known
from beneficiaries.models import Care, Participation, ParticipationVersion, Person
from portal.accounts.enums import Role
from portal.audit.models import AuditEvent
from services.domain.support import record_support
from tests.counting import figures
from tests.factories.accounts import make_member, make_membership
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_pesel
from tests.factories.programmes import make_project
from tests.forms import fill, sent_of

DAY = datetime.date


@pytest.fixture
def other(city, foundation, sopot):
    """A second project of both organisations."""
    project = make_project("second", leader=city, partners=(foundation,), number_prefix="DP")
    kind = sopot.service_types.get(code="culture-integration")
    kind.pk, kind.grant_project = None, project
    kind.save()
    return project


@pytest.fixture
def both(caseworker_city, city, other):
    """The caseworker of the city works in both projects."""
    make_membership(caseworker_city, Role.CASEWORKER, city, other)
    return caseworker_city


@pytest.fixture
def client(client_of, both):
    return client_of(both)


@pytest.fixture
def known(city, sopot, caseworker_city):
    return make_participant(
        city, sopot, caseworker=caseworker_city, birth_date=DAY(2008, 3, 1), pesel=make_pesel(DAY(2008, 3, 1))
    )


@pytest.fixture
def path(known):
    return reverse("enrol_person", args=[known.number])


@pytest.fixture
def enrol(client, path):
    return lambda **typed: fill(client, path, **{"asked_anew": "on", **typed})


def text(answer) -> str:
    return answer.content.decode()


def test_record_offers_it_only_to_whoever_may_add_people_to_another_project(
    client_of, client, coordinator, known, path
):
    record = reverse("person_record", args=[known.number])
    assert path in text(client.get(record))
    assert path not in text(client_of(coordinator).get(record))
    assert client_of(coordinator).get(path).context["projects"] == []


def test_what_was_said_stands_there_to_be_confirmed_and_evidence_is_asked_anew(client, path):
    form = client.get(path).context["form"]
    assert (form["place"].value(), form["education"].value(), form["labour_status"].value()) == (
        "Sopot", "isced-3-4", "employed",
    )  # fmt: skip
    assert form["eligibility"].value() in (None, "")
    assert not {"given_names", "pesel", "phone", "birth_date", "sex"} & set(form.fields)


def test_nobody_is_enrolled_before_the_person_was_asked_again(enrol):
    assert list(enrol(asked_anew="").context["form"].errors) == ["asked_anew"]
    assert Participation.objects.count() == 1


def test_person_stays_one_and_gets_a_participation_of_its_own(enrol, known, other, city, both):
    answer = enrol(labour_status="unemployed", place="Gdynia")
    added = Participation.objects.get(grant_project=other)
    assert answer.url == reverse("person_record", args=[added.number])
    assert (added.person, added.number, Person.objects.count()) == (known.person, "DP-0001", 1)
    care = Care.objects.get(grant_project=other)
    assert (care.organisation, care.caseworker) == (city, both)
    event = AuditEvent.objects.get(action="create", object_type="participation")
    assert (event.grant_project, event.subjects) == (other, [str(known.person_id)])
    first, second = (ParticipationVersion.objects.current().get(participation=each) for each in (known, added))
    assert (first.labour_status, second.labour_status, first.place, second.place) == (
        "employed", "unemployed", "Sopot", "Gdynia",
    )  # fmt: skip
    assert (second.start_on, second.birth_date, second.sex) == (None, known.person.birth_date, "K")


def test_person_counts_once_in_each_project_at_the_age_of_that_projects_start(enrol, known, sopot, other, both):
    enrol(eligibility="seen")
    added = Participation.objects.get(grant_project=other)
    assert figures(other)["EECO01 cumulative"][2] == 0
    for project, participation, month in ((sopot, known, 2), (other, added, 3)):
        for day in (DAY(2026, month, 2), DAY(2026, month, 9)):
            record_support(
                participation=participation, service_type=project.service_types.get(code="culture-integration"),
                delivered_on=day, hours=None, by=both,
            )  # fmt: skip
    assert (figures(sopot)["EECO01 cumulative"][2], figures(other)["EECO01 cumulative"][2]) == (1, 1)
    ages = ParticipationVersion.objects.current().order_by("grant_project").values_list("age_at_start", flat=True)
    assert sorted(ages) == [17, 18]


def test_history_of_both_stands_open_to_whoever_may_see_both_and_to_nobody_else(
    client_of, client, enrol, known, other, coordinator, city
):
    enrol()
    added = Participation.objects.get(grant_project=other)
    there = make_member(Role.CASEWORKER, city, other)
    for mine, number, elsewhere in (
        (client, known.number, added.number), (client, added.number, known.number),
        (client_of(coordinator), known.number, None), (client_of(there), added.number, None),
    ):  # fmt: skip
        answer = mine.get(reverse("person_record", args=[number]))
        assert [each for each in (known.number, added.number) if each != number and each in text(answer)] == (
            [elsewhere] if elsewhere else []
        )
    assert client_of(coordinator).get(reverse("person_history", args=[added.number])).status_code == 404


@pytest.mark.parametrize("is_next", [True, False])
def test_record_says_that_the_other_one_is_of_another_edition(
    client, enrol, known, sopot, other, city, is_next, django_assert_max_num_queries
):
    enrol()
    added = Participation.objects.get(grant_project=other)
    page = reverse("person_record", args=[added.number])
    client.get(page)
    with django_assert_max_num_queries(60) as alone:
        assert gettext("earlier edition of this project") not in text(client.get(page))
    between = make_project("between", leader=city, predecessor=sopot if is_next else other)
    later = other if is_next else sopot
    type(later).objects.filter(pk=later.pk).update(predecessor=between)
    with django_assert_max_num_queries(len(alone)) as chained:
        answer = client.get(page)
    assert len(chained) == len(alone)
    said = gettext("earlier edition of this project") if is_next else gettext("later edition of this project")
    assert said in text(answer)


def test_whoever_takes_part_there_already_is_shown_within_reach(client, enrol, known, path, other):
    enrol()
    answer = client.get(path)
    assert Participation.objects.get(grant_project=other).number in text(answer)
    assert "form" not in answer.context


def test_whoever_takes_part_there_out_of_reach_is_refused_without_a_word_about_it(
    enrol, client, known, path, other, foundation
):
    make_care(known.person, foundation, other)
    hidden = make_participation(known.person, other)
    assert client.get(path).status_code == 200
    answer = enrol()
    assert answer.context["form"].non_field_errors()
    assert hidden.number not in text(answer)
    assert AuditEvent.objects.filter(action="refuse").count() == 1
    assert Participation.objects.count() == 2


def test_action_refuses_a_second_participation(known, sopot, city, both):
    with pytest.raises(AlreadyEnrolled):
        enrol_known(known.person, {}, grant_project=sopot, organisation=city, caseworker=None, by=both)


def test_colleague_who_must_not_see_the_person_is_not_offered(client, known, path, city, other):
    denied = make_member(Role.CASEWORKER, city, other, "Zofia Odmowna")
    known.person.denied_to.add(denied)
    assert "Zofia Odmowna" not in text(client.get(path))


def test_project_out_of_reach_or_over_is_not_found(client, path, other, city, both):
    over = make_project("over", leader=city, ends_on=DAY(2026, 2, 1))
    make_membership(both, Role.CASEWORKER, city, over)
    make_project("strange", leader=city)
    for code in ("over", "strange", "sopot-5.15", "x'y"):
        assert client.get(path, {"projekt": code}).status_code == 404


def test_double_click_enrols_once(client, path, other):
    sent = {**sent_of(client.get(path).context["form"]), "asked_anew": "on"}
    answers = {client.post(path, sent).url for _ in range(2)}
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("citizenships", {"citizenships_0": "Narnia"}), ("place", {"place": "x\0y"}), ("postcode", {"postcode": "8"}),
        ("organisation", {"organisation": "999999"}), ("caseworker", {"caseworker": "999999"}),
        ("education_end", {"education_end_0": "31", "education_end_1": "2", "education_end_2": "2026"}),
    ],
)  # fmt: skip
def test_mistake_is_said_beside_the_field(enrol, field, typed):
    assert list(enrol(**typed).context["form"].errors) == [field]


class TestKnownPesel:
    """A PESEL that the portal knows, typed for a new person of the second project."""

    @pytest.fixture
    def add(self, client, known):
        path = reverse("new_person") + "?projekt=second"

        def send():
            return fill(
                client, path, surname="Nowa", birth_date_0="1", birth_date_1="3", birth_date_2="2008",
                sex="K", pesel=known.person.pesel,
            )  # fmt: skip

        return send

    def test_person_within_reach_can_be_enrolled(self, add, path):
        assert f"{path}?projekt=second" in text(add())
        assert Person.objects.count() == 1

    def test_person_of_another_partner_is_refused_and_nothing_is_offered(self, add, known, foundation):
        Care.objects.update(organisation=foundation)
        answer = add()
        assert answer.context["form"].errors["pesel"]
        assert known.number not in text(answer)
        assert "drugi-projekt" not in text(answer)

    def test_person_kept_from_the_writer_is_not_there(self, add, known, both):
        known.person.denied_to.add(both)
        assert add().status_code == 302
        assert Person.objects.count() == 2
