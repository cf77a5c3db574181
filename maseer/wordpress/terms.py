"""Sections, writers, tags, sources and series: found by folded name, or made once."""

import hashlib
import re

from django.urls import reverse

from articles.models import Article, Author, Named, Section, Series, Source, Tag
from maseer.lib import arabic
from maseer.wordpress import survey as evidence
from maseer.wordpress.addresses import Addresses
from maseer.wordpress.report import Outcome, Report
from maseer.wordpress.survey import Survey

LONGEST_NAME = 200
# Categories that are no section, and where their texts are found.
LATE = (
    (evidence.CARTOON, evidence.GALLERY_SECTION),
    (evidence.UNSORTED, evidence.UNSORTED_SECTION),
)
# The menu of a paper; a blog with seventy categories gets its ten largest.
_LONGEST_MENU = 10


class Rows:
    """The rows of one kind by the key of their name."""

    def __init__(self, model: type[Named], outcome: Outcome):
        self.model, self.outcome = model, outcome
        self.ids: dict[str, int] = dict(model.objects.values_list("name_key", "pk"))
        self.met: set[int] = set()

    def get(self, name: str, instead: int | None = None, **fields) -> int | None:
        """The row of this name, made if there is none. `instead` is what an earlier import gave this text: a name
        that has gone since was changed here, and is not brought back. None for a name nobody can read."""
        name = arabic.clean_line(name)[:LONGEST_NAME]
        key = arabic.key(name)
        if not key:
            return None
        if key not in self.ids:
            if instead:
                return instead
            self.ids[key] = self._make(name, key, fields)
        elif (found := self.ids[key]) not in self.met:
            self.met.add(found)
            self.outcome.unchanged += 1
        return self.ids[key]

    def also(self, name: str, pk: int) -> None:
        """Another name of a row."""
        self.ids.setdefault(arabic.key(name), pk)

    def _make(self, name: str, key: str, fields: dict) -> int:
        row = self.model.objects.called(name, **fields)
        self.outcome.created += 1
        self.met.add(row.pk)
        return row.pk


class Writers(Rows):
    """Bylines, never accounts. They keep the name they came with, so that one changed here is still found."""

    def __init__(self, outcome: Outcome, site: str):
        super().__init__(Author, outcome)
        self.prefix = f"wp:{site}:writer:"
        self.refs = dict(
            Author.objects.filter(import_ref__startswith=self.prefix).values_list("import_ref", "pk")
        )

    def get(self, name: str, instead: int | None = None, **fields) -> int | None:
        key = arabic.key(arabic.clean_line(name)[:LONGEST_NAME])
        if key and key not in self.ids and (known := self.refs.get(self._ref(key))):
            self.ids[key] = known
        return super().get(name, instead, **fields)

    def _make(self, name: str, key: str, fields: dict) -> int:
        return super()._make(name, key, fields | {"import_ref": self._ref(key)})

    def _ref(self, key: str) -> str:
        return self.prefix + hashlib.sha256(key.encode()).hexdigest()[:32]


