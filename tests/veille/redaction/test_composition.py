"""The pieces of an issue: their order, their texts, what is taken off; alone and two at once."""

from contextlib import suppress
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from communs.collectivites.identite import Identite
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from tests.outils.tuyau import en_parallele
from tests.outils.veille import ARTICLE, creer_notice, creer_numero, nommer_documentaliste
from veille.models import Notice, Numero, Parution
from veille.notices.services import supprimer
from veille.redaction import composition
from veille.redaction.models import Retrait
from veille.redaction.pieces import AGENDA, DECOUVERTE, ENCADRE, NOTICE, RUBRIQUE, Nature

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(administratrice) -> Identite:
    return nommer_documentaliste(administratrice)


@pytest.fixture
def numero(db) -> Numero:
    """À la une: the report; « Les lieux »: the article, one box of one thing; two entries in the agenda."""
    return creer_numero()


def ordre(numero: Numero) -> list[tuple[str, str]]:
    """(place, title) of every notice, as the page shows them."""
    rubriques = {None: "une", **{r.pk: r.titre for r in numero.rubriques.all()}}
    parutions = sorted(
        Parution.objects.filter(numero=numero).select_related("notice"),
        key=lambda p: (list(rubriques).index(p.rubrique_id), p.rang, p.pk),
    )
    return [(rubriques[p.rubrique_id], p.notice.titre) for p in parutions]


def prendre(alice: Identite, numero: Numero, titre: str) -> Parution:
    notice = creer_notice(ARTICLE, titre=titre)
    lieux = numero.rubriques.get()
    return composition.prendre(identite=alice, numero=numero, notice=notice, rubrique=lieux)[0]


def deplacer(alice: Identite, numero: Numero, nature: Nature, piece: object, sens: int, contre=None) -> None:
    composition.deplacer(
        identite=alice,
        numero=numero,
        nature=nature,
        cle=piece.uuid,
        sens=sens,
        contre=contre.uuid if contre else None,
    )


def test_a_notice_goes_up_and_down_and_on_into_the_next_rubrique(alice, numero):
    article, rapport = "Les marées de l’innovation", "Faire ensemble au bord de l’eau"
    autre = prendre(alice, numero, "Autre")
    assert ordre(numero) == [("une", rapport), ("Les lieux", article), ("Les lieux", "Autre")]
    deplacer(alice, numero, NOTICE, autre, -1)
    assert ordre(numero) == [("une", rapport), ("Les lieux", "Autre"), ("Les lieux", article)]
    deplacer(alice, numero, NOTICE, autre, -1)
    assert ordre(numero) == [("une", rapport), ("une", "Autre"), ("Les lieux", article)]
    deplacer(alice, numero, NOTICE, autre, 1)
    assert ordre(numero) == [("une", rapport), ("Les lieux", "Autre"), ("Les lieux", article)]


def test_a_piece_already_at_the_end_stays(alice, numero):
    journees = numero.rendez_vous.get(cle="journees")
    deplacer(alice, numero, AGENDA, journees, -1)
    assert [r.cle for r in numero.rendez_vous.all()] == ["journees", "appel"]
    assert not Ligne.objects.filter(verbe="veille.deplacer_piece").exists()


def test_a_notice_is_dropped_beside_another_in_another_place(alice, numero):
    une, lieux = numero.parutions.get(rubrique=None), numero.parutions.exclude(rubrique=None).get()
    deplacer(alice, numero, NOTICE, une, 1, lieux)
    assert [place for place, _ in ordre(numero)] == ["Les lieux", "Les lieux"]
    assert ordre(numero)[1][1] == "Faire ensemble au bord de l’eau"


def test_a_piece_is_added_last_with_a_free_anchor_and_the_same_form_twice_adds_one(alice, numero):
    demande = uuid4()
    for _ in range(2):
        rubrique = composition.ajouter(
            identite=alice,
            numero=numero,
            nature=RUBRIQUE,
            parent=numero,
            champs={"titre": "Lieux"},
            demande=demande,
        )
    assert (rubrique.rang, rubrique.cle) == (2, "lieux-2")
    assert numero.rubriques.count() == 2


def test_a_notice_stands_once_in_an_issue(alice, numero):
    notice = numero.parutions.first().notice
    _, nouvelle = composition.prendre(identite=alice, numero=numero, notice=notice, rubrique=None)
    assert nouvelle is False
    assert numero.parutions.count() == 2


