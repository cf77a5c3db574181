from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import names
from accounts.models.account_event import AccountEvent
from accounts.models.erasable import Erasable
from accounts.models.standing import Standing
from accounts.roles import MUST_HAVE_SECOND_FACTOR, Role
from maseer.lib import mail
from maseer.lib.fields import LineField, SavesWhatIsMade, SortKeyField, WordsField
from maseer.lib.http import absolute_url


class AccountManager(UserManager):
    def by_login(self, login: str) -> "User | None":
        """The account somebody means who typed this: a user name, which has no @, or an e-mail address."""
        return next(iter(self.typed(login)), None)

    def typed(self, login: str):
        """One row at most, and in no order: to look for the first one, a database may read them all by number.

        That would take as long as the paper has readers, and be over sooner where there is an account.
        """
        field = "email" if "@" in login else "username"
        typed = login.strip().lower()
        return self.annotate(typed=Lower(field)).filter(typed=typed).order_by() if typed else self.none()


class User(SavesWhatIsMade, Standing, Erasable, AbstractUser):
    """Somebody with a password. Bylines are `articles.Author`, with or without one of these behind them."""

    first_name = None
    last_name = None
    # Latin letters only: two names that look the same are the same. The display name is for every other script.
    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
                _("Write the user name in Latin letters, digits, dots and hyphens, without spaces."),
            )
        ],
        error_messages={"unique": _("An account with this user name exists already. Choose another name.")},
    )
    display_name = LineField(_("display name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    # How people are sorted and found, as all names are: the article, hamza and tashkeel make no difference.
    sorted_as = SortKeyField(of="display_name", default="")
    words = WordsField(of=("display_name", "username", "email"), default="")
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

    # Part of every session's signature: counting it up ends them all by their next request.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = AccountManager()

    # What `__str__` reads: for lists that show of somebody no more than the name.
    NAMED_BY = ("username", "display_name", "is_active")

    # Set by the forms of the desk, whose administrator knows whose byline a name is (`accounts/names.py`).
    named_at_desk = False

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
        # The one of the constraint leaves out accounts without an address, and a query does not say that it does.
        indexes = [models.Index(Lower("email"), name="user_by_email")]

    def __str__(self):
        return gettext("Deleted account") if self.is_erased else self.display_name or self.username

    def clean(self):
        super().clean()
        before = User.objects.filter(pk=self.pk).first() if self.pk else None
        for field in ("username", "display_name"):
            name = getattr(self, field)
            if before and name == getattr(before, field):
                continue
            is_shown = field == "display_name"
            try:
                names.check(name)
                if not is_shown and name.lower().startswith(names.OF_DELETED):
                    raise ValidationError(names.DELETED)
                as_reader = is_shown and not self.is_staff
                names.check_is_own(name, self, at_desk=self.named_at_desk, as_reader=as_reader)
            except ValidationError as error:
                raise ValidationError({field: error.messages}) from error

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

    @property
    def has_second_factor(self) -> bool:
        return self.authenticator_set.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    @property
    def should_have_second_factor(self) -> bool:
        return self.is_superuser or not MUST_HAVE_SECOND_FACTOR.isdisjoint(self.roles)

    @property
    def needs_second_factor(self) -> bool:
        """Whether the back office opens to this person only with one."""
        return settings.SECOND_FACTOR_REQUIRED and self.should_have_second_factor

    @property
    def lacks_second_factor(self) -> bool:
        return self.needs_second_factor and not self.has_second_factor

    def get_session_auth_hash(self):
        return f"{super().get_session_auth_hash()}.{self.session_epoch}"

    def get_session_auth_fallback_hash(self):
        for signature in super().get_session_auth_fallback_hash():
            yield f"{signature}.{self.session_epoch}"

    def record(
        self, kind: AccountEvent.Kind, by: "User | None" = None, detail: str = "", address=None
    ) -> None:
        """Writes down what happened to this account; `by` if somebody else did it."""
        other = by if by is not None and by.pk != self.pk else None
        self.events.create(kind=kind, by=other, detail=detail[:300], address=address)

    def tell(self, kind: AccountEvent.Kind, to: str = "") -> None:
        """Tells the person by mail what was changed about how they sign in."""
        if address := to or self.email:
            url = absolute_url(reverse("accounts:overview"))
            with translation.override(self.language):
                mail.queue("account-changed", address, event=kind, user=self, at=timezone.now(), url=url)

    @transaction.atomic
    def remove_second_factors(self, by: "User | None" = None) -> bool:
        """For somebody who lost theirs: the password alone opens the account again. Whether there was one."""
        removed, _each = self.authenticator_set.all().delete()
        if removed:
            self.end_sessions()
            self.record(AccountEvent.Kind.FACTOR_REMOVED, by=by)
            self.tell(AccountEvent.Kind.FACTOR_REMOVED)
        return bool(removed)

    def end_sessions(self) -> None:
        """Whoever is signed in to this account is not any more, by their next request; nor can they finish later."""
        self.give_up_new_address()
        User.objects.filter(pk=self.pk).update(session_epoch=models.F("session_epoch") + 1)
        self.refresh_from_db(fields=["session_epoch"])

    def give_up_new_address(self) -> None:
        """The one that waits to be confirmed: whoever asked for it may be the one who is being shut out."""
        self.emailaddress_set.filter(primary=False, verified=False).delete()

    @transaction.atomic
    def change_address(self, email: str, *, verified: bool) -> None:
        """This is the account's one address from now on; "" takes it away. Whoever changes it tells the old one."""
        self.email = email.strip().lower()
        self.save(update_fields=["email"])
        self.emailaddress_set.exclude(email=self.email).delete()
        if self.email:
            state = {"primary": True, "verified": verified}
            self.emailaddress_set.update_or_create(email=self.email, defaults=state)

    def take_role(self, role: Role) -> None:
        """Adds the role; whoever has one works in the back office."""
        self.groups.add(Group.objects.get(name=role.value))
        if not self.is_staff:
            self.is_staff = True
            self.save(update_fields=["is_staff"])


class ReaderManager(AccountManager):
    def get_queryset(self):
        return super().get_queryset().filter(is_staff=False)


class Reader(User):
    """An account without a desk: somebody who keeps reading lists."""

    objects = ReaderManager()

    class Meta:
        proxy = True
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
