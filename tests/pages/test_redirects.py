from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.client import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from articles.models import Article, Author, Section, Series, Source, Tag
from articles.models.payload import BylineRole
from articles.workflow import Status
from maseer.lib.http import normal_path, requested_path
from pages.models import Redirect
from tests.articles.hidden import STATES, hidden
from tests.factories import article, section

pytestmark = pytest.mark.django_db


def test_an_old_address_leads_to_the_new_one(client):
    text = article(title="عنوان قديم")
    Redirect.objects.create(
        old_path=normal_path("https://old.example/2020/01/عنوان-قديم/"), new_path=text.get_absolute_url()
    )
    for old in ("/2020/01/عنوان-قديم/", "/2020/01/عنوان-قديم", "/2020/01/%D8%B9%d9%86وان-قديم/"):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, iri_to_uri(text.get_absolute_url()))


def test_an_address_cut_in_the_middle_of_a_letter_is_found(client):
    cut = "/2020/01/%d8%b9%d9%86%d9"
    Redirect.objects.create(old_path=normal_path(cut), new_path="/about/")
    assert client.get(cut)["Location"] == "/about/"


def test_the_number_in_a_query_is_found(client):
    Redirect.objects.create(old_path="/?p=17", new_path="/5/عنوان/")
    assert client.get("/?p=17")["Location"] == iri_to_uri("/5/عنوان/")
    assert client.get("/?p=18").status_code == 200


@pytest.mark.parametrize("number", ["%00", "17%00", "a", "%D9%A1", "-1"])
def test_what_is_no_number_is_not_looked_up(client, number):
    Redirect.objects.create(old_path="/?p=a", new_path="/about/")
    assert client.get(f"/?p={number}").status_code == 200


def test_a_living_page_wins_over_an_old_address(client):
    text = article()
    Redirect.objects.create(old_path=normal_path(text.get_absolute_url()), new_path="/about/")
    assert client.get(text.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "old", "/old/"])
def test_an_address_leads_only_within_the_site_and_not_to_itself(target):
    with pytest.raises(ValidationError):
        Redirect(old_path="/old/", new_path=target).full_clean()


@pytest.mark.parametrize("target", ["/b", "/b/", "https://old.example/b", "/B"])
def test_an_old_address_does_not_lead_to_another_one(target):
    Redirect.objects.create(old_path="/b", new_path="/c")
    with pytest.raises(ValidationError) as refused:
        Redirect(old_path="/a/", new_path=target).full_clean()
    assert "new_path" in refused.value.message_dict


def test_there_are_no_circles():
    there = Redirect.objects.create(old_path="/b", new_path="/c")
    with pytest.raises(ValidationError):
        Redirect(old_path="/c/", new_path="/b/").full_clean()
    there.new_path = "/d/"
    there.full_clean()


def test_what_led_to_an_address_leads_on_when_that_one_does():
    Redirect.objects.create(old_path="/a", new_path=iri_to_uri("/عنوان/"))
    Redirect.objects.create(old_path="/b", new_path="/عنوان/")
    other = Redirect.objects.create(old_path="/c", new_path="/عنوان-آخر/")
    Redirect.objects.create(old_path=normal_path("/عنوان/"), new_path="/new/")
    assert set(Redirect.objects.exclude(pk=other.pk).values_list("new_path", flat=True)) == {"/new/"}
    other.refresh_from_db()
    assert other.new_path == "/عنوان-آخر/"


def test_a_nul_in_an_old_address_breaks_nothing():
    Redirect.objects.create(old_path=normal_path("/%00a/"), new_path="/new/")


def test_the_database_refuses_a_loop():
    with pytest.raises(IntegrityError):
        Redirect.objects.create(old_path="/a", new_path="/a")


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("https://old.example/A/b/", "/a/b"),
        ("/عنوان/", "/%d8%b9%d9%86%d9%88%d8%a7%d9%86"),
        ("/%D8%B9/", "/%d8%b9"),
        ("/", "/"),
        ("https://old.example/?p=3", "/?p=3"),
    ],
)
def test_one_spelling_for_each_address(address, normal):
    assert normal_path(address) == normal
    if "?" not in address:
        assert requested_path(RequestFactory().get(address.replace("https://old.example", ""))) == normal


