"""What a session teaches: read from its path while it is prepared, from its snapshot once it is open."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nuancier.enums import Partie
from nuancier.fiches import FicheModule, FicheTeinte, depuis_dict, lire
from nuancier.models import Nuancier, Teinte
from nuancier.parcours.models import Parcours
from nuancier.sessions.models import Session

# The parts that a booklet may print, and those it prints unless told otherwise.
IMPRIMABLES = (
    Partie.FINALITES,
    Partie.COMPETENCES,
    Partie.SAVOIR_ETRE,
    Partie.CONTENUS,
    Partie.RESSOURCES,
    Partie.REFERENCES,
)
D_OFFICE = (Partie.FINALITES, Partie.COMPETENCES, Partie.RESSOURCES)


@dataclass(frozen=True)
class Pas:
    """One chip of the path. `demi_journees` is None where nothing says how long."""

    fiche: FicheTeinte
    famille: int
    module: str = ""
    demi_journees: int | None = None
    jour: int | None = None
    moment: str = ""
    note: str = ""

    @property
    def le_module(self) -> FicheModule | None:
        return next((m for m in self.fiche.modules if m.cle == self.module), None)

    @property
    def titre(self) -> str:
        module = self.le_module
        return (module.titre if module else "") or self.fiche.titre


@dataclass(frozen=True)
class Source:
    """Where the teintes come from; empty on a platform whose chart was not loaded."""

    attribution: str = ""
    licence: str = ""
    licence_nom: str = ""
    licence_adresse: str = ""


@dataclass(frozen=True)
class Programme:
    titre: str
    intention: str
    pas: tuple[Pas, ...]
    source: Source

    @property
    def teintes(self) -> tuple[Pas, ...]:
        """The first chip of each teinte, in the order of the path."""
        return tuple({p.fiche.code: p for p in reversed(self.pas)}.values())[::-1]

    @property
    def competences(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for pas in self.teintes for c in pas.fiche.competences))

    def teinte(self, code: str) -> Pas | None:
        return next((p for p in self.pas if p.fiche.code == code), None)


def lire_parcours(parcours: Parcours) -> Programme:
    """What the path says now, in a constant number of queries."""
    pastilles = list(parcours.pastilles.select_related("teinte__famille", "module").order_by("rang", "pk"))
    codes = {p.teinte_id for p in pastilles}
    fiches = {t.pk: lire(t) for t in Teinte.objects.entieres().filter(pk__in=codes)}
    return Programme(
        titre=parcours.titre,
        intention=parcours.intention,
        pas=tuple(
            Pas(
                fiche=fiches[p.teinte_id],
                famille=p.teinte.famille.numero,
                module=p.module.cle if p.module else "",
                demi_journees=p.demi_journees or (p.module.duree_max if p.module else None),
                jour=p.jour,
                moment=p.moment,
                note=p.note,
            )
            for p in pastilles
        ),
        source=_source(),
    )


def _source() -> Source:
    nuancier = Nuancier.objects.order_by("pk").first()
    if nuancier is None:
        return Source()
    return Source(nuancier.attribution, nuancier.licence, nuancier.licence_nom, nuancier.licence_adresse)


def figer(programme: Programme) -> dict[str, Any]:
    """Plain values for the snapshot; `defiger` reads them back."""
    return asdict(programme)


def defiger(valeurs: Mapping[str, Any]) -> Programme:
    return Programme(
        titre=valeurs["titre"],
        intention=valeurs["intention"],
        pas=tuple(Pas(**{**pas, "fiche": depuis_dict(pas["fiche"], FicheTeinte)}) for pas in valeurs["pas"]),
        source=Source(**valeurs["source"]),
    )


def programme_de(session: Session) -> Programme:
    """The snapshot, or the path as it is while the session is prepared; empty if the path is gone."""
    if session.contenu is not None:
        return defiger(session.contenu)
    if session.parcours is not None:
        return lire_parcours(session.parcours)
    return Programme(session.titre, "", (), _source())
