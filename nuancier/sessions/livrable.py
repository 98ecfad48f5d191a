"""The *livrable semi-sur-mesure*: what the group lived, chosen and put in order by its trainers."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.services import enregistrer, modifier, verrouiller
from communs.fichiers import services as fichiers
from nuancier.sessions.contenu import D_OFFICE, programme_de
from nuancier.sessions.enums import GenreMorceau
from nuancier.sessions.models import Session
from nuancier.sessions.models_livrable import PHOTOS_MAX, SITUATIONS_MAX, Morceau, Photo, Situation
from nuancier.sessions.models_stagiaires import Bilan

journal.inscrire(
    {
        "sessions.situation": "a écrit la situation « {titre} »",
        "sessions.corriger_situation": "a corrigé une situation vécue",
        "sessions.livrable": "a composé le livret",
        "sessions.partager": "a partagé le livret avec les participants",
        "sessions.reprendre": "a retiré le livret de la page des participants",
    }
)


def garnir(session: Session) -> None:
    """The first pieces, when the session opens: what was hoped for, each teinte, empty lines."""
    genres = [
        Morceau(genre=GenreMorceau.ATTENTES),
        *(
            Morceau(genre=GenreMorceau.TEINTE, teinte=pas.fiche.code, parties=[p.value for p in D_OFFICE])
            for pas in programme_de(session).teintes
        ),
        Morceau(genre=GenreMorceau.NOTES),
    ]
    for rang, morceau in enumerate(genres, 1):
        morceau.session, morceau.rang = session, rang
    Morceau.objects.bulk_create(genres)


def _inserer(session: Session, morceau: Morceau) -> None:
    """Before the empty lines that close the booklet; the caller holds the session's lock."""
    fin = session.morceaux.filter(genre=GenreMorceau.NOTES).order_by("-rang").first()
    dernier = session.morceaux.aggregate(m=models.Max("rang"))["m"] or 0
    rang = fin.rang if fin is not None and fin.rang == dernier else dernier + 1
    session.morceaux.filter(rang__gte=rang).update(rang=F("rang") + 1)
    morceau.session, morceau.rang = session, rang
    morceau.save()


def resserrer(session: Session) -> None:
    """Ranks without holes, once a piece has gone."""
    for rang, morceau in enumerate(session.morceaux.order_by("rang", "pk"), 1):
        if morceau.rang != rang:
            Morceau.objects.filter(pk=morceau.pk).update(rang=rang)


def accorder_la_critique(session: Session, bilan: Bilan) -> None:
    """A critical reading is a piece of the booklet as long as its author agrees to it."""
    session = verrouiller(session)
    deja = Morceau.objects.filter(bilan=bilan)
    if bilan.accord and bilan.critique:
        if not deja.exists():
            _inserer(session, Morceau(genre=GenreMorceau.CRITIQUE, bilan=bilan))
    elif deja.delete()[0]:
        resserrer(session)


@transaction.atomic
def ecrire_une_situation(
    *, identite: Identite, session: Session, titre: str, texte: str, teinte: str
) -> Situation:
    """Raises ValidationError past the limit. The same text sent twice is one situation."""
    session = verrouiller(session)
    autoriser(identite, "sessions.animer", session)
    if not session.commencee:
        raise ValidationError("Une situation se raconte une fois la session ouverte.")
    if deja := session.situations.filter(titre=titre, texte=texte).first():
        return deja
    if session.situations.count() >= SITUATIONS_MAX:
        raise ValidationError(f"Une session garde au plus {SITUATIONS_MAX} situations.")
    situation = Situation.objects.create(session=session, titre=titre, texte=texte, teinte=teinte)
    _inserer(session, Morceau(genre=GenreMorceau.SITUATION, situation=situation))
    journal.consigner(identite=identite, verbe="sessions.situation", objet=situation, titre=titre)
    return situation


def corriger_une_situation(
    *, identite: Identite, situation: Situation, version: int, champs: Mapping[str, Any]
) -> Situation:
    """Raises Conflit when another trainer wrote first."""
    autoriser(identite, "sessions.animer", situation)
    return modifier(
        identite=identite,
        objet=situation,
        version=version,
        champs=champs,
        verbe="sessions.corriger_situation",
    )


