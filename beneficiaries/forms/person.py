"""A person as a caseworker writes them down: one screen, grouped, names in any script (design §7)."""

import datetime
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from beneficiaries.enums import ContactWay, Eligibility, Sex
from beneficiaries.forms.checks import TypedChecks
from beneficiaries.forms.contact import problems_of
from beneficiaries.forms.official import Official
from beneficiaries.forms.person_fields import NOT_KNOWN, PersonFields
from beneficiaries.models import Participation
from beneficiaries.rules.age import completed_years, is_by_hand, propose_group
from beneficiaries.rules.citizenship import citizenship_class, in_target_population
from beneficiaries.rules.languages import as_spoken
from beneficiaries.rules.pesel import disagrees
from beneficiaries.rules.work import fits
from portal.programmes.models import GrantProject, TargetGroup
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from portal.ui.formatting import number, short_date

NAMES = ("given_names", "surname", "original_name", "preferred_name", "patronymic")
REACHED = ("contact_channels", "preferred_channel", "contact_from", "contact_until", "leaves_no_message")
CONTACT = ("pesel", "phone", "email", "address", "contact_way", "contact_safety", "is_cautious", *REACHED)
SPOKEN = ("contact_language", "needs_interpreter")
DECLARED_HERE = (
    "birth_date", "sex", "citizenships", "education", "education_end", "labour_status", "labour_detail",
    "labour_detail_text", "disability", "homelessness", "minority", "place", "postcode",
)  # fmt: skip
NEEDED = (
    "given_names", "surname", "sex", "citizenships", "education", "labour_status", "place", "postcode", "eligibility",
    "disability", "homelessness", "minority", "seen_by", "seen_on",
)  # fmt: skip
"""Fields that may stay blank only for now: without them the person does not count or cannot be entered in SM EFS."""
UNLIKELY_AGE = 100


