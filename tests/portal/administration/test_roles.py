"""Inviting, giving roles and ending them from the pages: what is shown first, what is refused, what is recorded."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import transaction
from django.urls import reverse

from portal.accounts.domain import AccountError, end_membership, grant_membership, move_last_day
from portal.accounts.enums import Role
from portal.accounts.models import Invitation, Membership, User
from portal.audit.models import AuditEvent
from portal.jobs.domain import request_job
from portal.jobs.registry import JobKind, register_job_kind
from portal.jobs.running import carry_out
from portal.policy.access import access_of
from portal.programmes.models import ProjectOrganisation
from tests.factories.accounts import make_member, make_membership, make_user
from tests.factories.beneficiaries import make_care, make_person
from tests.factories.programmes import make_project
from tests.forms import again, fill

TODAY = datetime.date(2026, 12, 15)
YESTERDAY = TODAY - datetime.timedelta(1)
LAST = "2027-03-31"


@pytest.fixture
def place(sopot, city):
    return str(ProjectOrganisation.objects.get(grant_project=sopot, organisation=city).pk)


@pytest.fixture
def elsewhere(foundation):
    """A place of a project that is not the administrator's."""
    project = make_project(leader=foundation)
    return str(ProjectOrganisation.objects.get(grant_project=project).pk)


def role_page(user):
    return reverse("give_role", args=[user.pk])


def end_page(user):
    return reverse("end_access", args=[user.pk])


def test_invitation_shows_first_what_the_roles_open(administrator, place, django_capture_on_commit_callbacks):
    path = reverse("invite")
    about = {"name": " Ewa  Próbna ", "email": "Ewa@example.test", "language": "en", "ends_on": LAST}
    shown = fill(administrator, path, **about, role_0="caseworker", place_0=place)
    assert "What this opens" in shown.content.decode()
    assert "Record support given to a person" in shown.content.decode()
    assert not User.objects.filter(email="ewa@example.test").exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = again(administrator, path, shown)
    invitation = Invitation.objects.get()
    assert answer["Location"] == reverse("account", args=[invitation.user_id])
    assert (invitation.name, invitation.user.email) == ("Ewa Próbna", "ewa@example.test")
    assert len(mail.outbox) == 1


def test_changed_role_is_shown_again_before_it_is_saved(administrator, place):
    path = reverse("invite")
    about = {"name": "Ewa", "email": "ewa@example.test", "language": "pl", "ends_on": LAST}
    shown = fill(administrator, path, **about, role_0="caseworker", place_0=place)
    other = again(administrator, path, shown, role_0="coordinator")
    assert other.status_code == 200
    assert "Freeze a report edition" in other.content.decode()
    assert not Invitation.objects.exists()
    assert again(administrator, path, other).status_code == 302
    assert Membership.objects.get(user__email="ewa@example.test").role == "coordinator"


