"""Composing: what is offered, what comes in and where, two people at once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from communs.etats.models import Ligne
from communs.etats.services import Conflit
from eclaireurs.evaluation.collecte import services as collecte
from eclaireurs.evaluation.desirable import services
from eclaireurs.evaluation.desirable.models import Piece
from eclaireurs.evaluation.desirable.offre import offres, rayons

pytestmark = pytest.mark.django_db


def terrain(affaire) -> list[str]:
    return [str(p) for p in affaire.rapport.pieces.filter(partie="terrain").order_by("numero")]


def test_what_may_not_be_shown_is_not_offered(affaire):
    affaire.deposer("D’accord.")
    affaire.deposer("Pas encore.", consentement="a_demander")
    affaire.deposer("Entre nous.", portee_lecture="reserve")
    noms = [offre.nom for offre in offres(affaire.rapport) if offre.sorte == "materiau"]
    assert noms == ["D’accord."]


def test_everything_of_the_dossier_is_offered_once_in_reading_order(affaire):
    un, deux = affaire.deposer("Rangé."), affaire.deposer("Libre.")
    affaire.ranger(un)
    autre = collecte.ajouter_theme(identite=affaire.elle, collecte=affaire.dossier.collecte, titre="Attendre")
    collecte.ranger(identite=affaire.elle, casier=autre, materiaux=[un])
    assert [offre.nom for offre in offres(affaire.rapport)] == [
        "Venir",
        un.titre,
        "Attendre",
        deux.titre,
        "1. On vient pour quelqu’un",
        "1. Préconisation 1",
        "2. Préconisation 2",
        "Le plan d’actions arrêté par le comité",
        "Un bus, des livres",
    ]


def test_a_clue_joins_the_chapter_of_its_theme_and_one_without_theme_stands_before(affaire):
    affaire.tout_choisir()
    autre = collecte.ajouter_theme(identite=affaire.elle, collecte=affaire.dossier.collecte, titre="Attendre")
    affaire.tout_choisir()
    range_, libre = affaire.deposer("Rangé."), affaire.deposer("Libre.")
    affaire.ranger(range_)
    affaire.tout_choisir()
    assert terrain(affaire) == ["Libre.", "Venir", "Rangé.", "Attendre"]
    assert autre.titre == "Attendre"
    assert libre.titre == "Libre."


def test_a_choice_sent_twice_comes_in_once(affaire):
    assert affaire.tout_choisir() == 6
    version = affaire.rapport.version
    assert affaire.tout_choisir() == 0
    assert affaire.rapport.version == version
    assert Ligne.objects.filter(verbe="desirable.choisir").count() == 1


def test_two_people_who_choose_at_once_both_keep_theirs(affaire):
    un, deux = affaire.deposer("Un."), affaire.deposer("Deux.")
    vue_d_alice, vue_de_l_applicateur = affaire.rapport, affaire.rapport
    services.choisir(identite=affaire.elle, rapport=vue_d_alice, cles=[f"materiau:{un.uuid}"])
    services.choisir(
        identite=affaire.evaluation.identite("applicateur"),
        rapport=vue_de_l_applicateur,
        cles=[f"materiau:{deux.uuid}"],
    )
    assert terrain(affaire) == ["Un.", "Deux."]


def test_a_piece_is_placed_where_it_is_asked_and_a_stale_order_changes_nothing(affaire):
    for texte in ("Un.", "Deux.", "Trois."):
        affaire.deposer(texte)
    services.choisir(
        identite=affaire.elle,
        rapport=affaire.rapport,
        cles=[o.cle for o in offres(affaire.rapport) if o.sorte == "materiau"],
    )
    trois = affaire.rapport.pieces.get(numero=3, partie="terrain")
    version = affaire.rapport.version
    services.placer(identite=affaire.elle, rapport=affaire.rapport, piece=trois.uuid, rang=1, version=version)
    assert terrain(affaire) == ["Trois.", "Un.", "Deux."]
    with pytest.raises(Conflit), transaction.atomic():
        services.placer(
            identite=affaire.elle, rapport=affaire.rapport, piece=trois.uuid, rang=2, version=version
        )
    assert terrain(affaire) == ["Trois.", "Un.", "Deux."]
    services.placer(
        identite=affaire.elle,
        rapport=affaire.rapport,
        piece=trois.uuid,
        rang=99,
        version=affaire.rapport.version,
    )
    assert terrain(affaire) == ["Un.", "Deux.", "Trois."]
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_leaves_the_report_stays_in_the_dossier_and_the_gap_closes(affaire):
    un, deux = affaire.deposer("Un."), affaire.deposer("Deux.")
    affaire.tout_choisir()
    piece = Piece.objects.get(materiau=un)
    services.retirer(identite=affaire.elle, rapport=affaire.rapport, piece=piece.uuid)
    services.retirer(identite=affaire.elle, rapport=affaire.rapport, piece=piece.uuid)
    numeros = affaire.rapport.pieces.filter(partie="terrain").order_by("numero")
    assert list(numeros.values_list("numero", flat=True)) == [1, 2]
    assert affaire.dossier.materiaux.count() == 2
    assert deux.titre in terrain(affaire)


def test_a_title_written_over_another_is_a_conflict_that_shows_both(affaire, navigateur):
    adresse = affaire.dossier.adresse("evaluation:titre_desirable")
    version = affaire.rapport.version
    affaire.intituler("Le titre de l’applicateur")
    reponse = navigateur.post(
        adresse, {"titre": "Le mien", "chapeau": "", "couverture": "", "version": version}
    )
    assert reponse.status_code == 409
    assert "Le titre de l’applicateur" in reponse.content.decode()
    assert "Le mien" in reponse.content.decode()
    assert affaire.rapport.titre == "Le titre de l’applicateur"


def test_the_cover_is_one_of_the_photos_of_this_report(affaire, navigateur):
    photo, parole = affaire.photo("La file"), affaire.deposer("Une parole.")
    affaire.tout_choisir()
    adresse = affaire.dossier.adresse("evaluation:titre_desirable")
    saisie = {"titre": "Un titre", "chapeau": "", "version": affaire.rapport.version}
    refusee = Piece.objects.get(materiau=parole)
    assert navigateur.post(adresse, saisie | {"couverture": refusee.pk}).status_code == 422
    choisie = Piece.objects.get(materiau=photo)
    assert navigateur.post(adresse, saisie | {"couverture": choisie.pk}).status_code == 302
    assert affaire.rapport.couverture == choisie


def test_too_many_pieces_is_said_and_changes_nothing(affaire, monkeypatch):
    monkeypatch.setattr(services, "PIECES_MAX", 3)
    with pytest.raises(ValidationError, match="pièces"):
        affaire.tout_choisir()
    assert affaire.rapport.pieces.count() == 0


def test_the_screen_shows_what_is_in_and_what_may_come_in(affaire, navigateur):
    affaire.deposer("<script>alert(1)</script>")
    affaire.deposer("Sans accord.", consentement="a_demander")
    page = navigateur.get(affaire.dossier.adresse("evaluation:composer")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "1 indice ne peut pas y figurer" in page
    affaire.tout_choisir()
    assert [len(rayon.offres) for rayon in rayons(affaire.rapport)] == [0, 0, 0, 0, 0]
    reponse = navigateur.post(affaire.dossier.adresse("evaluation:choisir_piece"), {}, follow=True)
    assert "Cochez au moins une chose" in reponse.content.decode()
