"""Child processes that never outlive the process that started them.

Three nets, each for a different death of ours: we stop them in order when we can; the kernel signals
them when we are killed (PR_SET_PDEATHSIG); what still survives is found by its mark and stopped by the
next start.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from config.embarque.erreurs import ArretDemande

MARQUE = "VIGIE_LANCEUR"
SIGNAUX_D_ARRET = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
# What we started ourselves, by pid: `Popen` alone may bury those.
_enfants: dict[int, subprocess.Popen[bytes]] = {}
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Compte:
    """A system account a server runs as, when it must not be ours."""

    uid: int
    gid: int


def suivre_le_parent(numero: signal.Signals, parent: int) -> None:
    """Ask the kernel to send us `numero` when `parent` dies (and go at once if it already has)."""
    _libc.prctl(_PR_SET_PDEATHSIG, numero, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), numero)


def adopter_les_orphelins() -> None:
    """Make us the parent of our descendants' orphans, so that `arreter_les_descendants` sees them."""
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def demarrer(
    commande: Sequence[str | Path],
    *,
    si_orphelin: signal.Signals,
    compte: Compte | None = None,
    environnement: dict[str, str] | None = None,
    descripteurs: Sequence[int] = (),
    journal: IO[bytes] | None = None,
    session: bool = True,
    dossier: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `commande`; it gets `si_orphelin` if we die.

    `session`: in a session of its own, so that Ctrl-C in the terminal reaches us alone and we stop
    things in order. `compte`: drop to that account first. `descripteurs`: file descriptors it keeps.
    """
    parent = os.getpid()

    def avant_execution() -> None:
        # After the change of account: the kernel forgets the request when credentials change.
        for numero in SIGNAUX_D_ARRET:
            signal.signal(numero, signal.SIG_DFL)
        suivre_le_parent(si_orphelin, parent)

    processus = subprocess.Popen(
        [str(mot) for mot in commande],
        env=environnement,
        cwd=dossier,
        stdin=subprocess.DEVNULL if session else None,
        stdout=journal,
        stderr=subprocess.STDOUT if journal else None,
        pass_fds=tuple(descripteurs),
        start_new_session=session,
        user=compte.uid if compte else None,
        group=compte.gid if compte else None,
        extra_groups=[] if compte else None,
        preexec_fn=avant_execution,
    )
    _enfants[processus.pid] = processus
    return processus


def attendre(processus: subprocess.Popen[bytes]) -> int:
    """Wait for `processus`, burying meanwhile the orphans we adopted; return its exit code.

    Unburied, they would pass for running in the eyes of whoever looks at their pid, PostgreSQL first.
    """
    while processus.poll() is None:
        mort = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        if mort is None:
            continue
        if enfant := _enfants.get(mort.si_pid):
            enfant.poll()
        else:
            os.waitpid(mort.si_pid, 0)
    return processus.returncode


def arreter(processus: subprocess.Popen[bytes], etapes: Sequence[tuple[int, float]]) -> None:
    """Stop `processus`: each signal in turn, each given its seconds, then SIGKILL."""
    for numero, secondes in etapes:
        if processus.poll() is not None:
            return
        processus.send_signal(numero)
        try:
            processus.wait(secondes)
        except subprocess.TimeoutExpired:
            continue
    if processus.poll() is None:
        processus.kill()
        processus.wait()


def enfants() -> list[int]:
    """Return the pids of our children."""
    return [enfant.pid for enfant in psutil.Process().children()]


def arreter_les_descendants(epargner: Sequence[int] = ()) -> None:
    """Kill whatever our children left behind, but the processes `epargner` (and their own children)."""
    garde: set[int] = set(epargner)
    for enfant in psutil.Process().children():
        if enfant.pid in garde:
            garde.update(p.pid for p in enfant.children(recursive=True))
    _tuer([p for p in psutil.Process().children(recursive=True) if p.pid not in garde], 3)


def signature(pid: int) -> list[int]:
    """Return [pid, start in clock ticks since boot]: unlike a pid alone, never that of another process."""
    try:
        suite = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2]
    except OSError:
        return [pid, 0]
    return [pid, int(suite.split()[19])]


def arreter_les_restes(signatures: Sequence[list[int]], marque: str) -> None:
    """Stop what a killed launcher left: the servers it wrote down and everything that bears its mark.

    They were told to stop when it died: they get a few seconds more, then they are made to.
    """
    restes = []
    for processus in psutil.process_iter():
        try:
            if signature(processus.pid) in signatures or processus.environ().get(MARQUE) == marque:
                restes.append(processus)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    _, vivants = psutil.wait_procs(restes, timeout=5)
    _tuer(vivants, 3)


def _tuer(processus: list[psutil.Process], secondes: float) -> None:
    for etape in (psutil.Process.terminate, psutil.Process.kill):
        _envoyer(etape, processus)
        _, processus = psutil.wait_procs(processus, timeout=secondes)


def _envoyer(etape: Callable[[psutil.Process], None], processus: list[psutil.Process]) -> None:
    for p in processus:
        try:
            etape(p)
        except psutil.NoSuchProcess:
            continue


def ecouter_les_arrets(annonce: str = "") -> None:
    """Turn the first stop signal into `ArretDemande`; the next ones are ignored while we tidy up.

    `annonce`: what to tell the person who asked, at once.
    """

    def _arret(numero: int, _cadre: object) -> None:
        ignorer_les_arrets()
        os.write(sys.stdout.fileno(), annonce.encode())
        raise ArretDemande(numero)

    for numero in SIGNAUX_D_ARRET:
        signal.signal(numero, _arret)


def ignorer_les_arrets() -> None:
    """From now on only tidying up remains: nothing may interrupt it."""
    for numero in SIGNAUX_D_ARRET:
        signal.signal(numero, signal.SIG_IGN)
