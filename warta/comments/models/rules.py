"""The rules of the site for comments, chosen in the newsroom."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

CHANCE = (MinValueValidator(0.0), MaxValueValidator(1.0))
ONLY_ROW = 1


class CommentRules(models.Model):
    """One row for the whole site; without it the defaults hold. Read it by `queries.rules_of_site`."""

    closes_after_days = models.PositiveSmallIntegerField(
        _("close comments after this many days"), null=True, blank=True, default=30,
        help_text=_("Counted from publication. Empty: they stay open. An article may have its own date."),
    )  # fmt: skip
    nudge_from = models.FloatField(
        _("ask the writer to reconsider from this score"), null=True, blank=True, validators=CHANCE,
        help_text=_("0 to 1: the chance that a comment is abusive. Empty: what the model itself proposes."),
    )  # fmt: skip
    hold_from = models.FloatField(
        _("hold for a moderator from this score"), null=True, blank=True, validators=CHANCE,
        help_text=_("Empty: the same as above."),
    )  # fmt: skip
    holdout_percent = models.PositiveSmallIntegerField(
        _("writers who are never asked, in percent"), default=10, validators=[MaxValueValidator(50)],
        help_text=_("By them it is measured what the question changes. Their comments are held all the same."),
    )  # fmt: skip
    trust_from = models.FloatField(
        _("hold whose trust lies below"), default=0.3, validators=CHANCE,
        help_text=_("0 to 1, the lower bound of the interval; looked at once a comment of theirs was refused."),
    )  # fmt: skip
    first_held = models.PositiveSmallIntegerField(
        _("hold the first comments of a new author"), default=0, validators=[MaxValueValidator(20)],
        help_text=_("This many must have been published before theirs appear at once. 0: none."),
    )  # fmt: skip
    most_links = models.PositiveSmallIntegerField(
        _("links in a comment that appear at once"), default=1, validators=[MaxValueValidator(20)],
        help_text=_("A comment with more waits for a moderator; so does any link by who has no comment yet."),
    )  # fmt: skip
    guidelines_id = models.TextField(_("guidelines in Indonesian"), blank=True, max_length=4000)
    guidelines_en = models.TextField(_("guidelines in English"), blank=True, max_length=4000)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "rules for comments"
