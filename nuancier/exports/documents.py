"""ODT and DOCX, for further editing: our HTML through pandoc, which reads and fetches nothing else."""

import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from communs.livrets.enums import Format
from nuancier.exports.selection import Selection
from nuancier.exports.xml import propre

# What pandoc's own styles become: the house's ink, French, one serif that every office suite has.
_REPRISES = {
    "word/styles.xml": (
        (b'w:val="en-US"', b'w:val="fr-FR"'),
        (b'w:val="0F4761"', b'w:val="121D35"'),
        (b'w:val="4F81BD"', b'w:val="121D35"'),
        (b'w:val="345A8A"', b'w:val="121D35"'),
    ),
    "styles.xml": (
        (b'fo:language="en"', b'fo:language="fr"'),
        (b'fo:country="US"', b'fo:country="FR"'),
        (b'fo:page-width="8.5in"', b'fo:page-width="21cm"'),
        (b'fo:page-height="11in"', b'fo:page-height="29.7cm"'),
    ),
}


def html_du_document(contexte: dict[str, Any]) -> str:
    """The page that is turned into a document; its signs are those that XML may hold."""
    return propre(render_to_string("nuancier/exports/document.html", contexte))


def en_document(html: str, format: Format, selection: Selection) -> bytes:
    """The document's bytes. RuntimeError when pandoc cannot."""
    import pypandoc

    with tempfile.TemporaryDirectory() as dossier:
        modele = Path(dossier, f"modele.{format}")
        modele.write_bytes(_modele(str(format)))
        sortie = Path(dossier, f"sortie.{format}")
        nuancier = selection.nuancier
        pypandoc.convert_text(
            html,
            str(format),
            format="html",
            outputfile=str(sortie),
            extra_args=[
                "--sandbox",
                f"--reference-doc={modele}",
                "--metadata=lang:fr-FR",
                f"--metadata=title:{_sur_une_ligne(selection.titre)}",
                f"--metadata=author:{_sur_une_ligne(nuancier.auteur)}",
                f"--metadata=description:{_sur_une_ligne(f'{nuancier.attribution} {nuancier.licence}')}",
            ],
        )
        return sortie.read_bytes()


def _sur_une_ligne(texte: str) -> str:
    return " ".join(propre(texte).split())


@cache
def _modele(format: str) -> bytes:
    """Pandoc's reference document with our few changes: its styles, in French, on A4."""
    import subprocess

    import pypandoc

    commande = [pypandoc.get_pandoc_path(), "--print-default-data-file", f"reference.{format}"]
    origine = subprocess.run(commande, capture_output=True, check=True, timeout=30).stdout  # noqa: S603
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(origine)) as lue, zipfile.ZipFile(sortie, "w") as ecrite:
        for piece in lue.infolist():
            contenu = lue.read(piece)
            for avant, apres in _REPRISES.get(piece.filename, ()):
                contenu = contenu.replace(avant, apres)
            ecrite.writestr(piece, contenu)
    return sortie.getvalue()
