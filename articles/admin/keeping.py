"""Nothing typed is lost: what is kept while somebody writes and offered again afterwards; and who else is writing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBadRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.forms import ArticleForm
from articles.models import Article, Autosave, EditLock
from articles.models.autosave import PAGE
from articles.models.refusals import who_saved
from maseer.lib.clocks import clock
from maseer.lib.numbers import row_number
from maseer.lib.refusal import refuse

# What a form sends besides its fields: tags where no script runs, and which page of the browser it is.
FIELDS = [*ArticleForm.base_fields, "tags_typed", PAGE]
MOST_OFFERED = 5
MOST_READ = 50
SCRIPT = "application/json"


def begun_with(request) -> Article | None:
    """The text that this very form has begun already."""
    key = _form_key(request)
    begun = key and Article.objects.filter(form_key=key).first()
    if begun and not begun.is_own(request.user):
        refuse("begin again", request.user, begun)
    return begun


def form_class(request, article, refusal=None) -> type[ArticleForm]:
    given = {"user": request.user, "refusal": refusal, "kept": _taken_up(request, article)}
    return type("ArticleForm", (ArticleForm,), given)


# What was typed


def autosave(request, article):
    # Also where the text was handed on meanwhile: what is kept is theirs alone and touches nothing.
    if not request.user.has_perm("articles.change_article"):
        refuse("autosave", request.user, article)
    base = row_number(request.POST.get("base"))
    known = article.revisions.filter(pk=base).exists()
    return _keep(request, article, None, base if known else None)


def autosave_new(request):
    key = _form_key(request)
    if key is None:
        return HttpResponseBadRequest()
    begun = begun_with(request)
    first = begun and begun.revisions.order_by("pk").values_list("pk", flat=True).first()
    return _keep(request, begun, key, first)


def _keep(request, article, form_key, base: int | None):
    may_be_said = article and (form_key or base != article.working_revision_id)
    if may_be_said and _is_said(request, article, base):
        return JsonResponse({"said": "", "token": get_token(request)})
    kept = Autosave.keep(_fields(request), request.user, article, form_key, base)
    said = _("Kept at %(when)s.") % {"when": clock(kept.saved_at)}
    return JsonResponse({"said": said, "token": get_token(request)})


def _fields(request) -> dict:
    # PostgreSQL stores no NUL.
    return {
        name: [value.replace("\0", "") for value in request.POST.getlist(name)]
        for name in FIELDS
        if name in request.POST
    }


def _is_said(request, article, base: int | None) -> bool:
    """Whether it was saved meanwhile: what a browser kept back arrives after the form that was sent."""
    form = form_class(request, article)(request.POST, instance=article)
    return form.is_valid() and article.has_said(form.payload(), base, request.user)


def offers(request, article=None):
    """What the form offers to take up, alone."""
    return render(request, "admin/articles/article/kept.html", {"offered": _offered(request, article)})


def discard(request, autosave_id: int):
    kept = Autosave.objects.select_related("article").filter(pk=autosave_id).first()
    if kept and kept.by_id != request.user.pk:
        refuse(f"discard autosave={kept.pk}", request.user, kept.article)
    if kept and not kept.folded_into_id:
        kept.discard()
        messages.info(request, _("What was not saved is discarded."))
    return redirect(_form_of(kept.article if kept else None))


def _form_of(article) -> str:
    if article:
        return reverse("admin:articles_article_change", args=[article.pk])
    return reverse("admin:articles_article_add")


def _taken_up(request, article) -> Autosave | None:
    number = row_number(request.GET.get("autosave"))
    if request.method != "GET" or not number:
        return None
    kept = Autosave.objects.filter(pk=number).first()
    if kept and kept.by_id != request.user.pk:
        refuse(f"open autosave={kept.pk}", request.user, article)
    is_this = kept and kept.article_id == (article.pk if article else None) and not kept.folded_into_id
    return kept if is_this else None


# Who is writing


def heartbeat(request, article):
    holds = article.may_edit(request.user)
    lock = EditLock.hold(article, request.user) if holds else EditLock.of(article)
    return JsonResponse(_state(request, article, lock))


def take_over(request, article):
    lock = EditLock.take_over(article, request.user)
    if request.headers.get("Accept") == SCRIPT:
        return JsonResponse(_state(request, article, lock))
    return redirect(_form_of(article))


def let_go(request, article):
    EditLock.let_go(article, request.user)
    return JsonResponse({"token": get_token(request)})


def session(request):
    """Whom the browser is signed in as now, with a token for the forms that were open before."""
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})


def _state(request, article, lock: EditLock | None) -> dict:
    newer = article.working_revision
    base = row_number(request.POST.get("base"))
    return {
        "token": get_token(request),
        "lock": said_of(lock, request.user, was_mine="held" in request.POST),
        "newer": who_saved(newer) if base and newer and base != newer.pk else "",
    }


def said_of(lock: EditLock | None, user, was_mine=False) -> str:
    """Who else is writing, in words; nothing if nobody is."""
    if lock is None or lock.by_id == user.pk:
        return ""
    words = {"who": lock.by, "when": clock(lock.since)}
    if was_mine:
        return _("%(who)s took this text over at %(when)s. What you typed is kept.") % words
    return _("%(who)s has been writing in this text since %(when)s.") % words


# Around the form


def panel(request, article, form) -> dict:
    """For the page of the form. Looking takes no lock and keeps nothing."""
    if not isinstance(form, ArticleForm):
        return {}
    lock = article and EditLock.of(article)
    return {
        "keeps": True,
        "lock_said": said_of(lock, request.user),
        "taken_up": form.kept and {"pk": form.kept.pk, "when": clock(form.kept.saved_at)},
        "offered": [] if form.is_bound or form.kept else _offered(request, article),
    }


def _offered(request, article) -> list[dict]:
    """The last of each sitting that was not saved, newest first."""
    unsaved = Autosave.objects.unsaved(request.user).filter(article=article)
    offered = {}
    for number, key, page in unsaved.values_list("pk", "form_key", f"data__{PAGE}")[:MOST_READ]:
        offered.setdefault((key, str(page)), number)
    if not offered:
        return []
    rows = _different(Autosave.objects.filter(pk__in=list(offered.values())[:MOST_OFFERED]))
    return [
        {
            "pk": kept.pk,
            "title": kept.title,
            "when": clock(kept.saved_at),
            "is_older": bool(article) and kept.base_id != article.working_revision_id,
        }
        for kept in rows
        if not (article and _is_working_text(request, article, kept))
    ]


def _different(rows) -> list[Autosave]:
    """What a sitting only repeated, having taken up the one before, is there once."""
    words = [{name: values for name, values in kept.data.items() if name != PAGE} for kept in rows]
    return [kept for at, kept in enumerate(rows) if words[at] not in words[:at]]


def _is_working_text(request, article, kept: Autosave) -> bool:
    """Something was typed and taken back: there is nothing to take up."""
    form = form_class(request, article)(kept.sent, instance=article)
    return form.is_valid() and article.has_said(form.payload(), article.working_revision_id, request.user)


def _form_key(request):
    try:
        return forms.UUIDField(required=False).clean(request.POST.get("form_key"))
    except ValidationError:
        return None
