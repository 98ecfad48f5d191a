"""What a start needs besides servers, in one Python process: fonts, static files, schema, content."""

import hashlib
import io
from pathlib import Path


def preparer(comptes: Path | None) -> None:
    """Bring database and built files up to date; cheap when they are.

    `comptes`: also load the demonstration, and write there what it says about its accounts.
    """
    import django
    from django.core.management import call_command

    django.setup()
    call_command("fabriquer_polices", verbosity=0)
    _rassembler_les_fichiers_statiques()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("charger_contenu", verbosity=0)
    if comptes:
        dit = io.StringIO()
        call_command("charger_demo", stdout=dit)
        call_command("charger_demo_evaluation", stdout=dit)
        call_command("charger_demo_nuancier", stdout=dit)
        call_command("charger_demo_veille", stdout=dit)
        comptes.write_text(dit.getvalue())
        call_command("charger_demo_sessions")
        call_command("charger_demo_sonar")
        call_command("charger_demo_seances_sonar")
        call_command("charger_demo_fabrique")
        call_command("charger_demo_trajectoire")


def _rassembler_les_fichiers_statiques() -> None:
    """Run collectstatic unless the sources are those of last time."""
    import fcntl

    from django.conf import settings
    from django.core.management import call_command

    destination = Path(settings.STATIC_ROOT)
    destination.mkdir(parents=True, exist_ok=True)
    temoin = destination.with_name(f".empreinte-{destination.name}")
    # Two copies may start from the same clone at once.
    with temoin.with_suffix(".verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        empreinte = _empreinte_des_sources()
        if temoin.exists() and temoin.read_text() == empreinte:
            return
        temoin.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        temoin.write_text(empreinte)


def _empreinte_des_sources() -> str:
    """Return a digest of the names, sizes and dates of all static sources and of the storage used."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    empreinte = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for chercheur in get_finders():
        for nom, stockage in sorted(chercheur.list([]), key=lambda trouve: trouve[0]):
            etat = Path(stockage.path(nom)).stat()
            empreinte.update(f"{nom}\0{etat.st_size}\0{etat.st_mtime_ns}\0".encode())
    return empreinte.hexdigest()
