"""The head of the front page, arranged by hand: a page with a form, what is shown now, and who arranged what before."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from articles import front_page as pages
from articles.admin import subpage
from articles.front_page_form import NAMES, FrontPageForm
from articles.models import FrontPageEdition, FrontPageSlot, Section
from maseer.lib.numbers import row_number
from maseer.lib.refusal import refuse

# So many of the earlier arrangements are told.
TOLD = 10


def front_page(request):
    if not request.user.has_perm("articles.arrange_frontpageedition"):
        refuse("front page", request.user)
    now = timezone.now()
    slots = list(FrontPageSlot.objects.in_force(now).with_cards())
    refusals = []
    if request.method == "POST":
        form = FrontPageForm(request.POST, slots=slots)
        if form.is_valid():
            try:
                FrontPageEdition.arrange(
                    form.picks(), row_number(request.POST.get("seen")), request.user, now
                )
            except ValidationError as refusal:
                refusals = refusal.messages
            else:
                messages.success(request, gettext("The front page is arranged."))
                return redirect("admin:articles_front_page")
    else:
        form = FrontPageForm(slots=slots)
    newest = FrontPageEdition.newest()
    return subpage.page(
        request,
        "front_page.html",
        gettext("The front page"),
        form=form,
        refusals=refusals,
        # After a refusal the page shows what is in force: whoever sends again has seen it.
        seen=newest.number if newest else 0,
        shown=_shown(slots),
        gone=_gone(slots, now),
        editions=_editions(),
    )


def _shown(slots) -> list[tuple]:
    """(place, text, the slot somebody put it in or None): the head of the page as readers have it."""
    laid_out = pages.lay_out(list(Section.objects.in_menu()))
    by_article = {slot.article_id: slot for slot in slots}
    heads = [laid_out.lead, *laid_out.seconds]
    return [
        (name, article, by_article.get(article.pk))
        for name, article in zip(NAMES.values(), heads, strict=False)
        if article
    ]


def _gone(slots, now) -> list[tuple]:
    """(slot, whether its time was over): what was put there and is not shown any more."""
    put = FrontPageSlot.objects.of_newest().select_related("article").defer("article__body")
    return [
        (slot, bool(slot.until and slot.until <= now))
        for slot in put.exclude(pk__in=[slot.pk for slot in slots])
    ]


def _editions() -> list[FrontPageEdition]:
    slots = FrontPageSlot.objects.select_related("article").defer("article__body")
    return list(FrontPageEdition.objects.prefetch_related(Prefetch("slots", slots))[:TOLD])
