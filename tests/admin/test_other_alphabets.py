"""Names of another alphabet in the lists of the back office."""

import pytest

from articles.models import Author, Source, Tag
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("page", "named"), [("author", Author), ("source", Source), ("tag", Tag)])
def test_a_list_of_names_keeps_their_brackets_where_they_belong(client, managing_editor, page, named):
    named.objects.create(name="AFP (Paris)")
    named.objects.create(name="BBC عربي")
    client.force_login(managing_editor)
    shown = client.get(f"/admin/articles/{page}/").content.decode()
    assert '<bdi dir="ltr">AFP (Paris)</bdi></a>' in shown
    assert ">BBC عربي</a>" in shown


def test_so_do_the_lists_of_texts_of_moves_and_of_accounts(client, managing_editor, admin_user, contributor):
    contributor.display_name = "J. Doe (Jr.)"
    contributor.save()
    writer = factories.author("C. Smith (NYT)")
    text = factories.draft(contributor, title="What is C++ (2)?", bylines=((writer.pk, "writer"),))
    text.apply("submit", by=contributor)
    client.force_login(managing_editor)
    shown = client.get("/admin/articles/article/").content.decode()
    assert '<bdi dir="ltr">What is C++ (2)?</bdi>' in shown
    assert '<bdi dir="ltr">C. Smith (NYT)</bdi>' in shown
    log = client.get("/admin/articles/transitionlog/").content.decode()
    assert '<bdi dir="ltr">J. Doe (Jr.)</bdi>' in log
    client.force_login(admin_user)
    accounts = client.get("/admin/accounts/user/").content.decode()
    assert '<bdi dir="ltr">J. Doe (Jr.)</bdi> (<bdi dir="ltr">contributor</bdi>)' in accounts


def test_the_desk_and_the_way_to_a_text_keep_titles_as_they_are_read(client, managing_editor, contributor):
    english = factories.draft(contributor, title="What is C++ (2)?")
    mixed = factories.draft(contributor, title="FIFA (الاتّحاد) يؤجّل القرعة")
    for text in (english, mixed):
        text.apply("submit", by=contributor)
    client.force_login(managing_editor)
    for page in ("/admin/", f"/admin/articles/article/{english.pk}/versions/"):
        assert '><bdi dir="ltr">What is C++ (2)?</bdi></a>' in client.get(page).content.decode()
    # An Arabic sentence, whatever it begins with.
    assert ">FIFA (الاتّحاد) يؤجّل القرعة</a>" in client.get("/admin/").content.decode()


def test_markup_in_a_name_stays_text(client, managing_editor):
    Tag.objects.create(name="<b>x</b>")
    client.force_login(managing_editor)
    assert '<bdi dir="ltr">&lt;b&gt;x&lt;/b&gt;</bdi>' in client.get("/admin/articles/tag/").content.decode()
