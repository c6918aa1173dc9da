"""A project whose first or last day is not known is kept and shown; nobody takes part in it and nothing is counted."""

import datetime

import pytest
from django.urls import reverse

from beneficiaries.queries.registration import recruiting
from portal.accounts.enums import Role
from portal.accounts.models import Organisation
from portal.policy.access import access_of
from portal.policy.routes import Audience, routes
from portal.programmes.archive import archive_day, past_archive
from portal.programmes.loading import ConfigurationError
from tests.commands import run
from tests.factories.accounts import make_member, make_membership
from tests.factories.programmes import make_project
from tests.portal.programmes.files import load

DAY = datetime.date
SOME = ["", "starts_on = 2026-01-01\n", "ends_on = 2027-12-31\n"]
ROUTES = [each for each in routes() if not each.parameters and each.declaration.audience is Audience.ACTION]


@pytest.fixture
def undated(db, tmp_path):
    return load(tmp_path, "praktyki", 'agreement_number = "ECS/2014"\n')


@pytest.fixture
def leader(undated):
    return Organisation.objects.get(code="cwii")


@pytest.fixture
def member(undated, leader):
    return make_member(Role.COORDINATOR, leader, undated)


@pytest.mark.parametrize("said", SOME)
def test_project_is_kept_without_its_days_and_takes_them_later(db, tmp_path, said):
    assert not load(tmp_path, "praktyki", said).is_dated
    project = load(tmp_path, "praktyki", "starts_on = 2026-04-01\nends_on = 2026-08-31\n")
    assert project.is_dated
    assert load(tmp_path, "praktyki", "").is_dated  # what is left out of a file stays


@pytest.mark.parametrize(("first", "second"), [SOME[1:], SOME[:0:-1]])
def test_days_of_two_loads_are_weighed_together(db, tmp_path, first, second):
    load(tmp_path, "praktyki", first)
    wrong = second.replace("2027-12-31", "2025-12-31").replace("2026-01-01", "2028-01-01")
    with pytest.raises(ConfigurationError, match="ends_on: is before starts_on"):
        load(tmp_path, "praktyki", wrong)


def test_command_says_that_nothing_is_counted(db, tmp_path, capsys):
    path = tmp_path / "praktyki.toml"
    path.write_text(
        'code = "praktyki"\nnumber_prefix = "PO"\n[[organisations]]\ncode = "x"\nname = "X"\nkind = "leader"\n',
        encoding="utf-8",
    )
    ran = run(capsys, "load_programme", path)
    assert ran.lines == [
        "praktyki", "Its first or last day is not known, so nobody can take part in it and nothing is counted.",
    ]  # fmt: skip


def test_coordinator_sees_the_project_and_reads_one_sentence_where_figures_would_be(client_of, member, undated):
    client = client_of(member)
    page = client.get(reverse("project"))
    assert (page.status_code, "ECS/2014" in page.content.decode()) == (200, True)
    for name in ("indicator_dashboard", "report_list", "person_list", "steering"):
        answer = client.get(reverse(name))
        assert answer.status_code == 409
        assert answer.context["project"] == undated
        assert reverse("project") in answer.content.decode()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CASEWORKER, Role.AUDITOR, Role.DATA_PROTECTION_OFFICER])
def test_no_page_breaks_for_whoever_works_in_such_a_project_alone(client_of, undated, leader, role):
    account = make_member(role, leader, undated)
    client = client_of(account)
    asked = [each for each in ROUTES if access_of(account).may(each.declaration.action)]
    assert len(asked) > 3
    for each in asked:
        assert client.get(reverse(each.name)).status_code < 500, each.name


def test_project_with_days_is_the_one_that_is_meant_where_none_is_named(client_of, member, leader):
    dated = make_project(leader=leader)
    make_membership(member, Role.COORDINATOR, leader, dated)
    client = client_of(member)
    assert client.get(reverse("indicator_dashboard")).context["chosen"].project == dated
    assert client.get(f"{reverse('indicator_dashboard')}?projekt=praktyki").status_code == 409
    assert [each.current for each in client.get(reverse("project")).context["projects"]] == [True, False]


def test_project_of_others_is_not_there_with_or_without_days(client_of, coordinator, undated):
    assert client_of(coordinator).get(f"{reverse('indicator_dashboard')}?projekt=praktyki").status_code == 404


def test_nobody_registers_for_it(undated):
    assert recruiting()[0] is None


@pytest.mark.parametrize("command", ["indicators", "report", "import_participants"])
def test_commands_refuse_it_with_one_sentence(undated, capsys, tmp_path, command):
    days = ["--from", "2026-01-01", "--to", "2026-12-31"]
    more = {"indicators": days, "report": days, "import_participants": [str(tmp_path / "list.xlsx")]}[command]
    ran = run(capsys, command, "--project", "praktyki", *more)
    assert (ran.code, ran.out) == (2, "")
    assert "first or last day of praktyki is not known" in ran.err


def test_its_documents_stay_until_the_contract_or_its_end_says_when(undated):
    assert archive_day(undated) is None
    assert undated.pk not in past_archive(DAY(2090, 1, 1))
    undated.retention_until = DAY(2030, 12, 31)
    assert archive_day(undated) == DAY(2030, 12, 31)


def test_public_pages_show_the_running_project_that_has_days_first(client, sopot, undated):
    assert client.get("/pl/").context["page"].project == sopot
