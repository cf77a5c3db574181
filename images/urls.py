from django.urls import path

from images import views

app_name = "images"

# /media/
urlpatterns = [
    path("<path:path>", views.media, name="media"),
]
