"""What was given for the team alone, what was taken back, and at whose hour a survey closes."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.etats.models import Ligne
from communs.materiaux import services as materiaux
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.desirable import services as desirable
from eclaireurs.evaluation.desirable.models import Desirable, Piece
from eclaireurs.evaluation.desirable.offre import offres
from eclaireurs.evaluation.desirable.photographie import photographier
from eclaireurs.evaluation.enquete import jetons, suivi
from eclaireurs.evaluation.enquete.calculs import est_suspect
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.models import Enquete
from eclaireurs.evaluation.enquete.outil import archiver
from tests.outils.enquetes import TEXTE, contribuer, decider, ouvrir_un_relais

pytestmark = pytest.mark.django_db


def accepter(administratrice, enquete, **champs) -> Materiau:
    """The clue that a contribution has become."""
    contribution = contribuer(enquete, **champs)
    decider(administratrice, contribution, "accepter")
    return Materiau.objects.select_related("dossier__collectivite").get(contribution=contribution)


def reecrire(equipe, indice: Materiau, **champs) -> None:
    materiaux.reecrire(
        identite=equipe.identite("evaluateur"), materiau=indice, version=indice.version, champs=champs
    )


def test_what_is_for_the_team_alone_is_read_by_neither_committee_nor_press(administratrice, enquete, equipe):
    tue = accepter(administratrice, enquete, accord="taire")
    dite = accepter(administratrice, enquete, texte="Le bus passe trop tôt pour nous.", accord="publier")
    for role, lus in {
        "evaluateur": {tue, dite},
        "applicateur": {tue, dite},
        "comite": {dite},
        "agent": {dite},
        "journaliste": {dite},
    }.items():
        visibles = Materiau.objects.visibles_dans(equipe.dossier, equipe.identite(role))
        assert set(visibles) == lus, role


def test_no_consent_noted_later_puts_it_in_a_report(administratrice, enquete, equipe):
    tue = accepter(administratrice, enquete, accord="taire")
    reecrire(equipe, tue, consentement="donne", portee_lecture="lecteurs")
    rapport = Desirable.objects.select_related("dossier__collectivite").get(dossier=equipe.dossier)
    assert not [offre for offre in offres(rapport) if offre.objet == tue]
    cles = [f"materiau:{tue.uuid}"]
    assert desirable.choisir(identite=equipe.identite("evaluateur"), rapport=rapport, cles=cles) == 0
    Piece.objects.create(rapport=rapport, sorte="materiau", partie="terrain", numero=1, materiau=tue)
    assert photographier(rapport)["pieces"] == []


def test_what_is_withdrawn_leaves_no_word_in_the_journal(client_de, administratrice, enquete, equipe):
    indice = accepter(administratrice, enquete, nom="Mado")
    reecrire(equipe, indice, texte="Le bibliobus passe à dix heures.", source="Mado, du Phare")
    journal = client_de(administratrice).get(equipe.dossier.adresse("dossiers:journal")).content.decode()
    assert "les mots n’en sont pas gardés ici" in journal
    suivi.retirer(contribution=Contribution.objects.get())
    lignes = "".join(str(ligne.parametres) for ligne in Ligne.objects.filter(portee=enquete.portee))
    for mot in (TEXTE, "dix heures", "Mado"):
        assert mot not in lignes


@pytest.fixture
def a_la_reunion(equipe) -> None:
    Collectivite.objects.filter(pk=equipe.dossier.collectivite_id).update(fuseau="Indian/Reunion")


def test_the_hours_of_a_survey_are_those_of_its_collectivite(client, alice, chez, enquete, a_la_reunion):
    champs = {"version": enquete.version, "introduction": "Pourquoi."}
    alice.post(chez("regler_enquete"), champs | {"ferme_le": "2099-06-01T20:00"})
    assert Enquete.objects.get().ferme_le == datetime(2099, 6, 1, 16, tzinfo=UTC)
    assert 'value="2099-06-01T20:00"' in alice.get(chez("regler_enquete")).content.decode()
    for page in (alice.get(chez()), client.get(enquete.adresse_publique)):
        html = page.content.decode()
        assert "1 juin 2099 à 20:00" in html
        assert "La Réunion" in html


def test_before_its_day_the_page_says_the_hour_of_its_collectivite(client, enquete, a_la_reunion):
    Enquete.objects.update(ouvre_le=datetime(2099, 6, 1, 16, tzinfo=UTC))
    assert "1 juin 2099 à 20:00" in client.get(enquete.adresse_publique).content.decode()


@pytest.mark.parametrize("ferme_le", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_survey_does_not_close_in_a_year_that_nothing_can_read_back(alice, chez, enquete, equipe, ferme_le):
    Collectivite.objects.filter(pk=equipe.dossier.collectivite_id).update(fuseau="America/Martinique")
    champs = {"version": enquete.version, "introduction": "Pourquoi.", "ferme_le": ferme_le}
    reponse = alice.post(chez("regler_enquete"), champs)
    assert reponse.status_code == 422
    assert "plausible" in reponse.content.decode()
    assert alice.get(chez()).status_code == 200


def test_the_address_to_keep_is_the_public_one_whatever_the_request_says(client, settings, enquete):
    settings.ALLOWED_HOSTS = ["*"]
    adresse = jetons.adresse_de_suivi(contribuer(enquete))
    html = client.get(adresse, headers={"host": "attaquant.example"}).content.decode()
    assert settings.VIGIE_ADRESSE + adresse in html
    assert "attaquant.example" not in html


@pytest.mark.parametrize(
    ("texte", "suspect"),
    [
        ("voir https://a.fr, www.b.fr et mon-site.com", True),
        ("a.com b.org", False),
        ("<a href=x>", True),
        ("[url=x]ici[/url]", True),
        ("3 < 4 et 5 > 2", False),
        ("<a" * 2000, False),
        ("a-" * 2500, False),
        ("[url" * 1200, False),
    ],
)
def test_what_looks_like_spam_is_still_recognised(texte, suspect):
    assert est_suspect(texte) is suspect


def test_a_kit_that_was_passed_on_does_not_fill_the_survey_by_itself(client, settings, enquete):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"enquete_saisir": "2/h/key"}
    kit = f"{ouvrir_un_relais(enquete).adresse_du_kit}saisir/"
    for texte in ("Une", "Deux", "Trois"):
        reponse = client.post(kit, {"texte": f"{texte}.", "accord": "publier", "demande": str(uuid4())})
    assert reponse.status_code == 422
    assert "Trop de feuilles" in reponse.content.decode()
    assert "Trois." in reponse.content.decode()
    assert Contribution.objects.count() == 2


def test_what_a_stranger_writes_is_no_formula_in_the_archive(administratrice, enquete):
    for texte in ("=1+1", "\uff1d1+1", "+33", "@somme"):
        contribuer(enquete, texte=texte)
    fichiers = dict(archiver(Identite(administratrice), enquete.dossier))
    lignes = fichiers["contributions.csv"].decode("utf-8-sig").splitlines()[1:]
    assert [ligne.split(";")[5] for ligne in lignes] == ["'=1+1", "'\uff1d1+1", "'+33", "'@somme"]
