"""What caseworkers write down day by day in the invented project: tasks, plans, referrals, cases of legalisation."""

from typing import NamedTuple

from tryout.rules.stories import CITY, FOUNDATION
from tryout.rules.support import ADULTS, ASSISTANT, CULTURE, POLISH, PUPILS

PERSON, COLLEAGUE = "person", "colleague"
"""Who does a step; anything else is the name of another organisation."""


class Job(NamedTuple):
    """A task: what, days from the invented day, about which of one's people (``None``: nobody), already done."""

    text: str
    days: int
    about: int | None = None
    is_done: bool = False


class Step(NamedTuple):
    """A step of a plan: what, the kind of support or the help of others, who does it."""

    what: str
    help: str
    owner: str


class Goal(NamedTuple):
    """What somebody wants to reach, and how."""

    text: str
    steps: tuple[Step, ...]


class Asked(NamedTuple):
    """A referral: which caseworker of an organisation, which of their people, whom, what for, how far it is."""

    organisation: str
    team: int
    person: int
    recipient: str
    purpose: str
    state: str
    days: int
    request: str
    answer: str = ""
    name: str = ""


class Application(NamedTuple):
    """A case of legalisation: kind, days to filing and deadline, what is due, decision, how many papers are there."""

    kind: str
    filed: int | None
    deadline: int | None
    due: str
    decision: str
    collected: int


JOBS = (
    (
        Job("Oddzwonić w sprawie miejsca na kursie polskiego", -4, 0),
        Job("Umówić tłumacza na czwartkową rozmowę", 0, 0),
        Job("Sprawdzić, czy przyszła odpowiedź z przychodni", 0, 1),
        Job("Zanieść sprawozdanie z dyżuru do sekretariatu", 0),
        Job("Wysłać listę bezpłatnych kursów komputerowych", 1, 1),
        Job("Przygotować rozmowę o celach planu", 3, 0),
        Job("Przekazać kontakt do doradcy zawodowego", -1, 0, is_done=True),
        Job("Wydrukować informację o prawach pacjenta po ukraińsku", -2, is_done=True),
    ),
    (
        Job("Ustalić termin zebrania w szkole z wychowawcą", -2, 1),
        Job("Dowiedzieć się o zniżkę na bilet miesięczny", 0, 0),
        Job("Zadzwonić do SP nr 8 w sprawie asystenta międzykulturowego", 0, 1),
        Job("Zarezerwować salę na spotkanie grupy rodziców", 1),
        Job("Przygotować zaświadczenie o udziale w projekcie", 2, 0),
        Job("Odebrać podpisaną zgodę na wycieczkę", -1, 1, is_done=True),
    ),
    (
        Job("Dopytać o brakujące zaświadczenie o dochodach", -1, 0),
        Job("Potwierdzić wizytę w urzędzie pracy", 0, 0),
        Job("Uzupełnić adres po przeprowadzce", 2, 1),
        Job("Zamówić książki do kursu od stycznia", 3),
        Job("Wysłać wzór umowy najmu", -1, 0, is_done=True),
    ),
)
"""Caseworkers take turns with them."""
JOBS_OF_COORDINATION = (
    Job("Zapytać fundację o brakujące daty z listy", -1),
    Job("Przejrzeć braki przed raportem za IV kwartał", 0),
    Job("Uzgodnić terminy kursów na styczeń", 3),
)

HOME = Goal("Spokojne mieszkanie z umową i znajomi w sąsiedztwie", (
    Step("Sprawdzić umowę najmu i wpisać wszystkich domowników", ASSISTANT, COLLEAGUE),
    Step("Przyjść na spotkanie sąsiedzkie w sobotę", CULTURE, PERSON),
    Step("Wniosek o dodatek mieszkaniowy", "pomoc w wypełnieniu wniosku", "MOPS w Sopocie"),
))  # fmt: skip
WORK = Goal("Praca w wyuczonym zawodzie", (
    Step("Napisać CV po polsku", ADULTS, COLLEAGUE),
    Step("Zarejestrować się w urzędzie pracy", "", PERSON),
    Step("Złożyć dyplom do uznania", "uznanie dyplomu", "Uniwersytet Gdański"),
))  # fmt: skip
SCHOOL = Goal("Wybrana szkoła na następny rok", (
    Step("Dzień otwarty w dwóch szkołach", PUPILS, COLLEAGUE),
    Step("Rozmowa z wychowawcą o mocnych stronach", PUPILS, COLLEAGUE),
    Step("Zapisać się na kółko zainteresowań", "", PERSON),
))  # fmt: skip
LEARNING = Goal("Polski na tyle dobry, żeby samodzielnie załatwić sprawę w urzędzie", (
    Step("Test poziomujący i zapis na kurs polskiego", POLISH, COLLEAGUE),
    Step("Kurs dwa razy w tygodniu do końca lutego", POLISH, PERSON),
    Step("Egzamin próbny", "egzamin próbny", "biblioteka w Sopocie"),
))  # fmt: skip
TOWN = Goal("Orientacja w mieście i w tym, co się w nim dzieje", (
    Step("Karta biblioteczna i pierwsza wizyta", CULTURE, COLLEAGUE),
    Step("Dwa wydarzenia miejskie do wyboru", CULTURE, PERSON),
    Step("Spacer z przewodnikiem", "zwiedzanie po ukraińsku", "Muzeum Sopotu"),
))  # fmt: skip
GOALS = {"social": HOME, "work": WORK, "education": LEARNING, "culture": TOWN}
"""What is agreed where the level is low; health is left to conversation."""
GOALS_OF_CHILDREN = GOALS | {"work": SCHOOL}
ON_THE_WAY = ((("done", -3), ("under-way", 10), ("planned", 35)), (("planned", -2), ("dropped", 20), ("planned", 60)))
"""State and days to the last day, for the steps of the first and of the second goal."""
DROPPED_BECAUSE = "Godziny pokrywają się z pracą; wracamy do tego po Nowym Roku."
AGREED = "Pierwsze kroki za nami, tempo jest dobre. Od stycznia kurs dwa razy w tygodniu, reszta bez zmian."
CLOSED_WITH = "Cele osiągnięte, dalsze sprawy bez pomocy. Uzgodniony kontakt w razie potrzeby."

