from django.urls import include, path, register_converter

from sonar import views, views_barometre
from sonar.calculs import cles_de_profil

app_name = "sonar"


class ProfilConverter:
    """The key of a profile, written with hyphens in addresses."""

    regex = "[a-z+-]+"

    def to_python(self, value: str) -> str:
        cle = value.replace("-", "_")
        if cle not in cles_de_profil():
            raise ValueError(value)
        return cle

    def to_url(self, value: str) -> str:
        return value.replace("_", "-")


register_converter(ProfilConverter, "profil")

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("test/", views.test, name="test"),
    path("test/<str:jeton>/", views.feuille, name="feuille"),
    path("regle/", views.regle, name="regle"),
    path("portraits/", views.portraits, name="portraits"),
    path("portraits/<profil:cle>/", views.portrait, name="portrait"),
    path("portraits/<profil:cle>/image.svg", views.image_svg, name="image_svg"),
    path("portraits/<profil:cle>/image.png", views.image_png, name="image_png"),
    path("resultats/<uuid:uuid>/", views.resultat, name="resultat"),
    path("resultats/<uuid:uuid>/effacer/", views.effacer, name="effacer"),
    path("resultats/<uuid:uuid>/envoyer/", views.envoyer_lien, name="envoyer_lien"),
    path("barometre/", views_barometre.barometre, name="barometre"),
    path("barometre/donnees.csv", views_barometre.donnees_csv, name="barometre_csv"),
    path("barometre/donnees.json", views_barometre.donnees_json, name="barometre_json"),
    path("barometre/donnees-tableur.csv", views_barometre.donnees_tableur, name="barometre_tableur"),
    path("resultats/<uuid:uuid>/carnet/", views.carnet, name="carnet"),
    path("historique/", views.historique, name="historique"),
    path("", include("sonar.seances.urls")),
    path("", include("sonar.carte.urls")),
    path("", include("sonar.trajectoire.urls")),
    path("", include("sonar.fabrique.urls")),
    path("", include("sonar.journal.urls")),
]
