"""The pages of a vote, as those who organise and those who vote use them; without script."""

import re
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from communs.dossiers.models import Dossier
from communs.scrutins.enums import Electorat, EtatScrutin, Mode
from communs.scrutins.models import Bulletin, Emargement, Scrutin
from communs.scrutins.resultats import egaux
from tests.outils.scrutins import VILLES, departager, donner_des_codes, ouvrir, pas, preparer, voter

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client_de, administratrice):
    return client_de(administratrice)


@pytest.fixture
def bachir(client_de, membre):
    return client_de(membre)


def texte(response) -> str:
    return response.content.decode()


def dits(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def adresse(scrutin: Scrutin, nom: str, *suite) -> str:
    dossier = Dossier.objects.select_related("collectivite").get(pk=scrutin.dossier_id)
    return dossier.adresse(f"scrutins:{nom}", scrutin.uuid, *suite)


def publique(scrutin: Scrutin) -> str:
    return reverse("scrutins:vote", args=[scrutin.jeton])


def champs(scrutin: Scrutin, *valeurs) -> dict[str, object]:
    """The fields of a ballot, by option; what is None is left empty."""
    options = scrutin.options.dans_l_ordre()
    return {
        "bulletin": "1",
        **{f"option-{o.uuid}": "" if v is None else v for o, v in zip(options, valeurs, strict=True)},
    }


def formulaire_de(page: str, nom: str) -> str:
    return re.search(rf'name="{nom}"[^>]*value="([^"]*)"', page)[1]


# --- from a question to its result ---------------------------------------------------------------


def test_un_vote_va_de_la_question_au_resultat(alice, bachir, dossier):
    liste = dossier.adresse("scrutins:scrutins")
    assert "Aucun vote pour l’instant" in texte(alice.get(liste))
    saisie = {
        "demande": uuid4(),
        "question": "Où mettre la capitale ?",
        "mode": "classement",
        "secret": "True",
        "electorat": "participants",
    }
    assert alice.post(dossier.adresse("scrutins:preparer"), saisie).status_code == 302
    scrutin = Scrutin.objects.get()
    page = texte(alice.get(scrutin.get_absolute_url()))
    assert "Écrivez d’abord les options" in page
    assert bachir.get(scrutin.get_absolute_url()).status_code == 404
    alice.post(adresse(scrutin, "ajouter_options"), {"libelles": "\n".join(VILLES)})
    alice.post(adresse(scrutin, "geste"), {"geste": "ouvrir", "version": 1})
    assert "« Où mettre la capitale ? »" not in texte(bachir.get(liste))
    assert "Où mettre la capitale ?" in texte(bachir.get(liste))
    page = texte(bachir.get(adresse(scrutin, "voter")))
    assert "Vote consultatif" in page
    assert "Et en cas d’égalité" in page
    reponse = bachir.post(adresse(scrutin, "voter"), champs(scrutin, 4, 1, 2, 3), follow=True)
    assert "Votre bulletin est dans l’urne" in texte(reponse)
    assert "Un bulletin a été reçu" in texte(reponse)
    assert "Vous avez voté" in texte(bachir.get(scrutin.get_absolute_url()))
    alice.post(adresse(scrutin, "voter"), champs(scrutin, 2, 1, None, None))
    page = texte(alice.get(scrutin.get_absolute_url()))
    assert "<strong>2</strong> personnes ont voté sur 2 inscrites" in page
    assert "Borda" not in page.split("Les règles de ce vote")[0]
    version = Scrutin.objects.get().version
    alice.post(adresse(scrutin, "geste"), {"geste": "clore", "version": version})
    alice.post(adresse(scrutin, "geste"), {"geste": "depouiller", "version": version + 1})
    page = texte(bachir.get(scrutin.get_absolute_url()))
    for attendu in ("arrive en tête", "2 bulletins, pour 2 inscrits (100,0\u00a0%)", "Schulze : les duels"):
        assert attendu.replace(" :", "\u00a0:") in page
    csv = bachir.get(adresse(scrutin, "exporter", "csv"))
    assert csv["Content-Disposition"] == 'attachment; filename="ou-mettre-la-capitale.csv"'
    assert bachir.get(adresse(scrutin, "exporter", "exe")).status_code == 404


def test_tant_que_le_vote_est_ouvert_personne_ne_lit_les_bulletins(alice, administratrice, membre, dossier):
    scrutin = ouvrir(administratrice, dossier)
    voter(scrutin, 4, 1, 2, 3, compte=membre)
    assert alice.get(adresse(scrutin, "exporter", "csv")).status_code == 409
    assert "arrive en tête" not in texte(alice.get(scrutin.get_absolute_url()))


def test_deux_facilitateurs_qui_cloent_en_meme_temps_cloent_une_fois(alice, administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier)
    envoi = {"geste": "clore", "version": scrutin.version}
    _, second = (alice.post(adresse(scrutin, "geste"), envoi) for _ in range(2))
    assert "C’était déjà fait." in dits(second)


def test_une_option_qui_change_pendant_le_vote_est_refusee_avec_une_phrase(alice, administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier)
    for nom, suite in (("ajouter_options", ()), ("retirer_option", (scrutin.options.first().uuid,))):
        reponse = alice.post(adresse(scrutin, nom, *suite), {"libelles": "Atlanta"})
        assert reponse.status_code == 409
        assert "ne changent plus" in texte(reponse)
    assert alice.get(adresse(scrutin, "reecrire")).status_code == 409


def test_un_texte_hostile_ne_fait_que_se_lire(alice, bachir, administratrice, membre, dossier):
    mechant = "<script>alert(1)</script>{{ 7|add:7 }}"
    scrutin = ouvrir(
        administratrice, dossier, [mechant, "B"], question=mechant, explication=mechant, secret=False
    )
    pages = [texte(bachir.get(adresse(scrutin, "voter"))), texte(alice.get(scrutin.get_absolute_url()))]
    voter(scrutin, 1, 2, compte=membre)
    pas(administratrice, scrutin, "clore", "depouiller")
    pages.append(texte(bachir.get(scrutin.get_absolute_url())))
    for page in pages:
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in page


# --- the ballot ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "envoi", "message"),
    [
        ({"mode": Mode.CHOIX}, {"choix": "inconnue"}, "inconnue"),
        ({"mode": Mode.CHOIX}, {}, "Ce bulletin est vide"),
        ({"mode": Mode.CLASSEMENT}, {"option-inconnue": "1"}, "ne correspond pas aux options"),
    ],
)
def test_un_bulletin_mal_rempli_revient_avec_une_phrase(
    bachir, administratrice, dossier, options, envoi, message
):
    scrutin = ouvrir(administratrice, dossier, **options)
    reponse = bachir.post(adresse(scrutin, "voter"), {"bulletin": "1", **envoi})
    assert reponse.status_code == 422
    assert message in texte(reponse)
    assert Bulletin.objects.count() == 0


