"""How municipalities head the columns of the sheet of people and word its values (contracts §4)."""

from beneficiaries.enums import Answer, Education, LabourDetail, LabourStatus, Sex
from portal.imports.reading import Wordings

COLUMNS: dict[str, tuple[str, ...]] = {
    "lp": ("Lp.", "L.p.", "Nr", "Numer"),
    "surname": ("Nazwisko", "Nazwiska"),
    "given_names": ("Imię", "Imiona", "Imię (imiona)", "Imię lub imiona"),
    "original_name": ("Nazwisko i imię w oryginale", "Imię i nazwisko w oryginale", "Zapis w oryginale"),
    "sex": ("Płeć",),
    "birth_date": ("Data urodzenia", "Data ur."),
    "pesel": ("PESEL", "Nr PESEL", "Numer PESEL", "PESEL/Inny identyfikator"),
    "citizenship": ("Obywatelstwo", "Obywatelstwa", "Kraj obywatelstwa"),
    "phone": ("Telefon", "Telefon kontaktowy", "Nr telefonu", "Numer telefonu"),
    "email": ("E-mail", "Email", "Adres e-mail"),
    "contact_language": ("Język kontaktu", "Język"),
    "address": ("Adres", "Adres zamieszkania", "Ulica"),
    "country": ("Kraj", "Kraj zamieszkania"),
    "voivodeship": ("Województwo",),
    "county": ("Powiat",),
    "commune": ("Gmina",),
    "degurba": ("DEGURBA", "Obszar według stopnia urbanizacji (DEGURBA)"),
    "place": ("Miejscowość", "Miasto", "Miejsce zamieszkania"),
    "postcode": ("Kod pocztowy", "Kod"),
    "group": ("Grupa", "Grupa docelowa"),
    "education": ("Wykształcenie", "Poziom wykształcenia"),
    "labour_status": (
        "Status na rynku pracy",
        "Status osoby na rynku pracy w chwili przystąpienia do projektu",
        "Status",
    ),
    "labour_detail": ("w tym",),
    "education_end": ("Planowana data zakończenia edukacji", "Planowane zakończenie edukacji"),
    "disability": ("Niepełnosprawność", "Osoba z niepełnosprawnościami"),
    "homelessness": ("Bezdomność", "Osoba bezdomna lub dotknięta wykluczeniem z dostępu do mieszkań"),
    "minority": ("Mniejszość", "Mniejszość narodowa lub etniczna"),
    "start": ("Data rozpoczęcia udziału", "Data rozpoczęcia udziału w projekcie", "Data rozpoczęcia", "Początek"),
    "end": ("Data zakończenia udziału", "Data zakończenia udziału w projekcie", "Data zakończenia", "Koniec"),
    "path_completed": ("Zgodnie ze ścieżką", "Zakończenie zgodnie ze ścieżką"),
    "exit_situation": ("Sytuacja po zakończeniu", "Sytuacja w momencie zakończenia udziału"),
    "organisation": ("Realizator", "Organizacja", "Partner"),
    "notice_on": ("Klauzula RODO (data)", "Data klauzuli", "Klauzula RODO"),
    "remarks": ("Uwagi",),
}

WORDED = frozenset(
    {
        "sex", "citizenship", "contact_language", "country", "degurba", "group", "education", "labour_status",
        "labour_detail", "disability", "homelessness", "minority", "path_completed", "organisation",
    }
)  # fmt: skip
"""Fields that hold a word of a dictionary; names, places and remarks are told apart by every letter."""

DATES = frozenset({"birth_date", "education_end", "start", "end", "notice_on"})

OFFERED = {
    "sex": ["kobieta", "mężczyzna"],
    "contact_language": ["polski", "ukraiński", "białoruski", "rosyjski", "angielski"],
    "education": ["ISCED 0-2", "ISCED 3-4", "ISCED 5-8"],
    "labour_status": ["bezrobotna", "bierna zawodowo", "pracująca"],
    "labour_detail": [
        "długotrwale bezrobotna", "ucząca się", "nieucząca się", "emeryt/emerytka",
        "działalność na własny rachunek", "inne",
    ],
    "disability": ["tak", "nie", "odmowa"],
    "homelessness": ["tak", "nie"],
    "minority": ["tak", "nie", "odmowa"],
    "path_completed": ["tak", "nie"],
}  # fmt: skip
"""Words that a blank list offers, one way of writing each; those of people follow „osoba”, as in the fund's form."""

NO_PESEL = {"brak pesel", "brak numeru pesel", "nie posiada", "nie ma"}

