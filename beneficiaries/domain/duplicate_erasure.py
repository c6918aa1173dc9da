"""What comparing knows of a person goes with the data (GDPR 17): other spellings, and pairs with others."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beneficiaries.domain.duplicate_keys import keep_keys
from beneficiaries.models import DuplicateKey, DuplicatePair, DuplicateSketch, Participation
from portal.rights import ErasurePart


def pairs_held(participation: Participation) -> int:
    """Return in how many pairs the person stands."""
    return _pairs(participation).count()


@transaction.atomic
def erase_comparing(participation: Participation) -> int:
    """Forget the pairs; the person is compared by the names that must stay, and by no other spelling."""
    number = _pairs(participation).count()
    _pairs(participation).delete()
    for model in (DuplicateKey, DuplicateSketch):
        model.objects.filter(person=participation.person_id).delete()  # type: ignore[attr-defined]
    if participation.person.merged_into_id is None:  # type: ignore[attr-defined]
        keep_keys([participation.person])
    return number


def _pairs(participation: Participation):  # noqa: ANN202
    person = participation.person_id  # type: ignore[attr-defined]
    return DuplicatePair.objects.filter(Q(first=person) | Q(second=person))


PART = ErasurePart(
    "comparing", 35, _("Pairs with records that may be the same person"), pairs_held, erase=erase_comparing
)
