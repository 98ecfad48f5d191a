"""A bulletin that came in, for tests."""

from communs.collectivites.models import Compte
from communs.etats.models import Acteur
from tests.outils.veille import creer_bulletin, nommer_documentaliste
from veille.imports.lecture import lire
from veille.models import ImportDeNumero

TEXTE = "# La lettre n° 7, juin 2022\n\n## Lire\n\n- **Les quais**\n\n  ADL, 2019. 12 p.\n"


def importer_un_texte(compte: Compte, texte: str = TEXTE) -> ImportDeNumero:
    """A file waiting for its confirmation, sent by this person."""
    return ImportDeNumero.objects.create(
        bulletin=creer_bulletin(),
        fichier="lettre.md",
        empreinte="0" * 64,
        texte=texte,
        rapport=lire(texte).en_rapport(texte.split("\n")) | {"resume": {}},
        auteur=Acteur.objects.de(compte),
    )


def import_du_decor(compte: Compte) -> ImportDeNumero:
    """The same, of a person who becomes a documentaliste."""
    nommer_documentaliste(compte)
    return importer_un_texte(compte)
