"""The first pass: is the whole file sound, what is in it, and which of its categories are writers?

Arabic papers on WordPress often have one account and keep each writer as a category. docs/import.md says how
they are told from sections.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from articles.models.payload import Kind
from maseer.lib import arabic
from maseer.wordpress import content
from maseer.wordpress.export import Export, Item, Term

SECTION, WRITER, CARTOON, UNSORTED = "section", "writer", "cartoon", "unsorted"

GALLERY_SECTION = "المعرض"
UNSORTED_SECTION = "متفرقات"


def _keys(*names: str) -> set[str]:
    return {arabic.key(name) for name in names}


CARTOONS = _keys(
    "كاريكاتير", "كاريكاتور", "الكاريكاتير", "رسوم كاريكاتير", "Cartoon", "Cartoons", "Caricature"
)
_UNSORTED = _keys("Uncategorized", "Uncategorised", "غير مصنف", "بدون تصنيف")
_KINDS = {
    Kind.NEWS: _keys("أخبار", "الأخبار", "خبر"),
    Kind.REPORT: _keys("تحقيقات وتقارير", "تقارير", "تحقيقات", "تقارير وتحقيقات", "متابعات", "ملفات"),
    Kind.OPINION: _keys("مقالات", "مقالات رأي", "رأي", "آراء", "الرأي", "قضايا وآراء"),
    Kind.INTERVIEW: _keys("حوارات", "حوار", "مقابلات", "لقاءات", "حوارات ومقابلات"),
    Kind.STUDY: _keys("أبحاث ودراسات", "دراسات وأبحاث", "أبحاث", "دراسات", "بحوث"),
    Kind.LITERATURE: _keys("أدب وثقافة", "ثقافة وأدب", "أدب", "ثقافة", "الثقافة", "أدب وفن"),
    Kind.GALLERY: _keys(GALLERY_SECTION, "معرض الصور", "صور"),
}
KIND_OF = {key: kind for kind, keys in _KINDS.items() for key in keys}

# Accounts that nobody is called.
_NOBODY = {"admin", "administrator", "root", "webmaster", "wordpress", "editor", "user"}
_NAME = re.compile(r"(?:د|أ|م|أ\.? ?د)?[./]?\s*(?:[^\W\d_]+\s+){1,3}[^\W\d_]+")
_SIZE = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled|rotated|e\d{10,})(?=\.\w{3,4}$)")
_PICTURE = re.compile(r"\.(?:jpe?g|jfif|png|gif|webp|avif|bmp|tiff?)$", re.IGNORECASE)


@dataclass
class Evidence:
    """How a category is used."""

    name: str
    slug: str
    parent: str = ""
    posts: int = 0
    # Texts that open with its name.
    opens: int = 0
    alone: int = 0
    beside: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Decision:
    role: str
    reason: str


@dataclass
class Survey:
    export: Export
    total: int = 0
    posts: int = 0
    pages: int = 0
    categories: dict[str, Evidence] = field(default_factory=dict)
    tags: dict[str, Term] = field(default_factory=dict)
    # Attachments by address, and those of each text: number and page.
    attachments: dict[str, int] = field(default_factory=dict)
    children: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, export: Export) -> "Survey":
        survey = cls(export)
        for item in export.items():
            survey._add(item)
        survey._add_header()
        return survey

    def _add(self, item: Item) -> None:
        self.total += 1
        if item.type == "attachment" and is_picture(item):
            self.attachments[plain_address(item.attachment_url)] = item.id
            if item.parent:
                page = "" if "?" in item.link else item.link
                self.children[item.parent].append((item.id, page))
        elif item.type == "page":
            self.pages += 1
        elif item.type == "post" and item.status not in {"trash", "auto-draft"}:
            self.posts += 1
            self._add_post(item)

    def _add_post(self, item: Item) -> None:
        for term in item.tags:
            self.tags.setdefault(arabic.key(term.name), term)
        keys = {arabic.key(term.name): term for term in item.categories}
        keys.pop("", None)
        line = content.opening(item.body) if keys else ""
        over = {arabic.key(name) for name in content.names_in(line, keys)}
        for key, term in keys.items():
            evidence = self.categories.setdefault(key, Evidence(term.name, term.slug))
            evidence.posts += 1
            evidence.opens += key in over
            evidence.alone += len(keys) == 1
            evidence.beside |= keys.keys() - {key}

    def _add_header(self) -> None:
        """Categories and tags in the order of the file's head, those without texts too."""
        site = self.export.site
        slugs = {category.slug: arabic.key(category.name) for category in site.categories}
        ordered = {}
        for category in site.categories:
            if key := arabic.key(category.name):
                evidence = self.categories.get(key) or Evidence(category.name, category.slug)
                evidence.slug = category.slug or evidence.slug
                evidence.parent = slugs.get(category.parent, "") if slugs.get(category.parent) != key else ""
                ordered[key] = evidence
        self.categories = ordered | self.categories
        heads = {arabic.key(term.name): term for term in site.tags}
        self.tags = {key: term for key, term in (self.tags | heads).items() if key}

    def decide(self, sections: set[str], writers: set[str]) -> dict[str, Decision]:
        """What each category is. `sections` and `writers` are the names we have: editors decide before we guess."""
        parents = {evidence.parent for evidence in self.categories.values()}
        decisions: dict[str, Decision] = {}
        for key, evidence in self.categories.items():
            decisions[key] = self._decide(key, evidence, parents, sections, writers)
        if not any(decision.role == WRITER for decision in decisions.values()):
            return decisions
        # The paper keeps writers as categories, so one whose texts have no byline is known by its company.
        for key, evidence in self.categories.items():
            if decisions[key].reason != "default":
                continue
            company = {
                other
                for other in evidence.beside
                if decisions[other].role == SECTION and self.categories[other].alone
            }
            if (
                not evidence.alone
                and len(company) > 1
                and _NAME.fullmatch(evidence.name)
                and not _joins(evidence.name)
            ):
                decisions[key] = Decision(WRITER, f"a name, never alone, beside {len(company)} sections")
        return decisions

    def _decide(
        self, key: str, evidence: Evidence, parents: set[str], sections: set[str], writers: set[str]
    ) -> Decision:
        if key in CARTOONS:
            return Decision(CARTOON, "its name")
        if key in _UNSORTED:
            return Decision(UNSORTED, "its name")
        if key in sections:
            return Decision(SECTION, "a section here has this name")
        if key in writers:
            return Decision(WRITER, "a writer here, or an account of the file, has this name")
        if key in KIND_OF:
            return Decision(SECTION, "its name")
        if key in parents:
            return Decision(SECTION, "has categories below it")
        if evidence.opens and 2 * evidence.opens >= evidence.posts:
            return Decision(WRITER, f"its name opens {evidence.opens} of its {evidence.posts} texts")
        return Decision(SECTION, "default")

    def account(self, login: str) -> str:
        """The name of the account's owner; "" for one that stands for the paper itself."""
        site = self.export.site
        name = arabic.clean_line(site.accounts.get(login, "") or login)
        labels = set(re.split(r"[./:]", site.key))
        robot = {login.lower(), name.lower()} & (labels | _NOBODY) or arabic.key(name) in {
            arabic.key(site.title),
            "",
        }
        return "" if robot or "@" in name else name[:200]

    def accounts(self) -> set[str]:
        return {arabic.key(name) for login in self.export.site.accounts if (name := self.account(login))}


def is_picture(item: Item) -> bool:
    return bool(_PICTURE.search(urlsplit(item.attachment_url).path))


def plain_address(url: str) -> str:
    """The address of a picture without scheme, query and size: `a-300x200.jpg` is `a.jpg`."""
    parts = urlsplit(url)
    return f"{parts.netloc.lower()}{_SIZE.sub('', parts.path)}"


def _joins(name: str) -> bool:
    """«تحقيقات وتقارير» looks like a name of two words; people's names have no "and"."""
    return any(word.startswith("و") and len(word) > 4 for word in name.split()[1:])
