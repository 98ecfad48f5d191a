"""After the draw: refusals, stand-ins, the ledger; erasure; the command that replays."""

import re
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from communs.collectivites import services as comptes
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion
from communs.tirages import lecture, liste, registre, suites
from communs.tirages.acte import lire, rejouer
from communs.tirages.liste import Candidat
from communs.tirages.models import Inscrit
from communs.web.erreurs import Refus
from tests.outils.tirages import engager, peupler, preparer, relever

pytestmark = pytest.mark.django_db


def sortis(tirage, groupe: str) -> list[Inscrit]:
    numeros = [p.numero for p in registre.places(tirage) if p.groupe == groupe]
    par_numero = registre.tires(tirage)
    return [par_numero[n] for n in numeros]


def refuser(compte, tirage, inscrit, motif="empechee"):
    return suites.refuser(identite=Identite(compte), tirage=tirage, inscrit=inscrit, motif=motif)


def test_un_desistement_appelle_la_suppleance_suivante_du_meme_service(administratrice, tire):
    premiere, _, troisieme, _ = sortis(tire, "Voirie")
    assert refuser(administratrice, tire, premiere) == troisieme
    situation = registre.situations(tire)["Voirie"]
    assert premiere.numero in situation.partis
    assert troisieme.numero in situation.en_place
    assert rejouer(lire("".join(registre.proces_verbal(tire)))).identique


def test_le_meme_desistement_note_deux_fois_n_appelle_qu_une_personne(administratrice, tire):
    premiere, *_ = sortis(tire, "Voirie")
    refuser(administratrice, tire, premiere)
    assert refuser(administratrice, tire, premiere) is None
    assert tire.ecritures.filter(genre="remplacement").count() == 1


def test_une_suppleance_qui_se_desiste_d_avance_n_est_pas_appelee(administratrice, tire):
    premiere, _, troisieme, quatrieme = sortis(tire, "Voirie")
    assert refuser(administratrice, tire, troisieme) is None
    assert refuser(administratrice, tire, premiere) == quatrieme


def test_quand_il_n_y_a_plus_personne_la_place_reste_vacante(administratrice, tire):
    titulaire, suppleante = sortis(tire, "Écoles")
    assert refuser(administratrice, tire, titulaire) == suppleante
    assert refuser(administratrice, tire, suppleante, "sans_reponse") is None
    ecoles = next(r for r in lecture.resultats(tire) if r.groupe == "Écoles")
    assert (ecoles.vacantes, ecoles.en_place) == (1, [])
    assert rejouer(lire("".join(registre.proces_verbal(tire)))).identique


def test_un_accord_se_note_une_fois(administratrice, tire):
    premiere, *_ = sortis(tire, "Voirie")
    for _ in range(2):
        suites.accepter(identite=Identite(administratrice), tirage=tire, inscrit=premiere)
    assert tire.ecritures.filter(genre="accord").count() == 1
    suppleante = sortis(tire, "Voirie")[2]
    with pytest.raises(ValidationError, match="ne tient pas de place"):
        suites.accepter(identite=Identite(administratrice), tirage=tire, inscrit=suppleante)


def test_qui_n_a_pas_ete_tire_ne_se_desiste_pas(administratrice, tire):
    dehors = tire.inscrits.filter(exclusion="elu").get()
    with pytest.raises(ValidationError, match="n’a pas été tiré"):
        refuser(administratrice, tire, dehors)


def test_un_participant_ne_remplace_personne(membre, tire):
    with pytest.raises(PermissionDenied):
        refuser(membre, tire, sortis(tire, "Voirie")[0])


def test_avant_le_tirage_il_n_y_a_personne_a_remplacer(administratrice, engage):
    with pytest.raises(Refus):
        refuser(administratrice, engage, engage.inscrits.first())


def test_qui_est_parti_entre_l_engagement_et_le_tirage_reste_et_se_signale(
    administratrice, membre, collectivite, dossier
):
    tirage = preparer(administratrice, dossier)
    liste.ajouter(
        identite=Identite(administratrice),
        tirage=tirage,
        candidats=[c for c in liste.des_membres(dossier, [], sans_service=True) if c.compte_id == membre.pk],
    )
    tirage = engager(administratrice, tirage)
    Adhesion.objects.filter(compte=membre).delete()
    relever(administratrice, tirage)
    tirage = relever(membre, tirage)
    (resultat,) = lecture.resultats(tirage)
    assert [(s.inscrit.nom, s.partie) for s in resultat.en_place] == [("Bachir Le Goff", True)]
    assert refuser(administratrice, tirage, resultat.en_place[0].inscrit, "partie") is None


# --- a refusal noted by mistake ------------------------------------------------------------------


def reprendre(compte, tirage, inscrit):
    return suites.reprendre(identite=Identite(compte), tirage=tirage, inscrit=inscrit)


def situation(tirage, groupe: str):
    """Who holds a place and who stands in, in order, as the ledger says; the record must replay."""
    assert rejouer(lire("".join(registre.proces_verbal(tirage)))).identique
    trouvee = registre.situations(tirage)[groupe]
    return trouvee.en_place, trouvee.reserve, list(trouvee.partis)


