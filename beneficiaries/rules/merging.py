"""What one person's data are when two records are merged (R30, R34, R35, R106; contracts §4).

Fields that stand or fall together are one *group*, named by the first. Blanks are filled from the other record; of two
values that differ the proposal is that of the record that stays, or, for what is frozen at the first support, of the
earlier start. A person may choose otherwise.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from beneficiaries.enums import ContactWay

UNDO_DAYS = 30
"""How many days a merge can be undone, the day of the merge included."""
BLANK = ("", None)
RECORD, FAMILY = "record", "family"
"""Two choices that are no field: which record stays, and with whom the person lives."""

OF_PERSON: Mapping[str, tuple[str, ...]] = {
    "given_names": ("given_names",),
    "surname": ("surname",),
    "original_name": ("original_name",),
    "preferred_name": ("preferred_name",),
    "patronymic": ("patronymic",),
    "birth_date": ("birth_date",),
    "sex": ("sex",),
    "pesel": ("pesel", "pesel_mismatch_reason"),
    "phone": ("phone",),
    "email": ("email",),
    "address": ("address", "address_since", "address_is_safe"),
    "contact_language": ("contact_language",),
    "contact_way": ("contact_way",),
    "contact_channels": ("contact_channels", "preferred_channel"),
    "contact_from": ("contact_from", "contact_until"),
    "contact_safety": ("contact_safety",),
    "needs_interpreter": ("needs_interpreter",),
}
AT_START: Mapping[str, tuple[str, ...]] = {
    "citizenships": ("citizenships", "citizenship_class"),
    "education": ("education", "education_end"),
    "labour_status": ("labour_status", "labour_detail", "labour_detail_text"),
    "disability": ("disability",),
    "homelessness": ("homelessness",),
    "minority": ("minority",),
    "place": ("place", "postcode", "country", "voivodeship", "county", "commune", "degurba"),
    "target_group": ("target_group", "target_group_written", "target_group_reason"),
}
END = ("end_on", "written_end", "path_completed", "exit_situation")
EVIDENCE = ("eligibility", "eligibility_source")
_STRENGTH = ("", "asserted", "seen")
Values = Mapping[str, Any]


def differing(groups: Mapping[str, tuple[str, ...]], kept: Values, gone: Values) -> list[str]:
    """Return the groups in which both records say something, and not the same."""
    return [name for name in groups if _is_said(name, kept) and _is_said(name, gone) and kept[name] != gone[name]]


def proposed(kept: Values, gone: Values) -> frozenset[str]:
    """Return of which groups of one participation the values of ``gone`` are proposed: all, or but for the end none."""
    chosen = set(AT_START) if _day(gone["start_on"]) < _day(kept["start_on"]) else set()
    return frozenset(chosen | ({"end_on"} if _ends_like_gone(kept, gone) else set()))


def stricter(kept: Values, gone: Values) -> frozenset[str]:
    """Return the groups of contact in which ``gone`` allows less: what it says is proposed, never lost unseen (S24).

    A way of contact allows the less the later it stands in ``ContactWay``; of channels fewer are less.
    """
    ways = [list(ContactWay).index(ContactWay(values["contact_way"])) for values in (kept, gone)]
    channels = [len(values["contact_channels"].split()) for values in (kept, gone)]
    allows_less = {"contact_way": ways[1] > ways[0], "contact_channels": 0 < channels[1] < channels[0]}
    return frozenset(name for name, is_less in allows_less.items() if is_less)


def united(
    groups: Mapping[str, tuple[str, ...]], kept: Values, gone: Values, chosen: Collection[str]
) -> dict[str, Any]:
    """Return the values of each group: of ``gone`` where it is chosen or ``kept`` says nothing."""
    found: dict[str, Any] = {}
    for name, fields in groups.items():
        takes = _is_said(name, gone) and (name in chosen or not _is_said(name, kept))
        found |= {field: (gone if takes else kept)[field] for field in fields}
    return found


def united_participation(kept: Values, gone: Values, chosen: Collection[str]) -> dict[str, Any]:
    """Return what one participation holds that two did: characteristics, days as written, end and evidence.

    The day of the start is not among them: support decides it (R30). Of one end both tell: blanks are filled (R21).
    """
    stronger = _STRENGTH.index(gone["eligibility"]) > _STRENGTH.index(kept["eligibility"])
    return {
        **united(AT_START, kept, gone, chosen),
        **_end(kept, gone, chosen),
        **{field: (gone if stronger else kept)[field] for field in EVIDENCE},
        "written_start": _earliest((kept["written_start"], gone["written_start"])),
        "notice_on": _earliest((kept["notice_on"], gone["notice_on"])),
    }


def _end(kept: Values, gone: Values, chosen: Collection[str]) -> dict[str, Any]:
    """One exit that both records tell of is told in full: what the one leaves blank the other fills in (R21).

    Another end is another exit, and goes with what was said of it alone (R35).
    """
    first, other = (gone, kept) if "end_on" in chosen else (kept, gone)
    is_same = first["end_on"] is not None and first["end_on"] == other["end_on"]
    return {field: (other if is_same and first[field] in BLANK else first)[field] for field in END}


def narrowed(kept: Collection[Any] | None, gone: Collection[Any] | None) -> set[Any] | None:
    """Return who may know of the person: only those whom both records let know; ``None`` for no such list (S26)."""
    if kept is None or gone is None:
        found = gone if kept is None else kept
        return None if found is None else set(found)
    return set(kept) & set(gone)


def last_day_to_undo(merged_on: datetime.date) -> datetime.date:
    """Return the last day on which a merge of that day can be undone."""
    return merged_on + datetime.timedelta(days=UNDO_DAYS)


def _ends_like_gone(kept: Values, gone: Values) -> bool:
    """The later end wins; a blank end beside a later start means still taking part (R35)."""
    if kept["end_on"] and gone["end_on"]:
        return gone["end_on"] > kept["end_on"]
    open_one, ended = (kept, gone) if gone["end_on"] else (gone, kept)
    goes_on = not ended["end_on"] or _day(open_one["start_on"], datetime.date.min) > _day(ended["start_on"])
    return goes_on == (open_one is gone) and bool(kept["end_on"] or gone["end_on"])


def _is_said(name: str, values: Values) -> bool:
    return values["target_group_written"] if name == "target_group" else values[name] not in BLANK


def _earliest(days: Iterable[datetime.date | None]) -> datetime.date | None:
    return min((day for day in days if day), default=None)


def _day(day: datetime.date | None, otherwise: datetime.date = datetime.date.max) -> datetime.date:
    return day or otherwise
