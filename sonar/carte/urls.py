from django.urls import path

from sonar.carte import views, views_melange

urlpatterns = [
    path("carte/", views.carte, name="carte"),
    path("carte/affiche/", views.affiche, name="carte_affiche"),
    path("definitions/", views.definitions, name="definitions"),
    path("carte/utiliser/", views_melange.utiliser, name="carte_utiliser"),
    path("carte/utiliser/<str:jeton>/", views_melange.feuille, name="carte_feuille"),
    path("carte/melanges/<uuid:uuid>/", views_melange.melange, name="carte_melange"),
    path("carte/melanges/<uuid:uuid>/effacer/", views_melange.effacer, name="carte_effacer"),
    path("carte/melanges/<uuid:uuid>/imprimer/", views_melange.imprimer, name="carte_imprimer"),
    path("carte/mes-melanges/", views_melange.miens, name="carte_miens"),
]
