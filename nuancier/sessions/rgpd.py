"""What sessions know of a person: the sessions she runs, and those she takes part in by her address."""

from collections.abc import Iterator

from communs.collectivites.effacement import adresses_de
from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Trace, declarer
from nuancier.sessions.inscriptions import effacer as effacer_un_stagiaire
from nuancier.sessions.models import Formateur
from nuancier.sessions.models_stagiaires import Bilan, Stagiaire


def _animees(compte: Compte) -> Iterator[Ligne]:
    siennes = Formateur.objects.filter(compte=compte) | Formateur.objects.filter(email=compte.email)
    for formateur in siennes.select_related("session").order_by("pk"):
        yield {
            "session": formateur.session.titre,
            "organisme": formateur.session.organisme,
            "nom": formateur.nom,
        }


def _suivies(compte: Compte) -> Iterator[Ligne]:
    siens = Stagiaire.objects.filter(email__in=adresses_de(compte)).select_related("session", "bilan")
    for stagiaire in siens.order_by("pk"):
        bilan = stagiaire.bilan if hasattr(stagiaire, "bilan") else Bilan()
        yield {
            "session": stagiaire.session.titre,
            "nom": stagiaire.nom,
            "service": stagiaire.service,
            "organisation": stagiaire.organisation,
            "besoins": stagiaire.besoins,
            "inscription": stagiaire.get_etat_display(),
            "attentes": stagiaire.attentes,
            "competences": stagiaire.competences,
            "demi_journees_de_presence": stagiaire.presences.count(),
            "notes": [bilan.contenu, bilan.animation, bilan.rythme, bilan.utilite],
            "mots": bilan.mots,
            "lundi": bilan.lundi,
            "lecture_critique": [bilan.situation, bilan.marche, bilan.manque],
            "trois_mois_apres": bilan.suivi,
        }


def _effacer(compte: Compte) -> None:
    """Rows that name her by her address alone; those of her account go with it."""
    adresses = adresses_de(compte)
    Formateur.objects.filter(email__in=adresses).delete()
    for stagiaire in Stagiaire.objects.filter(email__in=adresses).select_related("session").order_by("pk"):
        effacer_un_stagiaire(stagiaire=stagiaire)


declarer(
    Domaine(
        cle="sessions",
        nom="Nuancier : sessions de formation",
        resume="Les sessions que vous animez, et celles où vous êtes inscrit sous votre adresse, avec ce que "
        "vous y avez écrit.",
        traces=(
            Trace(modele="nuancier.Formateur", nom="Les sessions que vous animez"),
            Trace(modele="nuancier.Stagiaire", nom="Les sessions que vous suivez, et ce que vous y écrivez"),
        ),
        exporter=lambda compte: (("animees", _animees(compte)), ("suivies", _suivies(compte))),
        effacer=_effacer,
    )
)
