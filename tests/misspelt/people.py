"""Invented people of three languages, each with the name in all of them: as many as one likes, the same for a seed."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

WOMEN = """
ольга вольга ольга|олена алена елена|наталія наталля наталья|катерина кацярына екатерина|світлана святлана светлана
тетяна таццяна татьяна|ірина ірына ирина|людмила людміла людмила|юлія юлія юлия|марія марыя мария
вікторія вікторыя виктория|анастасія анастасія анастасия|дарія дар’я дарья|галина галіна галина|надія надзея надежда
любов любоў любовь|валентина валянціна валентина|оксана аксана оксана|ганна ганна анна|софія софія софия
поліна паліна полина|вероніка вераніка вероника|христина крысціна кристина|лариса ларыса лариса|зоя зоя зоя
олександра аляксандра александра|єлизавета лізавета елизавета|маргарита маргарыта маргарита|ксенія ксенія ксения
тамара тамара тамара|раїса раіса раиса|яна яна яна|аліна аліна алина|інна іна инна|лідія лідзія лидия
"""
MEN = """
олександр аляксандр александр|сергій сяргей сергей|андрій андрэй андрей|дмитро дзмітрый дмитрий|микола мікалай николай
володимир уладзімір владимир|михайло міхаіл михаил|павло павел павел|петро пётр петр|євген яўген евгений
олексій аляксей алексей|юрій юрый юрий|василь васіль василий|григорій рыгор григорий|ігор ігар игорь|олег алег олег
артем арцём артем|максим максім максим|денис дзяніс денис|кирило кірыл кирилл|віктор віктар виктор|іван іван иван
владислав уладзіслаў владислав|в’ячеслав вячаслаў вячеслав|станіслав станіслаў станислав|вадим вадзім вадим
костянтин канстанцін константин|тимофій цімафей тимофей|матвій мацвей матвей|віталій віталь виталий|степан сцяпан степан
федір фёдар федор|анатолій анатоль анатолий|ярослав яраслаў ярослав|роман раман роман|борис барыс борис
"""
FATHERS = "петр іван василь андр михайл степан олександр миколай сергій юрій віктор роман".split()  # noqa: SIM905
STARTS = "б бр в г гр д др ж з к кл кр л м н п пр р с ск сл ст т тр х ц ч ш щ зв кв шв хв".split()  # noqa: SIM905
VOWELS = "а е и о у і ю я".split()  # noqa: SIM905
ENDS = "б в г д ж з к л м н п р с т х ч ш йк рт льн нч рж вк дн рч зн цк щ".split()  # noqa: SIM905
SUFFIXES = {
    "uk": ("енко", "чук", "ук", "юк", "ський", "ів", "ак", "ець", "ишин", "ко", "ич", "ай", "ій"),
    "be": ("ёнак", "чык", "ук", "скі", "овіч", "аў", "ак", "ец", "еня", "ка", "іч", "ай", "эй"),
    "ru": ("ов", "ин", "ев", "ский", "ик", "ых", "ак", "ец", "янин", "ко", "ин", "ой", "кин"),
}
FEMALE = {"ський": "ська", "скі": "ская", "ский": "ская", "ов": "ова", "ин": "ина", "ев": "ева", "аў": "ава",
          "янин": "янина", "кин": "кина", "ишин": "ишина", "ой": "ая"}  # fmt: skip
_TO_RU = str.maketrans({"и": "ы", "і": "и", "ї": "и", "є": "е", "ґ": "г", "’": "ъ"})
_TO_BE = str.maketrans({"и": "ы", "щ": "ч", "ї": "і", "є": "е"})


@dataclass(frozen=True)
class Name:
    """A name in one language, in lower case Cyrillic letters."""

    given: str
    surname: str
    patronymic: str


@dataclass(frozen=True)
class Invented:
    """A person: the language of the documents, the name in it and as Russian documents have it."""

    language: str
    own: Name
    russian: Name
    birth_date: datetime.date


def invent(count: int, seed: int = 1) -> Iterator[Invented]:
    """Yield invented people: half from Ukraine, the rest from Belarus and from where documents are in Russian."""
    dice = random.Random(seed)
    women, men = ([line.split() for line in names.replace("\n", "|").split("|") if line] for names in (WOMEN, MEN))
    for _number in range(count):
        language = dice.choices(("uk", "be", "ru"), (5, 3, 2))[0]
        is_woman = dice.random() < 0.55  # noqa: PLR2004
        given = dice.choice(women if is_woman else men)
        own, russian = _surnames(dice, language, is_woman=is_woman)
        father = dice.choice(FATHERS)
        end = {"uk": "івна", "be": "аўна", "ru": "овна"} if is_woman else {"uk": "ович", "be": "авіч", "ru": "ович"}
        born = datetime.date(1935, 1, 1) + datetime.timedelta(days=dice.randrange(83 * 365))
        place = {"uk": 0, "be": 1, "ru": 2}[language]
        yield Invented(
            language,
            Name(given[place], own, _in(language, father) + end[language]),
            Name(given[2], russian, _in("ru", father) + end["ru"]),
            born,
        )


def _surnames(dice: random.Random, language: str, *, is_woman: bool) -> tuple[str, str]:
    root = "".join((dice.choice(STARTS), dice.choice(VOWELS), dice.choice(ENDS)))
    if dice.random() < 0.6:  # noqa: PLR2004
        root += dice.choice(VOWELS) + dice.choice(ENDS)
    place = dice.randrange(len(SUFFIXES[language]))
    end, russian_end = SUFFIXES[language][place], SUFFIXES["ru"][place]
    if language == "uk":
        russian_end = {"енко": "енко", "чук": "чук", "юк": "юк", "ів": "ив", "ець": "ец", "ич": "ич", "ай": "ай",
                       "ій": "ий", "ський": "ский", "ук": "ук", "ишин": "ышын", "ко": "ко", "ак": "ак"}[end]  # fmt: skip
    if language == "be":
        russian_end = {"ёнак": "енок", "чык": "чик", "ук": "ук", "скі": "ский", "овіч": "ович", "аў": "ов", "ак": "ак",
                       "ец": "ец", "еня": "еня", "ка": "ко", "іч": "ич", "ай": "ай", "эй": "ей"}[end]  # fmt: skip
    if is_woman:
        end, russian_end = FEMALE.get(end, end), FEMALE.get(russian_end, russian_end)
    return _in(language, root) + end, _in("ru", root) + russian_end


def _in(language: str, root: str) -> str:
    """Write a root that was made of Ukrainian letters in another language's."""
    if language == "uk":
        return root
    return root.translate(_TO_RU if language == "ru" else _TO_BE)
