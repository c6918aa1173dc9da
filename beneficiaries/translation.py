"""Notices and kinds of consent speak five languages, also while they are drafts."""

from modeltranslation.translator import TranslationOptions, register

from beneficiaries.models.consents import ConsentKind, Notice


@register(Notice)
class NoticeTranslation(TranslationOptions):
    """The name in lists, and the draft of the text."""

    fields = ("name", "draft_title", "draft_body")


@register(ConsentKind)
class ConsentKindTranslation(TranslationOptions):
    """The name in lists, and the draft of the question."""

    fields = ("name", "draft_title", "draft_body")
