"""What stops a campaign from being opened, each in one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from warta.campaigns.draw.computing import LEAD_SECONDS
from warta.campaigns.models import Campaign, Scope, State
from warta.lib.clock import now
from warta.readers.terms.queries import current_version

# Between closing and drawing: the review of the list and the seal, and then time for the seal to be seen.
LEAST_BEFORE_DRAW = timedelta(seconds=LEAD_SECONDS) + timedelta(minutes=5)


@dataclass(frozen=True)
class Stop:
    """`field` is where in the form it can be mended."""

    field: str
    words: str


def what_stops(campaign: Campaign) -> list[Stop]:
    """Everything that is missing or wrong; empty when it can be opened."""
    return [stop for check in CHECKS for stop in check(campaign)]


def _state(campaign: Campaign) -> Iterator[Stop]:
    if campaign.state != State.DRAFT:
        yield Stop("state", _("It was opened already."))


def _words(campaign: Campaign) -> Iterator[Stop]:
    for name in ("title", "invitation", "review"):
        if not (getattr(campaign, f"{name}_id").strip() and getattr(campaign, f"{name}_en").strip()):
            yield Stop(name, _MISSING_WORDS[name]())


def _hashtag(campaign: Campaign) -> Iterator[Stop]:
    if not campaign.hashtag:
        yield Stop("hashtag_shown", _("Choose a hashtag."))
        return
    others = Campaign.objects.with_tag_during(
        campaign.hashtag, opens_at=campaign.opens_at, closes_at=campaign.closes_at
    ).exclude(pk=campaign.pk)
    if other := others.first():
        words = _("The hashtag #%(tag)s belongs to “%(title)s” at the same time: choose another one, or another time.")
        yield Stop("hashtag_shown", words % {"tag": campaign.hashtag, "title": other.title})


def _window(campaign: Campaign) -> Iterator[Stop]:
    if not campaign.opens_at < campaign.closes_at:
        yield Stop("closes_at", _("It must close after it opens."))
    if campaign.closes_at <= now():
        yield Stop("closes_at", _("It would be over before it begins: set a later closing."))


def _draw(campaign: Campaign) -> Iterator[Stop]:
    if not campaign.is_drawn_by_lot:
        return
    if campaign.draw_at is None:
        yield Stop("draw_at", _("Say when it is drawn: the beacon's round of that moment decides."))
    elif campaign.draw_at - campaign.closes_at < LEAST_BEFORE_DRAW:
        yield Stop("draw_at", _("Leave a quarter of an hour between closing and drawing, better a day or more."))


def _scope(campaign: Campaign) -> Iterator[Stop]:
    if campaign.scope == Scope.SECTIONS and not campaign.sections.exists():
        yield Stop("sections", _("Choose the sections whose articles take part."))
    if campaign.scope == Scope.ARTICLES and not campaign.chosen_articles.exists():
        yield Stop("chosen_articles", _("Choose the articles that take part."))


def _terms(campaign: Campaign) -> Iterator[Stop]:
    if campaign.terms is None:
        yield Stop("terms", _("Choose the terms that entrants agree to."))
    elif current_version(campaign.terms.slug) is None:
        yield Stop("terms", _("The terms are a draft: publish them under Terms and privacy first."))


def _permit(campaign: Campaign) -> Iterator[Stop]:
    """A contest of skill is treated otherwise by the law; a free draw needs the ministry's permit."""
    if campaign.is_drawn_by_lot and not campaign.permit_number.strip():
        yield Stop("permit_number", _("Write the number of the permit: a prize draw without one is not lawful."))


def _prizes(campaign: Campaign) -> Iterator[Stop]:
    if not campaign.prizes.exists():
        yield Stop("prizes", _("Add at least one prize."))


def _reasons(campaign: Campaign) -> Iterator[Stop]:
    if not campaign.is_drawn_by_lot:
        return
    reasons = list(campaign.disqualification_reasons.all())
    if not reasons:
        yield Stop("disqualification_reasons", _("Add the reasons for which a prize may pass on, such as “unclaimed”."))
    if campaign.claim_until and any(reason.until < campaign.claim_until for reason in reasons):
        yield Stop(
            "disqualification_reasons",
            _("A reason ends before winners have had their days to claim: set its “until” later."),
        )


_MISSING_WORDS: dict[str, Callable[[], str]] = {
    "title": lambda: _("Write the title in both languages."),
    "invitation": lambda: _("Write the invitation in both languages."),
    "review": lambda: _("Write, in both languages, by which rule several accounts of one person count once."),
}
CHECKS: tuple[Callable[[Campaign], Iterator[Stop]], ...] = (
    _state, _words, _hashtag, _window, _draw, _scope, _terms, _permit, _prizes, _reasons,
)  # fmt: skip
