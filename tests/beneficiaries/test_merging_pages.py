"""One pair at a time: what differs, what merging does to every figure, and the way back (S70)."""

import datetime

import pytest
from django.urls import reverse

from beneficiaries.domain.merging import merge_people
from beneficiaries.models import DuplicatePair, Participation, Person, PersonMerge
from cases.models import Task
from portal.audit.models import AuditEvent
from tests.factories.beneficiaries import make_care, make_participant
from tests.forms import sent_of
from tests.merging import figures, give, make_pair, two_records


@pytest.fixture
def both(sopot, city) -> tuple[Participation, Participation]:
    return two_records(sopot, city)


@pytest.fixture
def pair(both) -> DuplicatePair:
    return make_pair(both[0].person, both[1].person)


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


def path(pair: DuplicatePair) -> str:
    return reverse("duplicate_pair", args=[pair.pk])


def sent(page, act: str = "merge", **changes: str) -> dict[str, str]:
    """Return what the browser sends of the page when a button is pressed."""
    values = {**sent_of(page.context["form"]), "seen": page.context["seen"], act: "1"}
    return {**values, **{f"take-{name}": side for name, side in changes.items()}}


def text(page) -> str:
    return page.content.decode()


def test_the_page_says_why_and_lets_choose_only_what_differs(client, pair) -> None:
    page = client.get(path(pair))

    assert "ta sama data urodzenia" in text(page) or "the same date of birth" in text(page)
    choices = {line.field for line in page.context["lines"] if line.field}
    assert choices == {"record", "given_names", "surname"}
    assert text(page).count('type="radio"') == 2 * len(choices)


def test_the_effect_on_every_figure_is_told_and_comes_true(client_of, coordinator, sopot, pair) -> None:
    client = client_of(coordinator)
    page = client.get(path(pair))
    ((_project, lines, shows),) = page.context["figures"]
    told = {str(line.name): [cell.split(" → ") for cell in line.cells] for line in lines}
    before = {line.name: line.cumulative for line in (*figures(sopot).indicators, *figures(sopot).groups)}

    client.post(path(pair), sent(page))

    assert shows
    after = {line.name: line.cumulative for line in (*figures(sopot).indicators, *figures(sopot).groups)}
    changed = {str(name) for name in after if after[name] != before[name]}
    assert changed <= set(told)
    for name, was in before.items():
        if str(name) in told and name in after:
            women, men, total = told[str(name)]
            assert (women[0], women[-1]) == (str(was.women), str(after[name].women))
            assert (men[0], men[-1]) == (str(was.men), str(after[name].men))
            assert (total[0], total[-1]) == (str(was.total), str(after[name].total))


def test_a_caseworker_is_told_the_change_but_no_totals(client, sopot, pair) -> None:
    page = client.get(path(pair))

    ((_project, lines, shows),) = page.context["figures"]
    assert not shows
    assert lines[0].cells[-1] == "−1"


def test_looking_changes_nothing(client, both, pair) -> None:
    client.get(path(pair))
    client.post(path(pair), sent(client.get(path(pair)), "preview", record="theirs"))

    assert PersonMerge.objects.count() == 0
    assert not Person.objects.exclude(merged_into=None).exists()


def test_looking_leaves_a_mark_of_both(client, both, pair) -> None:
    client.get(path(pair))

    assert set(AuditEvent.objects.latest("at").subjects) >= {str(each.person_id) for each in both}


def test_the_record_and_the_values_chosen_stay(client, both, pair) -> None:
    kept, gone = both

    client.post(path(pair), sent(client.get(path(pair)), record="theirs", given_names="ours", surname="theirs"))

    person = Person.objects.get(pk=gone.person_id)
    assert Person.objects.get(pk=kept.person_id).merged_into == person
    assert (person.given_names, person.surname, person.phone) == ("Wolha", "Stepanova", "+48 601 220 417")


def test_pressing_twice_merges_once(client, pair) -> None:
    values = sent(client.get(path(pair)))

    first, second = (client.post(path(pair), values) for _time in range(2))

    assert first.url == second.url
    assert PersonMerge.objects.count() == 1


def test_the_second_of_two_colleagues_is_told(client, client_of, coordinator, pair) -> None:
    other = client_of(coordinator)
    values, others = (sent(each.get(path(pair))) for each in (client, other))

    client.post(path(pair), values)
    answer = other.post(path(pair), others)

    assert answer.url == reverse("merged_people", args=[PersonMerge.objects.get().pk])
    assert PersonMerge.objects.count() == 1


