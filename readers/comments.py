"""Readers' comments: the page of them and the fragment a text fetches, the same for everybody; the form, for one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from maseer.lib import throttle
from maseer.lib.counters import Numeral
from maseer.lib.http import client_address, is_from_here, network
from maseer.lib.numbers import row_number
from maseer.page_cache import public
from readers.forms import CommentForm
from readers.models import Comment
from readers.models.comment import CommentsClosed
from readers.thread import Thread

MINUTE, HOUR = 60, 3600
A_MINUTE, AN_HOUR = 5, 30

WAITS = "waits"


def _public(article_id: int) -> Article:
    return get_object_or_404(Article.objects.published().defer("body"), pk=article_id)


@require_safe
@public("comments:{article_id}", "article:{article_id}", "nav", "all", ttl=5 * MINUTE)
def comments(request, article_id: int):
    return _thread(request, article_id, "readers/comments.html")


@require_safe
@public("comments:{article_id}", "article:{article_id}", "all", ttl=5 * MINUTE)
def thread(request, article_id: int):
    """The talk alone, for the page of the article, which was kept while others talked on."""
    return _thread(request, article_id, "readers/thread.html")


def _thread(request, article_id: int, template: str) -> HttpResponse:
    article = _public(article_id)
    return render(request, template, {"article": article, "thread": Thread(article, request.GET)})


# The form knows who writes and is kept by nobody. Like the form of the contact page it has no token: where it came from
# is checked instead.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, article_id: int):
    article = _public(article_id)
    account = request.user if request.user.is_authenticated else None
    if request.method != "POST":
        if WAITS in request.GET:
            return render(request, "readers/comment_waits.html", {"article": article})
        if not article.takes_comments():
            return redirect("readers:comments", article.pk)
        return _form(request, article, CommentForm(account=account), _answered(request.GET, article))
    if not is_from_here(request):
        raise PermissionDenied
    form = CommentForm(request.POST, account=account)
    answers = _answered(request.POST, article)
    if not form.is_valid():
        return _form(request, article, form, answers, status=422)
    if form.is_from_a_program:
        return _waits(request, article)
    try:
        _count(request)
        comment = Comment.add(article, **form.said(), account=account, answers=answers)
    except throttle.TooMany as refusal:
        form.add_error(None, _wait_in_words(refusal.wait))
        response = _form(request, article, form, answers, status=429)
        response.headers["Retry-After"] = str(refusal.wait)
        return response
    except ValidationError as refusal:
        form.refuse(refusal)
        return _form(
            request, article, form, answers, status=403 if isinstance(refusal, CommentsClosed) else 422
        )
    return _shown(request, comment) if comment.is_shown else _waits(request, article)


def _answered(query, article: Article) -> Comment | None:
    """The shown comment that is to be answered. None too if it went meanwhile: what was written is worth having."""
    return article.comments.shown().filter(pk=row_number(query.get("to"))).first()


def _count(request) -> None:
    """Raises TooMany; who comments once more than they may in an hour has not used up a place of this minute."""
    device = network(client_address(request), ipv4=32, ipv6=64)
    of_hour = throttle.count(f"comment:hour:{device}", AN_HOUR, HOUR)
    try:
        throttle.count(f"comment:minute:{device}", A_MINUTE, MINUTE)
    except throttle.TooMany:
        of_hour.give_back()
        raise


def _wait_in_words(seconds: int) -> str:
    minutes = -(-seconds // MINUTE)
    said = ngettext(
        "That was a lot in a short time. Send it in %(count)s minute; what you wrote is still here.",
        "That was a lot in a short time. Send it in %(count)s minutes; what you wrote is still here.",
        minutes,
    )
    return said % {"count": Numeral(minutes)}


def _is_fragment(request) -> bool:
    return "X-Fragment" in request.headers


def _form(request, article, form, answers, status: int = 200) -> HttpResponse:
    is_fragment = _is_fragment(request)
    context = {"article": article, "form": form, "answers": answers, "is_fragment": is_fragment}
    template = "readers/comment_form.html" if is_fragment else "readers/comment.html"
    # A browser shows the page of a form that was not right as it shows any other.
    return render(request, template, context, status=200 if status == 422 and not is_fragment else status)


def _waits(request, article) -> HttpResponse:
    if _is_fragment(request):
        return _said(
            _("Thank you. Your comment has reached us and is shown once an editor has read it."), 202
        )
    return HttpResponseRedirect(f"{reverse('readers:write_comment', args=[article.pk])}?{WAITS}")


def _shown(request, comment: Comment) -> HttpResponse:
    if _is_fragment(request):
        return _said(_("Thank you. Your comment is here."), 201)
    address = reverse("readers:comments", args=[comment.article_id])
    return HttpResponseRedirect(f"{address}#comment-{comment.pk}")


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)
