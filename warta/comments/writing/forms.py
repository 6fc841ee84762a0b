"""What the form of a comment brings. Shape alone is checked here; the rules are the pipeline's."""

from __future__ import annotations

from django import forms

from warta.comments.writing.services import Sent
from warta.comments.writing.tidying import LONGEST_READ
from warta.lib.ids import ALPHABET, OPAQUE_LENGTH, opaque_id


class WrittenForm(forms.Form):
    """A text, and the token of the form that it was written in."""

    text = forms.CharField(required=False, strip=False)
    token = forms.CharField(required=False, max_length=OPAQUE_LENGTH)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"])[:LONGEST_READ]

    def clean_token(self) -> str:
        """A form that brings none, or one of another shape, gets its own: it is then not safe to send twice."""
        token = str(self.cleaned_data["token"])
        is_ours = len(token) == OPAQUE_LENGTH and set(token) <= set(ALPHABET)
        return token if is_ours else opaque_id()


class NewCommentForm(WrittenForm):
    article = forms.IntegerField(min_value=1, max_value=2**62)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    asked = forms.BooleanField(required=False)
    judge = forms.BooleanField(required=False)

    def sent(self) -> Sent:
        data = self.cleaned_data
        return Sent(
            article_id=data["article"], text=data["text"], token=data["token"], reply_to=data["reply_to"],
            is_for_a_person=data["judge"], was_asked=data["asked"],
        )  # fmt: skip
