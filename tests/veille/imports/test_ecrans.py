"""A documentaliste hands in a bulletin, reads its report, makes a draft; once, and nothing half made."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communs.collectivites.identite import Identite
from tests.outils.veille import creer_notice
from veille.imports import services
from veille.models import ImportDeNumero, Notice, Numero
from veille.numeros.fiches import lire as lire_numero

pytestmark = pytest.mark.django_db

ICI = "/veille/atelier/importer/"


def envoyer(client, bulletin, texte: str, nom: str = "large.md"):
    fichier = SimpleUploadedFile(nom, texte.encode())
    return client.post(ICI, {"bulletin": bulletin.pk, "fichier": fichier})


def apercu(client, bulletin, texte: str) -> ImportDeNumero:
    response = envoyer(client, bulletin, texte)
    assert response.status_code == 302, response.content.decode()
    return ImportDeNumero.objects.get(uuid=response["Location"].split("/")[-2])


def confirmer(client, importation, **donnees):
    return client.post(f"{importation.get_absolute_url()}confirmer/", donnees)


def test_nobody_but_a_documentaliste_comes_in(client, client_de, membre, documentaliste, bulletin, large):
    fait = apercu(client_de(documentaliste), bulletin, large)
    for adresse in (ICI, fait.get_absolute_url()):
        assert client_de(membre).get(adresse).status_code == 403
        assert client.get(adresse).status_code == 302
    assert envoyer(client_de(membre), bulletin, large).status_code == 403
    assert confirmer(client_de(membre), fait).status_code == 403
    assert client_de(documentaliste).get(f"/veille/atelier/imports/{uuid4()}/").status_code == 404
    assert Numero.objects.count() == 0


def test_the_report_is_read_before_anything_is_written(client_de, documentaliste, bulletin, large):
    client = client_de(documentaliste)
    fait = apercu(client, bulletin, large)
    page = client.get(fait.get_absolute_url()).content.decode()
    assert "12 notices, dont 1 à la une" in page
    assert "est déjà à la ligne 94" in page
    assert "<strong>Ligne 163</strong>" in page
    assert "Créer le brouillon" in page
    assert (Numero.objects.count(), Notice.objects.count()) == (0, 0)


def test_a_pasted_text_is_read_too(client_de, documentaliste, bulletin, large):
    response = client_de(documentaliste).post(ICI, {"bulletin": bulletin.pk, "texte": large})
    assert response.status_code == 302
    assert ImportDeNumero.objects.get().rapport["resume"]["notices"] == 12


def test_confirming_makes_the_draft_and_its_notices(client_de, documentaliste, bulletin, large):
    client = client_de(documentaliste)
    assert confirmer(client, apercu(client, bulletin, large)).status_code == 302
    numero = Numero.objects.entiers().get()
    fiche = lire_numero(numero)
    assert (numero.etat, fiche.cle, fiche.numero, fiche.date) == ("brouillon", "n-42", "42", "2021-03")
    assert [len(r.notices) for r in fiche.rubriques] == [4, 4, 3]
    assert (len(fiche.une), len(fiche.agenda)) == (1, 4)
    assert Notice.objects.filter(publiee_le=None, cree_par__compte=documentaliste).count() == 12


def test_confirmed_twice_or_sent_twice_it_is_imported_once(client_de, documentaliste, bulletin, large):
    client = client_de(documentaliste)
    premier, second = apercu(client, bulletin, large), apercu(client, bulletin, large)
    for fait in (premier, premier, second):
        assert confirmer(client, fait).status_code == 302
    assert (Numero.objects.count(), Notice.objects.count()) == (1, 12)


def test_a_notice_of_the_base_is_taken_again_unless_a_new_one_is_asked(
    client_de, documentaliste, bulletin, large
):
    deja = creer_notice(titre="Construire sur pilotis", date="2020", resume="Le nôtre.")
    client = client_de(documentaliste)
    fait = apercu(client, bulletin, large)
    assert fait.connues == {"2": deja.pk}
    assert "Construire sur pilotis (2020)" in client.get(fait.get_absolute_url()).content.decode()
    confirmer(client, fait, reprises=["2"])
    assert Notice.objects.filter(titre="Construire sur pilotis").get().resume == "Le nôtre."
    assert Numero.objects.get().parutions.filter(notice=deja).exists()


def test_a_new_notice_is_made_beside_the_known_one_when_asked(client_de, documentaliste, bulletin, large):
    creer_notice(titre="Construire sur pilotis", date="2020")
    client = client_de(documentaliste)
    confirmer(client, apercu(client, bulletin, large))
    assert Notice.objects.filter(titre="Construire sur pilotis").count() == 2


def test_a_file_with_errors_imports_nothing_and_says_why(client_de, documentaliste, bulletin):
    client = client_de(documentaliste)
    fait = apercu(client, bulletin, "Bonjour.\n\nRien d’autre.")
    page = client.get(fait.get_absolute_url()).content.decode()
    assert "Rien n’a été importé" in page
    assert "Aucune rubrique n’est reconnue" in page
    assert "Créer le brouillon" not in page
    assert confirmer(client, fait).status_code == 409
    assert Numero.objects.count() == 0


def test_a_value_that_the_base_would_refuse_is_told_with_its_line(client_de, documentaliste, bulletin):
    texte = f"## Lire\n\n- **Court**\n\n  ADL, 2019. 3 p.\n\n- **{'Long ' * 110}**\n"
    fait = apercu(client_de(documentaliste), bulletin, texte)
    assert [r["ligne"] for r in fait.rapport["remarques"]["erreur"]] == [7]
    assert "titre" in fait.rapport["remarques"]["erreur"][0]["message"]


def test_markup_in_every_field_is_shown_as_words(client_de, documentaliste, bulletin, large):
    balise = "<script>alert(1)</script>"
    hostile = large.replace("port", f"port{balise}").replace("Construire sur", f"Construire {balise} sur")
    client = client_de(documentaliste)
    fait = apercu(client, bulletin, hostile)
    assert balise not in client.get(fait.get_absolute_url()).content.decode()
    assert confirmer(client, fait).status_code == 302


def test_a_taken_address_gives_another_and_is_said(client_de, documentaliste, bulletin, large):
    client = client_de(documentaliste)
    confirmer(client, apercu(client, bulletin, large))
    autre = apercu(client, bulletin, large + "\nmerci")
    doutes = [r["message"] for r in autre.rapport["remarques"]["doute"]]
    assert any("déjà un numéro à l’adresse «\u00a0n-42\u00a0»" in d for d in doutes)
    confirmer(client, autre)
    assert sorted(Numero.objects.values_list("cle", flat=True)) == ["n-42", "n-42-2"]


def test_what_is_no_file_is_asked_again(client_de, documentaliste, bulletin, large):
    client = client_de(documentaliste)
    assert client.post(ICI, {"bulletin": bulletin.pk}).status_code == 422
    deux = {"bulletin": bulletin.pk, "texte": "a", "fichier": SimpleUploadedFile("a.md", b"a")}
    assert client.post(ICI, deux).status_code == 422
    assert envoyer(client, bulletin, "a" * (5 * 1024 * 1024 + 1)).status_code == 422
    binaire = client.post(ICI, {"bulletin": bulletin.pk, "fichier": SimpleUploadedFile("a.md", b"\x00\x01")})
    assert "n’est pas du texte" in client.get(binaire["Location"]).content.decode()


def test_forgotten_files_go_and_confirmed_ones_lose_their_text(client_de, documentaliste, bulletin, large):
    client = client_de(documentaliste)
    confirme = apercu(client, bulletin, large)
    confirmer(client, confirme)
    apercu(client, bulletin, "Bonjour.")
    vieux = timezone.now() - timedelta(days=31)
    ImportDeNumero.objects.update(cree_le=vieux)
    ImportDeNumero.objects.filter(pk=confirme.pk).update(confirme_le=vieux)
    services.purger()
    assert ImportDeNumero.objects.get().texte == ""
    assert client.get(confirme.get_absolute_url()).status_code == 200


def test_a_file_more_is_no_query_more(client_de, documentaliste, bulletin, large):
    client = client_de(documentaliste)

    def cout(adresse: str) -> int:
        client.get(adresse)
        with CaptureQueriesContext(connection) as requetes:
            assert client.get(adresse).status_code == 200
        return len(requetes)

    petit = apercu(client, bulletin, "## Lire\n\n- **Seul**\n")
    liste, page = cout(ICI), cout(petit.get_absolute_url())
    grand = apercu(client, bulletin, large)
    for _ in range(3):
        apercu(client, bulletin, large)
    assert cout(ICI) == liste
    assert cout(grand.get_absolute_url()) == page


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_make_one_issue(documentaliste, bulletin, large):
    identite = Identite(documentaliste)
    fait = services.apercevoir(identite=identite, bulletin=bulletin, nom="large.md", octets=large.encode())

    def confirmer_ici(_):
        try:
            return services.importer(identite=identite, importation=fait, reprises=set())[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fils:
        assert sorted(fils.map(confirmer_ici, range(2))) == [False, True]
    assert (Numero.objects.count(), Notice.objects.count()) == (1, 12)


def test_what_the_models_refuse_at_the_last_moment_is_said_and_nothing_is_written(
    client_de, documentaliste, bulletin, large, monkeypatch
):
    client = client_de(documentaliste)
    fait = apercu(client, bulletin, large)

    def refuser(*_args, **_champs):
        raise ValidationError("Le dernier jour vient après le premier.")

    monkeypatch.setattr(services, "creer_numero", refuser)
    response = client.post(f"{fait.get_absolute_url()}confirmer/", follow=True)
    assert response.status_code == 200
    assert "Le dernier jour vient après le premier. Rien n’a été importé." in response.content.decode()
    assert not Notice.objects.exists()
