"""The workshop's two booklets beside bare WeasyPrint on the same page: the poster, and a full fiche.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.fabrique [TURNS]`.
"""

import os
import sys
from datetime import date, timedelta
from uuid import uuid4

TOURS = 7
ENTREES = 60  # of the logbook, beside twenty answers


def lignes(tours: int = TOURS) -> list[str]:
    """The section of `docs/mesures.md`."""
    from tests.charge.weasyprint_nu import comparer

    compte, fiche = _fiche()
    couts = {
        "affiche A3": comparer(_demander_l_affiche, tours),
        f"fiche A4, 20 réponses, {ENTREES} entrées": comparer(
            lambda tour: _demander_la_fiche(compte, fiche, tour), tours
        ),
    }
    return [
        "## La fabrique en livrets",
        "",
        "Même HTML, mêmes options, polices lues une fois des deux côtés, mesures entrelacées, médianes de "
        f"{tours} tours (`tests/charge/fabrique.py`). La tâche entière sans file : réclamer, composer, "
        "imprimer, écrire, enregistrer.",
        "",
        "| livret | pages | WeasyPrint nu | tâche | rapport | visé | inchangé |",
        "|---|---:|---:|---:|---:|---|---:|",
        *(
            f"| {nom} | {cout.pages} | {_ms(cout.seul)} | {_ms(cout.tache)} | {cout.rapport} | ≤ 1,25 | "
            f"{_ms(cout.encore)} |"
            for nom, cout in couts.items()
        ),
        "",
    ]


def _fiche():
    from communs.collectivites.models import Adhesion, Collectivite, Compte
    from sonar.fabrique.models import QuestionDuCycle
    from tests.outils.fabriques import consigner, ouvrir_une_fiche, repondre

    compte = Compte.objects.create_user(f"fabrique-{uuid4().hex[:8]}@exemple.example", None)
    collectivite = Collectivite.objects.create(
        nom="Mesure", identifiant=f"mesure-{uuid4().hex[:8]}", type="commune", siren="217500032"
    )
    Adhesion.objects.create(compte=compte, collectivite=collectivite)
    fiche = ouvrir_une_fiche(compte, collectivite)
    for question in QuestionDuCycle.objects.all():
        repondre(compte, fiche, question.cle, "Ce que nous savons, en trois phrases. " * 12)
    for rang in range(ENTREES):
        consigner(compte, fiche, "Ce qui s’est passé ce jour-là. " * 8, date(2026, 1, 1) + timedelta(rang))
    return compte, fiche


def _demander_l_affiche(rang: int):
    """The poster, unlike the last time: its intention ends with another number."""
    from communs.collectivites.identite import PERSONNE
    from communs.livrets.services import demander
    from sonar.fabrique.livrets import AFFICHE, REFERENCE
    from sonar.fabrique.models import TexteDeFabrique

    intention = TexteDeFabrique.objects.get(cle="intention")
    intention.texte = f"{intention.texte.partition(' – ')[0]} – {rang}"
    intention.save(update_fields=["texte"])
    return demander(gabarit=AFFICHE, objet=REFERENCE, identite=PERSONNE), REFERENCE


def _demander_la_fiche(compte, fiche, rang: int):
    from communs.collectivites.identite import Identite
    from communs.dossiers.models import Dossier
    from communs.livrets.services import demander
    from sonar.fabrique.livrets import FICHE

    Dossier.objects.filter(pk=fiche.pk).update(resume=f"Passage {rang}")
    identite = Identite(compte)
    objet = Dossier.objects.visibles_par(identite).select_related("collectivite").get(pk=fiche.pk)
    return demander(gabarit=FICHE, objet=objet, identite=identite), objet


def _ms(secondes: float) -> str:
    return f"{secondes * 1000:.0f} ms"


def principal() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for commande in ("migrate", "fabriquer_polices", "charger_contenu"):
        call_command(commande, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    sys.stdout.write("\n".join(lignes(*map(int, sys.argv[1:2]))) + "\n")


if __name__ == "__main__":
    principal()
