from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "warta.articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from warta.articles import receivers
        from warta.articles.avif import use_fast_encoder

        receivers.connect()
        use_fast_encoder()
