"""An administrator invites somebody, who makes an account and writes; and what else is done about accounts."""

import re

import pytest

from accounts.models import User
from accounts.roles import Role
from maseer.models import QueuedMail
from tests import factories
from tests.browser import axe
from tests.browser.people import DESK
from tests.browser.watch import follow

PASSWORD = "a-long-road-1948"


@pytest.fixture
def come(lend):
    """A stranger follows a link: (page, what goes wrong on it)."""

    def open_browser(link: str, **options):
        page, watch = lend(expecting=(410,), viewport=DESK, **options)
        page.goto(link)
        return page, watch

    return open_browser


def test_from_the_invitation_to_the_desk(sit_down, come, live_server):
    boss = factories.user("boss", Role.ADMIN, display_name="رنا الخطيب", email="rana@example.com")
    factories.section("أدب وثقافة")
    factories.author("هادي نصّار")
    page, watch = sit_down(boss, "/admin/accounts/user/")
    follow(page.get_by_role("link", name="ادعُ شخصًا"))
    page.fill("#id_display_name", "هادي نصّار")
    page.fill("#id_email", "hadi@example.com")
    page.locator("[name=role][value=contributor]").check()
    page.get_by_label("أدب وثقافة").check()
    page.select_option("#id_byline", label="هادي نصّار")
    page.fill("#id_note", "ننتظر قصيدتك.")
    axe.check(page, widths=(768, 1440))
    follow(page.locator("[name=_save]"))
    assert "hadi@example.com" in page.locator(".messagelist").inner_text()
    assert page.locator(".invited--open").count() == 1
    axe.check(page, widths=(768, 1440))

    mail = QueuedMail.objects.get(to="hadi@example.com")
    assert "رنا الخطيب" in mail.text
    assert "ننتظر قصيدتك." in mail.text
    link = re.search(r"/accounts/invitation/\S+/", mail.text)[0]

    guest, his_watch = come(link, java_script_enabled=False)
    assert guest.url == f"{live_server.url}/accounts/invitation/"
    assert guest.input_value("#id_username") == "hadi"
    guest.fill("#id_password", PASSWORD)
    follow(guest.locator(".form .btn--main"))
    assert guest.url == f"{live_server.url}/admin/"
    assert guest.locator(".desk").count() == 1
    hadi = User.objects.get(username="hadi")
    assert (hadi.roles, hadi.author.name) == ([Role.CONTRIBUTOR], "هادي نصّار")
    assert [section.name for section in hadi.sections.all()] == ["أدب وثقافة"]

    # Once is once, and the administrator sees it.
    other, others_watch = come(link)
    axe.check(other)
    assert QueuedMail.objects.filter(to="rana@example.com").count() == 1
    page.reload()
    assert page.locator(".invited--accepted").count() == 1

    # Suspended, he is out by the next step.
    page.goto(f"/admin/accounts/user/{hadi.pk}/change/")
    axe.check(page, widths=(768, 1440))
    follow(page.locator(".standing__acts [href$='/suspend/']"))
    axe.check(page, widths=(768, 1440))
    page.fill("#id_reason", "إجازة طويلة")
    follow(page.locator(".asked .btn--ends"))
    assert "إجازة طويلة" in page.locator(".events").inner_text()
    guest.reload()
    assert "/accounts/login/" in guest.url
    assert watch.wrong + his_watch.wrong + others_watch.wrong == []


def test_the_page_of_an_invitation_has_no_faults(come, transactional_db):
    boss = factories.user("boss2", Role.ADMIN, display_name="رنا الخطيب")
    factories.invitation(email="dana@example.com", display_name="دانا").send(by=boss)
    link = re.search(r"/accounts/invitation/\S+/", QueuedMail.objects.get(to="dana@example.com").text)[0]
    guest, watch = come(link)
    axe.check(guest)
    guest.fill("#id_password", "short")
    follow(guest.locator(".form .btn--main"))
    assert guest.locator(".field--bad").count() == 1
    axe.check(guest)
    assert watch.wrong == []


def test_a_list_is_mended_and_invited(sit_down):
    boss = factories.user("boss3", Role.ADMIN)
    factories.section("مقالات")
    page, watch = sit_down(boss, "/admin/accounts/invitation/many/")
    page.fill("#id_people", "ليلى\tlaila@example.com\tكاتب مساهم\tمقالات\nسامر\tsamer@\tمحرّر\t")
    follow(page.locator(".many .btn--main"))
    assert page.locator(".many__wrong").count() == 1
    axe.check(page, widths=(768, 1440))
    page.fill("#id_people", page.input_value("#id_people").replace("samer@", "samer@example.com"))
    follow(page.locator(".many .btn--main"))
    axe.check(page, widths=(768, 1440))
    assert not QueuedMail.objects.filter(to="laila@example.com").exists()
    follow(page.locator("[name=_invite]"))
    assert QueuedMail.objects.filter(to__in=["laila@example.com", "samer@example.com"]).count() == 2
    assert watch.wrong == []


def test_drafts_are_handed_over_unseen(sit_down):
    boss = factories.user("boss4", Role.ADMIN)
    writer = factories.user("writer4", Role.CONTRIBUTOR)
    receiver = factories.user("receiver4", Role.CONTRIBUTOR, display_name="عمر الشامي")
    text = factories.draft(writer, title="كناري")
    page, watch = sit_down(boss, f"/admin/accounts/user/{writer.pk}/hand-over/")
    assert "كناري" not in page.content()
    axe.check(page, widths=(768, 1440))
    page.select_option("#id_receiver", label="عمر الشامي")
    follow(page.locator(".asked .btn--main"))
    text.refresh_from_db()
    assert text.created_by == receiver
    assert watch.wrong == []
