"""The plan on its pages: made, changed by two people, health kept from other eyes, printed, closed."""

import datetime
from types import SimpleNamespace

import pytest
from django.urls import reverse

from beneficiaries.domain.protection import deny
from cases.domain import plans as domain
from cases.models import IntegrationPlan, PlanGoal, PlanReview, PlanSignature, PlanStep
from cases.queries.plans import part_of
from cases.tables.own import plan_of_own
from portal.audit.models import AuditEvent
from portal.submissions.drafts import draft_content
from portal.submissions.models import Draft
from portal.versions.actions import FactChanged
from portal.worklist.registry import Desk, work_sections
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_diagnosis
from tests.factories.plans import make_goal, make_plan, make_review, make_signature, make_step
from tests.forms import again, fill, sent_of, take_back

DAY = datetime.date


@pytest.fixture
def participation(city, sopot, caseworker_city):
    person = make_person(contact_language="uk")
    make_care(person, city, sopot, caseworker_city)
    return make_participation(person, sopot)


@pytest.fixture
def plan(participation):
    return make_plan(participation)


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def other(client_of, coordinator):
    """Somebody who is not in charge, and so may not read health."""
    return client_of(coordinator)


def to(name, participation, *keys) -> str:
    return reverse(name, args=[participation.number, *keys])


def text_of(client, path) -> str:
    return client.get(path).content.decode()


class TestPlan:
    def test_made_with_a_review_in_a_quarter_and_in_the_trail(self, client, participation):
        path = to("new_plan", participation)
        answer = fill(client, path, opened_on="2026-02-10", statutory_programme="no")
        plan = IntegrationPlan.objects.get()
        assert answer.url == to("person_plan", participation)
        assert (plan.opened_on, plan.statutory_programme, plan.closed_on) == (DAY(2026, 2, 10), "no", None)
        event = AuditEvent.objects.get(action="create", object_type="integrationplan")
        assert event.subjects == [str(participation.person_id)]

    @pytest.mark.parametrize(("field", "typed"), [
        ("opened_on", {"opened_on": "2090-01-01"}),
        ("first_review_on", {"first_review_on": "2026-02-10"}),
        ("statutory_programme", {"statutory_programme": ""}),
        ("statutory_where", {"statutory_programme": "yes"}),
        ("statutory_where", {"statutory_where": "a\0b"}),
    ])  # fmt: skip
    def test_mistake_is_said_beside_the_field_and_nothing_is_made(self, client, participation, field, typed):
        values = {"opened_on": "2026-02-10", "statutory_programme": "no", **typed}
        answer = fill(client, to("new_plan", participation), **values)
        assert list(answer.context["form"].errors) == [field]
        assert not IntegrationPlan.objects.exists()

    def test_one_is_open_at_a_time(self, client, participation, plan, caseworker_city):
        assert client.get(to("new_plan", participation)).url == to("person_plan", participation)
        with pytest.raises(domain.PlanOpenAlready):
            domain.open_plan(participation, {"opened_on": DAY(2026, 3, 1), "first_review_on": DAY(2026, 6, 1)},
                             by=caseworker_city)  # fmt: skip

    def test_closed_one_stays_readable_and_what_was_asked_is_not_asked_again(self, client, participation):
        plan = make_plan(participation, statutory_programme="yes", statutory_where="PCPR Gdańsk")
        make_goal(plan, text="Open a bank account")
        path = to("close_plan", participation)
        page = client.get(path)
        assert again(client, path, page, closed_on="2026-02-09", end_reason="reached").status_code == 200
        values = {"closed_on": "2026-04-01", "end_reason": "reached", "closing_note": "All done."}
        for _ in range(2):
            assert again(client, path, page, **values).url == to("person_plan", participation)
        text = text_of(client, to("person_plan", participation))
        assert "Open a bank account" in text
        assert "All done." in text
        form = client.get(to("new_plan", participation)).context["form"]
        assert form["statutory_where"].value() == "PCPR Gdańsk"
        assert client.get(to("new_goal", participation)).status_code == 404


