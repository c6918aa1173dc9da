"""What is unlikely is asked about, not refused: the form comes back with questions and one box to say yes."""

from collections.abc import Sequence

from django import forms
from django.utils.functional import Promise

from portal.crypto.sealing import fingerprint

CONFIRMED = "confirmed"


class QuestionsForm(forms.Form):
    """A form that may ask back before it acts.

    The answer is bound to the questions: when other questions arise from what was typed since, they are asked too.
    ``{% include "components/questions.html" %}`` inside the form shows them; ``act`` names what the button beside them
    does, also as a variable of the page.
    """

    questions: Sequence[str] = ()
    mark = ""
    act: str | Promise = ""

    def is_answered(self, questions: Sequence[str | Promise]) -> bool:
        """Tell whether there is nothing to ask or all of it was confirmed; otherwise keep the questions to show."""
        self.questions = [str(question) for question in questions]
        self.mark = fingerprint("questions", "\n".join(self.questions)).hex()
        return not self.questions or self.data.get(self.add_prefix(CONFIRMED)) == self.mark
