"""The two printed forms: of a published version, for anybody; of what is being composed, for who composes."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from communs.collectivites.essais import a_portee
from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from communs.livrets.gabarits import Gabarit, inscrire
from eclaireurs.evaluation.desirable.enums import (
    EPREUVE_JOURNAL,
    EPREUVE_LIVRET,
    JOURNAL,
    LIVRET,
    EtatDesirable,
)
from eclaireurs.evaluation.desirable.journal import monter
from eclaireurs.evaluation.desirable.lecture import lire
from eclaireurs.evaluation.desirable.lu import Lu
from eclaireurs.evaluation.desirable.models import Desirable, Publication
from eclaireurs.evaluation.desirable.photographie import photographier

FORMES = {"journal": "Journal A3", "livret": "Livret A4"}


def _publication(reference: str, identite: Identite | None) -> Publication | None:
    """A version that the public may read now; the same for anybody, and for the printing task."""
    publication = (
        Publication.objects.select_related("rapport__dossier__collectivite")
        .filter(a_portee(identite, "rapport__dossier__collectivite"), uuid=UUID(reference))
        .first()
    )
    return publication if publication is not None and publication.lisible else None


def _epreuve(reference: str, identite: Identite | None) -> Desirable | None:
    dossiers = Dossier.objects.filter(supprime_le=None)
    if identite is not None:
        dossiers = Dossier.objects.visibles_par(identite)
    dossier = dossiers.select_related("collectivite").filter(uuid=UUID(reference)).first()
    rapport = Desirable.objects.filter(dossier=dossier).first() if dossier is not None else None
    if rapport is not None and dossier is not None:
        rapport.dossier = dossier
    return rapport


def _medias(lu: Lu) -> frozenset[str]:
    grande = lu.couverture.grande if lu.couverture is not None else ""
    return frozenset(filter(None, (grande, *(nom for i in lu.indices for nom in (i.apercu, i.vignette)))))


def _contexte_publie(publication: Publication, parametres: Mapping[str, Any]) -> dict[str, Any]:
    rapport = publication.rapport
    return {
        "lu": lire(publication.contenu),
        "media": settings.MEDIA_URL,
        "version": publication.numero,
        "le": publication.publiee_le.astimezone(publication.dossier.fuseau).date(),
        "empreinte": publication.empreinte,
        "adresse": settings.VIGIE_ADRESSE + rapport.adresse_publique(),
    }


def _contexte_epreuve(rapport: Desirable, parametres: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "lu": lire(photographier(rapport)),
        "media": settings.MEDIA_URL,
        "version": 0,
        "le": timezone.localdate(timezone=rapport.dossier.fuseau),
        "empreinte": "",
        "adresse": settings.VIGIE_ADRESSE
        + (rapport.adresse_publique() if rapport.etat == EtatDesirable.PUBLIE else ""),
    }


def _contexte(forme: str, lire_en: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """The journal has its columns besides."""

    def contexte(objet: Any, parametres: Mapping[str, Any]) -> dict[str, Any]:
        dit = lire_en(objet, parametres)
        return dit | {"journal": monter(dit["lu"])} if forme == "journal" else dit

    return contexte


def _nom(forme: str, titre: str, suite: str) -> str:
    return f"{forme}-{slugify(titre)[:60].strip('-') or 'rapport'}-{suite}"


def _inscrire(cle: str, forme: str) -> None:
    inscrire(
        Gabarit(
            cle=cle,
            nom=FORMES[forme],
            permission="desirable.lire_publie",
            template=f"evaluation/desirable/livrets/{forme}.html",
            obtenir=_publication,
            reference=lambda publication: str(publication.uuid),
            contexte=_contexte(forme, _contexte_publie),
            fichier=lambda p: _nom(forme, p.contenu["entete"]["titre"], f"v{p.numero}"),
            retour=lambda publication: publication.get_absolute_url(),
            retour_vers="Revenir au rapport",
            piece="piece-eclaireurs episode-evaluation",
            medias=lambda publication: _medias(lire(publication.contenu)),
        )
    )


def _inscrire_l_epreuve(cle: str, forme: str) -> None:
    inscrire(
        Gabarit(
            cle=cle,
            nom=f"{FORMES[forme]}, épreuve",
            permission="desirable.composer",
            template=f"evaluation/desirable/livrets/{forme}.html",
            obtenir=_epreuve,
            reference=lambda rapport: str(rapport.dossier.uuid),
            contexte=_contexte(forme, _contexte_epreuve),
            fichier=lambda rapport: _nom(forme, str(rapport), "epreuve"),
            retour=lambda rapport: rapport.dossier.adresse("evaluation:composer"),
            retour_vers="Revenir à la composition",
            medias=lambda rapport: _medias(lire(photographier(rapport))),
        )
    )


_inscrire(JOURNAL, "journal")
_inscrire(LIVRET, "livret")
_inscrire_l_epreuve(EPREUVE_JOURNAL, "journal")
_inscrire_l_epreuve(EPREUVE_LIVRET, "livret")
