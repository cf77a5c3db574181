"""What is read out of one text. Pure functions, no database."""

import re
import time

import pytest

from maseer.lib import arabic, html
from maseer.wordpress import content

SITE = "https://old.example"
WRITERS = {arabic.key(name) for name in ("باسل الحاج جاسم", "منير الربيع", "د. طلال مصطفى")}


def body(text, **options):
    """As it is stored; pictures are numbered in their order."""
    read = content.read(text, WRITERS, SITE, **options)
    ids = {ref: number for number, ref in enumerate(dict.fromkeys(read.images), start=1)}
    return re.sub(r"(?<=>)\s*\n\s*", "", html.clean(read.html(ids)))


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("أولى.\n\nثانية.", "<p>أولى.</p><p>ثانية.</p>"),
        ("سطر\nوسطر", "<p>سطر<br>وسطر</p>"),
        ("<!-- wp:paragraph -->\n<p>أولى</p>\n<!-- /wp:paragraph -->", "<p>أولى</p>"),
        ("<!-- wp:paragraph -->\n<p>سطر\nواحد</p>\n<!-- /wp:paragraph -->", "<p>سطر\nواحد</p>"),
        ("<p>أ</p>\n\nبلا وسم\n\n<h2>عنوان</h2>تتمة", "<p>أ</p><p>بلا وسم</p><h2>عنوان</h2><p>تتمة</p>"),
        ("قبل <!--more--> بعد", "<p>قبل</p><p>بعد</p>"),
        ("<p>قبل<script>alert('x')</script> بعد</p>", "<p>قبل بعد</p>"),
        ("<p>قبل</p><script>alert(1) بقية ضائعة", "<p>قبل</p>"),
        ('<p style="color:red" onclick="alert(1)">فقرة</p>', "<p>فقرة</p>"),
        ('<p dir="ltr" style="x">English</p>', '<p dir="ltr">English</p>'),
        ("<div><div>في صندوق</div></div>", "<p>في صندوق</p>"),
        ("<p>&nbsp;</p><p>نص</p><p></p>", "<p>نص</p>"),
        ("<ul>\n<li>أ</li>\n\n<li>ب</li></ul>", "<ul><li>أ</li><li>ب</li></ul>"),
        ("أ<hr>ب", "<p>أ</p><hr><p>ب</p>"),
        ('<pre class="wp-block-verse">صدر\nعجز</pre>', '<p class="verse">صدر<br>عجز</p>'),
        # Pictures
        ('<p><img src="/a.jpg"></p>', '<figure data-image="1"></figure>'),
        ('<p>قبل <img src="/a.jpg"> بعد</p>', '<p>قبل  بعد</p><figure data-image="1"></figure>'),
        ('<a href="/a.jpg"><img src="/a.jpg"></a>', '<figure data-image="1"></figure>'),
        ('<img src="data:image/png;base64,AAAA">نص', "<p>نص</p>"),
        ('<img src="javascript:alert(1)">نص', "<p>نص</p>"),
        (
            '[caption id="attachment_5" align="x"]<img src="/a.jpg" /> صورة أرشيفية[/caption]',
            '<figure data-image="1"><figcaption>صورة أرشيفية</figcaption></figure>',
        ),
        (
            '[caption id="attachment_5" caption="كلام"]<a href="/x"><img src="/a.jpg"></a>[/caption] بعد',
            '<figure data-image="1"><figcaption>كلام</figcaption></figure><p>بعد</p>',
        ),
        ("[caption]لا صورة ولا نهاية\n\nبقية النص", "<p>لا صورة ولا نهاية</p><p>بقية النص</p>"),
        (
            '<!-- wp:image {"id":5} --><figure class="wp-block-image"><img src="/a.jpg" class="wp-image-5"/>'
            "<figcaption>كلام</figcaption></figure><!-- /wp:image -->",
            '<figure data-image="1"><figcaption>كلام</figcaption></figure>',
        ),
        (
            '<figure class="wp-block-gallery"><figure><img src="/a.jpg"></figure><figure><img src="/b.jpg">'
            "<figcaption>ب</figcaption></figure><figcaption>المعرض</figcaption></figure>",
            '<figure data-image="1"></figure><figure data-image="2"><figcaption>ب</figcaption></figure><p>المعرض</p>',
        ),
        ('[gallery ids="3,4"]', '<figure data-image="1"></figure><figure data-image="2"></figure>'),
        ('<ul><li>أ <img src="/a.jpg"></li></ul>', '<ul><li>أ </li></ul><figure data-image="1"></figure>'),
        # Embeds
        (
            "[embed]https://www.youtube.com/watch?v=x[/embed]",
            '<figure class="embed" data-embed-url="https://www.youtube.com/watch?v=x"></figure>',
        ),
        (
            "قبل\n\nhttp://youtu.be/x\n\nبعد",
            '<p>قبل</p><figure class="embed" data-embed-url="https://youtu.be/x"></figure><p>بعد</p>',
        ),
        (
            '<iframe src="https://www.youtube.com/embed/x"></iframe>',
            '<figure class="embed" data-embed-url="https://www.youtube.com/embed/x"></figure>',
        ),
        ('<iframe src="https://evil.example/"></iframe>نص', "<p>نص</p>"),
        (
            "[embed]https://other.example/x[/embed]",
            '<p><a href="https://other.example/x" rel="noopener">https://other.example/x</a></p>',
        ),
        ("[embed]https://youtube.com.evil.example/x[/embed]", None),
        # Shortcodes
        ('[vc_row][vc_column width="1/2"]نص[/vc_column][/vc_row]', "<p>نص</p>"),
        ('[contact-form-7 id="5" title="x"]نص', "<p>نص</p>"),
        ("[box]نص[/box]", "<p>نص</p>"),
        ("[unknown]نص[/unknown]", "<p>نص</p>"),
        ("[simple boat] and [1]", "<p>[simple boat] and [1]</p>"),
        ("كما قال [الكاتب]", "<p>كما قال [الكاتب]</p>"),
        ('<video src="https://old.example/a.mp4"></video>نص', "<p>نص</p>"),
        ("<audio><source src='/a.mp3'>متصفحك قديم</audio>نص", "<p>نص</p>"),
    ],
)
def test_bodies(written, stored):
    if stored is None:
        assert "data-embed-url" not in body(written)
    else:
        assert body(written) == stored


