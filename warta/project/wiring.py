"""Every meeting of two rooms. If two apps work together, the line that joins them stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connections

from warta.alerts import invitation as alert_invitation
from warta.alerts import messages as alert_messages
from warta.alerts import services as alerts
from warta.articles import events as articles_events
from warta.articles import ports as articles_ports
from warta.articles.events import ArticleFact
from warta.articles.publishing.changes import menu_changed_at, public_changes_since
from warta.articles.reading.sections import section_menu
from warta.campaigns import keys as campaign_keys
from warta.campaigns import ports as campaigns_ports
from warta.campaigns.prizes.erasing import SOURCE_OF_PRIZES, erase_wins, name_no_more
from warta.campaigns.sealing import posts as draw_posts
from warta.campaigns.showing import regions as campaign_regions
from warta.campaigns.taking_part import services as campaigns
from warta.campaigns.taking_part.erasing import SOURCES_OF_CAMPAIGNS, erase_entries
from warta.campaigns.taking_part.forgetting import KEEPING_OF_CAMPAIGNS
from warta.campaigns.taking_part.queries import campaign_paths, campaigns_changed_since
from warta.campaigns.taking_part.reading import requirements_of_campaigns
from warta.comments import events as comments_events
from warta.comments.moderation import own_data as comments_moderation
from warta.comments.showing import notices as reply_notices
from warta.comments.showing import regions as comments_showing
from warta.comments.showing.services import take_back_likes_of
from warta.comments.writing.own_data import SOURCES_OF_COMMENTS, erase_writing_of
from warta.lib import ports
from warta.linking.placing import regions as link_regions
from warta.linking.placing.queries import onward_from
from warta.linking.placing.services import place_links
from warta.linking.stories import regions as story_regions
from warta.linking.stories.queries import changes_of_stories_since, story_paths
from warta.live import channels
from warta.operations import ports as operations_ports
from warta.outbox import events as outbox_events
from warta.outbox import ports as outbox_ports
from warta.outbox.models import Operation
from warta.press import ports as press_ports
from warta.press import services as press
from warta.project.schedule import JOBS
from warta.readers import events as readers_events
from warta.readers import ports as readers_ports
from warta.readers import rotation
from warta.readers.contacts import addresses, conversation, phone, telegram
from warta.readers.mails import sending as mail_sending
from warta.readers.mails import services as mails
from warta.readers.models import User
from warta.readers.own_data import erasing, forgetting, gathering
from warta.readers.own_data.deleting import call_off_deletion
from warta.readers.own_data.sources import SOURCES_OF_READERS
from warta.readers.profile import requirements
from warta.readers.sign_ins import overlay as account_overlay
from warta.readers.sign_ins.disowning import must_take_back
from warta.readers.terms import purposes, settling
from warta.readers.terms import regions as terms_regions
from warta.readers.terms.events import WithdrawnFact
from warta.readers.terms.queries import terms_changed_since
from warta.search.queries import articles_with_words
from warta.theme import ports as theme_ports
from warta.theme import regions


def join() -> None:
    """Join events to listeners, ports to suppliers and page regions to fillings. Safe to repeat."""
    ports.clean_up_with(connections.close_all)
    operations_ports.schedule.supply(lambda: JOBS)
    theme_ports.menu_of_site.supply(section_menu)
    readers_ports.sign_in_passes.supply(_let_pass)
    channels.declare("article")
    _join_account()
    _join_alerts()
    _join_own_data()
    _join_stories()
    _join_links()
    _join_comments()
    _join_prizes()
    _join_campaigns()
    articles_events.article_published.listen(_press_again)
    articles_events.article_changed.listen(_press_again)
    articles_events.article_withdrawn.listen(_take_away)
    articles_events.listing_changed.listen(press.changed)
    press_ports.changes_since.supply(_changes_since)
    press_ports.site_changed_at.supply(menu_changed_at)


def _join_account() -> None:
    """The door to the account on every page; it is pressed, and only who is signed in asks for more."""
    for filling in account_overlay.fillings():
        regions.fill(filling)


def _let_pass(fact: readers_ports.SignInFact) -> readers_ports.Passing:
    """As long as no room scores sign-ins, right proofs are enough; a failure to answer still asks for one more."""
    return readers_ports.Passing.PASS


def _join_alerts() -> None:
    """Before the press listens: what buzzes in a pocket does not wait until pages are rendered."""
    articles_events.article_published.listen(_announce)
    articles_events.article_changed.listen(_announce)
    articles_events.article_withdrawn.listen(_withdraw_posts)
    outbox_ports.address_of.supply(_address_of)
    outbox_ports.body_of.supply(_body_of)
    outbox_ports.answer_to.supply(conversation.answer_to)
    outbox_events.delivery_settled.listen(_note_settled)
    for taker in (addresses.take_back_address, phone.take_back_phone, telegram.take_back_link):
        must_take_back(taker)
    must_take_back(_call_off_deletion)
    for filling in alert_invitation.fillings():
        regions.fill(filling)


def _call_off_deletion(person: User, _since: datetime) -> None:
    """Whoever says that something was not them does not want their account to be deleted by a stranger."""
    call_off_deletion(person)


def _join_own_data() -> None:
    """What each room holds of a person, for their download; erasers and what follows a withdrawal join here."""
    for source in SOURCES_OF_READERS:
        gathering.tells(source)
    for filling in terms_regions.fillings():
        regions.fill(filling)


def _join_stories() -> None:
    """Articles are gathered by a job, which finds them by their stamps: nothing is done while one is published."""
    articles_ports.more_pages.supply(_more_pages)
    articles_ports.articles_with_words.supply(articles_with_words)
    for filling in story_regions.fillings():
        regions.fill(filling)


def _join_links() -> None:
    """Before the press listens: the first page that readers get has its links. The job places what is missed."""
    articles_events.article_published.listen(_place_links)
    articles_events.article_changed.listen(_place_links)
    articles_ports.onward_from.supply(onward_from)
    for filling in link_regions.fillings():
        regions.fill(filling)


def _join_comments() -> None:
    """A notice that is lost with a process is not made good: an old answer is no news."""
    comments_events.comment_published.listen(reply_notices.tell_of_reply)
    erasing.must_erase(take_back_likes_of)
    erasing.must_erase(erase_writing_of)
    for source in SOURCES_OF_COMMENTS:
        gathering.tells(source)
    erasing.must_erase(comments_moderation.forget_words_about)
    forgetting.must_forget(comments_moderation.KEEPING)
    for source in comments_moderation.SOURCES:
        gathering.tells(source)
    for filling in comments_showing.fillings():
        regions.fill(filling)


def _join_campaigns() -> None:
    """A lost event of a comment or a profile is healed by a job, which finds it by state."""
    comments_events.comment_published.listen(campaigns.comment_approved)
    comments_events.comment_withdrawn.listen(campaigns.comment_withdrawn)
    readers_events.profile_changed.listen(campaigns.profile_changed)
    requirements.requirements_of.supply(requirements_of_campaigns)
    forgetting.must_forget(KEEPING_OF_CAMPAIGNS)
    settling.must_follow(_leave_campaigns)
    erasing.must_erase(erase_entries)
    for source in SOURCES_OF_CAMPAIGNS:
        gathering.tells(source)
    for filling in campaign_regions.fillings():
        regions.fill(filling)


def _join_prizes() -> None:
    """Before campaigns: a prize of who is erased passes on while its entry still knows whose it is."""
    campaigns_ports.claim_may_be_paid.supply(_let_pay)
    erasing.must_erase(erase_wins)
    settling.must_follow(name_no_more)
    gathering.tells(SOURCE_OF_PRIZES)
    rotation.must_wrap(campaign_keys.WRAPPED)


def _let_pay(fact: campaigns_ports.ClaimFact) -> campaigns_ports.Paying:
    """As long as no room looks for unusual claims, a proof is enough; a failure to answer still holds."""
    return campaigns_ports.Paying.PAY


def _more_pages() -> list[str]:
    return [*story_paths(), *campaign_paths()]


def _leave_campaigns(fact: WithdrawnFact) -> None:
    person = User.objects.filter(public_id=fact.person).first()
    if person is not None and fact.purpose == purposes.CAMPAIGNS.name:
        campaigns.consent_taken_back(person)


def _place_links(fact: ArticleFact) -> None:
    place_links(fact.article_id)


def _announce(fact: ArticleFact) -> None:
    """An article may become breaking only when it is published again."""
    alerts.announce(fact.article_id)
    alerts.announce_correction(fact.article_id)


def _withdraw_posts(fact: ArticleFact) -> None:
    alerts.announce_withdrawal(fact.article_id)


def _address_of(channel: str, destination: str) -> outbox_ports.Address | None:
    if destination.startswith(mails.DESTINATION):
        return mail_sending.address_of(channel, destination)
    return alert_messages.address_of(channel, destination)


def _body_of(channel: str, destination: str, subject: str, operation: Operation) -> outbox_ports.Message | None:
    if destination.startswith(mails.DESTINATION):
        return mail_sending.body_of(destination)
    if draw_posts.is_of_campaigns(subject):
        return draw_posts.body_of(subject)
    return alert_messages.body_of(channel, destination, subject, operation)


def _note_settled(fact: outbox_events.SettledFact) -> None:
    alerts.note_settled(fact.subject)
    mails.erase_settled(fact.subject)
    draw_posts.note_posted(fact.subject)


def _press_again(fact: ArticleFact) -> None:
    press.changed(fact.tags, fact.eager)


def _take_away(fact: ArticleFact) -> None:
    press.purge(fact.tags, gone=fact.gone, eager=fact.eager)


def _changes_since(moment: datetime) -> Iterable[press_ports.Change]:
    for change in public_changes_since(moment):
        yield press_ports.Change(change.tags, change.at, change.eager, change.gone)
    for tags, at in changes_of_stories_since(moment):
        yield press_ports.Change(tags, at)
    for tags, at in campaigns_changed_since(moment):
        yield press_ports.Change(tags, at)
    for slug, at in terms_changed_since(moment):
        yield press_ports.Change(frozenset({f"terms:{slug}", "list:terms"}), at)
