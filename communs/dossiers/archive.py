"""The whole dossier in one ZIP, as far as its reader may read it: to keep, or to leave with.

Films weigh: stored files are copied piece by piece, as they are (they are compressed already), into a
temporary file on the data disk, `/tmp` being memory on some machines.
"""

import csv
import io
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Contenu, Stocke, genre, pages
from communs.dossiers.invitations import libelles
from communs.dossiers.models import Dossier
from communs.echanges.textes import proteger
from communs.etats import journal
from communs.etats.models import Ligne
from communs.fichiers.stockage import atelier
from communs.livrets.gabarits import Avancer
from communs.portabilite.archive import nom_sur

MORCEAU = 1024**2  # bytes in memory at a time
PART_MAX = 95  # what remains is the copy to its place
MANQUANTS = "FICHIERS-MANQUANTS.txt"
DISPARUS = "Ces fichiers n’étaient plus à leur place quand l’archive s’est faite :"


@dataclass(frozen=True)
class Emport:
    """A dossier as one person takes it away."""

    dossier: Dossier
    identite: Identite

    @property
    def reference(self) -> str:
        return f"{self.dossier.uuid}:{self.identite.personne.pk}"

    @property
    def nom(self) -> str:
        """The name of its file, without extension."""
        return slugify(self.dossier.titre)[:80] or "dossier"


def assembler(emport: Emport, avancer: Avancer) -> tuple[IO[bytes], int]:
    """Write the archive in a temporary file; return it open, and how many files it holds."""
    pris: defaultdict[str, set[str]] = defaultdict(set)
    pieces = [(_chemin_sur(chemin, pris), contenu) for chemin, contenu in _fichiers(emport)]
    compteur = _Compteur(avancer, sum(_poids(contenu) for _, contenu in pieces))
    with ExitStack() as pile:
        flux = pile.enter_context(tempfile.TemporaryFile(dir=atelier()))
        with ZipFile(flux, "w", ZIP_DEFLATED) as archive:
            manquants = []
            for nom, contenu in pieces:
                if isinstance(contenu, bytes):
                    archive.writestr(nom, contenu)
                    compteur.ajouter(len(contenu))
                elif not _copier(archive, nom, contenu, compteur):
                    manquants.append(nom)
            if manquants:
                archive.writestr(_chemin_sur(MANQUANTS, pris), "\r\n".join([DISPARUS, "", *manquants, ""]))
            nombre = len(archive.namelist())
        pile.pop_all()  # whoever called closes it
    return flux, nombre


