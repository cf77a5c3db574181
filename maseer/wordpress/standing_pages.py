"""WordPress pages become standing pages."""

from urllib.parse import unquote

from maseer.lib import arabic
from maseer.wordpress.addresses import Addresses
from maseer.wordpress.content import Text
from maseer.wordpress.export import Item
from maseer.wordpress.payloads import Pictures, Refused, title_of
from maseer.wordpress.report import Report
from maseer.wordpress.survey import Survey
from pages.models import Page

_LONGEST_TITLE = 200
_LONGEST_SLUG = 100
# The small menu; a site with more pages than this keeps only those that every paper has.
_LONGEST_MENU = 6


class StandingPages:
    def __init__(self, survey: Survey, addresses: Addresses, report: Report):
        self.survey, self.addresses, self.report = survey, addresses, report
        prefix = self._ref(0).removesuffix("0")
        self.known = {page.import_ref: page for page in Page.objects.filter(import_ref__startswith=prefix)}
        self.slugs = set(Page.objects.values_list("slug", flat=True))

    def bring(self, item: Item, text: Text, pictures: Pictures) -> None:
        """A page has no revisions to tell who wrote it last, so one that is here stays as it is. Raises Refused."""
        if item.comments:
            reason = f"{len(item.comments)} comments: only articles have comments"
            self.report.leave_out(item.id, item.title, reason)
        page = self.known.get(self._ref(item.id))
        if page:
            self.report["pages"].unchanged += 1
        else:
            page = self._make(item, text, pictures)
            self.report["pages"].created += 1
        if page.is_public:
            self.addresses.add(item.link, page.get_absolute_url())
            self.addresses.add(f"/?p={item.id}", page.get_absolute_url())

    def _make(self, item: Item, text: Text, pictures: Pictures) -> Page:
        heading = title_of(item, text)
        if len(heading) > _LONGEST_TITLE:
            raise Refused(f"the title is longer than {_LONGEST_TITLE} letters")
        slug = arabic.slugify(unquote(item.slug, errors="ignore"), _LONGEST_SLUG) or arabic.slugify(heading)
        if slug in self.slugs and slug in {Page.ABOUT, Page.CONTACT}:
            raise Refused(f"there is a page at /{slug}/ already; it was left as it is")
        if not slug or slug in self.slugs:
            slug = f"{slug[:80]}-{item.id}".strip("-")
        self.slugs.add(slug)
        is_standard = slug in {Page.ABOUT, Page.CONTACT}
        return Page.objects.create(
            import_ref=self._ref(item.id),
            title=heading,
            slug=slug,
            body=text.html(pictures.in_texts),
            is_public=item.status == "publish" and not item.has_password,
            in_menu=is_standard or (self.survey.pages <= _LONGEST_MENU and not item.parent),
        )

    def _ref(self, number: int) -> str:
        return f"wp:{self.survey.export.site.key}:{number}"
