from django.urls import path

from accounts import views

app_name = "accounts"

# /accounts/, before the pages of allauth
urlpatterns = [
    path("", views.overview, name="overview"),
]
