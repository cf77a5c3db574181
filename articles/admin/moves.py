"""Moves of the workflow table: one text by a button, several from the list."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext

from articles.forms import MoveForm
from articles.models.refusals import AlreadyDone, StaleRevision, who_saved
from articles.workflow import TRANSITIONS, Transition
from maseer.lib.clocks import clock
from maseer.lib.counters import Numeral

# More rows than this are a job for the command line, not for a request.
MOST_AT_ONCE = 200
MOST_REASONS = 10


def move(request, article):
    form = MoveForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
    else:
        _apply(request, article, form.arguments())
    return redirect("admin:articles_article_change", article.pk)


def _apply(request, article, arguments: dict) -> None:
    try:
        entry = article.apply(by=request.user, **arguments)
    except StaleRevision as refusal:
        messages.error(request, gettext("%s Look at the newer text first.") % who_saved(refusal.newer))
    except AlreadyDone as calm:
        messages.info(request, " ".join(calm.messages))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _done(article, entry))


def _done(article, entry) -> str:
    if entry.transition != "publish":
        return gettext("“%s” is done.") % entry.label
    if not article.is_scheduled():
        return gettext("Published.")
    return gettext("Scheduled for %(when)s.") % {"when": clock(article.published_at, "DATETIME_FORMAT")}


# From the list


def bulk(move: Transition):
    @admin.action(description=move.label)
    def for_each(model_admin, request, queryset):
        move_each(request, queryset, move)

    for_each.__name__ = move.name
    return for_each


# A move that needs a note is made on the article's own page, where there is room for it.
BULK = [bulk(move) for move in TRANSITIONS.values() if not move.needs_note]


def shown_field(article) -> str:
    """The name under which the list sends what it shows: a text that was changed or moved meanwhile is left alone."""
    return f"shown-{article.pk}"


def shown(request, article) -> dict:
    """The revision and the last move that the list showed of it."""
    numbers = request.POST.get(shown_field(article), "").split("-")
    if len(numbers) != 2 or not all(map(str.isdecimal, numbers)):
        return {}
    return {"revision": int(numbers[0]), "seen": int(numbers[1])}


def move_each(request, queryset, move: Transition) -> None:
    articles = list(queryset[: MOST_AT_ONCE + 1])
    if len(articles) > MOST_AT_ONCE:
        messages.error(request, gettext("Choose at most %s at once.") % Numeral(MOST_AT_ONCE))
        return
    done, scheduled, reasons = 0, 0, []
    for article in articles:
        try:
            article.apply(move.name, by=request.user, **shown(request, article))
        except PermissionDenied:
            reasons.append(gettext("“%s”: you may not do this to it.") % article)
        except StaleRevision as refusal:
            reasons.append(
                gettext("“%(title)s”: %(who_saved)s Look at the newer text first.")
                % {"title": article, "who_saved": who_saved(refusal.newer)}
            )
        except ValidationError as refusal:
            reasons.append(f"{article}: {' '.join(refusal.messages)}")
        else:
            waits = move.name == "publish" and article.is_scheduled()
            scheduled, done = scheduled + waits, done + (not waits)
    _report(request, move, done, scheduled, reasons)


def _report(request, move: Transition, done: int, scheduled: int, reasons: list[str]) -> None:
    if scheduled:
        text = ngettext(
            "%(count)s text is scheduled, and keeps its hour.",
            "%(count)s texts are scheduled, and keep their hours.",
            scheduled,
        )
        messages.info(request, text % {"count": Numeral(scheduled)})
    if done:
        text = ngettext(
            "“%(move)s” is done for %(count)s text.", "“%(move)s” is done for %(count)s texts.", done
        )
        messages.success(request, text % {"move": move.label, "count": Numeral(done)})
    for reason in reasons[:MOST_REASONS]:
        messages.warning(request, reason)
    if more := len(reasons[MOST_REASONS:]):
        text = ngettext("%(count)s more was refused.", "%(count)s more were refused.", more)
        messages.warning(request, text % {"count": Numeral(more)})
