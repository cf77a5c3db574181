"""What people write into `next` to lead others off the site, or to have it send a header of theirs."""

HOST = "evil.example"
ELSEWHERE = [
    *(
        f"{scheme}{HOST}{path}"
        for scheme in ("http://", "https://", "//", "///", "////")
        for path in ("", "/", "/a?b=c#d")
    ),
    *(
        f"{start}{HOST}"
        for start in (
            "\\\\",
            "/\\",
            "\\/",
            "/\\/",
            "\\//",
            "//\\",
            "/\\\\",
            "\\\\\\",
            "http:\\\\",
            "http:/\\",
        )
    ),
    *(
        f"{scheme}{HOST}"
        for scheme in (
            "http:",
            "http:/",
            "http:///",
            "https:",
            "https:/",
            "https:///",
            "HTTP://",
            "hTTps:\\\\",
        )
    ),
    *(
        f"{blank}//{HOST}"
        for blank in (" ", "\t", "\n", "\r\n", "\x00", "\x0b", "\x1f", "\xa0", "\N{ZERO WIDTH SPACE}")
    ),
    *(f"/{blank}/{HOST}" for blank in ("\t", "\n", "\r", "\r\n", "\x00", "\x0b", "\x0c")),
    *(f"h{blank}ttp://{HOST}" for blank in ("\t", "\n", "\r")),
    *(
        f"//{user}@{HOST}"
        for user in ("localhost", "testserver", "localhost:8000", "localhost%40", "localhost\\")
    ),
    *(f"http://{user}@{HOST}/" for user in ("localhost", "testserver", "testserver:80")),
    *(
        f"//{HOST}{tail}"
        for tail in ("%2f..", "/..", "/%2e%2e", ":80", ":443/", "?testserver", "#testserver", "\\@testserver")
    ),
    *(f"//testserver{tail}" for tail in (f".{HOST}", f"@{HOST}", f":80@{HOST}", f"\\@{HOST}")),
    *(
        f"{scheme}:alert(1)"
        for scheme in (
            "javascript",
            "JaVaScRiPt",
            "java\tscript",
            "\x01javascript",
            " javascript",
            "vbscript",
        )
    ),
    *(f"{scheme}alert(1)" for scheme in ("javascript://%0a", f"javascript://{HOST}/%0a")),
    *(
        "data:text/html,<script>1</script>",
        "data:text/html;base64,PHA+",
        "file:///etc/passwd",
        "blob:http://x/y",
    ),
    *(
        "ftp://" + HOST,
        "ws://" + HOST,
        "mailto:a@" + HOST,
        "tel:1",
        "about:blank",
        "view-source:http://" + HOST,
    ),
    *(
        "//[::1]/",
        "//[::ffff:1.2.3.4]/",
        "//2130706433/",
        "//0x7f.1/",
        "//127.1/",
        "//[",
        "http://[",
        "//%5B",
    ),
    *(
        "//e\N{FULLWIDTH LATIN SMALL LETTER V}il.example",
        f"\N{FULLWIDTH SOLIDUS}\N{FULLWIDTH SOLIDUS}{HOST}",
        f"/\N{FULLWIDTH SOLIDUS}{HOST}",
    ),
    *(
        "//evil\N{IDEOGRAPHIC FULL STOP}example",
        "//\N{RIGHT-TO-LEFT OVERRIDE}elpmaxe.live",
        f"\N{ZERO WIDTH NO-BREAK SPACE}//{HOST}",
    ),
    *(
        f"%2f%2f{HOST}",
        f"/%2f{HOST}",
        f"/%5c{HOST}",
        f"%5c%5c{HOST}",
        f"/%09/{HOST}",
        f"/.{HOST}",
        f".{HOST}",
        f";//{HOST}",
    ),
    *(f"http://{HOST}%00testserver", f"http://{HOST}%0d%0atestserver", f"//{HOST}%ff"),
]
BREAKS = [
    f"/{before}{line}{after}"
    for line in ("\r\n", "\n", "\r", "%0d%0a", "%0a", "\N{LINE SEPARATOR}", "\x85")
    for before, after in (("", "Set-Cookie: taken=1"), ("about/", "Location: http://evil.example/"))
] + [
    "/%E5%98%8A%E5%98%8DSet-Cookie:taken=1",
    "/\N{CJK UNIFIED IDEOGRAPH-560A}\N{CJK UNIFIED IDEOGRAPH-560D}Set-Cookie: taken=1",
]
