"""Coming of age in words: a row of my day and a line in the head of the record (R47, R86)."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from beneficiaries.queries.coming_of_age import coming_of_age_of, open_coming_of_age
from beneficiaries.queries.consents import VIEW as VIEW_CONSENTS
from beneficiaries.tables.worklist import person_row
from portal.clock import today
from portal.records import Alert, may, record_address
from portal.ui.formatting import short_date
from portal.worklist.registry import Desk, NextAct, WorkList


def work_list(desk: Desk) -> WorkList:
    """Return those in the account's care who come of age, the first birthday first."""
    people = coming_of_age_of(desk.account, desk.day)
    found = list(people[: desk.most])
    total = people.count() if len(found) == desk.most else len(found)
    rows = []
    for each in found:
        birthday = each.of_age_on  # type: ignore[attr-defined]
        words = {"day": short_date(birthday)}
        said = (
            _("of age from %(day)s: ask for new declarations, tell the guardian that the guardianship ends")
            if birthday > desk.day
            else _("of age since %(day)s: ask for new declarations, tell the guardian that the guardianship ended")
        )
        act = NextAct(_("Asked and told: done"), reverse("close_coming_of_age", args=[each.number]), at_once=True)
        rows.append(person_row(each, act, note=said % words, due_on=birthday))
    return WorkList(rows, total)


def alerts(participation: Participation) -> Iterable[Alert]:
    """Say in the head of the record what the eighteenth birthday asks for, until somebody says that it is done."""
    day = today()
    birthday = open_coming_of_age(participation)
    if birthday is None:
        return
    words = {"day": short_date(birthday)}
    if birthday > day:
        said = _("The person is of age from %(day)s: then ask for new declarations. The guardianship ends that day.")
    else:
        said = _("The person is of age since %(day)s: ask for new declarations. Nobody stands for them any more.")
    url = record_address("person_consents", participation.number) if may(participation, VIEW_CONSENTS) else ""
    stays = _("The age at the start stays as it is.")
    yield Alert(f"{said % words} {stays}", url=url, label=_("Information and consents"))
