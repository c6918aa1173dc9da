"""A built report as sections of tables: PDF, XLSX and CSV are written from the same ones.

Everything comes from frozen editions. Outside the statutory table small cells are left out (``portal/suppression.py``).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui.charts import Bar, GroupBars
from portal.ui.formatting import current_language, number, short_date
from reporting.enums import Section
from reporting.exporters.built_groups import group_grids
from reporting.exporters.built_support import beside_grids, partner_grid, support_grid
from reporting.exporters.grids import Grid, Hidden, left_out
from reporting.exporters.presented import Counts, FigureLine, Presented, presented
from reporting.exporters.unnamed import left_out_in_words
from reporting.models import BuiltReport, ReportEdition
from reporting.queries.built import annex_size, annex_stretches

ROWS_OF_A_PART = 80
"""So many numbers of the annex are laid out at a time: some four pages."""
SHORT_NUMBER = 9
"""Characters of a number, as „MP-000001”, that fit the narrow column on paper."""


@dataclass(frozen=True)
class Part:
    """What is laid out at a time: a section, or a stretch of the annex."""

    section: Section
    title: str
    words: Sequence[str] = ()
    grids: Sequence[Grid] = field(default_factory=list)
    chart: GroupBars | None = None
    """Drawn on paper, with its numbers beside each bar; sheets and lines of text have the numbers in their tables."""
    closing: Sequence[str] = ()
    """Said below the tables."""

    @property
    def is_annex(self) -> bool:
        """Tell whether it is a stretch of the numbers of participants."""
        return self.section is Section.ANNEX

    @property
    def has_long_numbers(self) -> bool:
        """Tell whether numbers of an annex need the wider column on paper."""
        return any(len(str(row[0])) > SHORT_NUMBER for grid in self.grids for row in grid.rows)


def parts_of(report: BuiltReport) -> Iterator[Part]:
    """Yield the parts of a report in the active language, in order; the annex in several."""
    shown = presented(report.edition)
    for section in report.sections:
        if section is Section.ANNEX:
            yield from _annex(report)
        else:
            yield _SECTIONS[section](report, shown)


def part_count(report: BuiltReport) -> int:
    """Return how many parts there will be."""
    if not report.has_annex:
        return len(report.sections)
    seen = annex_size(report.edition, report.made_by)
    return len(report.sections) - 1 + max(1, -(-seen // ROWS_OF_A_PART))


def _summary(report: BuiltReport, shown: Presented) -> Part:
    words = [_reached(line) for line in shown.headline if not line.is_group]
    if shown.early_reason:
        words.append(f"{_('Frozen before the end of the period:')} {shown.early_reason}")
    return Part(Section.SUMMARY, str(Section.SUMMARY.label), words)


def _reached(line: FigureLine) -> str:
    said = {"name": line.name, "value": number(line.cumulative.total), "target": number(line.target),
            "period": number(line.period.total), "percent": number(line.percent, 2)}  # fmt: skip
    if line.target is None:
        return _("%(name)s: %(value)s from the beginning, %(period)s in the period.") % said
    return _(
        "%(name)s: %(value)s of %(target)s from the beginning (%(percent)s%%), %(period)s in the period."
    ) % said  # fmt: skip


def _indicators(report: BuiltReport, shown: Presented) -> Part:
    beside = _beside(report)
    sexes = [pgettext("column of women", "W"), pgettext("column of men", "M"),
             pgettext("column of women and men together", "T")]  # fmt: skip
    then = [short_date(each.ends_on) for each in beside]
    head = [_("Indicator"), _("Code"), _("Target"), *then, *sexes, *sexes, "%"]
    over = [("", 3 + len(then)), (_("In the period"), len(sexes)), (_("Cumulative"), len(sexes)), ("", 1)]
    grids = [
        Grid(caption, head, [_figure(line, beside) for line in lines], over)
        for caption, lines in (
            (_("Indicators of the project"), shown.headline), (_("Common indicators of the fund"), shown.common)
        )
    ]  # fmt: skip
    own = [_own_figure(line, beside, report.definition["threshold"]) for line in shown.own]
    grids += [Grid(_("Own indicators of the project"), head, own, over)] if own else []
    words = [_("W: women, M: men, T: together. Cumulative values count from the beginning of the project.")]
    for each in beside:
        said = {"label": short_date(each.ends_on), "period": f"{short_date(each.starts_on)}–{short_date(each.ends_on)}"}
        words.append(_("%(label)s is the cumulative value of the frozen report for %(period)s.") % said)
    bars = [Bar(line.name, line.cumulative.total or 0, line.target) for line in shown.headline]
    return Part(
        Section.INDICATORS, str(Section.INDICATORS.label), [*words, *left_out(grids, report)], grids, GroupBars(bars)
    )


def _beside(report: BuiltReport) -> list[ReportEdition]:
    keys = report.definition["beside"]
    found = {str(each.pk): each for each in ReportEdition.objects.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _figure(line: FigureLine, beside: Sequence[ReportEdition]) -> list[object]:
    then = [_cumulative(each, line.code) for each in beside]
    code = "" if line.is_group else line.code
    return [line.name, code, line.target, *then, *_counts(line.period), *_counts(line.cumulative), line.percent]


def _own_figure(line: FigureLine, beside: Sequence[ReportEdition], threshold: int) -> list[object]:
    """Return the row of an own indicator: it is not of the fund's list, so counts of few people stay out (S66)."""
    then = _own_before(line, beside, threshold)
    row = [line.name, line.code, line.target_in_words, *(then[each.pk] for each in beside)]
    figures = [*_counts(line.period), *_counts(line.cumulative), line.percent]
    return [*row, *(Hidden() if line.has_few and each is None else each for each in figures)]


