import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccountEvent, User
from accounts.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db

Kind = AccountEvent.Kind


def url(user) -> str:
    return f"/admin/accounts/user/{user.pk}/change/"


def sent(user, **changes) -> dict:
    filled = {
        "username": user.username,
        "display_name": user.display_name,
        "email": user.email,
        "language": user.language,
    }
    return filled | {"groups": list(user.groups.values_list("pk", flat=True))} | changes


def group(role) -> int:
    return Group.objects.get(name=role.value).pk


def test_nobody_raises_their_own_rights(client, admin_user):
    client.force_login(admin_user)
    forged = {
        "groups": [group(role) for role in Role],
        "is_superuser": "on",
        "user_permissions": [1, 2, 3],
        "is_staff": "on",
    }
    client.post(url(admin_user), sent(admin_user, display_name="أنا", **forged))
    changed = User.objects.get(pk=admin_user.pk)
    assert changed.display_name == "أنا"
    assert changed.roles == [Role.ADMIN]
    assert not changed.has_perm("articles.publish_article")
    assert not changed.is_superuser
    assert not changed.user_permissions.exists()


def test_nobody_switches_themselves_off_or_takes_their_own_desk(client, admin_user):
    # A second administrator, so that it is not for being the last one.
    factories.user("other", Role.ADMIN)
    client.force_login(admin_user)
    forged = {"is_active": "", "is_staff": "", "groups": []}
    assert client.post(f"/admin/accounts/user/{admin_user.pk}/suspend/").status_code == 403
    client.post(url(admin_user), sent(admin_user, display_name="أنا", **forged))
    changed = User.objects.get(pk=admin_user.pk)
    assert changed.display_name == "أنا"
    assert (changed.is_active, changed.is_staff, changed.roles) == (True, True, [Role.ADMIN])


@pytest.mark.parametrize(("role", "is_tied"), [("editor", False), ("managing_editor", True)])
def test_whose_byline_it_is_decides_who_may_delete_bylines(request, client, contributor, role, is_tied):
    author = factories.author("سلمى")
    client.force_login(request.getfixturevalue(role))
    sent = {"name": "سلمى", "slug": author.slug, "role": "كاتبة", "user": contributor.pk}
    assert client.post(f"/admin/articles/author/{author.pk}/change/", sent).status_code == 302
    author.refresh_from_db()
    assert author.role == "كاتبة"
    assert (author.user == contributor) is is_tied


def test_an_administrator_gives_roles_but_not_superpowers(client, admin_user, outsider):
    client.force_login(admin_user)
    assert b"is_superuser" not in client.get(url(outsider)).content
    client.post(
        url(outsider), sent(outsider, groups=[group(Role.EDITOR)], is_superuser="on", user_permissions=[1])
    )
    changed = User.objects.get(pk=outsider.pk)
    assert changed.roles == [Role.EDITOR]
    assert changed.is_staff
    assert not changed.is_superuser
    assert not changed.user_permissions.exists()


def test_without_a_role_there_is_no_desk(client, admin_user, editor):
    client.force_login(admin_user)
    client.post(url(editor), sent(editor, groups=[]))
    assert not User.objects.get(pk=editor.pk).is_staff


def test_a_superusers_account_is_above_an_administrator(client, admin_user):
    root = factories.user("root", is_staff=True, is_superuser=True)
    client.force_login(admin_user)
    assert client.post(url(root), sent(root, display_name="x")).status_code == 403
    assert client.get(f"/admin/accounts/user/{root.pk}/password/").status_code == 403


def test_the_last_administrator_keeps_the_role(client, admin_user):
    client.force_login(factories.user("root", is_staff=True, is_superuser=True))
    answer = client.post(url(admin_user), sent(admin_user, groups=[]))
    assert answer.status_code == 200
    assert answer.context["adminform"].form.non_field_errors()
    assert User.objects.get(pk=admin_user.pk).roles == [Role.ADMIN]


def test_one_of_two_administrators_may_go(client, admin_user):
    other = factories.user("other", Role.ADMIN)
    client.force_login(admin_user)
    assert client.post(url(other), sent(other, groups=[])).status_code == 302
    assert User.objects.get(pk=other.pk).roles == []


def test_other_rights_end_the_sessions_and_are_written_down(client, admin_user, editor):
    news = factories.section("أخبار")
    theirs = Client()
    theirs.force_login(editor)
    assert theirs.get("/admin/").status_code == 200
    client.force_login(admin_user)
    client.post(url(editor), sent(editor, groups=[group(Role.CONTRIBUTOR)], sections=[news.pk]))
    assert theirs.get("/admin/").status_code == 302
    event = editor.events.get()
    assert (event.kind, event.by) == (Kind.RIGHTS_CHANGED, admin_user)
    assert event.detail.index(str(Role.EDITOR.label)) < event.detail.index(str(Role.CONTRIBUTOR.label))
    assert "أخبار" in event.detail


