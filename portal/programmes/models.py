"""Grant projects as data: nothing of a funder's project is programmed (architecture §3.8)."""

import datetime

from django.db import models

from portal.accounts.models import Organisation, User
from portal.programmes.accessibility import AccessibilityDeclaration
from portal.programmes.enums import PartnerKind, ProjectStatus, Unit

__all__ = ["AccessibilityDeclaration"]


class GrantProject(models.Model):
    """One funded project: its frame, its place, its rules of counting, its targets; what the public reads of it.

    ``summary`` says in plain words what the project is for (R76), ``audience`` who may come. What is blank of the
    contact is not shown.

    ``targets`` maps an indicator code to ``{"women", "men", "total"}`` (null where the grant names none);
    ``lower_bounds`` lists the codes whose target is "at least". ``contact_days``: after so many days without support
    somebody who takes part is due for contact. ``small_cell_threshold``: outside the statutory table, reports leave out
    counts of fewer people than that (S40). ``eligibility_checks`` lists what somebody must show before they count
    (``{"criterion", "decides"}``; read by ``beneficiaries``, which says what an empty list means).

    ``marks`` are the marks of the programme on papers, in its order (R74); a funder without any has none.

    ``recruits_until`` is the last day on which people may begin to register (none: the last day of the project);
    who began in time may finish for ``registration_grace_days`` more. ``keeps_reserve_list``: after that day people may
    still register, for a place that becomes free (R95).

    A project whose first or last day is not known is kept and shown, but nobody takes part in it and nothing is counted
    (``is_dated``, decision 0068): where people, support or figures are, both days are there.

    ``predecessor`` is the edition before this one; an edition is followed by one at most
    (``portal/programmes/editions.py``).
    """

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300, blank=True)
    short_title = models.CharField(max_length=80, blank=True)
    programme = models.CharField(max_length=300, blank=True)
    measure = models.CharField(max_length=300, blank=True)
    agreement_number = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=10, choices=ProjectStatus.choices, default=ProjectStatus.RUNNING)
    starts_on: models.DateField = models.DateField(null=True, blank=True)
    ends_on: models.DateField = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="PLN")
    total_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    grant_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    own_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    number_prefix = models.CharField(max_length=8)
    marks = models.JSONField(default=list, blank=True)
    country = models.CharField(max_length=2, default="PL")
    voivodeship = models.CharField(max_length=60, blank=True)
    county = models.CharField(max_length=60, blank=True)
    commune = models.CharField(max_length=60, blank=True)
    degurba = models.CharField(max_length=1, blank=True)
    result_window_days = models.PositiveSmallIntegerField(default=28)
    result_second_person = models.BooleanField(default=False)
    eu_citizens_eligible = models.BooleanField(default=True)
    attendance_threshold = models.PositiveSmallIntegerField(default=80)
    contact_days = models.PositiveSmallIntegerField(default=30)
    small_cell_threshold = models.PositiveSmallIntegerField(default=5)
    eligibility_checks = models.JSONField(default=list, blank=True)
    recruits_until = models.DateField(null=True, blank=True)
    registration_grace_days = models.PositiveSmallIntegerField(default=14)
    keeps_reserve_list = models.BooleanField(default=False)
    retention_until = models.DateField(null=True, blank=True)
    targets = models.JSONField(default=dict)
    lower_bounds = models.JSONField(default=list)
    summary = models.TextField(blank=True)
    audience = models.TextField(blank=True)
    contact_place = models.CharField(max_length=200, blank=True)
    contact_address = models.CharField(max_length=200, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_hours = models.CharField(max_length=200, blank=True)
    contact_languages = models.TextField(blank=True)
    organisations: models.ManyToManyField = models.ManyToManyField(Organisation, through="ProjectOrganisation")
    predecessor = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="successor")

    def __str__(self) -> str:
        return self.short_title or self.title or self.code

    @property
    def full_title(self) -> str:
        """Return the title, the code of a project without one."""
        return self.title or self.code

    @property
    def is_dated(self) -> bool:
        """Tell whether the first and the last day are known: without them nothing is recorded or counted."""
        return self.starts_on is not None and self.ends_on is not None


class ProjectOrganisation(models.Model):
    """An organisation in a grant project; ``wordings`` are the ways it is written in lists."""

    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="projects")
    kind = models.CharField(max_length=10, choices=PartnerKind.choices)
    wordings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant_project", "organisation"], name="organisation_once_per_project")
        ]

    def __str__(self) -> str:
        return f"{self.grant_project_id} {self.organisation_id}"


