"""Content of a grant project that is shown in five languages."""

from modeltranslation.translator import TranslationOptions, register

from portal.programmes.models import DictionaryEntry, GrantProject, ServiceType, TargetGroup


@register(GrantProject)
class GrantProjectTranslation(TranslationOptions):
    """Titles."""

    fields = ("title", "short_title")


@register(TargetGroup)
class TargetGroupTranslation(TranslationOptions):
    """Names of target groups."""

    fields = ("name",)


@register(ServiceType)
class ServiceTypeTranslation(TranslationOptions):
    """Names of kinds of support."""

    fields = ("name", "short_name")


@register(DictionaryEntry)
class DictionaryEntryTranslation(TranslationOptions):
    """Names of dictionary values; ``value`` itself is never translated."""

    fields = ("name",)