def test_a_bare_gallery_shows_what_is_attached_once():
    written = "[gallery]\n\n<h2>مرة أخرى</h2>\n\n[gallery columns=2]"
    assert body(written, children=(3, 4)).count("<figure") == 2


@pytest.mark.parametrize(
    ("written", "lost"),
    [
        ("<script>x</script>", "script"),
        ("<!-- wp:latest-posts /-->", "block latest-posts"),
        ('[audio mp3="https://old.example/a.mp3"]', "audio https://old.example/a.mp3"),
        ('<video src="https://old.example/a.mp4"></video>', "video https://old.example/a.mp4"),
        ('<iframe src="https://evil.example/"></iframe>', "frame https://evil.example/"),
        ('<img src="data:x">', "picture without an address"),
    ],
)
def test_what_is_not_taken_over_is_told(written, lost):
    assert content.read(written, base=SITE).lost == (lost,)


@pytest.mark.parametrize(
    ("written", "writers", "stored"),
    [
        ("باسل الحاج جاسم\n\nنص", ("باسل الحاج جاسم",), "<p>نص</p>"),
        ("<p><strong>باسل الحاج جاسم</strong></p><p>نص</p>", ("باسل الحاج جاسم",), "<p>نص</p>"),
        ("<h3>باسل الحاج جاسم</h3><p>نص</p>", ("باسل الحاج جاسم",), "<p>نص</p>"),
        ("باسل الحاج جاسم\nنص", ("باسل الحاج جاسم",), "<p>نص</p>"),
        ("باسل  الحاج جاسـم:\n\nنص", ("باسل الحاج جاسـم",), "<p>نص</p>"),
        ("د. طلال مصطفى\n\nنص", ("د. طلال مصطفى",), "<p>نص</p>"),
        ("بقلم: منير الربيع\n\nنص", ("منير الربيع",), "<p>نص</p>"),
        ("بقلم: سمر يزبك\n\nنص", ("سمر يزبك",), "<p>نص</p>"),
        ("منير الربيع وباسل الحاج جاسم\n\nنص", ("منير الربيع", "باسل الحاج جاسم"), "<p>نص</p>"),
        ("منير الربيع - باسل الحاج جاسم\n\nنص", ("منير الربيع", "باسل الحاج جاسم"), "<p>نص</p>"),
        (
            '<img src="/a.jpg">\n\nمنير الربيع\n\nنص',
            ("منير الربيع",),
            '<figure data-image="1"></figure><p>نص</p>',
        ),
        ("سمر يزبك\n\nنص", (), "<p>سمر يزبك</p><p>نص</p>"),
        ("كتب منير الربيع أن الأمر انتهى.", (), "<p>كتب منير الربيع أن الأمر انتهى.</p>"),
        ("نص\n\nمنير الربيع", (), "<p>نص</p><p>منير الربيع</p>"),
        ("بقلم رصاص رسم الولد بيتًا صغيرًا على الحائط", (), "<p>بقلم رصاص رسم الولد بيتًا صغيرًا على الحائط</p>"),
    ],
)
def test_bylines_are_lifted_from_the_first_line(written, writers, stored):
    assert content.read(written, WRITERS).writers == writers
    assert body(written) == stored


