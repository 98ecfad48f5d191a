"""Addresses of the tracking table, under a dossier's."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from eclaireurs.evaluation.suivi import (
    urls_echanges,
    views_comite,
    views_lignes,
    views_lot,
    views_remarques,
    views_tableau,
    views_versions,
)


class SorteDeLigne(StringConverter):
    regex = "actions|taches"


class AuDessus(StringConverter):
    regex = "preconisations|actions"


register_converter(SorteDeLigne, "sorte_de_ligne")
register_converter(AuDessus, "au_dessus")
LIGNE = "suivi/<sorte_de_ligne:sorte>/<uuid:ligne>/"

urlpatterns = [
    path("suivi/", views_tableau.tableau, name="suivi"),
    path("suivi/etape/", views_tableau.etape, name="etape_du_plan"),
    path("suivi/<au_dessus:sous>/<uuid:parent>/ajouter/", views_lignes.ajouter, name="ajouter_ligne"),
    path(LIGNE, views_lignes.ligne, name="ligne"),
    path(f"{LIGNE}rangee/", views_lignes.rangee, name="rangee"),
    path(f"{LIGNE}supprimer/", views_lignes.supprimer, name="supprimer_ligne"),
    path(f"{LIGNE}deplacer/", views_lignes.deplacer, name="deplacer_ligne"),
    path("suivi/lot/", views_lot.lot, name="lot"),
    path("suivi/preconisations/<uuid:preconisation>/", views_remarques.preconisation, name="preconisation"),
    path("suivi/remarques/<uuid:remarque>/", views_remarques.remarque, name="remarque"),
    path("suivi/remarques/<uuid:remarque>/retirer/", views_remarques.retirer, name="retirer_remarque"),
    path("suivi/comite/", views_comite.page, name="comite"),
    path("suivi/comite/<uuid:action>/avis/", views_comite.avis, name="avis"),
    path("suivi/comite/<uuid:action>/decision/", views_comite.decision, name="decision"),
    path("suivi/comite/<uuid:action>/rang/", views_comite.rang, name="rang"),
    path("suivi/versions/", views_versions.versions, name="versions"),
    path("suivi/versions/comparer/", views_versions.comparaison, name="comparaison"),
    path("suivi/gestes/<uuid:geste>/annuler/", views_lignes.annuler, name="annuler_geste"),
    *urls_echanges.urlpatterns,
]
