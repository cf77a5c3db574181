"""Texts as editors write them, for Hypothesis."""

from hypothesis import strategies as st

from maseer.lib.html import clean

words = st.sampled_from(
    [
        "من",
        "إلى",
        "في",
        "على",
        "أن",
        "قال",
        "ذهب",
        "الولد",
        "المدرسة",
        "صباحًا",
        "مساءً",
        "كبير",
        "12",
        "3,5",
        "a",
        "b",
        ".",
        "،",
    ]
)
lines = st.lists(words, min_size=1, max_size=8).map(" ".join)
inline = st.one_of(
    lines,
    lines.map("<strong>{}</strong>".format),
    lines.map('<a href="/1/">{}</a>'.format),
    st.just("<br>"),
    st.integers(1, 3).map('<img data-image="{}" alt="صورة">'.format),
)
insides = st.lists(inline, min_size=1, max_size=3).map(" ".join)


def listed(item):
    return st.lists(item.map("<li>{}</li>".format), min_size=1, max_size=4).map("".join)


blocks = st.one_of(
    insides.map("<p>{}</p>".format),
    insides.map("<p>{}</p>".format),
    lines.map("<h2>{}</h2>".format),
    listed(lines).map("<ul>{}</ul>".format),
    listed(lines.map("<p>{}</p>".format)).map("<ol>{}</ol>".format),
    st.lists(lines.map("<p>{}</p>".format), min_size=1, max_size=3)
    .map("".join)
    .map("<blockquote>{}</blockquote>".format),
    st.integers(1, 3).map('<figure data-image="{}"><figcaption>تعليق</figcaption></figure>'.format),
    listed(lines).map(
        lambda items: (
            "<table>" + items.replace("<li>", "<tr><td>").replace("</li>", "</td></tr>") + "</table>"
        )
    ),
    st.just("<hr>"),
    lines,
)
bodies = st.lists(blocks, max_size=6).map("".join).map(clean)
