"""Who: people, the organisations that look after them, and their participation in grant projects."""

from django.db import models
from simple_history.models import HistoricalRecords

from beneficiaries.enums import (
    AliasKind,
    Answer,
    Channel,
    CitizenshipClass,
    ContactWay,
    Education,
    Eligibility,
    LabourStatus,
    Sex,
)
from beneficiaries.querysets import ParticipationQuerySet, PersonQuerySet
from portal.accounts.models import Organisation, User
from portal.crypto.fields import BlindIndexField, SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject, TargetGroup
from portal.versions.models import Version

# Sealed values are bound to their own row and would not open in a copy; their changes stand in the audit trail.
NOT_IN_HISTORY = [
    "search_key", "sort_key", "data_key", "pesel", "pesel_index", "pesel_place", "phone", "phone_index", "email",
    "email_index", "address", "contact_safety", "merged_into",
]  # fmt: skip


class Person(models.Model):
    """Everyone the portal knows; being here counts nothing by itself.

    Names and birth date stay readable for search, sorting and duplicates; everything else that could
    harm is sealed (S58). ``search_key`` holds all spellings folded to one alphabet. ``is_cautious``: contact with
    care, whose words stand in ``contact_safety`` (S24). ``is_restricted``: the record is frozen (S69).
    ``merged_into``: this record was another of that person and is seen nowhere any more, but for its number.

    ``pesel_place`` is 0. Only where somebody wrote down a PESEL who may not know of the record that has it, the further
    record stands at 1 and on: nobody learns from a form that a number is taken, and no figure counts the person twice.

    What may go to the person is answered by ``beneficiaries.queries.safe_contact`` alone: ``contact_way`` says how far,
    ``contact_channels`` (codes divided by spaces, blank until asked) narrows it. ``needs_interpreter`` is blank while
    it follows from the languages. ``address`` is where the person lives now; where it was before stands in
    ``PersonAddress``. What may be printed is answered by ``beneficiaries.queries.addresses.safe_address`` alone (S25).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    data_key = models.OneToOneField(DataKey, models.PROTECT, related_name="person")
    given_names = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    original_name = models.CharField(max_length=250, blank=True)
    preferred_name = models.CharField(max_length=120, blank=True)
    patronymic = models.CharField(max_length=120, blank=True)
    search_key = models.TextField(blank=True, editable=False)
    sort_key = models.CharField(max_length=250, blank=True, editable=False)
    birth_date = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    contact_language = models.CharField(max_length=5, blank=True)
    pesel = SealedTextField(index="pesel_index", context="pesel")
    pesel_index = BlindIndexField(db_index=False)
    pesel_place = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    pesel_mismatch_reason = models.CharField(max_length=300, blank=True)
    phone = SealedTextField(index="phone_index", context="phone")
    phone_index = BlindIndexField()
    email = SealedTextField(index="email_index", context="email")
    email_index = BlindIndexField()
    address = SealedTextField()
    address_since = models.DateField(null=True, blank=True)
    address_is_safe = models.BooleanField(null=True, blank=True)
    contact_way = models.CharField(max_length=8, choices=ContactWay.choices, blank=True)
    contact_safety = SealedTextField()
    contact_channels = models.CharField(max_length=60, blank=True)
    preferred_channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    contact_from = models.TimeField(null=True, blank=True)
    contact_until = models.TimeField(null=True, blank=True)
    leaves_no_message = models.BooleanField(default=False)
    needs_interpreter = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    is_cautious = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    is_restricted = models.BooleanField(default=False)
    confidential_to: models.ManyToManyField = models.ManyToManyField(User, related_name="+", blank=True)
    denied_to: models.ManyToManyField = models.ManyToManyField(User, related_name="+", blank=True)
    organisations: models.ManyToManyField = models.ManyToManyField(Organisation, through="Care")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged_from")

    history = HistoricalRecords(excluded_fields=NOT_IN_HISTORY, custom_model_name="PersonHistory")
    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"]),
            models.Index(fields=["birth_date"]),
            models.Index(fields=["pesel_index"], condition=models.Q(pesel_place__gt=0), name="person_written_again"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["pesel_index", "pesel_place"], name="person_pesel_once"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Name as in the document, given names first."""
        return f"{self.given_names} {self.surname}".strip()

    @property
    def list_name(self) -> str:
        """Name for lists, surname first."""
        return f"{self.surname} {self.given_names}".strip()


