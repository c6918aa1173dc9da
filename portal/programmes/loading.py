"""Load a grant project from its configuration file (TOML); loading again updates, never duplicates."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from portal.accounts.models import Organisation
from portal.programmes.accessibility import AccessibilityDeclaration
from portal.programmes.dictionaries import load_dictionaries
from portal.programmes.models import FundingSource, GrantProject, ProjectOrganisation, ServiceType, TargetGroup
from portal.programmes.registry import parts

SHIPPED = Path(__file__).parent / "data"
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
PLAIN = (
    "programme", "measure", "agreement_number", "status", "starts_on", "ends_on", "currency", "total_amount",
    "grant_amount", "own_amount", "number_prefix", "country", "voivodeship", "county", "commune", "degurba",
    "result_window_days", "result_second_person", "eu_citizens_eligible", "attendance_threshold", "contact_days",
    "small_cell_threshold", "marks", "recruits_until", "registration_grace_days", "keeps_reserve_list",
    "retention_until",
)  # fmt: skip
TRANSLATED = ("title", "short_title", "summary", "audience")
TRANSLATED_OF_PART = ("name", "short_name", "public_name", "description")
CONTACT = {"plain": ("address", "phone", "email"), "translated": ("place", "hours", "languages")}
DECLARATION = {
    "plain": (
        "entity", "site_url", "published_on", "updated_on", "prepared_on", "reviewed_on", "conformance", "assessed_by",
        "contact_email", "contact_phone", "building_url",
    ),
    "translated": ("barriers", "contact_unit", "building", "communication", "apps"),
}  # fmt: skip
REQUIRED = ("code", "starts_on", "ends_on", "number_prefix")


class ConfigurationError(Exception):
    """The configuration file cannot be used; the message says why in one sentence."""


def shipped_programmes() -> list[str]:
    """Return the codes of the grant projects that ship with the product."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load_programme(source: str) -> GrantProject:
    """Create or update the grant project described by a file or by a shipped code.

    Raises ``ConfigurationError`` when the file is absent, not TOML, or misses something required, and when the prefix
    of its numbers is another project's: a number stands for one person wherever it is typed.
    """
    config = _read(source)
    try:
        with transaction.atomic():
            return _apply(config)
    except (KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"{source}: {type(error).__name__}: {error}") from None


def _read(source: str) -> dict[str, Any]:
    path = SHIPPED / f"{source}.toml" if source in shipped_programmes() else Path(source)
    try:
        config = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise ConfigurationError(
            f"{source}: no such file, and not a shipped programme ({', '.join(shipped_programmes())})"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{source}: not a TOML file ({error})") from None
    absent = [key for key in REQUIRED if not config.get(key)]
    if absent:
        raise ConfigurationError(f"{source}: missing {', '.join(absent)}")
    if config["ends_on"] < config["starts_on"]:
        raise ConfigurationError(f"{source}: ends_on is before starts_on")
    return config


def _apply(config: dict[str, Any]) -> GrantProject:
    prefix = config["number_prefix"]
    other = GrantProject.objects.filter(number_prefix__iexact=prefix).exclude(code=config["code"]).first()
    if other is not None:
        raise ConfigurationError(f"number_prefix: {prefix} stands before the numbers of {other.code} already")
    values = {key: config[key] for key in PLAIN if key in config}
    if not values.get("agreement_number"):
        values.pop("agreement_number", None)  # people may have written it meanwhile (R39)
    for name in TRANSLATED:
        values.update(_translated(config, name))
    values.update(contact_values(config.get("contact", {})))
    targets = config.get("targets", {})
    values["targets"] = {
        code: {part: target.get(part) for part in ("women", "men", "total")} for code, target in targets.items()
    }
    values["lower_bounds"] = sorted(code for code, target in targets.items() if target.get("lower_bound"))
    project, _ = GrantProject.objects.update_or_create(code=config["code"], defaults=values)
    _declaration(project, config.get("accessibility"))
    _organisations(project, config.get("organisations", []))
    _parts(project, FundingSource, "name", config.get("funding", []), ("percent", "amount", "european"))
    _parts(project, TargetGroup, "code", config.get("groups", []), ("target", "lower_bound", "rule", "wordings"))
    _parts(
        project, ServiceType, "code", config.get("support", []),
        ("starts_participation", "icon", "key", "smefs_kind", "smefs_detail", "areas", "wordings"),
    )  # fmt: skip
    for key, load in parts().items():
        if key in config:
            load(project, config[key])
    load_dictionaries()
    project.refresh_from_db()
    return project


def contact_values(contact: dict[str, Any]) -> dict[str, str]:
    """Return the fields of a project for the table ``[contact]`` of a configuration file."""
    values = {f"contact_{name}": contact[name] for name in CONTACT["plain"] if name in contact}
    for name in CONTACT["translated"]:
        if name in contact:
            words = _translated(contact, name)
            values.update({f"contact_{key}": text for key, text in words.items()})
    return values


def _declaration(project: GrantProject, config: dict[str, Any] | None) -> None:
    """Keep the accessibility statement; a file without the table leaves the one that is there."""
    if config is None:
        return
    values = {name: config[name] for name in DECLARATION["plain"] if name in config}
    for name in DECLARATION["translated"]:
        if name in config:
            values.update(_translated(config, name))
    AccessibilityDeclaration.objects.update_or_create(grant_project=project, defaults=values)


def _translated(config: dict[str, Any], name: str) -> dict[str, str]:
    words = config.get(name, {})
    if isinstance(words, str):
        words = {"pl": words}
    return {f"{name}_{language}": words.get(language, "") for language in LANGUAGES}


def _organisations(project: GrantProject, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        organisation, _ = Organisation.objects.update_or_create(
            code=row["code"], defaults={"name": row["name"], "short_name": row.get("short_name", "")}
        )
        ProjectOrganisation.objects.update_or_create(
            grant_project=project,
            organisation=organisation,
            defaults={"kind": row["kind"], "wordings": row.get("wordings", [row["name"]])},
        )


def _parts(project: GrantProject, model: Any, key: str, rows: list[dict[str, Any]], plain: tuple[str, ...]) -> None:
    edited = _edited(project, model)
    for position, row in enumerate(rows):
        values: dict[str, Any] = {name: row[name] for name in plain if name in row}
        if key == "code":
            for name in TRANSLATED_OF_PART:
                if name in row:
                    values.update(_translated(row, name))
        values["position"] = position
        if not edited.filter(**{key: row[key]}).exists():
            model.objects.update_or_create(grant_project=project, **{key: row[key]}, defaults=values)


def _edited(project: GrantProject, model: Any) -> Any:
    """Return the rows of a kind that somebody changed by hand: those are left alone."""
    rows = model.objects.filter(grant_project=project)
    return rows.filter(edited_at__isnull=False) if model is ServiceType else rows.none()
