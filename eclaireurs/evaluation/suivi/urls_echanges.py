"""Addresses of what comes out of the table and goes back in, under a dossier's."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from eclaireurs.evaluation.suivi import views_calendrier, views_exports, views_import
from eclaireurs.evaluation.suivi.exports import FORMATS


class FormatDeTableau(StringConverter):
    regex = "|".join(cle.replace(".", r"\.") for cle in FORMATS)


register_converter(FormatDeTableau, "format_de_tableau")

urlpatterns = [
    path("suivi/calendrier/", views_calendrier.calendrier, name="calendrier"),
    path("suivi/exporter/", views_exports.exporter, name="exporter"),
    path(
        "suivi/exporter/tableau.<format_de_tableau:format>", views_exports.fichier, name="fichier_du_tableau"
    ),
    path("suivi/exporter/agenda.ics", views_exports.agenda, name="agenda_du_tableau"),
    path("suivi/exporter/pdf/", views_exports.imprimer, name="imprimer_le_tableau"),
    path("suivi/importer/", views_import.choisir, name="importer"),
    path("suivi/importer/confirmer/", views_import.confirmer, name="confirmer_import"),
]
