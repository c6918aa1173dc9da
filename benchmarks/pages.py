"""The pages that are measured, as the coordinator of the leading organisation."""

from django.db import connection
from django.test import Client

from beneficiaries.models import Participation
from portal.accounts.domain import create_account, grant_membership
from portal.accounts.enums import Role
from portal.accounts.models import Organisation, User
from portal.programmes.models import GrantProject

EMAIL = "measuring@portal.example"


def coordinator_of(project: GrantProject) -> Client:
    """Return a client signed in as the coordinator of the leading organisation."""
    user = User.objects.filter(email=EMAIL).first()
    if user is None:
        user = create_account(email=EMAIL, name="Measuring", password="measuring-only-0000", by=None)  # noqa: S106
        leader = Organisation.objects.get(projects__grant_project=project, projects__kind="leader")
        grant_membership(user, Role.COORDINATOR, organisation=leader, grant_project=project, by=None)
    client = Client()
    client.force_login(user, backend="portal.accounts.backends.AccountBackend")
    return client


def addresses(project: GrantProject) -> dict[str, str]:
    """Return the pages to measure by name; the deep page begins near the end of the alphabet."""
    people = Participation.objects.filter(grant_project=project).order_by("sort_key", "person_id")
    deep = people[int(people.count() * 0.9)].number
    choice = "od=2026-01-01&do=2026-03-31"
    return {
        "list of people, first page": "/osoby/",
        "list of people, at nine tenths": f"/osoby/?po={deep}",
        "record": f"/osoby/{deep}/",
        "dashboard": f"/koordynacja/wskazniki/?{choice}",
        "drill-down": f"/koordynacja/wskazniki/IMPROVED/?{choice}",
    }


def queries(client: Client, path: str) -> int:
    """Return the number of queries of a page."""
    asked: list[str] = []

    def counting(execute, sql, params, many, context):  # noqa: ANN001, ANN202
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"  # noqa: S101, PLR2004 - a measurement of a failure means nothing
    return len(asked)
