"""What the trajectory puts in `/recherche/`."""

from django.urls import reverse

from communs.catalogue.services import inscrire, synchroniser
from communs.web.cache_pages import perimer_pages
from sonar.trajectoire.models import EtapeTrajectoire


def inscrire_au_catalogue() -> None:
    """Bring the catalogue in line with the path and its stages."""
    inscrire(
        type="page",
        cle="sonar-trajectoire",
        titre="La trajectoire",
        resume="Neuf étapes et cinq passages, de la première rencontre à la gouvernance systémique : où en "
        "êtes-vous\u00a0?",
        adresse=reverse("sonar:trajectoire"),
        mots_cles=("trajectoire", "étapes", "chemin", "balises", "maturité", "affiche"),
    )
    synchroniser(
        "etape",
        [
            {
                "cle": etape.cle,
                "titre": f"{etape.rang}. {etape.nom}",
                "resume": f"{etape.devise} {etape.quoi}"[:600],
                "adresse": etape.get_absolute_url(),
                "mots_cles": [
                    "Sonar",
                    "trajectoire",
                    "étape",
                    *(r.passage.nom for r in etape.rattachements.all()),
                ],
            }
            for etape in EtapeTrajectoire.objects.completes()
        ],
    )
    perimer_pages()
