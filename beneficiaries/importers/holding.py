"""Which rows wait for a person's decision, and why (contracts §4)."""

import datetime

from django.utils.translation import gettext as _

from beneficiaries.enums import CitizenshipClass
from beneficiaries.importers.parsing import PersonRow, pesel_disagrees
from beneficiaries.rules.citizenship import in_target_population
from portal.imports.enums import HoldReason
from portal.programmes.models import GrantProject

MUST_BE_CORRECTED = {
    HoldReason.PESEL_INVALID: "pesel",
    HoldReason.BIRTH_DATE: "birth_date",
    HoldReason.END_BEFORE_START: "end",
    HoldReason.POLISH_CITIZEN: "citizenship",
}
"""Reasons that no explanation answers, and the field to correct: nobody counts with them (R105, R14, R53)."""


FIELDS_BEHIND: dict[str, tuple[str, ...]] = {
    HoldReason.PESEL_INVALID: ("pesel",),
    HoldReason.PESEL_MISMATCH: ("pesel", "birth_date", "sex"),
    HoldReason.BIRTH_DATE: ("birth_date", "start"),
    HoldReason.START_OUTSIDE_PROJECT: ("start",),
    HoldReason.END_BEFORE_START: ("start", "end"),
    HoldReason.POLISH_CITIZEN: ("citizenship",),
    HoldReason.POSSIBLE_DUPLICATE: ("birth_date", "pesel"),
    HoldReason.LP: ("lp",),
}
"""The fields to look at for each reason."""


def hold_reasons(parsed: PersonRow, project: GrantProject, first_support: datetime.date | None) -> list[HoldReason]:
    """Return why a row taken by itself must wait, the most important first.

    ``first_support`` is the first date in the sheet of support: it decides the start, so nobody is born after it,
    whatever start the list writes (R30).
    """
    start = min((day for day in (parsed.start, first_support) if day), default=project.ends_on)
    born = parsed.values["birth_date"]
    checks = (
        (HoldReason.PESEL_INVALID, parsed.pesel_is_invalid),
        (HoldReason.PESEL_MISMATCH, pesel_disagrees(parsed)),
        (HoldReason.BIRTH_DATE, born is None or born > start),
        (
            HoldReason.START_OUTSIDE_PROJECT,
            "start" in parsed.unreadable
            or (parsed.start is not None and not project.starts_on <= parsed.start <= project.ends_on),
        ),
        (
            HoldReason.END_BEFORE_START,
            "end" in parsed.unreadable
            or (parsed.end is not None and parsed.start is not None and parsed.end < parsed.start),
        ),
        (HoldReason.POLISH_CITIZEN, _outside_target_population(parsed, project)),
    )
    return [reason for reason, applies in checks if applies]


def must_be_corrected(reason: HoldReason, parsed: PersonRow) -> str:
    """Return the field that must be corrected before the row can be taken; "" when a written reason is enough."""
    if reason == HoldReason.START_OUTSIDE_PROJECT:
        return "start" if "start" in parsed.unreadable else ""
    return MUST_BE_CORRECTED.get(reason, "")


def proposals(parsed: PersonRow) -> dict[str, str]:
    """Return what the PESEL says of fields that are blank or impossible; nobody has confirmed it (contracts §4)."""
    if parsed.pesel is None:
        return {}
    found = {"birth_date": parsed.pesel.birth_date.isoformat(), "sex": str(parsed.pesel.sex)}
    if parsed.values["sex"]:
        del found["sex"]
    if parsed.values["birth_date"] == parsed.pesel.birth_date:
        del found["birth_date"]
    return found


def _outside_target_population(parsed: PersonRow, project: GrantProject) -> bool:
    kind = parsed.values["citizenship_class"]
    return kind == CitizenshipClass.POLISH or not in_target_population(
        kind, eu_citizens_eligible=project.eu_citizens_eligible
    )


def hold_message(reason: str, parsed: PersonRow, *, is_near: bool = False) -> str:
    """Return one sentence for the person who decides; it repeats nothing personal.

    ``is_near``: the name of the known person is not the same but nearly so.
    """
    proposed = (
        " " + _("The date encoded in the PESEL is proposed.")
        if reason == HoldReason.BIRTH_DATE and parsed.pesel is not None
        else ""
    )
    sentences = {
        HoldReason.PESEL_INVALID: _("The PESEL is not valid. Check it with the document."),
        HoldReason.PESEL_MISMATCH: _("The PESEL disagrees with the sex or the date of birth. Check with the document."),
        HoldReason.BIRTH_DATE: _("The date of birth is missing, impossible or after the start.") + proposed,
        HoldReason.START_OUTSIDE_PROJECT: _("The start of participation is outside the project or cannot be read."),
        HoldReason.END_BEFORE_START: _("The end of participation is before its start or cannot be read."),
        HoldReason.POLISH_CITIZEN: _("A citizen outside the target group of the project."),
        HoldReason.POSSIBLE_DUPLICATE: (
            _("A similar name, and the date of birth of a person already in the project.")
            if is_near
            else _("The same name and date of birth as a person already in the project.")
        ),
        HoldReason.LP: _("The number (Lp.) is missing or stands in an earlier row."),
    }
    return sentences[HoldReason(reason)]
