"""A WSGI server's side of a beacon: what a browser would have sent."""

import io

from maseer.counting.beacon import PIXEL, SEEN

CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
)


def environ(said: str = "r 1", agent: str = CHROME, address: str = "203.0.113.7", **further) -> dict:
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": SEEN,
        "REMOTE_ADDR": address,
        "HTTP_HOST": "localhost:8000",
        "HTTP_USER_AGENT": agent,
        "HTTP_ACCEPT_LANGUAGE": "ar",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "CONTENT_LENGTH": str(len(said.encode())),
        "wsgi.input": io.BytesIO(said.encode()),
        **further,
    }


def pixel(article, **further) -> dict:
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": PIXEL, "QUERY_STRING": f"a={article}"}
    return environ("", **{**asked, "HTTP_SEC_FETCH_DEST": "image", **further})


def ask(application, environ: dict) -> str:
    """The status of the answer."""
    answers = []
    b"".join(application(environ, lambda status, headers: answers.append(status)))
    return answers[0]