def test_a_record_changed_meanwhile_is_looked_at_once_more(client, both, pair) -> None:
    values = sent(client.get(path(pair)))
    give(both[1], datetime.date(2026, 1, 20))

    page = client.post(path(pair), values)

    assert page.context["is_changed"]
    assert PersonMerge.objects.count() == 0
    client.post(path(pair), {**values, "seen": page.context["seen"]})
    assert PersonMerge.objects.count() == 1


def test_undone_with_one_click(client, sopot, both, pair) -> None:
    before = figures(sopot)
    answer = client.post(path(pair), sent(client.get(path(pair))))
    page = client.get(answer.url)

    client.post(answer.url, sent_of(page.context["form"]))

    assert figures(sopot) == before
    assert not page.context["merge"].undone_at
    assert "Cofnij" in text(page) or "Undo" in text(page)
    assert DuplicatePair.objects.get(pk=pair.pk).state == "open"


def test_an_undo_that_cannot_be_exact_says_what_stands_against_it(client, both, pair) -> None:
    answer = client.post(path(pair), sent(client.get(path(pair)), surname="theirs"))
    person = Person.objects.get(pk=both[0].person_id)
    person.surname = "Nowak"
    person.save()

    page = client.post(answer.url, sent_of(client.get(answer.url).context["form"]))

    assert "Nazwisko" in page.context["refused"] or "Surname" in page.context["refused"]


def test_different_people_are_not_asked_about_again(client, both, pair) -> None:
    client.post(path(pair), sent(client.get(path(pair)), "different"))

    assert DuplicatePair.objects.get().state == "different"
    assert client.get(path(pair)).status_code == 404


def test_not_knowing_is_a_task(client, caseworker_city, both, pair) -> None:
    client.post(path(pair), sent(client.get(path(pair)), "unknown"))

    task = Task.objects.get()
    assert task.assigned_to == caseworker_city
    assert both[0].number in task.text and both[1].number in task.text
    assert DuplicatePair.objects.get().state == "open"


@pytest.mark.parametrize("which", [0, 1])
def test_a_pair_with_somebody_out_of_reach_is_not_there(
    client_of, caseworker_foundation, both, foundation, sopot, pair, which
) -> None:
    make_care(both[which].person, foundation, sopot)

    assert client_of(caseworker_foundation).get(path(pair)).status_code == 404


def test_a_pair_with_a_hidden_person_is_not_there(client, both, pair, caseworker_city) -> None:
    both[1].person.denied_to.add(caseworker_city)

    assert client.get(path(pair)).status_code == 404
    assert client.post(path(pair), {"merge": "1"}).status_code == 404


def test_the_merge_of_a_person_out_of_reach_is_not_there(
    client_of, caseworker_foundation, caseworker_city, both
) -> None:
    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)
    address = reverse("merged_people", args=[merge.pk])

    assert client_of(caseworker_foundation).get(address).status_code == 404
    assert client_of(caseworker_foundation).post(address, {}).status_code == 404


@pytest.mark.parametrize("bad", ["", "\0", "x" * 1_000_000, "\ud800", "\u202e"])
def test_what_no_browser_sends_merges_nothing(client, pair, bad) -> None:
    values = sent(client.get(path(pair)), record=bad) | {"seen": bad}

    page = client.post(
        path(pair),
        {name: value.encode("utf-8", "surrogatepass") for name, value in values.items()} if bad == "\ud800" else values,
    )

    assert page.status_code in (200, 302)
    assert PersonMerge.objects.count() == 0


def test_one_pair_or_three_cost_the_same(client, sopot, city, pair, django_assert_max_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        client.get(path(pair))
        with CaptureQueriesContext(connection) as queries:
            client.get(path(pair))
        return len(queries)

    alone = cost()
    for _time in range(2):
        make_pair(make_participant(city, sopot).person, make_participant(city, sopot).person)

    assert cost() == alone


def test_the_next_pair_is_one_click_away(client, sopot, city, pair) -> None:
    other = make_pair(make_participant(city, sopot).person, make_participant(city, sopot).person, score=50)

    page = client.get(path(pair))

    assert (page.context["place"], page.context["waiting"], page.context["following"]) == (1, 2, other.pk)


def test_the_record_that_stayed_leads_to_the_undo(client, both, caseworker_city) -> None:
    address = reverse("person_record", args=[both[0].number])
    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)

    assert reverse("merged_people", args=[merge.pk]) in text(client.get(address))
