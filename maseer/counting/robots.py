"""Who is no reader: programs that say so, and what is fetched before anybody looks."""

import re
from functools import lru_cache

from crawleruseragents import is_crawler

# Programs in general (Cubot makes telephones); the list of known crawlers has each by its name.
PROGRAM = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|headless|phantom|puppeteer|selenium|preview|monitor|scan|fetch|curl|wget"
    r"|http-?client|python|java/|ruby|perl|php/|go-http|okhttp|axios|node|libwww|lighthouse|pagespeed",
    re.IGNORECASE,
)
LONGEST_AGENT = 500


@lru_cache(maxsize=4096)
def is_robot(agent: str) -> bool:
    """Whether this user agent is none of a person's browsers. All of those say "Mozilla"."""
    return not agent.startswith("Mozilla/") or bool(PROGRAM.search(agent)) or is_crawler(agent)


def is_reader(environ: dict) -> bool:
    agent = environ.get("HTTP_USER_AGENT", "")
    return (
        0 < len(agent) <= LONGEST_AGENT
        and "HTTP_ACCEPT_LANGUAGE" in environ
        and not is_ahead_of_time(environ)
        and not is_robot(agent)
    )


def is_ahead_of_time(environ: dict) -> bool:
    purpose = (
        environ.get("HTTP_SEC_PURPOSE", "") + environ.get("HTTP_PURPOSE", "") + environ.get("HTTP_X_MOZ", "")
    )
    return "prefetch" in purpose or "prerender" in purpose or "preview" in purpose
