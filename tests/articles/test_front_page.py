"""The editors' hand on the front page: what they put at its head stands there, for as long as it may."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from articles import front_page, views
from articles.models import Article, FrontPageEdition, FrontPageSlot, Pick, Section
from articles.models.front_page import StaleFrontPage
from articles.workflow import Status
from maseer.models import Invalidation
from tests import factories

pytestmark = pytest.mark.django_db

ADMIN = "/admin/articles/article/front-page/"


@pytest.fixture
def section():
    return factories.section("أخبار")


@pytest.fixture
def news(section):
    """Twelve stories with pictures, the newest first."""
    picture = factories.image()
    now = timezone.now()
    return [
        factories.article(
            section=section.pk,
            image=picture.pk,
            title=f"خبر {number}",
            published_at=now - timedelta(hours=number),
        )
        for number in range(1, 13)
    ]


def head() -> list[Article]:
    laid_out = front_page.lay_out(list(Section.objects.in_menu()))
    return [laid_out.lead, *laid_out.seconds]


def typed(seen: int, **places) -> dict:
    """The form as it is sent: `lead`, `first`, … are what stands in the field of a place."""
    names = ("lead", "first", "second", "third")
    data = {"seen": seen}
    for number, name in enumerate(names):
        value = places.get(name, {})
        value = value if isinstance(value, dict) else {"article": value.pk}
        data |= {f"place-{number}-{field}": value.get(field, "") for field in ("article", "older", "until")}
    return data


def test_the_page_orders_itself_where_nobody_has(news):
    assert head()[0] == news[0]
    assert len(set(head())) == 4


def test_the_chosen_stand_in_their_places_and_the_page_fills_the_others(news, managing_editor):
    FrontPageEdition.arrange({0: Pick(news[6]), 2: Pick(news[7])}, 0, managing_editor)
    lead, first, second, third = head()
    assert (lead, second) == (news[6], news[7])
    assert {first, third}.isdisjoint({news[6], news[7]})
    laid_out = front_page.lay_out(list(Section.objects.in_menu()))
    shown = [lead, first, second, third, *laid_out.latest, *(a for b in laid_out.blocks for a in b.articles)]
    assert len(shown) == len(set(shown))


def test_beside_the_lead_stands_more_of_its_section_that_stands_nowhere_else(news):
    laid_out = front_page.lay_out(list(Section.objects.in_menu()))
    assert laid_out.beside == news[9:12]
    assert not {*laid_out.beside} & {article for block in laid_out.blocks for article in block.articles}


def test_beside_a_lead_of_a_part_stands_more_of_the_whole_section(news):
    part = factories.section("تحقيقات", parent=news[0].section)
    lead = factories.article(kind="report", image=factories.image().pk, section=part.pk)
    laid_out = front_page.lay_out(list(Section.objects.in_menu()))
    assert laid_out.lead == lead
    assert {text.section for text in laid_out.beside} == {news[0].section}


def test_what_was_chosen_by_hand_to_go_with_the_lead_stands_beside_it_if_it_is_public(news, client):
    chosen = factories.article(title="اختير", kind="opinion")
    hidden = factories.article(status=Status.UNPUBLISHED)
    picture = factories.image()
    lead = factories.article(
        kind="report",
        title="الأوّل",
        image=picture.pk,
        related=(hidden.pk, chosen.pk),
        section=news[0].section.pk,
    )
    found = client.get("/")
    assert found.context["lead"] == lead
    assert found.context["beside"] == [chosen]
    assert found.content.decode().count(chosen.get_absolute_url()) == 1


def test_what_is_past_its_hour_leaves_by_itself(news, managing_editor):
    now = timezone.now()
    FrontPageEdition.arrange(
        {0: Pick(news[6], now + timedelta(hours=1)), 1: Pick(news[7])}, 0, managing_editor
    )
    assert [slot.article for slot in FrontPageSlot.objects.in_force(now + timedelta(minutes=59))] == [
        news[6],
        news[7],
    ]
    assert [slot.article for slot in FrontPageSlot.objects.in_force(now + timedelta(minutes=61))] == [news[7]]


def test_the_home_page_is_not_kept_beyond_the_next_expiry(news, managing_editor, rf):
    ends = timezone.now() + timedelta(seconds=90)
    FrontPageEdition.arrange({0: Pick(news[6], ends), 1: Pick(news[7])}, 0, managing_editor)
    assert 60 < views.home(rf.get("/")).cache_seconds <= 90
    FrontPageEdition.arrange({0: Pick(news[6])}, 1, managing_editor)
    assert views.home(rf.get("/")).cache_seconds == 300


def test_what_is_withdrawn_leaves_by_itself_and_comes_back_with_its_place(news, managing_editor):
    FrontPageEdition.arrange({0: Pick(news[6])}, 0, managing_editor)
    news[6].apply("withdraw", managing_editor, note="خطأ")
    assert head()[0] == news[0]
    Article.objects.filter(pk=news[6].pk).update(status=Status.PUBLISHED)
    assert head()[0] == news[6]


def test_the_home_page_is_forgotten_when_its_head_changes(news, managing_editor):
    Invalidation.objects.all().delete()
    FrontPageEdition.arrange({0: Pick(news[6])}, 0, managing_editor)
    assert list(Invalidation.objects.values_list("tag", flat=True)) == ["home"]


@pytest.mark.parametrize("what", ["draft", "scheduled", "withdrawn", "archived"])
def test_what_is_not_public_is_refused(news, section, managing_editor, what):
    later = timezone.now() + timedelta(hours=2)
    status = {"draft": Status.UNPUBLISHED, "scheduled": Status.PUBLISHED}.get(what, what)
    hidden = factories.article(
        section=section.pk, status=status, published_at=later if what == "scheduled" else None
    )
    with pytest.raises(ValidationError):
        FrontPageEdition.arrange({0: Pick(hidden)}, 0, managing_editor)
    assert not FrontPageEdition.objects.exists()


def test_an_hour_that_is_over_and_a_text_in_two_places_are_refused(news, managing_editor):
    for picks in (
        {0: Pick(news[1], timezone.now() - timedelta(minutes=1))},
        {0: Pick(news[1]), 1: Pick(news[1])},
        {9: Pick(news[1])},
    ):
        with pytest.raises(ValidationError):
            FrontPageEdition.arrange(picks, 0, managing_editor)
    assert not FrontPageEdition.objects.exists()


@pytest.mark.parametrize("who", ["contributor", "editor", "admin_user", "outsider"])
def test_nobody_else_arranges_it(news, who, request, client):
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        FrontPageEdition.arrange({0: Pick(news[6])}, 0, user)
    client.force_login(user)
    assert client.post(ADMIN, typed(0, lead=news[6])).status_code in {302, 403}
    assert not FrontPageEdition.objects.exists()


def test_of_two_editors_the_second_is_told_and_decides(news, client, managing_editor):
    other = factories.user("other", Role.MANAGING_EDITOR, display_name="ليلى")
    client.force_login(managing_editor)
    assert client.get(ADMIN).context["seen"] == 0
    FrontPageEdition.arrange({0: Pick(news[6])}, 0, other)
    answer = client.post(ADMIN, typed(0, lead=news[7]))
    assert answer.status_code == 200
    assert "ليلى" in answer.context["refusals"][0]
    assert head()[0] == news[6]
    # What was typed is still there, and the page has shown what is in force.
    assert answer.context["form"].places[0]["article"].value() == str(news[7].pk)
    assert client.post(ADMIN, typed(answer.context["seen"], lead=news[7])).status_code == 302
    assert head()[0] == news[7]


@pytest.mark.django_db(transaction=True)
def test_of_two_that_save_at_the_same_moment_one_is_refused(news):
    people = [factories.user(name, Role.MANAGING_EDITOR) for name in ("one", "two")]
    together, came = threading.Barrier(2), []

    def arrange(user, article):
        try:
            together.wait(5)
            FrontPageEdition.arrange({0: Pick(article)}, 0, user)
            came.append("done")
        except StaleFrontPage:
            came.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=arrange, args=pair) for pair in zip(people, news[5:7], strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(came) == ["done", "stale"]
    assert FrontPageEdition.objects.count() == 1


def test_the_form_puts_texts_in_their_places_until_their_hour(news, client, managing_editor):
    client.force_login(managing_editor)
    day = timezone.localdate() + timedelta(days=2)
    sent = typed(
        0,
        lead={"article": news[6].pk, "until": f"{day}T07:00"},
        # By the address as it is copied from the browser: older texts are not in the list.
        third={"older": f"http://localhost:8000{news[7].get_absolute_url()}"},
    )
    assert client.post(ADMIN, sent).status_code == 302
    assert head()[0] == news[6]
    assert head()[3] == news[7]
    edition = FrontPageEdition.newest()
    assert (edition.by, edition.number) == (managing_editor, 1)
    slot = edition.slots.get(place=0)
    assert timezone.localtime(slot.until).hour == 7
    page = client.get(ADMIN)
    assert page.context["form"].places[0]["article"].value() == news[6].pk
    # Everything left to the page again.
    assert client.post(ADMIN, typed(1)).status_code == 302
    assert head()[0] == news[0]


def test_the_form_says_what_is_wrong_and_changes_nothing(news, section, client, managing_editor):
    client.force_login(managing_editor)
    draft = factories.article(section=section.pk, status=Status.UNPUBLISHED, title="الخزنة الحمراء")
    for place in (
        {"article": draft.pk},
        {"older": str(draft.pk)},
        {"older": "لا شيء"},
        {"older": "9" * 18},
        {"article": "x"},
        {"article": news[1].pk, "until": "2020-01-01T00:00"},
    ):
        answer = client.post(ADMIN, typed(0, lead=place))
        assert answer.status_code == 200
        assert "الخزنة الحمراء" not in answer.content.decode()
    assert client.post(ADMIN, typed("x", lead=news[1])).context["refusals"]
    assert not FrontPageEdition.objects.exists()


def test_the_page_says_what_has_left_it_and_who_put_it_there(news, client, managing_editor):
    FrontPageEdition.arrange({0: Pick(news[6]), 1: Pick(news[7])}, 0, managing_editor)
    FrontPageSlot.objects.filter(place=1).update(until=timezone.now() - timedelta(minutes=1))
    news[6].apply("withdraw", managing_editor, note="خطأ")
    client.force_login(managing_editor)
    answer = client.get(ADMIN)
    assert [(slot.article, over) for slot, over in answer.context["gone"]] == [
        (news[6], False),
        (news[7], True),
    ]
    assert managing_editor.username in answer.content.decode()
