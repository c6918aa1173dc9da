"""Read the cells of a participants workbook in plain Python, without any code of the product.

The naive count of ``tests.recount`` stands on it, so nothing here may be shared with what is tested.
"""

import calendar
import datetime
import re
import unicodedata

WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
THIRD = {"ukraina", "ukrainskie", "ua", "ukr", "ukraine", "украіна", "by", "bialoruskie", "belarus", "bialorus", "ge",
         "rosja", "sy", "gruzja", "vn", "ru", "rosyjskie", "wietnam", "syria", "bezpanstwowiec", "georgia", "россия", "беларусь"}  # fmt: skip
UNION = {"bulgaria", "bg", "litwa", "niemcy"}
POLISH = {"polska", "pl", "polskie"}
LATIN = dict(zip("абвгґдеёзиіїйклмнопрстуўфхцчшыэжł", "abvhhdeeziiiiklmnoprstuufhccsiezl", strict=True))
LATIN |= {"є": "ie", "щ": "sc", "ю": "iu", "я": "ia"} | dict.fromkeys("ьъ'’", "")


def plain(value) -> str:
    """Lower case, without diacritics and surrounding or doubled spaces."""
    text = unicodedata.normalize("NFKD", str(value if value is not None else "").casefold().replace("ł", "l"))
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())


def day(value) -> datetime.date | str | None:
    """Return the date of a cell, ``None`` for a blank one, and the text itself when it is no date."""
    if isinstance(value, datetime.datetime):
        return value.date()
    text = str(value if value is not None else "").strip()
    if not text:
        return None
    for pattern, order in ((r"(\d{4})-(\d\d)-(\d\d)", (1, 2, 3)), (r"(\d\d)[./](\d\d)[./](\d{4})(?:r\.)?", (3, 2, 1))):
        found = re.fullmatch(pattern, text)
        if found:
            try:
                return datetime.date(*(int(found[i]) for i in order))
            except ValueError:
                return text
    return text


def pesel_of(value) -> str:
    """Return the digits with lost zeros restored, an empty text for none."""
    text = re.sub(r"\s", "", str(value if value is not None else ""))
    if plain(text) in ("", "brak", "-"):
        return ""
    return text.zfill(11) if re.fullmatch(r"\d{8,10}", text) else text


def pesel_facts(digits: str) -> tuple[datetime.date, str] | None:
    """Return birth date and sex, or ``None`` for an invalid number."""
    if not re.fullmatch(r"\d{11}", digits):
        return None
    if (10 - sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=False)) % 10) % 10 != int(digits[10]):
        return None
    month = int(digits[2:4])
    century = {0: 1900, 1: 2000, 2: 2100, 3: 2200, 4: 1800}[month // 20]
    try:
        born = datetime.date(century + int(digits[:2]), month % 20, int(digits[4:6]))
    except ValueError:
        return None
    return born, "KM"[int(digits[9]) % 2]


def skeleton(name: str) -> str:
    """Return the consonants of a name, alike for the spellings of one name in two scripts."""
    text = "".join(LATIN.get(c, c) for c in unicodedata.normalize("NFC", str(name or "").casefold()))
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = []
    for word in re.split(r"[^a-z]+", text):
        short = re.sub(r"shch|szcz|sch", "sc", word)
        short = re.sub(r"kh|ch(?=[lmoruaei])", "h", short) if not short.startswith("ch") else "c" + short[2:]
        for old, new in (("sh", "s"), ("sz", "s"), ("zh", "z"), ("ts", "c"), ("cz", "c"), ("ch", "c"), ("w", "v")):
            short = short.replace(old, new)
        words.append(re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyj]", "", short)))
    return " ".join(sorted(w for w in words if w))


def completed_years(born: datetime.date, on: datetime.date) -> int:
    """Return the age; who was born on 29 February has the birthday on the 28th in common years."""
    last = calendar.monthrange(on.year, born.month)[1]
    birthday = datetime.date(on.year, born.month, min(born.day, last))
    return on.year - born.year - (on < birthday)


def citizens(value) -> set[str | None]:
    """Return the classes of the citizenships in a cell."""
    classes = {"third": THIRD, "union": UNION, "polish": POLISH}
    parts = [plain(part) for part in re.split("[,/]", str(value or "")) if part.strip()]
    return {next((name for name, words in classes.items() if part in words), None) for part in parts}


def sheet_rows(book, name: str) -> list[tuple[int, dict]]:
    """Return the rows of a sheet with their row numbers, by plain heading."""
    if name not in book.sheetnames:
        return []
    rows = list(book[name].iter_rows(values_only=True))
    top = next(i for i, r in enumerate(rows) if any(plain(c).startswith("lp") for c in r))
    heads = [plain(c) for c in rows[top]]
    return [
        (number, dict(zip(heads, row, strict=True)))
        for number, row in enumerate(rows[top + 1 :], top + 2)
        if any(c is not None for c in row)
    ]


def lp_of(value) -> int | None:
    """Return the number of a row, or ``None``."""
    text = plain(value)
    return int(float(text)) if re.fullmatch(r"\d+(\.0)?", text) else None
