"""`make run`: the whole platform on this machine, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config.embarque.dossier import DossierDeDonnees
from config.embarque.environnement import RACINE, base_exterieure, port_demande
from config.embarque.erreurs import ArretDemande, ErreurEmbarque
from config.embarque.processus import (
    MARQUE,
    adopter_les_orphelins,
    arreter,
    arreter_les_descendants,
    demarrer,
    ecouter_les_arrets,
    enfants,
    ignorer_les_arrets,
    signature,
)
from config.embarque.serveurs import Serveurs, reprendre

_PATIENCE = 90.0  # seconds for the web server to answer


def dire(message: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(message + "\n")
    sys.stdout.flush()


def lancer(donnees: Path) -> int:
    """Run everything until asked to stop; return the exit code (0: stopped on request)."""
    dossier = DossierDeDonnees(donnees)
    if not dossier.prendre():
        etat = dossier.etat()
        raise ErreurEmbarque(
            f"Vigie tourne déjà avec le dossier de données {dossier.chemin} "
            f"(processus {etat.get('pid', 'inconnu')}{_a_l_adresse(etat.get('port'))}). "
            "Arrêtez-la d’abord, ou choisissez un autre dossier : make run VIGIE_DATA=… PORT=…"
        )
    adopter_les_orphelins()
    ecouter_les_arrets("\nArrêt de Vigie…\n")
    try:
        reprendre(dossier)
        port = port_demande()
        verifier_le_port(port)
        return _avec_les_serveurs(dossier, port)
    except ArretDemande:
        return 0
    finally:
        ignorer_les_arrets()
        arreter_les_descendants()
        dossier.rendre()


def verifier_le_port(port: int) -> None:
    """Raise `ErreurEmbarque` if nobody could listen on `port` of this machine."""
    with socket.socket() as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind(("127.0.0.1", port))
        except PermissionError as erreur:
            raise ErreurEmbarque(
                f"Le port {port} est réservé à l’administrateur. Choisissez-en un autre : make run PORT=8001"
            ) from erreur
        except OSError as erreur:
            libre = port % 65535 + 1
            raise ErreurEmbarque(
                f"Le port {port} est déjà pris par un autre programme. "
                f"Choisissez-en un autre : make run PORT={libre}"
            ) from erreur


def _a_l_adresse(port: object) -> str:
    return f", http://localhost:{port}/" if port else ""


def _avec_les_serveurs(dossier: DossierDeDonnees, port: int) -> int:
    if base_exterieure():
        return _avec_les_applications(dossier, port, _environnement_exterieur(dossier, port), None)
    dire("Démarrage de PostgreSQL et de Valkey…")
    serveurs = Serveurs(dossier)
    try:
        serveurs.demarrer()
        return _avec_les_applications(dossier, port, serveurs.environnement(port), serveurs)
    finally:
        serveurs.arreter()


def _environnement_exterieur(dossier: DossierDeDonnees, port: int) -> dict[str, str]:
    return dict(os.environ) | {"PORT": str(port), "VIGIE_DATA": str(dossier.chemin), "PYTHONUNBUFFERED": "1"}


def _avec_les_applications(
    dossier: DossierDeDonnees, port: int, environnement: dict[str, str], serveurs: Serveurs | None
) -> int:
    environnement[MARQUE] = str(dossier.chemin)
    dossier.noter(pid=os.getpid(), port=port)
    comptes = _preparer(dossier, environnement, demo=serveurs is not None)
    epargner = enfants()
    honcho = demarrer(
        [sys.executable, "-m", "honcho", "start", "--procfile", RACINE / "Procfile", "--no-prefix"],
        si_orphelin=signal.SIGTERM,
        environnement=environnement,
        dossier=RACINE,
    )
    try:
        dossier.noter(processus=[*(serveurs.signatures() if serveurs else []), signature(honcho.pid)])
        _attendre_la_reponse(port, honcho)
        dire(f"\nVigie est prête : http://localhost:{port}/\n{comptes}\nCtrl-C pour arrêter.\n")
        return _veiller(honcho, serveurs)
    finally:
        ignorer_les_arrets()
        arreter(honcho, [(signal.SIGTERM, 15)])
        arreter_les_descendants(epargner)


def _preparer(dossier: DossierDeDonnees, environnement: dict[str, str], *, demo: bool) -> str:
    """Migrate, build, load (see `preparation`); return what to tell about the demo accounts."""
    dire("Préparation de la base, des polices, des fichiers et du contenu…")
    comptes = dossier.chemin / "comptes_demo.txt"
    comptes.unlink(missing_ok=True)
    commande = [sys.executable, "-m", "config.embarque", "preparer"]
    processus = demarrer(
        [*commande, "--comptes", comptes] if demo else commande,
        si_orphelin=signal.SIGTERM,
        environnement=environnement,
        dossier=RACINE,
    )
    try:
        if processus.wait() != 0:
            raise ErreurEmbarque("La préparation a échoué : l’erreur est affichée au-dessus.")
    finally:
        arreter(processus, [(signal.SIGTERM, 10)])
    return comptes.read_text() if demo else ""


def _attendre_la_reponse(port: int, honcho: "subprocess.Popen[bytes]") -> None:
    limite = time.monotonic() + _PATIENCE
    demande = urllib.request.Request(f"http://127.0.0.1:{port}/sante/vivant/")
    sans_mandataire = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < limite and honcho.poll() is None:
        try:
            sans_mandataire.open(demande, timeout=5).close()
        except urllib.error.HTTPError as erreur:
            raise ErreurEmbarque(f"Le site répond par une erreur {erreur.code}.") from erreur
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise ErreurEmbarque("Le site ne répond pas : l’erreur est affichée au-dessus.")


def _veiller(honcho: "subprocess.Popen[bytes]", serveurs: Serveurs | None) -> int:
    """Wait for a stop request (raised by its signal) or for something to die by itself."""
    while True:
        if honcho.poll() is not None:
            dire("Un des processus de Vigie s’est arrêté : tout s’arrête. Relancez « make run ».")
            return 1
        if serveurs and (nom := serveurs.mort()):
            dire(
                f"{nom} s’est arrêté brutalement : tout s’arrête. Relancez « make run » ; "
                f"son journal est dans {serveurs.dossier.chemin / 'journaux'}."
            )
            return 1
        time.sleep(0.5)
