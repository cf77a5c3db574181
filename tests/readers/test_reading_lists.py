"""One's own reading lists: saving to them, keeping them in order, and nobody else's business."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from articles.models import Article
from articles.workflow import Status
from maseer.models import Invalidation
from readers.models import ListedArticle, ReadingList, reading_list
from tests.at_once import at_once
from tests.factories import article, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    someone = user("owner", display_name="هدى الأمين")
    client.force_login(someone)
    return someone


@pytest.fixture
def kept(owner):
    return ReadingList.begin(owner, "للسفر")


@pytest.fixture
def filled(kept):
    """A list of three texts."""
    for number in "أبج":
        kept.add(article(title=f"نصّ {number}"))
    return kept


def titles(kept) -> list[str]:
    return [entry.article.title[-1] for entry in kept.entries.select_related("article")]


def to(name, *args) -> str:
    return reverse(f"readers:{name}", args=args)


# Verbs


def test_a_text_goes_to_the_end_and_only_once(kept):
    first, second = article(), article()
    assert kept.add(first) == kept.add(first)
    kept.add(second)
    assert list(kept.articles.order_by("pk")) == [first, second]
    assert list(kept.entries.values_list("article", "position")) == [(first.pk, 0), (second.pk, 1)]


def test_what_is_not_published_cannot_be_saved(kept):
    with pytest.raises(ValidationError):
        kept.add(article(status=Status.UNPUBLISHED))
    assert not kept.entries.exists()


def test_a_text_is_moved_up_and_down_and_to_a_place(filled):
    a, _b, c = filled.entries.all()
    filled.move_by(c, -1)
    assert titles(filled) == ["أ", "ج", "ب"]
    filled.move_by(a, 1)
    assert titles(filled) == ["ج", "أ", "ب"]
    filled.move(filled.entries.last(), 0)
    assert titles(filled) == ["ب", "ج", "أ"]
    filled.move(filled.entries.first(), 99)
    assert titles(filled) == ["ج", "أ", "ب"]
    assert list(filled.entries.values_list("position", flat=True)) == [0, 1, 2]


def test_at_the_ends_there_is_no_further(filled):
    filled.move_by(filled.entries.first(), -1)
    filled.move_by(filled.entries.last(), 1)
    assert titles(filled) == ["أ", "ب", "ج"]


def test_what_was_removed_meanwhile_is_not_moved(filled):
    entry = filled.entries.first()
    filled.remove(entry.article)
    filled.move_by(entry, 1)
    assert titles(filled) == ["ب", "ج"]


@pytest.mark.parametrize("name", ["", "  ", "\N{ZERO WIDTH SPACE}", "!?", "ع" * 101])
def test_a_name_can_be_read(owner, name):
    with pytest.raises(ValidationError):
        ReadingList.begin(owner, name)
    assert not ReadingList.objects.exists()


def test_of_two_names_that_read_alike_somebody_has_one(owner, kept):
    with pytest.raises(ValidationError):
        ReadingList.begin(owner, "للسّفر")
    other = ReadingList.begin(owner, "للبيت")
    with pytest.raises(ValidationError):
        other.rename("للسَفر")
    other.refresh_from_db()
    assert other.name == "للبيت"
    # Its own name, spelled otherwise, it may have; and other people theirs.
    kept.rename("للسّفر")
    ReadingList.begin(user(), "للسفر")
    assert ReadingList.objects.named("للسفر").count() == 2


def test_there_are_so_many_lists_and_so_many_texts_on_one(owner, kept, monkeypatch):
    monkeypatch.setattr(reading_list, "MOST_LISTS", 2)
    monkeypatch.setattr(reading_list, "MOST_ARTICLES", 1)
    ReadingList.begin(owner, "ثانية")
    with pytest.raises(ValidationError, match="2"):
        ReadingList.begin(owner, "ثالثة")
    there = article()
    kept.add(there)
    with pytest.raises(ValidationError, match="للسفر"):
        kept.add(article())
    kept.add(there)
    assert kept.entries.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_texts_added_at_once_each_has_a_place_of_its_own():
    kept = ReadingList.begin(user(), "للسفر")
    texts = [article() for _ in range(4)]
    at_once(*((lambda text=text: ReadingList.objects.get(pk=kept.pk).add(text)) for text in texts * 2))
    assert list(kept.entries.values_list("position", flat=True)) == [0, 1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_of_lists_begun_at_once_none_is_one_too_many(monkeypatch):
    monkeypatch.setattr(reading_list, "MOST_LISTS", 2)
    owner = user()

    def begin(name):
        try:
            return ReadingList.begin(owner, name).name
        except ValidationError:
            return None

    made = at_once(*((lambda name=name: begin(name)) for name in ("واحدة", "اثنتان", "ثلاث", "واحدة")))
    assert len([name for name in made if name]) == ReadingList.objects.of(owner).count() <= 2


# Pages


def test_a_list_is_made_and_is_found_among_ones_own(client, owner):
    response = client.post(to("lists"), {"name": " للسفر "})
    made = ReadingList.objects.get()
    assert response["Location"] == to("list", made.pk)
    assert (made.owner, made.name, made.is_public) == (owner, "للسفر", False)
    made.add(article())
    html = client.get(to("lists")).content.decode()
    assert "للسفر" in html
    assert "مقال واحد" in html


def test_a_name_twice_is_refused_with_words(client, kept):
    html = client.post(to("lists"), {"name": "للسفر"}).content.decode()
    assert 'aria-invalid="true"' in html
    assert ReadingList.objects.count() == 1


def test_a_list_shows_its_texts_in_its_order(client, filled):
    filled.move(filled.entries.last(), 0)
    html = client.get(to("list", filled.pk)).content.decode()
    assert re.findall(r'class="story__link"[^>]*>نصّ (.)', html) == ["ج", "أ", "ب"]


def test_what_is_not_published_any_more_is_there_without_its_title(client, filled):
    gone = filled.entries.first().article
    Article.objects.filter(pk=gone.pk).update(status=Status.WITHDRAWN)
    html = client.get(to("list", filled.pk)).content.decode()
    assert gone.title not in html
    assert html.count('class="shelf__gone"') == 1
    assert (
        client.post(to("remove_from_list", filled.pk), {"entry": filled.entries.first().pk}).status_code
        == 302
    )
    assert titles(filled) == ["ب", "ج"]


def test_the_buttons_move_and_remove(client, filled):
    last = filled.entries.last()
    response = client.post(to("move_in_list", filled.pk), {"up": last.pk, "from": "0"})
    assert response["Location"] == f"{to('list', filled.pk)}#entry-{last.pk}"
    assert titles(filled) == ["أ", "ج", "ب"]
    client.post(to("move_in_list", filled.pk), {"first": filled.entries.last().pk})
    assert titles(filled) == ["ب", "أ", "ج"]
    client.post(to("move_in_list", filled.pk), {"down": filled.entries.first().pk})
    assert titles(filled) == ["أ", "ب", "ج"]
    client.post(to("remove_from_list", filled.pk), {"entry": filled.entries.first().pk})
    assert titles(filled) == ["ب", "ج"]


@pytest.mark.parametrize("sent", [{"up": "x"}, {"up": "9" * 30}, {"up": ""}, {"down": "0"}])
def test_a_button_that_was_not_there_moves_nothing(client, filled, sent):
    assert client.post(to("move_in_list", filled.pk), sent).status_code == 404
    assert titles(filled) == ["أ", "ب", "ج"]


def test_an_entry_of_another_list_is_not_moved_through_ones_own(client, filled):
    other = ReadingList.begin(user(), "غيرها")
    foreign = other.add(article())
    other.add(article())
    for name, sent in (("move_in_list", "down"), ("remove_from_list", "entry")):
        assert client.post(to(name, filled.pk), {sent: foreign.pk}).status_code == 404
    assert other.entries.first() == foreign


def test_a_list_gets_another_name(client, kept):
    client.post(to("rename_list", kept.pk), {"name": "للبيت"})
    kept.refresh_from_db()
    assert (kept.name, kept.key) == ("للبيت", "للبيت")
    html = client.post(to("rename_list", kept.pk), {"name": ""}).content.decode()
    assert 'aria-invalid="true"' in html
    assert "للبيت" in html


def test_a_list_is_deleted_after_asking(client, filled):
    page = client.get(to("delete_list", filled.pk))
    assert page.status_code == 200
    assert ReadingList.objects.exists()
    assert client.post(to("delete_list", filled.pk))["Location"] == to("lists")
    assert not ListedArticle.objects.exists()
    assert Article.objects.count() == 3


def test_a_long_list_is_read_in_pages(client, kept, monkeypatch):
    monkeypatch.setattr("readers.list_page.SIZE", 2)
    for number in "أبجدهـ"[:5]:
        kept.add(article(title=f"نصّ {number}"))
    address, seen = to("list", kept.pk), []
    pages = []
    while True:
        html = client.get(address).content.decode()
        pages.append(address)
        seen += re.findall(r'class="story__link"[^>]*>نصّ (.)', html)
        onward = re.search(r'href="(\?from=\d+)" rel="next"', html)
        if not onward:
            break
        address = to("list", kept.pk) + onward[1]
    assert (len(pages), seen) == (3, list("أبجده"))
    assert re.search(r'href="(\?from=\d+)" rel="prev"', html)[1] == "?from=2"
    # Moved from the second page, one comes back to it.
    second = kept.entries.all()[2]
    response = client.post(to("move_in_list", kept.pk), {"down": second.pk, "from": "2"})
    assert response["Location"] == f"{to('list', kept.pk)}?from=2#entry-{second.pk}"


def test_reading_a_list_costs_the_same_however_long_it_is(client, kept, django_assert_max_num_queries):
    for _ in range(12):
        kept.add(article())
    with django_assert_max_num_queries(14):
        client.get(to("list", kept.pk))


# Who may


def test_who_is_not_signed_in_is_led_to_the_door_and_back(client):
    text = article()
    for address in (to("lists"), to("list", 1), to("save", text.pk)):
        assert client.get(address)["Location"] == f"{reverse('account_login')}?next={address}"
    # What was pressed is not repeated; the page of the list is where it can be.
    assert (
        client.post(to("move_in_list", 1))["Location"] == f"{reverse('account_login')}?next={to('list', 1)}"
    )


OWN = [
    *(("get", name) for name in ("list", "delete_list")),
    *(
        ("post", name)
        for name in ("rename_list", "set_list_public", "move_in_list", "remove_from_list", "delete_list")
    ),
]


@pytest.mark.parametrize(("method", "name"), OWN)
def test_anothers_list_is_not_there(client, filled, method, name):
    client.force_login(user(is_staff=True, is_superuser=True))
    entry = filled.entries.first().pk
    sent = {"name": "لي", "public": "yes", "up": entry, "entry": entry}
    theirs = getattr(client, method)(to(name, filled.pk), sent)
    nobodys = getattr(client, method)(to(name, 999_999), sent)
    assert (theirs.status_code, theirs.content) == (404, nobodys.content)
    filled.refresh_from_db()
    assert (filled.name, filled.is_public, filled.entries.count()) == ("للسفر", False, 3)


def test_every_form_needs_its_token(owner, filled):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    text = article()
    for address in (
        *(to(name, filled.pk) for method, name in OWN if method == "post"),
        to("lists"),
        to("save", text.pk),
    ):
        assert strict.post(address, {"name": "لي", "public": "yes"}).status_code == 403
    assert ReadingList.objects.count() == 1


@pytest.mark.parametrize("name", ["rename_list", "set_list_public", "move_in_list", "remove_from_list"])
def test_looking_changes_nothing(client, filled, name):
    assert client.get(to(name, filled.pk)).status_code == 405
    assert titles(filled) == ["أ", "ب", "ج"]


def test_pages_of_ones_own_are_kept_by_no_cache(client, filled):
    for address in (to("lists"), to("list", filled.pk), to("save", article().pk)):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_every_change_makes_the_public_page_stale(filled):
    tag = f"list:{filled.address}"
    entry = filled.entries.first()
    for change in (
        lambda: filled.move_by(entry, 1),
        lambda: filled.remove(entry.article),
        lambda: filled.add(entry.article),
        lambda: filled.rename("أخرى"),
        filled.publish,
        filled.unpublish,
        filled.bar,
        filled.allow,
        filled.delete,
    ):
        Invalidation.objects.all().delete()
        change()
        assert Invalidation.objects.filter(tag=tag).count() == 1, change