class TestGoalsAndSteps:
    def test_goal_is_sealed(self, client, participation, plan):
        fill(client, to("new_goal", participation), area="work", text="Qzxkwvt")
        goal = PlanGoal.objects.get()
        assert (goal.text, goal.area, goal.plan_fact) == ("Qzxkwvt", "work", plan.fact_id)
        assert b"Qzxkwvt" not in bytes(PlanGoal.objects.values_list("text", flat=True).get())

    def test_double_click_makes_one_and_the_draft_goes(self, client, participation, plan, caseworker_city):
        client.post(reverse("keep_draft", args=["plan-goal"]), {"text": "Draft", "draft_subject": participation.pk.hex})
        path = to("new_goal", participation)
        form = client.get(path).context["form"]
        assert form["text"].value() == "Draft"
        for _ in range(3):
            client.post(path, {**sent_of(form), "area": "work"})
        assert PlanGoal.objects.get().text == "Draft"
        assert draft_content(caseworker_city, "plan-goal", participation.pk.hex) is None

    @pytest.mark.parametrize("name", ["new_goal", "new_review"])
    def test_draft_goes_with_the_access_to_the_person(
        self, client, participation, plan, caseworker_city, coordinator, name
    ):
        screen = client.get(to(name, participation)).context["screen"]
        typed = {"text": "Qzxkwvt", "draft_subject": screen.subject}
        client.post(reverse("keep_draft", args=[screen.draft]), typed)
        deny(participation, caseworker_city, by=coordinator, reason="They are neighbours.")
        assert not Draft.objects.exists()

    def test_step_is_not_given_to_somebody_who_must_not_know_the_person(self, client, participation, plan, city, sopot):
        denied = make_member("caseworker", city, sopot)
        participation.person.denied_to.add(denied)
        form = client.get(to("new_step", participation, make_goal(plan).fact_id)).context["form"]
        assert f"colleague:{denied.pk}" not in dict(form.fields["owner_by"].choices)

    def test_step_names_help_and_owner(self, client, participation, plan, caseworker_city, sopot):
        goal, kind = make_goal(plan), sopot.service_types.get(code="career-advice-adults")
        values = {"what": "Write a CV", "due_on": "2026-06-30", "other_help": "left over"}
        fill(client, to("new_step", participation, goal.fact_id), help_by=f"service:{kind.code}", **values)
        step = PlanStep.objects.get()
        assert (step.what, step.service_type, step.other_help) == ("Write a CV", kind, "")
        assert (step.owner_kind, step.owner, step.state) == ("colleague", caseworker_city, "planned")
        assert (step.goal_fact, step.plan_fact) == (goal.fact_id, plan.fact_id)

    def test_goal_and_step_are_said_in_the_language_of_the_person(self, client, participation, plan):
        fill(client, to("new_goal", participation), area="work", text="Praca", own_words="Робота за фахом")
        goal = PlanGoal.objects.get()
        said = {"what": "Napisać CV", "own_words": "Написати резюме", "due_on": "2026-06-30", "owner_by": "person"}
        fill(client, to("new_step", participation, goal.fact_id), **said)
        step = PlanStep.objects.get()
        assert (goal.own_words, step.own_words) == ("Робота за фахом", "Написати резюме")
        fill(client, to("change_goal", participation, goal.fact_id), own_words="")
        fill(client, to("change_step", participation, step.fact_id), what="CV")
        (shown,) = plan_of_own(SimpleNamespace(participations=[participation])).goals
        assert (shown.text, [each.what for each in shown.steps]) == ("Praca", ["Написати резюме"])
        assert "Робота за фахом" in text_of(client, to("plan_history", participation))
        assert "Написати резюме" in text_of(client, to("person_plan", participation))

    def test_pasted_marks_that_nobody_sees_are_no_words(self, client, participation, plan):
        fill(client, to("new_goal", participation), area="work", text="Praca", own_words="\u200e\u200b")
        assert PlanGoal.objects.get().own_words == ""

    @pytest.mark.parametrize(("field", "typed"), [
        ("what", {"what": " "}),
        ("due_on", {"due_on": "2026-02-30"}),
        ("other_help", {"help_by": "other"}),
        ("owner_name", {"owner_by": "organisation"}),
        ("owner_by", {"owner_by": "colleague:999999"}),
        ("drop_reason", {"state": "dropped"}),
    ])  # fmt: skip
    def test_mistake_in_a_step_is_said_beside_the_field(self, client, participation, plan, field, typed):
        values = {"what": "A", "due_on": "2026-06-30", "owner_by": "person", **typed}
        answer = fill(client, to("new_step", participation, make_goal(plan).fact_id), **values)
        assert list(answer.context["form"].errors) == [field]
        assert not PlanStep.objects.exists()

    def test_earlier_versions_stay(self, client, participation, plan):
        step = make_step(make_goal(plan))
        fill(client, to("change_step", participation, step.fact_id), state="done")
        assert [each.state for each in PlanStep.objects.order_by("recorded_at")] == ["planned", "done"]
        here = client.get(to("person_plan", participation)).context["here"]
        assert (here.done, here.total) == (1, 1)

    def test_history_says_what_was_agreed_when(self, client, other, participation, plan, caseworker_city):
        goal = make_goal(plan, text="First words")
        domain.change_part(goal, plan, {"text": "Later words", "area": "health"}, by=caseworker_city)
        domain.take_part_back(make_step(goal, what="A mistake"), plan, by=caseworker_city, why="x")
        page = client.get(to("plan_history", participation))
        said = [(each.text, len(each.acts)) for each in page.context["versions"]]
        assert said == [("A mistake", 2), ("Later words", 1), ("First words", 1)]
        assert all(each.locked for each in other.get(to("plan_history", participation)).context["versions"])

    def test_second_of_two_sees_both_texts(self, client, other, participation, plan):
        goal = make_goal(plan, text="First")
        path = to("change_goal", participation, goal.fact_id)
        page = client.get(path)
        fill(other, path, text="Theirs")
        answer = again(client, path, page, text="Yours")
        assert [(each.theirs, each.yours) for each in answer.context["differences"]] == [("Theirs", "Yours")]
        assert PlanGoal.objects.current().get().text == "Theirs"
        again(client, path, answer)
        assert PlanGoal.objects.current().get().text == "Yours"

    def test_change_at_the_same_moment_writes_nothing(self, participation, plan, caseworker_city):
        goal = make_goal(plan)
        seen = part_of(PlanGoal, plan, goal.fact_id)
        domain.change_part(goal, plan, {"text": "A"}, by=caseworker_city)
        with pytest.raises(FactChanged):
            domain.change_part(seen, plan, {"text": "B"}, by=caseworker_city)
        domain.close_plan(plan, {"closed_on": DAY(2026, 4, 1), "end_reason": "other"}, by=caseworker_city)
        with pytest.raises(domain.PlanClosed):
            domain.add_part(PlanGoal(participation=participation, area="work", text="C"), plan, by=caseworker_city)
        assert PlanGoal.objects.current().get().text == "A"

    def test_goal_is_taken_back_with_its_steps(self, client, participation, plan):
        goal = make_goal(plan)
        make_step(goal)
        take_back(client, to("change_goal", participation, goal.fact_id))
        assert not PlanGoal.objects.current().exists()
        assert not PlanStep.objects.current().exists()
        assert PlanStep.objects.count() == 1

    def test_part_of_another_person_is_not_there(self, client, participation, plan, city, sopot):
        person = make_person()
        make_care(person, city, sopot)
        another = make_participation(person, sopot)
        goal = make_goal(make_plan(another))
        assert client.get(to("change_goal", participation, goal.fact_id)).status_code == 404
        assert client.get(to("new_step", participation, goal.fact_id)).status_code == 404


