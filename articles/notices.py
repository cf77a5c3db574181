"""What somebody is told, on pages of their own in the back office. Everybody has their own rows, and no others."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Article, Notice, NoticeChoice, NoticeKind
from maseer.lib.counters import capped
from maseer.lib.numbers import row_number

SHOWN = 40
# The bell counts no further.
MOST_UNREAD = 9


def unread(user) -> str:
    """For the bell: "", or how many, as far as it counts."""
    count = user.notices.filter(read_at=None).order_by()[: MOST_UNREAD + 1].count()
    return capped(count, MOST_UNREAD)


@require_safe
def notices(request):
    before = row_number(request.GET.get("before"))
    rows = request.user.notices.all()
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: SHOWN + 1])
    shown = found[:SHOWN]
    texts = _texts(request.user, shown)
    for notice in shown:
        # Their rights may have changed since.
        notice.text = texts.get(notice.article_id)
    return _page(
        request,
        "notices",
        title=_("Notices"),
        notices=shown,
        older=shown[-1].pk if len(found) > SHOWN else None,
        is_newest=not before,
    )


def _texts(user, rows: list[Notice]) -> dict[int, Article]:
    visible = Article.objects.visible_to(user).filter(pk__in={notice.article_id for notice in rows})
    named = visible.select_related("working_revision").only("title", "working_revision__title")
    return {article.pk: article for article in named}


@require_POST
def open_notice(request, pk: int):
    """Marks it as read and leads to what it is about."""
    notice = get_object_or_404(request.user.notices, pk=pk)
    notice.read()
    if notice.article_id is None or not _texts(request.user, [notice]):
        return redirect("admin:notices")
    return redirect("admin:articles_article_change", notice.article_id)


@require_POST
def read_all(request):
    request.user.notices.filter(read_at=None).update(read_at=timezone.now())
    return redirect("admin:notices")


class ChoicesForm(forms.Form):
    in_newsroom = forms.MultipleChoiceField(choices=NoticeKind.choices, required=False)
    by_mail = forms.MultipleChoiceField(choices=NoticeKind.choices, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request):
    chosen = NoticeChoice.all_of(request.user)
    if request.method == "POST":
        form = ChoicesForm(request.POST)
        if form.is_valid():
            newsroom, mail = form.cleaned_data["in_newsroom"], form.cleaned_data["by_mail"]
            NoticeChoice.choose(request.user, {kind: (kind in newsroom, kind in mail) for kind in chosen})
            messages.success(request, _("Saved."))
            return redirect("admin:notice_choices")
        messages.error(request, _("Choose from the list. Nothing was changed."))
    return _page(request, "choices", title=_("What you are told, and how"), choices=chosen.values())


def _page(request, name: str, **context):
    return render(request, f"admin/notices/{name}.html", admin.site.each_context(request) | context)
