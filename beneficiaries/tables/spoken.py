"""Languages in words: each by its own name and marked up as that language, with its level."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beneficiaries.enums import LANGUAGES, LanguageLevel
from beneficiaries.models import Participation
from beneficiaries.queries.spoken import spoken_in
from beneficiaries.rules.languages import Spoken, needs_interpreter, own_name
from portal.ui.parts import Fact


def language_facts(participation: Participation) -> list[Fact]:
    """Return what is spoken and the language for contact, for the head: one fact when both say the same."""
    person, spoken = participation.person, spoken_in(participation)
    wished = person.contact_language
    facts = [Fact(_("Languages"), spoken_words(spoken))] if spoken else []
    if not spoken or (wished and wished not in dict(spoken)):
        facts.append(Fact(_("Language for contact"), LANGUAGES.get(wished, ""), lang=wished))
    return facts


def spoken_words(spoken: list[Spoken]) -> SafeString:
    """Return languages with their levels, each marked up as what it is."""
    return format_html_join(", ", "{}", ((_one(each),) for each in spoken))


def interpreter_words(participation: Participation) -> str:
    """Say whether an interpreter is needed, and whether a person decided so or it follows from the languages."""
    decided = participation.person.needs_interpreter
    needed = needs_interpreter(spoken_in(participation), decided)
    if needed is None:
        return ""
    if decided:
        return _("needed (a person decided)") if needed else _("not needed (a person decided)")
    return _("needed (as the languages say)") if needed else _("not needed (as the languages say)")


def _one(spoken: Spoken) -> SafeString:
    code, level = spoken
    name = format_html('<bdi lang="{}">{}</bdi>', code, own_name(code))
    return format_html("{} {}", name, LanguageLevel(level).label) if level else name
