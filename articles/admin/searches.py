"""What readers look for and what finds nothing, with what mends it: two words that are one to readers."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles.admin import subpage
from articles.models import SearchCount, SearchSynonym
from articles.search import did_you_mean
from maseer.lib.refusal import refuse

DAYS = (1, 7, 30, 90)
USUAL = 7
MOST_SHOWN = 50
# For so many it is worth asking what was meant.
MOST_MEANT = 20


@dataclass(frozen=True)
class Missed:
    words: str
    missed: int
    asked: int
    meant: str


def searches(request):
    if not request.user.has_perm("articles.view_searchcount"):
        refuse("searches", request.user)
    if request.method == "POST":
        return _declare(request)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, DAYS) else USUAL
    counted = SearchCount.objects.since(timezone.localdate() - timedelta(days=days - 1))
    missed = counted.in_order("missed")[:MOST_SHOWN]
    may_declare = request.user.has_perm("articles.add_searchsynonym")
    return subpage.page(
        request,
        "searches.html",
        gettext("What readers look for"),
        days=days,
        spans=DAYS,
        sought=counted.in_order("asked")[:MOST_SHOWN],
        missed=[
            Missed(
                row["words"],
                row["missed"],
                row["asked"],
                did_you_mean(row["words"]) if may_declare and at < MOST_MEANT else "",
            )
            for at, row in enumerate(missed)
        ],
        may_declare=may_declare,
    )


def _declare(request):
    if not request.user.has_perm("articles.add_searchsynonym"):
        refuse("declare synonyms", request.user)
    pair = SearchSynonym(one=request.POST.get("one", ""), other=request.POST.get("other", ""))
    try:
        pair.full_clean()
    except ValidationError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
    else:
        pair.save()
        said = gettext("Who looks for “%(one)s” finds “%(other)s” from now on, and the other way round.")
        messages.success(request, said % {"one": pair.one, "other": pair.other})
    days = request.POST.get("days", "")
    return redirect(f"{reverse('admin:articles_searches')}?days={days if days.isdecimal() else USUAL}")
