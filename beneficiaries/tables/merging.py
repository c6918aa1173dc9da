"""Two records beside each other, and what merging them does, as a page says it."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.domain.merging_preview import Effects
from beneficiaries.enums import AGAINST, ContactWay, DuplicateReason
from beneficiaries.models import Participation
from beneficiaries.queries.merging import RIGHT, Record, merges_into
from beneficiaries.rules.merging import (
    AT_START,
    FAMILY,
    OF_PERSON,
    RECORD,
    differing,
    last_day_to_undo,
    proposed,
    stricter,
)
from beneficiaries.tables.characteristics import LABELS
from beneficiaries.tables.listed import FIELD_LABELS, value_in_words
from beneficiaries.tables.rows import ALWAYS_COMPARED, CompareLine, Consequence
from portal.accounts.models import User
from portal.clock import today
from portal.effects import FigureChange
from portal.messages.enums import Channel
from portal.policy.access import access_of
from portal.records import Words, may
from portal.ui.formatting import DASH, number, short_date

MORE_LABELS: dict[str, Words] = {
    "preferred_name": gettext_lazy("Name the person uses"),
    "patronymic": gettext_lazy("Patronymic"),
    "contact_channels": gettext_lazy("Ways that are allowed"),
    "contact_from": gettext_lazy("Hours of contact"),
    "needs_interpreter": gettext_lazy("Interpreter needed"),
    "contact_way": gettext_lazy("How to reach the person"),
    "contact_safety": gettext_lazy("What is safe"),
    "end_on": LABELS["end_on"],
}
VIEW_TOTALS = "view_indicator"
IN_FORCE = (*AT_START, "postcode", "target_group_written", "end_on", "start_on")


@dataclass(frozen=True)
class FigureLine:
    """One figure before and after; blank where the reader may not know totals, then ``change`` alone says it."""

    name: Words
    cells: Sequence[str]
    is_headline: bool = False


def reasons_in_words(codes: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return why a pair is asked about: words, tone, sign."""
    known = [DuplicateReason(code) for code in codes if code in DuplicateReason.values]
    return [(str(each.label), *_tone(each)) for each in known]


def differing_groups(ours: Record, theirs: Record) -> list[tuple[str, bool]]:
    """Return the groups of fields in which both records say something else, each with whether the right is proposed."""
    known, other = (_of_person(record) for record in (ours, theirs))
    less = stricter(known, other)
    found = [(name, name in less) for name in differing(OF_PERSON, known, other)]
    for project in _shared(ours, theirs):
        left, right = (_of_participation(record, project) for record in (ours, theirs))
        suggested = proposed(left, right)
        names = differing(AT_START, left, right) + (["end_on"] if left["end_on"] != right["end_on"] else [])
        found += [(f"{project}-{name}", name in suggested) for name in names]
    if ours.household and theirs.household and ours.household != theirs.household:
        found.append((FAMILY, False))
    return found


def compare(ours: Record, theirs: Record, sides: Mapping[str, bool]) -> list[CompareLine]:
    """Return what differs, and by what one knows a person; a line has a choice only where both say something else.

    ``sides`` are the choices, each with whether the right record is marked.
    """
    lines = [CompareLine(_("Record that stays"), _named(ours), _named(theirs), RECORD, sides[RECORD])]
    left, right = (_of_person(record) for record in (ours, theirs))
    lines += [_line(name, name, left, right, sides) for name in OF_PERSON if _is_shown(name, name, left, right, sides)]
    for project in _shared(ours, theirs):
        left, right = (_of_participation(record, project) for record in (ours, theirs))
        names = [(name, f"{project}-{name}") for name in ("start_on", *AT_START, "end_on")]
        lines += [_line(*each, left, right, sides) for each in names if _is_shown(*each, left, right, sides)]
    if ours.household or theirs.household:
        words = [_living_with(record) for record in (ours, theirs)]
        field = FAMILY if FAMILY in sides else ""
        lines.append(CompareLine(_("Lives with"), *words, field, bool(field) and sides[field]))
    return lines


def consequences(effects: Effects, staying: Record, going: Record, last_day: Any, reader: User) -> list[Consequence]:
    """Say what merging does: to the number of participants, where support goes, which day decides, how long to undo."""
    stays = {"number": staying.number or DASH, "other": going.number or DASH}
    leads = _("Number %(other)s leads to record %(number)s from now on.") % stays
    moves = _("%(what)s move") % {"what": ", ".join(effects.goes_over)} if effects.goes_over else _("No support moves")
    found = [*participants_in_words(effects, reader), Consequence(moves, leads)]
    for _project, start in effects.starts:
        day = short_date(start) if start else _("no support yet")
        found.append(Consequence(_("Start: %(day)s") % {"day": day}, _("The first support of both decides the start.")))
    if staying.person.is_confidential or going.person.is_confidential:
        known = _("Only whom every confidential record names knows of the person.")
        found.append(Consequence(_("Stays confidential"), known))
    undo = _("Everything goes back exactly as it was.")
    return [*found, Consequence(_("Undo until %(day)s") % {"day": short_date(last_day)}, undo)]


