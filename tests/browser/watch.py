"""What goes wrong while a page is looked at: errors of scripts and of the policy, files that do not come, strangers."""

from urllib.parse import urlsplit

AT_REST = """async () => {
  await document.fonts.ready
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  // Those of a scroll timeline end only where one scrolls.
  const timed = document.getAnimations().filter(({ timeline }) => timeline === document.timeline)
  await Promise.all(timed.map((animation) => animation.finished.catch(() => {})))
}"""


class Watch:
    def __init__(self, page, expecting: tuple[int, ...] = ()):
        """`expecting`: the answers that are no fault when they are those of a page itself."""
        self.wrong = []
        self.brought = set()
        self.expecting = expecting
        self.home = None
        self.page = page
        for event, heard in self._events():
            page.on(event, heard)

    def leave(self) -> None:
        for event, heard in self._events():
            self.page.remove_listener(event, heard)

    def _events(self):
        yield "console", self._said
        yield "pageerror", self._threw
        yield "requestfailed", self._failed
        yield "response", self._answered

    def _said(self, message):
        # Chromium reports each answer above 400 here too; those are judged in `_answered`.
        if message.type == "error" and "the server responded with a status" not in message.text:
            self.wrong.append(f"console: {message.text}")

    def _threw(self, error):
        # What Chromium itself throws of view transitions, which no script of ours touches: where the next
        # page has none, and where the window changed its size on the way (a tall picture is taken).
        if not any(
            words in str(error) for words in ("ViewTransition opt-in disabled", "Transition was aborted")
        ):
            self.wrong.append(f"script: {error}")

    def _failed(self, request):
        # What is still on its way when one goes to another page.
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"{request.failure}: {request.url}")

    def _answered(self, response):
        url, request = urlsplit(response.url), response.request
        if url.scheme in {"data", "blob"}:
            return
        self.brought.add(request.resource_type)
        self.home = self.home or url.netloc
        is_page = request.resource_type == "document"
        if url.netloc != self.home:
            self.wrong.append(f"foreign: {response.url}")
        elif response.status >= 400 and not (is_page and response.status in self.expecting):
            self.wrong.append(f"{response.status}: {response.url}")


def follow(link) -> None:
    """Presses a link or a button and waits for the page it leads to."""
    with link.page.expect_navigation():
        link.click()


def come_to_rest(page) -> None:
    """Waits until what is there is drawn and stands still."""
    page.evaluate(AT_REST)
