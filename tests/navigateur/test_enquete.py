"""A survey from both sides: a passer-by on a phone without script, a moderator at the keyboard."""

# ruff: noqa: F811  (fixtures named as they are asked for)
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from communs.fichiers import preparation
from eclaireurs.evaluation.enquete import forms_publics
from eclaireurs.evaluation.enquete.contributions import Contribution, PieceJointe
from tests.eclaireurs.evaluation.conftest import medias  # noqa: F401
from tests.eclaireurs.evaluation.enquete.conftest import enquete, equipe  # noqa: F401  (fixtures)
from tests.fichiers import fabrique
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.enquetes import TEXTE, contribuer

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("medias"),
]


def test_a_passer_by_contributes_joins_a_photo_and_withdraws_all_without_script(
    ouvrir, enquete, administratrice, equipe, monkeypatch
):
    monkeypatch.setattr(forms_publics, "AGE_MIN", 0)  # a test types faster than a person
    page = ouvrir(enquete.adresse_publique, largeur=320, js=False)
    page.get_by_role("link", name="Apporter ma contribution").first.click()
    page.get_by_label("Votre contribution").fill(TEXTE)
    page.get_by_label("Ce que j’envoie vient de moi").check()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", name="Reçue, bientôt lue")).to_be_visible()
    page.get_by_role("link", name="Joindre une photo").click()
    page.get_by_label("Photo, son, vidéo").set_input_files(
        {"name": "file.jpg", "mimeType": "image/jpeg", "buffer": fabrique.jpeg()}
    )
    page.get_by_label("On n’y reconnaît personne").check()
    page.get_by_role("button", name="Envoyer ce fichier").click()
    expect(page.get_by_text("file.jpg")).to_be_visible()
    preparation.traiter(PieceJointe.objects.get().fichier_id)

    bureau = equipe.dossier.adresse("evaluation:contribution", Contribution.objects.get().uuid)
    alice = ouvrir(bureau, compte=administratrice)
    alice.keyboard.press("a")
    expect(alice.get_by_text("est acceptée")).to_be_visible()

    page.reload()
    expect(page.get_by_role("heading", name="Acceptée")).to_be_visible()
    public = ouvrir(enquete.adresse_publique, largeur=320, js=False)
    expect(public.get_by_text(TEXTE)).to_be_visible()
    expect(public.get_by_role("img")).not_to_have_count(0)
    page.get_by_text("Retirer ma contribution").click()
    page.get_by_role("button", name="La retirer pour de bon").click()
    expect(page.get_by_role("heading", name="Retirée")).to_be_visible()
    public.reload()
    expect(public.get_by_text(TEXTE)).to_have_count(0)


def test_a_refusal_at_the_keyboard_goes_to_its_reason_first(ouvrir, enquete, administratrice, equipe):
    contribution = contribuer(enquete)
    page = ouvrir(
        equipe.dossier.adresse("evaluation:contribution", contribution.uuid), compte=administratrice
    )
    page.keyboard.press("r")
    raison = page.get_by_label("Ce que vous lui répondez")
    expect(raison).to_be_focused()
    page.keyboard.type("arrosoir")  # letters typed in a text are no gestures
    expect(raison).to_have_value("arrosoir")
    assert Contribution.objects.get().etat == "recue"
    page.get_by_role("button", name="Refuser").click()
    expect(page.get_by_text("est refusée")).to_be_visible()
    assert Contribution.objects.get().motif == "arrosoir"


@pytest.mark.parametrize("sombre", [False, True])
def test_the_public_pages_are_for_everybody(ouvrir, enquete, sombre):
    for nom in ("page", "contribuer"):
        page = ouvrir(reverse(f"enquete:{nom}", args=[enquete.code]), largeur=320, sombre=sombre)
        assert defauts_axe(page) == []
        assert not deborde(page)
