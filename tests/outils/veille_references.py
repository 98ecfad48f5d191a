"""Imports of references, for tests."""

from uuid import uuid4

from communs.collectivites.models import Compte
from tests.outils.veille import ARTICLE, creer_themes, nommer_documentaliste
from veille.references import services
from veille.references.formats import SCRIBES
from veille.references.models import ImportReferences


def importer(compte: Compte, octets: bytes | None = None, nom: str = "phare.ris") -> ImportReferences:
    """A file confirmed whole by this person, who is made a documentaliste."""
    creer_themes()
    identite = nommer_documentaliste(compte)
    contenu = SCRIBES["ris"]([ARTICLE]).encode() if octets is None else octets
    apercu = services.apercevoir(identite=identite, nom=nom, octets=contenu)
    tout = range(len(apercu.proposees))
    return services.importer(identite=identite, jeton=uuid4(), apercu=apercu, choisies=tout)[0]
