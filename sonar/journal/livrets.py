"""The newspaper and its paper test as public booklets: anybody may have them printed, once per content."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.livrets.gabarits import Gabarit, inscrire
from sonar.journal.edition import Edition, contexte
from sonar.journal.enums import Forme

GABARITS = {Forme.JOURNAL: "sonar.journal", Forme.TEST: "sonar.test-papier"}


def _obtenir(reference: str, identite: Identite | None) -> Edition | None:
    return Edition(Forme(reference)) if reference in Forme.values else None


def _contexte(edition: Edition, parametres: Mapping[str, Any]) -> dict[str, Any]:
    return contexte(edition)


def _inscrire(forme: Forme, template: str, fichier: str) -> None:
    inscrire(
        Gabarit(
            cle=GABARITS[forme],
            nom=f"{forme.label} (PDF)",
            permission="sonar.lire_journal",
            template=template,
            obtenir=_obtenir,
            reference=lambda edition: edition.forme.value,
            contexte=_contexte,
            fichier=lambda edition: fichier,
            retour=lambda edition: reverse("sonar:journal"),
            retour_vers="Revenir au journal",
        )
    )


_inscrire(Forme.JOURNAL, "sonar/journal/imprime/journal.html", "sonar-le-journal")
_inscrire(Forme.TEST, "sonar/journal/imprime/test.html", "sonar-le-test-sur-papier")
