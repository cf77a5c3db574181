"""The rich-text editor of the back office: it can write what `maseer.lib.html` lets through, and no more.

`static/js/editor.js` has the blocks that are ours and the names of the buttons.
"""

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

EXTENSIONS = {
    "Heading": {"levels": [2, 3, 4]},
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "HorizontalRule": True,
    "HardBreak": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "NoSpellCheck": False,
    # Ours, from static/js/editor.js.
    "Facts": True,
    "Kept": True,
    "KeptInline": True,
    "Foreign": True,
    "Languages": True,
    "ButtonNames": True,
    "NodeClass": {
        "cssClasses": {
            "paragraph": {
                "title": _("Paragraph"),
                "cssClasses": [
                    {"className": "lead", "title": _("first paragraph")},
                    {"className": "question", "title": _("question")},
                    {"className": "verse", "title": _("verse")},
                ],
            },
            "blockquote": {
                "title": _("Quotation"),
                "cssClasses": [{"className": "pull", "title": _("pull quote")}],
            },
        }
    },
}


class RichTextWidget(AdminProseEditorWidget):
    def get_config(self):
        return super().get_config() | {"js_modules": [static("js/editor.js")]}


class RichTextField(ProseEditorFormField):
    """A form field for HTML. It sanitises nothing: what is stored is cleaned where it is stored."""

    def __init__(self, **kwargs):
        super().__init__(**{"widget": RichTextWidget, **kwargs, "config": {"extensions": EXTENSIONS}})
