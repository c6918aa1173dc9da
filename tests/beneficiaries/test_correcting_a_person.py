"""What is known of a person is corrected: with a reason, in sight of others' words, and the figures follow."""

import datetime

import pytest
from django.urls import reverse

from beneficiaries.enums import Eligibility, LabourStatus
from beneficiaries.models import Care, ParticipationVersion, Person
from portal.audit.models import AuditEvent
from portal.policy.matrix import matrix
from portal.quality import find_check
from portal.statements import forget_statements
from tests.counting import figures
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_person, make_pesel
from tests.factories.services import make_support
from tests.forms import again, fill, sent_of

DAY = datetime.date


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def participation(city, sopot, caseworker_city):
    person = make_person(given_names="Oksana", surname="Melnyk")
    make_care(person, city, sopot, caseworker_city)
    made = make_participation(person, sopot, target_group=sopot.target_groups.get(code="working_age"))
    make_support(made)
    return made


@pytest.fixture
def path(participation):
    return reverse("person_edit", args=[participation.number])


def in_force(participation) -> ParticipationVersion:
    return ParticipationVersion.objects.current().get(participation=participation)


def test_form_begins_with_what_is_known(client, participation, path):
    form = client.get(path).context["form"]
    assert form["surname"].value() == "Melnyk"
    assert (form["place"].value(), form["education"].value()) == ("Sopot", "isced-3-4")
    assert form.fields["citizenships"].in_words(form["citizenships"].value()) == "Ukraina"


def test_correcting_a_characteristic_moves_the_figure_and_is_in_the_trail(client, sopot, participation, path):
    before = figures(sopot)
    fill(client, path, labour_status="unemployed", why="the list was wrong")
    after = figures(sopot)
    assert after["EECO05 cumulative"][2] == before["EECO05 cumulative"][2] - 1
    assert after["EECO02 cumulative"][2] == before["EECO02 cumulative"][2] + 1
    version = in_force(participation)
    assert (version.labour_status, version.why) == (LabourStatus.UNEMPLOYED, "the list was wrong")
    assert ParticipationVersion.objects.filter(participation=participation).count() == 2
    event = AuditEvent.objects.get(action="change", object_type="participation")
    assert event.detail["fields"] == ["labour_status"]
    assert event.reason == "the list was wrong"


def test_after_the_first_support_a_reason_is_asked_for(client, participation, path):
    answer = fill(client, path, labour_status="unemployed", phone="+48 512 000 111")
    assert list(answer.context["form"].errors) == ["why"]
    assert 'value="+48 512 000 111"' in answer.content.decode()
    assert in_force(participation).labour_status == LabourStatus.EMPLOYED
    assert Person.objects.get().phone == ""


def test_contact_changes_without_a_reason_and_makes_no_version(client, participation, path):
    fill(client, path, phone="+48 512 000 111", contact_language="uk")
    person = Person.objects.get()
    assert (person.phone, person.contact_language, person.version) == ("+48 512 000 111", "uk", 2)
    assert ParticipationVersion.objects.count() == 1


def test_person_with_another_name_stands_elsewhere_in_the_list(client, city, sopot, path):
    other = make_participation(make_person(given_names="Adam", surname="Nowak"), sopot)
    make_care(other.person, city, sopot)

    def listed() -> list[str]:
        return [row.name.split()[0] for row in client.get("/osoby/").context["rows"]]

    assert listed() == ["Melnyk", "Nowak"]
    fill(client, path, surname="Zarembska", why="married")
    assert listed() == ["Nowak", "Zarembska"]


def test_former_name_is_still_found_and_the_change_has_its_author(client, participation, path, caseworker_city):
    fill(client, path, surname="Nowak", why="married")
    person = Person.objects.get()
    assert person.surname == "Nowak"
    assert " nuak " in person.search_key
    assert " melnik " in person.search_key
    assert (person.history.first().history_user, person.history.first().history_change_reason) == (
        caseworker_city, "married",
    )  # fmt: skip