class TestHealth:
    def test_goal_of_the_protected_area_is_a_locked_row_to_everybody_else(self, client, other, participation, plan):
        goal = make_goal(plan, area="health", text="Find a doctor")
        step = make_step(goal, what="Ring the surgery")
        words = make_step(make_goal(plan, text="Get a job"), what="Zdrowie: badania")
        pages = [to("person_plan", participation), to("person_record", participation), to("plan_sheet", participation)]
        for page in pages:
            text = text_of(other, page)
            assert "Get a job" in text
            assert not [each for each in ("doctor", "surgery", "badania") if each in text]
        assert "doctor" in text_of(client, pages[0])
        assert "doctor" in text_of(client, pages[2])
        for name, key in (("change_goal", goal), ("new_step", goal), ("change_step", step), ("change_step", words)):
            assert other.get(to(name, participation, key.fact_id)).status_code == 404

    def test_protected_area_is_not_offered(self, client, other, participation, plan):
        def offered(who) -> list[str]:
            form = who.get(to("new_goal", participation)).context["form"]
            return [code for code, _ in form.fields["area"].choices]

        assert "health" in offered(client)
        assert "health" not in offered(other)
        answer = fill(other, to("new_goal", participation), area="health", text="x")
        assert list(answer.context["form"].errors) == ["area"]

    def test_review_that_speaks_of_health_is_hidden(self, client, other, participation, plan):
        review = make_review(plan, agreed="Zdrowie: leczenie trwa")
        assert "leczenie" not in text_of(other, to("person_plan", participation))
        assert other.get(to("change_review", participation, review.fact_id)).status_code == 404
        assert "leczenie" in text_of(client, to("person_plan", participation))


