"""What staff write down in the invented project: categories and reasons of findings, situations at the end (R60)."""

from tryout.rules.families import ADULT, CHILD, SENIOR

EMPLOYERS = (
    "MMŚP", "MMŚP", "w dużym przedsiębiorstwie", "w organizacji pozarządowej",
    "w podmiocie wykonującym działalność leczniczą",
    "w szkole lub placówce systemu oświaty (kadra niepedagogiczna)",
)  # fmt: skip
CATEGORIES = {
    CHILD: ("zwiększenie pewności siebie i własnych umiejętności", "poprawa umiejętności rozwiązywania problemów",
            "widoczna poprawa w funkcjonowaniu", "rozpoczęcie nauki"),
    ADULT: ("wzmocnienie motywacji do pracy", "zwiększenie pewności siebie i własnych umiejętności",
            "rozpoczęcie nauki", "poprawa umiejętności rozwiązywania problemów", "podjęcie wolontariatu"),
    SENIOR: ("zwiększenie pewności siebie i własnych umiejętności", "podjęcie wolontariatu",
             "widoczna poprawa w funkcjonowaniu", "poprawa stanu zdrowia"),
}  # fmt: skip
REASONS = {
    CHILD: (
        "Na początku milczenie na lekcjach, dziś samodzielne odpowiedzi po polsku i stałe koło zainteresowań.",
        "Wybrana szkoła ponadpodstawowa, złożone podanie. Oceny z polskiego lepsze o stopień od początku roku.",
        "Regularna obecność na zajęciach, nowi koledzy, udział w przedstawieniu w domu kultury.",
        "Porównanie diagnoz: wyraźny postęp w obszarze edukacyjnym i kulturalnym. Rodzina potwierdza w rozmowie.",
    ),
    ADULT: (
        "Gotowe CV po polsku, trzy rozmowy o pracę, zapis do urzędu pracy. Na początku brak wiedzy, od czego zacząć.",
        "Samodzielne sprawy w urzędzie i u lekarza, bez tłumacza. Kurs polskiego ukończony, obecność 86%.",
        "Rozpoczęty kurs zawodowy, opieka nad dzieckiem ustalona. Motywacja wyraźnie większa niż na początku.",
        "Umowa najmu uporządkowana, zaległości w opłatach rozłożone na raty. Kontakt z instytucjami już bez asysty.",
        "Wolontariat w bibliotece od dwóch miesięcy, zaświadczenie w aktach. Rozmowy po polsku na co dzień.",
    ),
    SENIOR: (
        "Stały udział w spotkaniach klubu seniora, samodzielne wyjścia do sklepu i lekarza. Na początku tylko w domu.",
        "Zna już drogę do przychodni i biblioteki, prowadzi zajęcia z robótek. Porównanie diagnoz potwierdza postęp.",
    ),
}  # fmt: skip
NO_CHANGE = "Przerwany udział, wyjazd do innego miasta. Porównanie diagnoz nie pokazuje zmiany względem początku."
STILL_WORKS, LEARNS_ON, OTHER, LOOKS_FOR_WORK, WORKS, LEARNS, CAN_MORE = (
    "Osoba kontynuuje zatrudnienie", "Osoba kontynuuje naukę", "Inne", "Osoba poszukująca pracy", "Osoba podjęła pracę",
    "Osoba podjęła kształcenie lub szkolenie", "Osoba nabyła kompetencje",
)  # fmt: skip
