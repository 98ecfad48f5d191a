"""The whole dossier in one ZIP, as far as its reader may read it: to keep, or to leave with."""

import csv
import io
import re
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from django.utils import timezone
from django.utils.formats import date_format

from communs.collectivites.identite import Identite
from communs.dossiers.genres import genre
from communs.dossiers.invitations import libelles
from communs.dossiers.models import Dossier
from communs.etats import journal
from communs.etats.models import Ligne

Fichier = tuple[str, bytes | IO[bytes]]
EN_MEMOIRE = 5 * 1024 * 1024  # bytes; beyond, the archive is a temporary file
_INTERDITS = re.compile(r'[<>:"\\|?*]')
_PORTS = (f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))
_RESERVES = frozenset({"con", "prn", "aux", "nul", *_PORTS})


def assembler(
    identite: Identite, dossier: Dossier, avancer: Callable[[int], None] = lambda pourcent: None
) -> tuple[IO[bytes], int]:
    """The archive as an open file, at its beginning, and the number of files in it.

    `avancer` is told the percentage done. The caller closes the file.
    """
    sortie = tempfile.SpooledTemporaryFile(max_size=EN_MEMOIRE)  # noqa: SIM115  (the caller closes it)
    pris: set[str] = set()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as zip_:
        for part, (chemin, contenu) in _fichiers(identite, dossier):
            nom = _libre(nom_sur(chemin), pris)
            if isinstance(contenu, bytes):
                zip_.writestr(nom, contenu)
            else:
                with contenu, zip_.open(nom, "w", force_zip64=True) as entree:
                    shutil.copyfileobj(contenu, entree)
            avancer(part)
    sortie.seek(0)
    return sortie, len(pris)


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


def _jour(dossier: Dossier, instant: object) -> str:
    return "" if instant is None else date_format(timezone.localtime(instant, dossier.fuseau), "d/m/Y H:i")  # type: ignore[arg-type]


def en_csv(lignes: Iterable[Iterable[str]]) -> bytes:
    """A French spreadsheet's CSV: semicolons, UTF-8 with its mark; no cell is a formula."""
    sortie = io.StringIO(newline="")
    auteur = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    for ligne in lignes:
        auteur.writerow([f"'{c}" if c.startswith(("=", "+", "-", "@", "\t", "\r")) else c for c in ligne])
    return sortie.getvalue().encode("utf-8-sig")


def nom_sur(chemin: str) -> str:
    """A relative path that every system can write and that leaves the archive's folder nowhere."""
    segments = [_segment(s) for s in chemin.replace("\\", "/").split("/") if s.strip(". ")]
    return "/".join(segments) or "sans-nom"


def _segment(segment: str) -> str:
    texte = unicodedata.normalize("NFC", segment)
    texte = "".join(c for c in texte if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp", "Cs"})
    texte = _INTERDITS.sub("_", texte).strip(". ")
    racine, point, suffixe = texte.rpartition(".")
    if not racine:
        racine, point, suffixe = texte, "", ""
    if racine.casefold() in _RESERVES or not racine:
        racine = f"_{racine}"
    return f"{racine[:100]}{point}{suffixe[:20]}"


def _libre(nom: str, pris: set[str]) -> str:
    """The name itself, or with a number when it is taken (whatever the case of its letters)."""
    racine, point, suffixe = nom.rpartition(".")
    if not racine or "/" in suffixe:
        racine, point, suffixe = nom, "", ""
    libre, rang = nom, 1
    while libre.casefold() in pris:
        rang += 1
        libre = f"{racine} ({rang}){point}{suffixe}"
    pris.add(libre.casefold())
    return libre