def test_birth_date_and_sex_change_in_person_and_characteristics_alike(client, participation, path):
    fill(client, path, birth_date_2="2009", sex="M", why="read from the passport")
    version, person = in_force(participation), Person.objects.get()
    assert (person.birth_date, version.birth_date) == (DAY(2009, 5, 17), DAY(2009, 5, 17))
    assert (person.sex, version.sex, version.age_at_start) == ("M", "M", 16)
    assert version.target_group.code == "children"


def test_nothing_different_changes_nothing(client, participation, path):
    answer = fill(client, path)
    assert answer.status_code == 302
    assert (ParticipationVersion.objects.count(), Person.objects.get().version) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"third_country": False}, {"third_country": True}),
        ({"foreign_background": False}, {"foreign_background": True}),
        ({"citizenships": "PL UA", "citizenship_class": "polish"}, {"third_country": False}),
    ],
)
class TestOutOfStep:
    """What a list said otherwise than the citizenship is mended with one press (R16–R19)."""

    @pytest.fixture
    def path(self, city, sopot, caseworker_city, wrong):
        person = make_person()
        make_care(person, city, sopot, caseworker_city)
        group = sopot.target_groups.get(code="working_age")
        made = make_participation(person, sopot, target_group=group, age_at_start=40, **wrong)
        make_support(made)
        return reverse("person_edit", args=[made.number])

    def test_is_worked_out_anew_with_its_history(self, client, path, wrong, right):
        page = client.get(path)
        assert page.context["out_of_step"]
        assert 'id="derived"' in page.content.decode()
        sent = {"derive": "1", **{name: page.context["derive"][name].value() for name in ("submission", "version")}}
        answers = [client.post(path, sent) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        version = ParticipationVersion.objects.current().get()
        assert {name: getattr(version, name) for name in right} == right
        assert ParticipationVersion.objects.count() == 2
        event = AuditEvent.objects.get(action="change", object_type="participation")
        assert set(right) <= set(event.detail["fields"])
        assert not client.get(path).context["out_of_step"]

    def test_form_sent_as_it_stands_asks_no_reason_and_changes_nothing(self, client, path, wrong, right):
        page = client.get(path)
        form = page.context["form"]
        answer = client.post(path, sent_of(form))
        if answer.status_code == 200:  # the form asks about a citizenship outside the target group
            answer = again(client, path, answer, confirmed=answer.context["form"].mark)
        assert answer.status_code == 302
        assert ParticipationVersion.objects.count() == 1


def test_back_to_the_proposed_group(client, city, sopot):
    group = sopot.target_groups.get(code="seniors")
    person = make_person()
    make_care(person, city, sopot)
    made = make_participation(
        person, sopot, target_group=group, target_group_written=True, target_group_reason="pension"
    )
    fill(client, reverse("person_edit", args=[made.number]), group="", group_reason="", why="no pension")
    version = in_force(made)
    assert (version.target_group.code, version.target_group_written) == ("working_age", False)


def test_group_that_is_chosen_by_hand_asks_for_no_reason(client, sopot, participation, path):
    sopot.target_groups.filter(code="seniors").update(rule={"by_hand": True})
    fill(client, path, group="seniors", why="asked for it")
    version = in_force(participation)
    assert (version.target_group.code, version.target_group_written) == ("seniors", True)
    page = client.get(reverse("person_record", args=[participation.number])).content.decode()
    assert "nie pasuje do wieku" not in page
    assert "reguła proponuje" not in client.get(reverse("person_data", args=[participation.number])).content.decode()


def test_where_no_rule_proposes_a_group_the_form_says_so(client, sopot, path):
    sopot.target_groups.update(rule={"by_hand": True})
    assert "–" not in str(client.get(path).context["form"].fields["group"].help_text)


def test_double_click_makes_one(client, participation, path):
    sent = {**sent_of(client.get(path).context["form"]), "education": "isced-5-8", "why": "diploma seen"}
    answers = [client.post(path, sent) for _ in range(3)]
    assert len({answer.url for answer in answers}) == 1
    assert ParticipationVersion.objects.count() == 2


class TestConflict:
    def test_second_of_two_sees_both_texts_and_may_save_again(
        self, client, client_of, coordinator, participation, path
    ):
        page = client.get(path)
        fill(client_of(coordinator), path, education="isced-5-8", why="diploma")
        answer = again(client, path, page, education="isced-0-2", why="school only")
        shown = answer.content.decode()
        assert coordinator.name in shown
        assert [str(each.label) for each in answer.context["differences"] if each.theirs] == [
            "Wykształcenie (najwyższe ukończone)"
        ]
        assert in_force(participation).education == "isced-5-8"
        again(client, path, answer)
        assert in_force(participation).education == "isced-0-2"

    def test_change_of_the_person_alone_is_a_conflict_too(self, client, client_of, coordinator, participation, path):
        page = client.get(path)
        fill(client_of(coordinator), path, phone="+48 500 500 500")
        answer = again(client, path, page, phone="+48 600 600 600")
        assert [(each.theirs, each.yours) for each in answer.context["differences"]] == [
            ("+48 500 500 500", "+48 600 600 600")
        ]
        assert Person.objects.get().phone == "+48 500 500 500"


def test_who_may_not_read_contact_does_not_overwrite_it(client, participation, path, monkeypatch):
    fill(client, path, phone="+48 512 000 111", pesel=make_pesel(DAY(1990, 5, 17)))
    monkeypatch.delitem(matrix().actions["view_person_contact"].rights, "caseworker")
    forget_statements()
    form = client.get(path).context["form"]
    assert not {"phone", "pesel", "email", "address"} & set(form.fields)
    fill(client, path, preferred_name="Oksanka")
    person = Person.objects.get()
    assert (person.preferred_name, person.phone) == ("Oksanka", "+48 512 000 111")
    assert person.pesel == make_pesel(DAY(1990, 5, 17))


def test_known_pesel_out_of_reach_is_told_without_a_trace_of_its_bearer(client, participation, path, foundation, sopot):
    pesel = make_pesel(DAY(1990, 5, 17), serial=40)
    other = make_participant(foundation, sopot, pesel=pesel, surname="Qzxkwvt")
    answer = fill(client, path, pesel=pesel)
    assert list(answer.context["form"].errors) == ["pesel"]
    assert other.number not in answer.content.decode()
    assert "Qzxkwvt" not in answer.content.decode()


class TestInCharge:
    def test_coordinator_decides_who_is_in_charge(self, client_of, coordinator, participation, path, city, sopot):
        colleague = make_member("caseworker", city, sopot, "Ewa Kos")
        care = Care.objects.get()
        fill(client_of(coordinator), path, **{f"in_charge_{care.pk}": str(colleague.pk)})
        assert Care.objects.get().caseworker == colleague
        assert AuditEvent.objects.filter(object_type="care").count() == 1

    def test_caseworker_cannot_put_themselves_in_charge(self, client, city, sopot, caseworker_city):
        made = make_participant(city, sopot)
        care = Care.objects.get(person=made.person)
        path = reverse("person_edit", args=[made.number])
        fill(client, path, **{f"in_charge_{care.pk}": str(caseworker_city.pk), "caseworker": str(caseworker_city.pk)})
        assert Care.objects.get(person=made.person).caseworker is None

    def test_colleague_of_another_organisation_is_refused(
        self, client_of, coordinator, participation, path, caseworker_foundation
    ):
        care = Care.objects.get()
        answer = fill(client_of(coordinator), path, **{f"in_charge_{care.pk}": str(caseworker_foundation.pk)})
        assert answer.status_code == 200
        assert Care.objects.get().caseworker != caseworker_foundation


SHOWN = {
    "legal-stay_outcome": "met", "legal-stay_evidence": "visa", "residence_outcome": "met", "residence_evidence": "lease",
}  # fmt: skip


@pytest.mark.parametrize(
    ("check", "state", "typed"),
    [
        ("incomplete", {"education": "", "missing": "education"}, {"education": "isced-0-2"}),
        ("eligibility-not-seen", {"eligibility": ""}, SHOWN),
        ("eligibility-asserted", {}, SHOWN),
        ("outside-target-population", {"in_target_population": False}, {}),
        ("third-country-without-origin", {"foreign_background": False}, {}),
        ("class-without-third-country", {"third_country": False}, {}),
        ("polish-and-third-country", {"citizenship_class": "polish"}, {}),
        (
            "written-start-differs", {"written_start": DAY(2026, 1, 5)},
            {"written_start_0": "", "written_start_1": "", "written_start_2": ""},
        ),
        (
            "answer-blank", {"disability": "", "homelessness": "no", "minority": "no"}, {"disability": "refused"},
        ),
        (
            "education-ends-before-start",
            {"labour_status": "inactive", "labour_detail": "in-education", "education_end": DAY(2025, 6, 30)},
            {"education_end_2": "2027"},
        ),
    ],
)  # fmt: skip
def test_form_that_a_check_names_really_mends_it(client, city, sopot, check, state, typed):
    person = make_person()
    make_care(person, city, sopot)
    made = make_participation(person, sopot, **state)
    asked = find_check(check)
    assert finds(asked, sopot, made)
    answer = fill(client, asked.fix_url(made.number).partition("#")[0], why="mended", **typed)
    assert answer.status_code == 302, answer.context["form"].errors
    assert not finds(asked, sopot, made)


@pytest.mark.parametrize(("group", "born"), [("children", DAY(1990, 5, 17)), ("working_age", DAY(2016, 1, 5))])
def test_written_group_is_settled_by_a_reason(client, city, sopot, group, born):
    person = make_person(birth_date=born)
    make_care(person, city, sopot)
    made = make_participation(
        person, sopot, target_group=sopot.target_groups.get(code=group), target_group_written=True
    )
    asked = find_check("group-contradicts-age")
    assert finds(asked, sopot, made)
    record = reverse("person_record", args=[made.number])
    assert "nie pasuje do wieku" in client.get(record).content.decode()
    path = asked.fix_url(made.number).partition("#")[0]
    assert list(fill(client, path).context["form"].errors) == ["group_reason"]
    fill(client, path, group_reason="pupil of the last class", why="settled")
    assert not finds(asked, sopot, made)
    assert "nie pasuje do wieku" not in client.get(record).content.decode()


def test_about_homelessness_a_refusal_is_not_offered_and_one_of_earlier_days_is_a_gap(client, city, sopot):
    """SM EFS takes yes or no there (D8): somebody has to ask, and correcting something else takes nothing away."""
    person = make_person()
    make_care(person, city, sopot)
    made = make_participation(person, sopot, disability="refused", homelessness="refused", minority="no")
    asked = find_check("answer-blank")
    assert finds(asked, sopot, made)
    path = reverse("person_edit", args=[made.number])
    form = client.get(path).context["form"]
    assert [code for code, _label in form.fields["homelessness"].choices] == ["", "yes", "no"]
    assert "refused" in dict(form.fields["disability"].choices)
    assert list(fill(client, path, homelessness="refused").context["form"].errors) == ["homelessness"]
    assert fill(client, path, surname="Kowal", homelessness="").status_code == 302
    assert in_force(made).homelessness == "refused"
    assert finds(asked, sopot, made)
    fill(client, path, homelessness="no", why="asked")
    assert not finds(asked, sopot, made)


def finds(check, project, participation) -> bool:
    from beneficiaries.models import Participation
    from beneficiaries.queries.people import in_force as version_in_force

    found = Participation.objects.annotate(in_force=version_in_force()).filter(
        check.condition(project, DAY(2026, 12, 31))
    )
    return found.filter(pk=participation.pk).exists()


def test_seen_documents_come_back_as_they_were_typed(client, participation, path):
    fill(
        client, path, eligibility="seen", seen_by="Marta Z.", seen_on_0="3", seen_on_1="lutego", seen_on_2="2026",
        why="card of residence",
    )  # fmt: skip
    assert in_force(participation).eligibility == Eligibility.SEEN
    form = client.get(path).context["form"]
    assert (form["seen_by"].value(), form["seen_on"].value()) == ("Marta Z.", DAY(2026, 2, 3))


def test_page_costs_the_same_whatever_happened(client, participation, path, django_assert_max_num_queries):
    client.get(path)
    with django_assert_max_num_queries(20) as few:
        client.get(path)
    for _ in range(3):
        make_support(participation)
    with django_assert_max_num_queries(len(few)):
        client.get(path)
