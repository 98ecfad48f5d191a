"""The read API of the Nuancier: the endpoints of each of its themes."""

from nuancier.parcours.urls_api import urlpatterns as parcours
from nuancier.recherche.urls_api import urlpatterns as recherche

app_name = "api_nuancier"

urlpatterns = [*recherche, *parcours]
