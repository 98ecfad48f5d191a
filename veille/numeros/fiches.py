"""An issue as plain values: what an import makes of a document, and what a publication keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

from django.db import transaction

from veille.notices import fiches as notices
from veille.notices.fiches import FicheNotice
from veille.numeros.models import Bulletin, Numero
from veille.numeros.pieces import Decouverte, Encadre, Partenaire, Parution, RendezVous, Rubrique


@dataclass(frozen=True)
class FichePartenaire:
    nom: str
    adresse: str = ""


@dataclass(frozen=True)
class FicheDecouverte:
    cle: str
    titre: str
    texte: str = ""
    mention: str = ""
    adresse: str = ""


@dataclass(frozen=True)
class FicheEncadre:
    cle: str
    titre: str
    decouvertes: tuple[FicheDecouverte, ...] = ()


@dataclass(frozen=True)
class FicheRubrique:
    cle: str
    titre: str
    notices: tuple[FicheNotice, ...] = ()
    encadres: tuple[FicheEncadre, ...] = ()


@dataclass(frozen=True)
class FicheRendezVous:
    """Days are those of Paris; a deadline (`genre` "echeance") has only `fin`."""

    cle: str
    genre: str
    titre: str
    debut: date | None = None
    fin: date | None = None
    heure_debut: time | None = None
    heure_fin: time | None = None
    lieu: str = ""
    organisateurs: tuple[str, ...] = ()
    texte: str = ""
    adresse: str = ""
    inscription: str = ""
    inscription_adresse: str = ""


@dataclass(frozen=True)
class FicheNumero:
    """`une` are the notices outside the rubriques, on the front page."""

    cle: str
    titre: str
    genre: str = "regulier"
    numero: str = ""
    date: str = ""
    editorial: str = ""
    colophon: str = ""
    mentions: str = ""
    partenaires: tuple[FichePartenaire, ...] = ()
    une: tuple[FicheNotice, ...] = ()
    rubriques: tuple[FicheRubrique, ...] = ()
    agenda: tuple[FicheRendezVous, ...] = ()


CHAMPS = ("cle", "titre", "genre", "numero", "date", "editorial", "colophon", "mentions")
_AGENDA = tuple(FicheRendezVous.__dataclass_fields__)


def lire(numero: Numero) -> FicheNumero:
    """The fiche of an issue obtained with `entiers()`: no query of its own."""
    par_rubrique: dict[int | None, list[FicheNotice]] = {}
    for parution in numero.parutions.all():
        par_rubrique.setdefault(parution.rubrique_id, []).append(notices.lire(parution.notice))
    return FicheNumero(
        partenaires=tuple(FichePartenaire(p.nom, p.adresse) for p in numero.partenaires.all()),
        une=tuple(par_rubrique.get(None, ())),
        rubriques=tuple(
            FicheRubrique(
                cle=rubrique.cle,
                titre=rubrique.titre,
                notices=tuple(par_rubrique.get(rubrique.pk, ())),
                encadres=tuple(_lire_encadre(encadre) for encadre in rubrique.encadres.all()),
            )
            for rubrique in numero.rubriques.all()
        ),
        agenda=tuple(_lire_rendez_vous(entree) for entree in numero.rendez_vous.all()),
        **{nom: getattr(numero, nom) for nom in CHAMPS},
    )


def _lire_encadre(encadre: Encadre) -> FicheEncadre:
    return FicheEncadre(
        cle=encadre.cle,
        titre=encadre.titre,
        decouvertes=tuple(
            FicheDecouverte(d.cle, d.titre, d.texte, d.mention, d.adresse) for d in encadre.decouvertes.all()
        ),
    )


def _lire_rendez_vous(entree: RendezVous) -> FicheRendezVous:
    valeurs = {nom: getattr(entree, nom) for nom in _AGENDA}
    return FicheRendezVous(**valeurs | {"organisateurs": tuple(entree.organisateurs)})


@transaction.atomic
def creer(
    bulletin: Bulletin, fiche: FicheNumero, *, connues: Mapping[FicheNotice, notices.Notice] | None = None
) -> Numero:
    """A new issue, a draft, that says this. Notices are created but those that `connues` gives.

    Raises ValidationError for what the models refuse: nothing is then written.
    """
    numero = Numero(bulletin=bulletin, **{nom: getattr(fiche, nom) for nom in CHAMPS})
    _enregistrer(numero)
    _enfants(Partenaire, fiche.partenaires, numero=numero)
    _faire_paraitre(numero, None, fiche.une, connues or {})
    for rang, lue in enumerate(fiche.rubriques, 1):
        rubrique = _enregistrer(Rubrique(numero=numero, rang=rang, cle=lue.cle, titre=lue.titre))
        _faire_paraitre(numero, rubrique, lue.notices, connues or {})
        for place, boite in enumerate(lue.encadres, 1):
            encadre = _enregistrer(Encadre(rubrique=rubrique, rang=place, cle=boite.cle, titre=boite.titre))
            _enfants(Decouverte, boite.decouvertes, encadre=encadre)
    _enfants(RendezVous, fiche.agenda, numero=numero)
    return numero


def _enfants(modele: type[Any], fiches: Iterable[Any], **parent: Any) -> None:
    for rang, fiche in enumerate(fiches, 1):
        champs = {nom: list(v) if isinstance(v, tuple) else v for nom, v in asdict(fiche).items()}
        _enregistrer(modele(rang=rang, **parent, **champs))


def _faire_paraitre(
    numero: Numero,
    rubrique: Rubrique | None,
    fiches: Iterable[FicheNotice],
    connues: Mapping[FicheNotice, notices.Notice],
) -> None:
    for rang, fiche in enumerate(fiches, 1):
        notice = connues.get(fiche) or notices.ecrire(fiche)
        _enregistrer(Parution(numero=numero, notice=notice, rubrique=rubrique, rang=rang))


def _enregistrer(objet: Any) -> Any:
    """Check as a form would, save."""
    objet.full_clean()
    objet.save()
    return objet
