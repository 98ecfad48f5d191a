"""Practices used and the logbook: dated, corrected for a time, taken out and taken back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.services import supprimer_compte
from communs.etats.models import PERSONNE_EFFACEE, Ligne
from communs.etats.services import Conflit
from sonar.fabrique import services
from sonar.fabrique.avancement import pratiques_du_tour
from sonar.fabrique.fiches import DELAI_CORRECTION, DELAI_REPENTIR, EntreeDeBord, UsageDePratique
from sonar.fabrique.models import Pratique
from tests.outils.fabriques import consigner, noter, ouvrir_une_fiche, repondre
from tests.sonar.fabrique.test_fiche import adresse, texte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def saisie(**champs):
    return {
        "demande": uuid4(),
        "le": "2026-03-12",
        "texte": "Comptage",
        "etape": "",
        "pratique_cle": "",
        **champs,
    }


def ecrire(identite, entree, mots="Autrement", version=1):
    champs = {"texte": mots}
    return services.corriger_entree(identite=identite, entree=entree, version=version, champs=champs)


# --- logbook -------------------------------------------------------------------------------------


def test_an_entry_is_dated_signed_and_tied_to_a_stage_and_a_practice(client_de, plume, fiche):
    client = client_de(plume)
    form = saisie(etape="analyse", pratique_cle="observations")
    for _ in range(2):  # sent twice, written once
        assert client.post(adresse(fiche, "consigner"), form).status_code == 302
    entree = EntreeDeBord.objects.get()
    assert (entree.le, entree.pratique_nom) == (date(2026, 3, 12), "Observations de terrain")
    page = texte(client.get(adresse(fiche, "bord")))
    for dit in ("12 mars 2026", "Analyse", "Observations de terrain", "Comptage", "Bachir Le Goff"):
        assert dit in page


def test_entries_are_in_the_order_of_their_days_the_last_first(client_de, plume, fiche):
    for jour, mots in ((5, "le cinq"), (20, "le vingt"), (12, "le douze")):
        consigner(plume, fiche, mots, date(2026, 3, jour))
    page = texte(client_de(plume).get(adresse(fiche, "bord")))
    assert page.index("le vingt") < page.index("le douze") < page.index("le cinq")


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("texte", ""),
        ("texte", "x" * 10_001),
        ("le", "hier"),
        ("le", "0001-01-01"),
        ("etape", "ailleurs"),
        ("pratique_cle", "inconnue"),
        ("demande", "abc"),
    ],
)
def test_an_entry_that_cannot_be_kept_is_refused(client_de, plume, fiche, champ, valeur):
    reponse = client_de(plume).post(adresse(fiche, "consigner"), saisie(**{champ: valeur}))
    assert reponse.status_code == 422
    assert EntreeDeBord.objects.count() == 0


def test_a_logbook_tells_no_day_to_come(client_de, plume, fiche):
    demain = timezone.localdate() + timedelta(days=2)
    reponse = client_de(plume).post(adresse(fiche, "consigner"), saisie(le=demain.isoformat()))
    assert reponse.status_code == 422
    assert "ce qui a eu lieu" in texte(reponse)


def test_a_form_that_served_in_another_fiche_is_refused(plume, administratrice, collectivite, fiche):
    entree = consigner(plume, fiche)
    autre = ouvrir_une_fiche(administratrice, collectivite, "Autre")
    champs = {"le": date(2026, 3, 1), "texte": "x", "etape": "", "pratique_cle": "", "pratique_nom": ""}
    with pytest.raises(ValidationError, match="déjà servi"):
        services.consigner(
            identite=Identite(administratrice), dossier=autre, demande=entree.uuid, champs=champs
        )


def test_its_author_corrects_an_entry_for_seven_days_and_nobody_else_does(
    client_de, administratrice, plume, fiche
):
    entree = consigner(plume, fiche)
    assert ecrire(Identite(plume), entree).texte == "Autrement"
    with pytest.raises(PermissionDenied):
        ecrire(Identite(administratrice), entree, version=2)
    with pytest.raises(Conflit):
        ecrire(Identite(plume), entree, "Encore", version=1)
    EntreeDeBord.objects.update(cree_le=timezone.now() - DELAI_CORRECTION)
    entree.refresh_from_db()
    with pytest.raises(ValidationError, match="Une entrée se corrige"):
        ecrire(Identite(plume), entree, "Trop tard", version=2)
    client = client_de(plume)
    corriger = adresse(fiche, "corriger_entree", entree.uuid)
    assert f'href="{corriger}"' not in texte(client.get(adresse(fiche, "bord")))
    assert client.post(corriger, saisie(version="2", texte="Trop tard")).status_code == 422
    assert "Autrement" not in str(Ligne.objects.values_list("parametres", flat=True))


def test_only_its_author_is_given_the_form_that_corrects_an_entry(client_de, administratrice, plume, fiche):
    corriger = adresse(fiche, "corriger_entree", consigner(plume, fiche).uuid)
    assert client_de(plume).get(corriger).status_code == 200
    assert client_de(administratrice).get(corriger).status_code == 403


def test_what_was_taken_out_or_belongs_to_a_lap_of_before_is_not_rewritten(plume, administratrice, fiche):
    entree, usage, ancien = consigner(plume, fiche), noter(plume, fiche), noter(plume, fiche)
    identite = Identite(plume)
    for objet in (entree, usage):
        services.retirer(identite=identite, objet=objet)
    with pytest.raises(ValidationError, match="retiré entre-temps"):
        ecrire(identite, entree, version=2)
    champs = {"quand": "Jamais", "avec_qui": "", "changement": ""}
    with pytest.raises(ValidationError, match="retiré entre-temps"):
        services.corriger_pratique(identite=identite, usage=usage, version=2, champs=champs)
    repondre(plume, fiche)
    services.tourner(identite=Identite(administratrice), dossier=fiche, depuis=1)
    with pytest.raises(ValidationError, match="Ce tour est terminé"):
        services.corriger_pratique(identite=identite, usage=ancien, version=1, champs=champs)


def test_two_windows_of_the_same_author_are_shown_both_texts(client_de, plume, fiche):
    entree = consigner(plume, fiche)
    client, corriger = client_de(plume), adresse(fiche, "corriger_entree", entree.uuid)
    assert client.post(corriger, saisie(version="1", texte="Un")).status_code == 302
    reponse = client.post(corriger, saisie(version="1", texte="Deux"))
    assert reponse.status_code == 409
    assert EntreeDeBord.objects.get().texte == "Un"


def test_an_entry_taken_out_can_be_taken_back_by_its_author_and_by_who_is_responsible(
    client_de, administratrice, plume, observatrice, fiche
):
    entree = consigner(plume, fiche)
    retirer, retablir = (adresse(fiche, f"{geste}_entree", entree.uuid) for geste in ("retirer", "reprendre"))
    assert client_de(observatrice).post(retirer).status_code == 403
    client = client_de(plume)
    for _ in range(2):
        assert client.post(retirer).status_code == 302
    page = texte(client.get(adresse(fiche, "bord")))
    assert "Comptage à la grille." not in page
    assert retablir in page
    assert retablir not in texte(client_de(observatrice).get(adresse(fiche, "bord")))
    assert client_de(administratrice).post(retablir).status_code == 302
    assert "Comptage à la grille." in texte(client.get(adresse(fiche, "bord")))
    verbes = Ligne.objects.filter(reference=entree.uuid).order_by("pk").values_list("verbe", flat=True)
    assert list(verbes) == ["fabrique.consigner", "fabrique.retirer_entree", "fabrique.reprendre_entree"]


def test_what_was_taken_out_goes_for_good_after_thirty_days(plume, fiche):
    gardee, perdue = consigner(plume, fiche), consigner(plume, fiche)
    usage = noter(plume, fiche)
    for objet in (gardee, perdue, usage):
        services.retirer(identite=Identite(plume), objet=objet)
    jadis = timezone.now() - DELAI_REPENTIR - timedelta(minutes=1)
    EntreeDeBord.objects.filter(pk=perdue.pk).update(supprime_le=jadis)
    UsageDePratique.objects.update(supprime_le=jadis)
    assert services.purger() == 2
    assert list(EntreeDeBord.objects.all()) == [gardee]


def test_an_entry_of_another_fiche_is_not_reached_from_here(
    client_de, administratrice, collectivite, plume, fiche
):
    ailleurs = consigner(administratrice, ouvrir_une_fiche(administratrice, collectivite, "Autre"))
    client = client_de(administratrice)
    for nom in ("corriger_entree", "retirer_entree", "reprendre_entree"):
        assert client.post(adresse(fiche, nom, ailleurs.uuid)).status_code == 404


def test_the_logbook_costs_the_same_however_long(client_de, plume, fiche, django_assert_num_queries):
    client = client_de(plume)
    consigner(plume, fiche)
    client.get(adresse(fiche, "bord"))
    with django_assert_num_queries(7):
        client.get(adresse(fiche, "bord"))
    for rang in range(60):
        consigner(plume, fiche, f"Jour {rang}")
    with django_assert_num_queries(7):
        page = texte(client.get(adresse(fiche, "bord")))
    assert "Page 1 sur 2" in page


def test_names_are_not_for_who_reads_because_the_dossier_is_open(client_de, plume, etrangere, fiche):
    consigner(plume, fiche)
    type(fiche).objects.update(visibilite="public")
    page = texte(client_de(etrangere).get(adresse(fiche, "bord")))
    assert "Comptage à la grille." in page
    assert "Bachir" not in page
    assert client_de(etrangere).post(adresse(fiche, "imprimer")).status_code == 403


def test_who_is_erased_leaves_what_she_wrote_without_her_name(client_de, administratrice, plume, fiche):
    consigner(plume, fiche)
    supprimer_compte(compte=plume)
    page = texte(client_de(administratrice).get(adresse(fiche, "bord")))
    assert "Comptage à la grille." in page
    assert "Bachir" not in page
    assert PERSONNE_EFFACEE in page


# --- practices -----------------------------------------------------------------------------------


def test_a_practice_is_noted_as_often_as_it_was_used(client_de, plume, fiche):
    client = client_de(plume)
    noter_ = adresse(fiche, "noter_pratique", "observations")
    form = {"demande": uuid4(), "quand": "En mars", "avec_qui": "deux agents", "changement": "Tout"}
    for _ in range(2):
        assert client.post(noter_, form).status_code == 302
    assert client.post(noter_, {**form, "demande": uuid4(), "quand": "En mai"}).status_code == 302
    page = texte(client.get(adresse(fiche, "pratiques")))
    assert "Utilisée 2 fois" in page
    assert client.post(noter_, {**form, "quand": ""}).status_code == 422
    assert client.post(adresse(fiche, "noter_pratique", "inconnue"), form).status_code == 404


def test_what_is_noted_of_a_practice_is_completed_by_others_and_taken_out_by_its_author(
    client_de, administratrice, plume, fiche
):
    usage = noter(administratrice, fiche)
    client = client_de(plume)
    corriger = adresse(fiche, "corriger_pratique", usage.uuid)
    form = {"quand": "En avril", "avec_qui": "", "changement": "Rien", "version": "1"}
    assert client.post(corriger, form).status_code == 302
    assert client.post(corriger, {**form, "quand": "En mai"}).status_code == 409
    assert client.post(adresse(fiche, "retirer_pratique", usage.uuid)).status_code == 403
    alice = client_de(administratrice)
    assert alice.post(adresse(fiche, "retirer_pratique", usage.uuid)).status_code == 302
    assert not any(p.usages for p in pratiques_du_tour(services.courant(fiche)))
    assert alice.post(adresse(fiche, "reprendre_pratique", usage.uuid)).status_code == 302
    assert "En avril" in texte(alice.get(adresse(fiche, "pratiques")))


def test_a_practice_that_left_the_content_keeps_what_was_noted(client_de, plume, fiche):
    noter(plume, fiche)
    Pratique.objects.filter(cle="observations").delete()
    page = texte(client_de(plume).get(adresse(fiche, "pratiques")))
    assert "n’est plus proposée" in page
    assert "On a vu les trottoirs." in page


def test_the_page_of_practices_costs_the_same_however_much_is_noted(
    client_de, plume, fiche, django_assert_num_queries
):
    client = client_de(plume)
    noter(plume, fiche)
    client.get(adresse(fiche, "pratiques"))
    with django_assert_num_queries(8):
        client.get(adresse(fiche, "pratiques"))
    for _ in range(12):
        noter(plume, fiche, "retour")
    with django_assert_num_queries(8):
        client.get(adresse(fiche, "pratiques"))
