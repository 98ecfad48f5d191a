from veille.abonnements.urls import urlpatterns as abonnements
from veille.flux.urls import urlpatterns as flux
from veille.imports.urls import urlpatterns as imports
from veille.lecture.urls import urlpatterns as lecture
from veille.notices.urls import urlpatterns as notices
from veille.panier.urls import urlpatterns as panier
from veille.recherche.urls import urlpatterns as recherche
from veille.redaction.urls import urlpatterns as redaction
from veille.references.urls import urlpatterns as references

app_name = "veille"

# The last words of the list are bulletins and issues: every other address comes before them.
urlpatterns = [
    *panier,
    *notices,
    *references,
    *redaction,
    *abonnements,
    *flux,
    *recherche,
    *imports,
    *lecture,
]