class NameAlias(models.Model):
    """Another spelling of a name; for search and duplicates only (R107–R109)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=250)
    kind = models.CharField(max_length=10, choices=AliasKind.choices, default=AliasKind.OTHER_SPELLING)

    def __str__(self) -> str:
        return self.name


class Care(models.Model):
    """An organisation looks after a person in a grant project: the ground of seeing that person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="care")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="care")
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="care")
    caseworker = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="caseload")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "grant_project"], name="care_once"),
        ]
        indexes = [models.Index(fields=["grant_project", "person", "organisation"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id} {self.grant_project_id}"


class Participation(models.Model):
    """A person in a grant project: the unit that counts, once, whoever delivered (R34).

    ``sort_key`` is that of the person, kept here so that a page of a project's list is a walk along one index.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="participations")
    number = models.CharField(max_length=20)
    sort_key = models.CharField(max_length=250, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "grant_project"], name="participation_once"),
            models.UniqueConstraint(fields=["grant_project", "number"], name="participation_number_once"),
        ]
        indexes = [models.Index(fields=["grant_project", "sort_key", "person"], name="participation_in_order")]

    def __str__(self) -> str:
        return self.number


class ParticipationVersion(Version):
    """What is known of a participation: its days and the characteristics frozen at the first support.

    ``start_on`` is the day of the first valid support and is written by ``services.domain`` alone (R30);
    until then the characteristics are those declared. ``missing`` lists required data that are absent
    (space separated); only a blank ``missing`` counts (R32). ``written_start`` and ``written_end`` keep
    what a list said.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="versions")
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    start_on = models.DateField(null=True, blank=True)
    end_on = models.DateField(null=True, blank=True)
    written_start = models.DateField(null=True, blank=True)
    written_end = models.DateField(null=True, blank=True)
    path_completed = models.BooleanField(null=True, blank=True)
    exit_situation = models.CharField(max_length=100, blank=True)
    age_at_start = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField()
    target_group = models.ForeignKey(TargetGroup, models.PROTECT, null=True, blank=True, related_name="+")
    target_group_written = models.BooleanField(default=False)
    target_group_reason = models.CharField(max_length=300, blank=True)
    citizenships = models.CharField(max_length=60, blank=True)
    citizenship_class = models.CharField(max_length=15, choices=CitizenshipClass.choices, blank=True)
    in_target_population = models.BooleanField(default=True)
    education = models.CharField(max_length=10, choices=Education.choices, blank=True)
    education_end = models.DateField(null=True, blank=True)
    labour_status = models.CharField(max_length=12, choices=LabourStatus.choices, blank=True)
    labour_detail = models.CharField(max_length=20, blank=True)
    labour_detail_text = models.CharField(max_length=160, blank=True)
    disability = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    homelessness = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    minority = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    third_country = models.BooleanField(default=False)
    foreign_background = models.BooleanField(default=False)
    place = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=2, blank=True)
    voivodeship = models.CharField(max_length=60, blank=True)
    county = models.CharField(max_length=60, blank=True)
    commune = models.CharField(max_length=60, blank=True)
    degurba = models.CharField(max_length=1, blank=True)
    notice_on = models.DateField(null=True, blank=True)
    eligibility = models.CharField(max_length=10, choices=Eligibility.choices, blank=True)
    eligibility_source = models.CharField(max_length=200, blank=True)
    missing = models.CharField(max_length=160, blank=True)

    class Meta(Version.Meta):
        indexes = [
            models.Index(
                fields=["grant_project", "participation"],
                condition=models.Q(superseded_at__isnull=True),
                name="participation_current",
            ),
            models.Index(fields=["participation", "recorded_at"], name="participation_history"),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.recorded_at:%Y-%m-%d %H:%M}"
