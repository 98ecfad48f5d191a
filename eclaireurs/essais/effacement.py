"""A trial goes with everything that it made: rows, journals, people, files on disk, booklets."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.db import models, router, transaction
from django.db.models.deletion import Collector

from communs.collectivites.effacement import effacer_collectivite
from communs.collectivites.models import Collectivite
from communs.etats import journal
from communs.etats.models import Acteur, Ligne
from communs.fichiers import stockage
from communs.fichiers.models import Fichier
from communs.livrets import services as livrets
from communs.livrets.models import Livret
from eclaireurs.essais.models import Essai


@transaction.atomic
def effacer(essai: Essai) -> None:
    """Erase the trial. Its files go once that is committed; what a crash leaves, the sweep of files finds."""
    collectivite = essai.collectivite
    acteurs = list(Acteur.objects.filter(compte__essai=collectivite).values_list("pk", flat=True))
    # What its people did says which affairs it had: their journals go too, which name them.
    portees = set(Ligne.objects.filter(acteur__in=acteurs).values_list("portee", flat=True))
    noms = Fichier.objects.filter(collectivite=collectivite).noms_stockes()
    _oublier_les_livrets({*_references(collectivite), *map(str, portees)})
    effacer_collectivite(collectivite)
    for portee in portees:
        journal.purger(portee)
    Acteur.objects.filter(pk__in=acteurs).delete()
    transaction.on_commit(partial(stockage.jeter, noms), robust=True)


def _references(collectivite: Collectivite) -> Iterator[str]:
    """Under what names booklets know what its dossiers hold: identifiers, and secrets of convocations."""
    for dossier in collectivite.dossiers.all():
        ramasseur = Collector(using=router.db_for_write(type(dossier)), origin=dossier)
        ramasseur.collect([dossier])
        for ensemble in (*ramasseur.data.values(), *ramasseur.fast_deletes):
            for objet in ensemble:
                yield from _noms(objet)


def _noms(objet: models.Model) -> Iterator[str]:
    for champ in ("uuid", "jeton"):
        valeur = getattr(objet, champ, None)
        if isinstance(valeur, UUID | str):
            yield str(valeur)


def _oublier_les_livrets(references: set[str]) -> None:
    siens = Livret.objects.filter(reference__in=references)
    for gabarit, reference in set(siens.values_list("gabarit", "reference")):
        livrets.oublier(gabarits=(gabarit,), reference=reference)
