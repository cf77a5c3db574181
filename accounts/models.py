from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from maseer.lib.fields import LineField


class User(AbstractUser):
    """Somebody with a password. Bylines are `articles.Author`, with or without one of these behind them."""

    first_name = None
    last_name = None
    display_name = LineField(_("display name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(
        _("interface language"),
        max_length=2,
        choices=[
            ("ar", "\N{ARABIC LETTER AIN}\N{ARABIC LETTER REH}\N{ARABIC LETTER BEH}\N{ARABIC LETTER YEH}"),
            ("en", "English"),
        ],
        default="ar",
    )

    sections = models.ManyToManyField(
        "articles.Section",
        blank=True,
        related_name="staff",
        verbose_name=_("sections"),
        help_text=_("Whose texts an editor handles, their parts included. None chosen: all of them."),
    )

    objects = UserManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_one_name",
                violation_error_message=_(
                    "An account with this user name exists already. Choose another name."
                ),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_one_email",
                violation_error_message=_("An account with this e-mail address exists already."),
            ),
        ]

    def __str__(self):
        return self.display_name or self.username

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    @cached_property
    def section_scope(self) -> frozenset[int] | None:
        """The numbers of the sections this person works in, with their parts; None if that is every section."""
        if self.has_perm("articles.every_section_article"):
            return None
        chosen = self.sections.values_list("pk", "children")
        return frozenset(pk for pair in chosen for pk in pair if pk) or None

    @property
    def roles(self) -> list[Role]:
        names = set(self.groups.values_list("name", flat=True))
        return [role for role in Role if role.value in names]

    def take_role(self, role: Role) -> None:
        """Adds the role; whoever has one works in the back office."""
        self.groups.add(Group.objects.get(name=role.value))
        if not self.is_staff:
            self.is_staff = True
            self.save(update_fields=["is_staff"])
