"""Content of a grant project that is shown in five languages."""

from modeltranslation.translator import TranslationOptions, register

from portal.programmes.accessibility import AccessibilityDeclaration
from portal.programmes.models import DictionaryEntry, GrantProject, ServiceType, TargetGroup


@register(GrantProject)
class GrantProjectTranslation(TranslationOptions):
    """Titles, and what the public reads of the project."""

    fields = (
        "title", "short_title", "summary", "audience", "contact_place", "contact_hours", "contact_languages",
    )  # fmt: skip


@register(TargetGroup)
class TargetGroupTranslation(TranslationOptions):
    """Names of target groups."""

    fields = ("name",)


@register(ServiceType)
class ServiceTypeTranslation(TranslationOptions):
    """Names of kinds of support, for staff and for the public."""

    fields = ("name", "short_name", "public_name", "description")


@register(DictionaryEntry)
class DictionaryEntryTranslation(TranslationOptions):
    """Names of dictionary values; ``value`` itself is never translated."""

    fields = ("name",)


@register(AccessibilityDeclaration)
class AccessibilityDeclarationTranslation(TranslationOptions):
    """What each language version of the statement says."""

    fields = ("barriers", "contact_unit", "building", "communication", "apps")
