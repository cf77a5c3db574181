from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.admin.accounts import AccountAdmin
from accounts.admin.invitations import InvitationAdmin
from accounts.admin.readers import ReaderAdmin

# The groups are a copy of the table in roles.py; `sync_roles` makes them, nobody edits them.
# What belongs to one person is seen on the page of the account.
admin.site.unregister([Group, EmailAddress, Authenticator, UserSession])

__all__ = ["AccountAdmin", "InvitationAdmin", "ReaderAdmin"]
