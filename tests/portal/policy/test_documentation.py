"""The page of rights is made from the matrix."""

from io import StringIO

import pytest
from django.core.management import call_command

from portal.policy import documentation, words
from portal.policy.matrix import matrix


def test_page_in_the_repository_is_what_the_matrix_says():
    assert documentation.PAGE.read_text(encoding="utf-8") == documentation.permissions_page(), (
        "run manage.py permissions --write"
    )


def test_sentences_for_the_translators_are_those_of_the_matrix():
    assert documentation.WORDS.read_text(encoding="utf-8") == documentation.words_module(), (
        "run manage.py permissions --write"
    )
    assert [action.says for action in matrix().actions.values()] == list(words.SENTENCES)


def test_page_names_every_action_and_says_what_it_opens():
    page = documentation.permissions_page()
    for action in matrix().actions.values():
        assert f"| `{action.name}` | {action.says} |" in page


def test_command_prints_the_page():
    out = StringIO()
    call_command("permissions", stdout=out)
    assert out.getvalue() == documentation.permissions_page()


def test_command_checks_and_writes(tmp_path, monkeypatch, capsys):
    page = tmp_path / "permissions.md"
    monkeypatch.setattr("portal.policy.management.commands.permissions.Command.path", page)
    monkeypatch.setattr("portal.policy.management.commands.permissions.Command.words", tmp_path / "words.py")
    (tmp_path / "words.py").write_text(documentation.words_module(), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("permissions", "--check")
    assert ended.value.code == 1
    assert "out of date" in capsys.readouterr().err
    call_command("permissions", "--write")
    call_command("permissions", "--check")
    page.write_text("| `view_person` | Everybody |", encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("permissions", "--check")


def test_sentence_that_the_translators_lack_is_found(tmp_path, monkeypatch, capsys):
    (tmp_path / "words.py").write_text("SENTENCES = ()", encoding="utf-8")
    monkeypatch.setattr("portal.policy.management.commands.permissions.Command.words", tmp_path / "words.py")
    with pytest.raises(SystemExit) as ended:
        call_command("permissions", "--check")
    assert ended.value.code == 1
    assert "words.py is out of date" in capsys.readouterr().err
