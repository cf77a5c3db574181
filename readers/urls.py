from django.urls import path

from readers import comments, reading_lists, views

app_name = "readers"

urlpatterns = [
    path("contact/", views.contact, name="contact"),
    path("comments/<int:article_id>/", comments.comments, name="comments"),
    path("comments/<int:article_id>/thread/", comments.thread, name="thread"),
    path("comments/<int:article_id>/write/", comments.write, name="write_comment"),
    path("lists/<slug:address>/", reading_lists.public_list, name="public_list"),
    # One's own, beside the other pages of the account.
    path("accounts/lists/", reading_lists.lists, name="lists"),
    path("accounts/lists/<int:list_id>/", reading_lists.one_list, name="list"),
    path("accounts/lists/<int:list_id>/rename/", reading_lists.rename, name="rename_list"),
    path("accounts/lists/<int:list_id>/public/", reading_lists.set_public, name="set_list_public"),
    path("accounts/lists/<int:list_id>/move/", reading_lists.move, name="move_in_list"),
    path("accounts/lists/<int:list_id>/remove/", reading_lists.remove, name="remove_from_list"),
    path("accounts/lists/<int:list_id>/delete/", reading_lists.delete, name="delete_list"),
    path("accounts/lists/save/<int:article_id>/", reading_lists.save, name="save"),
]