def test_des_rangs_illisibles_sont_dits_sans_rien_perdre_des_autres(bachir, administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier)
    reponse = bachir.post(adresse(scrutin, "voter"), champs(scrutin, "un", 2, 99, 1))
    page = texte(reponse)
    assert reponse.status_code == 422
    assert 'value="un"' in page
    assert 'value="2"' in page
    assert "2 points à revoir" in page


def test_voter_blanc_est_un_bulletin(bachir, administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier, mode=Mode.CHOIX)
    bachir.post(adresse(scrutin, "voter"), {"bulletin": "1", "blanc": "1"})
    assert egaux(scrutin) == [((0, 0, 0, 0), 1)]


def test_sans_script_les_boutons_classent_sans_rien_deposer(bachir, administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier)
    envoi = {**champs(scrutin, None, 1, 2, None), "geste": "monter:2"}
    page = texte(bachir.post(adresse(scrutin, "voter"), envoi))
    lues = re.findall(r'class="option-libelle" data-poignee>([^<]+)<', page)
    assert lues == ["Chattanooga", "Nashville", "Memphis", "Knoxville"]
    assert Bulletin.objects.count() == 0
    for faux in ("monter:99", "monter:x", "voler:1", "monter"):
        assert bachir.post(adresse(scrutin, "voter"), {**envoi, "geste": faux}).status_code == 422


def test_un_second_bulletin_secret_le_dit_et_garde_le_premier(bachir, administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier)
    bachir.post(adresse(scrutin, "voter"), champs(scrutin, 1, 2, 3, 4))
    reponse = bachir.post(adresse(scrutin, "voter"), champs(scrutin, 4, 3, 2, 1))
    assert "Votre premier bulletin est dans l’urne" in dits(reponse)[-1]
    assert egaux(scrutin) == [((1, 2, 3, 4), 1)]
    assert "Vous avez voté" in texte(bachir.get(adresse(scrutin, "voter")))