def test_un_desistement_annule_rend_la_place_et_la_suppleance(administratrice, tire):
    voirie = sortis(tire, "Voirie")
    premiere, _, troisieme, _ = voirie
    n = [i.numero for i in voirie]
    refuser(administratrice, tire, premiere)
    assert situation(tire, "Voirie") == ([n[2], n[1]], [n[3]], [n[0]])
    assert reprendre(administratrice, tire, premiere) == troisieme
    assert situation(tire, "Voirie") == ([n[0], n[1]], [n[2], n[3]], [])
    assert list(tire.ecritures.order_by("rang").values_list("genre", flat=True))[-3:] == [
        "refus",
        "remplacement",
        "reprise",
    ]
    dit = [e.phrase for e in lecture.raconter(tire, nommer=True)][-1]
    assert dit.startswith(f"a annulé le désistement de {premiere.nom}, noté par erreur")
    assert dit.endswith(f"{troisieme.nom} retourne en suppléance")


def test_annule_deux_fois_il_l_est_une_fois_puis_le_vrai_desistement_se_note(administratrice, tire):
    premiere, _, troisieme, _ = sortis(tire, "Voirie")
    for _ in range(2):
        refuser(administratrice, tire, premiere)
        reprendre(administratrice, tire, premiere)
        assert reprendre(administratrice, tire, premiere) is None
    assert refuser(administratrice, tire, premiere, "sans_reponse") == troisieme
    genres = list(tire.ecritures.filter(inscrit=premiere).order_by("rang").values_list("genre", "ordre"))
    assert genres[1:] == [("refus", None), ("reprise", None), ("refus", 1), ("reprise", 1), ("refus", 2)]
    assert situation(tire, "Voirie")[2] == [premiere.numero]


def test_si_la_personne_appelee_a_donne_son_accord_le_desistement_reste(administratrice, tire):
    premiere, _, troisieme, _ = sortis(tire, "Voirie")
    refuser(administratrice, tire, premiere)
    suites.accepter(identite=Identite(administratrice), tirage=tire, inscrit=troisieme)
    with pytest.raises(ValidationError, match="a déjà donné son accord"):
        reprendre(administratrice, tire, premiere)
    assert premiere.numero in situation(tire, "Voirie")[2]


def test_qui_avait_donne_son_accord_le_retrouve(administratrice, tire):
    premiere, *_ = sortis(tire, "Voirie")
    suites.accepter(identite=Identite(administratrice), tirage=tire, inscrit=premiere)
    refuser(administratrice, tire, premiere)
    reprendre(administratrice, tire, premiere)
    voirie = next(r for r in lecture.resultats(tire) if r.groupe == "Voirie")
    assert next((s.numero, s.accord) for s in voirie.en_place) == (premiere.numero, True)


def test_deux_desistements_dont_un_annule_chacun_tient_la_place_que_dit_la_regle(administratrice, tire):
    voirie = sortis(tire, "Voirie")
    premiere, deuxieme, troisieme, quatrieme = voirie
    n = [i.numero for i in voirie]
    refuser(administratrice, tire, premiere)
    refuser(administratrice, tire, deuxieme)
    assert situation(tire, "Voirie") == ([n[2], n[3]], [], [n[0], n[1]])
    assert reprendre(administratrice, tire, premiere) == quatrieme
    assert situation(tire, "Voirie") == ([n[0], n[2]], [n[3]], [n[1]])
    resultat = next(r for r in lecture.resultats(tire) if r.groupe == "Voirie")
    assert [(s.inscrit, s.remplace) for s in resultat.en_place] == [(premiere, None), (troisieme, deuxieme)]


def test_une_place_vacante_se_remplit_et_une_suppleance_partie_d_avance_revient_a_son_rang(
    administratrice, tire
):
    titulaire, suppleante = sortis(tire, "Écoles")
    refuser(administratrice, tire, titulaire)
    refuser(administratrice, tire, suppleante)
    assert reprendre(administratrice, tire, suppleante) is None
    assert situation(tire, "Écoles") == ([suppleante.numero], [], [titulaire.numero])
    _, _, troisieme, quatrieme = sortis(tire, "Voirie")
    refuser(administratrice, tire, troisieme)
    assert reprendre(administratrice, tire, troisieme) is None
    assert situation(tire, "Voirie")[1] == [troisieme.numero, quatrieme.numero]


def test_une_reprise_inventee_dans_le_proces_verbal_se_voit(administratrice, tire):
    premiere, _, troisieme, _ = sortis(tire, "Voirie")
    refuser(administratrice, tire, premiere)
    reprendre(administratrice, tire, premiere)
    texte = "".join(registre.proces_verbal(tire))
    vraie = f"reprise\t{premiere.numero}\t{troisieme.numero}\t"
    for fausse in (f"reprise\t{premiere.numero}\t\t", f"reprise\t{troisieme.numero}\t\t"):
        assert vraie in texte
        assert not rejouer(lire(texte.replace(vraie, fausse))).identique


