"""What holds for every catalogue: the product's own, and the words of the framework in the portal's voice."""

import re
from pathlib import Path

import polib
from django.conf import settings

LANGUAGES = ("pl", "uk", "be", "ru", "en")
PRODUCT = Path(settings.LOCALE_PATHS[0])
FRAMEWORK = PRODUCT / "framework"

PLACEHOLDER = re.compile(r"%\([A-Za-z_0-9]+\)[sdrf]|%[sd]|\{[a-z_]*\}|<[^>]+>")
FOREIGN_LETTERS = {"pl": "", "en": "", "uk": "ыэъё", "be": "ищъ", "ru": "іїєў"}
OTHER_ORTHOGRAPHY = re.compile(  # людзьмі, вазьміце, хтосьці and кімсьці have the soft sign in the official one too
    r"сьн|сьв|(?<!то)(?<!кі)(?<!кім)(?<!ды)(?<!дзе)(?<!го)(?<!му)сьц|(?<!люд)(?<!ва)зьм|зьн|зьв|цьв|дзьв|эўр|плян|кляс|мэтад|дакумэнт|чацьвер|песьн|ня ведаю|бяз |траўня"
)
GIVEN_WAY = {
    "pl": re.compile(
        r"(?i)\bopiekun(?:a|owi|em|ie|owie|ów|om|ami|ach)?\b(?! (?:prawn|tymczas))|beneficjent(?! projektu)|petent"
    ),
    "uk": re.compile(
        r"(?i)заморож|(?<!тимчасов)(?<!тимчасовий )(?<!тимчасового )опікун|слідуюч|на протязі|співпада|відноситься"
        r"|по телефону|відмін\w+ зустр|карт\w побуту|на Україні|інвалід(?!н)"
    ),
    "be": re.compile(
        r"(?i)замарож|(?<!часовы )(?<!часовага )ап[ея]кун|слядуюч|прыняць удзел|\bдадзеныя|\bлюб(?:ы|ым|ой|ога)\b"
        r"|у цячэнне|на протязе|адносіцца|атправ|канфідэнцыйн|па тэлефону|згодна закону|вы павінны"
    ),
    "ru": re.compile(r"(?i)заморож|(?<!временный )(?<!временного )опекун|прописк|\bдосье|на Украине|Белорусси|\(а\)"),
}
"""Words for which the glossary has another one."""
LANGUAGE_NAMES = re.compile("|".join(re.escape(name) for _, name in settings.LANGUAGES), re.IGNORECASE)
FORMS = {"pl": 4, "uk": 4, "be": 4, "ru": 4, "en": 2}


def catalogue(folder: Path, language: str) -> polib.POFile:
    """Read a catalogue; an absent one is empty, so that tests say what is missing."""
    path = folder / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(path) if path.exists() else polib.POFile()


def texts(entry: polib.POEntry) -> list[str]:
    """Return every form of an entry."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def words(text: str) -> str:
    """Return the text without placeholders, tags and the names of languages in their own script."""
    return LANGUAGE_NAMES.sub("", PLACEHOLDER.sub("", text))
