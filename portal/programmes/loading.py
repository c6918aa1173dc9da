"""Load a grant project from its configuration file (TOML); loading again updates, never duplicates."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from portal.accounts.models import Organisation
from portal.programmes.accessibility import AccessibilityDeclaration
from portal.programmes.checking import refuse_invalid
from portal.programmes.dictionaries import load_dictionaries
from portal.programmes.editions import follow, keep_complements
from portal.programmes.enums import PartnerKind
from portal.programmes.errors import ConfigurationError
from portal.programmes.layout import (
    ACCESSIBILITY,
    CONTACT,
    FUNDING,
    GROUP,
    PROJECT,
    SUPPORT,
    plain_of,
    read_project,
    refuse_reversed,
    translated_of,
)
from portal.programmes.models import FundingSource, GrantProject, ProjectOrganisation, ServiceType, TargetGroup
from portal.programmes.reading import LANGUAGES, refuse
from portal.programmes.registry import objection_to, parts

SHIPPED = Path(__file__).parent / "data"


def shipped_programmes() -> list[str]:
    """Return the codes of the grant projects that ship with the product."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load_programme(source: str) -> GrantProject:
    """Create or update the grant project described by a file or by a shipped code.

    Raises ``ConfigurationError`` when the file is absent, not TOML, misses something required, or says anything that
    the product does not know or cannot keep (``portal/programmes/layout.py``); when the prefix of its numbers is
    another project's: a number stands for one person wherever it is typed; and when an app objects to the change.
    """
    try:
        config = _read(source)
        with transaction.atomic():
            return _apply(config)
    except ConfigurationError as error:
        raise ConfigurationError(f"{source}: {error}") from None


def _read(source: str) -> dict[str, Any]:
    path = SHIPPED / f"{source}.toml" if source in shipped_programmes() else Path(source)
    try:
        config = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return read_project(config, {key: part.read for key, part in parts().items()})
    except OSError:
        raise ConfigurationError(
            f"no such file, and not a shipped programme ({', '.join(shipped_programmes())})"
        ) from None
    except (ValueError, RecursionError) as error:  # also letters of another encoding, and endless numbers
        raise ConfigurationError(f"not a TOML file ({error})") from None


def _apply(config: dict[str, Any]) -> GrantProject:
    prefix, code = config["number_prefix"], config["code"]
    other = GrantProject.objects.filter(number_prefix__iexact=prefix).exclude(code=code).first()
    if other is not None:
        refuse("number_prefix", f"{prefix} stands before the numbers of {other.code} already")
    before = GrantProject.objects.filter(code=code).first()
    project, _ = GrantProject.objects.update_or_create(code=code, defaults=_project_values(config))
    refuse_reversed(project.starts_on, project.ends_on, project.retention_until)
    if before is not None and (objection := objection_to(before, project)):
        raise ConfigurationError(objection)
    _declaration(project, config.get("accessibility"))
    _organisations(project, config.get("organisations", []))
    if "predecessor" in config:
        follow(project, config["predecessor"])
    if "complementary" in config:
        keep_complements(project, config["complementary"])
    _parts(project, FundingSource, "funding", config, FUNDING)
    _parts(project, TargetGroup, "groups", config, GROUP)
    _parts(project, ServiceType, "support", config, SUPPORT)
    _refuse_unknown_groups(project, config.get("support", []))
    for key, part in parts().items():
        if key in config:
            part.load(project, config[key])
    load_dictionaries()
    project.refresh_from_db()
    return project


def _project_values(config: dict[str, Any]) -> dict[str, Any]:
    values = {key: config[key] for key in plain_of(PROJECT) if key in config}
    if not values.get("agreement_number"):
        values.pop("agreement_number", None)  # people may have written it meanwhile (R39)
    for name in translated_of(PROJECT):
        values.update(_translated(config, name))
    refuse_invalid(GrantProject, values, "")
    contact = contact_values(config.get("contact", {}))
    refuse_invalid(GrantProject, contact, "contact", prefix="contact_")
    targets = config.get("targets", {})
    return {
        **values,
        **contact,
        "targets": {
            code: {part: target.get(part) for part in ("women", "men", "total")} for code, target in targets.items()
        },
        "lower_bounds": sorted(code for code, target in targets.items() if target.get("lower_bound")),
    }