class FundingSource(models.Model):
    """A share of the money: percent of the total, or an amount, or both as the grant says.

    ``european`` marks the contribution of the European Union, which every public description states (R76).
    """

    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="funding_sources")
    name = models.CharField(max_length=200)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    european = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class ComplementaryProject(models.Model):
    """A project that complements this one: ``other`` when it is in this portal, else ``name`` and ``funder``.

    ``note`` says in what: whom it serves already, what it adds.
    """

    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="complements")
    other = models.ForeignKey(GrantProject, models.CASCADE, null=True, blank=True, related_name="complemented")
    name = models.CharField(max_length=300, blank=True)
    funder = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["grant_project", "other"], name="complementary_project_once"),
            models.CheckConstraint(
                condition=models.Q(other=None) ^ models.Q(name=""), name="complementary_project_here_or_named"
            ),
        ]

    def __str__(self) -> str:
        return str(self.other) if self.other else self.name


class TargetGroup(models.Model):
    """A recruitment sub-target (R2). ``rule`` proposes it; a person may decide otherwise.

    ``rule`` holds any of ``under_age``, ``from_age_women``, ``from_age_men``, ``labour_details`` (drawing a
    pension); an empty rule takes everybody left over. ``by_hand`` stands alone: such a group is never proposed, people
    choose it. Groups are asked in order of ``position``.
    """

    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="target_groups")
    code = models.SlugField()
    name = models.CharField(max_length=120)
    target = models.PositiveIntegerField(null=True, blank=True)
    lower_bound = models.BooleanField(default=False)
    rule = models.JSONField(default=dict)
    wordings = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["grant_project", "code"], name="target_group_once")]

    def __str__(self) -> str:
        return self.name


class ServiceType(models.Model):
    """A kind of support of a grant project; ``public_name`` and ``description`` are for readers of the first page.

    ``areas`` are the codes of the areas of needs in which it helps: a plan proposes it where the level is low.
    ``for_groups`` are the codes of the target groups it is for (empty: all), ``age_from`` and ``age_to`` full years.
    What was changed by hand (``edited_at``) is not written over when the project is loaded again.
    """

    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="service_types")
    code = models.SlugField()
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60, blank=True)
    public_name = models.CharField(max_length=80, blank=True)
    description = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=10, choices=Unit.choices, default=Unit.HOUR)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    for_groups = models.JSONField(default=list, blank=True)
    starts_participation = models.BooleanField(default=True)
    icon = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=1, blank=True)
    smefs_kind = models.CharField(max_length=120, blank=True)
    smefs_detail = models.CharField(max_length=120, blank=True)
    areas = models.JSONField(default=list)
    wordings = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["grant_project", "code"], name="service_type_once")]

    def __str__(self) -> str:
        return self.name


class DictionaryEntry(models.Model):
    """One value of a dictionary (D1–D8, residence titles …), valid between two days.

    ``value`` is byte-exact as the funder writes it; ``name`` is what people read in five languages;
    ``wordings`` are the ways municipalities write it. A residence title may be prolonged by law (R100):
    ``prolonged_until`` is that day, for documents whose printed day is ``prolonged_from`` or later (blank: any), and
    ``legal_basis`` names the act. ``confirm_by`` is the last day on which a title that was given without a valid travel
    document is to be confirmed, ``abroad_days`` how many days abroad it allows; ``apply_days``, of what people apply
    for, is how many days after entry they have (R101). A change of the law is a new entry from a day on, never a change
    of the old one (R102).
    """

    dictionary = models.SlugField()
    code = models.SlugField()
    value = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    wordings = models.JSONField(default=list)
    parent = models.CharField(max_length=50, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(default=datetime.date(1900, 1, 1))
    valid_to = models.DateField(null=True, blank=True)
    prolonged_from = models.DateField(null=True, blank=True)
    prolonged_until = models.DateField(null=True, blank=True)
    confirm_by = models.DateField(null=True, blank=True)
    abroad_days = models.PositiveSmallIntegerField(null=True, blank=True)
    apply_days = models.PositiveSmallIntegerField(null=True, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["dictionary", "position"]
        constraints = [
            models.UniqueConstraint(fields=["dictionary", "code", "valid_from"], name="dictionary_entry_once")
        ]

    def __str__(self) -> str:
        return self.name
