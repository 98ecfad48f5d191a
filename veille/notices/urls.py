from django.urls import path

from veille.notices import views, views_doublons, views_edition, views_themes

_N = "atelier/notices/"

urlpatterns = [
    path(_N, views.liste, name="atelier_notices"),
    path(f"{_N}nouvelle/", views_edition.creer, name="atelier_nouvelle_notice"),
    path(f"{_N}doublons/", views_doublons.doublons, name="atelier_doublons"),
    path(f"{_N}doublons/titres/", views_doublons.titres_proches, name="atelier_titres_proches"),
    path(f"{_N}<int:pk>/", views_edition.modifier, name="atelier_notice"),
    path(f"{_N}<int:pk>/histoire/", views.histoire, name="atelier_histoire"),
    path(f"{_N}<int:pk>/supprimer/", views.supprimer, name="atelier_supprimer_notice"),
    path(f"{_N}<int:pk>/restaurer/", views.restaurer, name="atelier_restaurer_notice"),
    path(f"{_N}<int:pk>/retirer/", views.retirer, name="atelier_retirer_notice"),
    path(f"{_N}<int:pk>/remettre/", views.remettre, name="atelier_remettre_notice"),
    path(f"{_N}<int:pk>/fusionner/<int:autre>/", views_doublons.fusionner, name="atelier_fusionner"),
    path(f"{_N}<int:pk>/distinguer/<int:autre>/", views_doublons.distinguer, name="atelier_distinguer"),
    path(f"{_N}<int:pk>/defaire/", views_doublons.defaire, name="atelier_defaire"),
    path("atelier/themes/", views_themes.vocabulaire, name="atelier_themes"),
    path("atelier/themes/<slug:cle>/", views_themes.theme, name="atelier_theme"),
    path("atelier/themes/<slug:cle>/fusionner/", views_themes.fusionner, name="atelier_fusionner_themes"),
    path("atelier/themes/<slug:cle>/supprimer/", views_themes.supprimer, name="atelier_supprimer_theme"),
]