def test_un_bulletin_ouvert_se_relit_et_se_remplace(bachir, administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier, secret=False, mode=Mode.POINTS, nombre=5)
    bachir.post(adresse(scrutin, "voter"), champs(scrutin, 3, 2, 0, 0))
    page = texte(bachir.get(adresse(scrutin, "voter")))
    assert "Remplacer mon bulletin" in page
    assert 'value="3"' in page
    reponse = bachir.post(adresse(scrutin, "voter"), champs(scrutin, 0, 0, 5, 0))
    assert "a pris la place" in dits(reponse)[-1]
    pas(administratrice, scrutin, "clore", "depouiller")
    page = texte(bachir.get(scrutin.get_absolute_url()))
    assert "Bachir Le Goff" in page
    assert "Chattanooga\u00a0: 5" in page


def test_apres_la_cloture_le_bulletin_n_est_pas_compte_et_le_vote_le_dit(bachir, administratrice, dossier):
    scrutin = pas(administratrice, ouvrir(administratrice, dossier), "clore")
    reponse = bachir.post(adresse(scrutin, "voter"), champs(scrutin, 1, 2, 3, 4))
    assert reponse.status_code == 409
    assert "n’a pas été compté" in texte(reponse)
    assert bachir.get(adresse(scrutin, "voter")).url == scrutin.get_absolute_url()


# --- the public address --------------------------------------------------------------------------


def test_les_cartes_se_montrent_une_fois_et_votent_sans_compte(alice, client, administratrice, dossier):
    scrutin = preparer(administratrice, dossier, electorat=Electorat.CODES, mode=Mode.JUGEMENT)
    page = alice.get(adresse(scrutin, "codes"))
    envoi = {"nombre": 2, "demande": formulaire_de(texte(page), "demande")}
    cartes = alice.post(adresse(scrutin, "codes"), envoi)
    faits = re.findall(r'class="carte-code">([^<]+)<', texte(cartes))
    assert len(faits) == 2
    assert cartes["Cache-Control"] == "no-store, private"
    renvoi = alice.post(adresse(scrutin, "codes"), envoi, follow=True)
    assert "ne se relisent pas" in texte(renvoi)
    assert not any(code in texte(renvoi) for code in faits)
    scrutin = pas(administratrice, scrutin, "ouvrir")
    assert "Votre code de vote" in texte(client.get(publique(scrutin)))
    page = texte(client.post(publique(scrutin), {"code": faits[0].lower()}))
    assert "Très bien" in page
    bulletin = {**champs(scrutin, 7, 6, 5, 0), "code": formulaire_de(page, "code")}
    reponse = client.post(publique(scrutin), bulletin, follow=True)
    assert "Votre bulletin est dans l’urne" in texte(reponse)
    assert "Vous avez voté" in texte(client.post(publique(scrutin), {"code": faits[0]}))
    assert egaux(scrutin) == [((7, 6, 5, 0), 1)]


def test_un_faux_code_ne_dit_rien_et_une_pluie_de_faux_codes_est_arretee(client, administratrice, dossier):
    scrutin = preparer(administratrice, dossier, electorat=Electorat.CODES)
    (bon,) = donner_des_codes(administratrice, scrutin, 1)
    scrutin = pas(administratrice, scrutin, "ouvrir")
    obtenus = [client.post(publique(scrutin), {"code": f"AAAAA-{n:05}"}).status_code for n in range(70)]
    assert obtenus == [422] * 60 + [429] * 10
    assert client.post(publique(scrutin), {"code": bon}).status_code == 200


def test_par_l_adresse_le_meme_formulaire_envoye_deux_fois_vote_une_fois(client, administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier, electorat=Electorat.LIEN)
    page = texte(client.get(publique(scrutin)))
    envoi = {**champs(scrutin, 1, 2, 3, 4), "visiteur": formulaire_de(page, "visiteur")}
    autre = type(client)()
    assert dits(client.post(publique(scrutin), envoi)) == ["Votre bulletin est dans l’urne. Merci."]
    assert "Vous avez déjà voté" in dits(autre.post(publique(scrutin), envoi))[-1]
    assert "Vous avez voté" in texte(client.get(publique(scrutin)))
    assert Emargement.objects.count() == Bulletin.objects.count() == 1


