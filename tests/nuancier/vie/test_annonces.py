"""Editors are told of proposals: one mail a day each at most."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.utils import timezone
from django.utils.module_loading import import_string

from communs.courrier.models import Courriel
from nuancier.models import Proposition
from nuancier.vie import annonces
from nuancier.vie.enums import Etat
from tests.outils.vie import proposer

pytestmark = pytest.mark.django_db


def recus() -> list[str]:
    return list(Courriel.objects.order_by("pk").values_list("destinataire", flat=True))


def un_jour_passe() -> None:
    """Everything told and proposed so far was a day ago."""
    for courriel in Courriel.objects.all():
        Courriel.objects.filter(pk=courriel.pk).update(
            cree_le=courriel.cree_le - timedelta(days=1), cle=f"{courriel.cle}-la-veille"
        )
    for proposition in Proposition.objects.all():
        Proposition.objects.filter(pk=proposition.pk).update(cree_le=proposition.cree_le - timedelta(days=1))


def test_each_editor_has_one_mail_for_all_that_came_and_no_second_one(membre, teinte, editrice, editeur):
    for raison in ("Plus court.", "Plus clair."):
        proposer(membre, teinte, raison=raison)
    annonces.annoncer()
    annonces.annoncer()
    assert recus() == [editrice.email, editeur.email]
    courriel = Courriel.objects.first()
    assert courriel.sujet == "2 propositions à relire dans le Nuancier"
    for proposition in Proposition.objects.all():
        assert proposition.get_absolute_url() in courriel.texte
        assert proposition.get_absolute_url() in courriel.html


def test_the_next_day_only_what_came_since_is_told_and_nothing_on_a_day_without(membre, teinte, editrice):
    proposer(membre, teinte)
    annonces.annoncer()
    un_jour_passe()
    annonces.annoncer()
    assert len(recus()) == 1
    proposer(membre, teinte, raison="Une autre.")
    annonces.annoncer()
    assert len(recus()) == 2
    dernier = Courriel.objects.order_by("pk").last()
    assert dernier.sujet == "1 proposition à relire dans le Nuancier"
    assert "En tout, 2 attendent votre lecture" in dernier.texte


def test_what_was_decided_or_is_one_s_own_is_not_told(teinte, membre, editrice):
    proposer(editrice, teinte)
    decidee = proposer(membre, teinte, raison="Une autre.")
    Proposition.objects.filter(pk=decidee.pk).update(
        etat=Etat.DECLINEE, decidee_le=timezone.now(), decidee_par=decidee.auteur, motif="Non."
    )
    annonces.annoncer()
    assert recus() == []


def test_neither_a_superuser_nor_a_closed_account_is_written_to(teinte, membre, administratrice, editrice):
    administratrice.is_superuser = True
    administratrice.save()
    membre.user_permissions.add(Permission.objects.get(codename="change_teinte"))
    editrice.is_active = False
    editrice.save()
    proposer(administratrice, teinte)
    annonces.annoncer()
    assert recus() == [membre.email]


def test_a_long_list_names_ten_and_says_how_many_more(membre, teinte, editrice):
    for n in range(12):
        proposer(membre, teinte, raison=f"Raison {n}.")
    import_string(settings.CELERY_BEAT_SCHEDULE["nuancier: propositions à relire"]["task"])()
    texte = Courriel.objects.get().texte
    assert texte.count("/nuancier/propositions/") == 10
    assert "et 2 autres" in texte