@transaction.atomic
def supprimer_une_situation(*, identite: Identite, situation: Situation) -> None:
    session = verrouiller(situation.session)
    autoriser(identite, "sessions.animer", session)
    for photo in situation.photos.select_related("fichier"):
        _jeter(photo)
    Situation.objects.filter(pk=situation.pk).delete()
    resserrer(session)


@transaction.atomic
def ajouter_une_photo(*, identite: Identite, situation: Situation, depot: Any, description: str) -> Photo:
    """Raises ValidationError: refused by the files' room, or too many."""
    situation = verrouiller(situation)
    autoriser(identite, "sessions.animer", situation)
    if situation.photos.count() >= PHOTOS_MAX:
        raise ValidationError(f"Une situation garde au plus {PHOTOS_MAX} photos.")
    fichier = fichiers.deposer(identite=identite, collectivite=situation.session.collectivite, depot=depot)
    return Photo.objects.create(situation=situation, fichier=fichier, description=description)


@transaction.atomic
def retirer_une_photo(*, identite: Identite, photo: Photo) -> None:
    autoriser(identite, "sessions.animer", photo.situation)
    _jeter(photo)


def _jeter(photo: Photo) -> None:
    fichier = photo.fichier
    Photo.objects.filter(pk=photo.pk).delete()
    fichiers.supprimer(fichier=fichier)


@transaction.atomic
def ordonner(*, identite: Identite, session: Session, version: int, ordre: Sequence[UUID]) -> Session:
    """Put the pieces in this order. Raises Conflit; ValidationError unless it names each of them once."""
    actuelle = verrouiller(session)
    autoriser(identite, "sessions.animer", actuelle)
    presents = {m.uuid: m for m in actuelle.morceaux.order_by("rang", "pk")}
    if list(presents) == list(ordre):
        return actuelle
    actuelle = verrouiller(session, version=version)
    if len(ordre) != len(presents) or set(ordre) != set(presents):
        raise ValidationError("Un morceau est apparu ou parti entre-temps : rechargez la page.")
    for rang, uuid in enumerate(ordre, 1):
        Morceau.objects.filter(pk=presents[uuid].pk).update(rang=rang)
    enregistrer(actuelle)
    return actuelle


@transaction.atomic
def deplacer(*, identite: Identite, morceau: Morceau, pas: int) -> None:
    """One place up (-1) or down (1); at the end of the list, nothing moves."""
    session = verrouiller(morceau.session)
    autoriser(identite, "sessions.animer", session)
    ordre = list(session.morceaux.order_by("rang", "pk").values_list("uuid", flat=True))
    ou = ordre.index(morceau.uuid)
    vers = min(max(ou + pas, 0), len(ordre) - 1)
    ordre.insert(vers, ordre.pop(ou))
    ordonner(identite=identite, session=session, version=session.version, ordre=ordre)


@transaction.atomic
def choisir(
    *,
    identite: Identite,
    session: Session,
    version: int,
    champs: Mapping[str, str],
    choix: Mapping[UUID, tuple[bool, list[str]]],
) -> None:
    """What goes in: for each piece, kept or not, and the parts of a teinte. Raises Conflit."""
    actuelle = verrouiller(session, version=version)
    autoriser(identite, "sessions.animer", actuelle)
    for nom, valeur in champs.items():
        setattr(actuelle, nom, valeur)
    for morceau in actuelle.morceaux.filter(uuid__in=choix).order_by("pk"):
        retenu, parties = choix[morceau.uuid]
        Morceau.objects.filter(pk=morceau.pk).update(
            retenu=retenu, parties=parties if morceau.genre == GenreMorceau.TEINTE else []
        )
    enregistrer(actuelle, *champs)
    journal.consigner(identite=identite, verbe="sessions.livrable", objet=actuelle)


@transaction.atomic
def partager(*, identite: Identite, session: Session, oui: bool) -> None:
    """Put the booklet on the participants' page, or take it back; twice is once."""
    actuelle = verrouiller(session)
    autoriser(identite, "sessions.animer", actuelle)
    if oui is (actuelle.livrable_partage_le is not None):
        return
    actuelle.livrable_partage_le = timezone.now() if oui else None
    enregistrer(actuelle, "livrable_partage_le")
    verbe = "sessions.partager" if oui else "sessions.reprendre"
    journal.consigner(identite=identite, verbe=verbe, objet=actuelle)
