"""What a person was told and decided, as lines for the copy that they take along."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from beneficiaries.queries.consents import current_consents, current_notices, decisions_of, receipts_of
from portal.own.registry import Line, Own
from portal.ui.formatting import current_language, long_date


def shown(own: Own) -> Iterable[Sequence[Line]]:
    """Return the last decision about each question and every information that was given, in the person's language.

    A text that is not in force any more stands there in the language in which it was read.
    """
    if not own.participations:
        return
    project, language = own.participations[0].grant_project, current_language()
    asked = {each.kind_id: each.title for each in current_consents(project, language)}  # type: ignore[attr-defined]
    told = {each.notice_id: each.title for each in current_notices(project, language)}  # type: ignore[attr-defined]
    last = {each.text.kind_id: each for each in decisions_of(own.person)}  # type: ignore[attr-defined]
    for kind, said in last.items():
        answer = str(said.get_decision_display())  # type: ignore[attr-defined]
        title = asked.get(kind, said.text.title)
        yield [(_("Text"), title), (_("Your answer"), answer), (_("Day"), long_date(said.on))]
    for given in receipts_of(own.person, project):
        title = told.get(given.text.notice_id, given.text.title)  # type: ignore[attr-defined]
        yield [(_("Information about your data"), title), (_("Day"), long_date(given.on))]
