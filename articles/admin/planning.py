"""The plan of a text: a page of its own, which the form beside the text leads to."""

import logging

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from articles.models import Article
from articles.plan_form import PlanForm

log = logging.getLogger("maseer.newsroom")


def plan(request, article):
    """GET shows the form, which the list and the desk link to; POST agrees on what it says."""
    if not article.may_plan(request.user):
        log.warning("refused: plan article=%s by=%s", article.pk, request.user.pk)
        raise PermissionDenied
    form = PlanForm(request.POST if request.method == "POST" else None, article=article)
    if form.is_valid() and _agree(request, article, form):
        return redirect("admin:articles_article_change", article.pk)
    context = admin.site.each_context(request) | {
        "title": gettext("The plan"),
        "subtitle": article.working_revision.title,
        "opts": Article._meta,
        "original": article,
        "zone": settings.TIME_ZONE,
        **around(request, article, form),
    }
    return TemplateResponse(request, "admin/articles/article/plan_page.html", context)


def _agree(request, article, form: PlanForm) -> bool:
    try:
        entry = article.change_plan(by=request.user, **form.changes())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    if entry:
        messages.success(request, gettext("The plan is: %(plan)s.") % {"plan": entry.note})
    else:
        messages.info(request, gettext("The plan is as it was."))
    return True


def around(request, article, form: PlanForm | None = None) -> dict:
    """For the pages that show the plan: the form where somebody may plan, a line for the others."""
    if not article.may_plan(request.user):
        return {}
    return {"plan_form": form or PlanForm(article=article)}
