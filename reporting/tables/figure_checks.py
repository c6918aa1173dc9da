"""The checks of the figures as lines: what was added up, what differs, where to mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.policy.access import Access
from portal.programmes.models import GrantProject
from portal.ui.formatting import number
from reporting.queries.figure_checks import (
    AGE,
    EDUCATION,
    GROUPS,
    HELD,
    KINDS,
    LONG_TERM,
    REPORT,
    STATUS,
    Difference,
    FigureCheck,
)
from reporting.rules import Figure
from reporting.tables.periods import FIRST, LAST, PROJECT

TITLES: dict[str, tuple[str | Promise, str]] = {
    GROUPS: (gettext_lazy("The target groups together are the participants"), "R2"),
    STATUS: (gettext_lazy("Unemployed, inactive and employed together are the participants"), "R46"),
    EDUCATION: (gettext_lazy("The three levels of education together are the participants"), "R46"),
    AGE: (gettext_lazy("The three ages are no more than the participants"), "R46"),
    LONG_TERM: (gettext_lazy("The long-term unemployed are no more than the unemployed"), "R46"),
    REPORT: (gettext_lazy("The last report says what the data say"), "R28"),
    HELD: (gettext_lazy("No row of a list waits for a decision"), "R27"),
    KINDS: (gettext_lazy("Every kind of support has its word in SM EFS"), "R24"),
}
EQUAL = frozenset({GROUPS, STATUS, EDUCATION})
ACTS = {REPORT: "freeze_report", HELD: "decide_held_row"}


@dataclass(frozen=True)
class FigureLine:
    """One check of the figures: its title, what it found in words, and the one button that mends it."""

    code: str
    title: str
    reference: str
    found: int
    words: str
    differences: Sequence[tuple[str, str]]
    mend: str = ""
    url: str = ""


def figure_lines(checks: Iterable[FigureCheck], project: GrantProject, access: Access) -> list[FigureLine]:
    """Return the lines; a button only where the account may use what it opens."""
    return [_line(check, project, access) for check in checks]


def _line(check: FigureCheck, project: GrantProject, access: Access) -> FigureLine:
    title, reference = TITLES[check.code]
    mend, url = _mend(check, project) if check.found else ("", "")
    may = check.code in ACTS and access.may(ACTS[check.code], project)
    differences = [_difference(each) for each in check.differences]
    return FigureLine(
        check.code, str(title), reference, check.found, _words(check), differences,
        mend if may else "", url if may else "",
    )  # fmt: skip


def _words(check: FigureCheck) -> str:
    if check.parts:
        sign = "=" if check.code in EQUAL else "≤"
        if check.found:
            sign = "≠" if check.code in EQUAL else ">"
        return f"{' + '.join(number(part) for part in check.parts)} {sign} {number(check.whole)}"
    if check.code == REPORT:
        return _report(check)
    if check.code == HELD and check.found:
        return _("Rows that wait: %(count)s. They are not counted.") % {"count": number(check.found)}
    if check.code == KINDS and check.found:
        words = _("Kinds of support without a word: %(count)s. It stands in the file of the project.")
        return words % {"count": number(check.found)}
    return ""


def _report(check: FigureCheck) -> str:
    if check.edition is None:
        return _("No report has been frozen yet.")
    words: dict[str, Any] = {"label": check.edition.label, "count": number(check.found)}
    if check.found:
        return _("Lines of the report %(label)s that the data say otherwise by now: %(count)s.") % words
    return _("Report %(label)s: women, men and together are the same.") % words


def _difference(each: Difference) -> tuple[str, str]:
    return f"{each.code} {each.name}" if each.code.isupper() else each.name, f"{_kmo(each.frozen)} → {_kmo(each.now)}"


def _kmo(figure: Figure) -> str:
    if figure.women is None:
        return number(figure.total)
    words = {"women": number(figure.women), "men": number(figure.men), "total": number(figure.total)}
    return _("W %(women)s, M %(men)s, T %(total)s") % words


def _mend(check: FigureCheck, project: GrantProject) -> tuple[str, str]:
    if check.code == REPORT and check.edition is not None:
        days = f"{FIRST}={check.edition.starts_on.isoformat()}&{LAST}={check.edition.ends_on.isoformat()}"
        return _("Freeze a new version"), f"{reverse('new_report')}?{PROJECT}={project.code}&{days}"
    return (_("Decide about the rows"), reverse("held_rows")) if check.code == HELD else ("", "")