class TestProposals:
    def test_low_areas_of_the_latest_assessment_are_proposed_and_nothing_is_added(
        self, client, other, participation, plan
    ):
        make_diagnosis(participation, level=1, taken_on=DAY(2026, 1, 5))
        scores = {"work": 2, "social": 4, "health": 1}
        make_diagnosis(participation, "review", taken_on=DAY(2026, 2, 5), scores=scores)
        page = client.get(to("person_plan", participation))
        assert [each.area for each in page.context["proposals"]] == ["health", "work"]
        assert "Doradztwo, dorośli" in page.context["proposals"][1].services
        shown = other.get(to("person_plan", participation)).context["proposals"]
        assert [each.area for each in shown] == ["work"]
        answer = client.post(to("new_goal", participation), {"propose": "work"})
        assert answer.context["form"]["area"].value() == "work"
        assert not PlanGoal.objects.exists()
        make_goal(plan)
        shown = other.get(to("person_plan", participation)).context["proposals"]
        assert [each.in_plan for each in shown] == [True]

    @pytest.mark.parametrize("area", ["nowhere", "health\0", ""])
    def test_unknown_area_proposes_nothing(self, client, participation, plan, area):
        answer = client.post(to("new_goal", participation), {"propose": area})
        assert answer.status_code == 200
        assert not PlanGoal.objects.exists()


class TestReview:
    def test_review_moves_the_next_one_and_stands_on_the_timeline(self, client, participation, plan):
        record = to("person_record", participation)
        values = {"held_on": "2026-05-10", "next_review_on": "2026-08-10", "agreed": "Go on."}
        fill(client, to("new_review", participation), **values)
        review = PlanReview.objects.get()
        assert (review.agreed, review.held_by) == ("Go on.", "Marta Zielińska")
        assert client.get(to("person_plan", participation)).context["here"].review_on == DAY(2026, 8, 10)
        fill(client, to("change_review", participation, review.fact_id), agreed="Go on with it.")
        assert PlanReview.objects.current().get().agreed == "Go on with it."
        titles = [entry.title for _, month in client.get(record).context["months"] for entry in month]
        assert len([each for each in titles if "plan" in each.lower()]) == 2

    def test_overdue_review_and_steps_are_said_in_the_head(self, client, participation, plan, settings):
        goal = make_goal(plan)
        make_step(goal)
        make_step(goal, state="done")
        settings.PORTAL_TRYOUT, settings.PORTAL_TODAY = True, "2026-05-12"
        assert "12.05.2026" not in str(client.get(to("person_data", participation)).context["alert"])
        settings.PORTAL_TODAY = "2026-07-01"
        said = str(client.get(to("person_data", participation)).context["alert"])
        assert "12.05.2026" in said
        for way in ("new_review", "person_plan"):
            assert f'href="{to(way, participation)}"' in said
            assert client.get(to(way, participation)).status_code == 200

    def test_my_day_shows_those_in_charge_what_is_due(
        self, participation, plan, caseworker_city, coordinator, caseworker_foundation
    ):
        make_review(plan)
        section = {each.code: each for each in work_sections()}["plan-reviews"]
        due = lambda who, day: section.build(Desk(who, day, 5))  # noqa: E731
        assert [row.due_on for row in due(caseworker_city, DAY(2026, 8, 3)).rows] == [DAY(2026, 8, 10)]
        assert due(caseworker_city, DAY(2026, 8, 2)).total == 0
        assert due(caseworker_foundation, DAY(2026, 9, 1)).total == 0
        assert due(coordinator, DAY(2026, 9, 1)).total == 0
        participation.person.denied_to.add(caseworker_city)
        assert due(caseworker_city, DAY(2026, 9, 1)).total == 0


