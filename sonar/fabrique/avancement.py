"""What a fiche says: stage by stage, what is answered, left aside or still empty; the practices used."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communs.dossiers.models import Dossier
from sonar.fabrique.enums import Etape
from sonar.fabrique.fiches import EntreeDeBord, ReponseDeFabrique, TourDeFabrique, UsageDePratique
from sonar.fabrique.models import EtapeDuCycle, Pratique, QuestionDuCycle

BARRE = 120  # width of a stage's bar


@dataclass(frozen=True)
class Poste:
    """A question and its answer; `posee` is false once the question has left the content."""

    cle: str
    intitule: str
    reponse: ReponseDeFabrique | None
    posee: bool = True

    @property
    def repondue(self) -> bool:
        return self.reponse is not None and bool(self.reponse.texte) and not self.reponse.sans_objet

    @property
    def ecartee(self) -> bool:
        return self.reponse is not None and self.reponse.sans_objet


@dataclass(frozen=True)
class Avancee:
    """One stage of one lap."""

    cle: str
    numero: int
    nom: str
    postes: tuple[Poste, ...]

    @property
    def repondues(self) -> int:
        return sum(poste.repondue for poste in self.postes)

    @property
    def ecartees(self) -> int:
        return sum(poste.ecartee for poste in self.postes)

    @property
    def total(self) -> int:
        return len(self.postes)

    @property
    def vides(self) -> int:
        return self.total - self.repondues - self.ecartees

    @property
    def barre(self) -> tuple[int, int]:
        """Widths of what is answered, and of what is left aside, out of BARRE."""
        total = max(self.total, 1)
        return BARRE * self.repondues // total, BARRE * self.ecartees // total

    @property
    def marge(self) -> int:
        """Where what is left aside begins."""
        return self.barre[0]


@dataclass(frozen=True)
class Avancement:
    etapes: tuple[Avancee, ...]

    @property
    def repondues(self) -> int:
        return sum(etape.repondues for etape in self.etapes)

    @property
    def ecartees(self) -> int:
        return sum(etape.ecartees for etape in self.etapes)

    @property
    def vides(self) -> int:
        return sum(etape.vides for etape in self.etapes)

    @property
    def total(self) -> int:
        return sum(etape.total for etape in self.etapes)

    @property
    def traitees(self) -> int:
        return self.total - self.vides

    @property
    def prochaine(self) -> Avancee | None:
        """The first stage where something is still empty."""
        return next((etape for etape in self.etapes if etape.vides), None)


def croiser(
    etapes: Sequence[EtapeDuCycle],
    questions: Sequence[QuestionDuCycle],
    reponses: Iterable[ReponseDeFabrique],
) -> Avancement:
    """Questions of today with the answers of a lap. Pure.

    A question that left the content shows where it was, if something was answered to it. One that an
    editor moved shows at its new stage.
    """
    par_cle = {reponse.question_cle: reponse for reponse in reponses}
    posees = {question.cle for question in questions}
    retirees = [r for r in par_cle.values() if r.question_cle not in posees and r.traitee]

    def postes(cle: str) -> tuple[Poste, ...]:
        d_ici = [Poste(q.cle, q.intitule, par_cle.get(q.cle)) for q in questions if q.etape == cle]
        d_avant = [Poste(r.question_cle, r.intitule, r, posee=False) for r in retirees if r.etape == cle]
        return (*d_ici, *sorted(d_avant, key=lambda poste: poste.cle))

    noms = {etape.cle: (etape.numero, etape.nom) for etape in etapes}
    cles = [*noms, *(cle for cle in Etape.values if cle not in noms)]
    avancees = (Avancee(cle, *noms.get(cle, (0, Etape(cle).label)), postes(cle)) for cle in cles)
    return Avancement(tuple(a for a in avancees if a.postes or a.cle in noms))


def du_tour(tour: TourDeFabrique) -> Avancement:
    """Three queries, whatever the number of answers."""
    reponses = tour.reponses.select_related("auteur__compte").order_by("pk")
    return croiser(list(EtapeDuCycle.objects.all()), list(QuestionDuCycle.objects.all()), reponses)


@dataclass(frozen=True)
class PratiqueUtilisee:
    """A practice, and what is noted of each time it was used."""

    cle: str
    nom: str
    resume: str
    usages: tuple[UsageDePratique, ...]
    posee: bool = True


def pratiques_du_tour(tour: TourDeFabrique) -> list[PratiqueUtilisee]:
    """All of them, used or not; then those that left the content and were used. Two queries."""
    usages: dict[str, list[UsageDePratique]] = {}
    for usage in tour.usages.filter(supprime_le=None).select_related("auteur__compte"):
        usage.tour = tour
        usages.setdefault(usage.pratique_cle, []).append(usage)
    lues = [
        PratiqueUtilisee(p.cle, p.nom, p.resume, tuple(usages.pop(p.cle, ()))) for p in Pratique.objects.all()
    ]
    lues += [
        PratiqueUtilisee(cle, siens[0].pratique_nom, "", tuple(siens), posee=False)
        for cle, siens in sorted(usages.items())
    ]
    return lues


def entrees_de(dossier: Dossier) -> "list[EntreeDeBord]":
    """The whole logbook in the order of the days, for paper and for the archive. Two queries."""
    tours = {tour.pk: tour for tour in dossier.tours.all()}
    entrees = EntreeDeBord.objects.filter(tour__in=tours, supprime_le=None)
    lues = list(entrees.select_related("auteur__compte").order_by("le", "cree_le", "pk"))
    for entree in lues:
        entree.tour = tours[entree.tour_id]
        entree.tour.dossier = dossier
    return lues


def a_repondre(dossiers: Iterable[Dossier]) -> Counter[int]:
    """How many questions of the last lap are still empty, by dossier. Two queries, however many."""
    cles = set(QuestionDuCycle.objects.values_list("cle", flat=True))
    vides: Counter[int] = Counter()
    tours = TourDeFabrique.objects.filter(dossier__in=[d.pk for d in dossiers]).order_by("dossier", "-numero")
    for tour in tours.distinct("dossier").prefetch_related("reponses"):
        traitees = {reponse.question_cle for reponse in tour.reponses.all() if reponse.traitee}
        vides[tour.dossier_id] = len(cles - traitees)
    return vides