def test_qui_ne_s_est_pas_desiste_et_qui_n_organise_pas(administratrice, membre, tire):
    premiere, *_ = sortis(tire, "Voirie")
    with pytest.raises(ValidationError, match="ne s’est pas désisté"):
        reprendre(administratrice, tire, premiere)
    refuser(administratrice, tire, premiere)
    with pytest.raises(PermissionDenied):
        reprendre(membre, tire, premiere)


def test_l_annulation_se_fait_de_la_page_du_tirage(client_de, administratrice, tire):
    premiere, _, troisieme, _ = sortis(tire, "Voirie")
    refuser(administratrice, tire, premiere)
    client = client_de(administratrice)
    page = client.get(tire.get_absolute_url()).content.decode()
    assert "C’était une erreur" in page
    envoi = {"inscrit": premiere.pk, "reponse": "reprise"}
    page = client.post(tire.adresse("suite"), envoi, follow=True).content.decode()
    assert f"{troisieme.nom} retourne en suppléance" in page
    assert "C’était une erreur" not in page


def test_le_registre_public_ne_nomme_personne(administratrice, tire):
    refuser(administratrice, tire, sortis(tire, "Voirie")[0])
    dit = " ".join(f"{e.qui} {e.phrase}" for e in lecture.raconter(tire, nommer=False))
    assert "Agent" not in dit
    assert "Alice" not in dit
    nomme = " ".join(f"{e.qui} {e.phrase}" for e in lecture.raconter(tire, nommer=True))
    assert "Alice Kerguelen a noté le désistement de Agente" in nomme


def test_effacer_une_personne_tiree_laisse_le_tirage_rejouable(administratrice, membre, dossier):
    tirage = preparer(administratrice, dossier)
    peupler(administratrice, tirage, nombre=2)
    elle = Candidat(membre.email, membre.nom_affiche, "Marine", compte_id=membre.pk, membre=True)
    liste.ajouter(identite=Identite(administratrice), tirage=tirage, candidats=[elle])
    tirage = engager(administratrice, tirage)
    relever(administratrice, tirage)
    tirage = relever(membre, tirage)
    avant = "".join(registre.proces_verbal(tirage))
    comptes.supprimer_compte(compte=membre)
    assert "".join(registre.proces_verbal(tirage)) == avant
    assert rejouer(lire(avant)).identique
    inscrite = tirage.inscrits.get(groupe="Marine")
    assert (inscrite.nom, inscrite.reference, inscrite.sel, inscrite.compte) == ("", "", "", None)
    assert inscrite.nom_affiche == f"Numéro {inscrite.numero} (nom effacé)"


def test_effacer_une_personne_avant_l_engagement_la_retire_de_la_liste(administratrice, membre, dossier):
    tirage = preparer(administratrice, dossier)
    liste.ajouter(
        identite=Identite(administratrice), tirage=tirage, candidats=liste.des_participants(dossier)
    )
    assert tirage.inscrits.filter(nom="Bachir Le Goff").exists()
    comptes.supprimer_compte(compte=membre)
    assert not tirage.inscrits.filter(nom="Bachir Le Goff").exists()


# --- the command -----------------------------------------------------------------------------------


def rejouer_par_commande(quoi: str) -> str:
    sortie = StringIO()
    call_command("rejouer_tirage", quoi, stdout=sortie)
    return sortie.getvalue()


def test_la_commande_rejoue_un_tirage_de_la_base_et_un_fichier(tmp_path, tire):
    dit = rejouer_par_commande(str(tire.uuid))
    assert dit.endswith("Identique.\n")
    assert len(re.findall(r"titulaire \d+, numéro \d+", dit)) == 3
    papier = tmp_path / "pv.txt"
    papier.write_text("".join(registre.proces_verbal(tire)))
    assert rejouer_par_commande(str(papier)) == dit
    papier.write_bytes(papier.read_bytes().replace(b"\n", b"\r\n"))  # saved by another system
    assert rejouer_par_commande(str(papier)) == dit


def test_la_commande_dit_ou_un_fichier_differe(tmp_path, tire):
    papier = tmp_path / "pv.txt"
    texte = "".join(registre.proces_verbal(tire))
    papier.write_text(texte.replace("graine\t3", "graine\t4"))
    with pytest.raises(CommandError, match="diffère de la règle"):
        rejouer_par_commande(str(papier))


def test_la_commande_verifie_un_engagement_sans_graine(engage):
    assert rejouer_par_commande(str(engage.uuid)).endswith("L’engagement est intact.\n")


@pytest.mark.parametrize("quoi", ["pas-un-fichier", "00000000-0000-0000-0000-000000000000"])
def test_la_commande_refuse_ce_qui_n_existe_pas(quoi):
    with pytest.raises(CommandError, match="n’est ni un fichier"):
        rejouer_par_commande(quoi)


def test_un_tirage_en_preparation_ne_se_rejoue_pas(prepare):
    with pytest.raises(CommandError):
        rejouer_par_commande(str(prepare.uuid))
