"""A needs diagnosis as it is written down: of each area the sentence that comes nearest, and by what it is seen.

What a writer may not read is not on the form: it cannot be overwritten without having been seen (R84–R85).
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import Stage
from cases.forms.shared import LONGEST_NAME, LONGEST_TEXT, Correction, FactForm, chips, day_field
from cases.models import NeedsDiagnosis
from cases.rules.evidence import is_open, read
from cases.rules.instruments import AreaOfScale, Former, Scale
from cases.rules.results import speaks_of_health
from portal.ui.formatting import short_date

EVIDENCE = "by_"
"""How the name of a field of evidence begins; the code of its area follows."""
LONGEST_EVIDENCE = 500


class LevelSelect(forms.RadioSelect):
    """Cards with the sentences of an area; the one that was true last time says so, and none is chosen for it."""

    template_name = "cases/level_choices.html"

    def __init__(self, former: int | None, former_words: str) -> None:
        super().__init__()
        self.former, self.former_words = str(former or ""), former_words

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Tell the template which sentence was true last time."""
        context = super().get_context(name, value, attrs)
        context["widget"].update(former=self.former, former_words=self.former_words)
        return context


@dataclass(frozen=True)
class AreaFields:
    """One area on the form; ``evidence`` is ``None`` where what is kept speaks of health."""

    area: AreaOfScale
    level: BoundField
    evidence: BoundField | None

    @property
    def is_assessed(self) -> bool:
        """Whether a level is chosen."""
        return bool(self.level.value())


class DiagnosisForm(FactForm):
    """A level for each area that was talked about, and on what ground."""

    day = "taken_on"
    stage = forms.ChoiceField(label=gettext_lazy("Which assessment"), choices=Stage.choices, widget=chips())
    taken_on = day_field(gettext_lazy("Day"))
    assessor = forms.CharField(label=gettext_lazy("Assessor"), max_length=LONGEST_NAME)
    note = forms.CharField(
        label=gettext_lazy("Remarks on the whole"), max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=gettext_lazy(
            "Only facts that support needs. What concerns health is read by the person in charge alone."
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, with_health: bool, scale: Scale, former: Former | None = None,
        fact: NeedsDiagnosis | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        """Offer the areas of ``scale`` that the writer may read, and the texts unless they are protected."""
        super().__init__(*args, **kwargs)
        self.scale, self.former, self.with_health = scale, former, with_health
        self._note, self._evidence = (fact.note, read(fact.evidence)) if fact else ("", {})
        self.areas = scale.open_areas(with_protected=with_health)
        for area in self.areas:
            self._offer(area)
        if not with_health and speaks_of_health(self._note):
            del self.fields["note"]

    def clean(self) -> None:
        """Ask for at least one level."""
        super().clean()
        if self.areas and not any(self.cleaned_data.get(area.code) for area in self.areas) and not self.errors:
            self.add_error(self.areas[0].code, _("Choose a sentence for at least one area."))

    @property
    def area_fields(self) -> list[AreaFields]:
        """The areas in their order."""
        return [AreaFields(area, self[area.code], self._evidence_of(area)) for area in self.areas]

    @property
    def locked_areas(self) -> list[AreaOfScale]:
        """The areas that are there and that this writer may not read."""
        return [area for area in self.scale.areas if area not in self.areas]

    def values(self) -> dict[str, Any]:
        """Return what a valid form says; an area left blank is ``None``."""
        typed = self.cleaned_data
        names = {area.code: f"{EVIDENCE}{area.code}" for area in self.areas}
        return {
            **{name: typed[name] for name in ("stage", "taken_on", "assessor")},
            "scores": {area.code: int(typed[area.code]) if typed[area.code] else None for area in self.areas},
            "evidence": {code: typed[name] for code, name in names.items() if name in typed},
            "note": typed["note"].strip() if "note" in typed else self._note,
            "instrument": self.scale.key,
        }

    def _offer(self, area: AreaOfScale) -> None:
        choices = [*((str(level), sentence) for level, sentence in area.sentences.items()), ("", _("not assessed"))]
        self.fields[area.code] = forms.ChoiceField(
            label=area.name, choices=choices, required=False, help_text=self._help(area), widget=self._cards(area)
        )
        self.fields[area.code].is_needed = True  # type: ignore[attr-defined]
        kept = self._evidence.get(area.code, "")
        if is_open(kept, is_protected=area.is_protected, with_health=self.with_health):
            self.fields[f"{EVIDENCE}{area.code}"] = forms.CharField(
                label=_("By what it is seen: %(area)s") % {"area": area.name}, max_length=LONGEST_EVIDENCE,
                required=False, widget=forms.Textarea(attrs={"rows": "2"}),
            )  # fmt: skip

    def _cards(self, area: AreaOfScale) -> LevelSelect:
        if self.former is None or self.former.scale.key != self.scale.key:
            return LevelSelect(None, "")
        words = _("last time, %(day)s") % {"day": short_date(self.former.on)}
        return LevelSelect(self.former.levels.get(area.code), words)

    def _help(self, area: AreaOfScale) -> str:
        """Return what to ask; of an assessment by another version also the sentence that was chosen then."""
        said = self.former.sentence(area.code) if self.former and self.former.scale.key != self.scale.key else ""
        if not said or self.former is None:
            return escape(area.hint)
        then = _("Last time, %(day)s: %(sentence)s") % {"day": short_date(self.former.on), "sentence": said}
        return escape(f"{area.hint} {then}")

    def _evidence_of(self, area: AreaOfScale) -> BoundField | None:
        name = f"{EVIDENCE}{area.code}"
        return self[name] if name in self.fields else None


class DiagnosisCorrection(Correction, DiagnosisForm):
    """A correction of a diagnosis."""


def diagnosis_initial(fact: NeedsDiagnosis) -> dict[str, Any]:
    """Return the values of the fields for a diagnosis."""
    levels = {area: str(level) for area, level in fact.scores.items()}
    evidence = {f"{EVIDENCE}{area}": text for area, text in read(fact.evidence).items()}
    own = {name: getattr(fact, name) for name in ("stage", "taken_on", "assessor", "note")}
    return {**own, **levels, **evidence, "version": fact.pk}
