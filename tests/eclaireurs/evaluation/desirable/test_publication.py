"""Giving to the public: what is missing, frozen versions, what is taken back."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse

from communs.etats.models import Ligne
from communs.livrets.models import Livret
from communs.materiaux import services as materiaux
from eclaireurs.evaluation.desirable import publication as publications
from eclaireurs.evaluation.desirable.enums import PUBLIES
from eclaireurs.evaluation.desirable.models import Publication
from eclaireurs.evaluation.desirable.photographie import canonique, empreinte, somme
from eclaireurs.evaluation.presse import services as presse
from eclaireurs.evaluation.presse.models import Article
from tests.eclaireurs.evaluation.desirable.conftest import Affaire
from tests.outils.evaluations import creer_evaluation, remplir_le_plan, verser_un_article
from tests.outils.tuyau import en_parallele

pytestmark = pytest.mark.django_db


def public(affaire, nom: str = "rapport", *args) -> str:
    return reverse(f"rapports:{nom}", args=[affaire.rapport.adresse, *args])


def lire(affaire, nom: str = "rapport", *args):
    return Client().get(public(affaire, nom, *args))


def test_without_content_publishing_says_what_is_missing_and_the_preview_is_fine(affaire, navigateur):
    adresse = affaire.dossier.adresse("evaluation:etape_desirable")
    reponse = navigateur.post(adresse, {"geste": "publier", "version": 1}, follow=True)
    assert "Il manque un titre et au moins une pièce" in reponse.content.decode()
    assert Publication.objects.count() == 0
    assert affaire.rapport.etat == "brouillon"
    apercu = navigateur.get(affaire.dossier.adresse("evaluation:apercu_desirable"))
    assert apercu.status_code == 200
    assert "Sans titre pour l’instant" in apercu.content.decode()


def test_a_title_and_one_recommendation_are_enough(affaire):
    from eclaireurs.evaluation.desirable import services

    cle = f"preconisation:{affaire.evaluation.rapport.preconisations.first().uuid}"
    services.choisir(identite=affaire.elle, rapport=affaire.rapport, cles=[cle])
    affaire.intituler("Un bus de plus")
    assert affaire.publier().numero == 1
    page = lire(affaire).content.decode()
    assert "Un bus de plus" in page
    assert "Préconisation 1" in page
    assert "Ce qui va se faire" not in page


def test_what_is_published_is_frozen_and_anybody_may_compute_its_fingerprint(affaire):
    affaire.deposer("On vient pour la dame.")
    affaire.tout_choisir()
    affaire.intituler()
    version = affaire.publier()
    recu = json.loads(lire(affaire, "contenu", 1).content)
    assert canonique(recu) == lire(affaire, "contenu", 1).content
    pieces = []
    for piece in recu["pieces"]:
        dite = {cle: v for cle, v in piece.items() if cle != "empreinte"}
        assert somme(dite) == piece["empreinte"]
        pieces.append(piece["empreinte"])
    assert somme({"entete": somme(recu["entete"]), "pieces": pieces}) == version.empreinte
    affaire.intituler("Un autre titre")
    assert "Le bus qui prête des livres" in lire(affaire).content.decode()
    affaire.publier()
    assert "Un autre titre" in lire(affaire).content.decode()
    ancienne = lire(affaire, "version", 1).content.decode()
    assert "Le bus qui prête des livres" in ancienne
    assert "Une version plus récente existe" in ancienne


def test_the_database_lets_nobody_rewrite_a_version(affaire):
    affaire.deposer("On vient pour la dame.")
    affaire.tout_choisir()
    affaire.intituler()
    version = affaire.publier()
    autre = json.loads(json.dumps(version.contenu))
    autre["pieces"][1]["texte"] = "On ne vient pas."
    vide = {"entete": version.contenu["entete"], "pieces": []}
    for champs in ({"contenu": autre}, {"contenu": vide}, {"numero": 7}, {"empreinte": "0" * 64}):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            Publication.objects.filter(pk=version.pk).update(**champs)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        Publication.objects.filter(pk=version.pk).delete()


def test_publishing_twice_makes_one_version(affaire, navigateur):
    affaire.tout_choisir()
    affaire.intituler()
    adresse = affaire.dossier.adresse("evaluation:etape_desirable")
    envoi = {"geste": "publier", "version": affaire.rapport.version}
    assert "La version 1 est publiée" in navigateur.post(adresse, envoi, follow=True).content.decode()
    assert "C’était déjà fait" in navigateur.post(adresse, envoi, follow=True).content.decode()
    assert Publication.objects.count() == 1
    with pytest.raises(ValidationError, match="Rien n’a changé"):
        affaire.publier()


@pytest.mark.django_db(transaction=True)
def test_published_by_two_at_the_same_moment_it_is_one_version(affaire):
    affaire.tout_choisir()
    affaire.intituler()

    def publier(_) -> str:
        try:
            affaire.publier()
        except ValidationError as erreur:
            return erreur.messages[0]
        finally:
            connection.close()
        return "publiée"

    with ThreadPoolExecutor(2) as deux:
        faits = sorted(deux.map(publier, range(2)))
    assert faits[1] == "publiée"
    assert faits[0].startswith("Rien n’a changé")
    assert Publication.objects.count() == 1


def test_a_consent_withdrawn_leaves_page_versions_data_and_booklets_at_once(
    affaire, django_capture_on_commit_callbacks
):
    parole = affaire.deposer("Ma fille y apprend à lire.", source="Madame Le Goff")
    photo = affaire.photo("La file du mercredi", "On attend.")
    affaire.tout_choisir()
    affaire.intituler(couverture=affaire.rapport.pieces.get(materiau=photo))
    with django_capture_on_commit_callbacks(execute=True):
        affaire.publier()
    affaire.intituler("Un second titre")
    with django_capture_on_commit_callbacks(execute=True):
        affaire.publier()
    avant = {v.numero: v.empreinte for v in Publication.objects.all()}
    piece = str(affaire.rapport.pieces.get(materiau=photo).uuid)
    montree = lire(affaire, "fichier", 1, piece, "apercu")
    assert b"".join(montree.streaming_content).startswith(b"\xff\xd8")
    livrets = set(Livret.objects.filter(gabarit__in=PUBLIES).values_list("pk", flat=True))
    assert len(livrets) == 4  # journal and booklet of each version
    with django_capture_on_commit_callbacks(execute=True):
        affaire.refuser(parole)
        affaire.refuser(photo)
    for numero in (1, 2):
        page = lire(affaire, "version", numero).content.decode()
        for parti in ("Ma fille", "Le Goff", "La file du mercredi", "On attend"):
            assert parti not in page
            assert parti not in lire(affaire, "contenu", numero).content.decode()
        assert "2 pièces ont été retirées depuis la publication" in page
        assert lire(affaire, "fichier", numero, piece, "apercu").status_code == 410
    for version in Publication.objects.all():
        assert version.empreinte == avant[version.numero] == empreinte(version.contenu)
    refaits = Livret.objects.filter(gabarit__in=PUBLIES)
    assert refaits.count() == 2  # of the version being read; of the other when somebody asks
    assert livrets.isdisjoint(refaits.values_list("pk", flat=True))
    assert affaire.rapport.couverture is None
    materiaux.reecrire(
        identite=affaire.elle,
        materiau=(parole.refresh_from_db(), parole)[1],
        version=parole.version,
        champs={"consentement": "donne", "portee_lecture": "dossier"},
    )
    assert "Ma fille" not in lire(affaire).content.decode()


def test_a_journalist_who_takes_her_piece_back_leaves_every_version(affaire):
    article = verser_un_article(affaire.evaluation, titre="Encore un mot", texte="Le bus repart.")
    affaire.tout_choisir()
    affaire.intituler()
    affaire.publier()
    page = lire(affaire).content.decode()
    assert "Encore un mot" in page
    assert "Journaliste, La Gazette" in page
    presse.retirer(identite=affaire.evaluation.identite("journaliste"), article=article)
    assert "Encore un mot" not in lire(affaire).content.decode()
    assert "Un bus, des livres" in lire(affaire).content.decode()
    assert Article.objects.count() == 1


def test_taken_back_from_the_public_every_address_says_why(affaire, navigateur):
    affaire.tout_choisir()
    affaire.intituler()
    affaire.publier()
    adresse = affaire.dossier.adresse("evaluation:etape_desirable")
    sans = navigateur.post(adresse, {"geste": "depublier", "version": affaire.rapport.version}, follow=True)
    assert "Dites pourquoi" in sans.content.decode()
    navigateur.post(
        adresse,
        {"geste": "depublier", "version": affaire.rapport.version, "motif": "Un chiffre est faux."},
    )
    for nom, *args in (
        ("rapport",),
        ("version", 1),
        ("versions",),
        ("contenu", 1),
        ("donnees", 1, "actions.csv"),
    ):
        reponse = lire(affaire, nom, *args)
        assert reponse.status_code == 410
        assert "Un chiffre est faux." in reponse.content.decode()
    assert Client().post(public(affaire, "imprimer", 1, "journal")).status_code == 410
    affaire.intituler("Avec le bon chiffre")
    assert affaire.publier().numero == 2
    assert "Avec le bon chiffre" in lire(affaire).content.decode()


def test_one_version_may_be_taken_back_alone_but_not_the_one_being_read(affaire, navigateur):
    affaire.tout_choisir()
    affaire.intituler()
    premiere = affaire.publier()
    with pytest.raises(ValidationError, match="version que lit le public"):
        publications.retirer_version(identite=affaire.elle, publication=premiere, motif="Faux.")
    affaire.intituler("Le second")
    affaire.publier()
    adresse = affaire.dossier.adresse("evaluation:retirer_publication", 1)
    assert "Dites pourquoi" in navigateur.post(adresse, {}, follow=True).content.decode()
    for _ in range(2):
        navigateur.post(adresse, {"motif": "Un nom y était mal écrit."})
    assert Ligne.objects.filter(verbe="desirable.retirer_version").count() == 1
    assert lire(affaire, "version", 1).status_code == 410
    assert "Un nom y était mal écrit." in lire(affaire, "version", 1).content.decode()
    assert "Le second" in lire(affaire).content.decode()
    liste = lire(affaire, "versions").content.decode()
    assert "Version 1, retirée" in liste
    assert "Un nom y était mal écrit." in liste


def test_two_reports_of_the_same_title_have_two_addresses(affaire, administratrice, collectivite):
    from eclaireurs.evaluation.desirable.transitions import _adresse

    affaire.tout_choisir()
    affaire.intituler("Un bus")
    affaire.publier()
    autre = creer_evaluation(administratrice, collectivite).dossier.desirable
    autre.titre = "Un bus !"
    assert affaire.rapport.adresse == "un-bus"
    assert _adresse(autre) == "un-bus-2"
    autre.titre = "???"
    assert _adresse(autre) == "rapport"


@pytest.mark.django_db(transaction=True)
def test_two_reports_of_the_same_title_published_at_the_same_moment(affaire, administratrice, collectivite):
    autre = Affaire(creer_evaluation(administratrice, collectivite), affaire.theme)
    remplir_le_plan(autre.evaluation, preconisations=1, actions=1, taches=1)
    autre.evaluation.arreter()
    for une in (affaire, autre):
        une.tout_choisir()
        une.intituler("Un bus")
    donnee = threading.Event()

    def la_premiere() -> None:
        with transaction.atomic():
            affaire.publier()
            donnee.set()
            time.sleep(0.3)  # the other asks for her address meanwhile

    def la_seconde() -> None:
        donnee.wait(30)
        autre.publier()

    en_parallele(la_premiere, la_seconde)
    assert [une.rapport.adresse for une in (affaire, autre)] == ["un-bus", "un-bus-2"]


def test_a_deleted_dossier_takes_its_report_off_the_web(affaire):
    from communs.dossiers import services as dossiers

    affaire.tout_choisir()
    affaire.intituler()
    affaire.publier()
    dossiers.supprimer(identite=affaire.elle, dossier=affaire.dossier)
    assert lire(affaire).status_code == 404
