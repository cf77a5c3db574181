"""How strictly the paper takes its checks: one page, for managing editors."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import CheckLevel, Level
from articles.models.checks import CHECKS, levels, take_levels

pytestmark = pytest.mark.django_db

PAGE = "/admin/articles/checklevel/"


def as_it_is(**changes) -> dict:
    return {name: level for name, level in levels().items() if not CHECKS[name].is_structural} | changes


def test_a_managing_editor_decides_and_it_is_logged(client, managing_editor, caplog):
    caplog.set_level("INFO", "maseer.newsroom")
    client.force_login(managing_editor)
    page = client.get(PAGE).content.decode()
    for check in CHECKS.values():
        assert str(check.label) in page
        assert (f'name="{check.name}"' in page) != check.is_structural
    answer = client.post(PAGE, as_it_is(tags=Level.BLOCK, byline=Level.OFF), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["success"]
    assert dict(CheckLevel.objects.values_list("check_name", "level")) == {"tags": "block", "byline": "off"}
    assert levels()["tags"] == Level.BLOCK
    assert f"level of check tags: block, was warn, by={managing_editor.pk}" in caplog.text
    chosen = answer.context["form"]["tags"].value()
    assert chosen == Level.BLOCK
    # And back to what is usual.
    client.post(PAGE, as_it_is(tags=Level.WARN))
    assert levels()["tags"] == Level.WARN


def test_what_nothing_goes_out_without_is_nobodys_choice(client, managing_editor):
    client.force_login(managing_editor)
    client.post(PAGE, as_it_is(section=Level.OFF, title=Level.WARN))
    assert not CheckLevel.objects.exists()
    assert (levels()["section"], levels()["title"]) == (Level.BLOCK, Level.BLOCK)


@pytest.mark.parametrize("wrong", ["fatal", ""])
def test_nonsense_changes_nothing_and_keeps_what_was_chosen(client, managing_editor, wrong):
    client.force_login(managing_editor)
    answer = client.post(PAGE, as_it_is(deck=Level.BLOCK, tags=wrong))
    assert answer.status_code == 200
    assert "tags" in answer.context["form"].errors
    assert answer.context["form"]["deck"].value() == Level.BLOCK
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not CheckLevel.objects.exists()


@pytest.mark.parametrize("role", ["contributor", "editor", "admin_user"])
def test_nobody_else_gets_there(client, request, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, as_it_is(tags=Level.BLOCK)).status_code == 403
    assert not CheckLevel.objects.exists()
    assert PAGE not in client.get("/admin/").content.decode()


def test_its_rows_have_no_pages_of_their_own(client, managing_editor):
    row = CheckLevel.objects.create(check_name="tags", level=Level.OFF)
    client.force_login(managing_editor)
    assert client.get(f"{PAGE}{row.pk}/change/").url == PAGE
    assert client.post(f"{PAGE}{row.pk}/change/", {"level": "block"}).url == PAGE
    assert client.get(f"{PAGE}add/").status_code == 403
    assert client.post(f"{PAGE}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert row.level == Level.OFF


def test_the_verb_itself_asks_who_decides(editor, caplog):
    with pytest.raises(PermissionDenied):
        take_levels(dict.fromkeys(levels(), Level.OFF), by=editor)
    assert not CheckLevel.objects.exists()
    assert f"refused: levels of checks by={editor.pk}" in caplog.text
