from django.urls import path, re_path

from nuancier import views
from nuancier.exports.urls import urlpatterns as exports
from nuancier.imports.urls import urlpatterns as imports
from nuancier.parcours.urls import urlpatterns as parcours
from nuancier.recherche.urls import urlpatterns as recherche
from nuancier.sessions.urls import urlpatterns as sessions
from nuancier.vie.urls import urlpatterns as vie

app_name = "nuancier"

TEINTE = r"teintes/(?P<code>[1-9]\d?\.[1-9]\d{0,2})/"

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("comparer/", views.comparer, name="comparer"),
    path("a-completer/", views.a_completer, name="a_completer"),
    path("mode-d-emploi/", views.mode_emploi, name="mode_emploi"),
    path("familles/<int:numero>/", views.famille, name="famille"),
    re_path(rf"^{TEINTE}$", views.teinte, name="teinte"),
    *recherche,
    *exports,
    *imports,
    *parcours,
    *vie,
    *sessions,
]
