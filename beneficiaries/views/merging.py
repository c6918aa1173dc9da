"""One pair of records at a time: is it one person? Merge with the effects told beforehand, and undo (S70)."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.duplicate_answers import ask_about, say_different
from beneficiaries.domain.merging import MergeRefused, merge_people
from beneficiaries.domain.merging_preview import Effects, effects_of_merge, mark_of
from beneficiaries.forms.merging import MergeForm
from beneficiaries.models import DuplicatePair
from beneficiaries.queries.merging import RIGHT, Record, merge_of, pairs_to_merge, place_in_line, records_of
from beneficiaries.rules.merging import last_day_to_undo
from beneficiaries.tables.merging import compare, consequences, differing_groups, figure_lines, reasons_in_words
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import get_visible_or_404, requires
from portal.submissions.once import already_answered, once
from portal.ui.formatting import short_date
from portal.versions.actions import FactChanged

METHODS = ["GET", "HEAD", "POST"]
Records = tuple[Record, Record]


class _Changed(Exception):  # noqa: N818 - no error: the page is shown once more
    """One of the records was changed since it was shown."""


@requires(RIGHT)
@require_http_methods(METHODS)
def duplicate_pair(request: HttpRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Show two records side by side and what merging does; merge, or say what else is known."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    account: User = request.user  # type: ignore[assignment]
    if (merge := merge_of(account, pair_id)) is not None:
        return redirect("merged_people", merge.pk)
    source = pairs_to_merge(account).model.objects.select_related("first__data_key", "second__data_key")
    pair = get_visible_or_404(source.filter(pk__in=pairs_to_merge(account).values("pk")), account, RIGHT, pk=pair_id)
    records = records_of(account, pair)
    form = MergeForm(request.POST if request.method == "POST" else None, differing=differing_groups(*records))
    act = next((ACTS[name] for name in ACTS if name in request.POST), None) if form.is_valid() else None
    try:
        if act is not None:
            return once(request, form.token, lambda: act(request, pair, records, form))
    except (MergeRefused, FactChanged, _Changed):
        return _page(request, pair, records_of(account, pair), form, is_changed=True)
    return _page(request, pair, records, form)


def _merged(request: HttpRequest, pair: DuplicatePair, records: Records, form: MergeForm) -> str:
    account: User = request.user  # type: ignore[assignment]
    staying, going = _in_order(records, form)
    if form.cleaned_data["seen"] != mark_of(staying.person, going.person):
        raise _Changed
    merge = merge_people(staying.person, going.person, form.choices(), by=account)
    words = _("The two records are one person now: %(number)s. It can be undone until %(day)s.")
    messages.success(request, words % {"number": staying.number, "day": short_date(last_day_to_undo(today()))})
    return reverse("merged_people", args=[merge.pk])


def _different(request: HttpRequest, pair: DuplicatePair, records: Records, form: MergeForm) -> str:
    account: User = request.user  # type: ignore[assignment]
    _place, _waiting, following = place_in_line(account, pair)
    say_different(pair, by=account)
    messages.success(request, _("Kept: these are two people. Nobody is asked about them again."))
    return reverse("duplicate_pair", args=[following]) if following else reverse("my_day")


def _unknown(request: HttpRequest, pair: DuplicatePair, records: Records, form: MergeForm) -> str:
    account: User = request.user  # type: ignore[assignment]
    staying, going = _in_order(records, form)
    words = _("Ask whether the records %(one)s and %(other)s are about one person.")
    text = words % {"one": _number_of(staying), "other": _number_of(going)}
    about = next(each for record in (staying, going) for each in record.taking_part)
    ask_about(pair, about, text, day=today(), by=account)
    messages.success(request, _("The pair waits. You have a task to ask, due in a week."))
    return reverse("duplicate_pair", args=[pair.pk])


ACTS: Mapping[str, Callable[[HttpRequest, DuplicatePair, Records, MergeForm], str]] = {
    "merge": _merged,
    "different": _different,
    "unknown": _unknown,
}


def _page(
    request: HttpRequest, pair: DuplicatePair, records: Records, form: MergeForm, *, is_changed: bool = False
) -> HttpResponse:
    account: User = request.user  # type: ignore[assignment]
    staying, going = _in_order(records, form)
    effects = effects_of_merge(staying.person, going.person, form.choices(), by=account)
    note_read(
        request, Action.VIEW, subjects=[record.person.pk for record in records], obj=pair, detail={"page": "duplicate"}
    )
    place, waiting, following = place_in_line(account, pair)
    page = {
        "pair": pair,
        "form": form,
        "seen": effects.seen,
        "records": records,
        "reasons": reasons_in_words(pair.reasons),
        "lines": compare(*records, form.sides()),
        "place": place,
        "waiting": waiting,
        "following": following,
        "is_changed": is_changed,
        "can_ask": any(record.taking_part for record in records),
        **_told(effects, staying, going, account),
    }
    return render(request, "beneficiaries/duplicate_pair.html", page)


def _told(effects: Effects, staying: Record, going: Record, account: User) -> dict[str, Any]:
    return {
        "consequences": consequences(effects, staying, going, last_day_to_undo(today()), account),
        "figures": figure_lines(effects, account),
    }


def _number_of(record: Record) -> str:
    return record.number or f"{record.person.created_at:%d.%m.%Y}"


def _in_order(records: Records, form: MergeForm) -> Records:
    """Return the record that stays and the one that goes."""
    left, right = records
    return (right, left) if form.keeps_right else (left, right)
