"""A page as a tree, and what a short selector finds in it: tag, .class, #id, [name], [name=value], one in another."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

# These part no words.
SEAMLESS = {"bdi", "mark"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_PART = re.compile(
    r"(?P<tag>^[a-z0-9]+)|\.(?P<css>[\w-]+)|#(?P<id>[\w-]+)|\[(?P<name>[\w-]+)(?:=(?P<value>[^\]]*))?\]"
)
_STEPS = re.compile(r"\s+(?![^\[]*\])")


@dataclass
class Node:
    tag: str
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is read, in one line."""
        return " ".join(self._words().split())

    def _words(self) -> str:
        words = "".join(child if isinstance(child, str) else child._words() for child in self.children)
        return words if self.tag in SEAMLESS else f" {words} "

    @property
    def named(self) -> str:
        """What somebody hears who cannot see it."""
        return self.attributes.get("aria-label") or self.text

    def all(self, selector: str) -> list["Node"]:
        found = [self]
        for step in _STEPS.split(selector):
            inside = [node for one in found for node in one._below() if node._is(step)]
            found = list({id(node): node for node in inside}.values())
        return found

    def texts(self, selector: str) -> list[str]:
        return [node.named for node in self.all(selector)]

    def _below(self):
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child._below()

    def _is(self, step: str) -> bool:
        parts = list(_PART.finditer(step))
        assert "".join(part[0] for part in parts) == step, f"not understood: {step}"
        for part in parts:
            if part["tag"] and part["tag"] != self.tag:
                return False
            if part["css"] and part["css"] not in self.attributes.get("class", "").split():
                return False
            if part["id"] and part["id"] != self.attributes.get("id"):
                return False
            if part["name"] and part["name"] not in self.attributes:
                return False
            if part["value"] is not None and part["value"] != self.attributes[part["name"]]:
                return False
        return True


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in {node.tag for node in self.open[1:]}:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        if self.open[-1].tag not in {"script", "style", "svg"}:
            self.open[-1].children.append(data)


def read(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    return reader.root
