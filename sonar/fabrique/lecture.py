"""What the public page, the booklet and the newspaper read of the workshop: the same, in four queries."""

from dataclasses import dataclass

from sonar.fabrique.figures import Dessin, dessiner
from sonar.fabrique.models import EtapeDuCycle, Pratique, QuestionDuCycle, TexteDeFabrique


@dataclass(frozen=True)
class EtapeLue:
    """A stage with its questions and the practices that open the cycle there."""

    etape: EtapeDuCycle
    questions: tuple[QuestionDuCycle, ...]
    pratiques: tuple[Pratique, ...]


@dataclass(frozen=True)
class PratiqueLue:
    """A practice, the letter of the drawing, and its place in words."""

    pratique: Pratique
    marque: str
    place: str


@dataclass(frozen=True)
class Fabrique:
    dessin: Dessin
    textes: dict[str, TexteDeFabrique]
    etapes: tuple[EtapeLue, ...]
    pratiques: tuple[PratiqueLue, ...]
    nombre_de_questions: int


def _place(pratique: Pratique, noms: dict[str, str]) -> str:
    if pratique.transversale:
        return "Tout au long du cycle"
    apres, avant = noms.get(pratique.apres, ""), noms.get(pratique.avant, "")
    return f"Entre {apres} et {avant}" if avant else f"Du côté de {apres}"


def lire() -> Fabrique:
    etapes, pratiques = list(EtapeDuCycle.objects.all()), list(Pratique.objects.all())
    questions = list(QuestionDuCycle.objects.all())
    noms = {etape.cle: f"«\u00a0{etape.nom_court}\u00a0»" for etape in etapes}
    return Fabrique(
        dessin=dessiner(etapes, pratiques),
        textes={texte.cle.replace("-", "_"): texte for texte in TexteDeFabrique.objects.all()},
        etapes=tuple(
            EtapeLue(
                etape=etape,
                questions=tuple(q for q in questions if q.etape == etape.cle),
                pratiques=tuple(p for p in pratiques if etape.cle in (p.apres, p.avant)),
            )
            for etape in etapes
        ),
        pratiques=tuple(
            PratiqueLue(pratique, chr(ord("A") + rang), _place(pratique, noms))
            for rang, pratique in enumerate(pratiques)
        ),
        nombre_de_questions=len(questions),
    )
