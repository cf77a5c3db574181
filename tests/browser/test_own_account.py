"""Somebody goes through the pages of their own account, and an administrator deletes one."""

import json
from pathlib import Path

from accounts.models import User
from accounts.roles import Role
from maseer.models import QueuedMail
from tests import factories
from tests.browser import axe
from tests.browser.watch import follow

PASSWORD = "password"
PAGES = ["", "profile/", "byline/", "email/", "password/change/", "sessions/", "data/", "data/delete/"]


def confirm(page) -> None:
    """The password again, where it is asked for."""
    if "/reauthenticate/" in page.url:
        page.fill("#id_password", PASSWORD)
        follow(page.locator("main .btn--main"))


def writer(name: str, display_name: str) -> User:
    made = factories.user(name, Role.CONTRIBUTOR, display_name=display_name)
    made.change_address(f"{name}@example.com", verified=True)
    factories.author(display_name, user=made, bio="نبذة")
    return made


def test_axe_finds_nothing_on_any_page_of_ones_account(sit_down, transactional_db):
    page, watch = sit_down(writer("souad", "سعاد نصّار"), "/accounts/")
    for address in PAGES:
        page.goto(f"/accounts/{address}")
        axe.check(page)
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width}"
    assert watch.wrong == []


def test_from_the_overview_through_profile_byline_and_address(sit_down, transactional_db, tmp_path):
    layla = writer("layla", "ليلى شعبان")
    page, watch = sit_down(layla, "/accounts/")
    assert page.locator(".own__who bdi").inner_text() == "ليلى شعبان"
    follow(page.locator(".own__menu a[href='/accounts/profile/']"))
    page.fill("#id_display_name", "ليلى ش. شعبان")
    follow(page.locator("main .btn--main"))
    assert page.locator("main .notice, main .alert--good, main [role=status]").count() == 1
    layla.refresh_from_db()
    assert layla.display_name == "ليلى ش. شعبان"

    follow(page.locator(".own__menu a[href='/accounts/byline/']"))
    face = tmp_path / "me.jpg"
    face.write_bytes(factories.picture_bytes((800, 1000)))
    page.fill("#id_bio", "تكتب عن الماء والطرق.")
    page.set_input_files("#id_picture", face)
    follow(page.locator("main .btn--main"))
    page.wait_for_function("() => document.querySelector('.own__face img').naturalWidth > 0")
    follow(page.locator(".own__face a"))
    assert "تكتب عن الماء والطرق." in page.locator("main").inner_text()

    page.goto("/accounts/email/")
    page.fill("#id_email", "new@example.com")
    follow(page.locator("[name=action_add]"))
    confirm(page)
    page.goto("/accounts/email/")
    assert "new@example.com" in page.locator(".own__waits").inner_text()
    axe.check(page)
    mail = QueuedMail.objects.filter(to="new@example.com").latest("pk").text
    link = next(word for word in mail.split() if "confirm-email" in word)
    page.goto(link.removeprefix("http://localhost:8000"))
    follow(page.locator("main .btn--main"))
    page.goto("/accounts/email/")
    assert "new@example.com" in page.locator(".own__now").inner_text()
    assert watch.wrong == []


def test_a_session_is_ended_from_another_browser(sit_down, transactional_db):
    hala = writer("hala", "هالة منصور")
    there, _watch = sit_down(hala, "/accounts/")
    here, watch = sit_down(hala, "/accounts/sessions/")
    assert here.locator(".own__places li").count() == 2
    assert here.locator(".own__here").count() == 1
    follow(here.locator(".own__places li:not(.own__here) button"))
    assert here.locator(".own__places li").count() == 1
    there.goto("/accounts/")
    assert "/login/" in there.url
    assert watch.wrong == []


def test_taking_ones_data_along_and_being_forgotten(sit_down, transactional_db):
    nour = writer("nour", "نور الدين")
    page, watch = sit_down(nour, "/accounts/data/")
    page.locator("form[action='/accounts/data/download/'] button").click()
    page.wait_for_url("**/reauthenticate/**")
    page.fill("#id_password", PASSWORD)
    with page.expect_download() as download:
        page.locator("main .btn--main").click()
    told = json.loads(Path(download.value.path()).read_text())
    assert download.value.suggested_filename == "maseer-nour.json"
    assert told["account"]["display_name"] == "نور الدين"
    page.goto("/accounts/data/delete/")
    page.locator("[name=byline][value=anonymise]").check()
    page.fill("#id_username", "nour")
    follow(page.locator("main .btn--main"))
    assert page.locator("main h1").inner_text() == "حُذف حسابك"
    nour.refresh_from_db()
    assert nour.is_erased
    assert watch.wrong == []


def test_an_administrator_deletes_somebodys_data_at_the_desk(sit_down, transactional_db):
    boss = factories.user("boss", Role.ADMIN)
    salem = writer("salem", "سالم حدّاد")
    page, watch = sit_down(boss, f"/admin/accounts/user/{salem.pk}/change/")
    follow(page.locator(f"a[href='/admin/accounts/user/{salem.pk}/erase/']"))
    axe.check(page)
    page.locator("[name=byline][value=keep]").check()
    page.fill("#id_username", "salem")
    follow(page.locator(".asked .btn--ends"))
    confirm(page)
    salem.refresh_from_db()
    assert salem.is_erased
    assert watch.wrong == []