def test_a_deleted_notice_cannot_be_taken(alice, numero):
    partie = creer_notice(ARTICLE, titre="Partie")
    Notice.objects.filter(pk=partie.pk).update(supprime_le="2026-01-01T00:00:00Z")
    with pytest.raises(ValidationError, match="n’est plus dans la base"):
        composition.prendre(identite=alice, numero=numero, notice=partie, rubrique=None)


def test_a_rubrique_taken_off_comes_back_with_all_it_held(alice, numero):
    rubrique = numero.rubriques.get()
    avant = ordre(numero)
    retrait = composition.retirer(identite=alice, numero=numero, nature=RUBRIQUE, cle=rubrique.uuid)
    assert [place for place, _ in ordre(numero)] == ["une"]
    assert composition.retirer(identite=alice, numero=numero, nature=RUBRIQUE, cle=rubrique.uuid) is None
    for _ in range(2):
        composition.remettre(identite=alice, numero=numero, cle=retrait.uuid)
    assert ordre(numero) == avant
    assert numero.rubriques.get().encadres.get().decouvertes.get().titre == "La carte des phares"
    assert not Retrait.objects.exists()


def test_what_was_in_a_rubrique_that_is_gone_waits_for_it(alice, numero):
    rubrique = numero.rubriques.get()
    encadre = rubrique.encadres.get()
    premier = composition.retirer(identite=alice, numero=numero, nature=ENCADRE, cle=encadre.uuid)
    composition.retirer(identite=alice, numero=numero, nature=RUBRIQUE, cle=rubrique.uuid)
    with pytest.raises(ValidationError, match="remettez-le d’abord"):
        composition.remettre(identite=alice, numero=numero, cle=premier.uuid)


def test_a_notice_taken_again_elsewhere_is_not_put_back_twice(alice, numero):
    parution = numero.parutions.exclude(rubrique=None).get()
    retrait = composition.retirer(identite=alice, numero=numero, nature=NOTICE, cle=parution.uuid)
    composition.prendre(identite=alice, numero=numero, notice=parution.notice, rubrique=None)
    with pytest.raises(ValidationError, match="a pris sa place"):
        composition.remettre(identite=alice, numero=numero, cle=retrait.uuid)


def test_a_text_is_written_in_turn(alice, numero):
    chose = numero.rubriques.get().encadres.get().decouvertes.get()

    def ecrire(titre: str) -> None:
        composition.modifier_piece(
            identite=alice,
            numero=numero,
            nature=DECOUVERTE,
            piece=chose,
            version=1,
            champs={"titre": titre},
        )

    ecrire("Première")
    ecrire("Première")  # sent twice, written once
    with pytest.raises(Conflit):
        ecrire("Seconde")
    chose.refresh_from_db()
    assert (chose.titre, chose.version) == ("Première", 2)


def test_a_changed_entry_of_the_agenda_has_its_next_sequence(alice, numero):
    entree = numero.rendez_vous.get(cle="journees")
    for _ in range(2):
        composition.modifier_piece(
            identite=alice,
            numero=numero,
            nature=AGENDA,
            piece=entree,
            version=1,
            champs={"lieu": "Brest"},
        )
    entree.refresh_from_db()
    assert (entree.lieu, entree.sequence) == ("Brest", 1)


def test_a_piece_taken_off_meanwhile_keeps_nothing_silently(alice, numero):
    entree = numero.rendez_vous.get(cle="journees")
    composition.retirer(identite=alice, numero=numero, nature=AGENDA, cle=entree.uuid)
    with pytest.raises(Refus, match="retiré du numéro"):
        composition.modifier_piece(
            identite=alice, numero=numero, nature=AGENDA, piece=entree, version=1, champs={"lieu": "Brest"}
        )


def test_nobody_else_writes(numero, membre):
    with pytest.raises(PermissionDenied):
        composition.retirer(
            identite=Identite(membre),
            numero=numero,
            nature=NOTICE,
            cle=numero.parutions.first().uuid,
        )


