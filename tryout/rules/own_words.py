"""Goals and steps of invented plans in the languages of the people who agreed on them, by the Polish words."""

from collections.abc import Mapping

OWN_WORDS: Mapping[str, Mapping[str, str]] = {
    "uk": {
        "Spokojne mieszkanie z umową i znajomi w sąsiedztwie": "Спокійне житло з договором і знайомі по сусідству",
        "Sprawdzić umowę najmu i wpisać wszystkich domowników":
            "Перевірити договір оренди і вписати всіх, хто живе разом",
        "Przyjść na spotkanie sąsiedzkie w sobotę": "Прийти на зустріч сусідів у суботу",
        "Wniosek o dodatek mieszkaniowy": "Заява на житлову субсидію (dodatek mieszkaniowy)",
        "Praca w wyuczonym zawodzie": "Робота за своїм фахом",
        "Napisać CV po polsku": "Написати резюме польською",
        "Zarejestrować się w urzędzie pracy": "Зареєструватися в центрі зайнятості (urząd pracy)",
        "Złożyć dyplom do uznania": "Подати диплом на визнання",
        "Wybrana szkoła na następny rok": "Обрана школа на наступний рік",
        "Dzień otwarty w dwóch szkołach": "День відкритих дверей у двох школах",
        "Rozmowa z wychowawcą o mocnych stronach": "Розмова з класним керівником про сильні сторони",
        "Zapisać się na kółko zainteresowań": "Записатися до гуртка",
        "Polski na tyle dobry, żeby samodzielnie załatwić sprawę w urzędzie":
            "Польська на такому рівні, щоб самостійно вирішувати питання в установах",
        "Test poziomujący i zapis na kurs polskiego": "Визначення рівня і запис на курс польської",
        "Kurs dwa razy w tygodniu do końca lutego": "Курс двічі на тиждень до кінця лютого",
        "Egzamin próbny": "Пробний іспит",
        "Orientacja w mieście i w tym, co się w nim dzieje": "Добре знати місто і те, що в ньому відбувається",
        "Karta biblioteczna i pierwsza wizyta": "Читацький квиток і перший візит до бібліотеки",
        "Dwa wydarzenia miejskie do wyboru": "Дві міські події на вибір",
        "Spacer z przewodnikiem": "Прогулянка з екскурсоводом",
    },
    "be": {
        "Spokojne mieszkanie z umową i znajomi w sąsiedztwie": "Спакойнае жытло з дагаворам і знаёмыя па суседстве",
        "Sprawdzić umowę najmu i wpisać wszystkich domowników":
            "Праверыць дагавор арэнды і ўпісаць усіх, хто жыве разам",
        "Przyjść na spotkanie sąsiedzkie w sobotę": "Прыйсці на сустрэчу суседзяў у суботу",
        "Wniosek o dodatek mieszkaniowy": "Заява на дапамогу на аплату жылля (dodatek mieszkaniowy)",
        "Praca w wyuczonym zawodzie": "Праца па сваёй прафесіі",
        "Napisać CV po polsku": "Напісаць рэзюмэ па-польску",
        "Zarejestrować się w urzędzie pracy": "Зарэгістравацца ў цэнтры занятасці (urząd pracy)",
        "Złożyć dyplom do uznania": "Падаць дыплом на прызнанне",
        "Wybrana szkoła na następny rok": "Выбраная школа на наступны год",
        "Dzień otwarty w dwóch szkołach": "Дзень адчыненых дзвярэй у дзвюх школах",
        "Rozmowa z wychowawcą o mocnych stronach": "Размова з класным кіраўніком пра моцныя бакі",
        "Zapisać się na kółko zainteresowań": "Запісацца ў гурток",
        "Polski na tyle dobry, żeby samodzielnie załatwić sprawę w urzędzie":
            "Польская на такім узроўні, каб самастойна вырашаць пытанні ва ўстановах",
        "Test poziomujący i zapis na kurs polskiego": "Вызначэнне ўзроўню і запіс на курс польскай",
        "Kurs dwa razy w tygodniu do końca lutego": "Курс двойчы на тыдзень да канца лютага",
        "Egzamin próbny": "Пробны экзамен",
        "Orientacja w mieście i w tym, co się w nim dzieje": "Добра ведаць горад і тое, што ў ім адбываецца",
        "Karta biblioteczna i pierwsza wizyta": "Чытацкі білет і першы візіт у бібліятэку",
        "Dwa wydarzenia miejskie do wyboru": "Два гарадскія мерапрыемствы на выбар",
        "Spacer z przewodnikiem": "Прагулка з экскурсаводам",
    },
    "ru": {
        "Spokojne mieszkanie z umową i znajomi w sąsiedztwie": "Спокойное жильё с договором и знакомые по соседству",
        "Sprawdzić umowę najmu i wpisać wszystkich domowników":
            "Проверить договор аренды и вписать всех, кто живёт вместе",
        "Przyjść na spotkanie sąsiedzkie w sobotę": "Прийти на встречу соседей в субботу",
        "Wniosek o dodatek mieszkaniowy": "Заявление на жилищное пособие (dodatek mieszkaniowy)",
        "Praca w wyuczonym zawodzie": "Работа по своей профессии",
        "Napisać CV po polsku": "Написать резюме на польском",
        "Zarejestrować się w urzędzie pracy": "Зарегистрироваться в центре занятости (urząd pracy)",
        "Złożyć dyplom do uznania": "Подать диплом на признание",
        "Wybrana szkoła na następny rok": "Выбранная школа на следующий год",
        "Dzień otwarty w dwóch szkołach": "День открытых дверей в двух школах",
        "Rozmowa z wychowawcą o mocnych stronach": "Разговор с классным руководителем о сильных сторонах",
        "Zapisać się na kółko zainteresowań": "Записаться в кружок",
        "Polski na tyle dobry, żeby samodzielnie załatwić sprawę w urzędzie":
            "Польский на таком уровне, чтобы самостоятельно решать вопросы в учреждениях",
        "Test poziomujący i zapis na kurs polskiego": "Определение уровня и запись на курс польского",
        "Kurs dwa razy w tygodniu do końca lutego": "Курс два раза в неделю до конца февраля",
        "Egzamin próbny": "Пробный экзамен",
        "Orientacja w mieście i w tym, co się w nim dzieje": "Хорошо знать город и то, что в нём происходит",
        "Karta biblioteczna i pierwsza wizyta": "Читательский билет и первый визит в библиотеку",
        "Dwa wydarzenia miejskie do wyboru": "Два городских мероприятия на выбор",
        "Spacer z przewodnikiem": "Прогулка с экскурсоводом",
    },
}  # fmt: skip


def own_words_for(language: str, polish: str) -> str:
    """Return the words in a language; blank where there are none, as where nobody has translated them."""
    return OWN_WORDS.get(language, {}).get(polish, "")