def test_another_name_ends_no_session(client, admin_user, editor):
    theirs = Client()
    theirs.force_login(editor)
    client.force_login(admin_user)
    client.post(url(editor), sent(editor, display_name="سامر"))
    assert theirs.get("/admin/").status_code == 200
    assert not editor.events.exists()


def test_another_address_is_not_taken_for_confirmed(client, admin_user):
    editor = factories.user("samer", Role.EDITOR, email="old@example.com")
    EmailAddress.objects.create(user=editor, email="old@example.com", verified=True, primary=True)
    client.force_login(admin_user)
    client.post(url(editor), sent(editor, email="new@example.com"))
    kept = EmailAddress.objects.get(user=editor)
    assert (kept.email, kept.verified, kept.primary) == ("new@example.com", False, True)
    assert editor.events.get().kind == Kind.EMAIL_CHANGED


def test_nobody_makes_an_account_for_somebody_else(client, admin_user):
    client.force_login(admin_user)
    assert client.get("/admin/accounts/user/add/").status_code == 403
    assert "/admin/accounts/invitation/add/" in client.get("/admin/accounts/user/").content.decode()


def test_only_superusers_set_anothers_password(client, admin_user, editor):
    client.force_login(admin_user)
    address = f"/admin/accounts/user/{editor.pk}/password/"
    assert client.post(address, {"password1": "another-1", "password2": "another-1"}).status_code == 403
    assert "password/" not in client.get(url(editor)).content.decode()
    client.force_login(factories.user("root", is_staff=True, is_superuser=True))
    assert client.get(address).status_code == 200
    assert User.objects.get(pk=editor.pk).check_password("password")


def test_the_list_asks_as_often_for_many_as_for_few(client, admin_user):
    client.force_login(admin_user)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/accounts/user/").status_code == 200
        return len(queries)

    # The first request also notes that the session is in use.
    asked()
    few = asked()
    for role in [*Role] * 3:
        factories.user(role=role).sections.add(factories.section())
    assert asked() == few


def test_the_list_is_of_staff_and_tells_roles_and_factors(client, admin_user, editor, outsider):
    Authenticator.objects.create(user=editor, type=Authenticator.Type.TOTP, data={})
    client.force_login(admin_user)
    rows = {row.pk: row for row in client.get("/admin/accounts/user/").context["cl"].result_list}
    assert set(rows) == {admin_user.pk, editor.pk}
    assert (rows[editor.pk].factor_is_set, rows[admin_user.pk].factor_is_set) == (True, False)
    for query, found in (
        ("factor=1", {editor.pk}),
        ("factor=0", {admin_user.pk}),
        ("active=0", set()),
        ("role=editor", {editor.pk}),
    ):
        answer = client.get(f"/admin/accounts/user/?{query}")
        assert {row.pk for row in answer.context["cl"].result_list} == found, query


def test_readers_have_a_list_of_their_own_without_rights(client, admin_user, outsider):
    client.force_login(admin_user)
    shown = client.get("/admin/accounts/reader/")
    assert [row.pk for row in shown.context["cl"].result_list] == [outsider.pk]
    address = f"/admin/accounts/reader/{outsider.pk}/change/"
    forged = {"display_name": "قارئة", "groups": [group(Role.ADMIN)], "is_staff": "on", "is_superuser": "on"}
    assert client.post(address, forged).status_code == 302
    changed = User.objects.get(pk=outsider.pk)
    assert changed.display_name == "قارئة"
    assert (changed.is_staff, changed.is_superuser, changed.roles) == (False, False, [])
    assert client.get(f"/admin/accounts/reader/{admin_user.pk}/change/").status_code == 302


def test_the_page_of_an_account_tells_what_happened_and_no_titles(client, admin_user, editor):
    factories.draft(editor, title="كناري")
    editor.record(Kind.SIGNED_IN, address="192.0.2.7")
    client.force_login(admin_user)
    shown = client.get(url(editor)).content.decode()
    assert "192.0.2.7" in shown
    assert "كناري" not in shown


@pytest.mark.parametrize("role", ["contributor", "editor", "managing_editor", "outsider"])
def test_only_administrators_see_accounts(request, client, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get("/admin/accounts/user/", follow=True).status_code == 403
