from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "warta.jobs"
    default_auto_field = "django.db.models.BigAutoField"
