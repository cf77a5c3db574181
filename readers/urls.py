from django.urls import path

from readers import views

app_name = "readers"

urlpatterns = [
    path("contact/", views.contact, name="contact"),
]
