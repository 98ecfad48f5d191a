"""The papers and the booklet: what they hold, who gets them, how they are put in order."""

import io
import subprocess
from uuid import uuid4

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from communs.collectivites.identite import Identite
from communs.etats.services import Conflit
from communs.fichiers.models import Fichier
from communs.fichiers.preparation import traiter
from communs.livrets.models import Livret
from communs.livrets.services import fabriquer
from communs.web.erreurs import Refus
from nuancier.sessions import livrable, retours
from nuancier.sessions.composition import composer
from nuancier.sessions.documents import Document, Piece, demander, demander_pour
from nuancier.sessions.models import Session
from nuancier.sessions.models_livrable import Morceau, Photo
from nuancier.sessions.models_stagiaires import Stagiaire
from tests.outils.sessions import emarger, ouvrir, passer, preparer, rejoindre

pytestmark = pytest.mark.django_db


def texte_de(livret: Livret, images: int = 0) -> str:
    """Print it, and read the text of the file."""
    fabriquer(livret.tirage_id)
    livret.tirage.refresh_from_db()
    assert livret.tirage.etat == "pret", livret.tirage.erreur
    with default_storage.open(livret.tirage.fichier) as flux:
        octets = flux.read()
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        assert pdf.Root.Lang == "fr"
        assert "/StructTreeRoot" in pdf.Root
        dessinees = {image.objgen for page in pdf.pages for image in page.get_images().values()}
        assert len(dessinees) == images  # pages may share their resources
    lu = subprocess.run(["pdftotext", "-layout", "-", "-"], input=octets, capture_output=True, check=True)
    return " ".join(lu.stdout.decode().replace("\u00a0", " ").split())


def photo() -> SimpleUploadedFile:
    tampon = io.BytesIO()
    Image.new("RGB", (600, 400), "#336699").save(tampon, "JPEG")
    return SimpleUploadedFile("quai.jpg", tampon.getvalue(), "image/jpeg")


def test_nothing_is_printed_before_the_session_opens(client_de, membre, collectivite):
    session = preparer(membre, collectivite)
    adresse = reverse("nuancier:document_session", args=[session.uuid, "emargement"])
    assert client_de(membre).post(adresse).status_code == 409
    assert client_de(membre).post(adresse.replace("emargement", "inconnu")).status_code == 404


def test_the_attendance_sheet_has_a_line_per_person_and_blank_ones(membre, collectivite):
    session = ouvrir(membre, collectivite)
    rejoindre(session, "Nolwenn Riou", service="Accueil")
    dit = texte_de(demander(identite=Identite(membre), session=session, document=Document.EMARGEMENT))
    for attendu in ("Feuille d’émargement", "Nolwenn Riou", "Accueil", "9h00 à 12h30", "14h00 à 17h00"):
        assert attendu in dit


def test_forty_names_take_several_sheets_each_with_its_heads_and_its_session(membre, collectivite):
    session = ouvrir(membre, collectivite, jauge=40)
    noms = [f"Personne {n:02d} de La Roche-au-Phare" for n in range(40)]
    for nom in noms:
        rejoindre(session, nom, service="Direction de l’accueil, des usages et de la relation aux habitants")
    livret = demander(identite=Identite(membre), session=session, document=Document.EMARGEMENT)
    dit = texte_de(livret)
    assert all(dit.count(nom) == 1 for nom in noms)
    with default_storage.open(livret.tirage.fichier) as flux:
        octets = flux.read()
    lu = subprocess.run(["pdftotext", "-layout", "-", "-"], input=octets, capture_output=True, check=True)
    premiere, *suites = lu.stdout.decode().replace("\u00a0", " ").strip("\f\n ").split("\f")
    assert len(suites) >= 2
    for page in (premiere, *suites):
        assert "9h00 à 12h30" in page
        assert page.count("Feuille d’émargement") == 1
        assert session.titre in page
    assert sum(page.count("Animation") for page in suites) == 1
    assert "Personne" in suites[-1] or "Animation" in suites[-1]


def test_a_hostile_name_is_printed_as_it_is_and_brings_nothing_along(membre, collectivite):
    session = ouvrir(membre, collectivite)
    nom = "<img src=file:/etc/passwd> & Cie"
    rejoindre(session, nom)
    assert nom in texte_de(
        demander(identite=Identite(membre), session=session, document=Document.CONVOCATIONS)
    )


def test_an_attestation_counts_the_hours_of_the_half_days_ticked_and_claims_no_more(membre, collectivite):
    session = ouvrir(membre, collectivite)
    elle, absente = rejoindre(session, "Nolwenn Riou"), rejoindre(session, "Yann Le Dû")
    emarger(membre, session, elle, moments=("matin",))
    dit = texte_de(demander_pour(stagiaire=elle, piece=Piece.ATTESTATION))
    assert "pendant 3 h 30 (1 demi-journée de présence notée), sur 6 h 30 prévues" in dit
    assert "ni diplôme, ni titre, ni certification" in dit
    with pytest.raises(Refus, match="Aucune présence"):
        demander_pour(stagiaire=absente, piece=Piece.ATTESTATION)
    toutes = texte_de(demander(identite=Identite(membre), session=session, document=Document.ATTESTATIONS))
    assert "Nolwenn Riou" in toutes
    assert "Yann Le Dû" not in toutes


