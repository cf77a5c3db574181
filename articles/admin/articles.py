import logging
from datetime import datetime

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin import (
    checks,
    commenting,
    conflict,
    copies,
    corrections,
    discussion,
    finding,
    keeping,
    moves,
    planning,
    preview_links,
    reads,
    routes,
    versions,
    wording,
)
from articles.admin.list import ArticleList, DeskFilter, SectionFilter, StageFilter, StatusFilter
from articles.forms import NAME_SEPARATOR, ArticleForm, ReadingForm
from articles.merging import MergeAsked
from articles.models import Article, Author, EditLock, SavedFilter, StoryTemplate
from articles.models.refusals import StaleRevision
from articles.workflow import TRANSITIONS, Stage, Transition
from maseer.lib import dates
from maseer.lib.backoffice import LongList, clock_column, folded_words, with_zone
from maseer.lib.html import isolated
from maseer.lib.refusal import refuse

log = logging.getLogger("maseer.newsroom")

SAVE_BUTTONS = ["show_save", "show_save_and_continue", "show_save_and_add_another"]

FIELDSETS = [
    (None, {"fields": ["base", "seen", "began_from", "form_key", "kind", "title", "deck", "body"]}),
    (
        _("Where and who"),
        {"fields": ["section", "sections", "tags", "writers", "translators", "photographers", "cartoonists"]},
    ),
    (_("Picture"), {"fields": ["image", "gallery"]}),
    (_("Source and series"), {"fields": ["source", "source_url", "series", "series_part"]}),
    (_("Read next"), {"fields": ["related"]}),
]


