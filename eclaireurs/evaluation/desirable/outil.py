"""The rapport désirable as a tool of the dossier."""

from collections.abc import Iterator

from django.db.models import prefetch_related_objects

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Attente, Contenu, Etape, Outil
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.desirable.enums import EtatDesirable
from eclaireurs.evaluation.desirable.lecture import donner
from eclaireurs.evaluation.desirable.models import Desirable
from eclaireurs.evaluation.desirable.photographie import canonique
from eclaireurs.evaluation.suivi.enums import PLANS_FIGES

SUITES = {
    EtatDesirable.BROUILLON: (
        "Choisir ce qui entre dans le rapport, lui donner un titre, puis le publier.",
        "L’évaluateur et l’applicateur",
    ),
    EtatDesirable.PUBLIE: ("", ""),
    EtatDesirable.DEPUBLIE: (
        "Le rapport n’est plus lu par le public : en publier une version.",
        "L’évaluateur",
    ),
}


def ouvrir(identite: Identite, dossier: Dossier) -> None:
    """The empty report of a new evaluation."""
    Desirable.objects.create(dossier=dossier)


def etape(dossier: Dossier) -> Etape:
    rapport = dossier.desirable
    suite, a_qui = SUITES[EtatDesirable(rapport.etat)]
    return Etape(
        etat=rapport.get_etat_display(),
        commence=rapport.etat != EtatDesirable.BROUILLON or rapport.pieces.exists(),
        fini=rapport.etat == EtatDesirable.PUBLIE,
        suite=suite,
        a_qui=a_qui,
    )


def attentes(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """The report to publish, once the plan it tells is settled."""
    prefetch_related_objects(dossiers, "desirable", "plan")
    for dossier in dossiers:
        attendu = dossier.desirable.etat == EtatDesirable.BROUILLON and dossier.plan.etat in PLANS_FIGES
        if attendu and identite.peut("desirable.publier", dossier):
            yield (
                dossier,
                Attente(
                    "Le plan est arrêté : le rapport désirable peut être composé et publié",
                    dossier.adresse("evaluation:desirable"),
                ),
            )


def copier(identite: Identite, source: Dossier, copie: Dossier) -> None:
    """Nothing: a report is made of what was collected and decided, which a copy does not take."""


def archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, Contenu]]:
    """The versions that the public reads, as their data: for anybody who reads the dossier."""
    rapport = dossier.desirable
    if rapport.etat != EtatDesirable.PUBLIE:
        return
    for publication in rapport.publications.filter(retiree_le=None).order_by("numero"):
        yield f"version-{publication.numero:02}.json", canonique(donner(publication.contenu))


OUTIL = Outil(
    cle="desirable",
    nom="Rapport désirable",
    question="Comment donner envie de lire l’évaluation ?",
    adresse="evaluation:desirable",
    ouvrir=ouvrir,
    etape=etape,
    attentes=attentes,
    copier=copier,
    archiver=archiver,
    aide="rapport-desirable",
)
