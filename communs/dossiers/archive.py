"""The whole dossier in one ZIP, as far as its reader may read it: to keep, or to leave with."""

import csv
import io
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.dossiers.genres import genre
from communs.dossiers.invitations import libelles
from communs.dossiers.models import Dossier
from communs.etats import journal
from communs.etats.models import Ligne
from communs.livrets.gabarits import Avancer
from communs.portabilite.archive import nom_sur

Fichier = tuple[str, bytes | IO[bytes]]


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
    with ExitStack() as pile:
        flux = pile.enter_context(tempfile.TemporaryFile())
        with ZipFile(flux, "w", ZIP_DEFLATED) as archive:
            for part, (chemin, contenu) in _fichiers(emport.identite, emport.dossier):
                nom = _chemin_sur(chemin, pris)
                if isinstance(contenu, bytes):
                    archive.writestr(nom, contenu)
                else:
                    with contenu, archive.open(nom, "w", force_zip64=True) as sortie:
                        shutil.copyfileobj(contenu, sortie)
                avancer(part)
            nombre = len(archive.namelist())
        pile.pop_all()  # whoever called closes it
    return flux, nombre


def _chemin_sur(chemin: str, pris: defaultdict[str, set[str]]) -> str:
    """A relative path that opens everywhere and leads nowhere else, unlike those in `pris`, by folder."""
    *dossiers, nom = [s for s in chemin.replace("\\", "/").split("/") if s.strip(". ")] or [""]
    lieu = "/".join(nom_sur(dossier, set()) for dossier in dossiers)
    return f"{lieu}/{nom_sur(nom, pris[lieu])}" if lieu else nom_sur(nom, pris[lieu])


def _fichiers(identite: Identite, dossier: Dossier) -> Iterator[tuple[int, Fichier]]:
    """Each file with the share of the work then done, in percent."""
    yield 0, ("LISEZMOI.txt", _lisezmoi(identite, dossier).encode())
    yield 0, ("participants.csv", en_csv(_participants(identite, dossier)))
    yield 0, ("commentaires.csv", en_csv(_commentaires(dossier)))
    yield 0, ("journal.csv", en_csv(_journal(dossier)))
    outils = genre(dossier.genre).outils
    for rang, outil in enumerate(outils):
        for chemin, contenu in outil.archiver(identite, dossier):
            yield 100 * rang // len(outils), (f"{outil.cle}/{chemin}", contenu)


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
        "participants.csv : les personnes du dossier et leurs rôles",
        "commentaires.csv : les commentaires",
        "journal.csv : ce qui s’est passé, du plus ancien au plus récent",
        *(f"{outil.cle}/ : {outil.nom}" for outil in sorte.outils),
        "",
        "Les tableaux (.csv) s’ouvrent avec un tableur : séparateur point-virgule, accents en UTF-8.",
        "Cette archive contient des noms : gardez-la comme un document de travail.",
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
        auteur.writerow([f"'{c}" if c.startswith(("=", "+", "-", "@", "\t", "\r")) else c for c in ligne])
    return sortie.getvalue().encode("utf-8-sig")
