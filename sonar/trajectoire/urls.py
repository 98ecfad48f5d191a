from django.urls import path

from sonar.trajectoire import views

urlpatterns = [
    path("trajectoire/", views.trajectoire, name="trajectoire"),
    path("trajectoire/affiche/", views.affiche, name="trajectoire_affiche"),
    path("trajectoire/<slug:cle>/", views.etape, name="trajectoire_etape"),
]
