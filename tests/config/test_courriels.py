"""Without a mail server, `make run` leaves mails where its guide says: in the data folder."""

import subprocess
import sys
from pathlib import Path

from config.embarque.environnement import environnement
from tests.config.outils import RACINE


def test_a_mail_sent_in_the_embedded_mode_is_a_file_of_the_data_folder(tmp_path: Path) -> None:
    donnees = tmp_path / "données de test"
    reglages = environnement(donnees=donnees, prises=tmp_path, cle="c" * 50, port=8000, ephemere=True)
    programme = (
        "import django; django.setup(); from django.core.mail import send_mail; "
        "send_mail('Sujet', 'Voilà', None, ['a@b.example'])"
    )
    reglages |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", programme], env=reglages, cwd=RACINE, check=True)
    (fichier,) = (donnees / "courriels").iterdir()
    assert "Subject: Sujet" in fichier.read_text()
