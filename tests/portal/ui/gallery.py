"""One page with every component and state, for looking at and for the rules that all pages keep."""

import datetime
from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, engines

from portal.ui.charts import Bar, Change, CumulativeLine, Dumbbell, GroupBars, Step
from portal.ui.icons import ICONS
from portal.ui.parts import Fact, FunnelStep, Link

DAY = datetime.date(2026, 9, 2)
QUARTERS = [
    ("I", "2025", 12, 20, None),
    ("II", "2025", 31, 45, None),
    ("III", "2025", 66, 75, None),
    ("IV", "2025", 98, 100, None),
    ("I", "2026", 131, 125, None),
    ("II", "2026", 158, 150, None),
    ("III", "2026", 178, 176, None),
    ("IV", "2026", None, 207, 208),
]
LAST_QUARTER = Step("IV", "2026", plan=207, forecast=193, low=182, high=207)
BARS = [
    Bar("dzieci", 88, 100, 85, 99, "zgodnie z planem", "#d"),
    Bar("emeryci", 7, 10, 9, 9, "2 poniżej planu", "#e"),
    Bar(
        "osoby w wieku produkcyjnym, także te, które dopiero szukają pracy w mieście",
        83,
        97,
        82,
        95,
        "zgodnie z planem",
    ),
    Bar("bez celu", 3),
]

WRITTEN = (
    "Akapit z [linkiem](/pl/) i słowami w innym języku: [uk: Сопот].\n\n## Nagłówek\n\n- punkt\n- [?luka do uzupełnienia]\n\n"
    "1. najpierw\n2. potem"
)

LEVELS = ["kryzys", "trudno", "z pomocą", "samodzielnie", "pewnie"]
CHANGES = [
    Change("Pobyt i dokumenty", 2, 3, "+1", True),
    Change("Mieszkanie", 3, 3, "bez zmian"),
    Change("Praca i dochód", 1, 3, "+2", True),
    Change("Język polski", 4, 2, "−2"),
    Change("Zdrowie i samopoczucie", is_locked=True),
    Change("Relacje i życie w mieście, także w dzielnicy, w szkole i w organizacjach", 5),
    Change("Nauka", after=1),
    Change("Kultura"),
]
LONG = "Wierosława-Przemysława Brzęczyszczykiewiczówna-Konstantynopolitańczykowianeczka"
LONG_ORIGINAL = "Верослава-Пшемислава Бженчищикевичівна-Костянтинопольська"
CHILDREN = [
    {
        "latin": f"{LONG.split()[1]} {name}", "original": f"{LONG_ORIGINAL.split()[1]} {name}", "url": f"#child-{name}",
        "born": datetime.date(2010 + number, 5, 17), "state": "w projekcie od 03.02.2026" if number % 2 else "bez oceny końcowej",
    }
    for number, name in enumerate(("Ada", "Bo", "Cyryl", "Dana", "Ewa", "Fadi", "Gaja", "Hala", "Ihor", "Jana", "Kim", "Li"))
]  # fmt: skip


class GalleryForm(forms.Form):
    """Every kind of control."""

    surname = forms.CharField(label="Nazwisko", help_text="Tak jak w dokumencie.")
    born = forms.DateField(label="Data urodzenia", widget=forms.DateInput(attrs={"class": "w-date"}))
    group = forms.ChoiceField(label="Grupa", choices=[("a", "dzieci"), ("b", "emeryci")], required=False)
    language = forms.ChoiceField(
        label="Język", choices=[("pl", "polski"), ("uk", "українська")], widget=forms.RadioSelect
    )
    length = forms.ChoiceField(
        label="Czas trwania",
        choices=[("30", "30 min"), ("45", "45 min")],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    notes = forms.CharField(label="Notatka", widget=forms.Textarea, required=False)
    sure = forms.BooleanField(label="Sprawdzone", required=False)
    file = forms.FileField(label="Plik", required=False)


def context(bound: bool) -> dict[str, object]:
    """Everything that the page shows."""
    form = GalleryForm({"surname": "", "born": "41.13.2026", "group": "a"}) if bound else GalleryForm()
    return {
        "form": form,
        "day": DAY,
        "chart": CumulativeLine([Step(*quarter) for quarter in QUARTERS], target=207),
        "bounded": CumulativeLine([Step(*quarter) for quarter in QUARTERS[:-1]] + [LAST_QUARTER], target=207),
        "bars": GroupBars(BARS),
        "no_bars": GroupBars([]),
        "needs": Dumbbell(LEVELS, CHANGES),
        "first_needs": Dumbbell(LEVELS, CHANGES[:2]),
        "steps": [
            FunnelStep(178, "uczestników w projekcie", "#a", "44 osoby nadal biorą udział"),
            FunnelStep(134, "zakończyło udział", "#b", "13 osób bez oceny", "#out"),
            FunnelStep(121, "z poprawą – liczymy"),
        ],
        "facts": [
            Fact("Wiek", "38 lat"),
            Fact("Języki", "українська", lang="uk"),
            Fact("Telefon", "512 334 218", "tel:+48512334218"),
            Fact("Adres", None),
        ],
        "long": LONG,
        "written": WRITTEN,
        "long_original": LONG_ORIGINAL,
        "long_facts": [
            Fact("Imię i nazwisko w oryginale", LONG_ORIGINAL, lang="uk"),
            Fact("E-mail", f"{LONG.lower().replace(' ', '.')}@bardzo-dluga-domena.example", "#mail"),
            *(Fact(f"Dziecko {number}", child["latin"], child["url"]) for number, child in enumerate(CHILDREN, 1)),
        ],
        "children": CHILDREN,
        "many": [
            Link(child["latin"], child["url"], current=not number, count=number)
            for number, child in enumerate(CHILDREN[:6])
        ],
        "moment": datetime.datetime(2026, 9, 2, 9, 30, tzinfo=datetime.UTC),
        "nothing": None,
        "no_chart": CumulativeLine([]),
        "nobody": [FunnelStep(0, "uczestników w projekcie")],
        "icons": sorted(ICONS),
        "closed": GalleryForm({"surname": LONG, "group": "b", "notes": "…"}),
        "links": [Link("Oś czasu", "#1", current=True), Link("Wsparcie", "#2", count=1026), Link("Rodzina", "#3")],
    }


def show(request: HttpRequest) -> HttpResponse:
    """Show the page; ``?bound`` with the form's problems."""
    messages.success(request, "Zapisano.")
    messages.error(request, "Nie udało się.")
    page = engines["django"].from_string((Path(__file__).parent / "gallery.html").read_text())
    return HttpResponse(page.template.render(RequestContext(request, context("bound" in request.GET))))
