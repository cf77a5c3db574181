"""Two change one account in the same moment: what one decided is not undone by what the other had read before."""

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied

from accounts.models import AccountEvent, User
from accounts.own_forms import ProfileForm
from accounts.roles import Role
from maseer.models import QueuedMail
from tests import factories
from tests.accounts.factors import app_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def laila():
    return factories.user("laila", Role.EDITOR, display_name="ليلى", email="laila@example.com")


def suspend(account, by):
    User.objects.get(pk=account.pk).suspend(by=by)


def assert_still_suspended(account):
    now = User.objects.get(pk=account.pk)
    assert (now.is_active, now.session_epoch) == (False, 1)


def form_of(account, **changes):
    sent = {"username": account.username, "display_name": account.display_name, "email": account.email}
    groups = [group.pk for group in account.groups.all()]
    return sent | {"language": "ar", "groups": groups} | changes


def test_saving_the_form_of_an_account_lifts_no_suspension(client, admin_user, laila, monkeypatch):
    client.force_login(admin_user)
    # While this form waits for its turn, another administrator decides.
    other = factories.user("other", Role.ADMIN)
    monkeypatch.setattr("accounts.admin.accounts.wait_your_turn", lambda: suspend(laila, other))
    address = f"/admin/accounts/user/{laila.pk}/change/"
    assert client.post(address, form_of(laila, display_name="ليلى شعبان")).status_code == 302
    assert_still_suspended(laila)
    assert User.objects.get(pk=laila.pk).display_name == "ليلى شعبان"


def test_saving_the_form_of_an_account_brings_no_old_password_back(client, admin_user, laila, monkeypatch):
    def choose_a_password():
        account = User.objects.get(pk=laila.pk)
        account.set_password("قمر فوق السطح")
        account.save(update_fields=["password"])

    client.force_login(admin_user)
    monkeypatch.setattr("accounts.admin.accounts.wait_your_turn", choose_a_password)
    address = f"/admin/accounts/user/{laila.pk}/change/"
    assert client.post(address, form_of(laila, language="en")).status_code == 302
    now = User.objects.get(pk=laila.pk)
    assert (now.check_password("قمر فوق السطح"), now.language) == (True, "en")


def test_whoever_is_restored_meanwhile_counts_as_the_last_administrator(client, laila, monkeypatch):
    root = User.objects.create_superuser("root", password="password")
    only = factories.user("only", Role.ADMIN, is_active=False)

    def restore():
        User.objects.filter(pk=only.pk).update(is_active=True)

    client.force_login(root)
    monkeypatch.setattr("accounts.admin.accounts.wait_your_turn", restore)
    address = f"/admin/accounts/user/{only.pk}/change/"
    assert client.post(address, form_of(only, groups=[])).status_code == 200
    assert User.objects.get(pk=only.pk).roles == [Role.ADMIN]


def test_saving_ones_profile_lifts_no_suspension(admin_user, laila):
    form = ProfileForm({"display_name": "ليلى شعبان", "language": "en"}, instance=laila)
    assert form.is_valid()
    suspend(laila, admin_user)
    form.save()
    assert_still_suspended(laila)
    now = User.objects.get(pk=laila.pk)
    assert (now.display_name, now.language) == ("ليلى شعبان", "en")


def test_choosing_a_password_lifts_no_suspension(admin_user, laila):
    stale = User.objects.get(pk=laila.pk)
    suspend(laila, admin_user)
    get_adapter().set_password(stale, "قمر فوق السطح")
    assert_still_suspended(laila)
    assert User.objects.get(pk=laila.pk).check_password("قمر فوق السطح")


def test_the_form_of_a_reader_lifts_no_suspension(client, admin_user, monkeypatch):
    reader = factories.user("reader", display_name="قارئ")
    client.force_login(admin_user)
    check = "accounts.names.check_is_own"
    monkeypatch.setattr(check, lambda *_args, **_options: suspend(reader, admin_user))
    address = f"/admin/accounts/reader/{reader.pk}/change/"
    assert client.post(address, {"display_name": "قارئ آخر"}).status_code == 302
    assert_still_suspended(reader)
    assert User.objects.get(pk=reader.pk).display_name == "قارئ آخر"


def test_a_password_set_by_a_superuser_is_written_down_and_told(client, laila, admin_user):
    root = User.objects.create_superuser("root", password="password")
    client.force_login(root)
    new = {"password1": "قمر فوق السطح", "password2": "قمر فوق السطح", "usable_password": "true"}
    assert client.post(f"/admin/accounts/user/{laila.pk}/password/", new).status_code == 302
    event = laila.events.get(kind=AccountEvent.Kind.PASSWORD_CHANGED)
    assert event.by == root
    assert User.objects.get(pk=laila.pk).check_password("قمر فوق السطح")


def lose_rights(account) -> User:
    """As the request still knows them: with the rights they had when it began."""
    known = User.objects.get(pk=account.pk)
    assert known.has_perms(["accounts.add_invitation", "accounts.change_user"])
    User.objects.get(pk=account.pk).groups.clear()
    return known


def test_nobody_is_invited_by_whoever_has_just_lost_the_right(admin_user):
    invitation = factories.invitation(role=Role.ADMIN)
    with pytest.raises(PermissionDenied):
        invitation.send(by=lose_rights(admin_user))
    assert not QueuedMail.objects.exists()


def test_no_second_factor_is_removed_by_whoever_has_just_lost_the_right(admin_user, laila):
    app_of(laila)
    with pytest.raises(PermissionDenied):
        laila.free_of_second_factors(by=lose_rights(admin_user))
    assert laila.has_second_factor
