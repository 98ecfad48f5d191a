from django.urls import path

from communs.aide import views

app_name = "aide"

urlpatterns = [
    path("", views.guide, name="guide"),
    path("<slug:nom>/", views.page, name="page"),
]
