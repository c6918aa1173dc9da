"""Names that nobody bears: surnames are made of words for tale, dream and invention, given names are common ones.

Each name stands in its own script and as a document writes it. A feminine surname follows a stroke.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Name(NamedTuple):
    """One name: as in the document, and in its own script („” when that is the same)."""

    latin: str
    original: str


@dataclass(frozen=True)
class Pool:
    """The names of people with one citizenship."""

    women: tuple[Name, ...]
    men: tuple[Name, ...]
    families: tuple[tuple[Name, Name], ...]
    """A surname as a man and as a woman bears it."""


def _names(text: str) -> tuple[Name, ...]:
    return tuple(_name(pair) for pair in text.split(","))


def _name(pair: str) -> Name:
    latin, _sign, original = (part.strip() for part in pair.partition("="))
    return Name(latin, original)


def _families(text: str) -> tuple[tuple[Name, Name], ...]:
    both = []
    for family in text.split(","):
        latin, _sign, original = (part.strip() for part in family.partition("="))
        men, women = (part.split("/") for part in (latin, original))
        both.append((Name(men[0], women[0]), Name(men[-1], women[-1])))
    return tuple(both)


POOLS: dict[str, Pool] = {
    "UA": Pool(
        _names(
            "Oksana=Оксана, Iryna=Ірина, Kateryna=Катерина, Nataliia=Наталія, Olena=Олена,"
            "Yuliia=Юлія, Svitlana=Світлана,"
            "Tetiana=Тетяна, Anastasiia=Анастасія, Viktoriia=Вікторія, Daryna=Дарина, Solomiia=Соломія, Zlata=Злата,"
            "Polina=Поліна, Sofiia=Софія, Mariia=Марія, Yelyzaveta=Єлизавета, Anna=Анна, Bohdana=Богдана, Lesia=Леся,"
            "Halyna=Галина, Khrystyna=Христина, Myroslava=Мирослава, Veronika=Вероніка, Vira=Віра, Ivanna=Іванна"
        ),
        _names(
            "Oleksandr=Олександр, Andrii=Андрій, Mykola=Микола, Dmytro=Дмитро, Serhii=Сергій,"
            "Maksym=Максим, Artem=Артем,"
            "Bohdan=Богдан, Danylo=Данило, Nazar=Назар, Tymofii=Тимофій, Matvii=Матвій, Illia=Ілля, Yaroslav=Ярослав,"
            "Volodymyr=Володимир, Ostap=Остап, Taras=Тарас, Yehor=Єгор, Denys=Денис, Roman=Роман, Kyrylo=Кирило,"
            "Mykhailo=Михайло, Yevhen=Євген, Zakhar=Захар, Lev=Лев, Ustym=Устим"
        ),
        _families(
            "Vyhadko=Вигадько, Kazkarenko=Казкаренко, Mriichenko=Мрійченко, Nebuvaliuk=Небувалюк, Khymerchuk=Химерчук,"
            "Opovidko=Оповідько, Snovydenko=Сновиденко, Uiavchuk=Уявчук, Prytchenko=Притченко, Lehendiuk=Легендюк,"
            "Zahadchuk=Загадчук, Dyvohliadko=Дивоглядько, Nebylenko=Небиленко, Vyhadailo=Вигадайло,"
            "Prymarenko=Примаренко,"
            "Kazkosvitenko=Казкосвітенко, Fantazenko=Фантазенко, Vymysliuk=Вимислюк, Sontsemriiko=Сонцемрійко,"
            "Nebokraienko=Небокраєнко, Iliuzenko=Ілюзенко, Dyvosvitiuk=Дивосвітюк, Neisniuk=Неіснюк,"
            "Charomriiuk=Чаромріюк,"
            "Kazkovskyi/Kazkovska=Казковський/Казковська, Uiavskyi/Uiavska=Уявський/Уявська, Baikarchuk=Байкарчук,"
            "Mriinytskyi/Mriinytska=Мрійницький/Мрійницька, Vyhadskyi/Vyhadska=Вигадський/Вигадська, Nibyto=Нібито,"
            "Shchobuloba=Щобулоба, Kazkoper=Казкопер, Nedosnyk=Недосник, Dyvokraiets=Дивокраєць, Mriieslav=Мрієслав,"
            "Vesnomriienko=Весномрієнко, Zoresnov=Зореснов, Nadumenko=Надуменко, Kolysbuvko=Колисьбувко"
        ),
    ),
    "BY": Pool(
        _names(
            "Volha=Вольга, Hanna=Ганна, Katsiaryna=Кацярына, Natallia=Наталля, Alena=Алена,"
            "Yuliya=Юлія, Tatsiana=Таццяна,"
            "Darya=Дар’я, Palina=Паліна, Maryia=Марыя, Aksana=Аксана, Yanina=Яніна, Alesia=Алеся, Viktoryia=Вікторыя"
        ),
        _names(
            "Aliaksandr=Аляксандр, Andrei=Андрэй, Mikalai=Мікалай, Dzmitry=Дзмітрый, Siarhei=Сяргей, Maksim=Максім,"
            "Artsiom=Арцём, Kiryl=Кірыл, Yauhen=Яўген, Pavel=Павел, Ihar=Ігар, Tsimafei=Цімафей, Yan=Ян, Ales=Алесь"
        ),
        _families(
            "Kazkevich=Казкевіч, Vydumkevich=Выдумкевіч, Nebyvalau/Nebyvalava=Небывалаў/Небывалава, "
            "Zahadkovich=Загадковіч,"
            "Mareuski/Mareuskaya=Марэўскі/Марэўская, Lehendovich=Легендовіч, Dzivasvet=Дзівасвет, Letutsenka=Летуценка,"
            "Vymyslau/Vymyslava=Вымыслаў/Вымыслава, Kazachnik=Казачнік, Snabachka=Снабачка, Nibytnik=Нібытнік,"
            "Bylitsa=Быліца, Prydumka=Прыдумка, Krainamrou=Краінамроў"
        ),
    ),
    "GE": Pool(
        _names("Nino=ნინო, Mariam=მარიამ, Tamar=თამარ, Salome=სალომე, Ketevan=ქეთევან, Elene=ელენე"),
        _names("Giorgi=გიორგი, Luka=ლუკა, Davit=დავით, Nika=ნიკა, Sandro=სანდრო, Levan=ლევან"),
        _families("Zghapridze=ზღაპრიძე, Sizmarashvili=სიზმარაშვილი, Otsnebadze=ოცნებაძე, Gamogonashvili=გამოგონაშვილი"),
    ),
    "RU": Pool(
        _names("Elena=Елена, Anna=Анна, Daria=Дарья, Ksenia=Ксения, Vera=Вера"),
        _names("Mikhail=Михаил, Ilia=Илья, Timofei=Тимофей, Nikita=Никита, Gleb=Глеб"),
        _families(
            "Vydumkin/Vydumkina=Выдумкин/Выдумкина, Nebylitsyn/Nebylitsyna=Небылицын/Небылицына,"
            "Snovidtsev/Snovidtseva=Сновидцев/Сновидцева"
        ),
    ),
    "VN": Pool(
        _names("Thi Lan=Thị Lan, Thi Hoa=Thị Hoa, Thu Ha=Thu Hà, Ngoc Mai=Ngọc Mai, Bao Chau=Bảo Châu"),
        _names("Van Minh=Văn Minh, Duc Anh=Đức Anh, Quang Huy=Quang Huy, Tuan Kiet=Tuấn Kiệt"),
        _families("Mong=Mộng, Tuong=Tưởng, Truyen=Truyện"),
    ),
    "SY": Pool(
        _names("Layla=ليلى, Nour=نور, Hiba=هبة, Sara=سارة, Rima=ريما"),
        _names("Yousef=يوسف, Karim=كريم, Omar=عمر, Sami=سامي, Adam=آدم"),
        _families("Al Khayali=الخيالي, Al Hakawati=الحكواتي"),
    ),
    "IN": Pool(
        _names("Priya, Meera, Ananya, Kavya, Tara"),
        _names("Arjun, Rohan, Vikram, Dev, Kiran"),
        _families("Kalpanik, Swapnadev"),
    ),
    "AM": Pool(
        _names("Ani=Անի, Nare=Նարե, Lilit=Լիլիթ, Mane=Մանե, Anahit=Անահիտ"),
        _names("Aram=Արամ, Davit=Դավիթ, Hayk=Հայկ, Tigran=Տիգրան, Narek=Նարեկ"),
        _families("Yerazunyan=Երազունյան"),
    ),
    "TR": Pool(
        _names("Elif, Defne, Zeynep, Ela, Nehir"),
        _names("Emre, Kerem, Deniz, Can, Mert"),
        _families("Masaloğlu"),
    ),
    "KZ": Pool(
        _names("Aigerim=Айгерім, Asel=Әсел, Dana=Дана, Madina=Мадина, Zere=Зере"),
        _names("Nurlan=Нұрлан, Timur=Тимур, Alikhan=Әлихан, Sanzhar=Санжар, Arman=Арман"),
        _families("Qiyalbayev/Qiyalbayeva=Қиялбаев/Қиялбаева"),
    ),
    "MD": Pool(
        _names("Doina, Elena, Ilinca, Ana, Mihaela"),
        _names("Ion, Andrei, Mihai, Luca, Vasile"),
        _families("Basmarescu, Nimenescu"),
    ),
    "BG": Pool(
        _names("Milena=Милена, Iva=Ива, Rayna=Райна, Yana=Яна, Kalina=Калина"),
        _names("Stefan=Стефан, Boris=Борис, Vasil=Васил, Kiril=Кирил, Martin=Мартин"),
        _families("Prikazkov/Prikazkova=Приказков/Приказкова"),
    ),
}

MONONYM = Name("Zarmina", "زرمینه")
LONG = (
    Name("Anastasiia-Yelyzaveta Maksymiliana", "Анастасія-Єлизавета Максиміліана"),
    Name("Aliaksandra-Marharyta Yaraslava", "Аляксандра-Маргарыта Яраслава"),
    Name("Volodymyr-Sviatoslav Maksymilian", "Володимир-Святослав Максиміліан"),
)
"""Given names of people whose whole name has more than forty letters."""
CALLED = {
    "Oleksandr": "Сашко", "Kateryna": "Катя", "Mykhailo": "Міша", "Nataliia": "Наталка", "Volodymyr": "Вова",
    "Anastasiia": "Настя", "Yevhen": "Женя", "Mykola": "Коля", "Sofiia": "Соня", "Katsiaryna": "Каця",
    "Aliaksandr": "Саша", "Natallia": "Наташа", "Giorgi": "Gio", "Ketevan": "Keti", "Thu Ha": "Ha",
}  # fmt: skip
IN_POLISH = {
    "Volha": "Olga", "Hanna": "Anna", "Katsiaryna": "Katarzyna", "Kateryna": "Katarzyna", "Mykola": "Mikołaj",
    "Aliaksandr": "Aleksander", "Oleksandr": "Aleksander", "Andrii": "Andrzej", "Dzmitry": "Dmitrij", "Olena": "Helena",
    "Mykhailo": "Michał", "Sofiia": "Zofia", "Yuliia": "Julia", "Mariia": "Maria", "Viktoriia": "Wiktoria",
    "Mikalai": "Mikołaj", "Andrei": "Andrzej", "Maryia": "Maria",
}  # fmt: skip
"""How a Polish clerk may write a name: the other spelling that makes a person a possible duplicate (R108)."""


def polish_spelling(latin: str) -> str:
    """Return a surname as somebody writes it who hears it in Polish."""
    for written, heard in (("shch", "szcz"), ("sh", "sz"), ("ch", "cz"), ("v", "w"), ("V", "W"), ("kh", "ch")):
        latin = latin.replace(written, heard)
    return latin
