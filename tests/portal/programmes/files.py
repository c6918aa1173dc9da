"""Small configuration files for the tests of editions, of dates and of other projects than the shipped one."""

from pathlib import Path

from portal.programmes.loading import load_programme
from portal.programmes.models import GrantProject

DAYS = "starts_on = 2026-01-01\nends_on = 2026-12-31\n"


def load(folder: Path, code: str, said: str = DAYS, prefix: str = "") -> GrantProject:
    """Load a project of one organisation; ``said`` are the keys and tables after its code and the prefix."""
    plain, _, tables = f"\n{said}".partition("\n[")
    own = f'code = "{code}"\nnumber_prefix = "{prefix or code.replace("-", "").upper()[-8:]}"\n{plain}\n'
    leader = '[[organisations]]\ncode = "cwii"\nname = "Centrum"\nkind = "leader"\n'
    path = folder / f"{code}.toml"
    path.write_text(f"{own}{leader}{'[' + tables if tables else ''}", encoding="utf-8")
    return load_programme(str(path))