@pytest.mark.parametrize(
    ("written", "source", "url", "stored"),
    [
        ("نص\n\nالمصدر: العربي الجديد", "العربي الجديد", "", "<p>نص</p>"),
        ("<p>نص</p><p><strong>المصدر:</strong> المدن.</p>", "المدن", "", "<p>نص</p>"),
        ("نص\nالمصدر / المدن", "المدن", "", "<p>نص</p>"),
        ("نص\n\nنقلاً عن: القدس العربي", "القدس العربي", "", "<p>نص</p>"),
        (
            'نص\n\nالمصدر: <a href="https://www.almodon.com/x">المدن</a>',
            "المدن",
            "https://www.almodon.com/x",
            "<p>نص</p>",
        ),
        ("نص\n\nالمصدر: https://www.almodon.com/x", "almodon.com", "https://www.almodon.com/x", "<p>نص</p>"),
        (
            'نص\n\nالمصدر: المدن\n\n<img src="/a.jpg">',
            "المدن",
            "",
            '<p>نص</p><figure data-image="1"></figure>',
        ),
        ("وأوضح المصدر: أن الأمر", "", "", "<p>وأوضح المصدر: أن الأمر</p>"),
        (
            "المصدر: قال لنا إن الأمر انتهى وإن أحدًا لن يعود إلى ذلك البيت أبدًا",
            "",
            "",
            "<p>المصدر: قال لنا إن الأمر انتهى وإن أحدًا لن يعود إلى ذلك البيت أبدًا</p>",
        ),
    ],
)
def test_sources_are_lifted_from_the_last_line(written, source, url, stored):
    read = content.read(written, WRITERS)
    assert (read.source, read.source_url) == (source, url)
    assert body(written) == stored


@pytest.mark.parametrize(
    ("title", "series"),
    [
        ("رؤية سياسية وإدارية لسورية بعد التغيير (1 – 3) ", ("رؤية سياسية وإدارية لسورية بعد التغيير", 1)),
        ("عنوان (2-3)", ("عنوان", 2)),
        ("عنوان (3/3)", ("عنوان", 3)),
        ("عنوان (٢ – ٣)", ("عنوان", 2)),
        ("عنوان [3-1]", ("عنوان", 1)),
        ("عنوان (1 من 4)", ("عنوان", 1)),
        ("عنوان: الجزء الأول", ("عنوان", 1)),
        ("عنوان - الحلقة الثانية", ("عنوان", 2)),
        ("عنوان (الجزء 3)", ("عنوان", 3)),
        ("أحداث 9/11", None),
        ("انتخابات (2011)", None),
        ("(1 – 3)", None),
        ("الجزء الأول", None),
        ("قراءة في الجزء الثاني من الكتاب", None),
    ],
)
def test_series_are_told_by_the_title(title, series):
    assert content.series(title) == series


@pytest.mark.parametrize(
    ("title", "cleaned"),
    [
        ("الشرق الأوسط الجديد ….   إلى أين ؟", "الشرق الأوسط الجديد …. إلى أين ؟"),
        ("A &amp; B &#8220;x&#8221;", "A & B “x”"),
        ("<em>مائل</em> <script>x</script>", "مائل"),
        ("a\u202eb", "ab"),
    ],
)
def test_titles_are_cleaned(title, cleaned):
    assert content.title(title) == cleaned


@pytest.mark.parametrize(
    ("excerpt", "deck"),
    [
        ("ملخص <b>كتبه</b> محرر", "ملخص كتبه محرر"),
        ("متن الخبر يبدأ هكذا […]", ""),
        ("متن الخبر يبدأ هكذا...", ""),
        ("", ""),
        ("[gallery]", ""),
    ],
)
def test_only_a_written_excerpt_becomes_the_deck(excerpt, deck):
    assert content.deck(excerpt, "متن الخبر يبدأ هكذا ثم يطول ويطول") == deck


def test_a_long_deck_is_cut_between_words():
    deck = content.deck("كلمة " * 300, "شيء آخر")
    assert len(deck) <= 600
    assert deck.endswith("كلمة")


@pytest.mark.parametrize(
    "hostile",
    [
        "<img ", '<img src="', "[caption]", '[a "', "[a <", "<!--", "<script", "<p>", "<ul><li>", "\n\n", " ", "<br>",
        "x <img src=/a.jpg>", "[embed]http://youtu.be/x[/embed]", "<a href=x></a>", "[[", "<figure><figcaption>",
        "<video>", "المصدر: ", "http://x ", "<pre>\n", "<table><td>", "&nbsp;",
    ],
)  # fmt: skip
def test_hostile_texts_are_read_in_linear_time(hostile):
    written = (hostile * (html.MAX_LENGTH // len(hostile) + 1))[: html.MAX_LENGTH]
    start = time.process_time()
    content.read(written, WRITERS, SITE)
    content.opening(written)
    # Half a second on the machine this was written on; quadratic reading takes hours.
    assert time.process_time() - start < 5
