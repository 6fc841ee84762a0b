from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "warta.articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from warta.articles.models import ArticlePage, FrontPage, SectionPage
        from warta.articles.newsroom.editor import article_editor, front_editor, section_editor
        from warta.articles.newsroom.headlines import ensure_headline_index
        from warta.articles.publishing import receivers

        receivers.connect()
        # Set here, so that the models need not know the newsroom's forms.
        ArticlePage.edit_handler = article_editor()
        FrontPage.edit_handler = front_editor()
        SectionPage.edit_handler = section_editor()
        post_migrate.connect(ensure_headline_index, sender=self, dispatch_uid="warta.articles.headlines")
