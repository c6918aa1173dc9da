"""What of cases goes on request, and what must stay and why (GDPR 17, S70)."""

from django.utils.translation import gettext_lazy as _

from beneficiaries.domain.erasing import KEPT_BY_LAW, KEPT_SEALED
from beneficiaries.models import Participation
from cases.models import ExitFinding, LegalisationCase, NeedsDiagnosis, PlanGoal, Referral, Task
from portal.rights import ErasurePart


def tasks_held(participation: Participation) -> int:
    """Return how many tasks about the person still say something."""
    return _tasks(participation).exclude(text=None).count()


def erase_tasks(participation: Participation) -> int:
    """Destroy the words of tasks; open ones are withdrawn by that."""
    return _tasks(participation).exclude(text=None).update(text=None)


def referrals_held(participation: Participation) -> int:
    """Return how many referrals still say what was asked for."""
    return _referrals(participation).exclude(request=None).count()


def erase_referrals(participation: Participation) -> int:
    """Destroy what was asked for; to whom and on which basis stays, for art. 19."""
    return _referrals(participation).exclude(request=None).update(request=None)


def _tasks(participation: Participation):  # noqa: ANN202 - rows
    return Task.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]


def _referrals(participation: Participation):  # noqa: ANN202 - rows
    return Referral.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]


def _count(model):  # noqa: ANN001, ANN202 - any version about a participation
    return lambda each: model.objects.current().filter(participation__person=each.person_id).count()


PARTS = (
    ErasurePart("tasks", 100, _("Words of tasks"), tasks_held, erase=erase_tasks),
    ErasurePart("referrals", 110, _("Words of referrals"), referrals_held, erase=erase_referrals),
    ErasurePart("findings", 220, _("Findings at exit"), _count(ExitFinding), KEPT_BY_LAW),
    ErasurePart("assessments", 400, _("Needs assessments"), _count(NeedsDiagnosis), KEPT_SEALED),
    ErasurePart("plan", 410, _("Goals of the plan"), _count(PlanGoal), KEPT_SEALED),
    ErasurePart("legalisation", 420, _("Legalisation of stay"), _count(LegalisationCase), KEPT_SEALED),
)
