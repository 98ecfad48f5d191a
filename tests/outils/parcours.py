"""Training paths for tests, made through the services as everywhere else."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte
from nuancier.models import Conseil, Teinte
from nuancier.parcours import composition, services
from nuancier.parcours.enums import Visibilite
from nuancier.parcours.models import Geste, Parcours, Pastille
from tests.outils.teintes import MODULE, creer_teinte


def creer_conseils() -> None:
    """Two pieces of advice, three gestures."""
    for rang, (cle, gestes) in enumerate(
        {"cadrage": ["Tenir la réunion de cadrage", "Écrire les attentes"], "test": ["Répéter"]}.items(), 1
    ):
        Conseil.objects.get_or_create(
            cle=cle, defaults={"rang": rang, "titre": cle.title(), "texte": "Pourquoi.", "gestes": gestes}
        )


def trois_teintes() -> list[Teinte]:
    """4.1 (two to four half-days, 10 to 15 people), 4.2 (two, at most 12), 4.3 (without module)."""
    return [
        creer_teinte("4.1"),
        creer_teinte(
            "4.2",
            titre_court="Prototyper",
            lexique=("maquette",),
            competences=("Fabriquer une maquette",),
            modules=(replace(MODULE, duree_max=2, jauge_min=None, jauge_max=12),),
        ),
        creer_teinte(
            "4.3", titre_court="Raconter", lexique=("récit",), competences=("Raconter",), modules=()
        ),
    ]


def composer(
    auteur: Compte, *teintes: Teinte, titre: str = "Trois jours d’usages", **champs: Any
) -> Parcours:
    """A path of these teintes, each with its only module."""
    return services.creer(
        identite=Identite(auteur),
        titre=titre,
        demande=uuid4(),
        choix=[(teinte, teinte.modules.first()) for teinte in teintes],
        **champs,
    )


def partager(
    parcours: Parcours, visibilite: Visibilite, collectivite: Collectivite | None = None
) -> Parcours:
    assert parcours.auteur is not None
    return services.partager(
        identite=Identite(parcours.auteur),
        parcours=parcours,
        version=parcours.version,
        visibilite=visibilite,
        collectivite=collectivite,
    )


@dataclass(frozen=True)
class ParcoursDuDecor:
    """The administrator's, shared in the collectivité; a second one of hers is public."""

    parcours: Parcours
    pastille: Pastille
    geste: Geste
    public: Parcours


def parcours_du_decor(auteur: Compte, collectivite: Collectivite) -> ParcoursDuDecor:
    """Of the shipped content, which the decor has loaded."""
    teintes = Teinte.objects.filter(code__in=["1.1", "2.1", "3.1"]).order_by("code")
    parcours = composer(auteur, *teintes, jours=3, participants=12)
    partager(parcours, Visibilite.COLLECTIVITE, collectivite)
    geste = composition.ajouter_un_geste(
        identite=Identite(auteur), parcours=parcours, texte="Réserver la salle", demande=uuid4()
    )
    public = partager(composer(auteur, *teintes[:2], titre="Un jour de terrain"), Visibilite.PUBLIC)
    return ParcoursDuDecor(parcours, parcours.pastilles.get(rang=1), geste, public)
