"""What a withdrawal must reach even when it meets a publication, or outlives an account."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from communs.collectivites import services as collectivites
from communs.livrets.models import Livret
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.desirable.enums import PUBLIES
from eclaireurs.evaluation.desirable.outil import archiver
from eclaireurs.evaluation.desirable.photographie import empreinte

pytestmark = pytest.mark.django_db


def contenu(affaire) -> str:
    adresse = reverse("rapports:contenu", args=[affaire.rapport.adresse, 1])
    return Client().get(adresse).content.decode()


def test_a_consent_withdrawn_while_the_version_was_being_frozen_is_in_no_file(affaire):
    parole = affaire.deposer("Ma fille y apprend à lire.", source="Madame Le Goff")
    affaire.deposer("On vient à pied.")
    affaire.tout_choisir()
    affaire.intituler()
    version = affaire.publier()
    assert "Ma fille" in contenu(affaire)
    # As two transactions leave it that did not see each other: the frozen version still holds the words.
    Materiau.objects.filter(pk=parole.pk).update(consentement="refuse", portee_lecture="reserve")
    donne = contenu(affaire)
    archives = b"".join(octets for _, octets in archiver(affaire.elle, affaire.dossier)).decode()
    for texte in (donne, archives):
        assert "On vient à pied." in texte
        for parti in ("Ma fille", "Le Goff", str(parole.uuid)):
            assert parti not in texte
    assert empreinte(json.loads(donne)) == version.empreinte


def test_a_signature_leaves_the_printed_report_with_the_account(affaire, django_capture_on_commit_callbacks):
    affaire.tout_choisir()
    affaire.intituler()
    with django_capture_on_commit_callbacks(execute=True):
        affaire.publier()
    imprimes = Livret.objects.filter(gabarit__in=PUBLIES)
    avant = set(imprimes.values_list("pk", flat=True))
    assert len(avant) == 2
    client = Client()
    journaliste = affaire.evaluation.gens["journaliste"].compte
    [un, _] = imprimes.order_by("pk")
    assert journaliste.nom_affiche in client.get(f"{un.get_absolute_url()}page/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        collectivites.supprimer_compte(compte=journaliste)
    apres = imprimes.order_by("pk")
    assert avant.isdisjoint(apres.values_list("pk", flat=True))
    assert apres.count() == 2
    assert "Un ou une journaliste" in client.get(f"{apres[0].get_absolute_url()}page/").content.decode()


@pytest.mark.parametrize("numero", ["0", "99999", str(2**63), str(10**30), "9" * 5000])
def test_a_version_beyond_any_number_does_not_exist(affaire, navigateur, numero):
    affaire.tout_choisir()
    affaire.intituler()
    affaire.publier()
    publique = reverse("rapports:rapport", args=[affaire.rapport.adresse]) + f"versions/{numero}/"
    for suite in ("", "contenu.json", "donnees/actions.csv"):
        assert Client().get(publique + suite).status_code == 404
    assert Client().post(publique + "imprimer/journal/").status_code == 404
    chez_elle = affaire.dossier.adresse("evaluation:desirable") + f"versions/{numero}/retirer/"
    assert navigateur.post(chez_elle, {"motif": "Une erreur."}).status_code == 404
