"""The form in which an indicator of a project's own is put together; it offers the vocabulary and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.rules.countries import country_name, read_citizenships
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.ui.languages import LANGUAGE_NAMES
from reporting.enums import OPENED, When, Whom
from reporting.indicators.filters import BREAKDOWNS, BY_CODE, FILTERS, OLDEST
from reporting.indicators.own import KIND, ORGANISATION, OUTCOME
from reporting.indicators.spec import CODE, LARGEST_TARGET, LONGEST_NAME, Spec, code_refusal, problems_of
from reporting.models import IndicatorDefinition
from reporting.queries.definitions import ProjectWords

LANGUAGES = [code for code, _name in settings.LANGUAGES]
WHOM = ("sex", "group", "citizenship", "country", "place")
SITUATION = ("education", "labour_status", "labour_detail", "disability", "homelessness", "minority")
LISTED = tuple(each.code for each in FILTERS if not each.is_open)
OUTCOMES = (("improved", gettext_lazy("improvement")), ("not-improved", gettext_lazy("no improvement")))
AGE: dict[str, Any] = {"min_value": 0, "max_value": OLDEST, "required": False}


class IndicatorForm(OnceForm):
    """An indicator as somebody wants it: names, day, filters, breakdown, target."""

    whom = forms.ChoiceField(
        label=gettext_lazy("Who is counted"), choices=Whom.choices,
        initial=Whom.PARTICIPANTS, widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    when = forms.ChoiceField(label=gettext_lazy("When people count"), choices=When.choices, widget=forms.RadioSelect)
    outcome = forms.MultipleChoiceField(
        label=gettext_lazy("Outcome of the finding"), choices=OUTCOMES, required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        help_text=gettext_lazy("Only with the finding at exit; blank: any."),
    )  # fmt: skip
    age_from = forms.IntegerField(label=gettext_lazy("Age at the start, from"), **AGE)
    age_to = forms.IntegerField(label=gettext_lazy("Age at the start, up to"), **AGE)
    country = forms.CharField(
        label=gettext_lazy("Countries of citizenship"), required=False, max_length=300,
        help_text=gettext_lazy("Names of countries with commas between them; who has one of them counts."),
    )  # fmt: skip
    target = forms.IntegerField(
        label=gettext_lazy("Target"), required=False, min_value=1, max_value=LARGEST_TARGET,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
    )  # fmt: skip
    is_lower_bound = forms.BooleanField(
        label=gettext_lazy("The target is a minimum (“min. 60”): more is welcome"), required=False
    )

    def __init__(self, *args: Any, words: ProjectWords, **kwargs: Any) -> None:
        """Offer what this project can name."""
        super().__init__(*args, **kwargs)
        self._words = words
        self.fields["whom"].is_needed = True  # type: ignore[attr-defined]
        self.fields["when"].required = not self._counts_others
        for language in LANGUAGES:
            self.fields[f"name_{language}"] = self._name(language)
        for code in LISTED:
            self._offer(code, str(BY_CODE[code].name).capitalize(), list(BY_CODE[code].offered(words).items()))
        self._offer(KIND, _("Kinds of support"), [(code, kind.name) for code, kind in words.kinds.items()])
        self._offer(ORGANISATION, _("Organisations that gave the support"),
                    [(code, body.short_name or body.name) for code, body in words.organisations.items()])  # fmt: skip
        self._offer("dimensions", _("Break the figure down by"), [(code, BY_CODE[code].name) for code in BREAKDOWNS])
        for name in ("age_from", "age_to"):
            self.fields[name].widget.attrs["class"] = "w-xs"

    @property
    def _counts_others(self) -> bool:
        return self.is_bound and self.data.get("whom") in (*OPENED, Whom.VISITORS)

    def _name(self, language: str) -> forms.CharField:
        label = _("Name, %(language)s") % {"language": LANGUAGE_NAMES[language]}
        field = forms.CharField(label=label, max_length=LONGEST_NAME, required=language == "pl")
        field.widget.attrs["lang"] = language
        return field

    def _offer(self, code: str, label: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[code] = forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"})
        )

    def clean_country(self) -> list[str]:
        """Return codes of countries; the names are understood in five languages."""
        said = self.cleaned_data.get("country", "").strip()
        found = read_citizenships(said) if said else []
        if found is None:
            raise forms.ValidationError(_("Write names of countries with commas between them."))
        return found

    def clean(self) -> None:
        """Hold what was chosen against the vocabulary."""
        if self.errors:
            return
        for name, said in problems_of(self.spec, self._words):
            self.add_error(name if name in self.fields else None, said)

    @property
    def spec(self) -> Spec:
        """What a form without errors asks for."""
        said = self.cleaned_data
        filters: dict[str, Sequence[Any]] = {
            code: said[code] for code in (*LISTED, "country", KIND, ORGANISATION, OUTCOME) if said[code]
        }
        first, last = said["age_from"], said["age_to"]
        if first is not None or last is not None:
            filters["age"] = [first or 0, OLDEST if last is None else last]
        names = {language: said[f"name_{language}"] for language in LANGUAGES if said[f"name_{language}"]}
        whom, when = said["whom"] or Whom.PARTICIPANTS.value, said["when"] or When.ENROLLED.value
        if whom != Whom.PARTICIPANTS:
            when = When.ENROLLED.value
        return Spec(names, when, filters, said["dimensions"], said["target"], said["is_lower_bound"], whom)

    def _fields(self, names: Sequence[str]) -> list[BoundField]:
        return [self[name] for name in names if not isinstance(self.fields[name], forms.MultipleChoiceField) or
                self.fields[name].choices]  # type: ignore[attr-defined]  # fmt: skip

    @property
    def other_names(self) -> list[BoundField]:
        """The names in the other languages."""
        return self._fields([f"name_{language}" for language in LANGUAGES if language != "pl"])

    @property
    def people_fields(self) -> list[BoundField]:
        """Who the people are."""
        return self._fields(WHOM)

    @property
    def situation_fields(self) -> list[BoundField]:
        """Their situation at the start."""
        return self._fields(SITUATION)


class NewIndicatorForm(IndicatorForm):
    """A first version: with the code that stays for good."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=12,
        help_text=gettext_lazy("2 to 12 capital letters and digits, such as KURS60. It cannot be changed later."),
        widget=forms.TextInput(attrs={"class": "w-s", "autocapitalize": "characters"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Return the code in capitals."""
        code = self.cleaned_data["code"].strip().upper()
        if not CODE.fullmatch(code) or code_refusal(code):
            raise forms.ValidationError(code_refusal(code))
        return code


class ChangeIndicatorForm(IndicatorForm, VersionForm):
    """A further version, with the reason for it."""

    why = forms.CharField(
        label=gettext_lazy("Why it changes"), max_length=300,
        help_text=gettext_lazy("It stays in the history of the indicator."),
    )  # fmt: skip


class RetireForm(OnceForm, VersionForm):
    """An indicator is no longer shown, with the reason."""

    why = forms.CharField(label=gettext_lazy("Why it is no longer needed"), max_length=300)


def initial_of(definition: IndicatorDefinition) -> Mapping[str, Any]:
    """Return the values of the fields for a definition."""
    filters = definition.filters
    first, last = filters.get("age", [None, None])
    return {
        "version": definition.pk,
        "whom": definition.whom,
        "when": definition.when,
        "target": definition.target,
        "is_lower_bound": definition.is_lower_bound,
        "dimensions": definition.dimensions,
        **{f"name_{language}": name for language, name in definition.names.items()},
        **{code: filters.get(code, []) for code in (*LISTED, KIND, ORGANISATION, OUTCOME)},
        "country": ", ".join(country_name(code) for code in filters.get("country", [])),
        "age_from": first,
        "age_to": None if last == OLDEST else last,
    }
