"""With whom somebody books a time by themselves: who is in charge of them, nobody else (C8, S26–S27)."""

from beneficiaries.models import Care, Participation
from portal.accounts.models import User
from services.models import Appointment, ConsultationHours
from services.queries.appointments import MAKE


def bookable_keeper(participation: Participation) -> User | None:
    """Return the colleague in charge whose times the person books; ``None`` when nobody offers any.

    A colleague who may not see the person any more keeps no appointment with them (three queries).
    """
    care = Care.objects.filter(
        person=participation.person_id, grant_project=participation.grant_project_id, caseworker__is_active=True
    )
    open_hours = ConsultationHours.objects.filter(grant_project=participation.grant_project_id, is_open=True)
    row = care.filter(caseworker__in=open_hours.values("account")).select_related("caseworker").order_by("pk").first()
    if row is None or row.caseworker is None:
        return None
    return row.caseworker if keeps_times_of(row.caseworker, participation) else None


def keeps_times_of(account: User, participation: Participation) -> bool:
    """Tell whether a colleague may meet a person: is here still, and not kept from them."""
    seen = Participation.objects.visible_to(account, MAKE).filter(pk=participation.pk)  # type: ignore[attr-defined]
    return account.is_active and seen.exists()


def has_open_hours(appointment: Appointment) -> bool:
    """Tell whether who keeps an appointment offers times that people book by themselves (one query)."""
    return ConsultationHours.objects.filter(
        account=appointment.in_charge_id, grant_project=appointment.grant_project_id, is_open=True
    ).exists()
