"""Instruments speak five languages: what staff read and what is printed for a person."""

from modeltranslation.translator import TranslationOptions, register

from cases.models.instruments import SENTENCES, Instrument, InstrumentArea


@register(Instrument)
class InstrumentTranslation(TranslationOptions):
    """Names of instruments."""

    fields = ("name",)


@register(InstrumentArea)
class InstrumentAreaTranslation(TranslationOptions):
    """Names, what to ask, and what each level says."""

    fields = ("name", "short_name", "hint", *SENTENCES)
