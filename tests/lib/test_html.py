import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maseer.lib import html
from maseer.lib.html import body_minutes, clean, excerpt, plain_text, refused_links

KEPT = [
    "<p>نص <strong>مهم</strong> <em>جدًا</em> <u>هنا</u> <s>لا</s> H<sub>2</sub>O x<sup>2</sup></p>",
    "<h2>عنوان</h2><h3>فرعي</h3><h4>أصغر</h4><hr><p>سطر<br>آخر</p>",
    "<ul><li>أول</li></ul><ol><li>ثان</li></ol>",
    '<blockquote class="pull"><p>قول</p></blockquote>',
    '<aside class="facts"><h3>حقائق</h3><p>رقم</p></aside>',
    '<p class="question">س</p><p class="verse">ش</p><p class="lead">م</p>',
    '<p lang="en" dir="ltr">Text</p><p dir="auto">a <bdi lang="fr">b</bdi> <span dir="rtl">ج</span></p>',
    '<p><a href="https://example.com/خبر?a=1&amp;b=2" title="عنوان" rel="noopener">رابط</a></p>',
    '<p><a href="/12/خبر/" rel="noopener">داخلي</a></p>',
    '<p><a href="mailto:a@example.com" rel="noopener">بريد</a></p>',
    '<figure data-image="12"><img data-image="12" alt="صورة"><figcaption>تعليق</figcaption></figure>',
    '<figure class="embed" data-embed-url="https://video.example/watch?v=1"></figure>',
    '<table><caption>ج</caption><thead><tr><th scope="col">أ</th></tr></thead>'
    '<tbody><tr><td colspan="2" rowspan="3">ب</td></tr></tbody></table>',
    "<div>نص</div>",
]

NASTY = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '<img/src="x"/onerror=alert(1)>',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<svg><foreignObject><p>x</p></foreignObject></svg>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><p title='</textarea><img src=x onerror=alert(1)>'>",
    "<title><p title='</title><img src=x onerror=alert(1)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='javascript:alert(1)'>",
    "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form action='https://evil.example'><input name=q><button formaction='javascript:alert(1)'>x</button>",
    "<p style='background:url(javascript:alert(1))' onclick='alert(1)' id=x>x</p>",
    "<p class='admin lead'>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='java&#1;script:alert(1)'>x</a>",
    "<a href='java\x00script:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74:alert(1)'>x</a>",
    "<a href='java\u202escript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<figure data-embed-url='javascript:alert(1)'></figure>",
    "<figure data-embed-url='http://plain.example/'></figure>",
    "<figure data-embed-url='https://a@evil.example/'></figure>",
    "<img data-image='1 onerror=alert(1)' alt=x>",
    "<img data-image=0>",
    "<img data-image='٣'>",
    "<p dir='evil' lang='\"><script>'>x</p>",
    "<td colspan=99999>x</td>",
    "<table><tr><td colspan='1000' scope='x'>x</td></tr></table>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><!DOCTYPE html><p>x",
    "<p title='><script>alert(1)</script>'>x",
    '<a title="</a><script>alert(1)</script>" href="/">x</a>',
    '<img data-image=1 alt="<script>alert(1)</script>">',
    '<p a="> <script>alert(1)</script>',
    "<plaintext><script>alert(1)</script>",
    "<select><option><style></option></select><b><img src=xx: onerror=alert(1)></style></option></select>",
    "<b><p></b><table><td></b></table><a><div></a><a>",
    "<p><table><p><b>x<td>y</p></table>",
    "&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;",
    "a\x00b\x1b\x85c\u202edef\u202c&#x202e;&#0;&#1;\ud800",
    "<p>" * 300 + "<div>" * 300 + "</p>" * 300,
    "x<b>" * 500,
]

ALLOWED_TAGS = {
    *(
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "blockquote",
        "hr",
        "br",
        "div",
        "figure",
        "figcaption",
        "aside",
    ),
    *(
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "strong",
        "em",
        "u",
        "s",
        "sub",
        "sup",
        "a",
        "img",
    ),
    *("span", "bdi"),
}
ATTRIBUTE = re.compile(
    r'(?:class="(?:pull|facts|question|verse|lead|embed)"|lang="[A-Za-z0-9-]+"|dir="(?:ltr|rtl|auto)"'
    r'|(?:title|alt)="[^"<>]*"|rel="noopener"|data-image="[1-9]\d*"|data-embed-url="https://[^"<> ]+"'
    r'|(?:col|row)span="[1-9]\d?"|scope="(?:row|col)(?:group)?"'
    r'|href="(?:(?:https?|mailto):[^"<>]*|(?![a-zA-Z][a-zA-Z0-9+.\t-]*:)[^"<>]*)")'
)


