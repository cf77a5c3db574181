"""What recurring formats begin with."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import Article, StoryTemplate
from tests import factories
from tests.admin.forms import add_url, change_url

pytestmark = pytest.mark.django_db

TEMPLATES = "/admin/articles/storytemplate/"


def as_template(article) -> str:
    return f"/admin/articles/article/{article.pk}/template/"


def template(name: str = "كاريكاتير اليوم", **fields) -> StoryTemplate:
    made = StoryTemplate()
    made.fill(name, factories.payload(**fields))
    made.save()
    return made


def test_a_text_becomes_a_template_and_a_template_a_text(client, managing_editor):
    article = factories.article(title="قراءة الأسبوع", deck="ما قرأناه", tags=["كتب"])
    client.force_login(managing_editor)
    assert as_template(article) in client.get(change_url(article)).content.decode()
    client.post(as_template(article), {"name": "قراءة الأسبوع"})
    made = StoryTemplate.objects.get()
    assert made.content == article.working_revision.content
    offered = f"{add_url()}?template={made.pk}"
    for page in ("/admin/", "/admin/articles/article/"):
        assert offered in client.get(page).content.decode()
    form = client.get(offered).context["adminform"].form
    assert (form["title"].value(), form["deck"].value()) == ("قراءة الأسبوع", "ما قرأناه")
    assert form["tags"].value() == list(article.working_revision.content.tags)
    assert Article.objects.count() == 1


def test_a_template_is_written_with_the_form_of_a_text(client, managing_editor):
    section = factories.section()
    client.force_login(managing_editor)
    assert client.get(f"{TEMPLATES}add/").status_code == 200
    sent = {"name": "موجز", "kind": "news", "section": section.pk, "body": "<p>أوّلًا<script>1</script></p>"}
    assert client.post(f"{TEMPLATES}add/", sent).status_code == 302
    made = StoryTemplate.objects.get()
    # Most formats have another title each time.
    assert (made.name, made.content.title, made.content.section) == ("موجز", "", section.pk)
    assert made.content.body == "<p>أوّلًا</p>"
    page = client.get(f"{TEMPLATES}{made.pk}/change/")
    assert page.context["adminform"].form["body"].value() == "<p>أوّلًا</p>"
    client.post(f"{TEMPLATES}{made.pk}/change/", sent | {"name": "موجز المساء", "title": "مساء الخير"})
    made.refresh_from_db()
    assert (made.name, made.content.title) == ("موجز المساء", "مساء الخير")


def test_a_name_is_used_once_and_what_was_typed_stays(client, managing_editor):
    template("موجز")
    article = factories.draft(managing_editor)
    client.force_login(managing_editor)
    for answer in (
        client.post(f"{TEMPLATES}add/", {"name": "موجز", "kind": "news", "deck": "مقدّمتي"}),
        client.post(as_template(article), {"name": "موجز"}),
    ):
        assert answer.status_code == 200
        assert 'value="موجز"' in answer.content.decode()
    assert StoryTemplate.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_name_is_needed_and_short(client, managing_editor, name):
    article = factories.draft(managing_editor)
    client.force_login(managing_editor)
    assert client.post(as_template(article), {"name": name}).context["form"].errors
    assert client.post(f"{TEMPLATES}add/", {"name": name, "kind": "news"}).status_code == 200
    assert not StoryTemplate.objects.exists()


def test_editors_use_templates_and_do_not_make_them(client, editor, caplog):
    made = template(deck="مقدّمة القالب")
    article = factories.draft(editor)
    client.force_login(editor)
    assert as_template(article) not in client.get(change_url(article)).content.decode()
    assert client.post(as_template(article), {"name": "لي"}).status_code == 403
    assert f"by={editor.pk}" in caplog.text
    assert client.post(f"{TEMPLATES}add/", {"name": "لي", "kind": "news"}).status_code == 403
    assert "مقدّمة القالب" in client.get(f"{TEMPLATES}{made.pk}/change/").content.decode()
    assert client.get(f"{add_url()}?template={made.pk}").context["adminform"].form["deck"].value()


def test_the_verb_itself_asks_who_makes_one(editor, managing_editor):
    with pytest.raises(PermissionDenied):
        StoryTemplate().keep("لي", factories.payload(), by=editor)
    made = template()
    with pytest.raises(PermissionDenied):
        made.keep("لي", factories.payload(), by=editor)
    made.refresh_from_db()
    assert (made.name, StoryTemplate.objects.count()) == ("كاريكاتير اليوم", 1)
    made.keep("لنا", factories.payload(), by=managing_editor)
    assert StoryTemplate.objects.get().name == "لنا"


@pytest.mark.parametrize("asked", ["999999", "x", "-1", "9" * 30, "١"])
def test_a_template_that_is_not_there_leaves_an_empty_form(client, editor, asked):
    client.force_login(editor)
    answer = client.get(add_url(), {"template": asked})
    assert answer.status_code == 200
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_contributors_get_none(client, contributor):
    made = template(deck="مقدّمة القالب")
    client.force_login(contributor)
    answer = client.get(add_url(), {"template": made.pk})
    assert not answer.context["adminform"].form["deck"].value()
    assert client.get(TEMPLATES).status_code == 403
    assert not StoryTemplate.objects.offered_to(contributor).exists()
    assert made.name not in client.get("/admin/").content.decode()