@admin.register(Article)
class ArticleAdmin(LongList, admin.ModelAdmin):
    list_display = [
        "working_title",
        "stage_label",
        "status_label",
        "kind",
        "section",
        "writers",
        "public_from",
        "saved_at",
        "read",
    ]
    list_select_related = ["section", "working_revision", "assignee", "claimed_by", "counts"]
    list_filter = [DeskFilter, StatusFilter, StageFilter, "kind", SectionFilter]
    search_fields = ["title"]
    ordering = ["-id"]
    view_on_site = False
    actions = moves.BULK

    # Who may see and change what

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_object(self, request, object_id, from_field=None):
        """Whoever may not see a text is told so (403), whether or not it exists for others."""
        if not str(object_id).isdecimal():
            return None
        rows = Article.objects.select_related(
            "section", "working_revision__created_by", "assignee", "claimed_by"
        )
        try:
            article = rows.get(pk=int(object_id))
        except Article.DoesNotExist:
            return None
        if not article.may_see(request.user):
            refuse(request.method, request.user, article)
        return article

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and (obj is None or obj.may_see(request.user))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) if obj is None else obj.may_edit(request.user)

    def has_delete_permission(self, request, obj=None):
        never_read = obj is None or not (obj.live_revision_id or obj.first_published_at)
        return super().has_delete_permission(request, obj) and never_read

    def get_deleted_objects(self, objs, request):
        """Its revisions and its log go with a text that nobody ever read; on their own nobody may delete them."""
        shown, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        return shown, counts, forbidden & {self.opts.verbose_name}, protected

    # The list

    def get_changelist(self, request, **kwargs):
        return ArticleList

    def changelist_view(self, request, extra_context=None):
        may_write = self.has_add_permission(request)
        beside = {
            "saved_filters": SavedFilter.kept_by(request.user),
            "templates": StoryTemplate.objects.offered_to(request.user) if may_write else (),
        }
        return super().changelist_view(request, beside | (extra_context or {}))

    def get_actions(self, request):
        actions = super().get_actions(request)
        return {
            name: action
            for name, action in actions.items()
            if name in TRANSITIONS and request.user.has_perm(TRANSITIONS[name].permission)
        }

    def get_search_results(self, request, queryset, search_term):
        if not folded_words(search_term):
            return queryset, False
        # The numbers first: the list asks twice, for its length and for its rows, and would look for them each time.
        return queryset.filter(pk__in=finding.found(request.user, search_term)), False

    @admin.display(description=_("title"))
    def working_title(self, article):
        return render_to_string(
            "admin/articles/article/title_cell.html",
            {"article": article, "field": moves.shown_field(article)},
        )

    @admin.display(description=_("stage"))
    def stage_label(self, article):
        return Stage(article.stage).label if article.stage else ""

    @admin.display(description=_("status"))
    def status_label(self, article):
        return _("Scheduled") if article.is_scheduled() else article.get_status_display()

    @admin.display(description=_("writers"))
    def writers(self, article):
        return format_html_join(NAME_SEPARATOR, "{}", ((isolated(name),) for name in article.signed_by))

    @admin.display(description=with_zone(_("saved")))
    def saved_at(self, article):
        return _short(article.working_revision.created_at) if article.working_revision else ""

    @admin.display(description=_("reads"), empty_value="")
    def read(self, article):
        """How often, for those that readers can read. Not to be sorted by: no index has that order."""
        return article.reads

    public_from = clock_column("published_at", _("published"))

    # The form: from the working revision, to a new one

    def get_fieldsets(self, request, obj=None):
        may_write = (
            self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)
        )
        return FIELDSETS if may_write else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if change and not self.has_change_permission(request, obj):
            return ReadingForm
        return keeping.form_class(request, obj, kwargs.get("refusal"))

    def get_changeform_initial_data(self, request):
        template = copies.begins_with(request)
        words = ArticleForm.words_of(template.content) if template else {}
        own = list(Author.objects.filter(user=request.user).values_list("pk", flat=True))
        return words | {"writers": words.get("writers") or own}

    def add_view(self, request, form_url="", extra_context=None):
        """A form that is sent twice begins one text; what it says the second time is a change of that one."""
        begun = keeping.begun_with(request)
        if begun is None:
            try:
                return super().add_view(request, form_url, extra_context)
            except IntegrityError:
                # At the same moment, and the other came first.
                begun = keeping.begun_with(request)
                if begun is None:
                    raise
        address = reverse("admin:articles_article_change", args=[begun.pk])
        answer = self.change_view(request, str(begun.pk), address, extra_context)
        return redirect(address) if answer.status_code == 302 else answer

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        article = self.get_object(request, object_id) if request.method == "POST" and object_id else None
        try:
            if article and not article.may_edit(request.user):
                self._refuse_change(request, article)
            # Not Django's own, which holds one transaction from before the form is read until after it is shown again.
            # On SQLite that is the lock of the whole paper; `save_model` has a short one.
            return self._changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            # The verb refused, and its transaction is undone: the same form again, with everything typed, saying why.
            again = _Refused(self.model, self.admin_site, refusal)
            return again.changeform_view(request, object_id, form_url, extra_context)

    def _refuse_change(self, request, article):
        """A writer whose text was handed on while it was open gets back what was typed; all others are sent away."""
        if not (article.is_theirs(request.user) and request.user.has_perm("articles.change_article")):
            refuse(request.method, request.user, article)
        log.warning("refused: save article=%s by=%s", article.pk, request.user.pk)
        raise HandedOn(article)

    def save_model(self, request, obj, form, change):
        opened = (
            {"base": form.cleaned_data["base"], "seen": form.cleaned_data["seen"]}
            if change
            else {"base": None}
        )
        if change and conflict.BUTTON in request.POST:
            raise conflict.merge_asked(obj, form)
        if opened["base"] is None:
            opened["form_key"] = form.cleaned_data["form_key"]
        with transaction.atomic():
            form.make_tags()
            obj.save_revision(form.payload(), **opened, by=request.user)
            EditLock.let_go(obj, request.user)

    def save_related(self, request, form, formsets, change):
        """Tags, bylines and sections are in the revision; `apply` puts them in their tables when it goes live."""

    def response_change(self, request, obj):
        # What was just saved, not what readers go on reading: Django's message calls the row by its title.
        obj.title = obj.working_title
        return super().response_change(request, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if isinstance(form, ArticleForm):
            context["media"] = context["media"].with_nonce(str(request.csp_nonce))
        context |= keeping.panel(request, obj, form)
        if obj:
            context |= self._panels(request, obj, form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _panels(self, request, article, form) -> dict:
        payload = article.working_revision.content
        moves = self._moves(request, article)
        context = {
            "subtitle": payload.title,
            "moves": moves,
            # Who may approve it is not asked whose it is again.
            "is_own_text": TRANSITIONS["approve"] not in moves and article.waits_for_another(request.user),
            "is_public": article.is_public(),
            "is_scheduled": article.is_scheduled(),
            "stage_label": Stage(article.stage).label,
            "reason": article.why_sent_back(),
            "log": article.log.select_related("by")[: versions.SHOWN],
            "versions": versions.versions_of(article),
            **versions.panel(request, article),
            **planning.panel(request, article),
            **checks.panel(request, article, form),
            **corrections.panel(request, article),
            **preview_links.panel(request, article),
            **copies.panel(request),
            **commenting.panel(request, article),
            **discussion.panel(article),
            **reads.panel(article),
        }
        if isinstance(form, ReadingForm):
            context |= {"lines": wording.lines(payload), "body": wording.body(payload)}
        elif isinstance(form.refusal, StaleRevision):
            context |= conflict.told(form)
        elif isinstance(form.refusal, MergeAsked):
            context |= conflict.merged(form)
        elif isinstance(form.refusal, HandedOn):
            context |= dict.fromkeys(SAVE_BUTTONS, False)
        return context

    def _moves(self, request, article) -> list[Transition]:
        """To publish a scheduled text at once, or at another hour, its schedule is cancelled first."""
        waits = article.is_scheduled() and article.working_revision_id == article.live_revision_id
        return [move for move in article.moves_for(request.user) if not (waits and move.name == "publish")]

    def history_view(self, request, object_id, extra_context=None):
        """Django's own list of changes names fields of the form; what was changed is seen between versions."""
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404
        return redirect("admin:articles_article_versions", article.pk)

    def get_urls(self):
        return [*routes.urls(self), *super().get_urls()]


class HandedOn(ValidationError):
    """Its writer may not change the text any more: it went to the editors while the form was open."""

    def __init__(self, article):
        super().__init__(
            gettext(
                "This text was handed on while you had it open: it is “%(stage)s” now, and nothing was saved. "
                "What you typed is still here; copy it, or ask for the text back."
            )
            % {"stage": Stage(article.stage).label}
        )


class _Refused(ArticleAdmin):
    """The admin for one more look at a form that the verb refused."""

    def __init__(self, model, admin_site, refusal: ValidationError):
        super().__init__(model, admin_site)
        self.refusal = refusal

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **kwargs, refusal=self.refusal)

    def has_change_permission(self, request, obj=None):
        # The form is for looking: with a refusal in it, it is never valid.
        return True if isinstance(self.refusal, HandedOn) else super().has_change_permission(request, obj)

    def _refuse_change(self, request, article):
        if not isinstance(self.refusal, HandedOn):
            super()._refuse_change(request, article)


def _short(at: datetime) -> str:
    return dates.printed(at, "SHORT_DATETIME_FORMAT")
