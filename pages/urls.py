from django.urls import path

from pages import views

app_name = "pages"

urlpatterns = [
    path("about/", views.page, {"slug": "about"}, name="about"),
    path("pages/<uslug:slug>/", views.page, name="page"),
    path("speculation-rules.json", views.speculation_rules, name="speculation_rules"),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
