"""What people can come to speaks five languages."""

from modeltranslation.translator import TranslationOptions, register

from services.models.activities import Activity, Course, Venue


@register(Venue)
class VenueTranslation(TranslationOptions):
    """How one gets in; names of places stay as they are."""

    fields = ("access",)


@register(Course)
class CourseTranslation(TranslationOptions):
    """Titles and descriptions of courses."""

    fields = ("title", "description")


@register(Activity)
class ActivityTranslation(TranslationOptions):
    """Titles, descriptions and materials of groups and events."""

    fields = ("title", "description", "materials")
