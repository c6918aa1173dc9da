"""What may stand in a configuration file: each table with its keys, and what is wanted under each.

Parts of the apps stand in ``portal/programmes/registry.py``. Lengths of texts, e-mail addresses and codes are those of
the models (``portal/programmes/checking.py``).
"""

import datetime
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import list_currencies

from portal.programmes.enums import Conformance, PartnerKind, ProjectStatus, Unit
from portal.programmes.reading import (
    Reader,
    amount,
    day,
    filled,
    keyed,
    many,
    name,
    one_of,
    percent,
    refuse,
    rows,
    shaped,
    table,
    text,
    whole,
    words,
    yes_or_no,
)
from portal.programmes.registry import codes_of
from portal.ui.icons import ICONS

OLDEST, MOST_DAYS, MOST_PEOPLE = 120, 366, 1_000_000
INDICATORS, LABOUR_DETAILS, AREAS = "indicators", "labour_details", "areas"
"""Kinds of codes that apps above know."""
WHOLE = 100


@cache
def _countries() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code))


def _weigh_target(target: dict[str, Any], path: str) -> None:
    parts = [target[sex] for sex in ("women", "men") if sex in target]
    whole_target = target.get("total")
    if whole_target is None:
        return
    if sum(parts) > whole_target or (len(parts) == 2 and sum(parts) != whole_target):  # noqa: PLR2004
        refuse(path, f"women and men are {sum(parts)}, the total is {whole_target}")


def _weigh_rule(rule: dict[str, Any], path: str) -> None:
    """A rule by hand says nothing else; ``by_hand = false`` says nothing at all."""
    if not rule.get("by_hand", False):
        rule.pop("by_hand", None)
    elif len(rule) > 1:
        refuse(f"{path}.by_hand", "a group that is chosen by hand has no other rule")
    if rule.get("labour_details") == []:
        refuse(f"{path}.labour_details", "must not be empty")


def _weigh_ages(kind: dict[str, Any], path: str) -> None:
    if "age_from" in kind and "age_to" in kind and kind["age_to"] < kind["age_from"]:
        refuse(f"{path}.age_to", "is below age_from")


def _weigh_complement(other: dict[str, Any], path: str) -> None:
    if ("project" in other) == ("name" in other):
        refuse(path, "has either project, the code of one in this portal, or the name of another one")


def refuse_reversed(
    starts_on: datetime.date | None, ends_on: datetime.date | None, retention_until: datetime.date | None
) -> None:
    """Raise ``ConfigurationError`` for days in the wrong order; a day that is not known is in no order."""
    if starts_on and ends_on and ends_on < starts_on:
        refuse("ends_on", "is before starts_on")
    if retention_until and ends_on and retention_until < ends_on:
        refuse("retention_until", "is before ends_on")


def _weigh_project(project: dict[str, Any], path: str) -> None:
    refuse_reversed(project.get("starts_on"), project.get("ends_on"), project.get("retention_until"))
    together = sum(source.get("percent", 0) for source in project.get("funding", []))
    if together > WHOLE:
        refuse("funding", f"the shares are {together} percent together")


