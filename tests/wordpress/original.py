"""The page the paper began with: each of its 35 elements, without the fault it had there."""

from dataclasses import dataclass

ORIGINAL = 142
SITE = "old.maseer.example"
TITLE, WRITER = "طاجيكستان.. رسائل أميركا إلى روسيا", "باسل الحاج جاسم"
SMALL_MENU = ["من نحن", "اتصل بنا"]
MENU = [
    *("الرئيسية", "أخبار", "متابعات", "تحقيقات وتقارير", "مقالات"),
    *("حوارات", "أبحاث ودراسات", "أدب وثقافة", "المعرض"),
]
NETWORKS = ["واتساب", "تلغرام", "فيسبوك", "إكس", "البريد الإلكتروني"]
ABOUT = "موقع إلكتروني يواكب قضايا التحرّر والتغيير"
DISCLAIMER = "المقالات المنشورة لا تعبّر بالضرورة عن رأي الموقع."
RIGHTS = "جميع الحقوق محفوظة لمصير"
DAY = r"\d{1,2} \w+ \d{4}"

ENGLISH = [
    *(
        "Login",
        "No Result",
        "View All Result",
        "Home",
        "Reading Time",
        "mins read",
        "SHARES",
        "shares",
        "VIEWS",
    ),
    *("Share on Facebook", "Share on Twitter", "Share", "Tweet", "Previous Post", "Next Post", "by maseer"),
    *("Read more", "Welcome Back!", "Login to your account below", "Forgotten Password?", "Log In"),
    *("Retrieve your password", "Please enter your username", "Add New Playlist"),
]


@dataclass(frozen=True)
class Element:
    """`where` among the pages of `original`, and what is found there: these texts, or one that matches, so often."""

    number: int
    where: str
    selector: str
    says: list[str] | str = ""
    times: int = 0


ELEMENTS = [
    # The head of the page
    Element(1, "page", ".masthead .masthead__meta .only-wide", [*SMALL_MENU, "بحث"]),
    Element(2, "page", ".masthead time", rf"^\w+، {DAY}$", 1),
    Element(3, "page", ".masthead a[data-sign-in][href=/accounts/login/]", ["تسجيل الدخول"]),
    Element(4, "page", ".masthead a.wm[href=/]", "^مصير", 1),
    Element(4, "page", ".running a.wm[href=/]", "^مصير", 1),
    Element(4, "page", ".footer .wm[aria-hidden=true]", times=1),
    Element(5, "page", ".masthead .nav li a", MENU),
    Element(5, "page", ".masthead .nav a[aria-current]", ["مقالات"]),
    Element(6, "page", ".masthead a[href=/search/]", ["بحث", "بحث"]),
    Element(6, "found", "a[role=option]", rf"{TITLE}|عرض كلّ النتائج", 2),
    Element(6, "nothing found", "a[role=option]", "زرافة", 1),
    # The article
    Element(7, "page", ".crumbs a", ["الرئيسية", "مقالات"]),
    Element(8, "page", "h1.piece__title", [TITLE]),
    Element(9, "page", ".piece__top time[datetime=2022-08-20T10:12:00+03:00]", ["السبت، 20 أغسطس 2022"]),
    Element(10, "page", ".piece__top .byline a[rel=author]", [WRITER]),
    Element(11, "page", ".piece__facts", "4 دقائق قراءة", 1),
    Element(12, "page", ".piece__fig img[alt=جبل فوقه شمس]", times=1),
    Element(12, "page", ".piece__fig figcaption", "^الحدود عند الغروب .*تصوير: سامي$", 1),
    Element(13, "page", ".piece__rail [data-number=shares]", ["3 مشاركات"]),
    Element(14, "page", ".piece__rail [data-number=views]", ["1,120 مشاهدة"]),
    Element(15, "page", ".piece__rail a[data-channel]", [f"شارك عبر {name}" for name in NETWORKS]),
    Element(16, "page", ".prose", "^في وقت تعمل روسيا", 1),
    Element(17, "page", ".prose p", "أميركا|الأميركي|روسيا|المتحدة|واشنطن|طاجيك", 9),
    Element(18, "page", ".colophon", "نُشر أوّلًا في العربي الجديد", 1),
    Element(19, "page", ".colophon a[data-channel]", [f"شارك عبر {name}" for name in NETWORKS]),
    Element(20, "page", ".pager a[rel=prev]", "^السابق .+", 1),
    Element(20, "page", ".pager a[rel=next]", "^.+ التالي$|^التالي .+", 1),
    Element(21, "page", "#related", ["اقرأ بعده"]),
    Element(21, "page", ".related .story__link", ".+", 3),
    Element(21, "page", ".related .story__deck", r"\w+ \w+", 3),
    Element(21, "page", ".related .story__meta time", DAY, 3),
    Element(21, "page", ".related .story__meta", "تعليق", 1),
    Element(22, "page", "aside.next[data-next-card] a", "^التالي .+", 1),
    Element(22, "page", "aside.next button[data-dismisses]", ["أبعد هذه البطاقة"]),
    # Beside it
    Element(23, "page", ".aside form[role=search][action=/search/] input[data-suggests]", times=1),
    Element(24, "most read", ".most__windows a", ["اليوم", "هذا الأسبوع", "هذا الشهر", "منذ البداية"]),
    Element(24, "most read", ".ranked .story__link", ".+", 5),
    Element(24, "most read", ".ranked time", DAY, 5),
    Element(24, "most read", ".ranked .story__kicker a", "|".join(MENU), 1),
    Element(24, "most read", ".ranked .story__deck", r"\w+ \w+", 1),
    # The foot, the drawer, the dialogs
    Element(25, "page", ".footer .footer__about", [ABOUT]),
    Element(25, "page", ".footer p", f"^{DISCLAIMER}$", 1),
    Element(26, "page", ".footer nav[aria-label=تابعنا] a[rel]", ["تلغرام", "فيسبوك"]),
    Element(27, "foot", "#most-viewed", ["الأكثر مشاهدة"]),
    Element(27, "foot", ".foot__two .story__link", ".+", 2),
    Element(27, "foot", ".foot__two [data-number=views]", r"\d مشاهدة", 2),
    Element(27, "foot", ".foot__tools a", "^شارك عبر .+: .+", 8),
    Element(28, "foot", ".plate .plate__title", rf"^كاريكاتير.* — {DAY}$", 1),
    Element(29, "page", ".footer nav[aria-label=عن الصحيفة] a", "^(من نحن|اتصل بنا)$", 2),
    Element(30, "page", ".footer__end span", rf"^{RIGHTS} © 2018–\d{{4}}$", 1),
    Element(30, "page", ".drawer__end", rf"^{RIGHTS} © 2018–\d{{4}}$", 1),
    Element(31, "page", "dialog.drawer nav a", MENU),
    Element(31, "page", "dialog.drawer form[role=search]", times=1),
    Element(31, "page", "dialog.drawer button[data-closes]", ["أغلق القائمة"]),
    Element(32, "sign in", "[data-door=dialog] h1", ["أهلًا بعودتك"]),
    Element(32, "sign in", "form label", "اسم|كلمة السرّ|البريد", 2),
    Element(33, "sign in", "a[href=/accounts/password/reset/][data-door]", ["نسيت كلمة السرّ؟"]),
    Element(34, "reset", "form label", ["اسم المستخدم أو البريد الإلكتروني"]),
    Element(34, "reset", "a[data-door]", ["العودة إلى تسجيل الدخول"]),
    Element(35, "page", ".piece__rail a[data-save]", [f"احفظ: {TITLE}"]),
    Element(35, "lists", "form input[name=name]", times=1),
]
