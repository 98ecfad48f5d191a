"""Texts that pass through files of other programs: the same text must come back."""

import re
import unicodedata

# What a spreadsheet may take for a formula, full-width signs included.
DANGEREUX = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HORS_XML = "\ufffe\uffff"


def proteger(texte: str) -> str:
    """A text that no spreadsheet will take for a formula; `deproteger` gives it back as it was."""
    return f"'{texte}" if texte.startswith((*DANGEREUX, "'")) else texte


def deproteger(texte: str) -> str:
    """Take back what `proteger` added, and nothing else."""
    return texte[1:] if texte.startswith("'") and texte[1:].startswith((*DANGEREUX, "'")) else texte


def plier_les_signes(texte: str) -> str:
    """A text as XLSX writes it, where « _x0041_ » would say « A »; `deplier_les_signes` gives it back."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", texte)


def deplier_les_signes(texte: str) -> str:
    """What a text of XLSX says."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda trouve: chr(int(trouve[1], 16)), texte)


def normaliser(texte: str) -> str:
    """What two programs agree to call the same text: one kind of line end, no control sign, no border."""
    texte = texte.replace("\r\n", "\n").replace("\r", "\n")
    gardes = (
        c for c in texte if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in HORS_XML)
    )
    return "".join(gardes).strip()


def sans_accents(texte: str) -> str:
    """For finding a name whatever its case and accents."""
    decompose = unicodedata.normalize("NFKD", texte)
    return " ".join("".join(c for c in decompose if not unicodedata.combining(c)).casefold().split())
