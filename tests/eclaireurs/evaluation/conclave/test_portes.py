"""Every door of the conclave: élus and directors can be neither drawn, nor invited, nor let in."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory

from communs.collectivites.identite import PERSONNE, Identite
from communs.collectivites.models import Adhesion, Compte
from communs.courrier.models import Courriel
from communs.dossiers.models import Dossier
from communs.livrets.gabarits import gabarit
from communs.tirages.models import Ecriture
from eclaireurs.evaluation.conclave import convocations, cookies, portes, services
from eclaireurs.evaluation.conclave.livrets import CONVOCATION, CONVOCATIONS, FEUILLE
from eclaireurs.evaluation.conclave.models import Convocation
from eclaireurs.evaluation.conclave.outil import archiver
from tests.eclaireurs.evaluation.outils import adresse
from tests.outils.conclaves import Histoire, nommer
from tests.outils.evaluations import creer_evaluation, remplir_le_plan

pytestmark = pytest.mark.django_db
FONCTIONS = pytest.mark.parametrize("fonction", ["elu", "direction"])


def requete(compte: Compte | None = None, convocation: Convocation | None = None) -> HttpRequest:
    """Somebody at the door, with the cookie of this convocation if she opened its page."""
    request = RequestFactory().get("/")
    request.user = compte or AnonymousUser()
    request.identite = Identite(compte) if compte else PERSONNE
    if convocation is not None:
        client = Client()
        client.get(convocation.adresse_secrete)
        request.COOKIES = {cookies.NOM: client.cookies[cookies.NOM].value}
    return request


def relu(histoire: Histoire) -> Dossier:
    """As each request finds it."""
    return Dossier.objects.get(pk=histoire.evaluation.dossier.pk)


def entrer(histoire: Histoire, compte: Compte | None = None, convocation: Convocation | None = None):
    return portes.entrer(requete(compte, convocation), relu(histoire))


# --- who comes in ------------------------------------------------------------------------------------


def test_a_pilot_comes_in_from_the_first_day_and_leads(histoire):
    convive = entrer(histoire, histoire.pilote.compte)
    assert convive.anime
    assert convive.cle == histoire.evaluation.gens["evaluateur"].uuid
    assert convive.nom == histoire.pilote.compte.nom_affiche


def test_a_convoked_agent_comes_in_by_account_or_by_link_as_the_same_person(convoque):
    convoque.ouvrir()
    convocation = convoque.une()
    par_compte = entrer(convoque, convocation.compte)
    par_lien = entrer(convoque, None, convocation)
    assert par_compte == par_lien
    assert (par_lien.cle, par_lien.service, par_lien.anime) == (convocation.uuid, "Voirie", False)


def test_the_room_is_closed_until_the_day(convoque):
    with pytest.raises(PermissionDenied, match="le jour venu"):
        entrer(convoque, convoque.une().compte)


def test_a_stranger_a_participant_and_a_stand_in_never_called_find_nothing(convoque, etrangere):
    convoque.ouvrir()
    convoquees = {c.compte_id for c in convoque.convocations()}
    jamais = [c for c in convoque.gens["Voirie"] if c.pk not in convoquees]
    for compte in (None, etrangere, convoque.evaluation.gens["comite"].compte, *jamais):
        with pytest.raises(Http404):
            entrer(convoque, compte)


def test_who_refused_is_told_why_the_door_is_shut(convoque):
    convocation = convoque.une()
    convoque.refuser(convocation)
    convoque.ouvrir()
    with pytest.raises(PermissionDenied, match="ne veniez pas"):
        entrer(convoque, convocation.compte)


def test_a_forged_link_or_cookie_opens_nothing(convoque):
    convoque.ouvrir()
    assert Client().get("/conclave/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    request = requete()
    request.COOKIES = {cookies.NOM: f'"{convoque.une().pk}:forge"'}
    with pytest.raises(Http404):
        portes.entrer(request, relu(convoque))


def test_the_link_of_another_evaluation_opens_nothing_here(convoque, collectivite, administratrice):
    convoque.ouvrir()
    autre = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(autre, preconisations=1, actions=1, taches=1)
    with pytest.raises(Http404):
        portes.entrer(requete(None, convoque.une()), autre.dossier)


def test_somebody_signed_in_does_not_use_another_s_convocation(client_de, convoque, etrangere):
    convoque.ouvrir()
    convocation = convoque.une()
    reponse = client_de(etrangere).get(convocation.adresse_secrete)
    assert reponse.status_code == 403
    assert cookies.NOM not in reponse.cookies
    with pytest.raises(PermissionDenied, match="une autre personne"):
        entrer(convoque, etrangere, convocation)


# --- élus and directors, door by door ------------------------------------------------------------------


@FONCTIONS
def test_by_hand_nobody_invites_them_by_any_address_of_theirs(convoque, fonction):
    elle = convoque.gens["Écoles"][0]
    Convocation.objects.filter(compte=elle).delete()
    elle.emailaddress_set.create(email="autre@port-lumiere.example", verified=True)
    nommer(elle, fonction)
    avant = Courriel.objects.count()
    for email in (elle.email.upper(), "autre@port-lumiere.example"):
        with pytest.raises(ValidationError, match="ne prennent pas part"):
            convocations.inviter(
                identite=convoque.pilote, conclave=convoque.conclave, nom="Elle", email=email, service=""
            )
    assert Courriel.objects.count() == avant


@FONCTIONS
def test_named_between_the_draw_and_the_convocations_she_receives_none_and_the_stand_in_does(
    histoire, fonction
):
    histoire.tirer()
    tiree = Ecriture.objects.filter(genre="titulaire", inscrit__groupe="Voirie").first().inscrit
    nommer(tiree.compte, fonction)
    histoire.preciser()
    histoire.franchir("convoquer")
    assert not Courriel.objects.filter(destinataire=tiree.compte.email, cle__startswith="conclave:").exists()
    assert not Convocation.objects.filter(compte=tiree.compte).exists()
    assert len(histoire.convocations(service="Voirie")) == 2
    assert [c.origine for c in histoire.convocations(origine="remplacement")] == ["remplacement"]
    assert Ecriture.objects.get(genre="refus").motif == "empechee"


@FONCTIONS
def test_a_stand_in_who_became_one_is_passed_over(histoire, fonction):
    histoire.convoquer(Voirie=(1, 2), Écoles=(1, 0))
    suppleantes = Ecriture.objects.filter(genre="suppleant", inscrit__groupe="Voirie").order_by("ordre")
    premiere, seconde = (e.inscrit for e in suppleantes)
    nommer(premiere.compte, fonction)
    histoire.refuser(histoire.une())
    assert [c.inscrit for c in histoire.convocations(origine="remplacement")] == [seconde]


@FONCTIONS
def test_named_after_she_was_convoked_her_page_her_answer_and_her_papers_are_shut(convoque, fonction):
    convocation = convoque.une()
    nommer(convocation.compte, fonction)
    for methode in ("get", "post"):
        reponse = getattr(Client(), methode)(convocation.adresse_secrete, {"reponse": "acceptee"})
        assert reponse.status_code == 403
        assert "ne prennent pas part au conclave" in reponse.content.decode()
    for suite in ("conclave.ics",):
        assert Client().get(f"{convocation.adresse_secrete}{suite}").status_code == 403
    assert Client().post(f"{convocation.adresse_secrete}imprimer/").status_code == 403
    assert gabarit(CONVOCATION).obtenir(convocation.jeton, None) is None
    convocation.refresh_from_db()
    assert convocation.reponse == "attendue"


@FONCTIONS
def test_named_after_she_was_convoked_the_room_is_shut_by_account_and_by_link(convoque, fonction):
    convocation = convoque.une()
    par_lien = requete(None, convocation)
    convoque.ouvrir()
    nommer(convocation.compte, fonction)
    for request in (requete(convocation.compte), par_lien):
        with pytest.raises(PermissionDenied, match="ne prennent pas part"):
            portes.entrer(request, relu(convoque))


@FONCTIONS
def test_the_morning_round_calls_the_stand_in_of_who_became_one_and_writes_to_her_no_more(convoque, fonction):
    convocation = convoque.une()
    nommer(convocation.compte, fonction)
    services.relancer()
    convocation.refresh_from_db()
    assert convocation.reponse == "ecartee"
    assert len(convoque.convocations(origine="remplacement")) == 1
    assert Courriel.objects.filter(destinataire=convocation.compte.email).count() == 1


@FONCTIONS
def test_a_pilot_can_neither_accept_for_them_nor_write_to_them_again(convoque, fonction):
    convocation = convoque.une()
    nommer(convocation.compte, fonction)
    with pytest.raises(ValidationError, match="ne prennent pas part"):
        convocations.noter(identite=convoque.pilote, convocation=convocation, version=1, reponse="acceptee")
    with pytest.raises(ValidationError, match="ne prennent pas part"):
        convocations.renvoyer(identite=convoque.pilote, convocation=convocation)


@FONCTIONS
def test_an_elu_of_the_dossier_reads_neither_who_comes_nor_the_archive_of_it(
    client_de, convoque, collectivite, fonction
):
    comite = convoque.evaluation.gens["comite"].compte
    Adhesion.objects.create(compte=comite, collectivite=collectivite, fonction=fonction)
    venante = convoque.une()
    convoque.accepter(venante)
    page = client_de(comite).get(adresse(convoque.evaluation, "conclave")).content.decode()
    assert venante.nom not in page
    assert "Le conclave se tient sans vous" in page
    assert "Le tableau martyr" not in page
    agent = client_de(convoque.evaluation.gens["agent"].compte)
    assert venante.nom in agent.get(adresse(convoque.evaluation, "conclave")).content.decode()
    dossier = convoque.evaluation.dossier
    contenus = b"".join(contenu for _, contenu in archiver(Identite(comite), dossier))
    assert venante.nom.encode() not in contenus
    with pytest.raises(Http404):
        entrer(convoque, comite)


@FONCTIONS
def test_even_a_pilot_who_is_one_does_not_sit_at_the_table(convoque, collectivite, fonction):
    applicateur = convoque.evaluation.gens["applicateur"].compte
    Adhesion.objects.create(compte=applicateur, collectivite=collectivite, fonction=fonction)
    with pytest.raises(PermissionDenied, match="ne prennent pas part"):
        entrer(convoque, applicateur)


def test_an_elu_of_a_partner_is_kept_out_too(convoque, autre_collectivite, etrangere):
    convoque.evaluation.dossier.partenaires.add(autre_collectivite)
    etrangere.adhesions.update(fonction="elu")
    with pytest.raises(ValidationError, match="ne prennent pas part"):
        convocations.inviter(
            identite=convoque.pilote,
            conclave=convoque.conclave,
            nom="Chloé",
            email=etrangere.email,
            service="",
        )


def test_the_papers_of_the_day_are_the_pilots_and_name_nobody_who_is_out(convoque):
    refusee, autre = convoque.convocations(service="Voirie")
    convoque.refuser(refusee)
    contexte = gabarit(FEUILLE).contexte(convoque.conclave, {})
    noms = {c.nom for tablee in contexte["tablees"] for c in tablee.convocations}
    assert autre.nom in noms
    assert refusee.nom not in noms
    for role in ("comite", "agent"):
        identite = convoque.evaluation.identite(role)
        for cle in (FEUILLE, CONVOCATIONS):
            assert not identite.peut(gabarit(cle).permission, convoque.conclave)


def test_outsiders_read_no_name_of_the_conclave(client, convoque):
    convoque.accepter(convoque.une())
    convoque.evaluation.dossier.visibilite = "public"
    convoque.evaluation.dossier.save()
    page = client.get(adresse(convoque.evaluation, "conclave")).content.decode()
    assert convoque.tirage.adresse_publique in page
    assert not [c.nom for c in convoque.convocations() if c.nom in page]
