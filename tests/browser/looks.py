"""How a page looks, at three widths, by day and by night: what is wrong with it, as a list of sentences."""

from pathlib import Path

WIDTHS = (360, 768, 1440)
PAPER = {"light": "rgb(246, 246, 240)", "dark": "rgb(23, 19, 24)"}
FAULTS = (Path(__file__).parent / "faults.js").read_text()
COME = """() => Promise.all([document.fonts.ready, ...[...document.images].map((image) => {
  image.loading = "eager"
  return image.decode().catch(() => {})
})])"""
FONTS = "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family.replaceAll('\"', ''))"


def faults(page) -> list[str]:
    page.evaluate(COME)
    wrong = []
    for scheme, paper in PAPER.items():
        page.emulate_media(color_scheme=scheme)
        if (colour := page.evaluate("getComputedStyle(document.body).backgroundColor")) != paper:
            wrong.append(f"{scheme}: the paper is {colour}")
        # The night changes colours and no places: one width is enough, the one that is there already.
        for width in WIDTHS if scheme == "light" else WIDTHS[-1:]:
            page.set_viewport_size({"width": width, "height": 900})
            wrong += [f"{scheme}, {width}: {fault}" for fault in page.evaluate(FAULTS)]
    if missing := {"Markazi Text", "Maseer UI"} - set(page.evaluate(FONTS)):
        wrong.append(f"not loaded: {missing}")
    if (drawn := drawn_with(page, "h1")) != {("Markazi Text", True)}:
        wrong.append(f"the headline is drawn with {drawn}")
    return wrong


def drawn_with(page, selector: str) -> set[tuple[str, bool]]:
    """The families that really drew it, and whether they came from us: the style says only what was wished for."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("DOM.enable")
    chrome.send("CSS.enable")
    root = chrome.send("DOM.getDocument")["root"]["nodeId"]
    node = chrome.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = chrome.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    # Else it would go on following every style.
    chrome.detach()
    return {(font["familyName"], font["isCustomFont"]) for font in fonts}
