"""What is exported: one notion for every format, named by a reference that our own code makes.

`tout`, `famille:3`, `teinte:1.1`; other themes plug theirs in with `inscrire` ("parcours:<uuid>",
"session:<uuid>", "recherche:<canonical query string>").
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.etats.models import Ligne as LigneDeJournal
from communs.web.erreurs import Refus
from nuancier.fiches import FicheTeinte, lire
from nuancier.models import Famille, Nuancier, Teinte

REFERENCE_MAX = 500  # characters: what a booklet's row holds
# Of one export: what a text makes at once, far more than the chart (docs/nuancier-exports.md).
TEINTES_MAX = 500
TROP = (
    f"Une sélection s’exporte jusqu’à {TEINTES_MAX} teintes, et celle-ci en compte davantage. "
    "Exportez plutôt une famille, ou une recherche plus étroite."
)


@dataclass(frozen=True)
class Trouve:
    """What a kind of reference stands for: a title, the codes of its teintes in order, its page."""

    titre: str
    codes: tuple[str, ...]
    adresse: str  # path of the page it comes from
    genre: str = ""  # as a surtitle: « Famille », « Parcours »


Obtenir = Callable[[str, Identite | None], Trouve | None]


@dataclass(frozen=True)
class Chapitre:
    """The teintes of one family that are exported, in the order of the selection."""

    famille: Famille
    fiches: tuple[FicheTeinte, ...]


@dataclass(frozen=True)
class Selection:
    """Teintes to export, with what every export carries: title, address, source and licence."""

    reference: str
    titre: str
    genre: str
    adresse: str  # absolute
    retour: str  # path
    nuancier: Nuancier
    fiches: tuple[FicheTeinte, ...]
    familles: dict[int, Famille] = field(compare=False)
    versions: dict[str, int] = field(compare=False)  # of each teinte, by its code
    modifie_le: datetime | None = field(compare=False)  # last change told by the journal; None: as shipped

    @property
    def chapitres(self) -> list[Chapitre]:
        """Consecutive teintes of one family together, so that a path keeps its own order."""
        return [
            Chapitre(self.familles[numero], tuple(fiches))
            for numero, fiches in groupby(self.fiches, key=numero_de_famille)
        ]

    @property
    def fichier(self) -> str:
        """A name of file, without extension."""
        return f"nuancier-{slugify(re.sub('[:.=&?%]', ' ', self.reference))[:60].strip('-')}"

    def famille_de(self, fiche: FicheTeinte) -> Famille:
        return self.familles[numero_de_famille(fiche)]


def numero_de_famille(fiche: FicheTeinte) -> int:
    return int(fiche.code.partition(".")[0])


def adresse_de(code: str) -> str:
    """The absolute address of a teinte: its stable identifier for machines."""
    return settings.VIGIE_ADRESSE + reverse("nuancier:teinte", args=[code])


_genres: dict[str, Obtenir] = {}


def inscrire(genre: str, obtenir: Obtenir) -> None:
    """Plug a kind of reference in: `obtenir(what stands after the colon, identite)`, None for a 404.

    `identite` is None for the task, which acts for nobody. ValueError if the kind is taken.
    """
    if genre in _genres:
        raise ValueError(f"Genre déjà inscrit : {genre}")
    _genres[genre] = obtenir


def selectionner(reference: str, identite: Identite | None) -> Selection | None:
    """The teintes of this reference that this person may see; None: unknown, refused or empty.

    Raises Refus (400) past `TEINTES_MAX`.
    """
    genre, _, argument = reference.partition(":")
    if len(reference) > REFERENCE_MAX or "\0" in reference or genre not in _genres:
        return None
    trouve = _genres[genre](argument, identite)
    nuancier = Nuancier.objects.order_by("pk").first()
    if trouve is None or nuancier is None:
        return None
    teintes = _teintes(trouve.codes)
    if not teintes:
        return None
    return Selection(
        reference=reference,
        titre=trouve.titre,
        genre=trouve.genre,
        adresse=settings.VIGIE_ADRESSE + trouve.adresse,
        retour=trouve.adresse,
        nuancier=nuancier,
        fiches=tuple(lire(teinte) for teinte in teintes),
        familles={teinte.famille.numero: teinte.famille for teinte in teintes},
        versions={teinte.code: teinte.version for teinte in teintes},
        modifie_le=_modifie_le(teintes),
    )


def _teintes(codes: Iterable[str]) -> list[Teinte]:
    """In the order asked, each once; what an editor took out of the chart is left out."""
    ordre = {code: rang for rang, code in enumerate(dict.fromkeys(codes))}
    if len(ordre) > TEINTES_MAX:
        raise Refus(400, TROP)
    trouvees = Teinte.objects.en_vue().entieres().filter(code__in=ordre)
    return sorted(trouvees, key=lambda teinte: ordre[teinte.code])


def _modifie_le(teintes: Iterable[Teinte]) -> datetime | None:
    lignes = LigneDeJournal.objects.filter(portee__in=[teinte.uuid for teinte in teintes])
    return lignes.aggregate(le=Max("cree_le"))["le"]


def _tout(argument: str, identite: Identite | None) -> Trouve | None:
    if argument:
        return None
    codes = Teinte.objects.en_vue().values_list("code", flat=True)
    return Trouve("Le nuancier entier", tuple(codes), reverse("nuancier:accueil"), "Nuancier")


def _famille(argument: str, identite: Identite | None) -> Trouve | None:
    if not (argument.isascii() and argument.isdecimal() and len(argument) <= 2):
        return None
    famille = Famille.objects.avec_teintes().filter(numero=int(argument)).first()
    if famille is None:
        return None
    codes = tuple(teinte.code for teinte in famille.teintes.all())
    return Trouve(famille.nom, codes, famille.get_absolute_url(), f"Famille {famille.numero}")


def _teinte(argument: str, identite: Identite | None) -> Trouve | None:
    teinte = Teinte.objects.en_vue().filter(code=argument).first()
    if teinte is None:
        return None
    return Trouve(teinte.titre, (teinte.code,), teinte.get_absolute_url(), f"Teinte n° {teinte.code}")


inscrire("tout", _tout)
inscrire("famille", _famille)
inscrire("teinte", _teinte)
