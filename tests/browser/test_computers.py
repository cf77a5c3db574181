"""Whoever sits down at a computer finds nothing of whoever sat there before."""

LEFT = "[document.cookie, localStorage.length, sessionStorage.length, innerWidth]"


def test_nothing_is_left_for_the_next(computers, transactional_db):
    page = computers.lend(viewport={"width": 360, "height": 800}, color_scheme="dark")
    page.goto("/accounts/login/")
    page.evaluate("document.cookie = 'a=b; path=/'; localStorage.a = 'b'; sessionStorage.a = 'b'")
    with page.expect_popup():
        page.evaluate("void open('/healthz')")
    page.route("**/login/", lambda route: route.abort())
    page.emulate_media(media="print")
    assert page.evaluate("matchMedia('print').matches && matchMedia('(prefers-color-scheme: dark)').matches")
    computers.take_back(page)
    lent = computers.lend()
    assert lent == page
    page.goto("/accounts/login/")
    assert page.evaluate(LEFT) == ["", 0, 0, 1280]
    assert not page.evaluate(
        "matchMedia('print').matches || matchMedia('(prefers-color-scheme: dark)').matches"
    )
    assert page.context.pages == [page]
    # Another who comes meanwhile sits elsewhere.
    other = computers.lend()
    assert other.context != page.context
    for one in (page, other):
        computers.take_back(one)