def test_un_vote_ouvert_par_l_adresse_se_change_dans_le_meme_navigateur(client, administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier, electorat=Electorat.LIEN, secret=False, mode=Mode.CHOIX)
    options = list(scrutin.options.dans_l_ordre())
    envoi = {"bulletin": "1", "choix": options[0].uuid, "nom": "Jeanne", "visiteur": uuid4()}
    client.post(publique(scrutin), envoi)
    page = texte(client.get(publique(scrutin)))
    assert "Remplacer mon bulletin" in page
    assert 'value="Jeanne"' in page
    client.post(publique(scrutin), {**envoi, "choix": options[1].uuid, "visiteur": uuid4()})
    assert egaux(scrutin) == [((0, 1, 0, 0), 1)]
    sans_nom = type(client)().post(publique(scrutin), {**envoi, "nom": "", "visiteur": uuid4()})
    assert sans_nom.status_code == 422


@pytest.mark.parametrize(
    ("etat", "attendu"),
    [
        (EtatScrutin.BROUILLON, 404),
        (EtatScrutin.CLOS, "Le vote est terminé"),
        (EtatScrutin.DEPOUILLE, "arrive en tête"),
        (EtatScrutin.ANNULE, "Erreur de question"),
    ],
)
def test_l_adresse_publique_dit_ou_en_est_le_vote(client, administratrice, dossier, etat, attendu):
    chemins = {
        EtatScrutin.BROUILLON: (),
        EtatScrutin.CLOS: ("clore",),
        EtatScrutin.DEPOUILLE: ("clore", "depouiller"),
        EtatScrutin.ANNULE: ("annuler",),
    }
    scrutin = preparer(administratrice, dossier, electorat=Electorat.LIEN)
    if etat != EtatScrutin.BROUILLON:
        scrutin = pas(administratrice, scrutin, "ouvrir")
        departager(scrutin, *VILLES)
        voter(scrutin, 1, 2, 3, 4)
        pas(administratrice, scrutin, *chemins[etat])
    reponse = client.get(publique(scrutin))
    if attendu == 404:
        assert reponse.status_code == 404
        return
    assert attendu in texte(reponse)
    assert reponse["X-Robots-Tag"] == "noindex, nofollow"
    trop_tard = client.post(publique(scrutin), {**champs(scrutin, 1, 2, 3, 4), "visiteur": uuid4()})
    assert trop_tard.status_code == 409
    assert "n’a pas été compté" in texte(trop_tard)
    assert Bulletin.objects.count() == 1


def test_le_vote_des_participants_n_a_pas_d_adresse_publique(client, administratrice, dossier):
    assert client.get(publique(ouvrir(administratrice, dossier))).status_code == 404


def test_les_noms_d_un_vote_ouvert_restent_dans_le_dossier(client, administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier, electorat=Electorat.LIEN, secret=False)
    voter(scrutin, 1, 2, 3, 4, nom="Jeanne Cariou")
    pas(administratrice, scrutin, "clore", "depouiller")
    assert "Jeanne" not in texte(client.get(publique(scrutin)))


# --- how much it costs ---------------------------------------------------------------------------


@pytest.mark.parametrize("combien", [1, 6])
def test_la_liste_coute_autant_pour_un_vote_que_pour_six(
    bachir, administratrice, dossier, django_assert_num_queries, combien
):
    for _ in range(combien):
        ouvrir(administratrice, dossier)
    with django_assert_num_queries(5):
        bachir.get(dossier.adresse("scrutins:scrutins"))


@pytest.mark.parametrize("combien", [1, 12])
def test_le_resultat_coute_autant_pour_un_bulletin_que_pour_douze(
    bachir, administratrice, dossier, django_assert_num_queries, combien
):
    scrutin = ouvrir(administratrice, dossier, electorat=Electorat.LIEN, secret=False)
    for n in range(combien):
        voter(scrutin, 1, 2, 3, 4, nom=f"Jeanne {n}")
    pas(administratrice, scrutin, "clore", "depouiller")
    with django_assert_num_queries(12):
        bachir.get(scrutin.get_absolute_url())


def test_two_options_that_only_the_database_finds_alike_are_said_so(alice, administratrice, dossier):
    scrutin = preparer(administratrice, dossier, ["istanbul", "Venise"])
    reponse = alice.post(adresse(scrutin, "ajouter_options"), {"libelles": "\u0130stanbul"})
    [autre] = scrutin.options.filter(libelle="Venise")
    reecrite = alice.post(adresse(scrutin, "option", autre.uuid), {"libelle": "\u0130stanbul"})
    for dite in (reponse, reecrite):
        assert dite.status_code in (302, 422)  # some databases tell them apart
    assert scrutin.options.filter(libelle__in=["istanbul", "Venise"]).exists()
