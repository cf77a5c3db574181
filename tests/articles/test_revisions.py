import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from articles.models import Article, Revision
from articles.models.refusals import StaleRevision, TransitionRefused
from articles.workflow import Stage
from tests.factories import article, author, draft, image, payload, section


@pytest.mark.django_db
def test_a_save_makes_a_revision_and_leaves_the_live_row(editor):
    text = article(title="الحيّ", body="<p>ما يقرأه الناس</p>")
    text.save_revision(payload(title="الجديد"), base=text.working_revision_id, by=editor)
    row = Article.objects.get()
    assert (row.title, row.body) == ("الحيّ", "<p>ما يقرأه الناس</p>")
    assert row.working_revision.title == "الجديد"
    assert row.working_revision.base == row.live_revision
    assert row.working_revision.created_by == editor


@pytest.mark.django_db
def test_a_save_on_an_old_revision_is_refused(contributor, editor):
    text = draft(contributor, title="أوّل")
    opened = text.working_revision_id
    Article.objects.get().save_revision(payload(title="ثانٍ"), base=opened, by=editor)
    with pytest.raises(StaleRevision) as refusal:
        text.save_revision(payload(title="ثالث"), base=opened, by=contributor)
    assert refusal.value.newer.title == "ثانٍ"
    assert list(Revision.objects.order_by("pk").values_list("title", flat=True)) == ["أوّل", "ثانٍ"]


@pytest.mark.django_db
def test_who_may_not_edit_changes_nothing(contributor, editor, outsider, admin_user):
    text = draft(editor)
    for person in (contributor, outsider, admin_user):
        with pytest.raises(PermissionDenied):
            text.save_revision(payload(), base=text.working_revision_id, by=person)
    with pytest.raises(PermissionDenied):
        Article().save_revision(payload(), base=None, by=outsider)
    assert Revision.objects.count() == 1


@pytest.mark.django_db
def test_a_submitted_text_is_out_of_its_writers_hands(contributor):
    text = draft(contributor)
    text.apply("submit", by=contributor)
    with pytest.raises(PermissionDenied):
        text.save_revision(payload(), base=text.working_revision_id, by=contributor)


@pytest.mark.django_db
def test_an_idea_becomes_a_draft_with_its_first_words(contributor):
    text = draft(contributor, body="")
    assert text.stage == Stage.IDEA
    text.save_revision(payload(body="<p>بداية</p>"), base=text.working_revision_id, by=contributor)
    assert text.stage == Stage.DRAFT
    assert text.log.first().transition == "begun"


@pytest.mark.django_db
def test_a_cartoon_is_a_draft_with_its_drawing_not_only_with_words(contributor):
    text = draft(contributor, kind="cartoon", body="")
    assert text.stage == Stage.IDEA
    drawn = payload(kind="cartoon", body="", image=image().pk)
    text.save_revision(drawn, base=text.working_revision_id, by=contributor)
    assert text.stage == Stage.DRAFT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "\N{ZERO WIDTH NON-JOINER} "),
        ("title", "ع" * 251),
        ("deck", "ع" * 601),
        ("kind", "poster"),
        ("series_part", 2),
    ],
)
def test_bad_input_names_its_field_and_stores_nothing(field, value, contributor):
    with pytest.raises(ValidationError) as refusal:
        draft(contributor, **{field: value})
    assert {field, "series"} & set(refusal.value.message_dict)
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_bodies_are_cleaned_on_every_way_in(contributor):
    dirty = '<p onclick="x()">نصّ</p><script>alert(1)</script>'
    text = draft(contributor, body=dirty)
    assert text.working_revision.payload["body"] == "<p>نصّ</p>"
    Article.objects.filter(pk=text.pk).update(body=dirty)
    assert Article.objects.get().body == "<p>نصّ</p>"
    Article.objects.bulk_create([Article(title="مباشر", body=dirty)])
    assert Article.objects.get(title="مباشر").body == "<p>نصّ</p>"
    shell = Article(title="صدفة", body=dirty)
    shell.save()
    assert Article.objects.get(title="صدفة").body == "<p>نصّ</p>"


@pytest.mark.django_db
def test_going_live_places_it_everywhere(editor):
    first, second = section("أخبار"), section("متابعات")
    writer, translator = author("ليلى"), author("ماهر")
    text = article(
        section=first.pk,
        sections=(second.pk,),
        bylines=((writer.pk, "writer"), (translator.pk, "translator")),
        tags=("المياه", "ايران", "إيران"),
    )
    assert {placement.section for placement in text.placements.all()} == {first, second}
    assert [(line.author, line.role) for line in text.bylines.all()] == [
        (writer, "writer"),
        (translator, "translator"),
    ]
    assert sorted(tag.name for tag in text.tags.all()) == ["المياه", "ايران"]
    for listed in (
        Article.objects.in_section(second),
        Article.objects.by_author(translator),
        Article.objects.tagged_with(text.tags.get(name="المياه")),
    ):
        assert list(listed) == [text]


@pytest.mark.django_db
def test_a_writer_who_signs_twice_is_listed_once():
    both = author("ليلى")
    text = article(bylines=((both.pk, "writer"), (both.pk, "photographer")))
    assert list(Article.objects.by_author(both)) == [text]
    assert [byline.role for byline in text.bylines.all()] == ["writer", "photographer"]


def race(*actions):
    """Runs each action in a thread of its own, all at once; returns what each answered or raised."""
    barrier, results = threading.Barrier(len(actions)), [None] * len(actions)

    def run(index, action):
        barrier.wait()
        try:
            results[index] = action()
        except (StaleRevision, TransitionRefused) as refusal:
            results[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_of_many_saves_at_once_one_wins_and_none_is_lost(editor):
    text = draft(editor)
    base = text.working_revision_id

    def save(number):
        return lambda: Article.objects.get(pk=text.pk).save_revision(
            payload(title=f"نسخة {number}", section=None), base=base, by=editor
        )

    results = race(*(save(number) for number in range(6)))
    accepted = [result for result in results if isinstance(result, Revision)]
    assert len(accepted) == 1
    assert sum(isinstance(result, StaleRevision) for result in results) == 5
    assert Revision.objects.count() == 2
    text.refresh_from_db()
    assert text.working_revision == accepted[0]


@pytest.mark.django_db(transaction=True)
def test_of_many_publishes_at_once_one_wins(managing_editor):
    text = article(status="unpublished")
    publish = lambda: Article.objects.get(pk=text.pk).apply("publish", by=managing_editor)  # noqa: E731
    results = race(*[publish] * 6)
    assert sum(isinstance(result, TransitionRefused) for result in results) == 5
    assert text.log.filter(transition="publish").count() == 1
    assert Article.objects.published().count() == 1