def test_trainers_papers_are_unknown_to_a_stranger_and_a_participant_s_goes_with_her_data(
    client, client_de, membre, etrangere, collectivite
):
    session = ouvrir(membre, collectivite)
    elle = rejoindre(session, "Nolwenn Riou")
    feuille = demander(identite=Identite(membre), session=session, document=Document.EMARGEMENT)
    assert client_de(membre).get(feuille.get_absolute_url()).status_code == 200
    for intrus in (client, client_de(etrangere)):
        assert intrus.get(feuille.get_absolute_url()).status_code == 404
    sienne = demander_pour(stagiaire=elle, piece=Piece.CONVOCATION)
    assert client.get(sienne.get_absolute_url()).status_code == 200
    client.post(elle.adresse("participer_effacer"))
    assert client.get(sienne.get_absolute_url()).status_code == 404


def test_somebody_who_waits_has_no_paper(client, membre, collectivite):
    session = ouvrir(membre, collectivite, jauge=1)
    rejoindre(session, "Une")
    deux = rejoindre(session, "Deux")
    assert client.post(deux.adresse("participer_document", "convocation")).status_code == 410
    assert client.post(deux.adresse("participer_document", "autre")).status_code == 404


def test_the_calendar_has_an_event_per_day_in_the_zone_of_the_collectivite(client, membre, collectivite):
    collectivite.fuseau = "Indian/Reunion"
    collectivite.save()
    session = ouvrir(membre, collectivite)
    dit = client.get(rejoindre(session, "Elle").adresse("participer_agenda")).content.decode()
    assert dit.count("BEGIN:VEVENT") == 1
    assert f"DTSTART;TZID=Indian/Reunion:{session.fin_le:%Y%m%d}T090000" in dit
    assert "SUMMARY:Aller voir\\, à Port-Lumière" in dit


# --- the booklet ---------------------------------------------------------------------------------


def test_the_booklet_joins_teintes_situations_photos_and_words(medias, membre, collectivite):
    session = ouvrir(membre, collectivite, "4.1", "4.2")
    elle = rejoindre(session, "Nolwenn Riou")
    retours.dire_ses_attentes(stagiaire=elle, attentes="Oser aller voir.", competences=[])
    situation = livrable.ecrire_une_situation(
        identite=Identite(membre), session=session, titre="Au guichet", texte="Une heure assis.", teinte="4.1"
    )
    livrable.ajouter_une_photo(
        identite=Identite(membre), situation=situation, depot=photo(), description="Le quai"
    )
    traiter(Fichier.objects.get().pk)
    passer(membre, session, "tenir")
    elle = Stagiaire.objects.select_related("session").get()
    champs = {"marche": "Se taire dix minutes", "accord": True, "signee": True}
    retours.noter(stagiaire=elle, champs=champs, quoi="critique_le")
    livret = demander(identite=Identite(membre), session=session, document=Document.LIVRET)
    dit = texte_de(livret, images=1)
    for attendu in (
        "Outils et techniques d’immersion",
        "Oser aller voir.",
        "Au guichet",
        "Une heure assis.",
        "Se taire dix minutes",
        "Nolwenn Riou",
        "CC BY-NC-SA",
        "Manuel du terrain",
    ):
        assert attendu in dit
    assert [c.genre for c in composer(Session.objects.get(), lambda p: "").chapitres] == [
        "attentes",
        "teinte",
        "teinte",
        "situation",
        "critique",
        "notes",
    ]


def test_what_is_unticked_is_not_printed_and_parts_are_chosen(client_de, membre, collectivite):
    session = ouvrir(membre, collectivite)
    client, adresse = client_de(membre), reverse("nuancier:livrable", args=[session.uuid])
    teinte = session.morceaux.get(genre="teinte")
    saisie = {
        "version": session.version,
        "livrable_titre": "Ce que nous avons vu",
        "livrable_mot": "",
        f"{teinte.uuid.hex}-retenu": "on",
        f"{teinte.uuid.hex}-parties": ["contenus"],
    }
    assert client.post(adresse, saisie).status_code == 302
    livret = composer(Session.objects.get(), lambda p: "")
    assert livret.titre == "Ce que nous avons vu"
    assert [c.genre for c in livret.chapitres] == ["teinte"]
    assert [p.titre for p in livret.chapitres[0].parties] == ["Exemples de contenus"]
    assert client.post(adresse, saisie | {"livrable_titre": "Périmé"}).status_code == 409
    assert client.post(adresse, saisie | {f"{teinte.uuid.hex}-parties": ["inconnue"]}).status_code == 422


