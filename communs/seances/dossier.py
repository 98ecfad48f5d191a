"""The séances in every dossier: a door, the open ones in « ce qui m’attend », their list in the archive.

Who came is no part of it.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Attente, Contenu, Page, inscrire_page
from communs.dossiers.models import Dossier
from communs.dossiers.permissions import pilote
from communs.dossiers.pieces import dire_combien
from communs.echanges.tableurs import MARQUE, ecrire_csv
from communs.seances.enums import EtatSeance
from communs.seances.models import Seance

COLONNES = ("titre", "état", "ouverte le", "close le", "personnes")


def _quand(le: datetime | None, dossier: Dossier) -> str:
    return date_format(localtime(le, dossier.fuseau), "d/m/Y H:i") if le else ""


def _archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, Contenu]]:
    seances = Seance.objects.visibles_par(identite).filter(dossier=dossier).avec_effectif()
    rangees = [
        (
            s.titre,
            s.get_etat_display(),
            *(_quand(le, dossier) for le in (s.ouverte_le, s.close_le)),
            str(s.effectif),  # type: ignore[attr-defined]
        )
        for s in seances
    ]
    if rangees:
        yield "seances.csv", (MARQUE + ecrire_csv(COLONNES, rangees, ";")).encode()


def _bilan(identite: Identite, dossier: Dossier) -> str:
    seances = Seance.objects.visibles_par(identite).filter(dossier=dossier)
    ouvertes = sum(seance.ouverte for seance in seances)
    return dire_combien(len(seances), "séance,séances", ouvertes, "ouverte,ouvertes")


def _attentes(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """The séances that are open now: the desk for who leads, the door for the others."""
    par_cle = {dossier.pk: dossier for dossier in dossiers if identite.peut("seances.voir", dossier)}
    ouvertes = Seance.objects.filter(
        dossier__in=par_cle, etat=EtatSeance.OUVERTE, expire_le__gt=timezone.now(), entree_fermee=False
    )
    for seance in ouvertes.order_by("pk"):
        dossier = par_cle[seance.dossier_id]  # type: ignore[index]  # in these dossiers
        bureau = dossier.adresse("seances:seance", seance.uuid)
        adresse = bureau if pilote(identite, dossier) else seance.adresse_publique
        yield dossier, Attente(f"Une séance est ouverte : {seance.titre}", adresse)


SEANCES = inscrire_page(
    Page(
        aide="seances",
        cle="seances",
        nom="Séances",
        promesse="Une séance réunit des personnes autour d’un écran : elles entrent avec un code, sans "
        "compte, et répondent depuis leur téléphone.",
        vide="Aucune séance pour l’instant",
        adresse="seances:liste",
        preparer="seances:preparer",
        geste="Préparer une séance",
        regle="seances.voir",
        organise="seances.animer",
        bilan=_bilan,
        attentes=_attentes,
        archiver=_archiver,
    )
)
