"""Grant projects are loaded from their files, and refused where they would be mistaken for each other."""

import pytest

from portal.programmes.loading import SHIPPED, ConfigurationError, load_programme
from portal.programmes.models import GrantProject


@pytest.mark.parametrize("prefix", ["WS", "ws"])
def test_number_of_a_person_stands_for_nobody_of_another_project(sopot, tmp_path, prefix):
    text = (SHIPPED / "sopot-5.15.toml").read_text(encoding="utf-8")
    other = text.replace('"sopot-5.15"', '"other"').replace('"WS"', f'"{prefix}"')
    (tmp_path / "other.toml").write_text(other, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="sopot-5.15"):
        load_programme(str(tmp_path / "other.toml"))
    assert GrantProject.objects.get() == sopot
