from django.contrib.auth.decorators import login_required
from django.urls import path, re_path

from accounts import invitations, own_account, resets, second_factor, views

app_name = "accounts"

# /accounts/, before the pages of allauth
urlpatterns = [
    path("", own_account.overview, name="overview"),
    path("profile/", own_account.profile, name="profile"),
    path("2fa/", login_required(second_factor.SecondStep.as_view()), name="second_step"),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        second_factor.RemovePasskey.as_view(),
        name="remove_passkey",
    ),
    path("menu/", views.menu, name="menu"),
    # These take the place of allauth's.
    path("email/", own_account.Address.as_view(), name="email"),
    path("sessions/", own_account.session_list, name="sessions"),
    path("password/reset/", resets.ask, name="ask_for_reset"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", views.ConfirmAddress.as_view(), name="confirm_address"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.NewPassword.as_view(),
        name="new_password",
    ),
    path("invitation/", invitations.invitation, name="invitation"),
    path("invitation/<str:word>/", invitations.follow, name="invitation_link"),
]