class TestPaper:
    def test_printed_in_the_language_of_the_person_or_the_one_chosen(self, client, participation, plan):
        goal = make_goal(plan, text="Własny cel")
        make_step(goal)
        make_step(goal, what="Dropped one", state="dropped", drop_reason="x")
        path = to("plan_sheet", participation)
        text = text_of(client, path)
        assert '<article class="card paper" lang="uk"' in text
        assert "30.06.2026" in text
        assert "Робота" in text
        assert "Dropped one" not in text
        assert "Własny cel" in text
        english = text_of(client, f"{path}?jezyk=en")
        assert "Your plan" in english
        assert "Participant, date and signature" in english
        assert 'lang="uk"' in text_of(client, f"{path}?jezyk=%00xx")

    def test_paper_says_the_words_of_the_person_and_the_polish_ones_below(self, client, participation, plan):
        goal = make_goal(plan, text="Praca w zawodzie", own_words="Фах")
        make_step(goal, what="Napisać CV", own_words="Написати резюме")
        path = to("plan_sheet", participation)
        text = " ".join(text_of(client, path).split())
        assert '<h3><bdi>1. Фах</bdi></h3><p class="small" lang="pl"><bdi>Praca w zawodzie</bdi></p>' in text
        assert text.index("Написати резюме") < text.index("Napisać CV")
        polish = text_of(client, f"{path}?jezyk=pl")
        assert "1. Praca w zawodzie" in polish
        assert "Фах" not in polish

    def test_words_of_the_person_are_read_aloud_in_their_language(self, client, participation, plan):
        goal = make_goal(plan, text="Praca w zawodzie", own_words="Фах")
        make_step(goal, what="Napisać CV", own_words="Написати резюме")
        page = text_of(client, to("person_plan", participation))
        for words in ("Фах", "Написати резюме"):
            assert f'<p class="small" lang="uk"><bdi>{words}</bdi></p>' in page
        english = text_of(client, f"{to('plan_sheet', participation)}?jezyk=en")
        assert '<bdi lang="uk">1. Фах</bdi>' in english
        assert '<bdi lang="uk">Написати резюме</bdi>' in english
        own = text_of(client, to("plan_sheet", participation))
        assert "<bdi>1. Фах</bdi>" in own

    def test_whole_words_of_a_goal_are_seen_while_they_are_typed(self, client, participation, plan):
        form = client.get(to("new_goal", participation)).context["form"]
        assert {form[name].field.widget.attrs["rows"] for name in ("text", "own_words")} == {"3"}

    @pytest.mark.usefixtures("accounts_speak_english")
    def test_guardian_signs_for_a_child(self, client, city, sopot, caseworker_city):
        child = make_person(birth_date=DAY(2015, 1, 1))
        make_care(child, city, sopot, caseworker_city)
        participation = make_participation(child, sopot)
        make_plan(participation)
        assert "Parent or guardian" in text_of(client, to("plan_sheet", participation) + "?jezyk=en")
        path = to("sign_plan", participation)
        answer = fill(client, path, signed_on="2026-02-10")
        assert list(answer.context["form"].errors) == ["signer_name"]
        again(client, path, answer, signer_name="Mother Melnyk")
        signature = PlanSignature.objects.get()
        assert (signature.signer, signature.signer_name, signature.language) == ("guardian", "Mother Melnyk", "pl")
        assert "Mother Melnyk" in text_of(client, to("person_plan", participation))
        path = to("change_signature", participation, signature.fact_id)
        fill(client, path, signed_on="2026-02-11")
        assert PlanSignature.objects.current().get().signed_on == DAY(2026, 2, 11)
        take_back(client, path)
        assert not PlanSignature.objects.current().exists()


@pytest.mark.parametrize("name", ["person_plan", "person_record", "plan_sheet", "plan_history"])
def test_page_costs_the_same_however_long_the_plan_is(client, participation, plan, name, django_assert_max_num_queries):
    def grow() -> None:
        make_step(make_goal(plan))
        make_review(plan)
        make_signature(plan)

    grow()
    make_diagnosis(participation)
    client.get(to(name, participation))
    with django_assert_max_num_queries(23) as few:
        client.get(to(name, participation))
    for _ in range(2):
        grow()
    make_plan(participation, opened_on=DAY(2025, 5, 1), closed_on=DAY(2025, 9, 1), end_reason="other")
    with django_assert_max_num_queries(len(few)):
        client.get(to(name, participation))
