"""Notices and issues for tests, written through their fiches as everywhere else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import Group

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from veille.apps import DOCUMENTALISTES
from veille.enums import EtatNumero
from veille.models import Bulletin, Notice, Numero, Theme
from veille.notices.fiches import FicheAuteur, FicheLien, FicheNotice, ecrire
from veille.numeros.fiches import (
    FicheDecouverte,
    FicheEncadre,
    FicheNumero,
    FicheRendezVous,
    FicheRubrique,
    creer,
)
from veille.publications import faire_connaitre

ARTICLE = FicheNotice(
    genre="article",
    titre="Les marées de l’innovation",
    auteurs=(FicheAuteur("Martin", "Aline"), FicheAuteur("Atelier du Phare", organisme=True, role="appui")),
    publication="Revue du large",
    numero="n° 12",
    date="2018-09",
    pages="32-51",
    resume="Ce que les marées apprennent aux services publics.",
    liens=(FicheLien("https://phare.example/marees"),),
    themes=("tiers-lieux",),
)
RAPPORT = FicheNotice(
    genre="rapport",
    titre="Faire ensemble au bord de l’eau",
    auteurs=(FicheAuteur("Mission littoral", organisme=True),),
    editeur="Éditions du Phare",
    date="2017",
    nombre_pages=264,
    resume="Vingt-huit propositions.",
    themes=("participation",),
)
NUMERO = FicheNumero(
    cle="n-41",
    titre="Innover au bord de l’eau",
    numero="41",
    date="2018-10",
    editorial="Un numéro sur ce que font les ports.",
    une=(RAPPORT,),
    rubriques=(
        FicheRubrique(
            cle="lieux",
            titre="Les lieux",
            notices=(ARTICLE,),
            encadres=(
                FicheEncadre(
                    "a-decouvrir", "À découvrir", (FicheDecouverte("carte", "La carte des phares"),)
                ),
            ),
        ),
    ),
    agenda=(
        FicheRendezVous("journees", "evenement", "Journées du large", date(2018, 11, 5), date(2018, 11, 6)),
        FicheRendezVous("appel", "echeance", "Appel à phares", fin=date(2018, 12, 7)),
    ),
)


def creer_themes() -> list[Theme]:
    return [
        Theme.objects.get_or_create(cle=cle, defaults={"nom": nom})[0]
        for cle, nom in (("tiers-lieux", "Tiers-lieux"), ("participation", "Participation"))
    ]


def creer_notice(fiche: FicheNotice = ARTICLE, **champs: Any) -> Notice:
    """A notice of the base, not public unless an issue or `publiee_le` makes it so."""
    creer_themes()
    colonnes = {nom: champs.pop(nom) for nom in ("publiee_le", "cle", "supprime_le") if nom in champs}
    return ecrire(replace(fiche, **champs), Notice(**colonnes))


def creer_bulletin(cle: str = "lettre-du-large", **champs: Any) -> Bulletin:
    return Bulletin.objects.get_or_create(cle=cle, defaults={"nom": "La lettre du large", **champs})[0]


def creer_numero(fiche: FicheNumero = NUMERO, *, bulletin: Bulletin | None = None, **champs: Any) -> Numero:
    """An issue being written, with its notices."""
    creer_themes()
    return creer(bulletin or creer_bulletin(), replace(fiche, **champs))


def creer_numero_publie(fiche: FicheNumero = NUMERO, **champs: Any) -> Numero:
    """An issue that the public reads, published on 15 October 2018."""
    numero = creer_numero(fiche, **champs)
    numero.etat, numero.publie_le = EtatNumero.PUBLIE, datetime(2018, 10, 15, 6, tzinfo=UTC)
    numero.save()
    faire_connaitre([numero])
    return numero


def nommer_documentaliste(compte: Compte) -> Identite:
    """Give this person the group; return who she then is."""
    compte.groups.add(Group.objects.get(name=DOCUMENTALISTES))
    return Identite(compte=Compte.objects.get(pk=compte.pk))
