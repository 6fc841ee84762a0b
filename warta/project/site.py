"""The site's own rows: home page and first section, the roles with what each may do, the review by editors."""

from __future__ import annotations

from warta.articles.permissions import let_curate, let_edit, let_write
from warta.articles.site_setup import set_up_site
from warta.readers.roles import ensure_roles


def set_up() -> None:
    """Bring the site into being after the migrations. Safe to repeat."""
    roles = ensure_roles()
    front = set_up_site(reviewers=[roles["editor"], roles["front-editor"]])
    let_write(roles["reporter"], front)
    let_edit(roles["editor"], front)
    let_curate(roles["front-editor"], front)
