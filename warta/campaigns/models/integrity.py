"""What is looked at before the draw: traits, clusters and what people say of them; what was published each day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from warta.campaigns.models.campaign import Campaign
from warta.campaigns.models.taking_part import Entry
from warta.lib.clock import now


class TraitKind(models.TextChoices):
    DEVICE = "device", _("device")
    NETWORK = "network", _("network")
    CONTACT = "contact", _("contact")


class Trait(models.Model):
    """A keyed hash of something of the entrant's, under the campaign's own key: it compares, and says nothing else."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="traits")
    kind = models.CharField(max_length=8, choices=TraitKind.choices)
    value = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "kind"], name="trait_once_per_kind"),
        ]

    def __str__(self) -> str:
        return self.kind


class ClusterState(models.TextChoices):
    PROPOSED = "proposed", _("To be looked at")
    COLLAPSED = "collapsed", _("One person: one entry counts")
    KEPT = "kept", _("Several people: all count")


class Cluster(models.Model):
    """Entries that look like one person's. `key` is a fingerprint of its entries' codes: found again, it is the same.

    `shared` names the kinds of trait. `standing` is the entry that counts where it was collapsed.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="clusters")
    key = models.CharField(max_length=64)
    shared = models.JSONField(default=list)
    size = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=ClusterState.choices, default=ClusterState.PROPOSED)
    standing = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL, related_name="+")
    found_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-size", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "key"], name="cluster_once"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.size}"


class ClusterMember(models.Model):
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="members")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="clusterings")

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cluster", "entry"], name="cluster_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cluster_id} {self.entry_id}"


class ClusterDecision(models.Model):
    """What one member of the newsroom thinks of it. Two who agree decide; `by` is a public id."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=ClusterState.choices[1:])
    by = models.CharField(max_length=26)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cluster", "by"], name="cluster_decided_once_by_each"),
        ]

    def __str__(self) -> str:
        return self.verdict


class DailyCount(models.Model):
    """What was published of one day of the window: counts at its end and the root of all receipts until then.

    `cut_at` is that end. `entries` counts those that take part and is what the seal repeats.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="daily_counts")
    day = models.DateField()
    cut_at = models.DateTimeField()
    entries = models.PositiveIntegerField()
    held = models.PositiveIntegerField(default=0)
    collapsed = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    root = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "day"], name="daily_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.entries}"

    @property
    def left_out(self) -> int:
        return self.collapsed + self.rejected + self.withdrawn
