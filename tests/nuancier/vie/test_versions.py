"""Every change of a teinte leaves a version: author, date, reason, and the way back."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse

from communs.catalogue.models import Recommandable
from communs.collectivites.identite import Identite
from communs.collectivites.services import supprimer_compte
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from nuancier.apps import EDITEURS
from nuancier.fiches import FicheCitation
from nuancier.models import Teinte, Version
from nuancier.vie.versions import fiche_de, publier, relire, remettre, restaurer, retirer, tenir_a_jour
from tests.outils.teintes import FICHE, RESSOURCE, creer_teinte
from tests.outils.tuyau import en_parallele

pytestmark = pytest.mark.django_db

AUTRE = replace(FICHE, titre="Partir sur le terrain")


def _publier(compte, teinte, fiche=AUTRE, version_lue=None, motif="Plus clair."):
    lue = teinte.version if version_lue is None else version_lue
    return publier(identite=Identite(compte), teinte=teinte, fiche=fiche, version_lue=lue, motif=motif)


def test_a_first_change_keeps_what_was_there_as_version_one(editrice, teinte):
    version = _publier(editrice, teinte)

    premiere, seconde = Version.objects.order_by("numero")
    assert version == seconde
    assert (premiere.numero, fiche_de(premiere), premiere.qui) == (1, FICHE, "la plateforme")
    assert (seconde.numero, fiche_de(seconde), seconde.qui) == (2, AUTRE, "Gaëlle Morvan")
    assert (seconde.motif, seconde.validee_par) == ("Plus clair.", None)
    assert relire(teinte) == AUTRE
    assert Teinte.objects.get().version == 2


def test_a_change_is_told_in_the_journal_and_in_the_catalogue(editrice, teinte):
    _publier(editrice, teinte)

    ligne = Ligne.objects.de_la_chose(teinte).get()
    assert (ligne.verbe, ligne.parametres["numero"]) == ("nuancier.publier", 2)
    assert Recommandable.objects.get(type="teinte", cle="4.1").titre == "Partir sur le terrain"


def test_the_same_text_twice_is_one_version(editrice, teinte):
    une = _publier(editrice, teinte)

    assert _publier(editrice, teinte, version_lue=1) == une
    assert Version.objects.count() == 2


def test_a_stale_write_is_refused_and_changes_nothing(editrice, editeur, teinte):
    _publier(editrice, teinte)
    with pytest.raises(Conflit):
        _publier(editeur, teinte, fiche=replace(FICHE, titre="Tout autre chose"), version_lue=1)

    assert relire(teinte) == AUTRE
    assert Version.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_the_same_instant_keep_one_and_give_the_other_back(editrice, editeur, teinte):
    issues = []

    def ecrire(compte, titre):
        try:
            _publier(compte, teinte, fiche=replace(FICHE, titre=titre), version_lue=1)
            issues.append("fait")
        except Conflit:
            issues.append("conflit")

    en_parallele(lambda: ecrire(editrice, "Un"), lambda: ecrire(editeur, "Deux"))

    assert sorted(issues) == ["conflit", "fait"]
    assert [v.numero for v in Version.objects.order_by("numero")] == [1, 2]


def test_what_the_models_refuse_leaves_no_version(editrice, teinte):
    with pytest.raises(ValidationError):
        _publier(editrice, teinte, fiche=replace(FICHE, titre="x" * 161))

    assert (Version.objects.count(), relire(teinte)) == (0, FICHE)


def test_nobody_but_an_editor_publishes(membre, teinte):
    with pytest.raises(PermissionDenied):
        _publier(membre, teinte)


def test_a_record_changed_here_makes_a_version_of_the_teintes_that_share_it(editrice, teinte):
    voisine = creer_teinte("4.2")
    tenir_a_jour()
    fiche = replace(FICHE, ressources=(FicheCitation(replace(RESSOURCE, titre="Manuel des terrains")),))
    _publier(editrice, teinte, fiche=fiche)

    version = voisine.versions.get(numero=2)
    assert fiche_de(version).ressources[0].ressource.titre == "Manuel des terrains"
    assert "partagée a changé avec la teinte 4.1" in version.motif
    with pytest.raises(Conflit):  # an editor who had the neighbour open reads it again
        _publier(editrice, voisine, fiche=replace(FICHE, code="4.2", titre="Autre"), version_lue=1)


def test_a_delivery_of_content_makes_a_version_of_what_it_changed_alone(teinte, django_assert_num_queries):
    creer_teinte("4.2")
    tenir_a_jour()
    assert Version.objects.count() == 2
    creer_teinte("4.1", titre="Titre livré")
    tenir_a_jour()

    assert [(v.numero, v.qui, v.motif) for v in teinte.versions.all()] == [
        (2, "la plateforme", "Livraison du contenu."),
        (1, "la plateforme", "Première version."),
    ]
    assert Version.objects.filter(teinte__code="4.2").count() == 1
    with django_assert_num_queries(12):  # savepoint, lock, 8 to read, last versions: whatever their number
        tenir_a_jour()


def test_the_shipped_content_has_its_versions_as_soon_as_it_is_loaded(contenu):
    assert Version.objects.count() == Teinte.objects.count()
    call_command("charger_contenu", verbosity=0)
    assert Version.objects.count() == Teinte.objects.count()


def test_a_version_is_restored_as_one_more(editrice, teinte):
    _publier(editrice, teinte)
    premiere = Version.objects.get(numero=1)
    version = restaurer(
        identite=Identite(editrice), version=premiere, version_lue=2, motif="Le titre d’avant disait mieux."
    )

    assert (version.numero, fiche_de(version)) == (3, FICHE)
    assert version.motif == "Retour à la version 1. Le titre d’avant disait mieux."
    assert relire(teinte) == FICHE


def test_a_teinte_taken_out_is_no_longer_changed_until_it_is_back(editrice, teinte):
    identite = Identite(editrice)
    _publier(editrice, teinte)
    for _ in range(2):
        retirer(identite=identite, teinte=teinte, motif="Double de la 4.2.")
    assert not Recommandable.objects.filter(type="teinte").exists()
    with pytest.raises(Refus) as refus:
        _publier(editrice, teinte, fiche=FICHE)
    assert refus.value.code == 410

    for _ in range(2):
        remettre(identite=identite, teinte=teinte)
    assert Teinte.objects.en_vue().get() == teinte
    assert Recommandable.objects.get(type="teinte").titre == AUTRE.titre
    assert Ligne.objects.de_la_chose(teinte).count() == 3


def test_an_erased_author_leaves_the_version_without_a_name(editrice, teinte):
    _publier(editrice, teinte)
    supprimer_compte(compte=editrice)

    assert Version.objects.get(numero=2).qui == "Une personne dont les données ont été effacées"


def test_the_group_of_editors_gives_the_right(editrice, membre):
    assert Group.objects.get(name=EDITEURS).permissions.get().codename == "change_teinte"
    assert Identite(editrice).peut("nuancier.editer")
    assert not Identite(membre).peut("nuancier.editer")


def test_staff_makes_somebody_an_editor_in_the_administration(client_de, membre, django_user_model):
    equipe = django_user_model.objects.create_superuser("equipe@vigie.example", "phare-de-nuit-2026")
    url = reverse("admin:collectivites_compte_change", args=[membre.pk])
    client = client_de(equipe)
    assert EDITEURS in client.get(url).content.decode()
    groupe = Group.objects.get(name=EDITEURS)
    donnees = {"prenom": "Bachir", "nom": "Le Goff", "is_active": "on", "groups": [groupe.pk]}
    vide = {f"adhesions-{nom}": 0 for nom in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert client.post(url, donnees | vide).status_code == 302

    assert Identite(django_user_model.objects.get(pk=membre.pk)).peut("nuancier.editer")
