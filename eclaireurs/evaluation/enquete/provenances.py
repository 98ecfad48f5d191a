"""What each relay brought, and what came by no relay: online and on paper. Counts only."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from communs.questionnaires.models import Provenance
from communs.web.effectifs import K
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.enums import EtatContribution, Voie
from eclaireurs.evaluation.enquete.models import Enquete, Relais

PEU = f"moins de {K}"


@dataclass
class Recolte:
    """What came by one door, by one way."""

    contributions: int = 0
    acceptees: int = 0
    reponses: int = 0

    @property
    def quelque_chose(self) -> bool:
        return bool(self.contributions or self.reponses)


@dataclass
class Bilan:
    """One door. `relais` is None for the survey's own address."""

    relais: Relais | None
    en_ligne: Recolte = field(default_factory=Recolte)
    papier: Recolte = field(default_factory=Recolte)

    def de(self, voie: str) -> Recolte:
        return self.papier if voie == Voie.PAPIER else self.en_ligne

    @property
    def total(self) -> Recolte:
        return somme([self.en_ligne, self.papier])


def somme(recoltes: Iterable[Recolte]) -> Recolte:
    lues = list(recoltes)
    return Recolte(
        sum(r.contributions for r in lues), sum(r.acceptees for r in lues), sum(r.reponses for r in lues)
    )


def comparer(enquete: Enquete) -> list[Bilan]:
    """Every relay in the order of names, then the survey's own address."""
    bilans = {relais.pk: Bilan(relais) for relais in enquete.relais.order_by("nom", "pk")}
    directe = Bilan(None)
    lignes = Contribution.objects.filter(enquete=enquete).order_by().values_list("relais", "voie")
    comptes = lignes.annotate(
        toutes=Count("pk"), acceptees=Count("pk", filter=Q(etat=EtatContribution.ACCEPTEE))
    )
    for pk, voie, nombre, oui in comptes:
        recolte = bilans.get(pk, directe).de(voie)
        recolte.contributions, recolte.acceptees = nombre, oui
    _compter_le_sondage(enquete, list(bilans.values()), directe)
    return [*bilans.values(), directe]


def _compter_le_sondage(enquete: Enquete, bilans: list[Bilan], directe: Bilan) -> None:
    """Answers are counted by door as they come; what no door counted came by the poll's own link."""
    sondage = enquete.questionnaire
    if sondage is None:
        return
    portes = {(p.cle, p.voie): p.nombre for p in Provenance.objects.filter(questionnaire=sondage)}
    toutes = dict(sondage.repondants.order_by().values_list("voie").annotate(nombre=Count("pk")))
    for voie in Voie.values:
        for bilan in bilans:
            if bilan.relais is not None:
                bilan.de(voie).reponses = portes.get((bilan.relais.uuid, voie), 0)
        par_relais = sum(bilan.de(voie).reponses for bilan in bilans)
        directe.de(voie).reponses = max(toutes.get(voie, 0) - par_relais, 0)


def pour_le_relais(relais: Relais) -> list[tuple[str, ...]]:
    """What she reads of herself: by way, contributions, those accepted, answers to the poll, as words.

    She knows to whom she gave her link: small numbers online would tell her whether they followed it. What
    she typed from paper she knows.
    """
    bilan = next(b for b in comparer(relais.enquete) if b.relais == relais)
    en_ligne = bilan.en_ligne
    return [
        ("En ligne, par votre lien", *map(_a_demi_mot, _nombres(en_ligne))),
        ("Sur papier, saisies ici", *map(str, _nombres(bilan.papier))),
    ]


def _nombres(recolte: Recolte) -> tuple[int, int, int]:
    return recolte.contributions, recolte.acceptees, recolte.reponses


def _a_demi_mot(nombre: int) -> str:
    return PEU if nombre < K else str(nombre)
