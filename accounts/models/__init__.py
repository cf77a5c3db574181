from accounts.models.account_event import AccountEvent
from accounts.models.invitation import Invitation
from accounts.models.reset_request import ResetRequest
from accounts.models.user import Reader, User

__all__ = ["AccountEvent", "Invitation", "Reader", "ResetRequest", "User"]