def assert_safe(cleaned):
    for tag in re.findall(r"<([^>]*)>", cleaned):
        name, _, attributes = tag.removeprefix("/").partition(" ")
        assert name in ALLOWED_TAGS
        assert ATTRIBUTE.sub("", attributes).strip() == ""
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", cleaned)
    assert "<" not in re.sub(r"<[^<>]*>", "", cleaned)


@pytest.mark.parametrize("written", KEPT)
def test_wanted_markup_survives(written):
    assert clean(written) == written


@pytest.mark.parametrize("payload", NASTY)
def test_nothing_nasty_survives(payload):
    cleaned = clean(payload)
    assert_safe(cleaned)
    assert clean(cleaned) == cleaned
    assert clean(f"<table><tr><td>{payload}") == clean(clean(f"<table><tr><td>{payload}"))
    assert "alert" not in re.sub(r"&lt;.*|(?<=>)[^<]*|^[^<]*", "", cleaned)


fragments = st.one_of(
    st.sampled_from(NASTY + KEPT),
    st.sampled_from([f"<{slash}{name}>" for name in sorted(ALLOWED_TAGS) for slash in ("", "/")]),
    st.sampled_from(
        ["<svg>", "</svg>", "<math>", "<mtext>", "<style>", "</style>", "<template>", "<form>", "<h1>"]
    ),
    st.sampled_from(
        ["<p a='", '"', "'", ">", "<", "</", "<!--", "-->", "&", "&nbsp;", "&lt;", "=", " ", "\r\n", "\x0c"]
    ),
    st.text(max_size=8),
)


@settings(deadline=None, max_examples=500)
@given(st.lists(fragments, max_size=12).map("".join))
@example("<p><svg><foreignObject><p>t</p></foreignObject></svg></p>")
@example("<b>x<p>" * 2000)
def test_cleaning_is_safe_and_happens_once(payload):
    cleaned = clean(payload)
    assert_safe(cleaned)
    assert clean(cleaned) == cleaned
    assert "<" not in plain_text("<p>" + cleaned.replace("&lt;", ""))


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("<h1>عنوان</h1>", "<h2>عنوان</h2>"),
        ("<H1 class=x>عنوان</H1>", "<h2>عنوان</h2>"),
        ("<b>أ</b><i>ب</i><del>ج</del>", "<strong>أ</strong><em>ب</em><s>ج</s>"),
        ("<p></p><p>&nbsp;</p><p dir='rtl'> <br>\u200f</p><p>نص</p>", "<p>نص</p>"),
        ("<p><img src='x.jpg' alt='x'></p>", ""),
        ("<p>أول<p>ثان", "<p>أول</p><p>ثان</p>"),
        ("<ul><li>أ<li>ب</ul>", "<ul><li>أ</li><li>ب</li></ul>"),
        ("<div>أ</div></div></p>ب", "<div>أ</div>ب"),
        (
            "<table><tr><td>أ</div><td>ب</table>",
            "<table><tbody><tr><td>أ</td><td>ب</td></tr></tbody></table>",
        ),
        ("<font color=red><o:p>نص</o:p></font>", "نص"),
        ("3 < 5 & 7 > 2", "3 &lt; 5 &amp; 7 &gt; 2"),
        ("<!-- wp:paragraph --><p>نص</p><!-- /wp:paragraph --><!--more-->", "<p>نص</p>"),
        ('<img data-image="7" alt="a < b > c"/>', '<img data-image="7" alt="a &lt; b &gt; c">'),
        ('<p class="x lead">نص</p><p class="x">نص</p>', '<p class="lead">نص</p><p>نص</p>'),
        ('<div class="facts">نص</div>', "<div>نص</div>"),
        ('<a href="javascript:alert(1)">نص</a>', '<a rel="noopener">نص</a>'),
        ("<svg><text>كلام</text></svg>", "كلام"),
        ("می\u200cخواهم \u2067نص\u2069", "می\u200cخواهم \u2067نص\u2069"),
    ],
)
def test_untidy_markup_is_tidied(written, cleaned):
    assert clean(written) == cleaned


