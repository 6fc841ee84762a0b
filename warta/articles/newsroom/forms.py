"""What the editor's forms accept, and what they recognise in pasted text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from warta.articles.models import ArticlePage, citation_key
from warta.articles.newsroom.recognising import recognise_in
from warta.articles.newsroom.topics import TopicsField

REASON_LENGTH = 400


class ArticleForm(WagtailAdminPageForm):
    """An article in the editor. A draft may lack what a published one must have, and autosave never waits for it."""

    topics = TopicsField(
        required=False, label=_("Topics"), help_text=_("Separate them with commas; new ones are made.")
    )

    # Set by the view: a person saves or publishes. While someone types, nothing may move under their hands.
    is_by_hand = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notes: list[str] = []
        if self.instance._state.adding:
            # Wagtail stores a new page as live before it looks at the schedule; it goes live by being published.
            self.instance.live = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._check_expiry(cleaned)
        self._check_itself(cleaned)
        if not self.is_deferred_validation:
            self._check_sponsor(cleaned)
        return cleaned

    def is_valid(self) -> bool:
        is_valid: bool = super().is_valid()
        if is_valid:
            self._give_each_citation_its_key()
        return is_valid

    def save(self, commit: bool = True) -> ArticlePage:
        article: ArticlePage = super().save(commit=False)
        if self.is_by_hand:
            self.notes = recognise_in(article, day=timezone.localdate())
        if commit:
            article.save()
        return article

    def _check_expiry(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("expire_at") and not (cleaned.get("expiry_reason") or "").strip():
            self.add_error("expiry_reason", _("Write the public reason; readers see it from the expiry on."))

    def _check_sponsor(self, cleaned: dict[str, Any]) -> None:
        self.instance.kind, self.instance.sponsor = cleaned.get("kind", ""), cleaned.get("sponsor", "")
        try:
            self.instance.check_sponsor()
        except ValidationError as error:
            self.add_error(None, error)

    def _check_itself(self, cleaned: dict[str, Any]) -> None:
        for name in ("translation", "reply_to"):
            other = cleaned.get(name)
            if other and self.instance.pk and other.pk == self.instance.pk:
                self.add_error(name, _("Choose another article; this is the one you are editing."))
        translation = cleaned.get("translation")
        if translation and translation.pk != self.instance.pk and translation.language == cleaned.get("language"):
            self.add_error("translation", _("The translation must be in the other language."))

    def _give_each_citation_its_key(self) -> None:
        """A row that was added without a script, or copied, must not share its mark with another."""
        seen: set[str] = set()
        for form in self.formsets["citations"].forms if "citations" in self.formsets else ():
            citation = form.instance
            if not citation.key or citation.key in seen:
                citation.key = citation_key()
            seen.add(citation.key)


class WithdrawForm(forms.Form):
    """The public reason for which an article is taken off the site."""

    reason = forms.CharField(
        label=_("Public reason"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it in the article's place. Say what was wrong, without repeating it."),
    )  # fmt: skip
