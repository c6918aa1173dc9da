"""What has still to be filled in, over all texts: gaps of drafts, and those that stand in a version in force.

A text ships with gaps where only the institution knows the words, as ``[?phone]``. Nothing with a gap is published by
people; the try-out publishes what ships as it is.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from portal.operations.doctor.registry import Broken, Unknown
from portal.texts.markup import gaps_of
from portal.texts.models import EditedText, PublishedText
from portal.texts.queries import LANGUAGES, draft_of, versions_of
from portal.texts.registry import text_kinds

Versions = list[list[PublishedText]]


@dataclass(frozen=True)
class Gaps:
    """What one text lacks: in the words of the first language that says it; ``languages`` have a gap in the draft."""

    words: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    in_force: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Tell whether anything has still to be filled in."""
        return bool(self.languages or self.in_force)


def gaps_in(text: EditedText, versions: Versions) -> Gaps:
    """Return what a text lacks; ``versions`` are its published ones, the newest first."""
    draft = {language: gaps_of(body) for language, (_title, body) in draft_of(text).items()}
    force = {row.language: gaps_of(row.body) for row in (versions[0] if versions else [])}
    said = next((found for of in (draft, force) for found in of.values() if found), [])
    return Gaps(list(dict.fromkeys(said)), _having(draft), _having(force))


def look_at_gaps() -> str:
    """Look for texts with gaps: what stands on a page like that is broken, what waits for words is said."""
    drafts, in_force = 0, 0
    for kind in text_kinds():
        texts = list(kind.model._default_manager.filter(ended_on=None))
        versions = versions_of(kind.published, texts)
        found = [gaps_in(each, versions.get(each.pk, [])) for each in texts]
        drafts += sum(bool(each.languages) for each in found)
        in_force += sum(bool(each.in_force) for each in found)
    if in_force and not settings.PORTAL_TRYOUT:
        raise Broken(
            _("Texts that people read with gaps in them: %(number)s (Administration, Texts).") % {"number": in_force}
        )
    if drafts or in_force:
        words = _("Texts that the institution has still to fill in: %(number)s (Administration, Texts).")
        raise Unknown(words % {"number": max(drafts, in_force)})
    return _("No text has a gap to fill in.")


def _having(found: dict[str, list[str]]) -> list[str]:
    return [language for language in LANGUAGES if found.get(language)]
