"""Command line of the embedded mode; the Makefile is its user."""

import argparse
import os
import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from config.embarque.environnement import base_exterieure, donnees_demandees
from config.embarque.erreurs import ArretDemande, ErreurEmbarque
from config.embarque.processus import (
    adopter_les_orphelins,
    arreter,
    arreter_les_descendants,
    attendre,
    demarrer,
    ecouter_les_arrets,
    enfants,
    ignorer_les_arrets,
    suivre_le_parent,
)


def main() -> int:
    """Read the command line and do it; return the exit code."""
    _garantir_une_entree()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    arguments = _arguments()
    if arguments.lie_au_parent:
        suivre_le_parent(signal.SIGTERM, os.getppid())
    try:
        return int(arguments.faire(arguments) or 0)
    except ErreurEmbarque as erreur:
        sys.stderr.write(f"{erreur}\n")
        return 1
    except ArretDemande as arret:
        return 128 + arret.numero


def _arguments() -> argparse.Namespace:
    analyse = argparse.ArgumentParser(prog="python -m config.embarque", description=__doc__)
    analyse.add_argument("--lie-au-parent", action="store_true", help="stop when the caller dies")
    actions = analyse.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("lancer", help="run the platform until Ctrl-C").set_defaults(faire=_lancer)
    executer = actions.add_parser("executer", help="run a command with servers around it")
    executer.add_argument("--ephemere", action="store_true", help="brand-new servers, thrown away after")
    executer.add_argument("commande", nargs=argparse.REMAINDER)
    executer.set_defaults(faire=_executer)
    preparer = actions.add_parser("preparer", help="schema, fonts, static files, content")
    preparer.add_argument("--comptes", type=Path, help="load the demonstration; file for its accounts")
    preparer.set_defaults(faire=_preparer)
    sauvegarder = actions.add_parser("sauvegarder", help="database and media into one archive")
    sauvegarder.add_argument("dossier", type=Path)
    sauvegarder.set_defaults(faire=_sauvegarder)
    restaurer = actions.add_parser("restaurer", help="put an archive back, all or nothing")
    restaurer.add_argument("archive", type=Path)
    restaurer.add_argument("--ecraser", action="store_true", help="replace the data that is there")
    restaurer.set_defaults(faire=_restaurer)
    return analyse.parse_args()


def _garantir_une_entree() -> None:
    """Give standard input a place: with it closed, the first file opened would be taken for it."""
    try:
        os.fstat(0)
    except OSError:
        os.open(os.devnull, os.O_RDONLY)


def _lancer(arguments: argparse.Namespace) -> int:
    from config.embarque.lanceur import lancer

    return lancer(donnees_demandees())


def _preparer(arguments: argparse.Namespace) -> None:
    from config.embarque.preparation import preparer

    preparer(arguments.comptes)


def _sauvegarder(arguments: argparse.Namespace) -> None:
    from config.embarque.sauvegarde import sauvegarder

    ecouter_les_arrets()
    with _serveurs(ephemere=False) as environnement:
        archive = sauvegarder(environnement, arguments.dossier)
    sys.stdout.write(f"Sauvegarde écrite : {archive}\n")


def _restaurer(arguments: argparse.Namespace) -> None:
    from config.embarque.sauvegarde import restaurer

    ecouter_les_arrets()
    with _serveurs(ephemere=False) as environnement:
        restaurer(environnement, arguments.archive, ecraser=arguments.ecraser)
    sys.stdout.write(
        "Sauvegarde restaurée. Si elle vient d’une version plus ancienne, « make run » "
        "(ou « migrate ») met la base à jour.\n"
    )


def _serveurs(ephemere: bool) -> AbstractContextManager[dict[str, str]]:
    from config.embarque.serveurs import autour, ephemeres

    if ephemere:
        return ephemeres()
    if base_exterieure():
        return nullcontext(dict(os.environ) | {"VIGIE_DATA": str(donnees_demandees().resolve())})
    return autour(donnees_demandees())


def _executer(arguments: argparse.Namespace) -> int:
    """Run the command in the terminal's foreground; return its exit code."""
    if not arguments.commande:
        raise ErreurEmbarque("Quelle commande ? python -m config.embarque executer COMMANDE…")
    adopter_les_orphelins()
    ecouter_les_arrets()
    with _serveurs(arguments.ephemere) as environnement:
        return _en_avant_plan(arguments.commande, environnement)


def _en_avant_plan(commande: list[str], environnement: dict[str, str]) -> int:
    serveurs = enfants()
    processus = None
    try:
        processus = demarrer(commande, si_orphelin=signal.SIGTERM, environnement=environnement, session=False)
        code = attendre(processus)
    except OSError as erreur:
        raise ErreurEmbarque(f"{commande[0]} : {erreur.strerror}.") from erreur
    except ArretDemande as arret:
        if processus is None:
            raise
        # Ctrl-C reached the command too (signal 0 only waits): it closes in its own way.
        arreter(
            processus, [(0 if arret.numero == signal.SIGINT else signal.SIGTERM, 30), (signal.SIGTERM, 10)]
        )
        code = processus.returncode
    finally:
        ignorer_les_arrets()
        arreter_les_descendants(epargner=serveurs)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
