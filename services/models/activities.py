"""What people can come to: places, courses with their editions and groups, events, and their meetings (C8, C9, C14)."""

from django.db import models
from django.utils import timezone

from portal.accounts.models import Organisation, User
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject, ServiceType
from services.enums import ActivityKind, ActivityState, Level, MeetingState
from services.models.spans import WeekdaySpan, weekday_rules
from services.querysets import ActivityQuerySet, EditionQuerySet, MeetingQuerySet, OfProjectQuerySet
from services.rules.attendance import minutes_of


class Venue(models.Model):
    """A place where people are met, in any town; shown to everybody when ``is_public``.

    ``access`` says in words how one gets in (lift, steps, toilet); ``capacity`` blank: nobody counts.
    """

    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="venues")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=80, blank=True)
    access = models.CharField(max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    is_public = models.BooleanField(default=True)
    is_retired = models.BooleanField(default=False)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["grant_project", "name"], name="venue_once")]

    def __str__(self) -> str:
        return self.name


class OpeningHours(WeekdaySpan):
    """When a place is open on a weekday; two rows where it closes at noon."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="opening_hours")

    class Meta(WeekdaySpan.Meta):
        constraints = weekday_rules("opening_hours")


class Course(models.Model):
    """A course that is held again and again; its hours count as support of ``service_type``.

    ``attendance_threshold`` in percent; blank: that of the grant project (R98).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="courses")
    service_type = models.ForeignKey(ServiceType, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    needs_level_check = models.BooleanField(default=False)
    attendance_threshold = models.PositiveSmallIntegerField(null=True, blank=True)
    is_retired = models.BooleanField(default=False)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class CourseEdition(models.Model):
    """One run of a course: when people may sign up, when it is held."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="editions")
    name = models.CharField(max_length=80)
    sign_up_from = models.DateTimeField(null=True, blank=True)
    sign_up_to = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["course", "name"], name="course_edition_once"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="course_edition_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """What people sign up for or simply come to: a group of a course edition, an event by name, an open event.

    ``kind`` says which; an open event has no places and no people, only the number of visitors of its meetings (R33).
    ``capacity`` blank: no limit. ``language`` is that of the class, ``helper_language`` one in which the teacher can
    help. Ages are full years on the day of the first meeting. ``teacher`` is an account, ``teacher_name`` somebody
    without one (``is_volunteer``: unpaid). ``offer_hours`` is how long a place that became free is kept for who
    waits. Changed in place; ``version`` is another one after every change (L5).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version: models.UUIDField = models.UUIDField(default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="activities")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=ActivityKind.choices)
    edition = models.ForeignKey(CourseEdition, models.PROTECT, null=True, blank=True, related_name="groups")
    service_type = models.ForeignKey(ServiceType, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    materials = models.TextField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    helper_language = models.CharField(max_length=5, blank=True)
    level = models.CharField(max_length=2, choices=Level.choices, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="activities")
    online_link = models.URLField(max_length=300, blank=True)
    teacher = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    teacher_name = models.CharField(max_length=120, blank=True)
    is_volunteer = models.BooleanField(default=False)
    has_childcare = models.BooleanField(default=False)
    with_guardian = models.BooleanField(default=False)
    sign_up_from = models.DateTimeField(null=True, blank=True)
    sign_up_to = models.DateTimeField(null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(default=48)
    is_public = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=ActivityState.choices, default=ActivityState.DRAFT)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["grant_project", "state"], name="activity_of_project")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=ActivityKind.COURSE, edition__isnull=False)
                | (~models.Q(kind=ActivityKind.COURSE) & models.Q(edition__isnull=True)),
                name="activity_group_of_an_edition",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=ActivityKind.OPEN) | models.Q(service_type__isnull=False),
                name="activity_counts_as_support",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def called(self) -> str:
        """What people call it: by its course and its own name, where these are two (reads both)."""
        course = self.edition.course.title if self.edition else self.title
        return self.title if course == self.title else f"{course} – {self.title}"

    @property
    def is_by_name(self) -> bool:
        """Tell whether people come by name and can count as participants (R33)."""
        return self.kind != ActivityKind.OPEN


class Meeting(models.Model):
    """One time at which an activity is held; moments are UTC, pages speak in local time.

    ``head_count`` is the number of visitors of an open event, people without names (R33). ``teacher`` and ``venue``
    only where they are others than those of the activity. ``pause_minutes`` are no hours of support. ``topic`` is what
    is planned, ``class_note`` what was done, never about a person.

    Another teacher of the activity teaches what is to come. What has begun keeps who taught it then: with ``as_taught``
    the ``then_`` fields say it, whatever the activity says since.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version: models.UUIDField = models.UUIDField(default=new_id, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    pause_minutes = models.PositiveSmallIntegerField(default=0)
    topic = models.CharField(max_length=200, blank=True)
    class_note = models.CharField(max_length=600, blank=True)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    teacher = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    as_taught = models.BooleanField(default=False)
    then_teacher = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    then_teacher_name = models.CharField(max_length=120, blank=True)
    then_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    head_count = models.PositiveIntegerField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["starts_at"], name="meeting_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["activity", "starts_at"], name="meeting_once"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="meeting_order"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def minutes(self) -> int:
        """How long it takes without the pause, in minutes: what reaches the hours of support."""
        return minutes_of(self.ends_at - self.starts_at, self.pause_minutes)

    @property
    def is_off(self) -> bool:
        """Tell whether it is cancelled, by itself or with the activity; what was held stays held."""
        return self.state == MeetingState.CANCELLED or (
            self.activity.state == ActivityState.CANCELLED and self.state != MeetingState.HELD
        )

    @property
    def taught_by(self) -> User | None:
        """The account of who teaches: whoever stands in, who taught then, or the teacher of the activity."""
        return self.teacher or (self.then_teacher if self.as_taught else self.activity.teacher)

    @property
    def taught_by_name(self) -> str:
        """The name of who teaches without an account; blank where an account does."""
        if self.taught_by is not None:
            return ""
        return self.then_teacher_name if self.as_taught else self.activity.teacher_name

    @property
    def held_by(self) -> Organisation | None:
        """The organisation that holds it, or held it then."""
        return self.then_organisation if self.as_taught else self.activity.organisation

    @property
    def day(self):  # noqa: ANN201
        """The local day on which it begins."""
        return timezone.localdate(self.starts_at)
