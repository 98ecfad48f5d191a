from django.urls import path

from veille.flux import views
from veille.flux.oai import views as oai

urlpatterns = [
    path("flux/", views.presentation, name="flux"),
    path("flux/notices.atom", views.notices, name="flux_notices"),
    path("flux/numeros.atom", views.numeros, name="flux_numeros"),
    path("flux/recherche.atom", views.recherche, name="flux_recherche"),
    path("flux/themes/<slug:theme>.atom", views.theme, name="flux_theme"),
    path(
        "flux/bulletins/<slug:bulletin>/notices.atom",
        views.notices_du_bulletin,
        name="flux_notices_du_bulletin",
    ),
    path(
        "flux/bulletins/<slug:bulletin>/numeros.atom",
        views.numeros_du_bulletin,
        name="flux_numeros_du_bulletin",
    ),
    path(
        "flux/bulletins/<slug:bulletin>/rubriques/<slug:rubrique>.atom", views.rubrique, name="flux_rubrique"
    ),
    path("flux.opml", views.opml, name="flux_opml"),
    path("agenda/", views.agenda, name="agenda"),
    path("agenda.ics", views.agenda_ics, name="agenda_ics"),
    path("agenda/<slug:bulletin>.ics", views.agenda_du_bulletin, name="agenda_du_bulletin"),
    path("agenda/<slug:bulletin>/<slug:numero>.ics", views.agenda_du_numero, name="agenda_du_numero"),
    path("oai/", oai.oai, name="oai"),
]