def test_pieces_move_by_buttons_and_by_dragging_and_a_stale_order_is_refused(client_de, membre, collectivite):
    session = ouvrir(membre, collectivite, "4.1", "4.2")
    client = client_de(membre)
    ordre = [str(m.uuid) for m in session.morceaux.order_by("rang")]
    client.post(reverse("nuancier:deplacer_morceau", args=[session.uuid, ordre[1]]), {"vers": "haut"})
    attendu = [ordre[1], ordre[0], *ordre[2:]]
    assert [str(m.uuid) for m in session.morceaux.order_by("rang")] == attendu
    client.post(reverse("nuancier:deplacer_morceau", args=[session.uuid, ordre[1]]), {"vers": "haut"})
    assert [str(m.uuid) for m in session.morceaux.order_by("rang")] == attendu
    tirer, version = reverse("nuancier:ordonner_livrable", args=[session.uuid]), session.version
    donnees = {"ordre": " ".join(reversed(ordre)), "version": version}
    assert client.post(tirer, donnees).status_code == 409
    frais = Session.objects.get().version
    assert client.post(tirer, donnees | {"version": frais}).content.decode() == str(frais + 1)
    assert [str(m.uuid) for m in session.morceaux.order_by("rang")] == list(reversed(ordre))
    for mauvais in ("x", "", " ".join(ordre[:-1]), " ".join([*ordre[:-1], str(uuid4())])):
        reponse = client.post(tirer, {"ordre": mauvais, "version": frais + 1})
        assert reponse.status_code in {400, 409}
    assert [str(m.uuid) for m in session.morceaux.order_by("rang")] == list(reversed(ordre))


def test_a_situation_is_written_once_and_two_trainers_do_not_overwrite_each_other(membre, collectivite):
    session = ouvrir(membre, collectivite)
    qui = Identite(membre)
    for _ in range(2):
        situation = livrable.ecrire_une_situation(
            identite=qui, session=session, titre="Au guichet", texte="Une heure.", teinte=""
        )
    assert Morceau.objects.filter(genre="situation").count() == 1
    livrable.corriger_une_situation(identite=qui, situation=situation, version=1, champs={"texte": "Deux."})
    with pytest.raises(Conflit):
        livrable.corriger_une_situation(
            identite=qui, situation=situation, version=1, champs={"texte": "Trois."}
        )


def test_a_situation_goes_with_its_photos_and_their_bytes(medias, client_de, membre, etrangere, collectivite):
    session = ouvrir(membre, collectivite)
    situation = livrable.ecrire_une_situation(
        identite=Identite(membre), session=session, titre="Au guichet", texte="Une heure.", teinte=""
    )
    adresse = reverse("nuancier:situation", args=[session.uuid, situation.uuid])
    donnees = {"photo": "1", "fichier": photo(), "description": "Le quai"}
    assert client_de(membre).post(adresse, donnees).status_code == 302
    traiter(Fichier.objects.get().pk)
    image = reverse("nuancier:photo_situation", args=[session.uuid, situation.uuid, Photo.objects.get().uuid])
    reponse = client_de(membre).get(image)
    assert (reponse.status_code, reponse["Content-Type"]) == (200, "image/jpeg")
    list(reponse)
    assert client_de(etrangere).get(image).status_code == 404
    client_de(membre).post(reverse("nuancier:supprimer_situation", args=[session.uuid, situation.uuid]))
    assert not Photo.objects.exists()
    assert not Fichier.objects.exists()


def test_something_that_is_no_picture_is_refused_as_a_photo(client_de, membre, collectivite):
    session = ouvrir(membre, collectivite)
    situation = livrable.ecrire_une_situation(
        identite=Identite(membre), session=session, titre="Au guichet", texte="Une heure.", teinte=""
    )
    adresse = reverse("nuancier:situation", args=[session.uuid, situation.uuid])
    faux = SimpleUploadedFile("quai.jpg", b"%PDF-1.4 rien", "image/jpeg")
    donnees = {"photo": "1", "fichier": faux, "description": "Le quai"}
    assert client_de(membre).post(adresse, donnees).status_code == 422
    assert not Photo.objects.exists()


def test_the_booklet_is_on_the_participants_page_once_shared_and_off_it_when_taken_back(
    client, membre, collectivite
):
    session = ouvrir(membre, collectivite)
    elle = rejoindre(session, "Elle")
    assert client.get(elle.adresse("participer_livret")).status_code == 410
    livrable.partager(identite=Identite(membre), session=session, oui=True)
    assert "Outils et techniques" in client.get(elle.adresse("participer_livret")).content.decode()
    livret = demander_pour(
        stagiaire=Stagiaire.objects.select_related("session__collectivite").get(), piece=Piece.LIVRET
    )
    assert client.get(livret.get_absolute_url()).status_code == 200
    livrable.partager(identite=Identite(membre), session=session, oui=False)
    assert client.get(livret.get_absolute_url()).status_code == 404
    assert client.get(elle.adresse("participer_livret")).status_code == 410


def test_a_session_keeps_a_bounded_number_of_situations(monkeypatch, membre, collectivite):
    monkeypatch.setattr(livrable, "SITUATIONS_MAX", 1)
    session = ouvrir(membre, collectivite)
    qui = Identite(membre)
    livrable.ecrire_une_situation(identite=qui, session=session, titre="Une", texte="x", teinte="")
    with pytest.raises(ValidationError, match="au plus 1"):
        livrable.ecrire_une_situation(identite=qui, session=session, titre="Deux", texte="x", teinte="")
