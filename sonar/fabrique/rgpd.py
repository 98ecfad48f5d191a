"""What a fiche de fabrique knows of a person: who answered, who wrote in the logbook."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier
from communs.livrets import services as livrets
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from sonar.fabrique.fiches import EntreeDeBord, ReponseDeFabrique, UsageDePratique
from sonar.fabrique.livrets import FICHE

POURQUOI = "Les autres participants continuent la fiche : ce qui y est écrit garde sa place, sans votre nom."
DUREE = "Autant que le dossier ; trente jours pour ce que vous en avez retiré."


def _reponses(compte: Compte) -> Iterator[Ligne]:
    siennes = ReponseDeFabrique.objects.filter(auteur__compte=compte).select_related("tour__dossier")
    for reponse in siennes.order_by("pk").iterator():
        yield {
            "dossier": reponse.dossier.titre,
            "tour": reponse.tour.numero,
            "question": reponse.intitule,
            "texte": reponse.texte,
            "motif": reponse.motif,
            "ecrite_le": reponse.ecrite_le,
        }


def _pratiques(compte: Compte) -> Iterator[Ligne]:
    siens = UsageDePratique.objects.filter(auteur__compte=compte).select_related("tour__dossier")
    for usage in siens.order_by("pk").iterator():
        yield {
            "dossier": usage.dossier.titre,
            "pratique": usage.pratique_nom,
            "quand": usage.quand,
            "avec_qui": usage.avec_qui,
            "changement": usage.changement,
            "cree_le": usage.cree_le,
        }


def _entrees(compte: Compte) -> Iterator[Ligne]:
    siennes = EntreeDeBord.objects.filter(auteur__compte=compte).select_related("tour__dossier")
    for entree in siennes.order_by("pk").iterator():
        yield {
            "dossier": entree.dossier.titre,
            "le": entree.le,
            "texte": entree.texte,
            "cree_le": entree.cree_le,
        }


def _oublier_le_papier(compte: Compte) -> None:
    """The printed fiches that bear her name."""
    for uuid in Dossier.objects.filter(genre="fabrique", participants__compte=compte).values_list("uuid"):
        livrets.oublier(gabarits=(FICHE,), reference=str(uuid[0]))


declarer(
    Domaine(
        cle="sonar-fabrique",
        nom="Sonar, les fiches de fabrique",
        resume="Ce que vous avez écrit dans des fiches : réponses, pratiques, journal de bord.",
        traces=tuple(
            Trace(modele=modele, nom=nom, sort=Sort.ANONYME, pourquoi=POURQUOI, duree=DUREE)
            for modele, nom in (
                ("sonar.ReponseDeFabrique", "Vos réponses dans une fiche de fabrique"),
                ("sonar.UsageDePratique", "Les pratiques que vous avez notées"),
                ("sonar.EntreeDeBord", "Vos entrées dans un journal de bord"),
            )
        ),
        exporter=lambda compte: [
            ("reponses", _reponses(compte)),
            ("pratiques", _pratiques(compte)),
            ("journal_de_bord", _entrees(compte)),
        ],
        effacer=_oublier_le_papier,
    )
)
