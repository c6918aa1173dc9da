"""Public pages speak five languages, also while they are drafts."""

from modeltranslation.translator import TranslationOptions, register

from portal.front.models import PublicPage


@register(PublicPage)
class PublicPageTranslation(TranslationOptions):
    """The name in lists, and the draft of the page."""

    fields = ("name", "draft_title", "draft_body")
