from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import services as collectivites
from communs.collectivites.identite import Identite
from communs.etats.models import Ligne
from nuancier.parcours import services
from nuancier.parcours.enums import Visibilite
from nuancier.parcours.models import DELAI_REPENTIR, Parcours
from nuancier.parcours.tasks import purger
from tests.conftest import creer_compte
from tests.contrats.adresses import url_de
from tests.contrats.exemples import PARTS_DU_PARCOURS
from tests.contrats.test_adresses import demander
from tests.outils.parcours import composer, partager

pytestmark = pytest.mark.django_db
LISTE = "/nuancier/parcours/?page=1"  # with a question: never kept


def adresse(nom: str, parcours: Parcours, *args) -> str:
    return reverse(f"nuancier:{nom}", args=[parcours.uuid, *args])


@pytest.fixture
def editrice(db):
    compte = creer_compte("elise@vigie.example", prenom="Élise")
    compte.user_permissions.add(Permission.objects.get(codename="change_teinte"))
    return compte


# --- who may what --------------------------------------------------------------------------------


@pytest.mark.contrat
@pytest.mark.parametrize("nom", sorted(PARTS_DU_PARCOURS))
def test_a_stranger_gets_404_a_member_what_she_may_and_the_author_everything(client_de, decor, nom):
    url = url_de(nom, decor)
    assert demander(client_de(decor.etrangere), nom, url) == 404
    attendu = {403} if PARTS_DU_PARCOURS[nom] == "auteur" else {200, 302}
    assert demander(client_de(decor.membre), nom, url) in attendu
    assert demander(client_de(decor.administratrice), nom, url) in {200, 302, 400, 422}


def test_an_anonymous_reader_of_a_shared_path_is_sent_to_sign_in(client, decor):
    for uuid in (decor.parcours.parcours.uuid, uuid4()):
        response = client.get(reverse("nuancier:un_parcours", args=[uuid]))
        assert response["Location"].startswith(reverse("account_login"))


def test_a_private_path_is_for_its_author_alone(client_de, parcours, membre, collectivite):
    assert client_de(membre).get(parcours.get_absolute_url()).status_code == 404


def test_who_reads_a_public_path_sees_neither_its_preparation_nor_a_gesture(client, client_de, decor):
    for lecteur in (client, client_de(decor.etrangere)):
        texte = lecteur.get(decor.parcours.public.get_absolute_url()).content.decode()
        assert "Un jour de terrain" in texte
        assert "Préparer" not in texte
        assert 'method="post"' not in texte.partition('id="contenu"')[2]
    assert (
        client_de(decor.etrangere).get(adresse("histoire_parcours", decor.parcours.public)).status_code == 403
    )


def test_a_member_reads_the_preparation_of_a_shared_path_and_writes_nothing(client_de, decor):
    texte = client_de(decor.membre).get(decor.parcours.parcours.get_absolute_url()).content.decode()
    assert "Préparer" in texte
    assert "Réserver la salle" in texte
    assert "Régler" not in texte


# --- sharing -------------------------------------------------------------------------------------


def envoyer(client, parcours, **champs):
    return client.post(adresse("partager_parcours", parcours), {"version": parcours.version} | champs)


def test_sharing_says_licence_and_attribution_and_publishing_puts_it_in_the_list(
    client, client_de, parcours, administratrice
):
    alice = client_de(administratrice)
    page = alice.get(adresse("partager_parcours", parcours)).content.decode()
    assert "CC BY-NC-SA" in page
    assert "D’après le Nuancier de La 27e Région." in page
    assert envoyer(alice, parcours, visibilite="public").status_code == 302
    liste = client.get(LISTE).content.decode()
    assert parcours.titre in liste
    assert "Alice Kerguelen" in liste
    parcours.refresh_from_db()
    assert envoyer(alice, parcours, visibilite="prive").status_code == 302
    assert parcours.titre not in client.get(LISTE).content.decode()


