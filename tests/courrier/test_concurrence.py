"""What the outbox promises when several hands are at work, or when one dies."""

import threading
from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction

from communs.courrier import services
from communs.courrier.enums import Etat
from communs.courrier.models import Courriel
from tests.outils.tuyau import abattre, attendre, en_parallele

pytestmark = pytest.mark.django_db(transaction=True)


def poster(sujet: str = "Essai", **champs) -> Courriel:
    return services.poster(destinataire="alice@port-lumiere.example", sujet=sujet, texte="Voilà.\n", **champs)


def test_redis_absent_le_balayage_envoie(smtp, file_absente, caplog):
    caplog.set_level("WARNING", logger="communs.web")
    with transaction.atomic():
        poster("un")
        poster("deux")
    assert len([r for r in caplog.records if "injoignable" in r.getMessage()]) == 1, "un seul essai"
    assert Courriel.objects.filter(etat=Etat.EN_ATTENTE).count() == 2
    assert services.balayer() == 2
    assert sorted(m["Subject"] for m in smtp.recus) == ["deux", "un"]


def test_une_transaction_annulee_n_envoie_rien(smtp):
    with pytest.raises(RuntimeError), transaction.atomic():
        poster()
        raise RuntimeError
    assert services.balayer() == 0
    assert smtp.recus == []


def test_on_ne_peut_pas_envoyer_depuis_une_transaction_ouverte(smtp):
    poster()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        services.envoyer()
    assert smtp.recus == []


def test_deux_balayages_au_meme_instant_n_envoient_qu_un_courriel(smtp):
    poster()
    smtp.reprendre.clear()
    threading.Timer(0.5, smtp.reprendre.set).start()
    en_parallele(services.balayer, services.balayer)
    assert len(smtp.recus) == 1
    assert Courriel.objects.get().etat == Etat.ENVOYE


def test_dix_courriels_et_quatre_balayages_font_dix_courriels(smtp):
    for n in range(10):
        poster(f"n°{n}")
    en_parallele(*[services.balayer] * 4)
    assert sorted(m["Subject"] for m in smtp.recus) == [f"n°{n}" for n in range(10)]
    assert Courriel.objects.filter(etat=Etat.ENVOYE, essais=1).count() == 10


def test_une_meme_cle_postee_deux_fois_au_meme_instant_ne_fait_qu_une_ligne():
    en_parallele(*[lambda: poster(cle="une fois")] * 4)
    assert Courriel.objects.count() == 1


@pytest.mark.lent
def test_un_worker_tue_en_plein_envoi_laisse_un_seul_incertain_et_jamais_deux_courriels(smtp, tuyau):
    smtp.reprendre.clear()
    tue = tuyau(smtp.port)
    courriel = poster("coupé")
    attendre(smtp.donnees_arrivees.is_set, "le courriel en cours de remise")
    abattre(tue)
    smtp.reprendre.set()
    assert Courriel.objects.get().etat == Etat.RECLAME

    tuyau(smtp.port)
    poster("suivant")
    attendre(lambda: len(smtp.recus) == 2, "le courriel suivant, envoyé par un autre worker")
    current_app.send_task("communs.courrier.tasks.envoyer", args=[courriel.pk])
    current_app.send_task("communs.courrier.tasks.balayer")
    poster("dernier")
    attendre(lambda: len(smtp.recus) == 3, "le dernier courriel")
    assert Courriel.objects.get(pk=courriel.pk).etat == Etat.RECLAME, "trop tôt pour le dire perdu"

    perdu = Courriel.objects.filter(pk=courriel.pk)
    perdu.update(reclame_le=perdu.get().reclame_le - timedelta(minutes=10))
    current_app.send_task("communs.courrier.tasks.balayer")
    attendre(lambda: perdu.get().etat != Etat.RECLAME, "le balayage")
    assert Courriel.objects.filter(etat=Etat.INCERTAIN).count() == 1
    assert perdu.get().erreur == "Le processus d’envoi s’est arrêté pendant l’envoi."
    assert [m["Subject"] for m in smtp.recus] == ["coupé", "suivant", "dernier"]
