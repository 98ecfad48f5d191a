"""Booklets of the collection: the dossier's own (only clues that may be shown), and the kit's empty sheets.

The content is the same for every participant: what is reserved is in none of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from communs.fichiers.enums import TypeFichier
from communs.livrets.gabarits import Gabarit, inscrire
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte.compilation import lire
from eclaireurs.evaluation.collecte.enums import CARTES, COMPILATION, MODELE, PLANCHE, Modele

PAR_FEUILLE = 4
CASES = 6  # of a page of story-board
CARTES_MAX = 200
VERBATIM_MAX = 260  # characters that a card holds


@dataclass(frozen=True)
class Carte:
    """A clue and its picture, as the storage names it; empty when it has none."""

    indice: Materiau
    image: str

    @property
    def phrase(self) -> str:
        """The verbatim, shortened between two words when the card is too small for it."""
        texte = self.indice.texte.strip()
        if len(texte) <= VERBATIM_MAX:
            return texte
        return texte[:VERBATIM_MAX].rsplit(" ", 1)[0] + "…"


def _image(materiau: Materiau) -> str:
    fichier = materiau.fichier
    if fichier is None or not fichier.pret or fichier.type != TypeFichier.IMAGE:
        return ""
    return fichier.apercu or fichier.original


def _cartes(materiaux: Iterable[Materiau]) -> list[Carte]:
    return [Carte(m, _image(m)) for m in materiaux]


def _montrables(dossier: Dossier) -> list[Materiau]:
    indices = dossier.materiaux.montrables().select_related("fichier")
    return list(indices.order_by("cree_le", "pk")[:CARTES_MAX])


def _photos(dossier: Dossier) -> list[Carte]:
    """Photos and pictures with a sentence, a figure or nothing; words alone make no card."""
    return [carte for carte in _cartes(_montrables(dossier)) if carte.image]


def _par(nombre: int, choses: list[Any]) -> list[list[Any]]:
    return [choses[debut : debut + nombre] for debut in range(0, len(choses), nombre)]


def _contexte_cartes(dossier: Dossier, parametres: Mapping[str, Any]) -> dict[str, Any]:
    return {"dossier": dossier, "feuilles": _par(PAR_FEUILLE, _photos(dossier)), "media": settings.MEDIA_URL}


def _contexte_planche(dossier: Dossier, parametres: Mapping[str, Any]) -> dict[str, Any]:
    """The photos in the order of the themes, those filed nowhere last; a photo appears once."""
    rang: dict[int, tuple[int, str]] = {}
    for chapitre in lire(dossier.collecte, None).chapitres:
        for indice in chapitre.indices:
            rang.setdefault(indice.pk, (chapitre.theme.numero, chapitre.theme.titre))
    cases = [(carte, rang.get(carte.indice.pk, (1000, ""))) for carte in _photos(dossier)]
    cases.sort(key=lambda case: case[1][0])
    garnies = [(carte, titre) for carte, (_, titre) in cases]
    planches = [[*page, *[(None, "")] * (CASES - len(page))] for page in _par(CASES, garnies)]
    return {
        "dossier": dossier,
        "planches": planches or [[(None, "")] * CASES],
        "media": settings.MEDIA_URL,
    }


def _contexte_compilation(dossier: Dossier, parametres: Mapping[str, Any]) -> dict[str, Any]:
    compilation = lire(dossier.collecte, None)
    return {
        "dossier": dossier,
        "collecte": dossier.collecte,
        "compilation": compilation,
        "chapitres": [(chapitre, _cartes(chapitre.indices)) for chapitre in compilation.chapitres],
        "media": settings.MEDIA_URL,
        "adresse": settings.VIGIE_ADRESSE,
    }


def _medias(dossier: Dossier) -> frozenset[str]:
    return frozenset(carte.image for carte in _photos(dossier))


def _medias_compilation(dossier: Dossier) -> frozenset[str]:
    chapitres = lire(dossier.collecte, None).chapitres
    return frozenset(filter(None, (_image(m) for chapitre in chapitres for m in chapitre.indices)))


def _obtenir(reference: str, identite: Identite | None) -> Dossier | None:
    """The dossier, if this person may read it now; the printing task acts for nobody."""
    if identite is None:
        dossiers = Dossier.objects.filter(supprime_le=None)
    else:
        dossiers = Dossier.objects.visibles_par(identite)
    return dossiers.select_related("collectivite").filter(uuid=UUID(reference)).first()


def _du_dossier(cle: str, nom: str, template: str, contexte: Any, medias: Any) -> Gabarit:
    return inscrire(
        Gabarit(
            cle=cle,
            nom=nom,
            permission="collecte.imprimer",
            template=f"evaluation/collecte/livrets/{template}.html",
            obtenir=_obtenir,
            reference=lambda dossier: str(dossier.uuid),
            contexte=contexte,
            fichier=lambda dossier: f"{template.replace('_', '-')}-{slugify(dossier.titre)[:60]}",
            retour=lambda dossier: dossier.adresse("evaluation:imprimer_collecte"),
            medias=medias,
        )
    )


_du_dossier(CARTES, "Cartes photo-verbatim", "cartes", _contexte_cartes, _medias)
_du_dossier(PLANCHE, "Story-board", "story_board", _contexte_planche, _medias)
_du_dossier(COMPILATION, "La compilation", "compilation", _contexte_compilation, _medias_compilation)

inscrire(
    Gabarit(
        cle=MODELE,
        nom="Kit de collecte",
        permission="collecte.lire_modele",
        template="evaluation/collecte/livrets/modele.html",
        obtenir=lambda reference, identite: Modele(reference) if reference in Modele.values else None,
        reference=str,
        contexte=lambda modele, parametres: {
            "modele": modele,
            "planches": [[(None, "")] * CASES] * 2,
            "adresse": settings.VIGIE_ADRESSE,
        },
        fichier=str,
        retour=lambda modele: reverse("eclaireurs:outil", args=["evaluation", "collecte"]),
    )
)
