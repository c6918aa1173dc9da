"""What is held of a person here, as told to that person: which lines went to SM EFS (GDPR 15)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from portal.rights import HeldItem
from portal.ui.formatting import short_date
from reporting.smefs.models import SentLine, TechnicalId


def recipients(participation: Participation) -> Sequence[str]:
    """Return that the managing authority got data of the person through SM EFS, with the last day (GDPR 19)."""
    numbers = Participation.objects.filter(person=participation.person_id).values("grant_project", "number")  # type: ignore[misc]
    sent = [
        SentLine.objects.filter(export__grant_project=each["grant_project"], number=each["number"])
        .order_by("-export__made_at").values_list("export__made_at", flat=True).first()
        for each in numbers
    ]  # fmt: skip
    days = [made.date() for made in sent if made]
    said = _("Managing Authority and Intermediate Body, through SM EFS, last on %(day)s")
    return [said % {"day": short_date(max(days))}] if days else []


def sent_lines(participation: Participation) -> Sequence[HeldItem]:
    """Return on which days the line of the person went to SM EFS, and the identifier there (two queries)."""
    here = {"number": participation.number}
    lines = SentLine.objects.filter(export__grant_project=participation.grant_project_id, **here)  # type: ignore[misc]
    items = [
        HeldItem(
            _("Sent to SM EFS"),
            [(_("Day"), short_date(made.date())), (_("What was sent"), content)],
            {"sent_at": made.isoformat(), "line": content},
        )
        for made, content in [
            (line.export.made_at, line.content)
            for line in lines.select_related("export", "data_key").order_by("-export__made_at")
        ]
    ]
    known = TechnicalId.objects.filter(grant_project=participation.grant_project_id, **here)  # type: ignore[misc]
    return items + [
        HeldItem(
            _("Known to SM EFS"), [(_("Technical identifier"), each.technical_id)], {"technical_id": each.technical_id}
        )
        for each in known
    ]  # fmt: skip
