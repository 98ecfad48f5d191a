"""The mails of a session: one shape (`sessions/courriels/message_*`), what each says is here."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from communs.courrier import services as courrier
from communs.courrier.models import Courriel
from nuancier.sessions.models import Formateur, Session
from nuancier.sessions.models_stagiaires import Stagiaire

GABARIT = "nuancier/sessions/courriels/message"
ORGANISE = "Vous recevez ce message parce que {organisme} organise cette formation et connaît votre adresse."
PARTICIPE = "Vous recevez ce message parce que vous participez à cette formation."


def _contexte(
    sujet: str, phrases: Sequence[str], lien: str, libelle: str, pourquoi: str, **autres: Any
) -> dict[str, Any]:
    return {
        "sujet": sujet[:250],
        "phrases": phrases,
        "lien": lien,
        "libelle": libelle,
        "pourquoi": pourquoi,
        "agenda": "",
        **autres,
    }


def _ecrire_a(stagiaire: Stagiaire, cle: str, contexte: dict[str, Any]) -> None:
    if stagiaire.email:
        courrier.poster_gabarit(
            GABARIT,
            contexte,
            destinataire=stagiaire.email,
            cle=f"session:{stagiaire.uuid}:{cle}",
            corps_ephemere=True,  # it holds a personal link
        )


def inviter(stagiaire: Stagiaire, session: Session, *, cle: str = "invitation") -> None:
    phrases = [
        f"{session.organisme} vous invite à la formation « {session.titre} ».",
        "Votre page personnelle dit quand et où elle se tient. Confirmez-y votre venue, et dites ce que vous "
        "en attendez. Aucun compte n’est nécessaire.",
        "Ce lien est le vôtre : ne le transmettez pas.",
    ]
    pourquoi = ORGANISE.format(organisme=session.organisme)
    contexte = _contexte(f"Invitation : {session.titre}", phrases, stagiaire.lien, "Ouvrir ma page", pourquoi)
    _ecrire_a(stagiaire, cle, contexte)


def confirmer(stagiaire: Stagiaire, session: Session, *, cle: str = "confirmation") -> None:
    if stagiaire.inscrit:
        phrases = [
            f"Votre inscription à la formation « {session.titre} » est confirmée.",
            "Gardez ce message : le lien ci-dessous ouvre votre page personnelle, avec votre convocation et "
            "les dates à mettre dans votre agenda.",
        ]
        sujet = f"Inscription confirmée : {session.titre}"
    else:
        phrases = [
            f"La formation « {session.titre} » est complète : vous êtes sur la liste d’attente.",
            "Si une place se libère, un message vous le dira.",
        ]
        sujet = f"Liste d’attente : {session.titre}"
    _ecrire_a(stagiaire, cle, _contexte(sujet, phrases, stagiaire.lien, "Ouvrir ma page", PARTICIPE))


def appeler(stagiaire: Stagiaire, session: Session) -> None:
    phrases = [
        f"Une place s’est libérée à la formation « {session.titre} » : elle est pour vous.",
        "Si vous ne pouvez plus venir, dites-le depuis votre page : la place ira à la personne suivante.",
    ]
    contexte = _contexte(
        f"Une place pour vous : {session.titre}", phrases, stagiaire.lien, "Ouvrir ma page", PARTICIPE
    )
    _ecrire_a(stagiaire, "appel", contexte)


def convoquer(stagiaire: Stagiaire, session: Session, *, cle: str) -> None:
    """The call, with its PDF and its calendar file behind links: the outbox carries no attachment."""
    agenda = settings.VIGIE_ADRESSE + stagiaire.adresse("participer_agenda")
    phrases = [
        f"Voici votre convocation à la formation « {session.titre} ».",
        "Votre page donne le programme, le lieu, les horaires, et la convocation à imprimer.",
    ]
    contexte = _contexte(
        f"Convocation : {session.titre}",
        phrases,
        stagiaire.lien,
        "Ouvrir ma convocation",
        PARTICIPE,
        agenda=agenda,
    )
    _ecrire_a(stagiaire, cle, contexte)


def annoncer_l_annulation(stagiaire: Stagiaire, session: Session) -> None:
    phrases = [
        f"La formation « {session.titre} » est annulée.",
        f"Motif : {session.motif_annulation}",
    ]
    contexte = _contexte(f"Annulée : {session.titre}", phrases, stagiaire.lien, "Ouvrir ma page", PARTICIPE)
    _ecrire_a(stagiaire, "annulation", contexte)


def associer(formateur: Formateur, session: Session) -> None:
    lien = settings.VIGIE_ADRESSE + reverse("nuancier:session", args=[session.uuid])
    phrases = [
        f"Vous animez la session « {session.titre} », organisée par {session.organisme}.",
        "Pour la conduire, connectez-vous avec cette adresse, ou créez un compte avec elle.",
    ]
    courrier.poster_gabarit(
        GABARIT,
        _contexte(
            f"Vous animez : {session.titre}",
            phrases,
            lien,
            "Ouvrir la session",
            ORGANISE.format(organisme=session.organisme),
        ),
        destinataire=formateur.email,
        cle=f"session:formateur:{formateur.uuid}",
    )


def preparer_le_suivi(stagiaire: Stagiaire, lundi: str) -> Courriel:
    """The question asked three months later, not yet written to the outbox."""
    session = stagiaire.session
    phrases = [f"Il y a trois mois, vous participiez à la formation « {session.titre} »."]
    if lundi:
        phrases.append(f"Vous aviez écrit, pour le lundi suivant : « {lundi} »")
    phrases.append(
        "Qu’est-ce que c’est devenu ? Deux lignes suffisent, y compris pour dire que rien n’a bougé."
    )
    return courrier.preparer_gabarit(
        GABARIT,
        _contexte(f"Trois mois après : {session.titre}", phrases, stagiaire.lien, "Répondre", PARTICIPE),
        destinataire=stagiaire.email,
        cle=f"session:{stagiaire.uuid}:suivi",
        corps_ephemere=True,
    )
