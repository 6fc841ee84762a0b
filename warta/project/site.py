"""The site's own rows: home page and first section, the roles with what each may do, the review by editors."""

from __future__ import annotations

from django.contrib.auth.models import Group

from warta.articles.permissions import let_curate, let_edit, let_write
from warta.articles.site_setup import set_up_site

REPORTER, EDITOR, FRONT_EDITOR = "reporter", "editor", "front editor"


def set_up() -> None:
    """Bring the site into being after the migrations. Safe to repeat."""
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in (REPORTER, EDITOR, FRONT_EDITOR)}
    front = set_up_site(reviewers=[groups[EDITOR], groups[FRONT_EDITOR]])
    let_write(groups[REPORTER], front)
    let_edit(groups[EDITOR], front)
    let_curate(groups[FRONT_EDITOR], front)
