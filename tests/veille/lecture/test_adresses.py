"""Old addresses keep working: bulletins and issues renamed, notices merged or taken back."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from communs.catalogue.models import Recommandable
from communs.collectivites.identite import Identite
from communs.etats.services import Conflit
from tests.outils.veille import (
    ARTICLE,
    NUMERO,
    creer_bulletin,
    creer_notice,
    creer_numero,
    creer_numero_publie,
    nommer_documentaliste,
)
from veille.enums import EtatNumero
from veille.models import AncienneAdresse, Notice, Numero
from veille.numeros.adresses import renommer, verifier_adresse

pytestmark = pytest.mark.django_db

AVANT = "/veille/lettre-du-large/n-41/"


@pytest.fixture
def documentaliste(administratrice) -> Identite:
    return nommer_documentaliste(administratrice)


@pytest.fixture
def numero(db) -> Numero:
    return creer_numero_publie()


def donner(identite, objet, cle: str):
    objet.refresh_from_db()
    return renommer(identite=identite, objet=objet, cle=cle, version=objet.version)


def menent(client, depart: str, arrivee: str) -> None:
    response = client.get(depart)
    assert (response.status_code, response["Location"]) == (301, arrivee)
    assert client.get(arrivee).status_code == 200


def test_the_old_address_of_an_issue_leads_to_the_new_one(
    client, documentaliste, numero, django_capture_on_commit_callbacks
):
    assert client.get(AVANT).status_code == 200  # and the page is kept
    with django_capture_on_commit_callbacks(execute=True):
        donner(documentaliste, numero, "automne-2018")
    menent(client, AVANT, "/veille/lettre-du-large/automne-2018/")


def test_so_do_those_of_a_bulletin_and_of_its_issues(client, documentaliste, numero):
    donner(documentaliste, numero.bulletin, "le-large")
    menent(client, "/veille/lettre-du-large/", "/veille/le-large/")
    menent(client, AVANT, "/veille/le-large/n-41/")


def test_an_issue_renamed_before_and_after_its_bulletin_is_found_from_each_of_its_addresses(
    client, documentaliste, numero
):
    donner(documentaliste, numero, "automne")
    donner(documentaliste, numero.bulletin, "le-large")
    donner(documentaliste, numero, "octobre")
    for avant in (AVANT, "/veille/lettre-du-large/automne/", "/veille/le-large/automne/"):
        menent(client, avant, "/veille/le-large/octobre/")


def test_its_owner_may_take_an_old_address_again(client, documentaliste, numero):
    donner(documentaliste, numero, "automne")
    donner(documentaliste, numero, "n-41")
    assert client.get(AVANT).status_code == 200
    menent(client, "/veille/lettre-du-large/automne/", AVANT)
    assert list(AncienneAdresse.objects.values_list("chemin", flat=True)) == ["lettre-du-large/automne"]


def test_nobody_else_may(documentaliste, numero):
    donner(documentaliste, numero, "automne")
    autre = creer_numero(replace(NUMERO, cle="n-42", rubriques=(), une=()))
    with pytest.raises(ValidationError) as erreur:
        donner(documentaliste, autre, "n-41")
    assert (
        "a servi à «\u00a0La lettre du large, n°\u00a041\u00a0» et y mène encore" in erreur.value.messages[0]
    )
    verifier_adresse("lettre-du-large/n-43")
    with pytest.raises(ValidationError):
        verifier_adresse("lettre-du-large/n-41")


@pytest.mark.parametrize(
    ("cle", "message"),
    [
        ("n-42", "Un autre numéro de ce bulletin a déjà cette adresse."),
        ("", "Ce champ ne peut pas être vide."),
        ("deux mots", "ne doit contenir que des lettres"),
    ],
)
def test_an_address_taken_or_ill_written_is_refused_in_french(documentaliste, numero, cle, message):
    creer_numero(replace(NUMERO, cle="n-42", rubriques=(), une=()))
    with pytest.raises(ValidationError, match=message):
        donner(documentaliste, numero, cle)
    assert Numero.objects.get(pk=numero.pk).cle == "n-41"


@pytest.mark.parametrize(
    ("cle", "message"),
    [("autre", "Un autre bulletin a déjà cette adresse."), ("panier", "est réservée")],
)
def test_so_is_that_of_a_bulletin(documentaliste, numero, cle, message):
    creer_bulletin("autre")
    with pytest.raises(ValidationError, match=message):
        donner(documentaliste, numero.bulletin, cle)


def test_a_draft_leaves_no_trace_of_its_first_address(client, documentaliste):
    brouillon = creer_numero()
    donner(documentaliste, brouillon, "automne")
    assert not AncienneAdresse.objects.exists()
    assert client.get(AVANT).status_code == 404


def test_only_documentalistes_rename_and_a_stale_form_writes_nothing(documentaliste, numero, membre):
    with pytest.raises(PermissionDenied):
        donner(Identite(compte=membre), numero, "automne")
    with pytest.raises(Conflit):
        renommer(identite=documentaliste, objet=numero, cle="automne", version=numero.version + 1)
    assert donner(documentaliste, numero, "n-41").version == numero.version


def test_the_catalogue_follows(documentaliste, numero):
    donner(documentaliste, numero, "automne")
    donner(documentaliste, numero.bulletin, "le-large")
    connus = Recommandable.objects.filter(type="numero").values_list("cle", "adresse")
    assert list(connus) == [("le-large/automne", "/veille/le-large/automne/")]


def test_an_issue_taken_back_says_when_and_why(client, numero):
    numero.etat, numero.depublie_le, numero.depublie_motif = (
        EtatNumero.DEPUBLIE,
        timezone.now(),
        "Une <erreur>.",
    )
    numero.save()
    response = client.get(AVANT)
    assert response.status_code == 410
    assert "Ce numéro a été retiré" in response.content.decode()
    assert "Une &lt;erreur&gt;." in response.content.decode()


def test_a_merged_notice_leads_to_the_one_that_took_its_place(client, numero):
    reste = Notice.objects.get(titre=ARTICLE.titre)
    premiere, seconde = (creer_notice(titre=f"Double {no}", publiee_le=timezone.now()) for no in (1, 2))
    _fondre(seconde, reste)
    _fondre(premiere, seconde)
    menent(client, premiere.get_absolute_url(), reste.get_absolute_url())


def _fondre(notice: Notice, dans: Notice) -> None:
    notice.supprime_le, notice.fusionnee_dans = timezone.now(), dans
    notice.save()


@pytest.mark.parametrize("champ", ["retiree_le", "supprime_le"])
def test_a_notice_taken_back_is_gone_and_left_out_of_its_issue(client, numero, champ):
    notice = Notice.objects.get(titre=ARTICLE.titre)
    setattr(notice, champ, timezone.now())
    notice.save()
    response = client.get(notice.get_absolute_url())
    assert response.status_code == 410
    assert "Cette notice a été retirée" in response.content.decode()
    page = client.get(AVANT).content.decode()
    assert notice.get_absolute_url() not in page
    assert "1 notice a été retirée depuis la parution" in page


def test_a_notice_that_never_was_public_is_unknown(client, administratrice, client_de, documentaliste):
    notice = creer_notice()
    assert client.get(notice.get_absolute_url()).status_code == 404
    assert client_de(administratrice).get(notice.get_absolute_url()).status_code == 200
    assert client.get("/veille/notices/999999/").status_code == 404