TARGET = table(
    {
        "women": whole(0, MOST_PEOPLE), "men": whole(0, MOST_PEOPLE), "total": whole(0, MOST_PEOPLE),
        "lower_bound": yes_or_no,
    },
    check=_weigh_target,
)  # fmt: skip
RULE = table(
    {
        "under_age": whole(1, OLDEST), "from_age_women": whole(0, OLDEST), "from_age_men": whole(0, OLDEST),
        "labour_details": many(one_of(lambda: codes_of(LABOUR_DETAILS))), "by_hand": yes_or_no,
    },
    check=_weigh_rule,
)  # fmt: skip
CONTACT: dict[str, Reader] = {
    "address": text, "phone": text, "email": text, "place": words, "hours": words, "languages": words,
}  # fmt: skip
ACCESSIBILITY: dict[str, Reader] = {
    "entity": text, "site_url": text, "published_on": day, "updated_on": day, "prepared_on": day,
    "reviewed_on": day, "conformance": one_of(Conformance.values), "assessed_by": text, "contact_email": text,
    "contact_phone": text, "building_url": text, "barriers": words, "contact_unit": words, "building": words,
    "communication": words, "apps": words,
}  # fmt: skip
ORGANISATION = table(
    {
        "code": filled, "name": filled, "short_name": text, "kind": one_of(PartnerKind.values),
        "wordings": many(filled),
    },
    required=("code", "name", "kind"),
)  # fmt: skip
FUNDING: dict[str, Reader] = {"name": filled, "percent": percent, "amount": amount, "european": yes_or_no}
COMPLEMENTARY: dict[str, Reader] = {"project": filled, "name": filled, "funder": text, "note": text}
GROUP: dict[str, Reader] = {
    "code": filled, "name": name, "target": whole(0, MOST_PEOPLE), "lower_bound": yes_or_no, "rule": RULE,
    "wordings": many(filled),
}  # fmt: skip
SUPPORT: dict[str, Reader] = {
    "code": filled, "name": name, "short_name": words, "public_name": words, "description": words,
    "unit": one_of(Unit.values), "age_from": whole(0, OLDEST), "age_to": whole(0, OLDEST),
    "for_groups": many(filled), "starts_participation": yes_or_no,
    "icon": one_of(("", *ICONS), "an icon of portal/ui/icons.py"), "key": text, "smefs_kind": text,
    "smefs_detail": text, "areas": many(one_of(lambda: codes_of(AREAS))), "wordings": many(filled),
}  # fmt: skip
PROJECT: dict[str, Reader] = {
    "code": shaped("[A-Za-z0-9][A-Za-z0-9._-]{0,39}", "up to 40 letters, digits, full stops or hyphens"),
    "number_prefix": shaped("[A-Za-z0-9]{1,8}", "up to 8 letters or digits"),
    "status": one_of(ProjectStatus.values),
    "starts_on": day, "ends_on": day, "recruits_until": day, "retention_until": day,
    "programme": text, "measure": text, "agreement_number": text, "marks": many(filled),
    "currency": one_of(list_currencies, "the code of a currency like PLN"),
    "total_amount": amount, "grant_amount": amount, "own_amount": amount,
    "country": one_of(_countries, "the code of a country like PL"),
    "voivodeship": text, "county": text, "commune": text, "degurba": one_of(("", "1", "2", "3"), '"1", "2" or "3"'),
    "result_window_days": whole(0, MOST_DAYS), "result_second_person": yes_or_no, "eu_citizens_eligible": yes_or_no,
    "attendance_threshold": whole(0, WHOLE), "contact_days": whole(1, MOST_DAYS),
    "small_cell_threshold": whole(0, WHOLE), "registration_grace_days": whole(0, MOST_DAYS),
    "keeps_reserve_list": yes_or_no,
    "title": words, "short_title": words, "summary": words, "audience": words,
}  # fmt: skip
TABLES: dict[str, Reader] = {
    "contact": table(CONTACT), "accessibility": table(ACCESSIBILITY),
    "organisations": rows(ORGANISATION, once=("code",)),
    "funding": rows(table(FUNDING, required=("name",)), once=("name",)),
    "targets": keyed(one_of(lambda: codes_of(INDICATORS)), TARGET),
    "predecessor": text,
    "complementary": rows(table(COMPLEMENTARY, check=_weigh_complement), once=("project", "name")),
    "groups": rows(table(GROUP, required=("code", "name")), once=("code",)),
    "support": rows(table(SUPPORT, required=("code", "name"), check=_weigh_ages), once=("code", "key")),
}  # fmt: skip
REQUIRED = ("code", "number_prefix")


def read_project(config: dict[str, Any], parts: Mapping[str, Reader]) -> dict[str, Any]:
    """Return what a file says, clean; ``parts`` are the keys that apps read. Raises ``ConfigurationError``."""
    clean: dict[str, Any] = table({**PROJECT, **TABLES, **parts}, REQUIRED, _weigh_project)(config, "")
    return clean


def plain_of(keys: Mapping[str, Reader]) -> tuple[str, ...]:
    """Return the keys of a table that are kept as they stand."""
    return tuple(key for key, reader in keys.items() if reader not in (words, name))


def translated_of(keys: Mapping[str, Reader]) -> tuple[str, ...]:
    """Return the keys of a table that are kept in every language."""
    return tuple(key for key, reader in keys.items() if reader in (words, name))
