"""What is announced, and the channels it is announced on."""

from __future__ import annotations

import re
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from warta.articles.models import Alert, ArticlePage
from warta.lib.clock import now

SUBJECT = "announcement:"
PUBLIC_NAME = re.compile(r"@[A-Za-z]\w{3,31}")
CHAT_NUMBER = re.compile(r"-?\d{5,20}")
CHAT_LINK = re.compile(r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?(?P<name>[A-Za-z]\w{3,31})/?")


class Kind(models.TextChoices):
    CHANNEL = "channel", _("Channel: only the newsroom writes")
    GROUP = "group", _("Group: members talk")


class Writing(models.TextChoices):
    NEWSROOM = "newsroom", _("The newsroom alone")
    MEMBERS = "members", _("Every member")
    APPROVED = "approved", _("Members whom the newsroom let in")


class ChannelQuerySet(models.QuerySet["Channel"]):
    def active(self) -> ChannelQuerySet:
        return self.filter(is_active=True)

    def invited_to(self) -> ChannelQuerySet:
        return self.active().filter(is_shown_to_readers=True)


class Channel(models.Model):
    """A Telegram channel or group that the newsroom posts to, and how readers come to it."""

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.CHANNEL)
    chat = models.CharField(
        _("Telegram name or number"), max_length=64, unique=True,
        help_text=_("Such as @warta for a public one; for a private one its number, such as -1001234567890."),
    )  # fmt: skip
    invite_link = models.URLField(
        _("invitation link"), blank=True, help_text=_("Needed for a private one; a public one is found by its name.")
    )
    gets_breaking = models.BooleanField(_("breaking news, at once"), default=True)
    gets_selected = models.BooleanField(
        _("selected articles, each as a post at once"),
        default=False,
        help_text=_("Otherwise they wait for the digests."),
    )
    sections = models.ManyToManyField(
        "articles.SectionPage", verbose_name=_("only these sections"), blank=True, related_name="+",
        help_text=_("Choose none to post from all."),
    )  # fmt: skip
    language = models.CharField(
        _("only this language"), max_length=5, choices=settings.LANGUAGES, blank=True, help_text=_("Empty: all.")
    )
    writing = models.CharField(_("who may write"), max_length=9, choices=Writing.choices, default=Writing.NEWSROOM)
    joining = models.TextField(
        _("how to join and what applies there"), max_length=600, blank=True, help_text=_("Shown to readers.")
    )
    is_shown_to_readers = models.BooleanField(_("invite readers on the pages"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("Telegram channel")
        verbose_name_plural = _("Telegram channels")
        ordering: ClassVar[list[str]] = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.chat = chat_named_by(self.chat)
        if self.is_shown_to_readers and not self.join_address:
            raise ValidationError({"invite_link": _("Enter the invitation link; nobody finds a private one without.")})
        if self.kind == Kind.CHANNEL:
            self.writing = Writing.NEWSROOM

    @property
    def key(self) -> str:
        """What the outbox knows it by."""
        return f"channel-{self.pk}"

    @property
    def public_name(self) -> str:
        """Its name at Telegram without the @; empty for a private one."""
        return self.chat.removeprefix("@") if self.chat.startswith("@") else ""

    @property
    def join_address(self) -> str:
        """Where a reader with the app joins."""
        return self.invite_link or (f"https://t.me/{self.public_name}" if self.public_name else "")

    @property
    def web_address(self) -> str:
        """Where it is read in a browser, without the app. Only public channels can be."""
        is_readable = self.kind == Kind.CHANNEL and self.public_name
        return f"https://t.me/s/{self.public_name}" if is_readable else ""


def chat_named_by(text: str) -> str:
    """The chat as the API wants it, from a name, a number or a link. Raises ValidationError."""
    text = text.strip()
    linked = CHAT_LINK.fullmatch(text)
    name = f"@{linked['name']}" if linked else text
    if PUBLIC_NAME.fullmatch(name) or CHAT_NUMBER.fullmatch(name):
        return name
    raise ValidationError({"chat": _("Write a name such as @warta, a link such as https://t.me/warta, or a number.")})


class State(models.TextChoices):
    RUNNING = "running", pgettext_lazy("announcement", "under way")
    DIGEST = "digest", pgettext_lazy("announcement", "for the digest")
    DONE = "done", pgettext_lazy("announcement", "done")
    STOPPED = "stopped", pgettext_lazy("announcement", "stopped")
    WITHDRAWN = "withdrawn", pgettext_lazy("announcement", "withdrawn")


# One that was stopped or withdrawn says nothing new.
TALKING = (State.RUNNING, State.DIGEST, State.DONE)


class Announcement(models.Model):
    """That an article is told, once. What became of it on each channel is in the outbox."""

    article = models.OneToOneField(
        ArticlePage, null=True, on_delete=models.SET_NULL, related_name="announcement", verbose_name=_("article")
    )
    headline = models.CharField(max_length=255)  # stays when the article is deleted
    level = models.CharField(max_length=8, choices=Alert.choices)
    state = models.CharField(max_length=9, choices=State.choices)
    edition = models.PositiveIntegerField(default=0)  # how often what it says has changed since
    says = models.CharField(max_length=32)
    looked_at = models.DateTimeField(default=now)  # the article as of then is what `says` is of
    created_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.headline

    @property
    def subject(self) -> str:
        """What the outbox knows it by."""
        return f"{SUBJECT}{self.pk}"

    @property
    def can_be_stopped(self) -> bool:
        return self.state in (State.RUNNING, State.DIGEST)


def announcement_id(subject: str) -> int | None:
    """The announcement a subject of the outbox is about; None: it is about something else."""
    number = subject.removeprefix(SUBJECT)
    return int(number) if subject.startswith(SUBJECT) and number.isdigit() else None
