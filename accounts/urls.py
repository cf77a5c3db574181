from django.contrib.auth.decorators import login_required
from django.urls import path

from accounts import second_factor, views

app_name = "accounts"

# /accounts/, before the pages of allauth
urlpatterns = [
    path("", views.overview, name="overview"),
    path("2fa/", login_required(second_factor.SecondStep.as_view()), name="second_step"),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        second_factor.RemovePasskey.as_view(),
        name="remove_passkey",
    ),
]
