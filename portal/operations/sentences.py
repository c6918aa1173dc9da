"""Why the portal does not start, in Polish and English.

Both stand here and not in the catalogues: some of these are said before there are settings, languages or catalogues.
"""

SENTENCES: dict[str, tuple[str, str]] = {
    "operations.E001": (
        "PORTAL_DEBUG jest włączone: strony z błędami pokazałyby obcym dane i ustawienia.",
        "PORTAL_DEBUG is on: error pages would show data and settings to strangers.",
    ),
    "operations.E002": (
        "Klucz „secret_key” w pęku kluczy jest przykładowy albo za krótki (co najmniej 50 znaków).",
        "The “secret_key” of the key ring is an example or too short (50 characters at least).",
    ),
    "operations.E003": (
        "PORTAL_HOSTS musi wymieniać nazwy tego portalu: bez „*”, bez kropki na początku i co najmniej jedną.",
        "PORTAL_HOSTS must name the hosts of this portal: no “*”, no dot at the beginning, and at least one.",
    ),
    "operations.E004": (
        "Nie można użyć pęku kluczy z PORTAL_KEYS_FILE ({detail}).",
        "The key ring of PORTAL_KEYS_FILE cannot be used ({detail}).",
    ),
    "operations.E005": (
        "Jeden z kluczy do danych jest taki sam jak „secret_key”; każdy klucz musi być inny.",
        "One of the keys of the data is the same as “secret_key”; each key must be another.",
    ),
    "operations.E006": (
        "Baza danych na innym komputerze ({detail}) nie ma hasła w DATABASE_URL.",
        "The database on another machine ({detail}) has no password in DATABASE_URL.",
    ),
    "operations.E007": (
        "Redis na innym komputerze ({detail}) nie ma hasła w REDIS_URL.",
        "Redis on another machine ({detail}) has no password in REDIS_URL.",
    ),
    "operations.E008": (
        "Rola bazy danych „{detail}” jest superużytkownikiem; portal działa na roli bez takich praw.",
        "The database role “{detail}” is a superuser; the portal runs on a role without such rights.",
    ),
    "operations.E009": (
        "Pamięć podręczna „{detail}” nie jest wspólna dla wszystkich procesów; ustaw REDIS_URL.",
        "The cache “{detail}” is not shared by all processes; set REDIS_URL.",
    ),
    "operations.E010": (
        "SQLite jest tylko na próbę; ustaw DATABASE_URL na bazę PostgreSQL.",
        "SQLite is for trying out only; set DATABASE_URL to a PostgreSQL database.",
    ),
    "operations.E011": (
        "Kolejka „{detail}” jest tylko na próbę; ustaw REDIS_URL.",
        "The queue “{detail}” is for trying out only; set REDIS_URL.",
    ),
    "operations.E012": (
        "Plik z tajemnicą {detail} mogą czytać albo zmieniać inne konta; ustaw mu prawa 0600 albo 0400.",
        "Other accounts can read or change the secret file {detail}; set its mode to 0600 or 0400.",
    ),
    "operations.E013": (
        "Nie można odczytać pliku z ustawieniem: {detail}.",
        "The file of a setting cannot be read: {detail}.",
    ),
    "operations.E014": (
        "Sprawdzenie „check --deploy” ostrzega: {detail}",
        "“check --deploy” warns: {detail}",
    ),
    "operations.E015": (
        "PORTAL_TODAY jest tylko na próbę; usuń je, bo portal liczyłby terminy od zmyślonego dnia.",
        "PORTAL_TODAY is for trying out only; remove it, or the portal would count from an invented day.",
    ),
    "operations.E016": (
        "PORTAL_ORIGINS i PORTAL_HOSTS nie pasują do siebie ({detail}); dla każdej nazwy potrzebny jest adres https://nazwa.",
        "PORTAL_ORIGINS and PORTAL_HOSTS do not fit ({detail}); each name needs its origin https://name.",
    ),
    "operations.E017": (
        "Baza danych działa z „{detail}”: potwierdzone zapisy mogłyby zginąć przy braku prądu; ustaw „on”.",
        "The database runs with “{detail}”: confirmed writes could be lost in a power cut; set it to “on”.",
    ),
    "operations.E018": (
        "Baza danych jest nowsza niż ten program (zmiana {detail}); zainstaluj wersję, która ją wprowadziła.",
        "The database is newer than this program (change {detail}); install the version that made it.",
    ),
    "operations.E019": (
        "PORTAL_MODE to „{detail}”, a może być tylko „tryout” albo „production”.",
        "PORTAL_MODE is “{detail}”; it can only be “tryout” or “production”.",
    ),
    "operations.E020": (
        "Baza danych czeka na zmiany tej wersji (pierwsza: {detail}); uruchom „manage.py migrate”.",
        "The database waits for the changes of this version (the first: {detail}); run “manage.py migrate”.",
    ),
}
