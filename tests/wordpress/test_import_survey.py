"""Which categories are writers, which are sections: from evidence in the file."""

import pytest

from maseer.lib import arabic
from maseer.wordpress.export import Export
from maseer.wordpress.survey import CARTOON, SECTION, UNSORTED, WRITER, Survey, plain_address
from tests.wordpress import wxr


@pytest.fixture
def survey(tmp_path):
    def make(*items, **head):
        file = tmp_path / "export.xml"
        file.write_text(wxr.export(*items, **head))
        return Survey.of(Export(file))

    return make


def roles(survey, sections=(), writers=()):
    keys = [{arabic.key(name) for name in names} for names in (sections, writers)]
    decisions = survey.decide(*keys)
    return {survey.categories[key].name: decision.role for key, decision in decisions.items()}


def signed(name, section, body=None):
    return wxr.item(categories=[name, section], body=f"{name}\n\nنص" if body is None else body)


def test_a_category_that_opens_its_texts_is_a_writer(survey):
    found = survey(
        signed("رشا عمران", "مقالات"), signed("رشا عمران", "مقالات"), wxr.item(categories=["مقالات"])
    )
    assert roles(found) == {"رشا عمران": WRITER, "مقالات": SECTION}


def test_one_text_in_three_is_not_enough(survey):
    found = survey(signed("سورية", "أخبار"), signed("سورية", "أخبار", "نص"), signed("سورية", "أخبار", "نص"))
    assert roles(found)["سورية"] == SECTION


def test_a_writer_without_bylines_is_known_by_name_and_company(survey):
    found = survey(
        signed("رشا عمران", "مقالات"),
        wxr.item(categories=["مقالات"]),
        wxr.item(categories=["أخبار"]),
        signed("منير الربيع", "مقالات", "نص"),
        signed("منير الربيع", "أخبار", "نص"),
    )
    assert roles(found)["منير الربيع"] == WRITER


@pytest.mark.parametrize("name", ["أخبار محلية", "شؤون وقضايا", "سورية"])
def test_a_section_inside_a_section_is_no_writer(survey, name):
    """Never alone as well, but beside one section only, or with a name that nobody has."""
    beside = ["أخبار", "أخبار"] if name == "أخبار محلية" else ["أخبار", "مقالات"]
    found = survey(
        signed("رشا عمران", "مقالات"),
        wxr.item(categories=["مقالات"]),
        wxr.item(categories=["أخبار"]),
        *(signed(name, section, "نص") for section in beside),
    )
    assert roles(found)[name] == SECTION


def test_a_category_that_stands_alone_somewhere_is_no_writer(survey):
    found = survey(
        signed("رشا عمران", "مقالات"),
        wxr.item(categories=["مقالات"]),
        wxr.item(categories=["أخبار"]),
        wxr.item(categories=["سورية اليوم"]),
        signed("سورية اليوم", "مقالات", "نص"),
        signed("سورية اليوم", "أخبار", "نص"),
    )
    assert roles(found)["سورية اليوم"] == SECTION


def test_without_the_habit_every_category_is_a_section(survey):
    found = survey(
        wxr.item(categories=["First Second", "News"]),
        wxr.item(categories=["First Second", "Views"]),
        wxr.item(categories=["News"]),
        wxr.item(categories=["Views"]),
        wxr.item(categories=["Uncategorized"]),
        categories=[("Parent", "parent", ""), ("Child", "child", "parent")],
    )
    assert roles(found) == {
        "Parent": SECTION,
        "Child": SECTION,
        "First Second": SECTION,
        "News": SECTION,
        "Views": SECTION,
        "Uncategorized": UNSORTED,
    }
    assert found.categories["child"].parent == "parent"


def test_cartoons_are_a_kind_not_a_section(survey):
    assert roles(survey(wxr.item(categories=["المعرض", "كاريكاتير"]))) == {
        "المعرض": SECTION,
        "كاريكاتير": CARTOON,
    }


def test_what_editors_decided_here_comes_first(survey):
    found = survey(signed("رشا عمران", "مقالات"), wxr.item(categories=["منير الربيع"], body="نص"))
    assert roles(found, sections=["رشا عمران"], writers=["منير الربيع"]) == {
        "رشا عمران": SECTION,
        "مقالات": SECTION,
        "منير الربيع": WRITER,
    }


def test_two_spellings_are_one_category(survey):
    found = survey(wxr.item(categories=["أخبار"]), wxr.item(categories=["اخبار"]))
    assert [evidence.posts for evidence in found.categories.values()] == [2]


def test_the_trash_is_no_evidence(survey):
    assert survey(wxr.item(status="trash", categories=["أخبار"])).categories == {}


@pytest.mark.parametrize(
    ("login", "shown", "name"),
    [
        ("maseer", "maseer", ""),
        ("x", "مصير", ""),
        ("admin", "Admin", ""),
        ("rasha", "رشا عمران", "رشا عمران"),
        ("rasha", "rasha@example.org", ""),
    ],
)
def test_an_account_that_stands_for_the_paper_signs_nothing(survey, login, shown, name):
    found = survey(title="مصير", address="https://old.maseer.example", accounts=[(login, shown)])
    assert found.account(login) == name


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://Old.example/a/b-300x200.jpg?w=5", "old.example/a/b.jpg"),
        ("http://old.example/a/b-scaled.jpeg", "old.example/a/b.jpeg"),
        ("http://old.example/a/b-2024.jpg", "old.example/a/b-2024.jpg"),
    ],
)
def test_a_size_of_a_picture_is_the_picture(url, plain):
    assert plain_address(url) == plain
