"""The read API of the veille: the endpoints of each of its themes."""

from veille.recherche.urls_api import urlpatterns as recherche

app_name = "api_veille"

urlpatterns = [*recherche]
