"""The components that draw figures: bars, lines, before and after. Shapes are worked out in ``portal/ui/charts``."""

from django.utils.safestring import SafeString

from portal.ui.charts import CumulativeLine, Dumbbell, GroupBars, bullet, look_of
from portal.ui.templatetags.components import draw, register


@register.simple_tag
def bullet_bar(
    *,
    id: str,
    name: str,
    value: float,
    target: float | None = None,
    plan: float | None = None,
    forecast: float | None = None,
    room: float = 0,
    small: bool = False,
    paper: bool = False,
) -> SafeString:
    """Draw actual, plan to date, forecast and target in one bar; ``name`` begins its description.

    ``room`` is the largest amount of bars on one scale; ``paper``: in ink, for the renderer of PDF.
    """
    amounts = (None if amount is None else float(amount) for amount in (target, plan, forecast))
    return draw(
        "bullet_bar", id=id, name=name, value=value, target=target, plan=plan, forecast=forecast,
        places=bullet(float(value), *amounts, room=float(room)), small=small, look=look_of(paper=paper),
    )  # fmt: skip


@register.simple_tag
def group_bars(chart: GroupBars, *, id: str, title: str, row_heading: str, paper: bool = False) -> SafeString:  # noqa: A002
    """Draw a bar for each group, figures beside it, and the same numbers as a table (``paper``: one table)."""
    return draw("group_bars", chart=chart, id=id, title=title, row_heading=row_heading, look=look_of(paper=paper))


@register.simple_tag
def line_chart(
    chart: CumulativeLine,
    *,
    id: str,  # noqa: A002
    title: str,
    description: str,
    label_heading: str,
    unit: str,
    paper: bool = False,
) -> SafeString:
    """Draw a cumulative line with its title and description, and under "Show table" the same numbers.

    ``paper``: in ink, the table under the drawing.
    """
    return draw(
        "line_chart", chart=chart, drawing=chart.drawing, id=id, title=title, description=description,
        label_heading=label_heading, unit=unit, look=look_of(paper=paper),
    )  # fmt: skip


@register.simple_tag
def dumbbell(chart: Dumbbell, *, id: str, title: str, before: str, after: str, row_heading: str) -> SafeString:  # noqa: A002
    """Draw before and after of each row on one scale, and under "Show table" the same levels in words.

    ``before`` and ``after`` say when that was; a blank ``after`` leaves the second circle out of the key.
    """
    return draw("dumbbell", chart=chart, id=id, title=title, before=before, after=after, row_heading=row_heading)