SEX = Wordings(
    {
        Sex.WOMAN: ["kobieta", "K", "żeńska", "ż", "female", "f", "woman", "жінка", "женщина", "жанчына", "ж"],
        Sex.MAN: ["mężczyzna", "M", "męska", "male", "man", "чоловік", "мужчина", "мужчына", "ч"],
    }
)
YES_NO: dict[str, list[str] | tuple[str, ...]] = {
    Answer.YES: ["tak", "t", "yes", "y", "так", "да"],
    Answer.NO: ["nie", "n", "no", "ні", "нет", "не"],
}
REFUSED = [
    "odmowa", "odmowa podania informacji", "odmawiam", "odmawiam podania danych", "odmowa podania danych",
    "odmowa odpowiedzi", "відмова", "отказ",
]  # fmt: skip
ANSWER = Wordings({**YES_NO, Answer.REFUSED: REFUSED})
PLAIN_ANSWER = Wordings(YES_NO)
"""Where SM EFS takes no refusal (D8): a refusal there is a wording to ask about, and the answer stays open."""
EDUCATION = Wordings(
    {
        Education.ISCED_0_2: [
            "ISCED 0-2", "ISCED 0", "ISCED 1", "ISCED 2", "Średnie I stopnia lub niższe (ISCED 0–2)",
            "Średnie I stopnia lub niższe", "podstawowe", "gimnazjalne", "niższe niż podstawowe", "przedszkolne",
            "brak wykształcenia", "ISCED0-2", "0-2",
        ],
        Education.ISCED_3_4: [
            "ISCED 3-4", "ISCED 3", "ISCED 4", "Ponadgimnazjalne (ISCED 3) lub policealne (ISCED 4)",
            "ponadgimnazjalne", "ponadpodstawowe", "policealne", "średnie", "zawodowe", "zasadnicze zawodowe",
            "Ponadgimnazjalne lub policealne", "ISCED3-4", "3-4",
        ],
        Education.ISCED_5_8: [
            "ISCED 5-8", "ISCED 5", "ISCED 6", "ISCED 7", "ISCED 8", "Wyższe (ISCED 5–8)", "wyższe", "licencjat",
            "magister", "inżynier", "doktorat", "ISCED5-8", "5-8",
        ],
    }
)  # fmt: skip
LABOUR_STATUS = Wordings(
    {
        LabourStatus.UNEMPLOYED: ["bezrobotna", "bezrobotny", "osoba bezrobotna", "bezrobotna/y", "bezrobocie"],
        LabourStatus.INACTIVE: [
            "bierna zawodowo", "bierny zawodowo", "osoba bierna zawodowo", "bierna", "bierny", "nieaktywna zawodowo",
        ],
        LabourStatus.EMPLOYED: [
            "pracująca", "pracujący", "osoba pracująca", "zatrudniona", "zatrudniony", "pracuje",
        ],
    }
)  # fmt: skip
LABOUR_DETAIL = Wordings(
    {
        LabourDetail.LONG_TERM: [
            "długotrwale", "długotrwale bezrobotna", "długotrwale bezrobotny", "osoba długotrwale bezrobotna",
        ],
        LabourDetail.IN_EDUCATION: [
            "ucząca się", "uczący się", "osoba ucząca się", "uczeń", "uczennica", "student", "studentka", "uczy się",
            "osoba ucząca się/odbywająca kształcenie", "ucząca się/odbywająca kształcenie", "w trakcie nauki",
        ],
        LabourDetail.NOT_IN_EDUCATION: [
            "nieucząca się", "osoba nieuczestnicząca w kształceniu lub szkoleniu",
            "nieuczestnicząca w kształceniu lub szkoleniu",
        ],
        LabourDetail.PENSIONER: ["emeryt", "emerytka", "emerytura", "na emeryturze", "emeryt/emerytka"],
        LabourDetail.SELF_EMPLOYED: [
            "działalność na własny rachunek", "osoba prowadząca działalność na własny rachunek",
            "prowadząca działalność na własny rachunek", "samozatrudnienie", "własna działalność",
        ],
        LabourDetail.OTHER: ["inne", "inna", "inny"],
    }
)  # fmt: skip
EMPLOYER = Wordings(  # details of those who work: known wordings of the fund, kept as text (D5)
    {
        "employer": [
            "MMŚP",
            "mikro-, małe i średnie przedsiębiorstwo",
            "duże przedsiębiorstwo",
            "w dużym przedsiębiorstwie",
            "administracja rządowa",
            "w administracji rządowej",
            "administracja samorządowa",
            "w administracji samorządowej",
            "w administracji samorządowej (z wyłączeniem szkół i placówek systemu oświaty)",
            "organizacja pozarządowa",
            "w organizacji pozarządowej",
            "NGO",
            "w MMŚP",
            "podmiot leczniczy",
            "w podmiocie wykonującym działalność leczniczą",
            "szkoła",
            "placówka systemu oświaty",
            "w szkole lub placówce systemu oświaty (kadra pedagogiczna)",
            "w szkole lub placówce systemu oświaty (kadra niepedagogiczna)",
            "w szkole lub placówce systemu oświaty (kadra zarządzająca)",
            "uczelnia",
            "na uczelni",
            "w instytucie naukowym",
            "w instytucie badawczym",
            "w instytucie Sieci Badawczej Łukasiewicz",
            "w międzynarodowym instytucie naukowym",
            "w federacji podmiotów systemu szkolnictwa wyższego i nauki",
            "na rzecz państwowej osoby prawnej",
        ]
    }
)
CONTACT_LANGUAGE = Wordings(
    {
        "pl": ["polski", "Polish"],
        "uk": ["ukraiński", "ua", "українська", "Ukrainian"],
        "be": ["białoruski", "by", "беларуская", "Belarusian"],
        "ru": ["rosyjski", "русский", "Russian"],
        "en": ["angielski", "English"],
    }
)
