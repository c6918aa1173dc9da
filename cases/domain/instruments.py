"""Load instruments of needs diagnosis from their files; a version that diagnoses refer to is never changed."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from cases.models import Instrument, InstrumentArea, InstrumentInUse, NeedsDiagnosis
from cases.models.instruments import SENTENCES
from cases.rules.instruments import faults_of
from portal.programmes.loading import ConfigurationError
from portal.programmes.models import GrantProject

SHIPPED = Path(__file__).parent.parent / "data"
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
NAMES = ("name", "short_name", "hint")


def shipped_instruments() -> list[str]:
    """Return the codes of the instruments that ship with the product."""
    return sorted({path.stem.rsplit("-", 1)[0] for path in SHIPPED.glob("*.toml")})


def known_areas() -> set[str]:
    """Return the codes of the areas of all instruments, shipped or loaded (one query)."""
    return {*_shipped_areas(), *InstrumentArea.objects.values_list("code", flat=True)}


@cache
def _shipped_areas() -> frozenset[str]:
    shipped = (tomllib.loads(path.read_text(encoding="utf-8")) for path in SHIPPED.glob("*.toml"))
    return frozenset(area["code"] for instrument in shipped for area in instrument["areas"])


def use_instrument(project: GrantProject, code: Any) -> None:
    """Let a grant project assess with an instrument, shipped or loaded before (``needs_instrument`` of its file).

    Raises ``ConfigurationError`` for one that is neither.
    """
    if code in shipped_instruments():
        load_instrument(code)
    elif not Instrument.objects.filter(code=str(code)).exists():
        raise ConfigurationError(f"needs_instrument: {str(code)[:40]} is not an instrument that is loaded or shipped")
    InstrumentInUse.objects.update_or_create(grant_project=project, defaults={"code": code})


def load_instrument(source: str) -> list[Instrument]:
    """Create the versions of a shipped instrument, or the one of a file; unchanged ones stay as they are.

    Raises ``ConfigurationError`` when a file cannot be used, or would change a version that diagnoses refer to.
    """
    shipped = sorted(SHIPPED.glob(f"{source}-*.toml")) if source in shipped_instruments() else []
    with transaction.atomic():
        return [_load(path) for path in shipped or [Path(source)]]


def _load(path: Path) -> Instrument:
    try:
        config = tomllib.loads(path.read_text(encoding="utf-8"))
        areas = [(area["code"], area["levels"]) for area in config["areas"]]
        faults = faults_of(areas, LANGUAGES)
        version, own = {"code": config["code"], "version": int(config["version"])}, _own(config)
        rows = [_area(position, area) for position, area in enumerate(config["areas"])] if not faults else []
    except OSError:
        raise ConfigurationError(f"{path.name}: no such file, and not a shipped instrument") from None
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ConfigurationError(f"{path.name}: {type(error).__name__}: {error}") from None
    if faults:
        raise ConfigurationError(f"{path.name}: {'; '.join(faults)}")
    return _keep(version, own, rows)


def _own(config: dict[str, Any]) -> dict[str, Any]:
    return {**_in_languages("name", config["name"]), "valid_from": config["valid_from"]}


def _area(position: int, area: dict[str, Any]) -> dict[str, Any]:
    values = {"code": area["code"], "position": position, "is_protected": bool(area.get("is_protected"))}
    for name in NAMES:
        values.update(_in_languages(name, area.get(name, {})))
    for place, name in enumerate(SENTENCES):
        values.update({f"{name}_{language}": area["levels"][language][place] for language in LANGUAGES})
    return values


def _in_languages(name: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{language}": words.get(language, "") for language in LANGUAGES}


def _keep(version: dict[str, Any], own: dict[str, Any], rows: list[dict[str, Any]]) -> Instrument:
    """Create a version, or put it in place of one that no diagnosis refers to."""
    kept = Instrument.objects.filter(**version).first()
    if kept is not None and _says(kept, own, rows):
        return kept
    if kept is not None:
        if _is_referred_to(kept):
            raise ConfigurationError(f"{kept} has assessments already: give the changed one the next version")
        kept.delete()
    instrument = Instrument.objects.create(**version, **own)
    for row in rows:
        InstrumentArea.objects.create(instrument=instrument, **row)
    return instrument


def _says(kept: Instrument, own: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    """Tell whether what is kept says just this."""
    areas = list(kept.areas.all())  # type: ignore[attr-defined]
    pairs = [(kept, own), *zip(areas, rows, strict=False)]
    return len(areas) == len(rows) and all(
        getattr(row, name) == value for row, values in pairs for name, value in values.items()
    )


def _is_referred_to(kept: Instrument) -> bool:
    return NeedsDiagnosis.objects.filter(instrument_code=kept.code, instrument_version=kept.version).exists()
