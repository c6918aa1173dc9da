"""What a check can find in a listing: its rule, its weight, its sentence (R14–R29 and the rules of form)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.smefs.enums import Weight

BLOCKING = frozenset({"R3", "R14", "R15", "R16", "R17", "R18", "R19", "R27"})
"""Contradictions: they block a report as well (contracts §3)."""
WEIGHED = (Weight.ERROR, Weight.INCOMPLETE)
"""What SM EFS does not take."""


@dataclass(frozen=True)
class Kind:
    """One thing that can be wrong: the rule, how much it weighs, the sentence, which check of the portal mends it."""

    rule: str
    weight: Weight
    words: str | Promise
    mended_by: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found in a line; ``column`` is counted from 0, none for the line as a whole."""

    code: str
    line: int
    column: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """Return what it is."""
        return KINDS[self.code]

    @property
    def rule(self) -> str:
        """Return the rule, ``R14``."""
        return self.kind.rule

    @property
    def weight(self) -> Weight:
        """Return how much it weighs."""
        return self.kind.weight

    @property
    def message(self) -> str:
        """Return the sentence, in the language in force."""
        return str(self.kind.words) % {**self.values}

    @property
    def holds_back(self) -> bool:
        """Say whether the line may not go while it is so (contracts §3); a contradicted PESEL is explained (R105)."""
        return self.weight in WEIGHED and self.rule != "R29"


