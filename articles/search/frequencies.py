"""How common words are in the paper, and so how much it says of a text that it has them."""

import math
from dataclasses import dataclass
from functools import cached_property

from articles.models import SearchTally, SearchTerm
from articles.models.search_document import MARK, USUAL_LENGTH
from articles.search.engines import Expression, Group
from maseer.lib.prepared import Prepared

# Of a word: that it is in the title, often in the text, very often.
LEVELS = ("t", "2", "3")
# So many of the newest texts are looked at one by one, if that spares looking up all that have the words.
WALKED = 2_000

_TEXTS = Prepared(lambda words: SearchTerm.objects.filter(word__in=words).values_list("word", "texts"))


@dataclass(frozen=True)
class Frequencies:
    """Of the words of some groups. The database is asked when they are first needed."""

    groups: Expression

    @cached_property
    def _known(self) -> dict[str, int]:
        words = {word for group in self.groups for alternative in group for word in alternative}
        words |= {marked(word, level) for word in words for level in LEVELS}
        words |= {SearchTally.TEXTS, SearchTally.LENGTH}
        return dict(_TEXTS(words))

    @property
    def texts(self) -> int:
        return self._known.get(SearchTally.TEXTS, 0)

    @property
    def usual_length(self) -> float:
        length = self._known.get(SearchTally.LENGTH, 0)
        return length / self.texts if self.texts and length else USUAL_LENGTH

    def of_group(self, group: Group) -> int:
        """In at most how many texts it is."""
        found = sum(min(self._known.get(word, 0) for word in alternative) for alternative in group)
        return min(found, self.texts)

    def share(self, expression: Expression) -> float:
        """Of the texts, how large a part has all of it, if words fall where they like."""
        return math.prod(self.of_group(group) / max(self.texts, 1) for group in expression)

    def are_near(self, expression: Expression, most: int) -> bool:
        """Whether the newest texts will hold so many with all of it."""
        return self.share(expression) * WALKED >= most

    def weight(self, group: Group) -> float:
        found = self.of_group(group)
        return math.log(1 + (max(self.texts, found) - found + 0.5) / (found + 0.5))


def marked(word: str, level: str) -> str:
    return f"{word}{MARK}{level}"


def levelled(group: Group, level: str) -> Group:
    """Those alternatives that are one word, where they are in the title or often in the text."""
    return tuple((marked(words[0], level),) for words in group if len(words) == 1)
