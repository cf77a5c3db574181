import pytest
from django.urls import reverse

from articles.choices import TagChoices
from articles.models import Tag
from tests import factories
from tests.admin.forms import as_filled, change_url

pytestmark = pytest.mark.django_db


def save(client, article, tags, **fields):
    answer = client.post(change_url(article), as_filled(article, tags=tags, **fields))
    article.refresh_from_db()
    return answer


def names(article) -> list[str]:
    return [Tag.objects.get(pk=pk).name for pk in article.working_revision.content.tags]


def test_tags_are_chosen_and_written_in_one_field_in_their_order(client, editor):
    water, cities = Tag.objects.called("المياه"), Tag.objects.called("المدن")
    article = factories.draft(editor)
    client.force_login(editor)
    assert save(client, article, [cities.pk, "زراعة,", water.pk]).status_code == 302
    assert names(article) == ["المدن", "زراعة", "المياه"]
    page = client.get(change_url(article)).content.decode()
    shown = page[page.index('id="id_tags"') :]
    assert shown.index("المدن") < shown.index("زراعة") < shown.index("المياه")


def test_what_is_written_is_found_as_readers_spell_it_and_taken_once(client, editor):
    iran = Tag.objects.called("إيران")
    article = factories.draft(editor)
    client.force_login(editor)
    save(client, article, ["ايران,", iran.pk, "أيران، سوق النفط؛سوق النفط"])
    assert names(article) == ["إيران", "سوق النفط"]
    assert Tag.objects.count() == 2


def test_a_year_is_a_name_and_not_the_tag_of_that_number(client, editor):
    Tag.objects.create(pk=2026, name="شيء آخر")
    article = factories.draft(editor)
    client.force_login(editor)
    save(client, article, ["2026,"])
    assert names(article) == ["2026"]


def test_without_scripts_new_tags_have_a_line_of_their_own(client, editor):
    water = Tag.objects.called("المياه")
    article = factories.draft(editor)
    client.force_login(editor)
    page = client.get(change_url(article)).content.decode()
    assert '<noscript><input type="text" name="tags_typed"' in page
    save(client, article, [water.pk], tags_typed="2026، سدود")
    assert names(article) == ["المياه", "2026", "سدود"]


def test_the_form_shows_the_names_of_today(client, editor):
    tag = Tag.objects.called("الاسم القديم")
    article = factories.draft(editor, tags=(tag.name,))
    tag.name = "الاسم الجديد"
    tag.save()
    client.force_login(editor)
    page = client.get(change_url(article)).content.decode()
    assert f'<option value="{tag.pk}" selected>الاسم الجديد</option>' in page
    assert "الاسم القديم" not in page


def test_a_refused_text_makes_no_tags_and_keeps_those_typed(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    answer = save(client, article, ["وسم جديد,"], title="ــــ")
    assert answer.status_code == 200
    assert '<option value="وسم جديد," selected>وسم جديد</option>' in answer.content.decode()
    assert not Tag.objects.exists()


def test_a_stale_text_shows_new_tags_and_makes_none(client, editor, managing_editor):
    article = factories.draft(editor)
    typed = as_filled(article, tags=["وسم جديد,"])
    article.save_revision(factories.payload(), article.working_revision_id, managing_editor)
    client.force_login(editor)
    answer = client.post(change_url(article), typed)
    told = [run.text for difference in answer.context["comparison"].differences for run in difference.runs]
    assert "وسم جديد" in told
    assert not Tag.objects.exists()


@pytest.mark.parametrize(
    "tags", [["ط" * 201 + ","], [f"وسم {number}," for number in range(21)], ["999999"], ["9" * 18]]
)
def test_what_is_no_tag_is_refused_on_the_field(client, editor, tags):
    article = factories.draft(editor)
    client.force_login(editor)
    answer = save(client, article, tags)
    assert answer.status_code == 200
    assert "tags" in answer.context["adminform"].form.errors
    assert not Tag.objects.exists()


def test_tags_are_looked_for_as_readers_spell_them(client, contributor):
    tag = Tag.objects.called("إيران")
    client.force_login(contributor)
    attributes = TagChoices(label="").widget.build_attrs({}, {})
    asked = {
        "app_label": attributes["data-app-label"],
        "model_name": attributes["data-model-name"],
        "field_name": attributes["data-field-name"],
    }
    found = client.get(reverse("admin:autocomplete"), asked | {"term": "ايران"}).json()["results"]
    assert found == [{"id": str(tag.pk), "text": "إيران"}]


def test_signs_of_a_name_are_looked_for_too(client, contributor):
    for name in ("C", "C#", "C++", "Disney+ العربية"):
        Tag.objects.called(name)
    client.force_login(contributor)
    asked = {"app_label": "articles", "model_name": "tagged", "field_name": "tag"}
    for term, names in (
        ("c++", ["C++"]),
        ("c#", ["C#"]),
        ("c", ["C", "C#", "C++"]),
        ("disney العربيه", ["Disney+ العربية"]),
    ):
        found = client.get(reverse("admin:autocomplete"), asked | {"term": term}).json()["results"]
        assert [row["text"] for row in found] == names, term
