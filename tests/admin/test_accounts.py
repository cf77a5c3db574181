import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


def url(user) -> str:
    return f"/admin/accounts/user/{user.pk}/change/"


def sent(user, **changes) -> dict:
    filled = {
        "username": user.username,
        "display_name": user.display_name,
        "email": user.email,
        "language": user.language,
    }
    return filled | {"is_active": "on", "groups": list(user.groups.values_list("pk", flat=True))} | changes


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


@pytest.mark.parametrize("change", [{"groups": []}, {"is_active": ""}])
def test_the_last_administrator_stays(client, admin_user, change):
    client.force_login(factories.user("root", is_staff=True, is_superuser=True))
    answer = client.post(url(admin_user), sent(admin_user, **change))
    assert answer.status_code == 200
    assert answer.context["adminform"].form.non_field_errors()
    changed = User.objects.get(pk=admin_user.pk)
    assert changed.is_active
    assert changed.roles == [Role.ADMIN]


def test_one_of_two_administrators_may_go(client, admin_user):
    other = factories.user("other", Role.ADMIN)
    client.force_login(admin_user)
    assert client.post(url(other), sent(other, is_active="")).status_code == 302
    assert not User.objects.get(pk=other.pk).is_active


@pytest.mark.parametrize("role", ["contributor", "editor", "managing_editor", "outsider"])
def test_only_administrators_see_accounts(request, client, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get("/admin/accounts/user/", follow=True).status_code == 403
