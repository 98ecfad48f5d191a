"""What dossiers and their journal know of a person."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.courrier import services as courrier
from communs.dossiers import emports
from communs.dossiers.invitations import CLE, libelles
from communs.dossiers.models import Commentaire, Dossier, Participant
from communs.dossiers.participants import oublier_compte
from communs.etats.models import Ligne as LigneDeJournal
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer

POURQUOI = "Les autres participants continuent le dossier : ce qui y a été fait garde sa place."
DUREE = "Autant que le dossier."


def _participations(compte: Compte) -> Iterator[Ligne]:
    siennes = Participant.objects.filter(compte=compte).select_related("dossier__collectivite", "service")
    for p in siennes.order_by("pk").iterator():
        yield {
            "dossier": p.dossier.titre,
            "collectivite": p.dossier.collectivite.nom,
            "organisation": p.organisation,
            "service": p.service.nom if p.service else "",
            "roles": libelles(p.dossier, p.roles),
            "depuis_le": p.depuis_le,
            "retire_le": p.retire_le,
        }


def _commentaires(compte: Compte) -> Iterator[Ligne]:
    siens = Commentaire.objects.filter(auteur__compte=compte, retire_le=None).select_related("dossier")
    for c in siens.order_by("pk").iterator():
        yield {"dossier": c.dossier.titre, "cree_le": c.cree_le, "texte": c.texte}


def _gestes(compte: Compte) -> Iterator[Ligne]:
    """What the journal says she did: when and what; never about whom."""
    siennes = LigneDeJournal.objects.filter(acteur__compte=compte).order_by("pk")
    titres = dict(Dossier.objects.filter(participants__compte=compte).values_list("uuid", "titre"))
    for ligne in siennes.iterator():
        yield {
            "dossier": titres.get(ligne.portee, ""),
            "cree_le": ligne.cree_le,
            "verbe": ligne.verbe,
            "motif": ligne.parametres.get("motif", ""),
        }


def _effacer(compte: Compte) -> None:
    emports.oublier_ceux_de(compte)
    oublier_compte(compte)
    courrier.oublier_l_auteur(f"{CLE}{compte.pk}:")


declarer(
    Domaine(
        cle="dossiers",
        nom="Dossiers",
        resume="Les dossiers auxquels vous participez, ce que vous y avez écrit et fait.",
        traces=(
            Trace(
                modele="dossiers.Participant",
                nom="Votre participation à un dossier",
                sort=Sort.ANONYME,
                pourquoi=POURQUOI,
                duree=DUREE,
            ),
            Trace(
                modele="etats.Acteur",
                nom="Votre nom dans un dossier",
                sort=Sort.ANONYME,
                absence="C’est le nom de votre compte, qui est dans l’archive.",
                pourquoi=POURQUOI,
                duree=DUREE,
            ),
            Trace(
                modele="dossiers.Commentaire",
                nom="Vos commentaires",
                sort=Sort.ANONYME,
                pourquoi="Les réponses des autres gardent leur sens. Retirez-les d’abord si vous préférez.",
                duree=DUREE,
            ),
            Trace(
                modele="etats.Ligne",
                nom="Ce que le journal dit de vos gestes",
                sort=Sort.ANONYME,
                pourquoi="Un journal que l’on peut réécrire ne prouve rien.",
                duree=DUREE,
            ),
        ),
        exporter=lambda compte: (
            ("participations", _participations(compte)),
            ("commentaires", _commentaires(compte)),
            ("gestes", _gestes(compte)),
        ),
        effacer=_effacer,
    )
)