class PersonForm(TypedChecks, QuestionsForm, OnceForm, PersonFields):
    """A person: what contradicts itself is an error, what is unlikely a question, what is absent a gap."""

    def __init__(
        self,
        *args: Any,
        project: GrantProject,
        groups: Sequence[TargetGroup],
        day: datetime.date,
        start_on: datetime.date | None = None,
        shows_contact: bool = True,
        official: Official | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the groups of the project; ``day`` is today, ``start_on`` the day on which age is weighed.

        ``official``: the dictionaries, when several forms stand on one page.
        """
        super().__init__(*args, **kwargs)
        self.project, self.groups, self.day, self.start_on = project, groups, day, start_on
        self.known: Participation | None = None
        for name in NEEDED:
            self.fields[name].is_needed = True  # type: ignore[attr-defined]
        kept = (self.initial.get("eligibility"),)
        shown = [kind for kind in Eligibility if kind != Eligibility.ASSERTED or kind in kept]
        self.fields["eligibility"].choices = [(kind.value, kind.label) for kind in shown]  # type: ignore[attr-defined]
        offered = [("", _("as proposed from age and pension")), *((group.code, group.name) for group in groups)]
        self.fields["group"].choices = offered  # type: ignore[attr-defined]
        official = official or Official(day)
        self.fields["education"].choices = [("", NOT_KNOWN), *official.education()]  # type: ignore[attr-defined]
        self.fields["labour_status"].choices = [("", NOT_KNOWN), *official.status()]  # type: ignore[attr-defined]
        self.employers = official.employers()
        self.fields["group"].help_text = self._proposal_in_words()
        if not shows_contact:
            for name in (*CONTACT, "pesel_mismatch_reason"):
                del self.fields[name]

    def clean(self) -> None:
        """Weigh the fields against each other."""
        if NAMES[0] in self.fields:
            self._weigh_names()
        self._weigh_birth()
        self._weigh_pesel()
        self._weigh_work()
        self._weigh_evidence()
        self._weigh_group()
        for name, words in problems_of(self.cleaned_data).items():
            if name not in self.errors:
                self.add_error(name, words)

    @property
    def asks_mismatch(self) -> bool:
        """Tell whether the reason for a PESEL that disagrees has its place on the page."""
        if "pesel_mismatch_reason" not in self.fields:
            return False
        return bool(self.errors.get("pesel_mismatch_reason") or self["pesel_mismatch_reason"].value())

    @property
    def has_more_contact(self) -> bool:
        """Tell whether channels and hours stand open: something is written there, or wrong."""
        return any(self[name].value() or self[name].errors for name in REACHED if name in self.fields)

    @property
    def names(self) -> list[str]:
        """All written forms of the name of a valid form."""
        typed = self.cleaned_data
        latin = f"{typed['surname']} {typed['given_names']}".strip()
        return [name for name in (latin, typed["original_name"]) if name]

    def unlikely(self) -> list[str]:
        """Return what to ask about a valid form: a great age, a citizenship outside the target group."""
        typed, asked = self.cleaned_data, []
        age = completed_years(typed["birth_date"], self.day)
        if age > UNLIKELY_AGE:
            asked.append(_("The person would be %(age)s years old.") % {"age": number(age)})
        kind = citizenship_class(typed["citizenships"].split())
        if not in_target_population(kind, eu_citizens_eligible=self.project.eu_citizens_eligible):
            asked.append(_("The citizenship is outside the target group of the project: the person will not count."))
        return asked

    def own_values(self) -> dict[str, Any]:
        """Return what a valid form says of the person."""
        names = (*NAMES, "birth_date", "sex", *SPOKEN, *CONTACT, "pesel_mismatch_reason")
        values = {name: self.cleaned_data[name] for name in names if name in self.fields}
        if "languages" in self.fields:
            values["languages"] = as_spoken(self.cleaned_data["languages"])
        if values.get("contact_way") == ContactWay.NEVER:
            values["is_cautious"] = True
        if "pesel" in values and not self._disagrees():
            values["pesel_mismatch_reason"] = ""
        return values

    def participation_values(self) -> dict[str, Any]:
        """Return what a valid form says of the participation."""
        typed = self.cleaned_data
        values = {name: typed[name] for name in DECLARED_HERE}
        values["citizenship_class"] = citizenship_class(typed["citizenships"].split())
        values["target_group"] = self._group()
        values["target_group_reason"] = typed["group_reason"]
        values["eligibility"] = typed["eligibility"]
        if typed["eligibility"] != Eligibility.ASSERTED:
            seen = typed["eligibility"] == Eligibility.SEEN
            values["eligibility_source"] = f"{typed['seen_by']}, {typed['seen_on']:%Y-%m-%d}" if seen else ""
        return values

    def _weigh_names(self) -> None:
        typed = self.cleaned_data
        for name in NAMES:
            typed[name] = unicodedata.normalize("NFC", " ".join(typed.get(name, "").split()))
        if not any(typed[name] for name in NAMES[:3]) and not self.errors.keys() & set(NAMES):
            self.add_error("given_names", _("Enter at least one name."))

    def _weigh_birth(self) -> None:
        born = self.cleaned_data.get("birth_date")
        if born and born > self.day:
            self.add_error("birth_date", _("This day has not come yet."))
        elif born and self.start_on and born > self.start_on:
            self.add_error("birth_date", _("The first support was before this day."))

    def _weigh_pesel(self) -> None:
        if self._disagrees() and not self.cleaned_data.get("pesel_mismatch_reason"):
            assert self.read is not None  # noqa: S101 - for the type checker
            said = {"sex": Sex(self.read.sex).label, "born": short_date(self.read.birth_date)}
            words = _("The PESEL number says: %(sex)s, born on %(born)s. Correct it, or say why it is right.") % said
            self.add_error("pesel_mismatch_reason", words)

    def _disagrees(self) -> bool:
        typed = self.cleaned_data
        return self.read is not None and disagrees(self.read, sex=typed.get("sex", ""), born=typed.get("birth_date"))

    def _weigh_work(self) -> None:
        status, detail = self.cleaned_data.get("labour_status"), self.cleaned_data.get("labour_detail")
        if not fits(status or "", detail or ""):
            self.add_error("labour_detail", _("This does not fit the work situation above."))

    def _weigh_evidence(self) -> None:
        typed = self.cleaned_data
        if typed.get("eligibility") != Eligibility.SEEN:
            return
        if not typed.get("seen_by"):
            self.add_error("seen_by", _("Write who saw the documents."))
        if not typed.get("seen_on") and "seen_on" not in self.errors:
            self.add_error("seen_on", _("Write on which day they were seen."))
        elif typed.get("seen_on") and typed["seen_on"] > self.day:
            self.add_error("seen_on", _("This day has not come yet."))

    def _weigh_group(self) -> None:
        group, born = self._group(), self.cleaned_data.get("birth_date")
        if group is None or is_by_hand(group) or born is None or self.cleaned_data.get("group_reason"):
            return
        proposed = self.proposed_group(born)
        if proposed != group.code and "group_reason" not in self.errors:
            names = {each.code: each.name for each in self.groups}
            words = _("Proposed is “%(group)s”. Say why it is another one.") % {"group": names.get(proposed, "–")}
            self.add_error("group_reason", words)

    def proposed_group(self, born: datetime.date) -> str:
        """Return the code of the group that the rule proposes: at the start, before it as of today (R2)."""
        return propose_group(
            self.groups,
            age=completed_years(born, self.start_on or self.day),
            sex=self.cleaned_data.get("sex", ""),
            labour_detail=self.cleaned_data.get("labour_detail", ""),
        )

    def _proposal_in_words(self) -> str:
        """Say which group the rule proposes for a person who is known, and from what; for others from what it will."""
        born = self.initial.get("birth_date")
        if not isinstance(born, datetime.date):
            return _("Proposed by the rule of the project from age, sex and pension when the form is saved.")
        age = completed_years(born, self.start_on or self.day)
        said = {name: self.initial.get(name) or "" for name in ("sex", "labour_detail")}
        code = propose_group(self.groups, age=age, **said)
        if not code:
            return _("The rules propose no group from age, sex and pension. Choose one.")
        names = {each.code: each.name for each in self.groups}
        words = {"group": names[code], "age": number(age)}
        if self.start_on:
            return _("The rule proposes “%(group)s”: age at the start %(age)s, sex and pension.") % words
        return _("The rule proposes “%(group)s”: age today %(age)s, sex and pension.") % words

    def _group(self) -> TargetGroup | None:
        chosen = self.cleaned_data.get("group")
        return next((group for group in self.groups if group.code == chosen), None)
