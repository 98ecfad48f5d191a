"""Pure functions: names, byte ranges, what tus headers say."""

import base64
import binascii
import re
import unicodedata
from pathlib import PurePath, PureWindowsPath

LONGUEUR_MAX_DU_NOM = 120
_TRANCHE = re.compile(r"bytes=(\d*)-(\d*)")


def nettoyer_nom(nom: str, extension: str = "") -> str:
    """The name a person gave, without path, control character or trick; with this extension if given."""
    nom = PureWindowsPath(PurePath(unicodedata.normalize("NFC", nom)).name).name
    nom = "".join(c for c in nom if unicodedata.category(c)[0] != "C" and c not in '<>:"/\\|?*')
    nom = " ".join(nom.split()).strip(". ")
    chemin = PurePath(nom or "fichier")
    fin = extension or chemin.suffix[:10]
    base = chemin.stem if chemin.suffix else chemin.name
    return f"{base[: LONGUEUR_MAX_DU_NOM - len(fin)].rstrip('. ') or 'fichier'}{fin}"


def tranche(entete: str, taille: int) -> tuple[int, int] | None:
    """First and last byte (included) of a Range header over `taille` bytes.

    None: no range, or one we answer whole (several ranges, another unit). Raise ValueError when it
    holds no byte of the file (416).
    """
    trouvee = _TRANCHE.fullmatch(entete.replace(" ", ""))
    if trouvee is None or trouvee.groups() == ("", ""):
        return None
    debut, fin = trouvee.groups()
    if not debut:
        premier, dernier = max(taille - int(fin), 0), taille - 1
        if int(fin) == 0:
            raise ValueError(entete)
    else:
        premier, dernier = int(debut), min(int(fin), taille - 1) if fin else taille - 1
        if fin and int(fin) < premier:
            return None  # malformed: as if there were none (RFC 9110)
    if premier >= taille:
        raise ValueError(entete)
    return premier, dernier


def lire_metadonnees(entete: str) -> dict[str, str]:
    """The `Upload-Metadata` header of tus: `key base64,key base64`. Raise ValueError if malformed."""
    donnees = {}
    for couple in filter(None, (c.strip() for c in entete.split(","))):
        cle, _, valeur = couple.partition(" ")
        try:
            donnees[cle] = base64.b64decode(valeur, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as erreur:
            raise ValueError(cle) from erreur
    return donnees


def lire_somme(entete: str) -> tuple[str, bytes] | None:
    """Algorithm and digest of an `Upload-Checksum` header; None without one. Raise ValueError."""
    if not entete:
        return None
    algorithme, _, valeur = entete.partition(" ")
    if algorithme not in {"sha1", "sha256"}:
        raise ValueError(algorithme)
    try:
        return algorithme, base64.b64decode(valeur, validate=True)
    except binascii.Error as erreur:
        raise ValueError(valeur) from erreur
