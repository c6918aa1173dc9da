"""The forms whose drafts are kept; apps name theirs in ``plugs.py``."""

_forms: set[str] = {"page"}
"""``page``: forms that keep their drafts by their page alone (``page_drafts``)."""


def register_draft_form(code: str) -> None:
    """Let drafts of the form ``code`` be kept."""
    _forms.add(code)


def is_draft_form(code: str) -> bool:
    """Tell whether drafts of the form ``code`` are kept."""
    return code in _forms
