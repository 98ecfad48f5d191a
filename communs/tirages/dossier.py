"""The draws in every dossier: a door, the ceremonies that wait, and the records in the archive."""

from collections.abc import Iterator

from django.db.models import Q

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Attente, Contenu, Page, inscrire_page
from communs.dossiers.models import Dossier
from communs.dossiers.permissions import pilote
from communs.dossiers.pieces import dire_combien
from communs.echanges.tableurs import MARQUE, ecrire_csv
from communs.tirages import registre
from communs.tirages.enums import PUBLICS, EtatTirage
from communs.tirages.models import Tirage

COLONNES = (
    "Numéro",
    "Service",
    "Nom",
    "Identifiant",
    "Aussi dans",
    "Exclusion",
    "Sel",
    "Sceau",
)


def liste_csv(tirage: Tirage) -> str:
    """The whole list, for those who organise: with what opens each seal."""
    rangees = (
        (
            str(i.numero or ""),
            i.groupe,
            i.nom_affiche,
            "" if i.reference.startswith("nom:") else i.reference,
            i.aussi,
            i.get_exclusion_display() if i.exclusion else "",
            i.sel,
            i.sceau,
        )
        for i in tirage.inscrits.order_by("numero", "groupe", "nom", "pk").iterator(chunk_size=5000)
    )
    return MARQUE + ecrire_csv(COLONNES, rangees, ";")


def _archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, Contenu]]:
    tirages = Tirage.objects.du_dossier(dossier).order_by("cree_le", "pk")
    for rang, tirage in enumerate(tirages, start=1):
        if tirage.etat in PUBLICS:
            yield f"{rang:02}-proces-verbal.txt", "".join(registre.proces_verbal(tirage)).encode()
        if identite.peut("tirages.organiser", tirage):
            yield f"{rang:02}-liste.csv", liste_csv(tirage).encode()


def _bilan(identite: Identite, dossier: Dossier) -> str:
    etats = list(Tirage.objects.du_dossier(dossier).values_list("etat", flat=True))
    engages = etats.count(EtatTirage.ENGAGE)
    return dire_combien(
        len(etats), "tirage,tirages", engages, "en attente de la graine,en attente de la graine"
    )


def _attentes(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """The draws whose seed waits for this person to read it: she organises, or somebody has read it once."""
    par_cle = {dossier.pk: dossier for dossier in dossiers if identite.peut("tirages.relever", dossier)}
    diriges = [dossier.pk for dossier in par_cle.values() if pilote(identite, dossier)]
    if not par_cle:
        return
    attendus = (
        Tirage.objects.filter(dossier__in=par_cle, etat=EtatTirage.ENGAGE)
        .filter(Q(dossier__in=diriges) | Q(releves__isnull=False))
        .exclude(releves__acteur__compte=identite.compte)
    )
    for tirage in attendus.order_by("pk").distinct():
        dossier = par_cle[tirage.dossier_id]
        adresse = dossier.adresse("tirages:ceremonie", tirage.uuid)
        yield dossier, Attente(f"Graine à relever : {tirage.titre}", adresse, tirage.chiffre_le)


TIRAGES = inscrire_page(
    Page(
        aide="tirer-au-sort",
        cle="tirages",
        nom="Tirages au sort",
        promesse="Un tirage que chacun peut vérifier : on promet d’abord la liste et la règle, puis deux "
        "personnes lancent les dés.",
        vide="Personne n’a encore été tiré au sort ici",
        adresse="tirages:liste",
        preparer="tirages:nouveau",
        geste="Préparer un tirage",
        regle="tirages.lire",
        organise="tirages.organiser",
        bilan=_bilan,
        attentes=_attentes,
        archiver=_archiver,
    )
)
