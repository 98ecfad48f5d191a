"""One request id, from the browser's request to what the worker writes in its log."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from tests.outils.tuyau import attendre


@pytest.mark.lent
@pytest.mark.django_db(transaction=True)
def test_the_id_of_a_request_reaches_the_worker_s_log(client, remettre, smtp, tuyau, tmp_path):
    tentative = remettre("uuuhsc")
    identifiant = "0123456789abcdef0123456789abcdef"
    journal = tmp_path / "worker.log"
    tuyau(smtp.port, journal=journal, VIGIE_JOURNAUX="json", VIGIE_NIVEAU="INFO")
    client.post(
        reverse("sonar:envoyer_lien", args=[tentative.uuid]),
        {"email": "agente@mairie.example"},
        headers={"x-request-id": identifiant},
    )
    attendre(lambda: any("envoye" in ligne["message"] for ligne in lignes(journal)), "l’envoi")
    assert len(smtp.recus) == 1
    envoi = next(ligne for ligne in lignes(journal) if "envoye" in ligne["message"])
    assert envoi["requete"] == identifiant
    assert "agente@" not in journal.read_text()


def lignes(journal: Path) -> list[dict]:
    """The worker's structured lines so far; a library may also print plain text."""
    textes = journal.read_text().splitlines() if journal.exists() else []
    return [json.loads(texte) for texte in textes if texte.startswith("{")]
