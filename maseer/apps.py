from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class MaseerConfig(AppConfig):
    name = "maseer"
    verbose_name = _("The paper's machinery")

    def ready(self):
        from maseer import checks  # noqa: F401, PLC0415  importing it registers the checks


class NewsroomAdminConfig(AdminConfig):
    default_site = "maseer.admin.NewsroomSite"
