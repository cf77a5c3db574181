"""Names and titles of another alphabet on pages in Arabic, and the digits that lists count with."""

import pytest

from articles.models import Author, Series, Source, Tag
from maseer.lib import arabic
from pages.models import SiteSettings
from tests import factories


@pytest.mark.parametrize("name", ["C++", "AFP (Paris)", "What is C++ (2)?", "G20", "24 TV"])
def test_what_is_all_of_another_alphabet_runs_from_the_left(name):
    assert arabic.runs_from_left(name)


@pytest.mark.parametrize("name", ["رويترز", "BBC عربي", "CNN بالعربية", "2024", "1 - 3", "", "…"])
def test_what_has_arabic_letters_or_none_at_all_runs_with_the_page(name):
    assert not arabic.runs_from_left(name)


@pytest.mark.django_db
def test_on_every_public_page_such_names_and_titles_stand_apart(client):
    series = Series.objects.create(name="G20 (2)")
    factories.article(title="الجزء الثاني", series=series.pk, series_part=2)
    article = factories.article(
        title="What is C++ (2)?",
        body="<p>نصّ.</p>",
        tags=["C++"],
        bylines=((Author.objects.create(name="C. Smith (NYT)", bio="كاتب").pk, "writer"),),
        source=Source.objects.create(name="AFP (Paris)").pk,
        series=series.pk,
        series_part=1,
    )
    page = client.get(article.get_absolute_url()).content.decode()
    for name in ("What is C++ (2)?", "C++", "C. Smith (NYT)", "AFP (Paris)", "G20 (2)"):
        assert f'<bdi dir="ltr">{name}</bdi>' in page
    assert 'كلّ ما كتب <bdi dir="ltr">C. Smith (NYT)</bdi>' in page
    for address in ("/", "/search/?q=smith", article.writers[0].get_absolute_url()):
        assert '<bdi dir="ltr">What is C++ (2)?</bdi>' in client.get(address).content.decode()
    for named in (Tag, Series, Source, Author):
        row = named.objects.get()
        assert (
            f'<h1><bdi dir="ltr">{row.name}</bdi></h1>' in client.get(row.get_absolute_url()).content.decode()
        )


@pytest.mark.django_db
def test_a_name_that_begins_with_another_alphabet_is_still_arabic(client):
    source = Source.objects.create(name="BBC عربي")
    article = factories.article(title="FIFA تعاقب ناديًا", source=source.pk)
    page = client.get(article.get_absolute_url()).content.decode()
    assert ">BBC عربي</a>" in page
    assert ">FIFA تعاقب ناديًا</h1>" in page
    assert "<h1>BBC عربي</h1>" in client.get(source.get_absolute_url()).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("digits", ["western", "arabic"])
def test_lists_count_in_the_digits_of_the_paper(client, digits):
    SiteSettings(digits=digits).save()
    assert ('data-digits="arabic"' in client.get("/most-read/").content.decode()) == (digits == "arabic")
