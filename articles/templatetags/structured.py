"""The block of a page that programs read. Browsers run nothing of it: it is data."""

import json

from django import template
from django.utils.safestring import SafeString

from articles import structured_data

register = template.Library()

# No text in it may end the block, or begin a tag or a reference to a letter.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"}


def block(said: list[dict]) -> SafeString:
    text = json.dumps({"@context": "https://schema.org", "@graph": said}, ensure_ascii=False)
    return SafeString(f'<script type="application/ld+json">{text.translate(ESCAPES)}</script>')


@register.simple_tag(takes_context=True)
def article_data(context):
    """Of the article of the page, with what `article_page.context_of` found around it."""
    article, told = context["article"], [*context["errata"], *context["additions"]]
    return block(
        structured_data.of_article(article, context["paper"], told, context["further_sections"] or ())
    )


@register.simple_tag(takes_context=True)
def list_data(context, row):
    return block(structured_data.of_list(row, context["paper"]))


@register.simple_tag(takes_context=True)
def author_data(context, author):
    return block(structured_data.of_author(author, context["paper"]))


@register.simple_tag(takes_context=True)
def paper_data(context):
    return block(structured_data.of_paper(context["paper"]))
