"""Who of the staff sees which data of a person: the permission matrix in plain words for the person (S2).

Nothing is written here about rights: the rows name actions of the matrix, and the matrix says the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.policy.matrix import Matrix, Reach, Right, matrix

#: What a person would call it, and the actions that open it.
DATA: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("Your name, your age and that you take part"), ("list_people", "search_people", "view_person")),
    (_("Phone, e-mail, address and PESEL"), ("view_person_contact",)),
    (_("Which help you get and when"), ("view_support",)),
    (_("What you need, except health"), ("view_diagnosis",)),
    (_("What you say about your health"), ("view_health_area",)),
    (_("How your situation changed"), ("view_finding",)),
    (_("Earlier entries in your record"), ("view_history",)),
    (_("To whom you were referred, and what goes with it"), ("view_referral",)),
    (_("Your plan: goals and steps, except health"), ("view_plan",)),
    (_("When and where you meet us"), ("view_calendar",)),
    (_("On which courses you have a place, and whether you wait for one"), ("view_courses",)),
    (_("Which classes and events you signed up for"), ("view_events",)),
    (_("To which classes you came"), ("keep_attendance",)),
    (_("Who assists you or learns with you"), ("view_assistance",)),
    (
        _("How you count in the figures of the project"),
        ("view_indicator_people", "view_explanation", "view_numbers", "build_report"),
    ),
    (_("Which documents you showed and until when they are valid"), ("view_documents",)),
    (_("Scans of your documents that this organisation took"), ("view_document_scans",)),
    (_("The log of who opened your data"), ("view_audit",)),
    (_("What somebody still has to do for you"), ("keep_tasks",)),
    (
        _("What is noted about a talk for few eyes; whoever wrote it also names who else reads it"),
        ("view_protected_note",),
    ),
    (_("How your papers for staying in Poland are coming along"), ("view_legalisation",)),
    (_("With whom you live, and who stands for a child"), ("view_household",)),
    (_("What you were told about your data, and what you agreed to"), ("view_consents",)),
    (_("Photos that you send from your own page"), ("view_sent_files",)),
    (_("What you wrote when you registered"), ("view_registrations",)),
    (_("When we wrote to you, and whether it reached you; never the words"), ("view_messages",)),
    (_("What you asked about your own data, and our answer"), ("view_rights_request",)),
    (_("That your data must not be removed yet, and why, by your number"), ("manage_retention",)),
    (_("What was seen before you were counted, when and by whom"), ("view_inspection", "draw_inspection_sample")),
    (_("Your name, opened for an inspection; you read what for"), ("open_inspected_name",)),
    (_("What auditors asked about your record, by its number"), ("answer_inspection",)),
)
#: Actions that by themselves show no data of a person: totals, a page whose cards have rights of their own, staff
#: of institutions.
NOBODY = frozenset(
    {
        "view_indicator", "view_my_day", "view_texts", "view_data_map", "view_own_hours", "view_hours",
        "view_beyond_participants",
    }
)  # fmt: skip

ROLES: dict[str, Promise] = {
    Role.CASEWORKER: _("People who help you"),
    Role.INSTRUCTOR: _("People who teach the classes"),
    Role.COORDINATOR: _("Coordinators of the project"),
    Role.AUDITOR: _("Auditors of the project"),
    Role.DATA_PROTECTION_OFFICER: _("The data protection officer (IOD)"),
    Role.TECHNICAL_ADMINISTRATOR: _("The technical administrator"),
}
REACH: dict[Reach, Promise] = {
    Reach.MINE: _("only in the classes they teach"),
    Reach.OWN: _("only the one person who is in charge of your support"),
    Reach.ORGANISATION: _("in the organisation that helps you"),
    Reach.PROJECT: _("in the whole project"),
    Reach.PROJECT_IF_LEADER: _("in the city; in a partner organisation only when it helps you"),
    Reach.LEADER_ONLY: _("in the city only"),
}
BY_NUMBER = _("they see a number, not your name")


@dataclass(frozen=True)
class Viewer:
    """Those who see something, and how far that goes."""

    who: Promise
    reach: Promise
    limit: Promise | str = ""


@dataclass(frozen=True)
class Sight:
    """Kinds of data that the same people see, and everybody who sees them."""

    data: tuple[Promise, ...]
    viewers: tuple[Viewer, ...]


def who_sees_what(rights: Matrix | None = None) -> list[Sight]:
    """Return the groups of the page, in the order of their first kind of data."""
    groups: dict[tuple[Viewer, ...], list[Promise]] = {}
    for what, actions in DATA:
        groups.setdefault(tuple(_viewers(rights or matrix(), actions)), []).append(what)
    return [Sight(tuple(data), viewers) for viewers, data in groups.items()]


def _viewers(rights: Matrix, actions: tuple[str, ...]) -> Iterator[Viewer]:
    """Yield each role once per way in which it sees."""
    for role, who in ROLES.items():
        ways = dict.fromkeys(right for name in actions if (right := rights.action(name).rights.get(role)))
        yield from (_viewer(who, right) for right in ways)


def _viewer(who: Promise, right: Right) -> Viewer:
    return Viewer(who, REACH[right.reach], BY_NUMBER if right.pseudonymous else "")
