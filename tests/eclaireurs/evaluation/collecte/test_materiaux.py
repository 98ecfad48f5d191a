"""Clues: brought once, seen by those who may, withdrawn at a word."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.dossiers import invitations
from communs.dossiers.enums import Visibilite
from communs.dossiers.models import Dossier
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.fichiers.models import Fichier
from communs.materiaux import services, tasks
from communs.materiaux.enums import Consentement, PorteeMateriau
from communs.materiaux.models import Materiau
from tests.fichiers import fabrique
from tests.outils.dossiers import faire_venir, montrer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("medias")]


@pytest.fixture
def alice(administratrice) -> Identite:
    return Identite(administratrice)


@pytest.fixture
def bachir(administratrice, membre, affaire) -> Identite:
    """On the committee: he takes part, without organising."""
    faire_venir(administratrice, affaire, membre.email, "comite")
    return Identite(membre)


@pytest.fixture
def chloe(administratrice, etrangere, autre_collectivite, affaire) -> Identite:
    """From another organisation, invited."""
    invitee = faire_venir(administratrice, affaire, etrangere.email, "agent")
    invitations.accepter(identite=Identite(etrangere), participant=invitee)
    return Identite(etrangere)


def vus(identite: Identite, dossier: Dossier) -> set[str]:
    dossier = Dossier.objects.visibles_par(identite).get(pk=dossier.pk)
    return set(Materiau.objects.visibles_dans(dossier, identite).values_list("titre", flat=True))


def test_sent_again_a_clue_is_one_clue(alice, affaire):
    demande = uuid4()
    for _ in range(2):
        services.deposer(
            identite=alice, dossier=affaire, demande=demande, champs={"genre": "texte", "texte": "Fermé"}
        )
    assert affaire.materiaux.get().titre == "Fermé"
    assert Ligne.objects.filter(verbe="materiaux.deposer").count() == 1


def test_a_number_already_used_elsewhere_makes_nothing_here(alice, affaire, collectivite):
    from communs.dossiers import services as dossiers

    autre = dossiers.ouvrir(
        identite=alice,
        collectivite=collectivite,
        genre_cle="evaluation",
        titre="Une autre",
        resume="",
        demande=uuid4(),
    )
    demande, champs = uuid4(), {"genre": "texte", "texte": "Fermé"}
    services.deposer(identite=alice, dossier=affaire, demande=demande, champs=champs)
    with pytest.raises(ValidationError, match="déjà servi"):
        services.deposer(identite=alice, dossier=autre, demande=demande, champs=champs)
    assert not autre.materiaux.exists()


@pytest.mark.django_db(transaction=True)
def test_two_posts_at_the_same_time_make_one_clue(alice, affaire):
    demande, erreurs = uuid4(), []

    def deposer() -> None:
        try:
            services.deposer(
                identite=alice, dossier=affaire, demande=demande, champs={"genre": "texte", "texte": "Fermé"}
            )
        except Exception as erreur:  # told to the test, which is in another thread
            erreurs.append(erreur)
        finally:
            connection.close()

    fils = [threading.Thread(target=deposer) for _ in range(6)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert (erreurs, affaire.materiaux.count()) == ([], 1)


def test_several_photos_of_one_form_are_as_many_clues_and_none_if_one_is_refused(alice, affaire):
    photos = [SimpleUploadedFile(f"{rang}.jpg", fabrique.jpeg()) for rang in range(3)]
    demande = uuid4()
    for _ in range(2):
        services.deposer_ensemble(
            identite=alice,
            dossier=affaire,
            demande=demande,
            depots=photos,
            champs={"genre": "photo", "titre": "La file"},
        )
    titres = list(affaire.materiaux.order_by("pk").values_list("titre", flat=True))
    assert titres == ["La file (1)", "La file (2)", "La file (3)"]
    faux = SimpleUploadedFile("faux.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(ValidationError):
        services.deposer_ensemble(
            identite=alice,
            dossier=affaire,
            demande=uuid4(),
            depots=[SimpleUploadedFile("bonne.jpg", fabrique.jpeg()), faux],
            champs={"genre": "photo", "titre": "Deux"},
        )
    assert (affaire.materiaux.count(), Fichier.objects.count()) == (3, 3)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"genre": "photo", "titre": "Sans image"}, "Joignez le fichier."),
        ({"genre": "chiffre", "titre": "Sans chiffre"}, "Donnez le chiffre."),
        ({"genre": "texte", "titre": "Sans mots"}, "Recopiez l’écrit."),
        (
            {
                "genre": "temoignage",
                "texte": "Oui",
                "portee_lecture": "lecteurs",
                "consentement": "a_demander",
            },
            "Sans l’accord de la personne",
        ),
    ],
)
def test_what_is_missing_is_said_in_french(alice, affaire, champs, phrase):
    with pytest.raises(ValidationError, match=phrase):
        services.deposer(identite=alice, dossier=affaire, demande=uuid4(), champs=champs)
    assert not affaire.materiaux.exists()


def test_a_guest_of_another_organisation_deposits_and_a_stranger_does_not(affaire, chloe, membre, indice):
    assert indice("Vu de Kermadec", par=chloe.compte).depose_par.compte == chloe.compte
    with pytest.raises(PermissionDenied):
        indice("Vu d’ailleurs", par=membre)


def test_each_sees_what_is_open_to_her(affaire, indice, administratrice, alice, bachir, etrangere):
    indice("À tous", consentement="donne", portee_lecture="lecteurs")
    indice("Entre nous")
    indice("Réservé", portee_lecture="reserve")
    indice("Le mien, réservé", par=bachir.compte, portee_lecture="reserve")
    montrer(affaire, Visibilite.PUBLIC)
    assert vus(alice, affaire) == {"À tous", "Entre nous", "Réservé", "Le mien, réservé"}
    assert vus(bachir, affaire) == {"À tous", "Entre nous", "Le mien, réservé"}
    assert vus(Identite(etrangere), affaire) == vus(Identite(), affaire) == {"À tous"}


def test_only_who_organises_shows_a_clue_to_readers(affaire, indice, alice, bachir):
    with pytest.raises(PermissionDenied):
        indice("Pour tous", par=bachir.compte, consentement="donne", portee_lecture="lecteurs")
    sien = indice("Le mien", par=bachir.compte, consentement="donne")
    with pytest.raises(PermissionDenied):
        services.reecrire(
            identite=bachir, materiau=sien, version=1, champs={"portee_lecture": PorteeMateriau.LECTEURS}
        )
    services.reecrire(
        identite=alice, materiau=sien, version=1, champs={"portee_lecture": PorteeMateriau.LECTEURS}
    )
    sien.refresh_from_db()
    assert sien.portee_lecture == PorteeMateriau.LECTEURS


def test_consent_withdrawn_reserves_the_clue_at_once(affaire, indice, alice, bachir):
    materiau = indice("La dame du bus", consentement="donne", portee_lecture="lecteurs")
    assert vus(bachir, affaire) == {"La dame du bus"}
    services.reecrire(
        identite=alice, materiau=materiau, version=1, champs={"consentement": Consentement.REFUSE}
    )
    materiau.refresh_from_db()
    assert materiau.portee_lecture == PorteeMateriau.RESERVE
    assert vus(bachir, affaire) == set()


def test_two_people_correct_one_clue_and_the_second_learns_it(indice, alice):
    materiau = indice("Fermé")
    services.reecrire(identite=alice, materiau=materiau, version=1, champs={"lieu": "Kerlann"})
    with pytest.raises(Conflit) as conflit:
        services.reecrire(identite=alice, materiau=materiau, version=1, champs={"lieu": "Le bourg"})
    assert conflit.value.actuel.lieu == "Kerlann"


def test_another_s_clue_is_corrected_by_who_organises_only(indice, alice, bachir):
    sien, le_mien = indice("D’Alice"), indice("De Bachir", par=bachir.compte)
    with pytest.raises(PermissionDenied):
        services.reecrire(identite=bachir, materiau=sien, version=1, champs={"lieu": "Ici"})
    services.reecrire(identite=bachir, materiau=le_mien, version=1, champs={"lieu": "Ici"})
    services.reecrire(identite=alice, materiau=le_mien, version=2, champs={"lieu": "Là"})


def test_deleted_then_taken_back_then_purged_with_its_file(photo, alice, medias, monkeypatch):
    materiau = photo("La file")
    services.supprimer(identite=alice, materiau=materiau)
    services.supprimer(identite=alice, materiau=materiau)
    assert tasks.purger() is None and Materiau.objects.count() == 1
    services.reprendre(identite=alice, materiau=materiau)
    assert Materiau.objects.get().supprime_le is None
    services.supprimer(identite=alice, materiau=materiau)
    Materiau.objects.update(supprime_le=timezone.now() - services.DELAI_REPENTIR - timedelta(minutes=1))
    assert services.purger() == 1
    assert (Materiau.objects.count(), Fichier.objects.count()) == (0, 0)
    assert Ligne.objects.filter(verbe="materiaux.supprimer").count() == 2


def test_an_erased_person_s_clues_stay_without_her_name(indice, bachir, affaire):
    indice("De Bachir", par=bachir.compte)
    bachir.compte.delete()
    materiau = affaire.materiaux.get()
    assert materiau.depose_par.nom_affiche == "Une personne dont les données ont été effacées"


def test_a_whole_dossier_erased_leaves_no_clue_and_frees_its_files(photo, affaire):
    from communs.dossiers import services as dossiers

    photo("La file")
    dossiers.effacer(affaire)
    assert not Materiau.objects.exists()
    assert Fichier.objects.sans_attache().count() == 1


@pytest.mark.parametrize(
    ("valeur", "lu"), [("12400.5", "12\u202f400,5"), ("3", "3"), ("0.25", "0,25"), (None, "")]
)
def test_a_figure_is_written_in_french(valeur, lu):
    from decimal import Decimal

    assert Materiau(valeur=Decimal(valeur) if valeur else None).valeur_lisible == lu