def contact_values(contact: dict[str, Any]) -> dict[str, str]:
    """Return the fields of a project for the table ``[contact]`` of a configuration file."""
    values = _values_of(contact, CONTACT)
    return {f"contact_{name}": value for name, value in values.items()}


def _declaration(project: GrantProject, config: dict[str, Any] | None) -> None:
    """Keep the accessibility statement; a file without the table leaves the one that is there."""
    if config is None:
        return
    values = _values_of(config, ACCESSIBILITY)
    refuse_invalid(AccessibilityDeclaration, values, "accessibility")
    AccessibilityDeclaration.objects.update_or_create(grant_project=project, defaults=values)


def _values_of(row: dict[str, Any], keys: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields for what a row says under these keys; of words, one for each language."""
    values = {key: row[key] for key in plain_of(keys) if key in row}
    for key in translated_of(keys):
        if key in row:
            values.update(_translated(row, key))
    return values


def _translated(config: dict[str, Any], name: str) -> dict[str, str]:
    words = config.get(name, {})
    if isinstance(words, str):
        words = {"pl": words}
    return {f"{name}_{language}": words.get(language, "") for language in LANGUAGES}


def _organisations(project: GrantProject, rows: list[dict[str, Any]]) -> None:
    """Keep the organisations; what was left out of the file stays, so the leader is looked for among all of them."""
    for place, row in enumerate(rows, start=1):
        values = {"name": row["name"], "short_name": row.get("short_name", "")}
        refuse_invalid(Organisation, {"code": row["code"], **values}, f"organisations[{place}]")
        organisation, _ = Organisation.objects.update_or_create(code=row["code"], defaults=values)
        ProjectOrganisation.objects.update_or_create(
            grant_project=project,
            organisation=organisation,
            defaults={"kind": row["kind"], "wordings": row.get("wordings", [row["name"]])},
        )
    leaders = project.partners.filter(kind=PartnerKind.LEADER)  # type: ignore[attr-defined]
    codes = list(leaders.order_by("organisation__code").values_list("organisation__code", flat=True))
    if len(codes) != 1:
        refuse("organisations", f"one of them is the leader, here {', '.join(codes) or 'none'}")


def _parts(project: GrantProject, model: Any, table: str, config: dict[str, Any], keys: Mapping[str, Any]) -> None:
    """Keep the rows of a table, known again by the first of its keys."""
    edited, key = _edited(project, model), next(iter(keys))
    for position, row in enumerate(config.get(table, [])):
        values = _values_of(row, keys)
        refuse_invalid(model, values, f"{table}[{position + 1}]")
        values["position"] = position
        if not edited.filter(**{key: row[key]}).exists():
            model.objects.update_or_create(grant_project=project, **{key: row[key]}, defaults=values)


def _edited(project: GrantProject, model: Any) -> Any:
    """Return the rows of a kind that somebody changed by hand: those are left alone."""
    rows = model.objects.filter(grant_project=project)
    return rows.filter(edited_at__isnull=False) if model is ServiceType else rows.none()


def _refuse_unknown_groups(project: GrantProject, kinds: list[dict[str, Any]]) -> None:
    """Refuse kinds of support for groups that neither the file nor the project has."""
    known = set(TargetGroup.objects.filter(grant_project=project).values_list("code", flat=True))
    for place, kind in enumerate(kinds, start=1):
        for which, group in enumerate(kind.get("for_groups", []), start=1):
            if group not in known:
                refuse(f"support[{place}].for_groups[{which}]", f"there is no group {group!r}")
