"""What pages and papers show of a conclave: who comes, service by service, and what is still to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communs.collectivites.calculs import cle_de_tri
from communs.tirages import lecture as tirages
from communs.tirages.enums import EtatTirage
from communs.web.typographie import accorder
from eclaireurs.evaluation.conclave.enums import DEHORS, EtatConclave, Reponse
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.conclave.regle import Regle

SANS_SERVICE = "Sans service"


@dataclass(frozen=True)
class Tablee:
    """The people of one service."""

    service: str
    convocations: tuple[Convocation, ...]


def par_service(convocations: Iterable[Convocation]) -> list[Tablee]:
    """In the order of services, then of names."""
    groupes: dict[str, list[Convocation]] = {}
    for convocation in convocations:
        groupes.setdefault(convocation.service or SANS_SERVICE, []).append(convocation)
    return [
        Tablee(nom, tuple(sorted(groupes[nom], key=lambda c: cle_de_tri(c.nom_affiche))))
        for nom in sorted(groupes, key=cle_de_tri)
    ]


def qui_vient(conclave: Conclave) -> list[Tablee]:
    """Those who said yes and may come: all that participants know of the answers."""
    return par_service(conclave.convocations.filter(reponse=Reponse.ACCEPTEE))


def attendues(conclave: Conclave) -> list[Tablee]:
    """Those for whom a line is kept on the attendance sheet: whoever is not out."""
    return par_service(conclave.convocations.exclude(reponse__in=DEHORS))


@dataclass(frozen=True)
class AFaire:
    """What waits for the pilots, in one sentence, and the page or the button that does it."""

    texte: str
    geste: str = ""  # "suivre" when keeping up with the draw answers it


def a_faire(conclave: Conclave, convocations: Sequence[Convocation]) -> list[AFaire]:
    """While answers come: stand-ins to call, places that nobody can take, papers to send by hand."""
    if conclave.etat != EtatConclave.CONVOCATIONS or conclave.tirage is None:
        return []
    choses = []
    regle = Regle(conclave.dossier)
    hors = [c for c in convocations if c.reponse not in DEHORS and regle.fonction(c.compte_id, c.email)]
    if hors:
        noms = ", ".join(c.nom_affiche for c in hors)
        formes = "est maintenant élue ou de la direction,sont maintenant élues ou de la direction"
        choses.append(AFaire(f"{noms} {accorder(len(hors), formes)} : appelez la suppléance.", "suivre"))
    choses += _du_tirage(conclave, convocations)
    sans = [c for c in convocations if c.reponse == Reponse.ATTENDUE and not c.adresse_electronique]
    if sans:
        noms = ", ".join(c.nom_affiche for c in sans)
        choses.append(AFaire(f"Sans adresse électronique, à prévenir sur papier : {noms}."))
    return choses


def _du_tirage(conclave: Conclave, convocations: Sequence[Convocation]) -> list[AFaire]:
    tirage = conclave.tirage
    if tirage is None or tirage.etat != EtatTirage.TIRE:
        return []
    tirage.dossier = conclave.dossier
    choses, connues = [], {c.inscrit_id: c for c in convocations}
    for resultat in tirages.resultats(tirage):
        if resultat.vacantes:
            formes = "place reste,places restent"
            choses.append(
                AFaire(
                    f"« {resultat.groupe} » : {resultat.vacantes} {accorder(resultat.vacantes, formes)} "
                    "sans personne, il n’y a plus de suppléance. Le conclave peut se tenir ainsi, ou invitez "
                    "quelqu’un."
                )
            )
        en_place = [sorti.inscrit for sorti in resultat.en_place]
        nouvelles = [inscrit.nom_affiche for inscrit in en_place if inscrit.pk not in connues]
        if nouvelles:
            choses.append(AFaire(f"À convoquer d’après le tirage : {', '.join(nouvelles)}.", "suivre"))
        parties = [s.inscrit for s in resultat.desistes if s.inscrit.pk in connues]
        if any(connues[inscrit.pk].reponse not in DEHORS for inscrit in parties):
            choses.append(AFaire("Un désistement noté au tirage n’est pas encore suivi ici.", "suivre"))
        reprises = [inscrit for inscrit in en_place if inscrit.pk in connues]
        if any(connues[inscrit.pk].reponse == Reponse.REFUSEE for inscrit in reprises):
            choses.append(AFaire("Un désistement repris au tirage n’est pas encore suivi ici.", "suivre"))
    return choses
