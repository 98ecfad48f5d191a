"""The desk as people meet it: who gets in, forms, conflicts, saving by itself, previews."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from icalendar import Calendar

from communs.courrier.models import Courriel
from communs.etats.models import Ligne
from tests.outils.veille import (
    ARTICLE,
    creer_notice,
    creer_numero,
    creer_numero_publie,
    nommer_documentaliste,
)
from veille.models import Bulletin, Notice, Numero
from veille.numeros import services
from veille.redaction.models import LienVu

pytestmark = pytest.mark.django_db


def texte(reponse) -> str:
    return re.sub(r"\s+", " ", reponse.content.decode().replace("\u00a0", " "))


def adresse(nom: str, numero: Numero, *args: object) -> str:
    return reverse(f"veille:{nom}", args=[numero.uuid, *args])


@pytest.fixture
def numero(db) -> Numero:
    return creer_numero()


@pytest.fixture
def identite(administratrice):
    return nommer_documentaliste(administratrice)


@pytest.fixture
def alice(client_de, identite):
    return client_de(identite.compte)


def entete(numero: Numero, **champs: object) -> dict[str, object]:
    return {
        "version": numero.version,
        "titre": numero.titre,
        "genre": numero.genre,
        "numero": numero.numero,
        "cle": numero.cle,
        "date": numero.date,
        "editorial": numero.editorial,
        "envoyer": "on",
        **champs,
    }


DU_NUMERO = (
    "composer",
    "verification",
    "parution",
    "histoire_numero",
    "entete_numero",
    "chercher_notice",
    "remarquer",
    "erratum",
)


@pytest.mark.parametrize("nom", DU_NUMERO)
def test_a_stranger_does_not_learn_that_an_issue_is_being_made(client_de, etrangere, numero, nom):
    assert client_de(etrangere).get(adresse(nom, numero)).status_code == 404
    assert client_de(etrangere).get(reverse("veille:atelier")).status_code == 404


def test_ones_own_space_leads_to_the_desk_only_those_who_have_something_to_do_there(
    client_de, membre, etrangere, identite, numero
):
    espace, lien = reverse("collectivites:espace"), f'href="{reverse("veille:atelier")}"'
    assert lien in client_de(identite.compte).get(espace).content.decode()
    assert lien not in client_de(membre).get(espace).content.decode()
    services.confier(identite=identite, numero=numero, relecteur=membre)
    assert lien in client_de(membre).get(espace).content.decode()
    assert lien not in client_de(etrangere).get(espace).content.decode()


def test_the_reader_sees_only_her_issue_and_writes_nothing_in_it(client_de, membre, identite, numero):
    autre = creer_numero(cle="autre", titre="Un autre numéro")
    services.confier(identite=identite, numero=numero, relecteur=membre)
    bachir = client_de(membre)
    atelier = texte(bachir.get(reverse("veille:atelier")))
    assert numero.titre in atelier
    assert autre.titre not in atelier
    page = texte(bachir.get(adresse("composer", numero)))
    assert "Remarquer" in page
    assert "Descendre" not in page
    assert bachir.get(adresse("composer", autre)).status_code == 404
    assert bachir.get(adresse("entete_numero", numero)).status_code == 403
    parution = numero.parutions.first()
    assert bachir.post(adresse("retirer_piece", numero, "notice", parution.uuid)).status_code == 403


def test_a_bulletin_then_its_first_issue_are_made_from_the_desk(alice):
    alice.post(
        reverse("veille:nouveau_bulletin"), {"demande": uuid4(), "nom": "La lettre", "cle": "la-lettre"}
    )
    bulletin = Bulletin.objects.get(cle="la-lettre")
    demande = uuid4()
    envoi = {
        "demande": demande,
        "titre": "Numéro un",
        "genre": "regulier",
        "numero": "1",
        "cle": "n-1",
        "date": "2026-11",
    }
    for _ in range(2):
        reponse = alice.post(reverse("veille:nouveau_numero", args=[bulletin.cle]), envoi)
        assert reponse["Location"] == f"/veille/atelier/numeros/{demande}/"
    assert Numero.objects.get().titre == "Numéro un"


@pytest.mark.parametrize(
    ("champ", "valeur", "message"),
    [
        ("cle", "atelier", "est réservée"),
        ("cle", "../etc", "que des lettres, des nombres"),
        ("nom", "", "obligatoire"),
        ("contact", "pas une adresse\nBcc: x@y.example", "adresse e-mail valide"),
    ],
)
def test_a_bulletin_that_makes_no_sense_is_refused_in_french(alice, champ, valeur, message):
    envoi = {"demande": uuid4(), "nom": "La lettre", "cle": "la-lettre"} | {champ: valeur}
    reponse = alice.post(reverse("veille:nouveau_bulletin"), envoi)
    assert reponse.status_code == 422
    assert message in texte(reponse)
    assert not Bulletin.objects.exists()


def test_an_address_already_taken_is_refused_and_the_text_stays(alice, numero):
    autre = creer_numero(cle="autre", titre="Autre")
    reponse = alice.post(
        adresse("entete_numero", autre), entete(autre, cle=numero.cle, editorial="Mes mots.")
    )
    assert reponse.status_code == 422
    assert "déjà cette adresse" in texte(reponse)
    assert "Mes mots." in texte(reponse)


def test_what_two_people_wrote_is_shown_side_by_side_and_nothing_is_lost(alice, numero):
    lue = numero.version
    alice.post(adresse("entete_numero", numero), entete(numero, editorial="Le premier texte."))
    reponse = alice.post(
        adresse("entete_numero", numero), entete(numero, version=lue, editorial="Le second texte.")
    )
    assert reponse.status_code == 409
    assert "Le premier texte." in texte(reponse)
    assert "Le second texte." in texte(reponse)
    assert Numero.objects.get().editorial == "Le premier texte."


def test_a_text_saved_by_itself_gives_the_page_its_next_version(alice, numero):
    reponse = alice.post(
        adresse("entete_numero", numero), entete(numero, editorial="Pendant."), headers={"HX-Request": "true"}
    )
    assert reponse.status_code == 200
    assert "Enregistré à" in texte(reponse)
    assert f'value="{numero.version + 1}"' in texte(reponse)
    assert Numero.objects.get().editorial == "Pendant."


def test_a_text_that_cannot_be_saved_by_itself_says_why(alice, numero):
    reponse = alice.post(
        adresse("entete_numero", numero), entete(numero, titre=""), headers={"HX-Request": "true"}
    )
    assert "Pas encore enregistré. titre Ce champ est obligatoire." in texte(reponse).replace(
        "Titre", "titre"
    )
    assert Numero.objects.get().titre == numero.titre


def test_a_sitting_of_saving_is_one_entry_of_the_history_from_first_to_last(alice, numero):
    for rang, mots in enumerate(("Un", "Un deux", "Un deux trois"), 1):
        alice.post(adresse("entete_numero", numero), entete(numero, version=rang, editorial=mots))
    assert Ligne.objects.filter(verbe="veille.corriger_numero").count() == 3
    page = texte(alice.get(adresse("histoire_numero", numero)))
    assert page.count("a modifié la présentation du numéro") == 1
    assert "<del>Un numéro sur ce que font les ports.</del>" in page
    assert "<ins>Un deux trois</ins>" in page


def test_html_and_script_in_every_field_are_only_text(alice, numero):
    mechant = "<script>alert(1)</script>"
    alice.post(adresse("entete_numero", numero), entete(numero, titre=mechant, editorial=mechant))
    demande = {"demande": uuid4(), "version": 1}
    alice.post(adresse("ajouter_piece", numero, "rubrique"), {**demande, "titre": mechant})
    for nom in ("composer", "verification", "parution", "histoire_numero"):
        assert mechant not in alice.get(adresse(nom, numero)).content.decode()
    assert numero.rubriques.get(titre=mechant).cle == "scriptalert1script"


def test_a_notice_is_found_by_its_author_and_taken_into_a_rubrique(alice, numero):
    notice = creer_notice(ARTICLE, titre="Éloge du phare")
    rubrique = numero.rubriques.get()
    page = texte(alice.get(adresse("chercher_notice", numero), {"q": "eloge martin", "dans": rubrique.uuid}))
    assert "Éloge du phare" in page
    assert "Les marées" not in page
    alice.post(adresse("prendre_notice", numero), {"notice": notice.uuid, "dans": rubrique.uuid})
    assert numero.parutions.get(notice=notice).rubrique == rubrique


def test_a_notice_described_on_the_spot_enters_the_base_and_the_issue_once(alice, numero):
    envoi = {
        "demande": uuid4(),
        "titre": "Le phare connecté",
        "genre": "article",
        "auteurs": "Martin, Aline\nAtelier du Phare",
        "publication": "Revue",
        "date": "2018-09",
        "adresse": "https://phare.example/",
    }
    for _ in range(2):
        assert alice.post(adresse("nouvelle_notice_du_numero", numero), envoi).status_code == 302
    notice = Notice.objects.get(titre="Le phare connecté")
    assert [(c.nom, c.prenom, c.organisme) for c in notice.contributions.all()] == [
        ("Martin", "Aline", False),
        ("Atelier du Phare", "", True),
    ]
    assert numero.parutions.filter(notice=notice, rubrique=None).count() == 1


def test_a_notice_is_corrected_in_place_and_keeps_what_the_form_does_not_show(alice, numero):
    parution = numero.parutions.exclude(rubrique=None).get()
    envoi = {
        "version": parution.notice.version,
        "titre": "Les marées",
        "genre": "article",
        "publication": "Revue du large",
        "date": "2018-09",
        "adresse": "https://phare.example/autre",
    }
    assert alice.post(adresse("notice_du_numero", numero, parution.uuid), envoi).status_code == 302
    notice = Notice.objects.get(pk=parution.notice_id)
    assert notice.titre == "Les marées"
    assert notice.liens.get().adresse == "https://phare.example/autre"
    assert notice.contributions.count() == 2
    assert notice.themes.count() == 1


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"genre": "evenement", "fin": "2026-12-01"}, "Un événement a un premier jour"),
        ({"genre": "echeance", "debut": "2026-12-01", "fin": "2026-12-02"}, "laissez ce champ vide"),
        ({"genre": "evenement", "debut": "2026-12-02", "fin": "2026-12-01"}, "vient après le premier"),
        ({"genre": "evenement", "debut": "2026-12-02", "adresse": "javascript:alert(1)"}, "URL valide"),
    ],
)
def test_an_entry_of_the_agenda_that_makes_no_sense_is_refused(alice, numero, champs, message):
    envoi = {"demande": uuid4(), "version": 1, "titre": "Journée", **champs}
    reponse = alice.post(adresse("ajouter_piece", numero, "agenda"), envoi)
    assert reponse.status_code == 422
    assert message in texte(reponse)
    assert numero.rendez_vous.count() == 2


def test_a_piece_taken_off_is_put_back_by_its_button(alice, numero):
    entree = numero.rendez_vous.get(cle="appel")
    for _ in range(2):
        alice.post(adresse("retirer_piece", numero, "agenda", entree.uuid))
    assert "est retiré" in texte(alice.get(adresse("composer", numero)))
    alice.post(adresse("remettre_piece", numero, numero.retraits.get().uuid))
    assert [r.cle for r in numero.rendez_vous.all()] == ["journees", "appel"]


def test_a_remark_stands_beside_its_piece_until_it_is_settled(alice, client_de, membre, identite, numero):
    services.confier(identite=identite, numero=numero, relecteur=membre)
    parution = numero.parutions.first()
    cible = f"{adresse('remarquer', numero)}?nature=notice&cle={parution.uuid}"
    envoi = {"demande": uuid4(), "texte": "Une coquille au résumé."}
    for _ in range(2):
        client_de(membre).post(cible, envoi)
    page = texte(alice.get(adresse("composer", numero)))
    assert (
        page.count("Une coquille au résumé.") == 2
    )  # beside the piece, and for screen readers on the button
    assert "1 remarque à régler" in page
    alice.post(adresse("regler_remarque", numero, numero.remarques.get().uuid))
    assert "Une coquille" not in texte(alice.get(adresse("composer", numero)))
    assert Courriel.objects.count() == 1  # that of the request to read, none for a remark


def test_the_check_leads_to_each_piece_and_asks_for_a_visit_of_the_links(alice, numero):
    page = texte(alice.get(adresse("verification", numero)))
    assert "jamais été vérifié" in page
    alice.post(adresse("visiter_liens", numero))
    assert list(LienVu.objects.exclude(demande_le=None).values_list("adresse", flat=True)) == [
        "https://phare.example/marees"
    ]
    assert "1 lien attend une visite" in texte(alice.get(adresse("verification", numero)))


def test_publishing_asks_for_a_word_then_the_issue_is_public(alice, client, numero):
    page = texte(alice.get(adresse("parution", numero)))
    assert "J’ai lu les avertissements" in page
    geste = adresse("geste_numero", numero, "publier")
    refuse = texte(alice.post(geste, {"version": numero.version}, follow=True))
    assert "confirmez que vous publiez quand même" in refuse
    alice.post(geste, {"version": numero.version, "publier-confirme": "on"})
    assert client.get(numero.get_absolute_url()).status_code == 200
    encore = texte(alice.post(geste, {"version": numero.version, "publier-confirme": "on"}, follow=True))
    assert "Publier maintenant" in encore


def test_a_published_event_is_cancelled_and_maintained_and_calendars_follow(
    alice, client, django_capture_on_commit_callbacks
):
    numero = creer_numero_publie()
    journees = numero.rendez_vous.get(cle="journees")
    uid = str(journees.uuid)

    def dit() -> tuple[str, int]:
        evenements = Calendar.from_ical(client.get("/veille/agenda.ics").content).events
        (lu,) = (e for e in evenements if str(e["UID"]) == uid)
        return str(lu["STATUS"]), int(lu["SEQUENCE"])

    assert "L’agenda" in texte(alice.get(adresse("parution", numero)))
    for annule, attendu in (("oui", ("CANCELLED", 1)), ("oui", ("CANCELLED", 1)), ("non", ("CONFIRMED", 2))):
        with django_capture_on_commit_callbacks(execute=True):
            alice.post(adresse("rendez_vous_publie", numero, journees.uuid), {"annule": annule})
        assert dit() == attendu
    verbes = Ligne.objects.filter(verbe__endswith="_rendez_vous").values_list("verbe", flat=True)
    assert sorted(verbes) == ["veille.annuler_rendez_vous", "veille.maintenir_rendez_vous"]


def test_an_event_of_a_draft_is_corrected_rather_than_cancelled(alice, numero):
    journees = numero.rendez_vous.get(cle="journees")
    reponse = alice.post(adresse("rendez_vous_publie", numero, journees.uuid), {"annule": "oui"}, follow=True)
    assert "n’est pas publié" in texte(reponse)
    journees.refresh_from_db()
    assert journees.annule_le is None


def test_planning_wants_a_date_to_come_and_naming_a_reader_wants_an_account(alice, numero):
    programmer = adresse("geste_numero", numero, "programmer")
    passee = alice.post(programmer, {"programmer-programme_le": "2018-10-15T08:00"})
    assert passee.status_code == 422
    assert "Cette date est passée" in texte(passee)
    relire = alice.post(
        adresse("geste_numero", numero, "relire"), {"relire-email": "personne@nulle-part.example"}
    )
    assert relire.status_code == 422
    assert "Personne n’a de compte avec cette adresse" in texte(relire)
    assert Numero.objects.get().etat == "brouillon"


def test_a_preview_is_never_indexed_nor_cached_and_a_stranger_has_none(alice, client_de, etrangere, numero):
    reponse = alice.get(adresse("apercu", numero, "page"))
    assert reponse.status_code == 200
    assert numero.titre in texte(reponse)
    assert reponse["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in reponse["Cache-Control"]
    assert client_de(etrangere).get(adresse("apercu", numero, "page")).status_code == 404
    assert alice.get(adresse("apercu", numero, "inconnu")).status_code == 404


def test_a_deleted_issue_is_taken_back_from_the_desk(alice, numero):
    alice.post(adresse("supprimer_numero", numero))
    assert alice.get(adresse("composer", numero)).status_code == 404
    assert "Rétablir" in texte(alice.get(reverse("veille:atelier")))
    alice.post(adresse("retablir_numero", numero))
    assert alice.get(adresse("composer", numero)).status_code == 200


def test_the_composing_page_asks_as_many_questions_for_many_notices(
    alice, numero, django_assert_max_num_queries
):
    rubrique = numero.rubriques.get()
    for rang in range(20):
        notice = creer_notice(ARTICLE, titre=f"Notice {rang}")
        numero.parutions.create(notice=notice, rubrique=rubrique, rang=rang + 2)
    with django_assert_max_num_queries(32):
        alice.get(adresse("composer", numero))