NAMES: Mapping[str, str | Promise] = {
    "R3": _("Support before the end of the project"),
    "R8": _("Days that can be read"),
    "R9": _("Form of the line"),
    "R10": _("Lists of support of one length"),
    "R14": _("End after the start"),
    "R15": _("Support within the project"),
    "R16": _("Third country and foreign background"),
    "R17": _("Citizenship and third country"),
    "R18": _("Citizenship and foreign background"),
    "R19": _("Polish citizenship and third country"),
    "R20": _("Polish citizens with a foreign background"),
    "R21": _("Situation at the end"),
    "R22": _("Nothing about the end before the end"),
    "R23": _("Situation entered within 28 days"),
    "R24": _("Complete record"),
    "R25": _("Planned end of education"),
    "R26": _("Unusual records"),
    "R27": _("Nobody twice"),
    "R29": _("PESEL, sex and age"),
    "R39": _("Number of the project"),
    "D1": _("Dictionary of citizenships"),
    "D2": _("Dictionary of kinds of participants"),
    "D3": _("Dictionary of education"),
    "D4": _("Degree of urbanisation"),
    "D5": _("Dictionary of work situations"),
    "D8": _("Yes, no, refusal"),
}
"""How each rule is called."""
ERROR, INCOMPLETE, EXPLAIN, WARNING, INFO = Weight.ERROR, Weight.INCOMPLETE, Weight.EXPLAIN, Weight.WARNING, Weight.INFO
EXIT = "exit-without-situation"
KINDS: Mapping[str, Kind] = {
    "day": Kind("R8", ERROR, _("What stands here is not a day.")),
    "day-far": Kind(
        "R8", ERROR, _("This day lies outside the years 1900 to 2100. Where there is no day, the cell is blank.")
    ),
    "width": Kind("R9", ERROR, _("The line has %(found)s columns instead of %(wanted)s.")),
    "number": Kind("R9", ERROR, _("What stands here is not a number.")),
    "lists": Kind("R10", ERROR, _("The lists of support are not of one length: %(lengths)s.")),
    "item": Kind("R10", ERROR, _("Item %(item)s of “%(header)s” is blank.")),
    "item-kind": Kind("R24", INCOMPLETE, _("Item %(item)s of “%(header)s” is blank.")),
    "end-before-start": Kind("R14", ERROR, _("The end lies before the start."), "end-before-start"),
    "support-before-start": Kind(
        "R15", ERROR, _("Support (item %(item)s) lies before the start of participation."), "start-outside-project"
    ),
    "before-project": Kind(
        "R15", ERROR, _("This day lies before the start of the project."), "start-outside-project"
    ),
    "after-project": Kind("R3", ERROR, _("This day lies after the end of the project."), "start-outside-project"),
    "third-without-origin": Kind(
        "R16", ERROR, _("A third-country national has a foreign background."), "third-country-without-origin"
    ),
    "class-without-third": Kind(
        "R17", ERROR, _("Without the citizenship of an EU country a person is a third-country national."),
        "class-without-third-country",
    ),
    "class-without-origin": Kind(
        "R18", ERROR, _("Without Polish citizenship a person has a foreign background."), "class-without-origin"
    ),
    "polish-third": Kind(
        "R19", ERROR, _("A Polish citizen is no third-country national."), "polish-and-third-country"
    ),
    "polish-origin": Kind(
        "R20", INFO, _("A Polish citizen with a foreign background: second generation, for example.")
    ),
    "no-situation": Kind("R21", ERROR, _("Participation has ended, but the situation at the end is blank."), EXIT),
    "no-path": Kind("R21", ERROR, _("Participation has ended, but whether as planned is blank."), EXIT),
    "situation-early": Kind("R22", WARNING, _("This is filled in although participation has not ended.")),
    "situation-late": Kind("R23", WARNING, _("The situation was entered more than 28 days after the end.")),
    "blank": Kind("R24", INCOMPLETE, _("“%(header)s” is blank."), "answer-blank"),
    "no-education-end": Kind("R25", ERROR, _("A pupil needs the planned end of education."), "incomplete"),
    "education-over": Kind(
        "R25", ERROR, _("The planned end of education lies before the start."), "education-ends-before-start"
    ),
    "old-pupil": Kind("R26", EXPLAIN, _("Older than 30 and in education.")),
    "long": Kind("R26", EXPLAIN, _("Participation lasted more than four years.")),
    "country-blank": Kind("R26", EXPLAIN, _("“%(header)s” is blank.")),
    "abroad": Kind("R26", EXPLAIN, _("The country is not Poland.")),
    "same-identifier": Kind(
        "R27", ERROR, _("The same identifier stands in line %(other)s, for an overlapping time."), "same-pesel"
    ),
    "return": Kind(
        "R27", EXPLAIN, _("The same identifier stands in line %(other)s, for another time: a return has one line.")
    ),
    "other-project": Kind(
        "R27", ERROR,
        _("The same identifier stands in line %(other)s with another project number, for an overlapping time."),
    ),
    "same-technical-id": Kind("R27", ERROR, _("The same technical identifier stands in line %(other)s.")),
    "pesel": Kind("R29", ERROR, _("This is not a PESEL number: a digit is wrong.")),
    "pesel-sex": Kind("R29", ERROR, _("The PESEL number says another sex.")),
    "pesel-age": Kind("R29", ERROR, _("By the PESEL number the age at the start is %(age)s.")),
    "pesel-born": Kind("R29", ERROR, _("By the PESEL number the birth lies after the start.")),
    "project": Kind("R39", WARNING, _("The number of the project is blank.")),
    "word-D1": Kind("D1", ERROR, _("This is not a wording of the dictionary of citizenships.")),
    "word-D2": Kind("D2", WARNING, _("This is not a wording of the dictionary of kinds of participants.")),
    "word-D3": Kind("D3", ERROR, _("This is not a wording of the dictionary of education, to the letter.")),
    "word-D4": Kind("D4", ERROR, _("The degree of urbanisation is 1, 2 or 3.")),
    "word-D5": Kind("D5", ERROR, _("This is not a wording of the dictionary of work situations.")),
    "word-detail": Kind("D5", ERROR, _("This wording does not belong to the work situation beside it.")),
    "word-employer": Kind(
        "D5", WARNING, _("The dictionary knows no such employer; wordings differ from form to form.")
    ),
    "word-D8": Kind(
        "D8", ERROR, _("Here stands Yes or No; refusing is possible in columns 35 and 37 alone."), "answer-blank"
    ),
    "sex": Kind("D8", ERROR, _("Sex is written “%(first)s” or “%(second)s”.")),
    "one-name": Kind("R9", WARNING, _("“%(header)s” is blank.")),
    "postcode": Kind("R9", WARNING, _("A Polish postcode is written like 81-862.")),
    "phone": Kind("R9", WARNING, _("A phone number has 7 to 15 characters.")),
    "email": Kind("R9", WARNING, _("An e-mail address has no Polish letters.")),
}  # fmt: skip
WORDS_OF = {
    "smefs-citizenship": "word-D1", "smefs-participant": "word-D2", "smefs-education": "word-D3",
    "smefs-status": "word-D5", "smefs-answer": "word-D8",
}  # fmt: skip
"""Which finding says that a value is not one of a dictionary."""


def finding_as_json(found: Finding) -> dict[str, object]:
    """Return a finding in the shape of the contract, the column as people count it in the file added."""
    return {
        "rule": found.rule, "level": found.weight.value, "line": found.line,
        "column": None if found.column is None else found.column, "message": found.message,
    }  # fmt: skip
