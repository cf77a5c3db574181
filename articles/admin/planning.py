"""The plan of a text: a page of its own, which the form beside the text leads to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext

from articles.admin import subpage
from articles.plan_form import PlanForm
from maseer.lib.refusal import refuse


def plan(request, article):
    """GET shows the form, which the list and the desk link to; POST agrees on what it says."""
    if not article.may_plan(request.user):
        refuse("plan", request.user, article)
    form = PlanForm(request.POST if request.method == "POST" else None, article=article)
    if form.is_valid() and _agree(request, article, form):
        return redirect("admin:articles_article_change", article.pk)
    return subpage.page(
        request, "plan_page.html", gettext("The plan"), article, **panel(request, article, form)
    )


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


def panel(request, article, form: PlanForm | None = None) -> dict:
    """For the pages that show the plan: the form where somebody may plan, a line for the others."""
    if not article.may_plan(request.user):
        return {}
    return {"plan_form": form or PlanForm(article=article)}