class _Compteur:
    """Bytes written out of a total, told in percent, once per percent."""

    def __init__(self, avancer: Avancer, total: int) -> None:
        self.avancer, self.total, self.ecrits, self.dit = avancer, max(total, 1), 0, 0

    def ajouter(self, octets: int) -> None:
        self.ecrits += octets
        part = min(100 * self.ecrits // self.total, PART_MAX)
        if part > self.dit:
            self.dit = part
            self.avancer(part)


def _poids(contenu: Contenu) -> int:
    return len(contenu) if isinstance(contenu, bytes) else contenu.taille


def _copier(archive: ZipFile, nom: str, stocke: Stocke, compteur: _Compteur) -> bool:
    """Copy a stored file, a piece at a time; False when it has gone since its row was read."""
    try:
        source = default_storage.open(stocke.nom)
    except FileNotFoundError:
        return False
    entree = ZipInfo(nom, date_time=timezone.localtime().timetuple()[:6])
    entree.compress_type = ZIP_STORED
    with source, archive.open(entree, "w", force_zip64=True) as sortie:
        while morceau := source.read(MORCEAU):
            sortie.write(morceau)
            compteur.ajouter(len(morceau))
    return True


def _chemin_sur(chemin: str, pris: defaultdict[str, set[str]]) -> str:
    """A relative path that opens everywhere and leads nowhere else, unlike those in `pris`, by folder."""
    *dossiers, nom = [s for s in chemin.replace("\\", "/").split("/") if s.strip(". ")] or [""]
    lieu = "/".join(nom_sur(dossier, set()) for dossier in dossiers)
    return f"{lieu}/{nom_sur(nom, pris[lieu])}" if lieu else nom_sur(nom, pris[lieu])


def _fichiers(emport: Emport) -> Iterator[tuple[str, Contenu]]:
    identite, dossier = emport.identite, emport.dossier
    yield "LISEZMOI.txt", _lisezmoi(identite, dossier).encode()
    yield "participants.csv", en_csv(_participants(identite, dossier))
    yield "commentaires.csv", en_csv(_commentaires(dossier))
    yield "journal.csv", en_csv(_journal(dossier))
    for outil in genre(dossier.genre).outils:
        for chemin, contenu in outil.archiver(identite, dossier):
            yield f"{outil.cle}/{chemin}", contenu
    for page in pages():
        if identite.peut(page.regle, dossier):
            for chemin, contenu in page.archiver(identite, dossier):
                yield f"{page.cle}/{chemin}", contenu


def _lisezmoi(identite: Identite, dossier: Dossier) -> str:
    sorte = genre(dossier.genre)
    quand = date_format(timezone.localtime(timezone=dossier.fuseau), "j F Y, H:i")
    lignes = [
        dossier.titre,
        f"{sorte.nom}, {dossier.collectivite.nom}",
        "",
        f"Archive faite le {quand} par {identite.personne.nom_affiche},",
        "avec ce que cette personne peut lire.",
        "",
        "participants.csv : les personnes du dossier et leurs rôles",
        "commentaires.csv : les commentaires",
        "journal.csv : ce qui s’est passé, du plus ancien au plus récent",
        *(f"{outil.cle}/ : {outil.nom}" for outil in sorte.outils),
        *(f"{page.cle}/ : {page.nom.lower()}, s’il y en a" for page in pages()),
        "",
        "Les tableaux (.csv) s’ouvrent avec un tableur : séparateur point-virgule, accents en UTF-8.",
        "Cette archive contient des noms : gardez-la comme un document de travail.",
        "",
    ]
    return "\r\n".join(lignes)


def _participants(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, ...]]:
    organise = identite.peut("dossiers.organiser", dossier)
    yield ("Nom", "Organisation", "Rôles", "Depuis", "Jusqu’à", *(["Adresse"] if organise else []))
    for p in dossier.participants.avec_noms().order_by("pk"):
        yield (
            p.nom_affiche,
            p.organisation,
            ", ".join(libelles(dossier, p.roles)),
            _jour(dossier, p.depuis_le),
            _jour(dossier, p.retire_le),
            *([p.adresse_electronique] if organise else []),
        )


def _commentaires(dossier: Dossier) -> Iterator[tuple[str, ...]]:
    yield ("Le", "Par", "Commentaire")
    for c in dossier.commentaires.select_related("auteur__compte").order_by("cree_le", "pk"):
        yield _jour(dossier, c.cree_le), c.auteur.nom_affiche, "(retiré)" if c.retire_le else c.texte


def _journal(dossier: Dossier) -> Iterator[tuple[str, ...]]:
    yield ("Le", "Qui", "Quoi", "Pourquoi")
    for ligne in Ligne.objects.de_l_affaire(dossier.portee).order_by("pk").iterator():
        entree = journal.raconter(ligne)
        yield _jour(dossier, entree.le), entree.qui or "Vigie", entree.phrase, entree.motif


def _jour(dossier: Dossier, instant: datetime | None) -> str:
    return "" if instant is None else date_format(timezone.localtime(instant, dossier.fuseau), "d/m/Y H:i")


def en_csv(lignes: Iterable[Iterable[str]]) -> bytes:
    """A French spreadsheet's CSV: semicolons, UTF-8 with its mark; no cell is a formula."""
    sortie = io.StringIO(newline="")
    auteur = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    for ligne in lignes:
        auteur.writerow([proteger(cellule) for cellule in ligne])
    return sortie.getvalue().encode("utf-8-sig")
