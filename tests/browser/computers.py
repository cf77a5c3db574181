"""Computers at which one test after another sits down: what has drawn a page before draws the next in half the time."""

# What is changed on a page that is open. Whatever else a test wants of its browser, it is given a new one.
CHANGEABLE = {"viewport", "color_scheme", "reduced_motion"}
USUAL_SIZE = {"width": 1280, "height": 720}


def new_context(browser, base_url: str, **options):
    """Takes what `browser.new_context` takes."""
    context = browser.new_context(base_url=base_url, locale="ar", **options)
    context.set_default_timeout(15_000)
    return context


class Computers:
    def __init__(self, browser, base_url: str, *, with_clocks=False):
        """`with_clocks`: that can be set forward. They go on from there for the next."""
        self.browser, self.base_url, self.with_clocks = browser, base_url, with_clocks
        self.free = []

    def bring(self):
        context = new_context(self.browser, self.base_url)
        if self.with_clocks:
            context.clock.install()
        return context.new_page()

    def lend(self, viewport=USUAL_SIZE, color_scheme="light", reduced_motion="no-preference"):
        """A page on which nobody seems to have been before."""
        page = self.free.pop() if self.free else self.bring()
        page.set_viewport_size(viewport)
        page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion=reduced_motion)
        return page

    def take_back(self, page) -> None:
        for other in set(page.context.pages) - {page}:
            other.close()
        page.unroute_all()
        # What a page says when it is left is said by nobody, and what it leaves behind is thrown away.
        page.context.set_offline(False)
        page.context.clear_cookies()
        page.context.clear_permissions()
        page.goto("/healthz")
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.free.append(page)
