from django.contrib import admin
from django.urls import include, path, register_converter

from maseer import own_data
from maseer.first_run import first_run
from maseer.lib.converters import UnicodeSlug

register_converter(UnicodeSlug, "uslug")

handler400 = "maseer.errors.bad_request"
handler403 = "maseer.errors.forbidden"
handler404 = "maseer.errors.not_found"
handler429 = "maseer.errors.too_many"  # looked for by allauth
handler500 = "maseer.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/data/", own_data.own_data, name="own_data"),
    path("accounts/data/download/", own_data.download, name="own_data_download"),
    path("accounts/data/delete/", own_data.erase_own, name="own_data_erase"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("setup/", first_run, name="first_run"),
    path("media/", include("images.urls")),
    path("", include("pages.urls")),
    path("", include("readers.urls")),
    path("", include("articles.urls")),
]
