"""The workshop in the catalogue: one page, whose keywords are its stages and practices."""

from django.urls import reverse

from communs.catalogue.services import inscrire
from communs.web.cache_pages import perimer_pages
from sonar.fabrique.models import EtapeDuCycle, Pratique


def inscrire_au_catalogue() -> None:
    noms = [*EtapeDuCycle.objects.values_list("nom", flat=True)]
    noms += Pratique.objects.values_list("nom", flat=True)
    inscrire(
        type="page",
        cle="sonar-fabrique",
        titre="La fabrique des politiques publiques",
        resume="Sept étapes, vingt questions pour ne pas tourner en rond, six pratiques qui ouvrent le "
        "cycle, et une fiche à remplir à plusieurs.",
        adresse=reverse("sonar:fabrique"),
        mots_cles=("fabrique", "cycle", "politique publique", "fiche de fabrique", "journal de bord", *noms),
    )
    # Whatever changed: the page itself shows these rows.
    perimer_pages()
