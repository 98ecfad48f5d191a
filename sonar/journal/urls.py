from django.urls import path

from sonar.journal import views

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal/imprimer/", views.imprimer, name="journal_imprimer"),
]
