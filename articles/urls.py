from django.urls import path, re_path

from articles import archive, feeds, foot, own_byline, readership, search_page, sitemaps, views, writers

app_name = "articles"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search_page.search, name="search"),
    path("search/suggest/", search_page.suggestions, name="suggest"),
    path("preview/<slug:token>/", views.preview, name="preview"),
    path("accounts/byline/", own_byline.own_byline, name="own_byline"),
    path("corrections/", views.corrections, name="corrections"),
    # /sections/, /authors/, /tags/, /series/, /sources/
    path("sections/<uslug:slug>/", views.section, name="section"),
    path("authors/<uslug:slug>/", views.author, name="author"),
    path("authors/", writers.writers, name="authors"),
    path("tags/<uslug:slug>/", views.tag, name="tag"),
    path("series/<uslug:slug>/", views.series, name="series"),
    path("sources/<uslug:slug>/", views.source, name="source"),
    path("most-read/", readership.page, name="most_read"),
    path("most-read/<str:window>/", readership.page, name="most_read_window"),
    path("most-read/<str:window>/block/", readership.block, name="most_read_block"),
    path("archive/", archive.archive, name="archive"),
    # One spelling for each month.
    re_path(r"^archive/([12][0-9]{3})/(1[0-2]|[1-9])/$", archive.archive_month, name="archive_month"),
    path("feeds/", feeds.site, name="feed"),
    path("feeds/sections/<uslug:slug>/", feeds.section, name="section_feed"),
    path("feeds/authors/<uslug:slug>/", feeds.author, name="author_feed"),
    path("feeds/tags/<uslug:slug>/", feeds.tag, name="tag_feed"),
    path("feeds/atom/", feeds.site_atom, name="feed_atom"),
    path("feeds/sections/<uslug:slug>/atom/", feeds.section_atom, name="section_feed_atom"),
    path("feeds/authors/<uslug:slug>/atom/", feeds.author_atom, name="author_feed_atom"),
    path("feeds/tags/<uslug:slug>/atom/", feeds.tag_atom, name="tag_feed_atom"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemaps/paper.xml", sitemaps.pages, name="sitemap_of_pages"),
    path("sitemaps/news.xml", sitemaps.latest, name="sitemap_of_news"),
    path("sitemaps/<slug:kind>-<int:block>.xml", sitemaps.rows, name="sitemap"),
    path("foot/", foot.foot, name="foot"),
    path("numbers/", readership.numbers, name="numbers"),
    # The number decides; the words are for people.
    path("<int:article_id>/", views.article, name="short"),
    path("<int:article_id>/<uslug:slug>/", views.article, name="article"),
]