class Terms:
    def __init__(self, survey: Survey, report: Report):
        site = survey.export.site
        self.survey, self.report = survey, report
        self.sections = Rows(Section, report["sections"])
        self.authors = Writers(report["authors"], site.key)
        self.tags = Rows(Tag, report["tags"])
        self.sources = Rows(Source, report["sources"])
        self.series = Rows(Series, report["series"])
        accounts = survey.accounts()
        self.decisions = survey.decide(set(self.sections.ids), set(self.authors.ids) | accounts)
        # Who may stand over a text.
        categories = {key for key, decision in self.decisions.items() if decision.role == evidence.WRITER}
        self.names = categories | set(self.authors.ids) | accounts

    def bring(self, addresses: Addresses) -> None:
        self._recall(
            self.sections, addresses, {e.name: category_path(e.slug) for e in self.survey.categories.values()}
        )
        self._recall(
            self.tags, addresses, {term.name: tag_path(term.slug) for term in self.survey.tags.values()}
        )
        for key, decision in self.decisions.items():
            found = self.survey.categories[key]
            self.report.categories.append(
                {
                    "name": found.name,
                    "decided": decision.role,
                    "reason": decision.reason,
                    "posts": found.posts,
                }
            )
        self._bring_sections(addresses)
        for key in self._keys(evidence.WRITER):
            found = self.survey.categories[key]
            author = self.authors.get(found.name)
            addresses.add(category_path(found.slug), Author.objects.get(pk=author).get_absolute_url())
        self._bring_tags(addresses)

    def bring_late(self, addresses: Addresses) -> None:
        """What is known only at the end: which sections had to be made, and who has signed what readers find."""
        for role, name in LATE:
            if section := Section.objects.filter(pk=self.sections.ids.get(arabic.key(name))).first():
                for key in self._keys(role):
                    addresses.add(category_path(self.survey.categories[key].slug), section.get_absolute_url())
        for login in self.survey.export.site.accounts:
            name = self.survey.account(login)
            if not name:
                # All that the paper's own account signed is all that the paper published.
                addresses.add(author_path(login), reverse("articles:archive"))
                continue
            author = Author.objects.filter(pk=self.authors.ids.get(arabic.key(name))).first()
            if author and Article.objects.by_author(author).exists():
                addresses.add(author_path(login), author.get_absolute_url())

    def role(self, key: str) -> str:
        return self.decisions[key].role if key in self.decisions else ""

    def _keys(self, role: str) -> list[str]:
        return [key for key, decision in self.decisions.items() if decision.role == role]

    def _bring_sections(self, addresses: Addresses) -> None:
        categories = self.survey.categories
        keys = self._keys(evidence.SECTION)
        in_menu = {key for key in keys if not categories[key].parent and categories[key].posts}
        if len(in_menu) > _LONGEST_MENU:
            in_menu = set(sorted(in_menu, key=lambda key: (-categories[key].posts, key))[:_LONGEST_MENU])
        made = {}
        for order, key in enumerate(keys, start=1):
            created = self.report["sections"].created
            pk = self.sections.get(categories[key].name, order=order, in_menu=key in in_menu)
            if self.report["sections"].created > created:
                made[key] = pk
        for key, pk in made.items():
            parent = categories[key].parent
            if parent in self.sections.ids and self.role(parent) == evidence.SECTION:
                Section.objects.filter(pk=pk).update(parent=self.sections.ids[parent])
        rows = Section.objects.in_bulk([self.sections.ids[key] for key in keys])
        for key in keys:
            found, above = categories[key], categories.get(categories[key].parent)
            address = rows[self.sections.ids[key]].get_absolute_url()
            addresses.add(category_path(found.slug), address)
            if above:
                addresses.add(category_path(f"{above.slug}/{found.slug}"), address)

    def _bring_tags(self, addresses: Addresses) -> None:
        for term in self.survey.tags.values():
            if len(term.name) > LONGEST_NAME:
                self.report["tags"].refuse(0, term.name, f"the name is longer than {LONGEST_NAME} letters")
            else:
                self.tags.get(term.name)
        rows = Tag.objects.in_bulk(list(self.tags.met))
        for key, term in self.survey.tags.items():
            if row := rows.get(self.tags.ids.get(key)):
                addresses.add(tag_path(term.slug), row.get_absolute_url())

    def _recall(self, rows: Rows, addresses: Addresses, paths: dict[str, str]) -> None:
        """A section or tag renamed here is known by the old address that led to it, and is not made again."""
        gone = {name: path for name, path in paths.items() if path and arabic.key(name) not in rows.ids}
        targets = addresses.targets(gone.values())
        if not targets:
            return
        by_address = {row.get_absolute_url(): row.pk for row in rows.model.objects.all()}
        for name, path in gone.items():
            if pk := by_address.get(targets.get(path, "")):
                rows.also(name, pk)


def category_path(slug: str) -> str:
    return f"/category/{slug}/" if slug else ""


def tag_path(slug: str) -> str:
    return f"/tag/{slug}/" if slug else ""


def author_path(login: str) -> str:
    """The export has no addresses of accounts; WordPress makes them from the name one signs in with."""
    slug = re.sub(r"[\s.]+", "-", login.strip().lower())
    return f"/author/{slug}/" if slug else ""
