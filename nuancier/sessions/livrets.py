"""The papers of a session as booklets.

Trainers reach theirs through `visibles_par`. A participant's are known by their unguessable address, given on
her page alone; erasing her data, making her link anew, or no longer sharing the booklet, makes them unknown:
their page leads back to hers, and must not hand a new link to whoever held the former one.
"""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.livrets.gabarits import Gabarit, inscrire
from nuancier.sessions import documents
from nuancier.sessions.composition import composer, image_stockee, pour_l_impression
from nuancier.sessions.documents import Document, Piece
from nuancier.sessions.models import Session
from nuancier.sessions.models_livrable import Photo
from nuancier.sessions.models_stagiaires import Stagiaire


def _la_session(reference: str, identite: Identite | None) -> Session | None:
    """For one of its trainers; the printing task acts for nobody."""
    sessions = Session.objects.all() if identite is None else Session.objects.visibles_par(identite)
    return sessions.select_related("collectivite", "parcours").filter(uuid=UUID(reference)).first()


def _reference(stagiaire: Stagiaire) -> str:
    """Her, under her link of now: the mark of the link does not tell it."""
    return f"{stagiaire.uuid}:{hashlib.sha256(stagiaire.jeton.encode()).hexdigest()[:32]}"


def _le_stagiaire(reference: str, identite: Identite | None) -> Stagiaire | None:
    cle = UUID(reference.partition(":")[0])
    stagiaire = Stagiaire.objects.par_lien().inscrits().filter(uuid=cle).first()
    return stagiaire if stagiaire is not None and _reference(stagiaire) == reference else None


def _a_qui_c_est_partage(reference: str, identite: Identite | None) -> Stagiaire | None:
    stagiaire = _le_stagiaire(reference, identite)
    partage = stagiaire is not None and stagiaire.session.livrable_partage_le is not None
    return stagiaire if partage else None


def _livret(session: Session) -> dict[str, Any]:
    return {
        "livret": composer(session, pour_l_impression),
        "formateurs": list(session.formateurs.order_by("pk")),
        "jours": list(session.jours.order_by("le")),
        "adresse": settings.VIGIE_ADRESSE,
    }


def _photos(session: Session) -> frozenset[str]:
    photos = Photo.objects.filter(situation__session=session, situation__morceau__retenu=True)
    return frozenset(filter(None, (image_stockee(p) for p in photos.select_related("fichier"))))


CONTEXTES = {
    Document.PROGRAMME: documents.contexte,
    Document.CONVOCATIONS: documents.contexte_des_inscrits,
    Document.EMARGEMENT: documents.contexte_des_inscrits,
    Document.ATTESTATIONS: documents.contexte_des_attestations,
    Document.LIVRET: _livret,
}
PAGES = {Document.CONVOCATIONS: "convocation", Document.ATTESTATIONS: "attestation"}


def _de_la_session(document: Document) -> Gabarit:
    contexte = CONTEXTES[document]
    onglet = "nuancier:livrable" if document == Document.LIVRET else "nuancier:session"
    return inscrire(
        Gabarit(
            cle=f"sessions.{document}",
            nom=str(document.label),
            permission="sessions.animer",
            template=f"nuancier/sessions/livrets/{PAGES.get(document, document.value)}.html",
            obtenir=_la_session,
            reference=lambda session: str(session.uuid),
            contexte=lambda session, parametres: contexte(session),
            fichier=lambda session: f"{document}-{slugify(session.titre)[:60]}",
            retour=lambda session: reverse(onglet, args=[session.uuid]),
            retour_vers="Revenir à la session",
            medias=_photos if document == Document.LIVRET else lambda session: frozenset(),
        )
    )


def _convocation(stagiaire: Stagiaire, parametres: Mapping[str, Any]) -> dict[str, Any]:
    return documents.contexte(stagiaire.session) | {"stagiaires": [stagiaire]}


def _attestation(stagiaire: Stagiaire, parametres: Mapping[str, Any]) -> dict[str, Any]:
    session = stagiaire.session
    return documents.contexte(session) | {"attestees": documents.attestees(session, [stagiaire])}


def _du_stagiaire(piece: Piece, template: str, contexte: Any, **autres: Any) -> Gabarit:
    return inscrire(
        Gabarit(
            **{
                "cle": f"sessions.{piece}",
                "nom": str(piece.label),
                "permission": "sessions.lire_document",
                "template": f"nuancier/sessions/livrets/{template}.html",
                "obtenir": _le_stagiaire,
                "reference": _reference,
                "contexte": contexte,
                "fichier": lambda stagiaire: f"{template}-{slugify(stagiaire.session.titre)[:60]}",
                "retour": lambda stagiaire: stagiaire.adresse(),
                "retour_vers": "Revenir à ma page",
                **autres,
            }
        )
    )


for _document in Document:
    _de_la_session(_document)
_du_stagiaire(Piece.CONVOCATION, "convocation", _convocation)
_du_stagiaire(Piece.ATTESTATION, "attestation", _attestation)
_du_stagiaire(
    Piece.LIVRET,
    "livret",
    lambda stagiaire, parametres: _livret(stagiaire.session),
    obtenir=_a_qui_c_est_partage,
    medias=lambda stagiaire: _photos(stagiaire.session),
)
