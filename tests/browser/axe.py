"""What axe-core finds wrong with a page, by day and by night."""

import pytest

from tests.browser.watch import come_to_rest

SCRIPT = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT

WIDTHS = (360, 1440)
# By night only what the colours decide; the rest has been looked at by day.
BY_NIGHT = {"runOnly": ["color-contrast", "link-in-text-block"]}
# Django's choices with search put the button that empties them straight into a list.
NOT_OURS = {"rules": {"list": {"enabled": False}}}

VIOLATIONS = """async (rules) => {
  const { violations } = await axe.run({ resultTypes: ["violations"], preload: false, ...rules })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`))
}"""


def violations(page, rules=None) -> list[str]:
    """As the page stands there."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    come_to_rest(page)
    return page.evaluate(VIOLATIONS, rules or {})


def check(page, widths=WIDTHS, by_day=None) -> None:
    for scheme, rules in {"light": by_day, "dark": BY_NIGHT}.items():
        # Scroll timelines never finish; without motion there are none.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # By night only the colours differ.
        for width in widths if scheme == "light" else widths[-1:]:
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page, rules) == [], f"{page.url} at {width}, {scheme}"
