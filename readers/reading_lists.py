"""One's own reading lists, saving to them, and the page of a public one."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.article_page import links_to
from articles.models import Article
from maseer.lib.http import absolute_url
from maseer.lib.numbers import row_number
from maseer.page_cache import public
from readers.forms import ListNameForm
from readers.list_page import ListPage
from readers.models import ListedArticle, ReadingList

MINUTE = 60
# The buttons beside an entry; each sends its number.
MOVES = {
    "first": lambda reading_list, entry: reading_list.move(entry, 0),
    "up": lambda reading_list, entry: reading_list.move_by(entry, -1),
    "down": lambda reading_list, entry: reading_list.move_by(entry, 1),
}


def own_list(view: Callable) -> Callable:
    """A view of one list of the person who asks. Another's is as little there as one that never was."""

    @wraps(view)
    def answer(request: HttpRequest, list_id: int) -> HttpResponse:
        page = reverse("readers:list", args=[list_id])
        if not request.user.is_authenticated:
            # What they pressed is not done after signing in: they see the list and press again.
            return redirect_to_login(page)
        try:
            found = ReadingList.objects.of(request.user).get(pk=list_id)
            return view(request, found) or HttpResponseRedirect(page)
        except ReadingList.DoesNotExist:
            # Not theirs, or deleted meanwhile on another page.
            raise Http404 from None
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return HttpResponseRedirect(page)

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lists(request):
    form = ListNameForm(request.POST or None)
    if form.is_valid() and (made := form.tried(lambda name: ReadingList.begin(request.user, name))):
        return redirect("readers:list", made.pk)
    theirs = ReadingList.objects.of(request.user).sized()
    return render(request, "readers/lists.html", {"lists": theirs, "form": form})


@require_safe
@own_list
def one_list(request, reading_list):
    return _list_page(request, reading_list, ListNameForm(initial={"name": reading_list.name}))


def _list_page(request, reading_list, form):
    address = absolute_url(reading_list.get_absolute_url())
    return render(
        request,
        "readers/list.html",
        {
            "list": reading_list,
            "page": ListPage(reading_list.entries.all(), request.GET),
            "size": reading_list.entries.count(),
            "form": form,
            "permalink": address,
            "share": links_to(reading_list.name, address),
        },
    )


@require_POST
@own_list
def rename(request, reading_list):
    form = ListNameForm(request.POST)
    if not form.is_valid() or not form.tried(lambda name: reading_list.rename(name) or reading_list):
        reading_list.refresh_from_db()
        return _list_page(request, reading_list, form)
    messages.success(request, _("The list has its new name."))
    return None


@require_POST
@own_list
def set_public(request, reading_list):
    if request.POST.get("public") == "yes":
        reading_list.publish()
        messages.success(request, _("Whoever has the address can see the list now."))
    else:
        reading_list.unpublish()
        messages.success(request, _("Only you see the list now."))


@require_POST
@own_list
def move(request, reading_list):
    way = next((way for way in MOVES if way in request.POST), None)
    if way is None:
        return None
    entry = _entry(request, reading_list, way)
    MOVES[way](reading_list, entry)
    # To the top of a long list is to its first page.
    page = (
        reverse("readers:list", args=[reading_list.pk])
        if way == "first"
        else _same_page(request, reading_list)
    )
    return HttpResponseRedirect(f"{page}#entry-{entry.pk}")


@require_POST
@own_list
def remove(request, reading_list):
    reading_list.remove(_entry(request, reading_list, "entry").article_id)
    messages.success(request, _("The text is off the list."))
    return HttpResponseRedirect(_same_page(request, reading_list))


@require_http_methods(["GET", "HEAD", "POST"])
@own_list
def delete(request, reading_list):
    if request.method != "POST":
        return render(
            request, "readers/delete_list.html", {"list": reading_list, "size": reading_list.entries.count()}
        )
    reading_list.delete()
    messages.success(request, _("The list “%(list)s” is deleted.") % {"list": reading_list})
    return redirect("readers:lists")


def _entry(request, reading_list, name: str) -> ListedArticle:
    return get_object_or_404(reading_list.entries, pk=row_number(request.POST.get(name)))


def _same_page(request, reading_list) -> str:
    """The page of the list that the button was on."""
    page = reverse("readers:list", args=[reading_list.pk])
    begins_at = row_number(request.POST.get("from"))
    return f"{page}?from={begins_at}" if begins_at else page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def save(request, article_id: int):
    """Which lists a text is on. A script fetches the form alone and is told in words what came of it."""
    article = get_object_or_404(Article.objects.published().as_cards(), pk=article_id)
    is_fragment = "X-Fragment" in request.headers
    theirs = ReadingList.objects.of(request.user).marked_with(article)
    if request.method == "POST":
        form = ListNameForm(request.POST, is_needed=False)
        chosen, shown = (_numbers(request, name) for name in ("lists", "shown"))
        if form.is_valid():
            kept = form.tried(lambda name: ReadingList.keep(article, request.user, chosen, shown, name))
            if kept is not None:
                return _saved(request, article, kept, is_fragment)
        for each in theirs:
            each.has_it = each.pk in chosen
    else:
        # Whoever has no list yet needs one; they may call it what they like.
        form = ListNameForm(initial={} if theirs else {"name": _("Read later")}, is_needed=False)
    template = "readers/save_form.html" if is_fragment else "readers/save.html"
    context = {"article": article, "lists": theirs, "form": form, "is_fragment": is_fragment}
    return render(request, template, context, status=422 if is_fragment and form.errors else 200)


def _saved(request, article, kept: list[ReadingList], is_fragment: bool) -> HttpResponse:
    names = get_text_list(
        [f"\N{FIRST STRONG ISOLATE}{each}\N{POP DIRECTIONAL ISOLATE}" for each in kept], _("and")
    )
    said = _("Saved in: %(lists)s") % {"lists": names} if kept else _("It is on none of your lists now.")
    if is_fragment:
        return HttpResponse(said, content_type="text/plain; charset=utf-8", status=201 if kept else 200)
    messages.success(request, said)
    return redirect("readers:save", article.pk)


def _numbers(request, name: str) -> set[int]:
    return {pk for pk in map(row_number, request.POST.getlist(name)) if pk is not None}


@require_safe
@public("list:{address}", "nav", "all", ttl=5 * MINUTE)
def public_list(request, address: str):
    """Search engines stay away: a list says what somebody reads, and is for those who were given its address."""
    found = get_object_or_404(ReadingList.objects.public().select_related("owner"), address=address)
    page = ListPage(found.entries.public(), request.GET)
    permalink = absolute_url(found.get_absolute_url())
    response = render(
        request,
        "readers/public_list.html",
        {"list": found, "page": page, "permalink": permalink, "share": links_to(found.name, permalink)},
    )
    response.cache_tags = [f"article:{article.pk}" for article in page.articles]
    return response