# What WordPress hangs on an address


@pytest.fixture
def old_site():
    for old, new in (
        ("/category/أخبار/", "/sections/أخبار/"),
        ("/author/leila/", "/authors/ليلى/"),
        ("/tag/المياه/", "/tags/المياه/"),
        ("/2020/01/عنوان/", "/5/عنوان/"),
        ("/author/maseer/", "/archive/"),
        ("/category/كاتب/amp/", "/about/"),
    ):
        Redirect.objects.create(old_path=normal_path(old), new_path=new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *((old, "/feeds/") for old in ("/feed/", "/feed", "/feed/rss2/", "/?feed=rss2", "/rss/")),
        *((old, "/feeds/") for old in ("/comments/feed/", "/rss.xml")),
        ("/feed/atom/", "/feeds/atom/"),
        ("/author/maseer/feed/atom/", "/feeds/atom/"),
        ("/category/أخبار/feed/", "/feeds/sections/أخبار/"),
        ("/category/أخبار/feed/rss2/", "/feeds/sections/أخبار/"),
        ("/category/%D8%A3%d8%ae%d8%a8%d8%a7%d8%b1/feed", "/feeds/sections/أخبار/"),
        ("/author/leila/feed/", "/feeds/authors/ليلى/"),
        ("/author/maseer/feed/", "/feeds/"),
        ("/tag/المياه/feed/atom/", "/feeds/tags/المياه/atom/"),
        ("/category/أخبار/page/7/", "/sections/أخبار/"),
        ("/category/أخبار/page/2/feed/", "/feeds/sections/أخبار/"),
        ("/2020/01/عنوان/amp/", "/5/عنوان/"),
        ("/2020/01/عنوان/feed/", "/5/عنوان/"),
        ("/category/كاتب/amp/", "/about/"),
        *((old, "/sitemap.xml") for old in ("/sitemap_index.xml", "/wp-sitemap.xml")),
        ("/news-sitemap.xml", "/sitemaps/news.xml"),
    ],
)
def test_what_hung_on_an_old_address_leads_on_too(old, new, old_site, client):
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, iri_to_uri(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/?page_id=17", "/5/عنوان/"),
        ("/?attachment_id=17", "/5/عنوان/"),
        ("/index.php?p=17", "/5/عنوان/"),
        ("/index.php", "/"),
        ("/?tag=المياه", "/tags/المياه/"),
        ("/?category_name=%D8%A3خبار", "/sections/أخبار/"),
        ("/?author_name=leila", "/authors/ليلى/"),
        ("/index.php/category/أخبار/", "/sections/أخبار/"),
        ("/page/2/", "/archive/"),
        ("/2022/08/", "/archive/2022/8/"),
        ("/2022/12/31/", "/archive/2022/12/"),
        ("/2022/08/20/page/3/", "/archive/2022/8/"),
    ],
)
def test_what_wordpress_asks_its_front_page_and_lists_by_day_are_found(old, new, old_site, client):
    Redirect.objects.create(old_path="/?p=17", new_path="/5/عنوان/")
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, iri_to_uri(new))


@pytest.mark.parametrize("old", ["/2022/13/", "/2022/08/20/x/", "/index.php/x/", "/page/x/", "/2022/"])
def test_what_only_looks_like_it_leads_nowhere(old, client):
    assert client.get(old).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["?tag=", "?tag=غيرها", "?tag=%00", "?tag=x?%00", "?tag=x%23", "?attachment_id=x", "?category_name=../x"],
)
def test_a_front_page_asked_for_nothing_is_the_front_page(query, client):
    assert client.get(f"/{query}").status_code == 200


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
def test_a_month_leads_to_the_archive_also_where_a_text_has_the_number_of_the_year(status, client):
    yesterday = timezone.now() - timedelta(days=1)
    text = Article(
        pk=2022, title="كلام", slug="كلام", section=section(), status=status, published_at=yesterday
    )
    Article.objects.bulk_create([text])
    assert client.get("/2022/08/")["Location"] == "/archive/2022/8/"
    answer = client.get("/2022/كلام-آخر/")
    assert answer.status_code == (301 if status == Status.PUBLISHED else 410)


