"""Giving the report to the public, and taking it back: each publication freezes a version."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.etats import journal, tables
from communs.etats.models import Acteur
from communs.etats.tables import MOTIF_PUBLIC, Table, Transition
from communs.fichiers.enums import EN_ROUTE
from communs.fichiers.models import Fichier
from communs.web.cache_pages import perimer_pages
from eclaireurs.evaluation.desirable.enums import EtatDesirable
from eclaireurs.evaluation.desirable.impressions import imprimer, tout_oublier
from eclaireurs.evaluation.desirable.models import Desirable, Publication
from eclaireurs.evaluation.desirable.photographie import (
    empreinte,
    photographier,
    pieces_publiables,
    sans_hasard,
)

VERROU = 0x7261_7070  # who gives a report its address
EN_PREPARATION = "Une photo ou un film est encore en préparation : publiez dans quelques instants."
RIEN_DE_NEUF = (
    "Rien n’a changé depuis la dernière version publiée : il n’y a pas de nouvelle version à donner."
)


def manque(rapport: Desirable) -> str:
    """What a report still lacks to be published; empty when nothing does."""
    absents = []
    if not rapport.titre:
        absents.append("un titre")
    if not pieces_publiables(rapport):
        absents.append("au moins une pièce (une préconisation suffit)")
    if absents:
        return f"Il manque {' et '.join(absents)}."
    en_route = Fichier.objects.filter(materiau__in=rapport.pieces.values("materiau"), etat__in=EN_ROUTE)
    return EN_PREPARATION if en_route.exists() else ""


def inchange(rapport: Desirable) -> bool:
    """The public already reads exactly this."""
    derniere = rapport.publications.order_by("-numero").first()
    return (
        rapport.etat == EtatDesirable.PUBLIE
        and derniere is not None
        and sans_hasard(derniere.contenu) == sans_hasard(photographier(rapport))
    )


def _obstacle(rapport: Desirable) -> str:
    return manque(rapport) or (RIEN_DE_NEUF if inchange(rapport) else "")


def _adresse(rapport: Desirable) -> str:
    """The title as an address, with a number if another report has it. A trial takes no title away.

    One at a time until the end of the transaction: two of one title would take the same address.
    """
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_advisory_xact_lock(%s)", [VERROU])
    base = slugify(rapport.titre.replace("’", " ").replace("'", " "))[:60].strip("-") or "rapport"
    collectivite = rapport.dossier.collectivite
    if collectivite.est_un_essai:
        base = f"{base[:40]}-{collectivite.identifiant}"
    prises = set(Desirable.objects.filter(adresse__startswith=base).values_list("adresse", flat=True))
    rang = 1
    while (essai := base if rang == 1 else f"{base}-{rang}") in prises:
        rang += 1
    return essai


def _publier(rapport: Desirable, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    dernier = rapport.publications.aggregate(plus_grand=Max("numero"))["plus_grand"] or 0
    contenu = photographier(rapport)
    Publication.objects.create(
        rapport=rapport,
        numero=dernier + 1,
        auteur=Acteur.objects.de(identite.personne),
        contenu=contenu,
        empreinte=empreinte(contenu),
    )
    if rapport.adresse is None:
        rapport.adresse = _adresse(rapport)
    rapport.motif, rapport.depublie_le = "", None
    perimer_pages()  # the plan of the site
    transaction.on_commit(partial(imprimer, rapport.pk), robust=True)
    return ("adresse", "motif", "depublie_le")


def _depublier(rapport: Desirable, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    rapport.motif, rapport.depublie_le = donnees["motif"], timezone.now()
    tout_oublier(rapport)
    perimer_pages()
    return ("motif", "depublie_le")


DESIRABLE = tables.inscrire(
    Table(
        cle="desirable",
        modele=Desirable,
        transitions=(
            Transition(
                nom="publier",
                libelle="Publier une version",
                de=frozenset(EtatDesirable),
                vers=EtatDesirable.PUBLIE,
                regle="desirable.publier",
                phrase="a publié une version du rapport désirable",
                obstacle=_obstacle,
                effet=_publier,
            ),
            Transition(
                nom="depublier",
                libelle="Retirer du public",
                de=frozenset({EtatDesirable.PUBLIE}),
                vers=EtatDesirable.DEPUBLIE,
                regle="desirable.publier",
                phrase="a retiré du public le rapport désirable : {motif}",
                motif_requis=True,
                lecteurs=MOTIF_PUBLIC,
                effet=_depublier,
            ),
        ),
    )
)

journal.inscrire(
    {
        "desirable.retirer_version": "a retiré du public la version {numero} du rapport désirable : {motif}",
        "desirable.effacer_piece": "a effacé une pièce des versions publiées du rapport désirable",
    }
)
