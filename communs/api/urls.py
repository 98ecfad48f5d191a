from django.urls import path

from communs.api import views

app_name = "api"

urlpatterns = [
    path("schema/", views.Schema.as_view(), name="schema"),
    path("docs/", views.documentation, name="docs"),
    path("problemes/", views.problemes, name="problemes"),
]
