"""From draft to published and back: who may, what forbids it, what follows."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from communs.catalogue.models import Recommandable
from communs.collectivites.identite import Identite
from communs.courrier.models import Courriel
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from tests.outils.veille import NUMERO, creer_numero, creer_numero_publie, nommer_documentaliste
from tests.outils.veille_abonnements import abonner
from veille import publications
from veille.abonnements.envois import preparer_envoi
from veille.enums import EtatNumero
from veille.models import Notice, Numero
from veille.numeros import ecriture, services
from veille.redaction.tasks import publier_a_l_heure

pytestmark = pytest.mark.django_db
DEMAIN = timedelta(days=1)


@pytest.fixture
def alice(administratrice) -> Identite:
    return nommer_documentaliste(administratrice)


@pytest.fixture
def numero(db) -> Numero:
    return creer_numero()


@pytest.fixture
def parutions() -> Iterator[list[str]]:
    """What the themes are told at a first publication."""
    titres: list[str] = []
    publications.A_LA_PARUTION.append(lambda n: titres.append(n.titre))
    yield titres
    publications.A_LA_PARUTION.pop()


def programmer(numero: Numero, alice: Identite, dans: timedelta = DEMAIN) -> None:
    services.programmer(identite=alice, numero=numero, le=timezone.now() + dans, confirme=True)


def avancer_l_heure(numero: Numero) -> None:
    Numero.objects.filter(pk=numero.pk).update(programme_le=timezone.now() - timedelta(minutes=1))


def test_a_reader_named_by_her_account_is_told_once_and_sees_the_issue(alice, numero, membre):
    for _ in range(2):
        services.confier(identite=alice, numero=numero, relecteur=membre)
    numero.refresh_from_db()
    assert (numero.etat, numero.relecteur) == (EtatNumero.RELECTURE, membre)
    courriel = Courriel.objects.get()
    assert courriel.destinataire == membre.email
    assert f"/veille/atelier/numeros/{numero.uuid}/" in courriel.texte
    assert list(Numero.objects.de_l_atelier(Identite(membre))) == [numero]


def test_the_reader_sends_it_back_with_a_reason_that_becomes_a_remark(alice, numero, membre):
    services.confier(identite=alice, numero=numero, relecteur=membre)
    services.rendre(identite=Identite(membre), numero=numero, motif="L’éditorial date.")
    numero.refresh_from_db()
    assert numero.etat == EtatNumero.BROUILLON
    assert [(r.texte, r.cible) for r in numero.remarques.all()] == [("L’éditorial date.", None)]


def test_sending_back_asks_why(alice, numero, membre):
    services.confier(identite=alice, numero=numero, relecteur=membre)
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        services.rendre(identite=alice, numero=numero, motif="  ")


@pytest.mark.parametrize("geste", ["publier", "programmer", "depublier"])
def test_the_reader_publishes_nothing(alice, numero, membre, geste):
    services.confier(identite=alice, numero=numero, relecteur=membre)
    demandes = {
        "publier": {},
        "programmer": {"le": timezone.now() + DEMAIN},
        "depublier": {"motif": "Parce que."},
    }
    with pytest.raises(PermissionDenied):
        getattr(services, geste)(identite=Identite(membre), numero=numero, **demandes[geste])


def test_publishing_makes_notices_public_and_tells_the_themes_once(alice, numero, parutions):
    for _ in range(2):
        services.publier(identite=alice, numero=numero, confirme=True)
    numero.refresh_from_db()
    assert (numero.etat, numero.publie_par.compte) == (EtatNumero.PUBLIE, alice.compte)
    assert Notice.objects.en_vue().count() == 2
    assert Recommandable.objects.filter(type="numero").count() == 1
    assert parutions == [numero.titre]
    assert Ligne.objects.filter(verbe="veille.numero.publier").count() == 1


def test_an_archive_issue_is_published_without_being_sent(alice, numero, parutions):
    Numero.objects.filter(pk=numero.pk).update(envoyer=False)
    services.publier(identite=alice, numero=numero, confirme=True)
    assert parutions == []


def test_warnings_ask_for_a_word(alice, numero):
    with pytest.raises(ValidationError, match="avertissements"):
        services.publier(identite=alice, numero=numero)
    numero.refresh_from_db()
    assert numero.etat == EtatNumero.BROUILLON


def test_errors_forbid_even_with_the_word(alice):
    vide = creer_numero(NUMERO, cle="vide", une=(), rubriques=())
    with pytest.raises(ValidationError, match="aucune notice"):
        services.publier(identite=alice, numero=vide, confirme=True)
    with pytest.raises(ValidationError, match="aucune notice"):
        programmer(vide, alice)


def test_a_date_that_is_past_is_refused(alice, numero):
    with pytest.raises(ValidationError, match="passée"):
        programmer(numero, alice, -DEMAIN)


def test_a_planned_issue_comes_out_at_its_hour_once_whatever_the_number_of_tasks(alice, numero, parutions):
    programmer(numero, alice)
    publier_a_l_heure()
    numero.refresh_from_db()
    assert numero.etat == EtatNumero.PROGRAMME
    avancer_l_heure(numero)
    for _ in range(2):
        publier_a_l_heure()
    numero.refresh_from_db()
    assert (numero.etat, numero.programme_le) == (EtatNumero.PUBLIE, None)
    assert numero.publie_par.compte == alice.compte
    assert parutions == [numero.titre]
    assert Ligne.objects.filter(verbe="veille.numero.paraitre", acteur=None).count() == 1


def test_an_issue_that_has_become_impossible_goes_back_to_draft_and_its_planner_is_told(alice, numero):
    programmer(numero, alice)
    avancer_l_heure(numero)
    notice = numero.parutions.first().notice
    Notice.objects.filter(pk=notice.pk).update(supprime_le=timezone.now())
    publier_a_l_heure()
    numero.refresh_from_db()
    assert (numero.etat, numero.programme_le, numero.publie_le) == (EtatNumero.BROUILLON, None, None)
    courriel = Courriel.objects.get()
    assert courriel.destinataire == alice.compte.email
    assert "supprimée de la base" in courriel.texte


def test_a_planned_issue_is_taken_back(alice, numero):
    programmer(numero, alice)
    services.deprogrammer(identite=alice, numero=numero)
    numero.refresh_from_db()
    assert (numero.etat, numero.programme_le) == (EtatNumero.BROUILLON, None)


def test_a_planned_issue_is_written_no_more(alice, numero):
    programmer(numero, alice)
    with pytest.raises(Refus, match="ne s’écrit plus"):
        ecriture.presenter(identite=alice, numero=numero, version=2, champs={"titre": "Autre"})


def test_unpublishing_asks_why_keeps_the_date_and_leaves_the_catalogue(alice):
    numero = creer_numero_publie()
    paru = numero.publie_le
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        services.depublier(identite=alice, numero=numero, motif="")
    services.depublier(identite=alice, numero=numero, motif="Une erreur de droits.")
    numero.refresh_from_db()
    assert (numero.etat, numero.depublie_motif) == (EtatNumero.DEPUBLIE, "Une erreur de droits.")
    assert numero.publie_le == paru
    assert not Recommandable.objects.filter(type="numero").exists()


def test_what_is_published_again_is_not_sent_again(alice, parutions):
    numero = creer_numero_publie()
    services.depublier(identite=alice, numero=numero, motif="Une erreur de droits.")
    services.publier(identite=alice, numero=numero, confirme=True)
    numero.refresh_from_db()
    assert (numero.etat, numero.depublie_motif, numero.depublie_le) == (EtatNumero.PUBLIE, "", None)
    assert parutions == []
    assert Recommandable.objects.filter(type="numero").count() == 1


def test_a_stale_step_is_refused(alice, numero):
    ecriture.presenter(identite=alice, numero=numero, version=1, champs={"titre": "Autre"})
    with pytest.raises(Conflit):
        services.publier(identite=alice, numero=numero, confirme=True, version=1)


def test_an_erratum_is_said_once_and_only_of_a_published_issue(alice, numero):
    with pytest.raises(ValidationError, match="ne l’est pas"):
        services.corriger_par_erratum(identite=alice, numero=numero, texte="Lire 2018.")
    services.publier(identite=alice, numero=numero, confirme=True)
    for _ in range(2):
        services.corriger_par_erratum(identite=alice, numero=numero, texte="Lire 2018.")
    assert [e.texte for e in numero.errata.all()] == ["Lire 2018."]


def test_a_deleted_issue_comes_back_as_it_was_and_is_erased_after_thirty_days(alice, numero):
    ecriture.supprimer(identite=alice, numero=numero)
    assert not Numero.objects.de_l_atelier(alice).exists()
    ecriture.retablir(identite=alice, numero=numero)
    assert Numero.objects.de_l_atelier(alice).get().parutions.count() == 2
    ecriture.supprimer(identite=alice, numero=numero)
    assert ecriture.purger() == 0
    Numero.objects.update(supprime_le=timezone.now() - timedelta(days=31))
    assert ecriture.purger() == 1
    assert Notice.objects.count() == 2


def test_a_published_issue_is_not_deleted_and_a_taken_address_forbids_its_return(alice, numero):
    ecriture.supprimer(identite=alice, numero=numero)
    publie = creer_numero_publie()
    with pytest.raises(ValidationError, match="déjà cette adresse"):
        ecriture.retablir(identite=alice, numero=numero)
    with pytest.raises(ValidationError, match="dépubliez-le"):
        ecriture.supprimer(identite=alice, numero=publie)


def test_an_issue_deleted_while_somebody_was_about_to_publish_it_stays_unseen(alice, numero, parutions):
    ecriture.supprimer(identite=alice, numero=numero)
    with pytest.raises(Refus, match="a été supprimé"):
        services.publier(identite=alice, numero=numero, confirme=True)
    with pytest.raises(Refus, match="a été supprimé"):
        programmer(numero, alice)
    numero.refresh_from_db()
    assert (numero.etat, parutions) == (EtatNumero.BROUILLON, [])
    assert not Notice.objects.filter(publiee_le__isnull=False).exists()


def test_an_issue_that_was_mailed_is_never_forgotten_the_others_are(alice, caplog):
    envoye, autre = creer_numero_publie(), creer_numero_publie(cle="n-42")
    abonne = abonner(bulletin=envoye.bulletin)
    preparer_envoi(envoye)
    for n in (envoye, autre):
        services.depublier(identite=alice, numero=n, motif="Une erreur")
        ecriture.supprimer(identite=alice, numero=n)
    Numero.objects.update(supprime_le=timezone.now() - ecriture.DELAI_REPENTIR - DEMAIN)
    assert ecriture.purger() == 1
    assert not caplog.records, "rien ne résiste"
    assert list(Numero.objects.all()) == [envoye]
    assert abonne.remises.count() == 1


def test_an_issue_that_fails_at_its_hour_for_whatever_reason_keeps_no_other(alice, numero):
    autre = creer_numero(cle="n-42", une=(), titre="Le suivant")
    for n in (numero, autre):
        programmer(n, alice)
        avancer_l_heure(n)

    def refuser(n: Numero) -> None:
        if n.pk == numero.pk:
            raise ValueError("imprévu")

    publications.A_LA_PARUTION.append(refuser)
    try:
        assert services.publier_ceux_qui_attendent() == 1
    finally:
        publications.A_LA_PARUTION.pop()
    autre.refresh_from_db()
    numero.refresh_from_db()
    assert (numero.etat, autre.etat) == (EtatNumero.PROGRAMME, EtatNumero.PUBLIE)


def test_harvesters_learn_that_the_notices_of_an_issue_taken_back_left_its_set(alice):
    numero = creer_numero_publie()
    avant = Notice.objects.earliest("modifie_le").modifie_le
    services.depublier(identite=alice, numero=numero, motif="Une erreur")
    assert Notice.objects.earliest("modifie_le").modifie_le > avant
