"""A training session with its people, as tests need it."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte
from communs.etats.tables import franchir
from communs.fichiers.models import Fichier
from nuancier.parcours.models import Parcours, Pastille
from nuancier.sessions import inscriptions, livrable, retours, services
from nuancier.sessions.models import Session
from nuancier.sessions.models_livrable import Photo
from nuancier.sessions.models_stagiaires import Stagiaire
from nuancier.sessions.transitions import SESSION
from tests.outils.teintes import creer_teinte


def creer_parcours(compte: Compte, *codes: str, titre: str = "Aller voir avant de décider") -> Parcours:
    parcours = Parcours.objects.create(titre=titre, auteur=compte)
    for rang, code in enumerate(codes or ("4.1",), 1):
        teinte = creer_teinte(code)
        Pastille.objects.create(
            parcours=parcours, rang=rang, teinte=teinte, module=teinte.modules.first(), demi_journees=2
        )
    return parcours


def preparer(compte: Compte, collectivite: Collectivite, *codes: str, **champs: object) -> Session:
    """A session being prepared, with one whole day, today where it is held, and a place."""
    session = services.preparer(
        identite=Identite(compte),
        parcours=creer_parcours(compte, *codes),
        collectivite=collectivite,
        titre="Aller voir, à Port-Lumière",
        organisme="Port-Lumière Agglomération",
    )
    ajouter_un_jour(compte, session, timezone.localdate(timezone=ZoneInfo(collectivite.fuseau)))
    Session.objects.filter(pk=session.pk).update(lieu="Salle du phare, quai nord", **champs)
    return Session.objects.get(pk=session.pk)


def ajouter_un_jour(compte: Compte, session: Session, le: date) -> None:
    services.ajouter_un_jour(
        identite=Identite(compte),
        session=session,
        aujourd_hui=min(le, timezone.localdate()),
        le=le,
        debut=time(9),
        pause_debut=time(12, 30),
        pause_fin=time(14),
        fin=time(17),
    )


def passer(compte: Compte, session: Session, *gestes: str, motif: str = "") -> Session:
    for geste in gestes:
        franchir(
            SESSION,
            identite=Identite(compte),
            objet=session,
            nom=geste,
            motif=motif,
            donnees={"motif": motif},
        )
    return Session.objects.get(pk=session.pk)


def ouvrir(compte: Compte, collectivite: Collectivite, *codes: str, **champs: object) -> Session:
    return passer(compte, preparer(compte, collectivite, *codes, **champs), "ouvrir")


def rejoindre(session: Session, nom: str, email: str = "", **champs: str) -> Stagiaire:
    return inscriptions.rejoindre(
        session=session,
        demande=uuid4(),
        champs={"nom": nom, "service": "", "organisation": "", "email": email, "besoins": "", **champs},
    ).stagiaire


def emarger(
    compte: Compte, session: Session, *stagiaires: Stagiaire, moments: tuple[str, ...] = ("matin",)
) -> None:
    retours.emarger(
        identite=Identite(compte),
        session=session,
        presents=[(s, jour, m) for s in stagiaires for jour in session.jours.all() for m in moments],
    )


@dataclass(frozen=True)
class SessionDuDecor:
    """One thing of each kind that the addresses of a session name."""

    session: Session
    parcours: UUID
    jour: UUID
    formateur: UUID
    stagiaire: Stagiaire
    situation: UUID
    photo: UUID
    morceau: UUID


def session_du_decor(compte: Compte, collectivite: Collectivite) -> SessionDuDecor:
    """A session that was held today, with somebody who said everything and a booklet that is shared."""
    session = ouvrir(compte, collectivite)
    stagiaire = rejoindre(session, "Nolwenn Riou", "nolwenn@port-lumiere.example", besoins="Près de la porte")
    retours.dire_ses_attentes(
        stagiaire=stagiaire, attentes="Oser aller voir.", competences=["Préparer une immersion et la mener"]
    )
    emarger(compte, session, stagiaire)
    situation = livrable.ecrire_une_situation(
        identite=Identite(compte), session=session, titre="Au guichet", texte="Une heure assis.", teinte="4.1"
    )
    photo = Photo.objects.create(
        situation=situation,
        fichier=Fichier.objects.create(
            collectivite=collectivite, depose_par=compte, nom="guichet.jpg", type="image", taille=1, occupe=1
        ),
        description="Le guichet, vu du banc",
    )
    session = passer(compte, session, "tenir")
    Session.objects.filter(pk=session.pk).update(suivi_le=timezone.localdate() - timedelta(days=1))
    stagiaire = Stagiaire.objects.get(pk=stagiaire.pk)
    retours.noter(
        stagiaire=stagiaire,
        champs={"marche": "Se taire", "manque": "Du temps", "accord": True, "signee": True},
        quoi="critique_le",
    )
    livrable.partager(identite=Identite(compte), session=session, oui=True)
    return SessionDuDecor(
        session=session,
        parcours=Parcours.objects.get(pk=session.parcours_id).uuid,
        jour=session.jours.get().uuid,
        formateur=session.formateurs.get().uuid,
        stagiaire=stagiaire,
        situation=situation.uuid,
        photo=photo.uuid,
        morceau=situation.morceau.uuid,
    )