REFERRALS = (
    Asked(CITY, 0, 0, FOUNDATION, "psychological", "sent", 2, "Prośba o kilka rozmów z psychologiem, po ukraińsku."),
    Asked(CITY, 0, 1, FOUNDATION, "language", "accepted", 12, "Prośba o miejsce w grupie A1, zajęcia po 16:00."),
    Asked(CITY, 0, 2, FOUNDATION, "work", "answered", 20, "Prośba o rozmowę z doradcą i pomoc w napisaniu CV.",
          "Dwie rozmowy z doradcą, CV gotowe. Zapis na warsztaty 12 stycznia."),
    Asked(CITY, 0, 0, "lawyer", "stay", "sent", 5, "Prośba o sprawdzenie, jaki wniosek złożyć przed końcem wizy.",
          name="Klinika Prawa, Gdańsk"),
    Asked(CITY, 1, 0, FOUNDATION, "legal", "refused", 9, "Prośba o poradę w sprawie umowy zlecenia.",
          "Prawnik wraca w lutym. Do tego czasu polecamy punkt nieodpłatnej pomocy w ratuszu."),
    Asked(CITY, 1, 0, "school", "education", "answered", 16, "Prośba o zajęcia wyrównawcze z polskiego.",
          "Dwie godziny tygodniowo od 4 stycznia.", "SP nr 8 w Sopocie"),
    Asked(CITY, 2, 0, FOUNDATION, "integration", "withdrawn", 30, "Prośba o udział w sobotnich spotkaniach.",
          "Spotkania w tych godzinach nie pasują do zmian w pracy."),
    Asked(FOUNDATION, 0, 0, CITY, "housing", "sent", 1, "Prośba o sprawdzenie prawa do dodatku mieszkaniowego."),
    Asked(FOUNDATION, 1, 0, CITY, "benefits", "accepted", 6, "Prośba o pomoc we wniosku o świadczenie 800+."),
    Asked(FOUNDATION, 2, 0, CITY, "integration", "closed", 25, "Prośba o zaproszenie na spotkanie mieszkańców.",
          "Zaproszenie wysłane, udział potwierdzony."),
    Asked(FOUNDATION, 0, 1, "clinic", "health", "sent", 3, "Prośba o pierwszą wizytę z tłumaczem.",
          name="Przychodnia nr 2 w Sopocie"),
)  # fmt: skip

APPLICATIONS = (
    Application("temporary", None, 7, "złożenie wniosku, zanim skończy się wiza", "", 4),
    Application("pesel-ukr", -60, None, "", "granted", 6),
    Application("long-term-eu", -40, 21, "uzupełnienie braków formalnych", "", 7),
    Application("temporary", -75, -2, "odpowiedź na wezwanie urzędu", "", 6),
    Application("permanent", None, 45, "złożenie wniosku", "", 2),
    Application("temporary", -20, 90, "sprawdzenie stanu sprawy", "", 7),
)  # fmt: skip
"""One for each caseworker in turn."""
NOT_NEEDED_BECAUSE = "Nie dotyczy tej podstawy pobytu."

CAUTION = (
    ("call", "Dzwonić tylko między 9:00 a 14:00. Nie zostawiać wiadomości głosowych."),
    ("message", "Z telefonu korzysta też rodzina. Tylko SMS o neutralnej treści, bez nazwy projektu."),
    ("never", "Nie dzwonić i nie pisać. Spotkania umawiać osobiście, po zajęciach."),
)
KEPT_FOR_FEW = (
    "Nowy adres zna tylko osoba prowadząca i brat. Nie podawać go nikomu, także osobom, które powołują się na rodzinę."
)
EMERGENCY = (
    "Telefon po godzinach pracy: rodzina nie może wejść do mieszkania, a osoba prowadząca jest na urlopie. "
    "Potrzebny numer kontaktowy."
)
EVIDENCE = {
    "social": ("Pokój u znajomych, bez umowy.", "Umowa najmu jest, rachunki z pomocą.", "Sprawy domowe bez pomocy."),
    "work": ("Brak pracy i CV.", "Praca dorywcza, bez umowy na piśmie.", "Stała praca, umowa na rok."),
    "education": ("Pojedyncze słowa po polsku.", "Rozmowa o prostych sprawach, pisanie z pomocą.",
                  "Swobodna rozmowa, listy bez pomocy."),
    "culture": ("Kontakty tylko w gronie rodziny.", "Czasem wydarzenia w mieście, zwykle z kimś.",
                "Stały udział w zajęciach, nowi znajomi."),
    "health": ("Brak zapisu do lekarza rodzinnego.", "Zapis jest, na wizyty potrzebny tłumacz.",
               "Wizyty u lekarza bez pomocy."),
}  # fmt: skip
"""What a low, a middle and a high level is seen by."""
