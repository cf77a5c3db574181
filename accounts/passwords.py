from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maseer.lib.counters import counter


class MaximumLengthValidator:
    """Hashing takes time; nobody's password is a novel."""

    def __init__(self, max_length: int):
        self.max_length = max_length

    def validate(self, password, user=None):
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self):
        return _("A password has at most %(letters)s.") % {"letters": counter("letters", self.max_length)}
