from django.db import models


class ResetRequest(models.Model):
    """Somebody asked for a new password under this name or address.

    The page only writes this down, so that its answer cannot tell whether there is such an account; the worker looks.
    """

    login = models.CharField(max_length=254)
    asked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.login
