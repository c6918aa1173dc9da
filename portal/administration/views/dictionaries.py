"""Dictionaries: what there is, what holds, a change from a day on, one more entry (R102)."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.administration.dictionary_forms import EntryForm, NewEntryForm, initial_of
from portal.administration.dictionary_tables import EDIT_DICTIONARIES, LABELS, dictionary_rows, entry_rows, holds
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.programmes import editing
from portal.programmes.entries import versions_of
from portal.programmes.models import DictionaryEntry
from portal.submissions.once import already_answered, once

METHODS = ["GET", "HEAD", "POST"]


@requires(EDIT_DICTIONARIES)
@require_safe
def dictionary_list(request: HttpRequest) -> HttpResponse:
    """List the dictionaries."""
    counted = (
        DictionaryEntry.objects.order_by().values_list("dictionary").annotate(entries=Count("code", distinct=True))
    )
    return render(request, "administration/dictionaries.html", {"rows": dictionary_rows(dict(counted))})


@requires(EDIT_DICTIONARIES)
@require_safe
def dictionary_page(request: HttpRequest, dictionary: str) -> HttpResponse:
    """List the entries of a dictionary, each as it reads last."""
    label, day = _label(dictionary), today()
    latest: dict[str, DictionaryEntry] = {}
    for each in DictionaryEntry.objects.filter(dictionary=dictionary).order_by("position", "valid_from"):
        latest[each.code] = each
    page = {"label": label, "dictionary": dictionary, "rows": entry_rows(latest.values(), day)}
    return render(request, "administration/dictionary.html", page)


@requires(EDIT_DICTIONARIES)
@require_http_methods(METHODS)
def new_entry(request: HttpRequest, dictionary: str) -> HttpResponse:
    """Add an entry."""
    label = _label(dictionary)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = NewEntryForm(request.POST or None, dictionary=dictionary, initial={"since": today()})
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _add(request, dictionary, form))
        except editing.EntryRefused:
            form.add_error("code", _("An entry with this code is there already."))
    page = {"label": label, "dictionary": dictionary, "form": form}
    return render(request, "administration/dictionary_entry.html", page)


@requires(EDIT_DICTIONARIES)
@require_http_methods(METHODS)
def change_entry_page(request: HttpRequest, dictionary: str, entry: str) -> HttpResponse:
    """Change an entry from a day on; what held before stays beside it."""
    label, versions = _label(dictionary), versions_of(dictionary, entry)
    if not versions:
        raise Refused(EDIT_DICTIONARIES, "dictionaryentry", entry)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    current, day = versions[0], today()
    form = EntryForm(request.POST or None, dictionary=dictionary, initial=initial_of(current))
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _change(request, current, form))
        except editing.EntryRefused as refused:
            _say_why_not(form, refused)
    page = {
        "label": label, "dictionary": dictionary, "form": form, "entry": current,
        "versions": [(each, holds(each, day)) for each in versions],
    }  # fmt: skip
    return render(request, "administration/dictionary_entry.html", page)


def _label(dictionary: str) -> Any:
    if dictionary not in LABELS:
        raise Refused(EDIT_DICTIONARIES, "dictionary", dictionary)
    return LABELS[dictionary]


def _add(request: HttpRequest, dictionary: str, form: NewEntryForm) -> str:
    given = form.cleaned_data
    editing.add_entry(dictionary, given["code"], form.values(), since=given["since"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The entry is added."))
    return reverse("dictionary", args=[dictionary])


def _change(request: HttpRequest, current: DictionaryEntry, form: EntryForm) -> str:
    given = form.cleaned_data
    if given["seen"] != current.changed_at.isoformat():
        raise editing.EntryRefused(editing.CHANGED)
    editing.change_entry(
        current, form.values(current), since=given["since"], seen=current.changed_at, by=request.user,  # type: ignore[arg-type]
    )  # fmt: skip
    messages.success(request, _("The entry is changed."))
    return reverse("dictionary", args=[current.dictionary])


def _say_why_not(form: EntryForm, refused: editing.EntryRefused) -> None:
    if str(refused) == editing.TOO_EARLY:
        form.add_error("since", _("The entry that is here holds from a later day on."))
    else:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
