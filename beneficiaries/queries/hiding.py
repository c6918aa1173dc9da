"""Whether what is known of a child would lead its guardian to somebody who hides from them (S25, S26, S67)."""

from django.db.models import Q

from beneficiaries.models import HouseholdMember, Person
from beneficiaries.rules.families import shows_address
from portal.own.registry import Own

KEPT_AS = "_keeps_back"


def leads_to_somebody_hidden(child: Person, reader: Person | None) -> bool:
    """Tell whether phone, e-mail or address of a child may lead a guardian to somebody who hides.

    To the child itself, to whoever lives with it, or to whoever else stands or stood for it. ``reader`` is the
    guardian, ``None`` for one who is no person here. At most one query.
    """
    shown = shows_address(is_confidential=child.is_confidential, is_cautious=child.is_cautious)
    if not shown or child.address_is_safe is False:
        return True
    homes = HouseholdMember.objects.present().filter(person=child).values("household")
    lives_there = Q(household_places__household__in=homes, household_places__until__isnull=True)
    around = Person.objects.filter(lives_there | Q(guardian_of__child=child))
    others = around.exclude(pk__in=[each.pk for each in (child, reader) if each is not None])
    return others.filter(Q(is_confidential=True) | Q(is_cautious=True)).exists()


def keeps_back(own: Own) -> bool:
    """Tell whether the pages of a child leave out how and where it is reached.

    At most one query, none for oneself; kept on the instance, since every part of a page asks.
    """
    if own.is_self:
        return False
    known = getattr(own.person, KEPT_AS, None)
    if known is None:
        reader = next((each.person for each in own.others if each.is_self), None)
        known = leads_to_somebody_hidden(own.person, reader)
        setattr(own.person, KEPT_AS, known)
    return known
