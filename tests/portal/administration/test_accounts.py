"""The list of accounts and one account, as an administrator sees them."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from portal.accounts.domain import end_membership, grant_membership
from portal.accounts.enums import Role
from portal.accounts.invitations import PlannedRole, invite, withdraw
from portal.accounts.models import Invitation, User
from portal.audit.models import AuditEvent
from tests.factories.accounts import make_member, make_membership, make_user
from tests.factories.beneficiaries import make_care, make_person
from tests.factories.programmes import make_project

TODAY = datetime.date(2026, 12, 15)
LIST = "/administracja/uzytkownicy/"
NONE = datetime.timedelta(1)


def names(answer):
    return [line.colleague.name for line in answer.context["lines"]]


def page_of(user):
    return reverse("account", args=[user.pk])


def test_technical_administrator_starts_at_the_accounts(administrator):
    assert administrator.get("/")["Location"] == LIST


def test_list_is_by_name_with_roles_and_state(administrator, caseworker_city, coordinator_foundation, technical_admin):
    answer = administrator.get(LIST)
    assert names(answer) == ["Jan Kruk", "Marta Zielińska", "Tomasz Wrona"]
    line = answer.context["lines"][1]
    assert (line.roles, line.status.text) == (["Caseworker"], "active")


def test_people_who_take_part_and_strangers_are_no_staff(administrator, participant, nobody):
    for user in (participant, nobody):
        assert user.name not in names(administrator.get(LIST))
        assert administrator.get(page_of(user)).status_code == 404


def test_accounts_of_other_projects_are_not_there(administrator, foundation):
    other = make_member(Role.CASEWORKER, foundation, make_project(leader=foundation), "Obca Osoba")
    assert names(administrator.get(LIST)) == ["Jan Kruk"]
    for name in ("account", "give_role", "end_access"):
        path = reverse(name, args=[other.pk])
        assert administrator.get(path).status_code == 404
        assert administrator.post(path).status_code in (404, 405)
    assert administrator.post(reverse("invitation", args=[other.pk]), {"again": "1"}).status_code == 404
    assert administrator.get(reverse("move_day", args=[other.memberships.get().pk])).status_code == 404


@pytest.mark.parametrize(
    ("view", "shown"),
    [("invited", "Invited"), ("soon", "Soon"), ("ended", "Ended"), ("active", "Working")],
)
def test_views_of_the_list(administrator, city, sopot, view, shown):
    for name, days in (("Working", 90), ("Soon", 14), ("Ended", -1), ("Invited", 90)):
        user = make_user(name)
        make_membership(user, Role.CASEWORKER, city, sopot, ends_on=TODAY + datetime.timedelta(days))
    invitation = Invitation.objects.create(
        user=User.objects.get(name="Invited"), name="Invited", expires_at=timezone.now() + datetime.timedelta(7)
    )
    invitation.grant_projects.add(sopot)
    found = names(administrator.get(f"{LIST}?widok={view}"))
    assert shown in found
    assert ("Ended" in found) is (view == "ended")
    assert ("Invited" in found) is (view == "invited")
    assert "Working" not in found or view == "active"


def test_search_goes_by_name_and_address_and_leaves_no_word_in_the_address(administrator, caseworker_city, auditor):
    answer = administrator.post(LIST, {"q": "zielińska"}, follow=True)
    assert names(answer) == ["Marta Zielińska"]
    assert "ziel" not in answer.redirect_chain[0][0]
    assert names(administrator.post(LIST, {"q": auditor.email}, follow=True)) == [auditor.name]
    nothing = administrator.post(LIST, {"q": "Nikogo Takiego"}, follow=True)
    assert "No account that you administer fits" in nothing.content.decode()


def test_list_is_narrowed_to_a_role_and_ignores_what_is_none(administrator, caseworker_city, auditor):
    assert names(administrator.get(f"{LIST}?rola=auditor")) == [auditor.name]
    assert len(names(administrator.get(f"{LIST}?rola=king&widok=nothing&s=zzz"))) == 3


def test_queries_of_the_list_do_not_grow(administrator, city, sopot, django_assert_num_queries):
    def count():
        with django_assert_num_queries(6):
            administrator.get(LIST)

    administrator.get(LIST)
    count()
    for _ in range(3):
        make_member(Role.CASEWORKER, city, sopot)
    count()


def test_second_page_of_a_long_list(administrator, city, sopot):
    for number in range(30):
        make_member(Role.CASEWORKER, city, sopot, f"Osoba {number:02}")
    first = administrator.get(LIST)
    assert len(names(first)) == 25
    rest = names(administrator.get(first.context["page"].older))
    assert len(rest) == 6
    assert not set(rest) & set(names(first))


def test_reading_leaves_a_mark(administrator, technical_admin, caseworker_city):
    administrator.get(page_of(caseworker_city))
    event = AuditEvent.objects.get(action="view")
    assert (event.actor, event.object_type, event.object_id) == (technical_admin, "user", str(caseworker_city.pk))


def test_account_says_what_it_can_do_from_the_matrix(administrator, caseworker_city, instructor):
    answer = administrator.get(page_of(caseworker_city)).content.decode()
    assert "Read phone, e-mail, address and PESEL in full" in answer
    assert "Freeze a report edition" not in answer
    assert "people in their own care" in answer
    instructor.memberships.update(ends_on=TODAY - datetime.timedelta(days=1))
    assert "no role counts today" in administrator.get(page_of(instructor)).content.decode()


def test_administrator_sees_how_many_people_and_nobody_of_them(administrator, caseworker_city, city, sopot):
    person = make_person(surname="Tajemnicza", given_names="Olena")
    make_care(person, city, sopot, caseworker_city)
    for path in (page_of(caseworker_city), reverse("end_access", args=[caseworker_city.pk]), LIST):
        answer = administrator.get(path).content.decode()
        assert "Tajemnicza" not in answer
    assert "1 person" in administrator.get(page_of(caseworker_city)).content.decode()


def test_history_says_who_did_what_in_words(administrator, technical_admin, caseworker_city, city, sopot):
    granted = grant_membership(
        caseworker_city, Role.INSTRUCTOR, organisation=city, grant_project=sopot, by=technical_admin
    )
    end_membership(granted, last_day=TODAY - NONE, by=technical_admin)
    history = administrator.get(page_of(caseworker_city)).context["history"]
    assert [event.by for event in history] == ["Jan Kruk", "Jan Kruk"]
    assert history[0].text.startswith("Role ended: Instructor, last day 14 December 2026")
    assert history[1].text.startswith("Role given: Instructor")


@pytest.fixture
def elsewhere(db, foundation):
    user = make_user("Prawdziwe Nazwisko", email="known@example.test", password="x")
    make_membership(user, Role.CASEWORKER, foundation, make_project(leader=foundation))
    user.last_login = timezone.now()
    user.save()
    return user


def page_after_inviting(administrator, technical_admin, city, sopot, email, *, withdrawn=False):
    role = PlannedRole(Role.CASEWORKER, city, sopot)
    invitation = invite(email=email, name="Ewa Próbna", language="pl", roles=[role], ends_on=TODAY, by=technical_admin)
    if withdrawn:
        withdraw(invitation, by=technical_admin)
    page = administrator.get(page_of(invitation.user))
    line = next(each for each in administrator.get(LIST).context["lines"] if each.colleague.name == "Ewa Próbna")
    known = page.context["known"]
    history = [event.text for event in page.context["history"]]
    buttons = [word in page.content.decode() for word in ("Invite anew", "Give a role", "Open the account again")]
    seen = known.state, known.name, known.last_sign_in, line.roles, line.organisations, line.status, history, buttons
    return seen, page.content.decode()


@pytest.mark.parametrize("withdrawn", [False, True])
def test_nobody_learns_whether_an_address_out_of_sight_has_an_account(
    administrator, technical_admin, city, sopot, elsewhere, withdrawn
):
    """The list and the page look alike whether the invited address was known to the portal or not (S21)."""
    known, page = page_after_inviting(administrator, technical_admin, city, sopot, elsewhere.email, withdrawn=withdrawn)
    new = "new@example.test"
    unknown, _ = page_after_inviting(administrator, technical_admin, city, sopot, new, withdrawn=withdrawn)
    assert known == unknown
    assert "Prawdziwe" not in page
    assert names(administrator.post(LIST, {"q": "Prawdziwe"}, follow=True)) == []


def test_account_of_a_participant_is_not_found_out_by_inviting_it(
    administrator, technical_admin, city, sopot, participant
):
    known, page = page_after_inviting(administrator, technical_admin, city, sopot, participant.email)
    unknown, _ = page_after_inviting(administrator, technical_admin, city, sopot, "new@example.test")
    assert known == unknown
    assert participant.name not in page


def test_table_of_roles_is_the_matrix(administrator):
    answer = administrator.get(reverse("role_table"))
    rows = {row.says: row.cells for row in answer.context["rows"]}
    assert rows["Freeze a report edition."][2] == "whole project, only in the organisation that leads it"
    assert rows["Freeze a report edition."][0] == ""
    chosen = administrator.get(f"{reverse('role_table')}?rola=auditor").content.decode()
    assert "whole project, numbers instead of names" in chosen
    assert "Change what is known of a person" not in chosen


@pytest.mark.parametrize("member", ["coordinator", "caseworker_city", "auditor", "dpo"])
def test_nobody_else_opens_the_administration(request, client_of, member, sopot):
    client = client_of(request.getfixturevalue(member))
    for name in ("staff_list", "invite", "role_table"):
        assert client.get(reverse(name)).status_code == 404


def test_lost_factors_are_removed_with_all_sessions_and_it_is_told(administrator, caseworker_city, client_of):
    path = reverse("lost_factors", args=[caseworker_city.pk])
    Authenticator.objects.create(user=caseworker_city, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert "Lost phone or key" in administrator.get(path).content.decode()
    assert Authenticator.objects.count() == 1
    answer = administrator.post(path, follow=True)
    assert not Authenticator.objects.exists()
    assert "Second step removed" in answer.content.decode()


def test_nobody_removes_the_own_factors_here_and_a_stale_sign_in_is_asked_again(
    administrator, technical_admin, caseworker_city, client_of
):
    assert administrator.get(reverse("lost_factors", args=[technical_admin.pk])).status_code == 404
    Authenticator.objects.create(user=caseworker_city, type=Authenticator.Type.TOTP, data={"secret": "x"})
    stale = client_of(technical_admin, (("password", 301),))
    assert stale.post(reverse("lost_factors", args=[caseworker_city.pk])).status_code == 302
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize("name", ["give_role", "end_access", "invitation", "lost_factors"])
def test_acts_on_an_account_ask_again_who_it_is_after_five_minutes(name, technical_admin, caseworker_city, client_of):
    stale = client_of(technical_admin, (("password", 301),))
    answer = stale.post(reverse(name, args=[caseworker_city.pk]))
    assert (answer.status_code, "/konto/" in answer.url) == (302, True)
