from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "warta.search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from warta.articles.models import ArticlePage
        from warta.search.services import note_deleted

        post_delete.connect(note_deleted, sender=ArticlePage, dispatch_uid="warta.search.deleted")