def merges_panel(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the records that were merged into the person, for whoever may undo it (a query only if any)."""
    if not may(participation, RIGHT) or not participation.has_merges:  # type: ignore[attr-defined]
        return None
    merges = [
        {"pk": each.pk, "at": each.at, "who": each.by.name if each.by else DASH, "last_day": last_day_to_undo(each.on)}
        for each in merges_into(participation.person_id)  # type: ignore[attr-defined]
    ]
    return {"merges": merges, "day": today()} if merges else None


def headlines_in_words(effects: Effects, reader: User) -> Iterator[Consequence]:
    """Yield what becomes of the number of participants, and each other headline figure that changes."""
    yield from participants_in_words(effects, reader)
    for project, changes in effects.figures:
        shown = _step if access_of(reader).may(VIEW_TOTALS, project) else _difference
        for each in [each for each in changes if each.before.is_headline][1:]:
            if each.before.total != each.after.total:
                words = _("Indicator: %(change)s") % {"change": shown(each.before.total, each.after.total)}
                yield Consequence(words, str(each.before.name))


def participants_in_words(effects: Effects, reader: User) -> Iterator[Consequence]:
    """Yield what becomes of the number of participants of each project."""
    for project, changes in effects.figures:
        figure = next((each for each in changes if each.before.is_headline), None)
        if figure is not None and figure.before.total != figure.after.total:
            shown = _step if access_of(reader).may(VIEW_TOTALS, project) else _difference
            change = shown(figure.before.total, figure.after.total)
            yield Consequence(_("Participants: %(change)s") % {"change": change}, project.full_title)
        elif figure is not None:
            yield Consequence(_("Participants: no change"), project.full_title)


def figure_lines(effects: Effects, reader: User) -> list[tuple[Any, list[FigureLine], bool]]:
    """Return, for each project, the headline figures and every other figure that changes; whether totals are shown.

    Totals are for those who may see them; for others a figure says only by how much it changes.
    """
    access = access_of(reader)
    return [
        (project, list(_figures(changes, shows := access.may(VIEW_TOTALS, project))), shows)
        for project, changes in effects.figures
    ]


def _figures(changes: Sequence[FigureChange], shows_totals: bool) -> Iterator[FigureLine]:
    for each in changes:
        if each.is_change or each.before.is_headline:
            parts = [(getattr(each.before, name), getattr(each.after, name)) for name in ("women", "men", "total")]
            cells = [_step(*part) if shows_totals else _difference(*part) for part in parts]
            yield FigureLine(each.before.name, cells, each.before.is_headline)


def _step(before: Any, after: Any) -> str:
    if before is None:
        return ""
    return number(before) if before == after else f"{number(before)} → {number(after)}"


def _difference(before: Any, after: Any) -> str:
    if before is None:
        return ""
    return _("no change") if before == after else f"{'+' if after > before else '−'}{number(abs(after - before))}"


def _line(name: str, field: str, left: dict[str, Any], right: dict[str, Any], sides: Mapping[str, bool]) -> CompareLine:
    words = (_in_words(name, left), _in_words(name, right))
    chosen = field if field in sides else ""
    return CompareLine(_label(name), *words, chosen, bool(chosen) and sides[field])


def _is_shown(name: str, field: str, left: dict[str, Any], right: dict[str, Any], sides: Mapping[str, bool]) -> bool:
    """A person is known by some fields; the others are shown only where the records differ."""
    return field in sides or left[name] != right[name] or (name in ALWAYS_COMPARED and bool(left[name]))


def _in_words(name: str, values: dict[str, Any]) -> str:
    if name == "contact_way":
        return str(ContactWay(values[name]).label)
    if name == "contact_channels":
        return ", ".join(str(Channel(code).label) for code in values[name].split() if code in Channel.values) or DASH
    if name == "contact_from":
        return "–".join(f"{each.hour}:{each.minute:02d}" for each in _hours(values)) or DASH
    if name == "place" and values["postcode"]:
        return f"{values['postcode']} {values['place']}"
    return value_in_words("group" if name == "target_group" else name, values[name]) or DASH


def _hours(values: dict[str, Any]) -> list[datetime.time]:
    return [each for each in (values["contact_from"], values["contact_until"]) if each is not None]


def _label(name: str) -> Words:
    return MORE_LABELS.get(name) or FIELD_LABELS.get(name, name)


def _of_person(record: Record) -> dict[str, Any]:
    return {name: getattr(record.person, name) for fields in OF_PERSON.values() for name in fields}


def _of_participation(record: Record, project: int) -> dict[str, Any]:
    participation = record.in_project(project)
    version = participation.in_force if participation else None  # type: ignore[attr-defined]
    return {name: getattr(version, name, None) for name in IN_FORCE}


def _shared(ours: Record, theirs: Record) -> list[int]:
    return [each.grant_project_id for each in ours.taking_part if theirs.in_project(each.grant_project_id)]  # type: ignore[attr-defined]


def _living_with(record: Record) -> str:
    return ", ".join(record.living_with) or (_("lives alone") if record.household else DASH)


def _named(record: Record) -> str:
    return record.number or _("since %(day)s") % {"day": short_date(record.person.created_at)}


def _tone(reason: DuplicateReason) -> tuple[str, str]:
    if reason in AGAINST:
        return "line", ""
    return ("ok", "check") if reason.value.startswith("same-") else ("warn", "")
