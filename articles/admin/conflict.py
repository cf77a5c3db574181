"""Two people in one text: what the second one to save is shown, and both texts put together on request."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import Truncator

from articles.admin import wording
from articles.forms import ArticleForm
from articles.merging import MergeAsked, merge_typed
from maseer.lib import prose
from maseer.lib.prose_merge import Conflict

# The name of the button in the form.
BUTTON = "_merge"
# What is told at the top of the form; everything is in the form itself.
MOST_TOLD = 50
LONGEST_TOLD = 600


def told(form: ArticleForm) -> dict:
    """For the page: the newer text beside what was typed, word by word."""
    newer = form.refusal.newer
    return {
        "newer": newer,
        "comparison": wording.comparison(newer.content, form.payload(), form.new_tags()),
    }


def merge_asked(article, form: ArticleForm) -> MergeAsked:
    opened = form.cleaned_data["began_from"] or form.cleaned_data["base"]
    return merge_typed(article, form.payload(), opened, form.new_tags())


def merged(form: ArticleForm) -> dict:
    """For the page: where a person must choose. That it was asked for is no error."""
    form.errors.pop(NON_FIELD_ERRORS, None)
    merged = form.refusal.merged
    clashes = [
        {
            "label": wording.label(clash.name),
            "theirs": wording.in_words(clash.name, clash.theirs),
            "mine": wording.in_words(clash.name, clash.mine),
        }
        for clash in merged.clashes
    ]
    return {
        "newer": form.refusal.newer,
        "is_merged": True,
        "clashes": clashes,
        "conflicts": [_beside(conflict) for conflict in merged.conflicts[:MOST_TOLD]],
        "more": len(merged.conflicts[MOST_TOLD:]),
        "errors": list(form.errors),
    }


def _beside(conflict: Conflict) -> dict:
    """Both wordings in one, with what only theirs and only mine has marked."""
    theirs, mine = (Truncator(text).chars(LONGEST_TOLD) for text in (conflict.theirs, conflict.mine))
    return {"clash": conflict.clash, "runs": prose.compare_lines(theirs, mine)}
