"""What joining a row to a person would do to the figures, found out by doing it and taking it back."""

from dataclasses import replace

from beneficiaries.domain.merging_preview import Effects
from portal.accounts.models import User
from portal.effects import changes_between, figures_of
from portal.imports.deciding import Decision, trial
from portal.imports.models import ImportedRow


def effects_of_joining(row: ImportedRow, decision: Decision, *, by: User) -> Effects:
    """Return every figure of the project before and after the decision; nothing is written.

    The PESEL is left out of the trial: a figure that falls with it would tell that somebody hidden has the number
    (S26). Raises ``DecisionRefused`` when the decision cannot be carried out.
    """
    project = row.grant_project
    before = figures_of(project)
    with trial(row, replace(decision, take=decision.take - {"pesel"}), by=by):
        return Effects([(project, changes_between(before, figures_of(project)))])
