"""The programme as its page, its booklets and its calendar read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from eclaireurs.evaluation.fete import mur
from eclaireurs.evaluation.fete.models import Atelier, Creneau, Decision, Fete, Inscription


@dataclass(frozen=True)
class Rang:
    """A session on the programme. `sujet` is empty when what it concerns is not on the wall."""

    atelier: Atelier
    sujet: str
    j_y_suis: bool

    @property
    def places(self) -> int | None:
        return self.atelier.salle.places if self.atelier.place and self.atelier.salle else None

    @property
    def effectif(self) -> int:
        return self.atelier.effectif  # type: ignore[attr-defined]

    @property
    def complet(self) -> bool:
        return self.places is not None and self.effectif >= self.places


@dataclass(frozen=True)
class Plage:
    """A slot and its sessions."""

    creneau: Creneau
    rangs: Sequence[Rang]


@dataclass(frozen=True)
class Programme:
    plages: list[Plage]
    a_placer: list[Rang]
    annules: list[Rang]

    @property
    def tenus(self) -> list[Rang]:
        return [rang for plage in self.plages for rang in plage.rangs]

    @property
    def vide(self) -> bool:
        return not self.tenus and not self.a_placer


def sujet_de(atelier: Atelier, au_mur: frozenset[int]) -> str:
    """What it concerns, in words; nothing of a dossier that is not on the wall."""
    if atelier.dossier is None or atelier.dossier_id not in au_mur:
        return ""
    if atelier.action is not None:
        return f"{atelier.dossier.titre}, action {atelier.action.code} « {atelier.action.titre} »"
    return atelier.dossier.titre


def au_mur(fete: Fete) -> frozenset[int]:
    return frozenset(mur.dossiers(fete).values_list("pk", flat=True))


def programme(fete: Fete, compte: Compte | None = None) -> Programme:
    """The whole programme, in four queries."""
    montres = au_mur(fete)
    miens = set()
    if compte is not None:
        inscrits = Inscription.objects.filter(atelier__fete=fete, compte=compte)
        miens = set(inscrits.values_list("atelier", flat=True))
    rangs = [
        Rang(a, sujet_de(a, montres), a.pk in miens)
        for a in Atelier.objects.pour_le_programme().filter(fete=fete)
    ]
    vivants = [r for r in rangs if r.atelier.annule_le is None]
    places = sorted(
        (r for r in vivants if r.atelier.place),
        key=lambda r: (r.atelier.creneau.debut, r.atelier.salle.nom.lower(), r.atelier.pk),  # type: ignore[union-attr]
    )
    par_creneau = {pk: list(siens) for pk, siens in groupby(places, key=lambda r: r.atelier.creneau_id)}
    return Programme(
        plages=[Plage(c, par_creneau.get(c.pk, [])) for c in fete.creneaux.all()],
        a_placer=[r for r in vivants if not r.atelier.place],
        annules=[r for r in rangs if r.atelier.annule_le is not None],
    )


@dataclass(frozen=True)
class Arret:
    """A decision of a session; `tranche`: the reader may validate it or set it aside."""

    decision: Decision
    tranche: bool


def decisions(atelier: Atelier, identite: Identite, montres: frozenset[int]) -> list[Arret]:
    """What the session decided; nothing of an evaluation that has left the wall."""
    siennes = atelier.decisions.avec_noms().select_related("action__plan__dossier", "action__preconisation")
    ouverte = atelier.fete.ouverte
    return [
        Arret(d, ouverte and d.tranchee_le is None and identite.peut("fete.trancher", d))
        for d in siennes
        if d.dossier_id in montres
    ]