def test_the_public_list_and_a_public_path_are_kept_and_renewed_when_it_changes(
    client, parcours, administratrice, django_assert_num_queries, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        partager(parcours, Visibilite.PUBLIC)
    urls = (reverse("nuancier:parcours"), parcours.get_absolute_url())
    for url in urls:
        client.get(url)
        with django_assert_num_queries(0):
            assert parcours.titre in client.get(url).content.decode()
    parcours.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        services.presenter(
            identite=Identite(administratrice),
            parcours=parcours,
            version=parcours.version,
            champs={"titre": "Autre titre"},
        )
    for url in urls:
        assert "Autre titre" in client.get(url).content.decode()


def test_an_e_mail_address_is_never_shown_in_public(client, membre, teintes):
    membre.prenom = membre.nom = ""
    membre.save()
    public = partager(composer(membre, *teintes[:1]), Visibilite.PUBLIC)
    for url in (reverse("nuancier:parcours"), public.get_absolute_url()):
        texte = client.get(url).content.decode()
        assert membre.email not in texte
        assert "une personne qui n’a pas donné son nom" in texte


def test_an_empty_path_is_not_published(client_de, administratrice, db):
    vide = composer(administratrice)
    response = envoyer(client_de(administratrice), vide, visibilite="public")
    assert response.status_code == 422
    assert "ajoutez au moins une teinte" in response.content.decode()


def test_sharing_with_a_collectivite_asks_which_and_only_one_s_own(
    client_de, parcours, administratrice, autre_collectivite
):
    alice = client_de(administratrice)
    assert envoyer(alice, parcours, visibilite="collectivite").status_code == 422
    reponse = envoyer(alice, parcours, visibilite="collectivite", collectivite=autre_collectivite.pk)
    assert reponse.status_code == 422
    with pytest.raises(PermissionDenied):
        partager(parcours, Visibilite.COLLECTIVITE, autre_collectivite)
    parcours.refresh_from_db()
    assert parcours.visibilite == "prive"


def test_a_copy_has_the_chips_says_where_it_comes_from_and_leaves_notes_and_withdrawn_teintes(
    client_de, etrangere, parcours
):
    pastille = parcours.pastilles.get(rang=1)
    pastille.note = "Rien que pour nous"
    pastille.save()
    retiree = parcours.pastilles.get(rang=2).teinte
    retiree.retiree_le = timezone.now()
    retiree.save()
    partager(parcours, Visibilite.PUBLIC)
    chloe = client_de(etrangere)
    envoi = {"demande": uuid4(), "titre": "Le mien"}
    for _ in range(2):
        assert chloe.post(adresse("copier_parcours", parcours), envoi).status_code == 302
    copie = Parcours.objects.get(auteur=etrangere)
    assert (copie.copie_de, copie.titre, copie.visibilite) == (parcours, "Le mien", "prive")
    assert list(copie.pastilles.order_by("rang").values_list("rang", "teinte__code", "note")) == [
        (1, "4.1", ""),
        (2, "4.3", ""),
    ]
    assert copie.gestes.count() == 3
    assert parcours.pastilles.count() == 3


def test_a_person_has_a_bounded_number_of_paths(administratrice, teintes, monkeypatch):
    monkeypatch.setattr(services, "MAX_PARCOURS", 1)
    composer(administratrice)
    with pytest.raises(ValidationError, match="supprimez-en un"):
        composer(administratrice)


# --- an editor's word ----------------------------------------------------------------------------


def test_an_editor_takes_a_public_path_down_and_its_author_reads_why_corrects_and_publishes(
    client, client_de, parcours, administratrice, editrice
):
    partager(parcours, Visibilite.PUBLIC)
    url = adresse("moderer_parcours", parcours)
    assert client_de(administratrice).get(url).status_code == 403
    elise = client_de(editrice)
    assert elise.post(url, {"modere_motif": " "}).status_code == 422
    assert elise.post(url, {"modere_motif": "De la publicité."}).status_code == 302
    assert elise.post(url, {"modere_motif": "De la publicité."}).status_code == 404
    assert parcours.titre not in client.get(reverse("nuancier:parcours")).content.decode()
    alice = client_de(administratrice)
    page = alice.get(parcours.get_absolute_url()).content.decode()
    assert "De la publicité." in page
    parcours.refresh_from_db()
    assert envoyer(alice, parcours, visibilite="public").status_code == 302
    parcours.refresh_from_db()
    assert (parcours.visibilite, parcours.modere_motif) == ("public", "")


# --- leaving, deleting ---------------------------------------------------------------------------


def test_an_administrator_takes_over_a_shared_path_once_its_author_has_left(
    client_de, membre, administratrice, collectivite, teintes
):
    parcours = partager(composer(membre, *teintes), Visibilite.COLLECTIVITE, collectivite)
    alice, url = client_de(administratrice), adresse("reprendre_parcours", parcours)
    assert alice.post(url).status_code == 403
    collectivite.adhesions.get(compte=membre).delete()
    assert "En devenir l’auteur" in alice.get(parcours.get_absolute_url()).content.decode()
    assert alice.post(url).status_code == 302
    parcours.refresh_from_db()
    assert parcours.auteur == administratrice


def test_a_deleted_path_is_read_by_nobody_and_comes_back_within_thirty_days(
    client_de, parcours, administratrice
):
    alice = client_de(administratrice)
    assert alice.post(adresse("supprimer_parcours", parcours)).status_code == 302
    assert alice.get(parcours.get_absolute_url()).status_code == 404
    assert "Rétablir" in alice.get(reverse("nuancier:parcours")).content.decode()
    for _ in range(2):
        assert alice.post(adresse("retablir_parcours", parcours)).status_code == 302
    assert alice.get(parcours.get_absolute_url()).status_code == 200


def test_a_stranger_does_not_bring_a_deleted_path_back(client_de, etrangere, parcours, administratrice):
    services.supprimer(identite=Identite(administratrice), parcours=parcours)
    assert client_de(etrangere).post(adresse("retablir_parcours", parcours)).status_code == 404


def test_the_purge_deletes_after_thirty_days_journal_included_and_not_before(parcours, administratrice):
    services.supprimer(identite=Identite(administratrice), parcours=parcours)
    uuid = parcours.uuid
    purger()
    assert Parcours.objects.filter(uuid=uuid).exists()
    Parcours.objects.update(
        cree_le=timezone.now() - timedelta(days=90),
        supprime_le=timezone.now() - DELAI_REPENTIR - timedelta(seconds=1),
    )
    purger()
    assert not Parcours.objects.filter(uuid=uuid).exists()
    assert not Ligne.objects.filter(portee=uuid).exists()


def test_erasing_an_account_erases_what_she_alone_read_and_leaves_the_rest_without_her_name(
    client, membre, collectivite, teintes
):
    seule = composer(membre, *teintes, titre="Pour moi seul")
    partage = partager(composer(membre, *teintes), Visibilite.COLLECTIVITE, collectivite)
    public = partager(composer(membre, *teintes, titre="Pour tous"), Visibilite.PUBLIC)
    collectivites.supprimer_compte(compte=membre)
    assert set(Parcours.objects.values_list("uuid", "auteur")) == {
        (partage.uuid, None),
        (public.uuid, None),
    }
    assert not Ligne.objects.filter(portee=seule.uuid).exists()
    assert "Bachir" not in client.get(public.get_absolute_url()).content.decode()


def test_a_collectivite_that_goes_gives_shared_paths_back_to_their_authors(
    etrangere, autre_collectivite, administratrice, teintes
):
    parcours = partager(composer(etrangere, *teintes), Visibilite.COLLECTIVITE, autre_collectivite)
    services.quitter_la_collectivite(autre_collectivite)
    autre_collectivite.delete()
    parcours.refresh_from_db()
    assert (parcours.visibilite, parcours.collectivite, parcours.auteur) == ("prive", None, etrangere)


# --- lists ---------------------------------------------------------------------------------------


def test_the_list_shows_one_s_own_those_shared_and_the_public_ones_apart(
    client_de, administratrice, membre, collectivite, teintes
):
    composer(administratrice, titre="À moi")
    partager(composer(membre, *teintes, titre="Au service"), Visibilite.COLLECTIVITE, collectivite)
    composer(membre, titre="Caché")
    texte = client_de(administratrice).get(reverse("nuancier:parcours")).content.decode()
    miens, _, reste = texte.partition('id="partages"')
    assert "À moi" in miens
    assert "Au service" in reste
    assert "Caché" not in texte


@pytest.mark.parametrize(
    ("filtre", "attendus"),
    [
        ("", {"Le premier", "Le second"}),
        ("q=prémier", {"Le premier"}),
        ("famille=4", {"Le premier", "Le second"}),
        ("famille=1", set()),
        ("jours=2", {"Le second"}),
        ("jours=-1", set()),
        ("famille=nord", set()),
    ],
)
def test_filters_narrow_the_public_list(client, administratrice, teintes, filtre, attendus):
    partager(composer(administratrice, *teintes, titre="Le premier", jours=3), Visibilite.PUBLIC)
    partager(composer(administratrice, *teintes, titre="Le second", jours=2), Visibilite.PUBLIC)
    texte = client.get(f"{reverse('nuancier:parcours')}?{filtre}").content.decode()
    assert {titre for titre in ("Le premier", "Le second") if titre in texte} == attendus


@pytest.mark.parametrize("combien", [1, 12])
def test_lists_and_the_page_of_a_path_cost_the_same_however_many_chips(
    client_de, administratrice, teintes, django_assert_num_queries, combien
):
    for _ in range(combien):
        dernier = composer(administratrice, *teintes * combien)
    partager(dernier, Visibilite.PUBLIC)
    alice = client_de(administratrice)
    alice.get(reverse("nuancier:parcours"))
    with django_assert_num_queries(11):
        alice.get(reverse("nuancier:parcours"))
    with django_assert_num_queries(19):
        alice.get(dernier.get_absolute_url())