def test_an_editors_old_address_wins_over_the_rule(client):
    Redirect.objects.create(old_path="/2022/08", new_path="/about/")
    assert client.get("/2022/08/")["Location"] == "/about/"


@pytest.mark.parametrize(
    "old", ["/category/غيره/feed/", "/feed/feed/", "/x/amp/", "/category/أخبار/page/x/", "/feeds/feed/"]
)
def test_what_hung_on_nothing_leads_nowhere(old, old_site, client):
    assert client.get(old).status_code == 404


def test_a_long_tail_costs_one_question(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert client.get("/x" + "/amp" * 200 + "/feed/").status_code == 404


# Addresses as readers spell them

NAMED = [
    (Section, lambda row: {"section": row.pk}),
    (Author, lambda row: {"bylines": ((row.pk, BylineRole.WRITER),)}),
    (Tag, lambda row: {"tags": (row.pk,)}),
    (Source, lambda row: {"source": row.pk}),
    (Series, lambda row: {"series": row.pk}),
]


def beside(row, slug: str) -> str:
    return f"{row.get_absolute_url().rstrip('/').rpartition('/')[0]}/{slug}/"


@pytest.mark.parametrize(("kind", "names"), NAMED)
@pytest.mark.parametrize("asked", ["مدينه-احمد-علي", "مدينة-أحمد-علي", "مَدِينَةُ-أحمد-على", "مدينة-أحمـد-عليّ"])
def test_an_address_spelled_otherwise_leads_to_ours(kind, names, asked, client):
    row = kind.objects.create(name="مدينةُ أحمد على")
    article(**names(row))
    answer = client.get(beside(row, asked))
    assert (answer.status_code, answer["Location"]) == (301, row.get_absolute_url())
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(("kind", "names"), NAMED)
def test_what_readers_find_nothing_at_is_no_better_known_for_being_spelled_otherwise(kind, names, client):
    row = kind.objects.create(name="مدينة")
    for state in STATES:
        hidden(state, **names(row))
    answer, nothing = client.get(beside(row, "مدينه")), client.get(beside(row, "غيرها"))
    assert (answer.status_code, answer.content) == (404, nothing.content)


def test_a_name_is_found_also_where_the_address_says_another(client):
    tag = Tag.objects.create(name="C++", slug="cpp")
    article(tags=(tag.pk,))
    assert client.get("/tags/C++/")["Location"] == "/tags/cpp/"
    assert client.get("/tags/c/").status_code == client.get("/tags/c/feed/").status_code == 404
    assert client.get("/tags/c++/feed/")["Location"] == "/feeds/tags/cpp/"


def test_an_old_address_wins_over_a_name(client):
    article(tags=("مدينة",))
    Redirect.objects.create(old_path=normal_path("/tags/مدينه/"), new_path="/about/")
    assert client.get("/tags/مدينه/")["Location"] == "/about/"


def test_the_case_of_letters_does_not_matter(client):
    tag = Tag.objects.create(name="BBC", slug="BBC")
    article(tags=(tag.pk,))
    assert client.get("/tags/bbc/")["Location"] == "/tags/BBC/"
    assert client.get("/tags/BBC/").status_code == 200


def test_only_what_is_not_there_costs_a_question(client):
    tag = Tag.objects.called("مدينة")
    article(tags=(tag.pk,))
    client.get(tag.get_absolute_url())
    for path, questions in ((tag.get_absolute_url(), 0), ("/tags/مدينه/", 1), ("/nothing/مدينه/", 0)):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert sum('."name_key" = ' in query["sql"] for query in asked) == questions, path
