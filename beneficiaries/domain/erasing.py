"""What of a person goes on request, and what must stay and why (GDPR 17, S70)."""

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beneficiaries.enums import RegistrationState, SentState
from beneficiaries.models import (
    DocumentFile,
    HouseholdMember,
    NameAlias,
    Participation,
    ParticipationVersion,
    Person,
    PersonAddress,
    PersonLanguage,
    Protection,
    Registration,
    RightsRequest,
    SentFile,
)
from beneficiaries.queries.keeping import documents_nothing
from portal.clock import now
from portal.rights import ErasurePart
from portal.submissions.drafts import drop_drafts_about
from portal.uploads.keeping import remove_files

KEPT_BY_LAW = _(
    "It documents the project and is kept for five years from the end of the year of the last payment "
    "(Regulation 2021/1060, art. 82; GDPR, art. 17(3)(b))."
)
NO_DOCUMENT = _(
    "No support was ever given, so this documents no project. Once the request is granted and carried out, the whole "
    "record is due and goes when a second person confirms its removal (GDPR, art. 17(1))."
)
KEPT_SEALED = _("It is sealed and never changed; it goes with the person’s key when the time of keeping ends.")
KEPT_AS_PROOF = _("It proves that rights and safety were kept (GDPR, art. 5(2) and 17(3)(e)).")
SEALED_WAYS = ("phone", "email", "address", "contact_safety")
PLAIN_WAYS = {
    "contact_way": "", "contact_channels": "", "preferred_channel": "", "contact_from": None, "contact_until": None,
    "leaves_no_message": False, "address_since": None, "address_is_safe": None,
}  # fmt: skip
DECIDED = (RegistrationState.ACCEPTED, RegistrationState.LINKED)
SAID_ON_APPLYING: dict[str, Any] = {
    "email": "", "phone": "", "contact_way": "", "contact_safety": "", "street": "", "postcode": "", "place": "",
    "needs": (), "needs_words": "", "typed": {},
}  # fmt: skip


def kept_as_document(participation: Participation) -> Promise:
    """Return why what documents the project stays: by law, but for whoever never received support (R79)."""
    return NO_DOCUMENT if documents_nothing(participation.person_id) else KEPT_BY_LAW  # type: ignore[attr-defined]


def ways_held(participation: Participation) -> int:
    """Return how many ways of contact are kept."""
    return sum(bool(getattr(participation.person, name)) for name in SEALED_WAYS)


def erase_ways(participation: Participation) -> int:
    """Destroy phone, e-mail, address and what was agreed about contact, also in earlier states of the record."""
    person, number = participation.person, ways_held(participation)
    for name in SEALED_WAYS:
        setattr(person, name, "")
    for name, value in PLAIN_WAYS.items():
        setattr(person, name, value)
    person.save(update_fields=[*SEALED_WAYS, "phone_index", "email_index", *PLAIN_WAYS])
    Person.history.filter(id=person.pk).update(**PLAIN_WAYS)  # type: ignore[attr-defined]
    return number


def scans_of(participation: Participation) -> list:
    """Return the keys of the files about the person: scans, and photos that nobody has taken yet."""
    about = {"participation__person": participation.person_id}  # type: ignore[attr-defined]
    scans = DocumentFile.objects.filter(**about).values_list("stored", flat=True)
    photos = SentFile.objects.filter(**about, stored__isnull=False).values_list("stored", flat=True)
    return list({*scans, *photos})


def erase_scans(participation: Participation) -> int:
    """Destroy the scans of documents and photos that were sent; that they were seen stays written."""
    keys = scans_of(participation)
    DocumentFile.objects.filter(stored__in=keys).delete()
    sent = SentFile.objects.filter(stored__in=keys)
    sent.filter(state=SentState.WAITING).update(state=SentState.REMOVED, decided_at=now())
    sent.update(stored=None)
    remove_files(keys)
    return len(keys)


def _applications(participation: Participation) -> list[Registration]:
    """Return the applications that the person sent and that were decided, where they still say how to reach them."""
    own = {"people__person": participation.person_id, "people__position": 0}  # type: ignore[attr-defined]
    sent = Registration.objects.filter(**own, state__in=DECIDED).select_related("data_key")
    return [each for each in sent if each.application != replace(each.application, **SAID_ON_APPLYING)]


def erase_applications(participation: Participation) -> int:
    """Blank how who registered is reached, where they live, what they need and what was asked; who came stays."""
    held = _applications(participation)
    for each in held:
        each.application = replace(each.application, **SAID_ON_APPLYING)
        each.question = each.reply = each.earlier = ""
        each.save(update_fields=["answers", "question", "reply", "earlier", "changed_at"])
    return len(held)


def erase_drafts(participation: Participation) -> int:
    """Destroy what colleagues typed about the person and did not send."""
    taken = dict(participation.person.participations.values_list("pk", "number"))
    drop_drafts_about({key.hex for key in taken}, set(taken.values()))
    return 0


def _rows(model, way: str = "person"):  # noqa: ANN001, ANN202 - any model about a person
    def of(participation: Participation):  # noqa: ANN202
        return model.objects.filter(Q(**{way: participation.person_id}))  # type: ignore[attr-defined]

    return of


def _counted(model, way: str = "person"):  # noqa: ANN001, ANN202
    return lambda participation: _rows(model, way)(participation).count()


def _deleted(model, way: str = "person"):  # noqa: ANN001, ANN202
    return lambda participation: _rows(model, way)(participation).delete()[0]


PARTS = (
    ErasurePart("ways", 10, _("Phone, e-mail, address and how to reach the person"), ways_held, erase=erase_ways),
    ErasurePart("addresses", 20, _("Other addresses"), _counted(PersonAddress), erase=_deleted(PersonAddress)),
    ErasurePart("spellings", 30, _("Other spellings of the name"), _counted(NameAlias), erase=_deleted(NameAlias)),
    ErasurePart("languages", 40, _("Languages"), _counted(PersonLanguage), erase=_deleted(PersonLanguage)),
    ErasurePart(
        "household", 50, _("Place in a household"), _counted(HouseholdMember), erase=_deleted(HouseholdMember)
    ),
    ErasurePart(
        "applications", 55, _("Contact, home and needs in the application"), lambda each: len(_applications(each)),
        erase=erase_applications,
    ),
    ErasurePart(
        "scans", 60, _("Scans of documents, and photos that the person sent"), lambda each: len(scans_of(each)),
        erase=erase_scans,
    ),
    ErasurePart("drafts", 70, _("Drafts of the staff about the person"), lambda each: 0, erase=erase_drafts),
    ErasurePart(
        "identity", 200, _("Name, date of birth, PESEL"), lambda each: 1, KEPT_BY_LAW,
        keeps_of=kept_as_document,
    ),
    ErasurePart(
        "participation", 210, _("Participation and its characteristics"),
        _counted(ParticipationVersion, "participation__person"), KEPT_BY_LAW, keeps_of=kept_as_document,
    ),
    ErasurePart("protection", 300, _("Decisions about protection"), _counted(Protection), KEPT_AS_PROOF),
    ErasurePart(
        "rights", 310, _("Requests about own data"), _counted(RightsRequest, "participation__person"), KEPT_AS_PROOF
    ),
)  # fmt: skip
