"""`make mesures`: run every benchmark and write `docs/mesures.md`."""

import os
import sys
from pathlib import Path

import django
from django.utils import timezone

RACINE = Path(__file__).resolve().parents[2]


def principal() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    django.setup()
    from django.core.management import call_command

    from sonar.essais import nouvel_essai
    from sonar.models import Tentative
    from tests.charge import (
        barometre,
        debit,
        demarrage,
        fabrique,
        foule,
        imports,
        lignes_par_outil,
        livrets,
        nuancier,
        nuancier_livret,
        nuancier_recherche,
        portrait_de_groupe,
        rapport_desirable,
        relances,
        scrutins,
        seances,
        seances_sonar,
        sonar_carte,
        sonar_journal,
        suivi,
        tableau_martyr,
        tirages,
        trajectoire,
        veille_envoi,
        veille_livret,
        veille_numero,
        veille_recherche,
    )
    from tests.charge.serveur import serveur

    for commande in ("migrate", "fabriquer_polices", "charger_contenu"):
        call_command(commande, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with serveur() as adresse:
        gens = foule.mesurer(adresse)
        resultat = Tentative.objects.order_by("-pk").first().get_absolute_url()
        pages = {
            "vue vide": "/vide/",
            "accueil (cache)": "/",
            "carte des ressources (cache)": "/sonar/carte/",
            "feuille du test (sans cache)": f"/sonar/test/{nouvel_essai()}/",
            "résultat (sans cache)": resultat,
        }
        debits = debit.mesurer(adresse, pages)
        salle = [*seances.lignes(adresse), *seances_sonar.lignes(adresse), *tableau_martyr.lignes(adresse)]
    lignes = [
        "# Mesures",
        "",
        f"Produites par `make mesures` le {timezone.localdate():%d/%m/%Y} sur {os.cpu_count()} cœurs ; "
        "générateur de charge et serveur sur la même machine. Les rapports comptent, pas les valeurs.",
        "",
        "## Débit à côté d’une vue vide",
        "",
        "Même serveur (2 processus × 4 fils), mêmes middlewares, mesures entrelacées, médiane de "
        f"{debit.TOURS} tours de {debit.SECONDES} s, 8 connexions (`tests/charge/debit.py`).",
        "",
        "| page | requêtes/s | rapport à la vue vide | visé |",
        "|---|---:|---:|---|",
    ]
    for nom, valeur in debits.items():
        vise = "≥ 0,5" if "(cache)" in nom else "–"
        rapport = f"{valeur / debits['vue vide']:.2f}".replace(".", ",")
        lignes.append(f"| {nom} | {valeur:.0f} | {rapport} | {vise} |")
    lignes += [
        "",
        "## 300 personnes remettent leur feuille en 5 secondes",
        "",
        f"{len(gens.durees)} feuilles acceptées, {len(gens.erreurs)} erreurs ; 95 % en moins de "
        f"{gens.p95 * 1000:.0f} ms (`tests/charge/foule.py`).",
        "",
        *salle,
        *livrets.lignes(),
        "",
        *nuancier.lignes(),
        "",
        *nuancier_livret.lignes(),
        "",
        *trajectoire.lignes(),
        "",
        *barometre.lignes(),
        "",
        *relances.lignes(),
        "",
        *suivi.lignes(),
        *rapport_desirable.lignes(),
        *sonar_carte.lignes(),
        *sonar_journal.lignes(),
        *portrait_de_groupe.lignes(),
        *tirages.lignes(),
        *nuancier_recherche.lignes(),
        *imports.lignes(),
        *veille_numero.lignes(),
        *fabrique.lignes(),
        *veille_livret.lignes(),
        *veille_envoi.lignes(),
        *veille_recherche.lignes(),
        *scrutins.lignes(),
        *demarrage.lignes(),
        *lignes_par_outil.lignes(),
    ]
    (RACINE / "docs" / "mesures.md").write_text("\n".join(lignes) + "\n")
    sys.stdout.write("\n".join(lignes) + "\n")


principal()
