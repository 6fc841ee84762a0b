from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "warta.alerts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from warta.alerts import checks, receivers

        assert checks  # noqa: S101 - importing registers them
        receivers.connect()