@pytest.mark.parametrize(
    ("written", "links"),
    [
        ("<a href='/1/'>x</a><a href=https://a.example>y</a><a name=x>z</a><a href=''>w</a>", []),
        ("<a href='javascript:alert(1)'>x</a>", ["javascript:alert(1)"]),
        ("<p><A title='>' HREF = data:text/html,x >x</A>", ["data:text/html,x"]),
        ("<a href='&#106;avascript:1'>x</a><a href='ftp://a.example'>", ["javascript:1", "ftp://a.example"]),
        ("<a data-href='javascript:1' href='/'>x</a>", []),
        ("<a href='/" + "x" * 3000 + "'>x</a>", ["/" + "x" * 3000]),
    ],
)
def test_refused_links_can_be_named(written, links):
    assert refused_links(written) == links


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<p>أول\n  سطر</p><p>ثان<br>ثالث</p>", "أول سطر\nثان\nثالث"),
        ("<ul><li>أ</li><li>ب</li></ul>", "أ\nب"),
        ("<table><tr><td>أ<td>ب</table>", "أ\nب"),
        ("<p>كل<strong>مة</strong></p>", "كلمة"),
        ("<p>a &amp; b &lt;c&gt; &amp;lt;&nbsp;d&copy;</p>", "a & b <c> &lt; d©"),
        ("<script>x</script><style>y</style><!-- z -->نص", "نص"),
        ('<a href="/" title="a > b">نص</a>', "نص"),
        ("نص &#x202e;&#1;", "نص"),
        ("", ""),
    ],
)
def test_plain_text_is_the_words(written, text):
    assert plain_text(written) == text


@pytest.mark.parametrize(
    ("written", "letters", "text"),
    [
        ("<p>كلمة ثانية</p><p>ثالثة</p>", 160, "كلمة ثانية ثالثة"),
        ("<p>كلمة ثانية، ثالثة</p>", 12, "كلمة ثانية…"),
        ("<p>كلمة ثانية ثالثة</p>", 10, "كلمة ثانية…"),
        ("<p>كلمة ثانية ثالثة</p>", 9, "كلمة…"),
        ("<p>طويلةجدا</p>", 4, "طويل…"),
        ("<figure><img data-image=1 alt=x><figcaption>صورة</figcaption></figure><p>نص</p>", 160, "نص"),
        ("<aside class=facts><p>أرقام</p></aside><table><tr><td>1</table><p>نص</p>", 160, "نص"),
        ('<p>كلمة <a href="/2022/', 160, "كلمة"),
        ("<p>كلمة <", 160, "كلمة"),
        ("<p>كلمة &qu", 160, "كلمة"),
        ("<p>كلمة &lt;ثانية", 160, "كلمة <ثانية"),
        ("", 160, ""),
    ],
)
def test_an_excerpt_is_cut_between_words(written, letters, text):
    assert excerpt(written, letters) == text


def test_the_seed_article_takes_four_minutes():
    assert body_minutes("<p>" + "كلمة " * 361 + "</p><p>" + "<em>كلمة</em> " * 361 + "</p>") == 4


@pytest.mark.parametrize(
    "unit",
    [
        "<p>كلمة عربية <strong>مهمة</strong> &nbsp;</p>",
        *(
            "<div>",
            "<b>x<p>",
            "<b><div></b>",
            "<li>",
            "<a href=x>",
            "<table>x</table>",
            "<div><table></div></table>",
        ),
        *("<", "&", "<!--", "<script>", "<p<", "<p a='"),
    ],
)
def test_the_longest_input_costs_little(unit):
    text = unit * (html.MAX_LENGTH // len(unit))
    started = time.process_time()
    clean(text)
    # Unguarded, some of these take minutes; the margin is for slow machines.
    assert time.process_time() - started < 5


def test_the_number_of_attributes_costs_little():
    attributes = " ".join(f"a{number}" for number in range(60_000))
    started = time.process_time()
    assert_safe(
        clean(f"<p {attributes}>x</p>" + "".join(f"<b {name}>" for name in attributes.split()[:20_000]))
    )
    assert time.process_time() - started < 5