def test_nothing_is_put_into_a_rubrique_that_somebody_has_just_taken_off(alice, numero):
    rubrique = numero.rubriques.get()
    composition.retirer(identite=alice, numero=numero, nature=RUBRIQUE, cle=rubrique.uuid)
    with pytest.raises(Refus, match="retiré du numéro"):
        composition.prendre(identite=alice, numero=numero, notice=creer_notice(), rubrique=rubrique)
    with pytest.raises(Refus, match="retiré du numéro"):
        composition.ajouter(
            identite=alice,
            numero=numero,
            nature=ENCADRE,
            parent=rubrique,
            champs={"titre": "À voir"},
            demande=uuid4(),
        )


@pytest.mark.django_db(transaction=True)
def test_what_is_put_back_does_without_the_notices_that_the_bin_forgot(administratrice):
    alice, numero = nommer_documentaliste(administratrice), creer_numero()
    parution = numero.parutions.exclude(rubrique=None).get()
    seule = composition.retirer(identite=alice, numero=numero, nature=NOTICE, cle=parution.uuid)
    autre = prendre(alice, numero, "Autre")
    encadre = numero.rubriques.get().encadres.get()
    encadre.decouvertes.update(notice=parution.notice)
    entiere = composition.retirer(
        identite=alice, numero=numero, nature=RUBRIQUE, cle=numero.rubriques.get().uuid
    )
    parution.notice.delete()
    composition.remettre(identite=alice, numero=numero, cle=entiere.uuid)
    assert [titre for lieu, titre in ordre(numero) if lieu == "Les lieux"] == [autre.notice.titre]
    assert numero.rubriques.get().encadres.get().decouvertes.get().notice is None
    with pytest.raises(ValidationError, match="n’est plus dans la base"):
        composition.remettre(identite=alice, numero=numero, cle=seule.uuid)


@pytest.mark.django_db(transaction=True)
def test_a_notice_taken_and_deleted_at_once_is_in_the_issue_or_in_the_bin_never_in_both(
    administratrice, membre
):
    alice, bachir = nommer_documentaliste(administratrice), nommer_documentaliste(membre)
    numero = creer_numero()
    for essai in range(8):
        notice = creer_notice(ARTICLE, titre=f"Disputée {essai}")

        def prise(notice=notice) -> None:
            with suppress(ValidationError):
                composition.prendre(identite=alice, numero=numero, notice=notice, rubrique=None)

        def supprimee(notice=notice) -> None:
            with suppress(Refus):
                supprimer(identite=bachir, notice=notice)

        en_parallele(prise, supprimee)
        notice.refresh_from_db()
        assert numero.parutions.filter(notice=notice).exists() is (notice.supprime_le is None)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_move_at_once_lose_no_piece_and_share_no_rank(administratrice, membre):
    alice, bachir = nommer_documentaliste(administratrice), nommer_documentaliste(membre)
    numero = creer_numero()
    parutions = [prendre(alice, numero, f"Notice {n}") for n in range(4)]
    en_parallele(
        *(lambda p=p: deplacer(alice, numero, NOTICE, p, -1) for p in parutions[1:3]),
        lambda: deplacer(bachir, numero, NOTICE, parutions[3], -1),
        lambda: composition.retirer(identite=bachir, numero=numero, nature=NOTICE, cle=parutions[0].uuid),
    )
    rangs = [p.rang for p in Parution.objects.filter(numero=numero).exclude(rubrique=None)]
    assert len(rangs) == len(set(rangs)) == 4
    assert sorted(titre for _, titre in ordre(numero) if titre.startswith("Notice")) == [
        "Notice 1",
        "Notice 2",
        "Notice 3",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_write_one_text_at_once_one_is_kept_the_other_meets_the_conflict(
    administratrice, membre
):
    identites = [nommer_documentaliste(administratrice), nommer_documentaliste(membre)]
    numero = creer_numero()
    entree = numero.rendez_vous.get(cle="journees")
    conflits: list[str] = []

    def ecrire(identite: Identite, lieu: str) -> None:
        try:
            composition.modifier_piece(
                identite=identite,
                numero=numero,
                nature=AGENDA,
                piece=entree,
                version=1,
                champs={"lieu": lieu},
            )
        except Conflit:
            conflits.append(lieu)

    en_parallele(lambda: ecrire(identites[0], "Brest"), lambda: ecrire(identites[1], "Lorient"))
    entree.refresh_from_db()
    assert sorted([entree.lieu, *conflits]) == ["Brest", "Lorient"]
