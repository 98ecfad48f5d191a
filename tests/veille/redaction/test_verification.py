"""What the check finds, one thing at a time."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from tests.outils.toile import page
from tests.outils.veille import ARTICLE, NUMERO, RAPPORT, creer_numero, nommer_documentaliste
from veille.abonnements.rendu import Modele
from veille.models import Notice, Numero
from veille.notices.fiches import FicheLien, FicheNotice
from veille.numeros.fiches import FicheRubrique
from veille.redaction import liens
from veille.redaction.models import LienVu
from veille.redaction.verification import RESUME_COURRIEL_MAX, constats_de, verifier

pytestmark = pytest.mark.django_db
PARUTION = date(2018, 10, 15)


def trouve(numero: Numero, jour: date = PARUTION, **vus: LienVu) -> list[tuple[str, str]]:
    entier = Numero.objects.entiers().get(pk=numero.pk)
    return [(str(c.gravite), c.quoi) for c in verifier(entier, {v.adresse: v for v in vus.values()}, jour)]


def vu(adresse: str = "https://phare.example/marees", **champs) -> LienVu:
    return LienVu(adresse=adresse, vu_le=timezone.now(), **champs)


def avec(*notices: FicheNotice, **champs) -> Numero:
    return creer_numero(replace(NUMERO, une=notices, rubriques=(), **champs))


def test_nothing_is_found_in_an_issue_in_order():
    assert trouve(creer_numero(), vu=vu()) == []


@pytest.mark.parametrize(
    ("defaut", "attendu"),
    [
        ({"titre": ""}, ("erreur", "le titre manque")),
        (
            {"editeur": "", "auteurs": ()},
            ("erreur", "la source manque\u00a0: ni revue, ni éditeur, ni collection, ni auteur"),
        ),
        (
            {"resume": "x" * (RESUME_COURRIEL_MAX + 1)},
            ("avertissement", "le résumé est long pour un courriel (1501 signes)"),
        ),
        ({"liens": (FicheLien(""),)}, ("avertissement", "un lien n’a pas d’adresse")),
    ],
)
def test_a_defect_of_a_notice_is_found(defaut, attendu):
    assert trouve(avec(replace(RAPPORT, **defaut))) == [attendu]


def test_a_notice_deleted_while_in_an_issue_is_an_error():
    numero = avec(RAPPORT)
    Notice.objects.update(supprime_le=timezone.now())
    assert trouve(numero) == [("erreur", "cette notice a été supprimée de la base")]


def test_an_empty_rubrique_is_an_error_and_a_missing_editorial_a_warning():
    numero = creer_numero(
        replace(NUMERO, une=(RAPPORT,), rubriques=(FicheRubrique("vide", "Vide"),), editorial="")
    )
    assert trouve(numero) == [
        ("erreur", "cette rubrique est vide"),
        ("avertissement", "il n’y a pas d’éditorial"),
    ]


def test_an_issue_without_notice_is_an_error():
    assert trouve(avec()) == [("erreur", "il n’y a aucune notice")]


def test_two_notices_of_the_same_title_and_year_are_pointed_out_once():
    jumelle = replace(RAPPORT, titre="FAIRE ensemble, au bord de l’eau", resume="Autre.")
    assert trouve(avec(RAPPORT, jumelle)) == [("avertissement", "ressemble à une autre notice du numéro")]


def test_past_dates_of_the_agenda_are_pointed_out_but_not_in_an_issue_put_back_from_an_archive():
    numero = creer_numero()
    passes = [c for c in trouve(numero, date(2018, 11, 20), vu=vu()) if "agenda" in c[1]]
    assert passes == [("avertissement", "cette date de l’agenda est passée")]
    assert trouve(numero, date(2026, 11, 21), vu=vu()) == []


def test_a_link_never_seen_is_a_warning_and_a_dead_one_another():
    numero = creer_numero()
    assert trouve(numero) == [("avertissement", "un lien n’a jamais été vérifié")]
    mort = vu(en_panne=True, constat="La page n’existe pas.")
    assert trouve(numero, vu=mort) == [
        (
            "avertissement",
            "le lien https://phare.example/marees ne répond pas. La page n’existe pas",
        )
    ]


@pytest.mark.django_db(transaction=True)
def test_the_links_asked_for_are_visited_by_the_worker_each_once(toile, administratrice):
    toile.site("phare.test", {"/vivant": page(200), "/mort": page(404)})
    notices = [
        replace(ARTICLE, titre=chemin, liens=(FicheLien(f"http://phare.test/{chemin}"),))
        for chemin in ("vivant", "mort")
    ]
    numero = avec(*notices)
    identite = nommer_documentaliste(administratrice)
    assert liens.demander(identite=identite, numero=numero) == 2
    assert liens.visiter_ceux_qui_attendent() == 2
    assert liens.visiter_ceux_qui_attendent() == 0
    etats = LienVu.objects.order_by("adresse").values_list("adresse", "en_panne", "demande_le")
    assert list(etats) == [("http://phare.test/mort", True, None), ("http://phare.test/vivant", False, None)]
    assert liens.demander(identite=identite, numero=numero) == 1  # only the dead one is worth another visit


def test_a_mail_that_gmail_would_cut_is_pointed_out():
    lourd = replace(ARTICLE, resume="Ce que les marées apprennent aux services publics. " * 8)
    numero = avec(*(replace(lourd, titre=f"Marée {n}", date=str(1900 + n)) for n in range(160)))
    quoi = next(c.quoi for c in constats_de(numero) if "courriel" in c.quoi)
    poids = Modele(Numero.objects.entiers().get(pk=numero.pk)).poids
    assert poids > 102 * 1024
    assert quoi.startswith(f"le courriel pèse {poids // 1024} ko, et Gmail coupe ce qui dépasse 102 ko")

    Numero.objects.update(envoyer=False)
    numero.refresh_from_db()
    assert not [c for c in constats_de(numero) if "courriel" in c.quoi]


def test_the_weight_that_counts_is_past_102_ko():
    numero = Numero.objects.entiers().get(pk=creer_numero().pk)
    vus = {"https://phare.example/marees": vu()}
    assert verifier(numero, vus, PARUTION, 102 * 1024) == []
    assert [c.gravite for c in verifier(numero, vus, PARUTION, 102 * 1024 + 1)] == ["avertissement"]


def test_a_date_said_twice_at_the_agenda_is_pointed_out_once():
    (journees, appel) = NUMERO.agenda
    numero = creer_numero(
        replace(NUMERO, agenda=(journees, appel, replace(journees, cle="encore", titre="JOURNÉES du large")))
    )
    assert trouve(numero, vu=vu()) == [
        ("avertissement", "cette date est déjà à l’agenda : elle n’y sera dite qu’une fois")
    ]
