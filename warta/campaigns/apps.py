from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CampaignsConfig(AppConfig):
    name = "warta.campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The database's own guards stand after every migration, whichever tables it built anew."""
        from warta.campaigns.sealing.guards import put_up_guards

        post_migrate.connect(put_up_guards, sender=self, dispatch_uid="campaigns.guards")
