"""What the models would refuse, told before anything is written, with its line."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from veille.imports.enums import Niveau
from veille.imports.rapport import NumeroLu
from veille.models import (
    Contribution,
    Decouverte,
    Encadre,
    Lien,
    Moment,
    Notice,
    Numero,
    Partenaire,
    RendezVous,
    Rubrique,
)
from veille.notices.fiches import CHAMPS, FicheNotice
from veille.numeros.fiches import CHAMPS as CHAMPS_DU_NUMERO


def verifier(lu: NumeroLu) -> None:
    """Add an error to the report for each value that would be refused."""
    fiche = lu.fiche
    if fiche is None:
        return
    _essayer(lu, 0, "Numéro", Numero(**{nom: getattr(fiche, nom) for nom in CHAMPS_DU_NUMERO}))
    for partenaire in fiche.partenaires:
        _essayer(lu, 0, partenaire.nom, Partenaire(rang=1, **asdict(partenaire)))
    notices = [*fiche.une, *(notice for rubrique in fiche.rubriques for notice in rubrique.notices)]
    for ligne, notice in zip(lu.reperes, notices, strict=True):
        _verifier_la_notice(lu, ligne, notice)
    for rubrique in fiche.rubriques:
        _essayer(lu, 0, rubrique.titre, Rubrique(rang=1, cle=rubrique.cle, titre=rubrique.titre))
        for encadre in rubrique.encadres:
            _essayer(lu, 0, encadre.titre, Encadre(rang=1, cle=encadre.cle, titre=encadre.titre))
            for chose in encadre.decouvertes:
                _essayer(lu, 0, chose.titre, Decouverte(rang=1, **asdict(chose)))
    for entree in fiche.agenda:
        valeurs = asdict(entree) | {"organisateurs": list(entree.organisateurs)}
        _essayer(lu, 0, entree.titre, RendezVous(rang=1, **valeurs))


def _verifier_la_notice(lu: NumeroLu, ligne: int, fiche: FicheNotice) -> None:
    champs = {nom: getattr(fiche, nom) for nom in CHAMPS}
    _essayer(
        lu,
        ligne,
        fiche.titre,
        Notice(**{n: list(v) if isinstance(v, tuple) else v for n, v in champs.items()}),
    )
    parts: list[tuple[type[models.Model], Any]] = [(Contribution, a) for a in fiche.auteurs]
    parts += [(Moment, m) for m in fiche.moments]
    parts += [(Lien, lien) for lien in fiche.liens]
    for modele, part in parts:
        _essayer(lu, ligne, fiche.titre, modele(rang=1, **asdict(part)))


def _essayer(lu: NumeroLu, ligne: int, nom: str, objet: models.Model) -> None:
    """Check the object's own columns; whom it belongs to is not made yet."""
    parents = [champ.name for champ in objet._meta.fields if champ.is_relation]
    try:
        objet.clean_fields(exclude=parents)
    except ValidationError as refus:
        for champ, messages in refus.message_dict.items():
            libelle = getattr(objet._meta.get_field(champ), "verbose_name", champ)
            lu.dire(ligne, Niveau.ERREUR, f"«\u00a0{nom[:80]}\u00a0», {libelle}\u00a0: {' '.join(messages)}")
