from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "warta.importing"
    default_auto_field = "django.db.models.BigAutoField"
