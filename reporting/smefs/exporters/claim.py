"""The claim table to copy from: the indicators in the order and columns in which SL2021 names them (R68)."""

import datetime
import io

from django.utils.translation import gettext as _

from reporting.queries.table import Table
from reporting.rules import Figure, Line, Period

HEADINGS_AT = 0
WIDTHS = (6, 12, 12, 10, 60, *[11] * 10)


def claim_as_xlsx(table: Table, period: Period) -> bytes:
    """Return the workbook: the name in column E, from the beginning O, K, M in columns I to K.

    ``smefs compare`` reads it back by these places, and the export of SL2021 has them as well.
    """
    from portal.workbooks.book import Workbook  # here: the library of workbooks comes with it

    out = io.BytesIO()
    with Workbook(out, in_memory=True) as book:
        made = datetime.datetime.combine(period.ends_on, datetime.time())
        book.set_properties({"title": _("Indicators for the payment claim"), "created": made})
        sheet = book.add_worksheet(_("Payment claim")[:31])
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        for place, heading in enumerate(_headings(period)):
            sheet.write_string(HEADINGS_AT, place, heading, book.head)
        people = [line for line in table.indicators if line.unit == "persons"]
        for row, line in enumerate(people, start=HEADINGS_AT + 1):
            for place, value in enumerate(_cells(row, line)):
                if isinstance(value, int):
                    sheet.write_number(row, place, value)
                elif value is not None:
                    sheet.write_string(row, place, value, book.text)
        sheet.freeze_panes(HEADINGS_AT + 1, 0)
    return out.getvalue()


def _headings(period: Period) -> list[str]:
    days = {"first": period.starts_on.isoformat(), "last": period.ends_on.isoformat()}
    return [
        _("No."), _("Code"), _("Kind"), _("Unit"), _("Name of the indicator"), _("Target: total"),
        _("Target: women"), _("Target: men"),
        _("From the beginning to %(last)s: total") % days, _("From the beginning: women"), _("From the beginning: men"),
        _("%(first)s to %(last)s: total") % days, _("In the period: women"), _("In the period: men"),
        _("Achieved, %"),
    ]  # fmt: skip


def _cells(number: int, line: Line) -> list[str | int | None]:
    kind = _("result") if line.is_result else _("output")
    percent = "" if line.percent is None else f"{line.percent:.2f}".replace(".", ",")
    target = (line.target.get("total"), line.target.get("women"), line.target.get("men"))
    counts = [count for figure in (line.cumulative, line.period) for count in _in_order(figure)]
    return [number, line.code, kind, _("persons"), line.name, *target, *counts, percent]


def _in_order(figure: Figure) -> tuple[int | None, int | None, int | None]:
    return figure.total, figure.women, figure.men
