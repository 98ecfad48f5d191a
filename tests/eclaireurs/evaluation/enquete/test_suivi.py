"""The contributor's own address: what became of it, taking it up again, withdrawing it whenever she likes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.courrier.models import Courriel
from communs.fichiers.models import Fichier
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte import services as collecte
from eclaireurs.evaluation.enquete import jetons, purge
from eclaireurs.evaluation.enquete.contributions import Contribution, PieceJointe
from tests.fichiers import fabrique
from tests.outils.enquetes import TEXTE, clore, contribuer, decider, joindre

pytestmark = pytest.mark.django_db


@pytest.fixture
def contribution(enquete) -> Contribution:
    return contribuer(enquete, nom="Léa", courriel="lea@ailleurs.example")


def jeton(contribution: Contribution) -> str:
    return jetons.adresse_de_suivi(contribution).rstrip("/").rsplit("/", 1)[1]


def chez(nom: str, contribution: Contribution) -> str:
    return reverse(f"enquete:{nom}", args=[jeton(contribution)])


def lire(client, contribution: Contribution) -> str:
    return client.get(chez("suivi", contribution)).content.decode()


def test_it_tells_each_step(client, administratrice, contribution, theme):
    assert "Reçue, bientôt lue" in lire(client, contribution)
    decider(administratrice, contribution, "demander", "Retirez le nom de la personne citée.")
    html = lire(client, contribution)
    assert "Un passage est à reprendre" in html
    assert "Retirez le nom de la personne citée." in html
    decider(administratrice, contribution, "refuser", "C’est hors du sujet.")
    html = lire(client, contribution)
    assert "Elle n’a pas été retenue" in html
    assert "C’est hors du sujet." in html


def test_it_tells_where_it_was_used_and_quoted(client, administratrice, enquete, theme):
    contribution = contribuer(enquete, theme=theme)
    decider(administratrice, contribution, "accepter")
    assert "Elle nourrit le thème «\u00a0Les horaires\u00a0»" in lire(client, contribution)
    assert "la cite" not in lire(client, contribution)
    theme.refresh_from_db()
    collecte.travailler_theme(
        identite=Identite(administratrice),
        theme=theme,
        version=theme.version,
        champs={"synthese": "On nous a dit : « à cette heure-là, tout le monde travaille »."},
    )
    assert "La synthèse du thème «\u00a0Les horaires\u00a0» la cite" in lire(client, contribution)


@pytest.mark.parametrize("abime", ["x", "0" * 32, "{uuid}", "{uuid}.abc", "{jeton}x"])
def test_a_forged_address_opens_nothing(client, contribution, abime):
    faux = abime.format(uuid=contribution.uuid.hex, jeton=jeton(contribution))
    for nom in ("suivi", "retirer", "reprendre", "oublier_l_adresse"):
        adresse = reverse(f"enquete:{nom}", args=[faux])
        assert client.post(adresse).status_code in {404, 405}
        assert client.get(adresse).status_code in {404, 405}
    assert Contribution.objects.get().etat == "recue"


def test_withdrawn_before_being_read_nothing_of_it_remains(client, contribution):
    reponse = client.post(chez("retirer", contribution))
    assert reponse.status_code == 302
    retiree = Contribution.objects.get()
    assert (retiree.etat, retiree.texte, retiree.nom, retiree.courriel) == ("retiree", "", "", "")
    html = lire(client, contribution)
    assert "Retirée" in html
    assert TEXTE not in html


def test_withdrawn_once_accepted_it_leaves_the_compilation_the_page_and_the_disk(
    client, medias, administratrice, enquete, theme, page, django_capture_on_commit_callbacks
):
    contribution = contribuer(enquete, theme=theme)
    joindre(contribution, "file.jpg", fabrique.jpeg())
    decider(administratrice, contribution, "accepter")
    assert TEXTE in page()
    assert Materiau.objects.count() == 2
    assert [chemin for chemin in medias.rglob("*") if chemin.is_file()]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(chez("retirer", contribution))
    assert not [chemin for chemin in medias.rglob("*") if chemin.is_file()]
    assert (Materiau.objects.count(), PieceJointe.objects.count(), Fichier.objects.count()) == (0, 0, 0)
    assert TEXTE not in page()


def test_withdrawing_twice_is_harmless_and_works_once_the_survey_is_closed(
    client, administratrice, contribution, enquete
):
    clore(administratrice, enquete)
    for _ in range(2):
        assert client.post(chez("retirer", contribution)).status_code == 302
    assert Contribution.objects.get().etat == "retiree"


def test_a_withdrawn_contribution_is_no_longer_decided(alice, equipe, client, contribution):
    client.post(chez("retirer", contribution))
    adresse = equipe.dossier.adresse("evaluation:decider_contribution", contribution.uuid)
    reponse = alice.post(adresse, {"geste": "accepter", "version": contribution.version})
    assert reponse.status_code == 409
    assert Materiau.objects.count() == 0


def test_a_synthesis_that_still_quotes_it_is_said_to_who_moderates(
    client, alice, equipe, administratrice, enquete, theme
):
    contribution = contribuer(enquete, theme=theme)
    decider(administratrice, contribution, "accepter")
    theme.refresh_from_db()
    collecte.travailler_theme(
        identite=Identite(administratrice),
        theme=theme,
        version=theme.version,
        champs={"synthese": "« À cette heure-là, tout le monde travaille », dit-on."},
    )
    client.post(chez("retirer", contribution))
    adresse = equipe.dossier.adresse("evaluation:contributions")
    html = alice.get(adresse, {"etat": "retiree"}).content.decode()
    assert "La synthèse la cite encore, à reprendre\u00a0: «\u00a0Les horaires\u00a0»." in html


def test_asked_to_leave_a_part_out_she_sends_it_again(client, medias, administratrice, contribution):
    piece = joindre(contribution, "file.jpg", fabrique.jpeg())
    decider(administratrice, contribution, "demander", "Retirez la photo et le nom.")
    reponse = client.post(
        chez("reprendre", contribution), {"texte": "Le bus passe trop tôt.", "sans": [str(piece.uuid)]}
    )
    assert reponse.status_code == 302
    reprise = Contribution.objects.get()
    assert (reprise.etat, reprise.texte) == ("recue", "Le bus passe trop tôt.")
    assert (PieceJointe.objects.count(), Fichier.objects.count()) == (0, 0)


def test_what_nobody_asked_to_take_up_again_is_not_changed(client, contribution):
    reponse = client.post(chez("reprendre", contribution), {"texte": "Autre chose."})
    assert reponse.status_code == 422
    assert Contribution.objects.get().texte == TEXTE


def test_an_empty_text_sent_again_is_refused(client, administratrice, contribution):
    decider(administratrice, contribution, "demander", "Retirez le nom.")
    assert client.post(chez("reprendre", contribution), {"texte": " "}).status_code == 422
    assert Contribution.objects.get().etat == "a_reprendre"


def test_each_decision_is_written_to_who_left_an_address_until_she_takes_it_back(
    client, administratrice, contribution
):
    decider(administratrice, contribution, "refuser", "C’est hors du sujet.")
    sujets = list(Courriel.objects.order_by("pk").values_list("sujet", flat=True))
    assert sujets == ["Votre contribution est reçue", "Votre contribution n’a pas été retenue"]
    client.post(chez("oublier_l_adresse", contribution))
    assert Contribution.objects.get().courriel == ""
    decider(administratrice, contribution, "revoir")
    decider(administratrice, contribution, "accepter")
    assert Courriel.objects.count() == 2


def test_addresses_are_forgotten_ninety_days_after_the_end(administratrice, contribution, enquete):
    clore(administratrice, enquete)
    purge.purger()
    assert Contribution.objects.get().courriel == "lea@ailleurs.example"
    type(enquete).objects.update(close_le=timezone.now() - purge.ADRESSES - timedelta(hours=1))
    purge.purger()
    assert Contribution.objects.get().courriel == ""
    assert Contribution.objects.get().texte == TEXTE


def test_addresses_left_after_the_closing_date_was_moved_are_forgotten_too(contribution, enquete):
    fin = timezone.now() - purge.ADRESSES - timedelta(hours=1)
    type(enquete).objects.update(ferme_le=fin, purge_le=fin - timedelta(hours=1))
    purge.purger()
    assert Contribution.objects.get().courriel == ""


def test_files_of_what_was_refused_go_after_a_month(medias, administratrice, contribution):
    joindre(contribution, "file.jpg", fabrique.jpeg())
    decider(administratrice, contribution, "refuser", "C’est hors du sujet.")
    purge.purger()
    assert Fichier.objects.count() == 1
    Contribution.objects.update(decidee_le=timezone.now() - purge.FICHIERS_REFUSES - timedelta(hours=1))
    purge.purger()
    assert (Fichier.objects.count(), PieceJointe.objects.count()) == (0, 0)
