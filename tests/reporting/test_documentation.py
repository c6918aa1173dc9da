"""The page of indicators says what the declarations say."""

import pytest
from django.core.management import call_command
from django.utils.translation import override

from reporting.exporters import documentation
from reporting.indicators.catalogue import INDICATORS, all_rules


def test_page_in_the_documents_is_up_to_date():
    call_command("indicator_docs", "--check")


def test_page_out_of_date_is_answered_no(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("reporting.management.commands.indicator_docs.Command.path", tmp_path / "indicators.md")
    with pytest.raises(SystemExit) as ended:
        call_command("indicator_docs", "--check")
    assert ended.value.code == 1
    assert "out of date" in capsys.readouterr().err


@override("en")
def test_every_indicator_and_every_rule_has_its_line():
    lines = documentation.indicators_page().splitlines()
    for indicator in INDICATORS:
        (line,) = (line for line in lines if line.startswith(f"| {indicator.code} |"))
        assert all(f"`{rule.code}`" in line for rule in indicator.rules)
    for rule in all_rules():
        assert any(line.startswith(f"| `{rule.code}` | {rule.condition}") for line in lines)
