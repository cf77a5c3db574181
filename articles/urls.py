from django.urls import path

from articles import own_byline, readership, views

app_name = "articles"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("preview/<slug:token>/", views.preview, name="preview"),
    path("accounts/byline/", own_byline.own_byline, name="own_byline"),
    path("corrections/", views.corrections, name="corrections"),
    # /sections/, /authors/, /tags/, /series/, /sources/
    path("sections/<uslug:slug>/", views.section, name="section"),
    path("authors/<uslug:slug>/", views.author, name="author"),
    path("tags/<uslug:slug>/", views.tag, name="tag"),
    path("series/<uslug:slug>/", views.series, name="series"),
    path("sources/<uslug:slug>/", views.source, name="source"),
    path("most-read/", readership.page, name="most_read"),
    path("most-read/<str:window>/", readership.page, name="most_read_window"),
    path("most-read/<str:window>/block/", readership.block, name="most_read_block"),
    path("numbers/", readership.numbers, name="numbers"),
    # The number decides; the words are for people.
    path("<int:article_id>/", views.article, name="short"),
    path("<int:article_id>/<uslug:slug>/", views.article, name="article"),
]
