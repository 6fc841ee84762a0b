"""What has been pressed, what each page shows, and what changed since."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

PATH_MAX_CHARS = 1000
TAG_MAX_CHARS = 120
FILE_NAME_MAX_CHARS = 255  # a version is the name of a folder


class PressState(models.Model):
    """The one row that orders all changes and knows for which look of the site the store was pressed."""

    # Raised by every change inside its transaction. The row stays locked until the commit, so that the numbers
    # are committed in their order: who has seen n has seen everything before n.
    seq = models.BigIntegerField(default=0)
    look = models.CharField(max_length=64, blank=True, default="")
    emptied_at = models.DateTimeField(null=True)
    swept_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"change {self.seq}"


class TagChange(models.Model):
    """What is behind `tag` changed. `is_followed` once the pages showing it are marked."""

    seq = models.BigIntegerField(db_index=True)
    tag = models.CharField(max_length=PATH_MAX_CHARS + 10)
    at = models.DateTimeField(db_index=True)
    is_followed = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["tag", "at"], name="press_change_tag_at")]

    def __str__(self) -> str:
        return f"change {self.seq}: {self.tag}"


class PressedPage(models.Model):
    """A page that is in the store, or about to be. It is stale as long as `stale_since` is set."""

    path = models.CharField(max_length=PATH_MAX_CHARS, unique=True)
    kind = models.CharField(max_length=10)
    version = models.CharField(max_length=FILE_NAME_MAX_CHARS, blank=True, default="")
    etag = models.CharField(max_length=40, blank=True, default="")
    seq = models.BigIntegerField(default=0)  # the last change that was surely seen when it was rendered
    mark = models.BigIntegerField(default=0)  # raised whenever it becomes stale; who saw another mark may not clear it
    depth = models.PositiveSmallIntegerField(default=0)  # segments of the path: the fewer, the more important
    rendered_at = models.DateTimeField(null=True)  # when the rendering began
    stale_since = models.DateTimeField(null=True, db_index=True)
    claimed_until = models.DateTimeField(null=True)
    is_dense = models.BooleanField(default=False)  # compressed at the highest quality

    def __str__(self) -> str:
        return self.path


class PressedTag(models.Model):
    """The page shows what is behind `tag`."""

    page = models.ForeignKey(PressedPage, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=TAG_MAX_CHARS)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tag", "page"], name="press_tag_once")]

    def __str__(self) -> str:
        return self.tag