def _own_before(line: FigureLine, beside: Sequence[ReportEdition], threshold: int) -> dict[UUID, object]:
    """Return the cumulative values of earlier reports, without those from which a step of few people could be told."""
    found: dict[UUID, object] = {}
    later = line.cumulative.total
    for edition in sorted(beside, key=lambda each: each.ends_on, reverse=True):
        own = next((each for each in presented(edition).own if each.code == line.code), None)
        value = own.cumulative.total if own else None
        is_step_told = value is not None and not 0 < abs((later or 0) - value) < threshold
        is_told = own is None or line.unit != "persons" or is_step_told
        found[edition.pk] = value if is_told else Hidden()
        later = value if is_told and value is not None else later
    return found


def _cumulative(edition: ReportEdition, code: str) -> int | None:
    lines = (*edition.content["indicators"], *edition.content["groups"])
    return next((line["cumulative"]["total"] for line in lines if line["code"] == code), None)


def _counts(counts: Counts) -> list[int | None]:
    return [counts.women, counts.men, counts.total]


def _groups(report: BuiltReport, shown: Presented) -> Part:
    few = {line.code for line in shown.own if line.has_few}
    grids = group_grids(report.edition, report.definition["threshold"], current_language(), few)
    words = [_("Cumulative, as frozen. The groups of all participants stand in the statutory table.")]
    return Part(Section.GROUPS, str(Section.GROUPS.label), [*words, *left_out(grids, report)], grids)


def _support(report: BuiltReport, shown: Presented) -> Part:
    threshold = report.definition["threshold"]
    grids = [support_grid(report.edition, shown, threshold), *beside_grids(shown, threshold)]
    words = [_("One person may use several kinds of support, so persons are not added up.")]
    return Part(Section.SUPPORT, str(Section.SUPPORT.label), [*words, *left_out(grids, report)], grids)


def _partners(report: BuiltReport, shown: Presented) -> Part:
    grids = [partner_grid(report.edition, shown, report.definition["threshold"])]
    return Part(Section.PARTNERS, str(Section.PARTNERS.label), left_out(grids, report), grids)


def _notes(report: BuiltReport, shown: Presented) -> Part:
    threshold = report.definition["threshold"]
    rows: list[list[object]] = [
        [note.title, Hidden() if 0 < note.people < threshold else note.people, note.explanation]
        for note in (*shown.blocking, *shown.notes, *shown.passed)
    ]
    rows.append([_("Rows of lists that wait for a decision"), shown.held, _("They are not counted.")])
    grids = [Grid(_("What the checks found"), [_("Check"), _("People"), _("Explanation")], rows)]
    return Part(Section.NOTES, str(Section.NOTES.label), left_out(grids, report), grids)


def _method(report: BuiltReport, shown: Presented) -> Part:
    rows: list[list[object]] = [
        [line.code, line.name, "; ".join(line.conditions) or line.definition, line.version]
        for line in (*shown.headline, *shown.common, *shown.own)
        if not line.is_group
    ]
    head = [_("Code"), _("Indicator"), _("Conditions"), _("Version")]
    return Part(Section.METHOD, str(Section.METHOD.label), (), [Grid(_("Rules of counting"), head, rows)])


def _annex(report: BuiltReport) -> Iterator[Part]:
    """Yield stretches of the annex; how many people it leaves out is known, and said, at its end."""
    title, head = str(Section.ANNEX.label), [_("Number"), _("Counted for, since")]
    words = [_("Numbers instead of names. The names stand in the portal and open only for a purpose.")]
    in_words = _counted_in_words()
    for stretch in annex_stretches(report.edition, report.made_by, ROWS_OF_A_PART):
        closing = [left_out_in_words(stretch.hidden)] if stretch.hidden else []
        grids = []
        if stretch.rows:
            between = {"first": stretch.rows[0].number, "last": stretch.rows[-1].number}
            rows: list[list[object]] = [[row.number, "; ".join(map(in_words, row.counted))] for row in stretch.rows]
            grids = [Grid(_("Numbers %(first)s to %(last)s") % between, head, rows)]
        yield Part(Section.ANNEX, title, words, grids, closing=closing)
        title, words = "", []


def _counted_in_words() -> Callable[[str], str]:
    """Return what says a code and its day in the active language; it remembers, since days are few and people many."""
    language = current_language()
    day_in_words = cache(lambda day: short_date(date.fromisoformat(day), language))

    @cache
    def in_words(counted: str) -> str:
        code, day = counted.rsplit(" ", 1)
        return f"{code} {day_in_words(day)}"

    return in_words


_SECTIONS: dict[Section, Callable[[BuiltReport, Presented], Part]] = {
    Section.SUMMARY: _summary,
    Section.INDICATORS: _indicators,
    Section.GROUPS: _groups,
    Section.SUPPORT: _support,
    Section.PARTNERS: _partners,
    Section.NOTES: _notes,
    Section.METHOD: _method,
}
