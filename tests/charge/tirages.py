"""A draw of 30 with stand-ins and exclusions among 100,000 people: list, commitment, draw, replay.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.tirages`.
"""

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

INSCRITS, GROUPES, PLACES, SUPPLEANTS = 100_000, 10, 3, 3
EXCLUS_SUR = 20  # one person in twenty is excluded
TOURS = 7
VISE = 1.0  # second for a replay
DES = "314251632415263514263514263514"


class Duree(NamedTuple):
    """Seconds by the clock, and of this process (the database's are its own)."""

    horloge: float
    processeur: float


def _minuter(geste: Callable[[], Any]) -> tuple[Duree, Any]:
    debut, effort = time.perf_counter(), time.process_time()
    rendu = geste()
    return Duree(time.perf_counter() - debut, time.process_time() - effort), rendu


def _tableau() -> bytes:
    """A CSV as a spreadsheet writes it."""
    lignes = ["Nom;Service;Matricule;Fonction"]
    for rang in range(INSCRITS):
        fonction = "élu" if rang % EXCLUS_SUR == 0 else ""
        lignes.append(f"Agent {rang};Service {rang % GROUPES};M{rang:06};{fonction}")
    return "\n".join(lignes).encode()


def mesurer() -> tuple[dict[str, Duree], float]:
    """What each gesture takes, through the platform's own services; megabytes of the record."""
    from communs.collectivites.identite import Identite
    from communs.collectivites.models import Adhesion, Collectivite, Compte
    from communs.dossiers.models import Participant
    from communs.echanges import tableurs
    from communs.etats.models import Acteur
    from communs.tirages import liste, registre
    from communs.tirages.acte import lire, rejouer
    from communs.tirages.models import Tirage
    from tests.outils.dossiers import ouvrir_un_dossier
    from tests.outils.essai import RoleEssai
    from tests.outils.tirages import engager, preparer, relever, repartir

    un, deux = (Compte.objects.create_user(f"{nom}@mesure.example", None) for nom in ("un", "deux"))
    collectivite = Collectivite.objects.create(
        nom="Collectivité mesurée", identifiant="mesuree-tirages", type="commune", siren="217500016"
    )
    Adhesion.objects.create(compte=un, collectivite=collectivite, role="administrateur")
    dossier = ouvrir_un_dossier(un, collectivite)
    Participant.objects.create(
        dossier=dossier, compte=deux, acteur=Acteur.objects.de(deux), roles=[RoleEssai.EQUIPIER]
    )
    tirage = preparer(un, dossier)
    couts: dict[str, Duree] = {}
    couts["lire le tableau"], candidats = _minuter(
        lambda: liste.d_une_feuille(tableurs.lire(_tableau(), lignes_max=liste.INSCRITS_MAX))
    )
    couts["inscrire"], _ = _minuter(
        lambda: liste.ajouter(identite=Identite(un), tirage=tirage, candidats=candidats)
    )
    places = {f"Service {n}": (PLACES, SUPPLEANTS) for n in range(GROUPES)}
    repartir(un, tirage, **places)
    couts["engager"], tirage = _minuter(lambda: engager(un, tirage))
    relever(un, tirage, DES)
    couts["tirer"], tirage = _minuter(lambda: relever(deux, tirage, DES))
    texte = "".join(registre.proces_verbal(tirage))
    rejeux = [_minuter(lambda: rejouer(lire(texte))) for _ in range(TOURS)]
    assert all(rejeu.identique for _, rejeu in rejeux)
    assert len(rejeux[0][1].places) == GROUPES * (PLACES + SUPPLEANTS)
    couts["rejouer le procès-verbal"] = Duree(
        statistics.median(duree.horloge for duree, _ in rejeux),
        statistics.median(duree.processeur for duree, _ in rejeux),
    )
    frais = Tirage.objects.get(pk=tirage.pk)
    couts["l’écrire depuis la base"], _ = _minuter(lambda: "".join(registre.proces_verbal(frais)))
    return couts, len(texte.encode()) / 1_000_000


def lignes() -> list[str]:
    couts, poids = mesurer()
    memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        f"## Tirage de {GROUPES * PLACES} parmi {INSCRITS:,} personnes".replace(",", "\u202f"),
        "",
        f"{GROUPES} services, {PLACES} places et {SUPPLEANTS} suppléances chacun, une personne "
        f"sur {EXCLUS_SUR} hors du tirage ; rejeu visé : moins de {VISE:.0f} s, médiane de {TOURS} tours "
        "(`tests/charge/tirages.py`).",
        "",
        "| geste | secondes d’horloge | de processeur, hors base |",
        "|---|---|---|",
        *(
            f"| {geste} | {d.horloge:.2f} | {d.processeur:.2f} |".replace(".", ",")
            for geste, d in couts.items()
        ),
        "",
        f"Procès-verbal : {poids:.1f} Mo ; mémoire du processus au plus fort : {memoire:.0f} Mo.".replace(
            ".", ",", 1
        ),
        "",
    ]


def principal() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sys.stdout.write("\n".join(lignes()) + "\n")


if __name__ == "__main__":
    principal()
