"""What is printed: its style sheets, its words."""

import re
import subprocess
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template

from communs.livrets.gabarits import tous

CSS = settings.BASE_DIR / "static" / "css"


def feuilles_imprimees() -> list[Path]:
    """Those that the gabarits name, in their templates or in what these extend and include."""
    vus: set[str] = set()
    a_lire = [gabarit.template for gabarit in tous() if gabarit.template]
    feuilles = set()
    while a_lire:
        nom = a_lire.pop()
        if nom in vus:
            continue
        vus.add(nom)
        source = get_template(nom).template.source
        a_lire += re.findall(r'{% (?:extends|include) "(.+?)"', source)
        feuilles |= {CSS / feuille for feuille in re.findall(r"{% static 'css/(.+?)' %}", source)}
    return sorted(feuilles)


def mots_de(pdf: bytes) -> str:
    """Its words in one line; a word that was hyphenated is whole again."""
    lu = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(re.sub("[-\u00ad\u2010]\n", "", lu.stdout.decode()).split())
