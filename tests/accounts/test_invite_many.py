"""A list of people is checked to the end, then all of them are invited, or nobody."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.invite_list import MOST_LINES, InviteList
from accounts.models import Invitation
from accounts.roles import Role
from maseer.models import QueuedMail
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/admin/accounts/invitation/many/"

ARABIC = """الاسم,البريد الإلكتروني,الدور,الأقسام
ليلى شعبان,laila@example.com,كاتب مساهم,أخبار / مقالات
سامر حداد,samer@example.com,محرر,
"""


@pytest.fixture
def sections():
    return [factories.section("أخبار"), factories.section("مقالات")]


def problems(text: str) -> dict[int, list[str]]:
    return {line.number: line.problems for line in InviteList(text).lines if line.problems}


@pytest.mark.parametrize(
    "text",
    [
        ARABIC,
        "\ufeff" + ARABIC.replace(",", "\t"),
        ARABIC.replace(",", ";"),
        ARABIC.replace("\n", "\r\n"),
        "Sections,Role,E-mail,Name\nأخبار|مقالات,Contributor,laila@example.com,ليلى شعبان\n"
        ",editor,samer@example.com,سامر حداد",
        "ليلى شعبان,laila@example.com,contributor,مقالات / اخبار\n\n\nسامر حداد,samer@example.com,Editor",
    ],
)
def test_a_list_is_read_with_arabic_or_english_names(sections, text):
    laila, samer = InviteList(text).lines
    assert (laila.name, laila.email, laila.role_found) == (
        "ليلى شعبان",
        "laila@example.com",
        Role.CONTRIBUTOR,
    )
    assert {section.pk for section in laila.sections_found} == {section.pk for section in sections}
    assert (samer.name, samer.role_found, samer.sections_found) == ("سامر حداد", Role.EDITOR, [])
    assert InviteList(text).is_right


def test_each_wrong_line_has_its_reasons(sections):
    factories.user("taken", email="taken@example.com")
    factories.invitation(email="invited@example.com")
    wrong = problems(
        "name,email,role,sections\n"
        ",a@example.com,editor,\n"
        "ب,not an address,editor,\n"
        "ج,c@example.com,king,\n"
        "د,d@example.com,editor,طبخ\n"
        "ه,TAKEN@example.com,editor,\n"
        "و,invited@example.com,editor,\n"
        "ز,g@example.com,editor,\n"
        "ح,G@example.com,editor,أخبار\n"
        f"{'ط' * 101},i@example.com,editor,\n"
    )
    assert {number: len(found) for number, found in wrong.items()} == dict.fromkeys(
        [2, 3, 4, 5, 6, 7, 9, 10], 1
    )
    assert "8" in wrong[9][0]


def test_nothing_is_sent_until_all_are_right(client, admin_user, sections):
    client.force_login(admin_user)
    text = ARABIC + "نبيل,nabil@example.com,ملك,"
    for button in ({}, {"_invite": "1"}):
        answer = client.post(PAGE, {"people": text} | button)
        assert answer.status_code == 200
        assert answer.context["people"].wrong == 1
        assert answer.context["form"]["people"].value() == text
    # Right, and looked at: not sent before it is asked for.
    assert client.post(PAGE, {"people": ARABIC}).context["people"].is_right
    assert not Invitation.objects.exists()
    assert not QueuedMail.objects.exists()


def test_a_right_list_is_invited_as_a_whole(client, admin_user, sections):
    client.force_login(admin_user)
    answer = client.post(PAGE, {"people": ARABIC, "_invite": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/accounts/invitation/")
    laila, samer = Invitation.objects.order_by("pk")
    assert (laila.role, laila.is_open, laila.invited_by) == ("contributor", True, admin_user)
    assert laila.sections.count() == 2
    assert samer.role == "editor"
    assert {mail.to for mail in QueuedMail.objects.all()} == {laila.email, samer.email}


def test_all_or_nobody(admin_user, sections):
    people = InviteList(ARABIC)
    assert people.is_right
    # Meanwhile, by somebody else.
    factories.invitation(email="samer@example.com")
    with pytest.raises(ValidationError):
        people.invite(by=admin_user)
    assert Invitation.objects.count() == 1
    assert not QueuedMail.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_into_the_field(client, admin_user, sections, encoding):
    client.force_login(admin_user)
    file = SimpleUploadedFile("people.csv", ARABIC.encode(encoding))
    answer = client.post(PAGE, {"people": "", "file": file})
    assert answer.context["people"].is_right
    assert answer.context["form"]["people"].value() == ARABIC


@pytest.mark.parametrize("data", ["ليلى".encode("cp1256"), b"a\0b", b"x" * 200_000])
def test_what_is_no_table_is_refused(client, admin_user, data):
    client.force_login(admin_user)
    answer = client.post(PAGE, {"people": "", "file": SimpleUploadedFile("people.csv", data)})
    assert answer.status_code == 200
    assert answer.context["people"] is None
    assert answer.context["form"].errors


def test_an_empty_list_invites_nobody(client, admin_user):
    client.force_login(admin_user)
    assert client.post(PAGE, {"people": "  \n"}).context["form"].errors
    assert not InviteList("name,email,role\n").is_right


def test_a_list_has_an_end():
    lines = "\n".join(f"كاتب,writer{number}@example.com,contributor," for number in range(MOST_LINES + 1))
    people = InviteList(lines)
    assert people.is_too_long
    assert not people.is_right


def test_an_unclosed_quote_breaks_nothing(client, admin_user):
    client.force_login(admin_user)
    answer = client.post(PAGE, {"people": '"ليلى,laila@example.com,editor' + "x" * 140_000})
    assert answer.status_code == 200
    assert client.post(PAGE, {"people": '"ليلى,laila@example.com,editor'}).status_code == 200


@pytest.mark.parametrize("role", ["contributor", "editor", "managing_editor"])
def test_only_administrators_invite_many(request, client, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"people": ARABIC, "_invite": "1"}).status_code == 403
    assert not Invitation.objects.exists()


def test_lines_that_end_as_on_an_old_macintosh_are_lines(client, admin_user, sections):
    client.force_login(admin_user)
    data = ARABIC.replace("\n", "\r").encode()
    answer = client.post(PAGE, {"file": SimpleUploadedFile("people.csv", data)})
    assert answer.status_code == 200
    assert [line.name for line in answer.context["people"].lines] == ["ليلى شعبان", "سامر حداد"]
    assert problems('"ليلى\rشعبان",laila@example.com,editor\rx,y') != {}
