"""The tools of the evaluation, each a folder beside this file: adding one is one line here.

What a folder holds is found by the name of its files (docs/ajouter-un-outil.md says what goes into each).
Imported while Django starts: it knows the tools by name only.
"""

from collections.abc import Iterable
from importlib import import_module
from types import ModuleType

from django.utils.module_loading import module_has_submodule

# Tabs of a dossier, in the order of the scenario: each has an `outil.py`.
OUTILS = ("cadrage", "collecte", "enquete", "conclave", "suivi", "desirable")
# What belongs to one of them and has no tab of its own.
PIECES = ("conclave.tableau", "rapport", "presse")
# Tools of the collectivité, at addresses of their own (`config/urls.py`).
HORS_DOSSIER = ("fete",)


def importer(nom: str, chambres: Iterable[str] = (*OUTILS, *PIECES, *HORS_DOSSIER)) -> list[ModuleType]:
    """The modules of this name (« models », « urls »…) in the folders that have one."""
    trouves = []
    for chambre in chambres:
        paquet = import_module(f"eclaireurs.evaluation.{chambre}")
        if module_has_submodule(paquet, nom):
            trouves.append(import_module(f"{paquet.__name__}.{nom}"))
    return trouves
