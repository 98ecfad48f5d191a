"""Sending an issue: each subscriber once, whatever the server does."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.outils.tuyau import en_parallele
from tests.outils.veille import creer_bulletin, creer_numero_publie
from tests.outils.veille_abonnements import abonner, abonner_une_foule
from veille.abonnements import envois, expedition, places
from veille.abonnements.enums import EtatEnvoi, EtatRemise
from veille.abonnements.expedition import expedier
from veille.abonnements.models import Abonne, Envoi, Remise
from veille.abonnements.rebuts import SEUIL
from veille.enums import EtatNumero
from veille.models import Bulletin, Notice, Numero, Theme
from veille.publications import faire_connaitre

pytestmark = pytest.mark.django_db(transaction=True)

REFUS = "550 5.1.1 Inconnu"


@pytest.fixture
def numero():
    return creer_numero_publie()


def etats(envoi: Envoi) -> dict[str, int]:
    """The states that copies are in, without those that none is in."""
    return {nom: n for nom, n in envois.comptes(envoi).items() if n and nom != "fait"}


def vider(envoi: Envoi) -> None:
    """Send all that may leave now."""
    for _ in range(50):
        if not expedier(envoi.pk):
            return
    raise AssertionError("l’envoi ne finit pas")


def test_every_active_subscriber_of_the_bulletin_receives_it_once_and_nobody_else(facteur, numero):
    abonner("une@phare.example")
    abonner("autre@phare.example")
    abonner("pas-confirmee@phare.example", confirme=False)
    abonner("partie@phare.example", desabonne_le=timezone.now())
    abonner("suspendue@phare.example", suspendu_le=timezone.now())
    abonner("ailleurs@phare.example", bulletin=creer_bulletin("autre", nom="Un autre bulletin"))
    envoi = envois.preparer_envoi(numero)
    vider(envoi)
    assert facteur.recus == {"une@phare.example": 1, "autre@phare.example": 1}
    envoi.refresh_from_db()
    assert (envoi.etat, envoi.total, etats(envoi)) == (EtatEnvoi.TERMINE, 2, {"envoye": 2})


def test_a_subscriber_with_themes_receives_only_the_issues_that_speak_of_them(facteur, numero):
    dedans = Theme.objects.get(cle="tiers-lieux")
    dehors = Theme.objects.create(cle="marees", nom="Marées")
    abonner("dedans@phare.example", themes=[dedans, dehors])
    abonner("dehors@phare.example", themes=[dehors])
    vider(envois.preparer_envoi(numero))
    assert facteur.recus == {"dedans@phare.example": 1}


def test_themes_of_notices_taken_back_from_the_public_call_for_no_mail(facteur, numero):
    abonner("marees@phare.example", themes=[Theme.objects.get(cle="tiers-lieux")])
    Notice.objects.filter(themes__cle="tiers-lieux").update(retiree_le=timezone.now())
    envoi = envois.preparer_envoi(numero)
    vider(envoi)
    assert (envoi.total, facteur.total) == (0, 0)


def test_an_issue_published_twice_is_sent_once(facteur, numero):
    abonner("une@phare.example")
    premier = envois.preparer_envoi(numero)
    vider(premier)
    abonner("tard@phare.example")
    faire_connaitre([numero])
    assert envois.preparer_envoi(numero) == premier
    vider(premier)
    assert facteur.recus == {"une@phare.example": 1}


def test_two_publications_at_once_make_one_envoi(facteur, numero):
    abonner_une_foule(20, numero.bulletin)
    en_parallele(*[lambda: envois.preparer_envoi(numero)] * 3)
    vider(Envoi.objects.get())
    assert facteur.total == len(facteur.recus) == 20


def test_an_issue_without_subscribers_is_finished_at_once(numero):
    envoi = envois.preparer_envoi(numero)
    assert (envoi.etat, envoi.total) == (EtatEnvoi.TERMINE, 0)


def test_an_address_refused_is_recorded_and_suspended_after_the_last_refusal_in_a_row(facteur, numero):
    abonne = abonner("inconnue@phare.example", rebuts=SEUIL - 1)
    abonner("une@phare.example")
    Remise.objects.create(
        envoi=Envoi.objects.create(numero=creer_numero_publie(cle="n-40")),
        abonne=abonne,
        etat=EtatRemise.REFUSE,
        erreur="x",
    )
    facteur.refuses["inconnue@phare.example"] = "550 5.1.1 inconnue@phare.example est inconnue"
    envoi = envois.preparer_envoi(numero)
    vider(envoi)
    assert etats(envoi) == {"envoye": 1, "refuse": 1}
    abonne.refresh_from_db()
    assert (abonne.rebuts, abonne.suspendu_le is not None) == (SEUIL, True)
    assert "(destinataire) est inconnue" in abonne.remises.get(envoi=envoi).erreur


def test_refusals_count_in_a_row_only(numero):
    abonne = abonner("revenue@phare.example", rebuts=SEUIL - 1)
    Remise.objects.create(
        envoi=Envoi.objects.create(numero=creer_numero_publie(cle="n-40")),
        abonne=abonne,
        etat=EtatRemise.ENVOYE,
    )
    envois.preparer_envoi(numero)
    abonne.refresh_from_db()
    assert abonne.rebuts == 0


def test_an_address_put_off_is_tried_again_later_and_the_others_do_not_wait(facteur, numero):
    abonner("patience@phare.example")
    abonner("une@phare.example")
    facteur.refuses["patience@phare.example"] = "450 4.2.0 Revenez"
    envoi = envois.preparer_envoi(numero)
    vider(envoi)
    assert etats(envoi) == {"a_envoyer": 1, "envoye": 1}
    facteur.refuses.clear()
    vider(envoi)
    assert facteur.total == 1
    Remise.objects.filter(etat=EtatRemise.A_ENVOYER).update(prochain_essai_le=timezone.now())
    vider(envoi)
    assert facteur.recus == {"patience@phare.example": 1, "une@phare.example": 1}


def test_an_address_put_off_too_many_times_is_given_up(facteur, numero):
    abonner("patience@phare.example")
    facteur.refuses["patience@phare.example"] = "450 4.2.0 Revenez"
    envoi = envois.preparer_envoi(numero)
    for _ in range(len(expedition.ATTENTES) + 1):
        Remise.objects.update(prochain_essai_le=None)
        vider(envoi)
    assert etats(envoi) == {"abandonne": 1}
    assert Envoi.objects.get().etat == EtatEnvoi.TERMINE


def test_a_server_that_goes_away_is_waited_for_longer_and_longer_and_nothing_is_lost(facteur, numero):
    abonner_une_foule(5, numero.bulletin)
    facteur.fermer()
    envoi = envois.preparer_envoi(numero)
    attentes = []
    for _ in range(3):
        Envoi.objects.update(reprise_le=None)
        assert not expedier(envoi.pk)
        envoi.refresh_from_db()
        attentes.append((envoi.reprise_le - timezone.now()) > expedition.REPRISES[envoi.echecs - 1] / 2)
    assert (attentes, envoi.echecs, etats(envoi)) == ([True] * 3, 3, {"a_envoyer": 5})
    assert "injoignable" in envoi.erreur
    assert not expedier(envoi.pk), "pas avant l’heure"
    facteur.ouvrir()
    Envoi.objects.update(reprise_le=timezone.now() - timedelta(seconds=1))
    vider(envoi)
    envoi.refresh_from_db()
    assert facteur.total == len(facteur.recus) == 5
    assert (envoi.etat, envoi.erreur, envoi.echecs) == (EtatEnvoi.TERMINE, "", 0)


def test_a_server_that_closes_after_some_messages_is_called_again_at_once(facteur, numero):
    abonner_une_foule(25, numero.bulletin)
    facteur.couper_apres = 10
    envoi = envois.preparer_envoi(numero)
    vider(envoi)
    assert facteur.total == len(facteur.recus) == 25
    assert etats(envoi) == {"envoye": 25}


def test_a_message_refused_whoever_it_is_for_pauses_the_envoi_and_nobody_loses_her_copy(facteur, numero):
    abonner_une_foule(30, numero.bulletin)
    facteur.data = "554 5.7.1 Contenu refusé"
    envoi = envois.preparer_envoi(numero)
    vider(envoi)
    envoi.refresh_from_db()
    assert envoi.etat == EtatEnvoi.EN_PAUSE
    assert "554" in envoi.erreur
    assert etats(envoi) == {"a_envoyer": 30}
    assert not Abonne.objects.filter(rebuts__gt=0).exists()
    facteur.data = None
    envois.reprendre(envoi)
    vider(envoi)
    assert facteur.total == len(facteur.recus) == 30


def test_an_address_at_which_the_server_hangs_up_does_not_stop_the_others_for_ever(facteur, numero):
    abonner("piege@phare.example")
    abonner_une_foule(3, numero.bulletin)
    facteur.refuses["piege@phare.example"] = "421 4.7.0 Au revoir"
    envoi = envois.preparer_envoi(numero)
    for _ in range(2):
        Envoi.objects.update(reprise_le=None)
        expedier(envoi.pk)
    assert etats(envoi) == {"a_envoyer": 1, "envoye": 3}
    for _ in range(len(expedition.ATTENTES)):
        Envoi.objects.update(reprise_le=None)
        Remise.objects.update(prochain_essai_le=None)
        expedier(envoi.pk)
    Envoi.objects.update(reprise_le=None)
    expedier(envoi.pk)
    envoi.refresh_from_db()
    assert (envoi.etat, etats(envoi)) == (EtatEnvoi.TERMINE, {"abandonne": 1, "envoye": 3})


@pytest.mark.parametrize("fin", ["\n", "\r", "\x0b", "\x0c", "\x1e", "\x85", "\u2028"])
def test_a_sign_that_ends_a_line_in_a_name_costs_no_subscriber_her_copy(facteur, numero, fin):
    Bulletin.objects.update(nom=f"Large{fin}Bcc: victime@ailleurs.example")
    Numero.objects.update(titre=f"Octobre{fin}Bcc: victime@ailleurs.example")
    abonne = abonner("une@phare.example")
    vider(envois.preparer_envoi(Numero.objects.get()))
    abonne.refresh_from_db()
    assert (facteur.recus, abonne.rebuts) == ({"une@phare.example": 1}, 0)


def test_an_issue_that_cannot_be_a_mail_stops_says_so_and_blames_no_address(facteur, numero, monkeypatch):
    abonner_une_foule(3, numero.bulletin)
    monkeypatch.setattr(expedition.Modele, "octets", lambda *_: "sans fin".index("x"))
    envoi = envois.preparer_envoi(numero)
    vider(envoi)
    envoi.refresh_from_db()
    assert (envoi.etat, envoi.erreur) == (EtatEnvoi.EN_PAUSE, expedition.IMPOSSIBLE)
    assert etats(envoi) == {"a_envoyer": 3}
    assert not Abonne.objects.filter(rebuts__gt=0).exists()


def test_a_paused_envoi_sends_nothing_until_it_is_resumed(facteur, numero):
    abonner_une_foule(3, numero.bulletin)
    envoi = envois.preparer_envoi(numero)
    envois.suspendre(envoi)
    vider(envoi)
    assert facteur.total == 0
    envois.reprendre(envoi)
    vider(envoi)
    assert facteur.total == 3
    for geste in (envois.suspendre, envois.reprendre, envois.renvoyer_les_incertains):
        with pytest.raises(ValidationError):
            geste(envoi)


def test_an_issue_unpublished_meanwhile_stops_leaving_and_cannot_be_resumed(facteur, numero):
    abonner_une_foule(3, numero.bulletin)
    envoi = envois.preparer_envoi(numero)
    numero.etat, numero.depublie_le, numero.depublie_motif = EtatNumero.DEPUBLIE, timezone.now(), "Erreur"
    numero.save()
    vider(envoi)
    envoi.refresh_from_db()
    assert (facteur.total, envoi.etat) == (0, EtatEnvoi.EN_PAUSE)
    with pytest.raises(ValidationError, match="n’est plus publié"):
        envois.reprendre(envoi)


def test_who_leaves_before_her_turn_receives_nothing(facteur, numero):
    abonne = abonner("une@phare.example")
    abonner("autre@phare.example")
    envoi = envois.preparer_envoi(numero)
    Abonne.objects.filter(pk=abonne.pk).update(desabonne_le=timezone.now())
    vider(envoi)
    assert facteur.recus == {"autre@phare.example": 1}
    assert etats(envoi) == {"envoye": 1, "annule": 1}


def test_a_copy_cut_while_the_server_takes_it_is_uncertain_and_resent_by_hand_only(smtp, numero):
    abonner("une@phare.example")
    smtp.couper_pendant_data = True
    envoi = envois.preparer_envoi(numero)
    vider(envoi)
    vider(envoi)
    assert (len(smtp.recus), etats(envoi)) == (1, {"incertain": 1})
    smtp.couper_pendant_data = False
    assert envois.renvoyer_les_incertains(envoi) == 1
    vider(envoi)
    assert (len(smtp.recus), etats(envoi)) == (2, {"envoye": 1})


def test_three_workers_at_once_share_the_work(facteur, numero, settings):
    settings.VIGIE_ENVOIS_PARALLELES = 2
    abonner_une_foule(200, numero.bulletin)
    envoi = envois.preparer_envoi(numero)
    en_parallele(*[lambda: vider(envoi)] * 3)
    assert facteur.total == len(facteur.recus) == 200
    assert Envoi.objects.get().etat == EtatEnvoi.TERMINE


def test_what_a_dead_worker_held_is_settled_by_the_next_one(facteur, numero):
    abonner_une_foule(4, numero.bulletin)
    envoi = envois.preparer_envoi(numero)
    premiere, deuxieme, *_ = Remise.objects.order_by("pk")
    Remise.objects.filter(pk=premiere.pk).update(etat=EtatRemise.EN_VOL, place=0)
    Remise.objects.filter(pk=deuxieme.pk).update(etat=EtatRemise.RECLAME, place=5)
    vider(envoi)
    assert etats(envoi) == {"incertain": 1, "envoye": 3}
    assert Remise.objects.get(pk=premiere.pk).erreur == places.COUPE


def test_the_rate_is_kept(facteur, numero, settings):
    settings.VIGIE_ENVOIS_PAR_MINUTE = 600
    abonner_une_foule(6, numero.bulletin)
    debut = time.monotonic()
    vider(envois.preparer_envoi(numero))
    assert facteur.total == 6
    assert time.monotonic() - debut >= 0.5, "le premier part tout de suite, les autres tous les dixièmes"


def requetes(geste) -> int:
    with CaptureQueriesContext(connection) as contexte:
        geste()
    return len(contexte)


def test_each_copy_costs_one_query_and_preparing_them_none(facteur):
    prepares, envoyes = [], []
    for nombre in (10, 40):
        bulletin = creer_bulletin(f"bulletin-{nombre}", nom=f"Bulletin {nombre}")
        numero = creer_numero_publie(bulletin=bulletin)
        Abonne.objects.all().delete()
        abonner_une_foule(nombre, bulletin)
        prepares.append(requetes(lambda numero=numero: envois.preparer_envoi(numero)))
        envoyes.append(requetes(lambda numero=numero: vider(numero.envoi)))
    assert prepares[0] == prepares[1]
    assert envoyes[1] - envoyes[0] == 30
    assert facteur.total == 50


def test_a_worker_that_hangs_is_not_taken_for_dead(smtp, numero):
    """The lock is held as long as it lives, however slow the server is."""
    abonner("une@phare.example")
    envoi = envois.preparer_envoi(numero)
    smtp.reprendre.clear()
    lent = threading.Thread(target=lambda: (vider(envoi), connection.close()))
    lent.start()
    assert smtp.donnees_arrivees.wait(10)
    vider(envoi)
    assert etats(envoi) == {"en_vol": 1}
    smtp.reprendre.set()
    lent.join()
    assert (len(smtp.recus), etats(envoi)) == (1, {"envoye": 1})


def test_the_worker_of_a_developer_writes_mails_to_files(numero, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    abonner("une@phare.example")
    vider(envois.preparer_envoi(numero))
    assert b"To: une@phare.example" in next(tmp_path.iterdir()).read_bytes()
