"""One page with every component and state, for looking at and for the rules that all pages keep."""

import datetime
from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, engines

from portal.ui.charts import CumulativeLine, Step
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
        "links": [Link("Oś czasu", "#1", current=True), Link("Wsparcie", "#2", count=1026), Link("Rodzina", "#3")],
    }


def show(request: HttpRequest) -> HttpResponse:
    """Show the page; ``?bound`` with the form's problems."""
    messages.success(request, "Zapisano.")
    messages.error(request, "Nie udało się.")
    page = engines["django"].from_string((Path(__file__).parent / "gallery.html").read_text())
    return HttpResponse(page.template.render(RequestContext(request, context("bound" in request.GET))))