def test_double_click_invites_once(administrator, place):
    path = reverse("invite")
    about = {"name": "Ewa", "email": "ewa@example.test", "language": "pl", "ends_on": LAST}
    shown = fill(administrator, path, **about, role_0="caseworker", place_0=place)
    answers = {again(administrator, path, shown)["Location"] for _ in range(2)}
    assert len(answers) == 1
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "two@example.test, three@example.test"}, "email"),
        ({"name": ""}, "name"),
        ({"name": "x\0y"}, "name"),
        ({"language": "de"}, "language"),
        ({"ends_on": "2027-06-14"}, "ends_on"),
        ({"ends_on": "2026-12-14"}, "ends_on"),
        ({"ends_on": "31.02.2027"}, "ends_on"),
        ({"role_0": "king"}, "role_0"),
        ({"role_0": "participant"}, "role_0"),
        ({"role_0": ""}, "role_0"),
        ({"place_0": ""}, "place_0"),
        ({"place_0": "999999"}, "place_0"),
        ({"role_1": "auditor"}, "place_1"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(administrator, place, changes, field):
    right = {"name": "Ewa", "email": "ewa@example.test", "language": "pl", "ends_on": LAST, "role_0": "caseworker"}
    answer = fill(administrator, reverse("invite"), **{**right, "place_0": place, **changes})
    assert field in answer.context["form"].errors
    kept = {**right, **changes}
    assert answer.context["form"]["name"].value() in (kept["name"], "xy")
    assert not Invitation.objects.exists()


def test_address_in_sight_leads_to_its_account(administrator, caseworker_city, place):
    path = reverse("invite")
    about = {"name": "X", "email": caseworker_city.email, "language": "pl", "ends_on": LAST}
    answer = again(administrator, path, fill(administrator, path, **about, role_0="auditor", place_0=place))
    assert "email" in answer.context["form"].errors
    assert reverse("account", args=[caseworker_city.pk]) in answer.content.decode()


def test_invitation_is_sent_anew_and_withdrawn(administrator, place, technical_admin):
    path = reverse("invite")
    about = {"name": "Ewa", "email": "ewa@example.test", "language": "pl", "ends_on": LAST}
    again(administrator, path, fill(administrator, path, **about, role_0="caseworker", place_0=place))
    user = User.objects.get(email="ewa@example.test")
    administrator.post(reverse("invitation", args=[user.pk]), {"again": "1"})
    assert Invitation.objects.unanswered().count() == 1
    administrator.post(reverse("invitation", args=[user.pk]), {"withdraw": "1"})
    assert Invitation.objects.unanswered().count() == 0
    assert administrator.post(reverse("invitation", args=[user.pk]), {"again": "1"}).status_code == 302
    user.refresh_from_db()
    assert not user.is_active


def test_role_is_shown_with_what_is_new_then_given(administrator, caseworker_city, place, sopot):
    shown = fill(administrator, role_page(caseworker_city), role_0="coordinator", place_0=place, ends_on=LAST)
    groups = dict(shown.context["sight"].groups)
    new = {opening.says: opening.is_new for openings in groups.values() for opening in openings}
    assert new["Freeze a report edition."]
    assert not new["Read what a diagnosis or a finding says about health. Only the caseworker in charge."]
    assert not access_of(caseworker_city).may("freeze_report")
    again(administrator, role_page(caseworker_city), shown)
    assert access_of(User.objects.get(pk=caseworker_city.pk)).may("freeze_report", sopot)


def test_nobody_raises_their_own_rights(administrator, technical_admin, place, sopot):
    shown = fill(administrator, role_page(technical_admin), role_0="coordinator", place_0=place, ends_on=LAST)
    answer = again(administrator, role_page(technical_admin), shown)
    assert "Nobody changes their own rights" in answer.content.decode()
    own = technical_admin.memberships.get()
    fill(administrator, reverse("move_day", args=[own.pk]), ends_on=LAST)
    fill(administrator, end_page(technical_admin), when="now")
    own.refresh_from_db()
    assert own.ends_on is None
    assert list(technical_admin.memberships.values_list("role", flat=True)) == ["technical_administrator"]


def test_last_administrator_cannot_be_removed(technical_admin, city, sopot):
    technical_admin.set_password("x")
    technical_admin.save()
    second = make_member(Role.TECHNICAL_ADMINISTRATOR, city, sopot)
    second.set_password("x")
    second.save()
    first = technical_admin.memberships.get()
    end_membership(second.memberships.get(), last_day=YESTERDAY, by=technical_admin)
    with pytest.raises(AccountError):
        end_membership(first, last_day=TODAY, by=make_user())


def test_somebody_who_has_not_come_in_is_no_second_administrator(technical_admin, city, sopot):
    technical_admin.set_password("x")
    technical_admin.save()
    invited = make_member(Role.TECHNICAL_ADMINISTRATOR, city, sopot)
    assert not invited.has_usable_password()
    with pytest.raises(AccountError):
        end_membership(technical_admin.memberships.get(), last_day=YESTERDAY, by=invited)


def test_last_day_is_moved_within_the_limit(administrator, caseworker_city):
    held = caseworker_city.memberships.get()
    path = reverse("move_day", args=[held.pk])
    assert "ends_on" in fill(administrator, path, ends_on="2027-06-14").context["form"].errors
    assert fill(administrator, path, ends_on="2027-06-13").status_code == 302
    held.refresh_from_db()
    assert held.ends_on == datetime.date(2027, 6, 13)


def test_limit_holds_below_the_page_too(technical_admin, caseworker_city, city, sopot):
    far = TODAY + datetime.timedelta(181)
    with pytest.raises(AccountError):
        grant_membership(
            caseworker_city, Role.AUDITOR, organisation=city, grant_project=sopot, by=technical_admin, ends_on=far
        )
    with pytest.raises(AccountError):
        move_last_day(caseworker_city.memberships.get(), far, by=technical_admin)


def test_access_ends_at_once_with_every_session(administrator, caseworker_city, client_of):
    browser = client_of(caseworker_city)
    assert browser.get(reverse("person_list")).status_code == 200
    fill(administrator, end_page(caseworker_city), when="now")
    assert "login" in browser.get(reverse("person_list"))["Location"]
    caseworker_city.refresh_from_db()
    assert not caseworker_city.is_active


def test_one_role_ends_and_the_other_stays(administrator, caseworker_city, city, sopot, client_of):
    make_membership(caseworker_city, Role.INSTRUCTOR, city, sopot)
    held = caseworker_city.memberships.get(role="caseworker")
    browser = client_of(caseworker_city)
    key = browser.session.session_key
    UserSession.objects.create(
        user=caseworker_city, session_key=key, ip="127.0.0.1", user_agent=""
    )  # as signing in does
    assert browser.get(reverse("account_settings")).status_code == 200
    fill(administrator, f"{end_page(caseworker_city)}?rola={held.pk}", when="now")
    assert "login" in browser.get(reverse("account_settings"))["Location"]
    user = User.objects.get(pk=caseworker_city.pk)
    assert user.is_active
    assert access_of(user).roles == {"instructor"}


def test_access_ends_after_a_day_that_is_asked_for(administrator, caseworker_city):
    assert "last_day" in fill(administrator, end_page(caseworker_city), when="day").context["form"].errors
    fill(administrator, end_page(caseworker_city), when="day", last_day="2026-12-20")
    assert caseworker_city.memberships.get().ends_on == datetime.date(2026, 12, 20)
    assert access_of(caseworker_city).may("view_person")


def test_role_of_another_account_is_not_there(administrator, caseworker_city, auditor):
    for asked in (auditor.memberships.get().pk, 999999, "x", "1' or 1", "\u0661"):
        answer = administrator.get(end_page(caseworker_city), {"rola": asked})
        assert answer.status_code == 404


def test_job_of_somebody_whose_access_ended_writes_nothing(technical_admin, caseworker_city, sopot):
    """S10: the right is weighed again when the job writes, also when it was lost while it ran."""
    wrote = []

    def work(run):
        end_membership(Membership.objects.get(user=caseworker_city), last_day=YESTERDAY, by=technical_admin)
        with run.committing():
            wrote.append(True)
        return "/"

    register_job_kind(JobKind("test-end", "Test", "view_person", work))
    with transaction.atomic():
        job = request_job("test-end", by=caseworker_city, grant_project=sopot, params={})
    carry_out(job.pk)
    job.refresh_from_db()
    assert (wrote, job.state) == ([], "failed")


@pytest.fixture
def people(city, sopot, caseworker_city):
    return [make_care(make_person(), city, sopot, caseworker_city) for _ in range(5)]


def in_charge(people):
    for care in people:
        care.refresh_from_db()
    return sorted(care.caseworker.name for care in people)


def test_whoever_ends_access_is_asked_who_takes_over(administrator, caseworker_city, people):
    answer = fill(administrator, end_page(caseworker_city), when="now")
    assert "load_0" in answer.context["form"].errors
    caseworker_city.refresh_from_db()
    assert caseworker_city.is_active


def test_one_colleague_takes_over(administrator, caseworker_city, people, city, sopot, technical_admin):
    heir = make_member(Role.CASEWORKER, city, sopot, "Nowa Osoba")
    fill(administrator, end_page(caseworker_city), when="now", load_0=str(heir.pk))
    assert in_charge(people) == ["Nowa Osoba"] * 5
    event = AuditEvent.objects.get(object_type="user", object_id=str(heir.pk))
    assert (event.actor, event.detail) == (technical_admin, {"caseload": 5, "from": caseworker_city.pk})
    assert set(event.subjects) == {str(care.person_id) for care in people}


def test_colleagues_take_over_evenly(administrator, caseworker_city, people, city, sopot):
    busy = make_member(Role.CASEWORKER, city, sopot, "A")
    make_member(Role.CASEWORKER, city, sopot, "B")
    make_care(make_person(), city, sopot, busy)
    fill(administrator, end_page(caseworker_city), when="now", load_0="all")
    assert in_charge(people) == ["A", "A", "B", "B", "B"]


def test_nobody_is_given_to_a_colleague_who_must_not_see_them(administrator, caseworker_city, people, city, sopot):
    heir = make_member(Role.CASEWORKER, city, sopot, "Nowa Osoba")
    people[0].person.denied_to.add(heir)
    people[1].person.is_confidential = True
    people[1].person.save(update_fields=["is_confidential"])
    answer = fill(administrator, end_page(caseworker_city), when="now", load_0=str(heir.pk))
    assert answer.status_code == 302
    assert in_charge(people) == sorted([caseworker_city.name] * 2 + ["Nowa Osoba"] * 3)


@pytest.mark.parametrize("taking", ["caseworker_foundation", "coordinator", "caseworker_city"])
def test_only_colleagues_who_can_be_in_charge_there_are_offered(
    request, administrator, caseworker_city, people, taking
):
    other = request.getfixturevalue(taking)
    answer = fill(administrator, end_page(caseworker_city), when="now", load_0=str(other.pk))
    assert "load_0" in answer.context["form"].errors
    assert in_charge(people) == [caseworker_city.name] * 5


def test_what_was_left_can_be_handed_over_later(administrator, caseworker_city, people, city, sopot):
    heir = make_member(Role.CASEWORKER, city, sopot, "Nowa Osoba")
    fill(administrator, end_page(caseworker_city), when="now", load_0="nobody")
    assert in_charge(people) == [caseworker_city.name] * 5
    assert (
        "nobody has taken these people over"
        in administrator.get(reverse("account", args=[caseworker_city.pk])).content.decode()
    )
    fill(administrator, end_page(caseworker_city), when="now", load_0=str(heir.pk))
    assert in_charge(people) == ["Nowa Osoba"] * 5


def test_closed_account_is_opened_again(administrator, caseworker_city):
    User.objects.filter(pk=caseworker_city.pk).update(is_active=False)
    administrator.post(end_page(caseworker_city), {"open": "1"})
    caseworker_city.refresh_from_db()
    assert caseworker_city.is_active


FORMS = ("invite", "give_role", "move_day", "end_access", "invitation")
"""Each page that takes a form; S11 and S12 are tried on all of them."""


def path_of(name, user):
    keys = {"invite": [], "move_day": [user.memberships.get().pk]}
    return reverse(name, args=keys.get(name, [user.pk]))


@pytest.mark.parametrize("name", FORMS)
def test_no_field_of_a_model_is_taken_from_the_request(administrator, caseworker_city, auditor, place, name):
    """S11: every name of every field of the models, beside what the page asks for."""
    fields = {field.name for model in (User, Membership, Invitation) for field in model._meta.get_fields()}
    fields |= {f"{field}_id" for field in fields}
    poison = dict.fromkeys(fields - {"name", "email", "language", "ends_on"}, "1")
    asked = {
        "role_0": "instructor", "place_0": place, "ends_on": LAST, "when": "now", "name": "Ewa",
        "email": "ewa@example.test", "language": "pl", "seen": f"instructor:{place}", "again": "1",
    }  # fmt: skip
    before = User.objects.values("password", "date_joined", "email", "name", "theme", "last_login").get(
        pk=caseworker_city.pk
    )
    others = list(Membership.objects.exclude(user=caseworker_city).order_by("pk").values())
    path = path_of(name, caseworker_city)
    if name == "invitation":
        administrator.post(path, {**poison, **asked})
    else:
        fill(administrator, path, **{**poison, **asked})
    after = User.objects.values("password", "date_joined", "email", "name", "theme", "last_login").get(
        pk=caseworker_city.pk
    )
    kept = list(Membership.objects.filter(pk__in=[row["id"] for row in others]).order_by("pk").values())
    assert (before, others) == (after, kept)
    made = Membership.objects.exclude(pk__in=[row["id"] for row in others]).exclude(role="caseworker")
    assert {held.role for held in made} <= {"instructor"}
    assert not Membership.objects.filter(confirmed_on__isnull=False, user=auditor).exists()
    new = User.objects.filter(email="ewa@example.test").first()
    assert new is None or not new.has_usable_password()


@pytest.mark.parametrize("name", ["invite", "give_role"])
def test_place_in_the_body_is_checked_like_a_key_in_the_address(administrator, caseworker_city, elsewhere, name):
    """S12: a place of somebody else's project is refused with the words for one that does not exist."""
    about = {"name": "E", "email": "e@example.test", "language": "pl", "role_0": "auditor", "ends_on": LAST}
    path = path_of(name, caseworker_city)
    foreign, absent = (fill(administrator, path, **about, place_0=key) for key in (elsewhere, "999999"))
    assert [str(e).replace(elsewhere, "?") for e in foreign.context["form"].errors["place_0"]] == [
        str(e).replace("999999", "?") for e in absent.context["form"].errors["place_0"]
    ]
