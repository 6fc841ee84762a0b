from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "warta.articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from warta.articles import receivers

        receivers.connect()
