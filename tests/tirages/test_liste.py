"""The list: three sources, one person counted once, hostile tables refused line by line."""

import pytest
from django.core.exceptions import ValidationError

from communs.collectivites.enums import Fonction
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion, Service
from communs.echanges import tableurs
from communs.echanges.rapport import ErreursDImport
from communs.tirages import liste
from communs.tirages.calculs import sceller
from communs.tirages.liste import INSCRITS_MAX, d_une_feuille
from communs.tirages.preparation import avertissements, bilan
from tests.outils.dossiers import faire_venir
from tests.outils.tirages import preparer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tirage(administratrice, dossier):
    return preparer(administratrice, dossier)


def coller(compte, tirage, texte: str, **options) -> liste.Rapport:
    candidats = d_une_feuille(tableurs.lire(texte.encode(), lignes_max=INSCRITS_MAX))
    return liste.ajouter(identite=Identite(compte), tirage=tirage, candidats=candidats, **options)


def erreurs(texte: str) -> list[str]:
    with pytest.raises(ErreursDImport) as refus:
        d_une_feuille(tableurs.lire(texte.encode()))
    return [str(erreur).replace("\u00a0", " ") for erreur in refus.value.erreurs]


def test_les_membres_viennent_par_service_avec_leur_fonction(administratrice, membre, collectivite, tirage):
    voirie = Service.objects.create(collectivite=collectivite, nom="Voirie")
    Adhesion.objects.filter(compte=membre).update(service=voirie)
    Adhesion.objects.filter(compte=administratrice).update(service=voirie, fonction=Fonction.DIRECTION)
    candidats = liste.des_membres(tirage.dossier, [voirie], sans_service=False)
    rapport = liste.ajouter(
        identite=Identite(administratrice), tirage=tirage, candidats=candidats, groupes=["Voirie", "Marine"]
    )
    assert (rapport.ajoutes, rapport.exclus, rapport.groupes_vides) == (2, 1, ["Marine"])
    assert dict(tirage.inscrits.values_list("nom", "exclusion")) == {
        "Bachir Le Goff": "",
        "Alice Kerguelen": "direction",
    }


def test_un_membre_d_un_autre_service_n_y_entre_pas(membre, collectivite, tirage):
    voirie = Service.objects.create(collectivite=collectivite, nom="Voirie")
    assert liste.des_membres(tirage.dossier, [voirie], sans_service=False) == []


def test_les_participants_invites_sans_compte_sont_de_la_liste(administratrice, dossier, tirage):
    faire_venir(
        administratrice, dossier, "Jean@ailleurs.example", nom="Jean Cariou", organisation="La Fabrique"
    )
    candidats = liste.des_participants(dossier)
    assert {(c.nom, c.groupe) for c in candidats} >= {("Jean Cariou", "La Fabrique")}


def test_une_elue_qui_participe_est_hors_du_tirage_d_ou_qu_elle_vienne(
    administratrice, membre, dossier, tirage
):
    Adhesion.objects.filter(compte=membre).update(fonction=Fonction.ELU)
    identite = Identite(administratrice)
    liste.ajouter(identite=identite, tirage=tirage, candidats=liste.des_participants(dossier))
    assert tirage.inscrits.get(compte=membre).exclusion == "elu"
    autre = preparer(administratrice, dossier)
    coller(administratrice, autre, f"Nom;Courriel\nUn pseudonyme;{membre.email.upper()}\n")
    assert autre.inscrits.get().exclusion == "elu"


def test_une_personne_dans_deux_services_compte_une_fois_et_on_dit_ou(administratrice, tirage):
    rapport = coller(
        administratrice,
        tirage,
        "Nom;Service;Matricule\nAnne Le Du;Voirie;A1\nAnne Le Du;Écoles;a1\nAnne Le Du;Voirie;A1\n",
    )
    assert (rapport.ajoutes, rapport.ailleurs, rapport.deja) == (1, 1, 1)
    inscrite = tirage.inscrits.get()
    assert (inscrite.groupe, inscrite.aussi) == ("Voirie", "Écoles")
    textes = [d for a in avertissements(tirage, bilan(tirage)) for d in a.details]
    assert textes == ["Anne Le Du\u00a0: dans «\u00a0Voirie\u00a0», aussi dans «\u00a0Écoles\u00a0»"]


def test_deux_homonymes_a_identifiants_differents_sont_deux_personnes(administratrice, tirage):
    assert coller(administratrice, tirage, "Nom;Matricule\nJean Le Goff;1\nJean Le Goff;2\n").ajoutes == 2


def test_la_plus_stricte_de_deux_fonctions_l_emporte(administratrice, tirage):
    coller(administratrice, tirage, "Nom;Fonction\nAnne Le Du;agente\n")
    coller(administratrice, tirage, "Nom;Fonction\nAnne  LE DU;Élue\n")
    assert tirage.inscrits.get().exclusion == "elu"


def test_une_seule_liste_ne_distingue_pas_les_services(administratrice, tirage):
    coller(administratrice, tirage, "Nom;Service\nAnne;Voirie\nBrieuc;Écoles\n", ensemble=True)
    assert list(tirage.groupes.values_list("nom", flat=True)) == ["Ensemble"]


def test_chaque_ligne_a_corriger_est_dite_et_rien_n_est_ajoute(administratrice, tirage):
    texte = (
        "Prénom;Nom;Service;Fonction\nAnne;Le Du;Voirie;\n;;Voirie;\nB;www.piege.example;Voirie;\n"
        "Chloé;Nédélec;Voirie;roi\nD\u200bavid;Le Bras;Voirie;\n"
    )
    assert erreurs(texte) == [
        "ligne 3 : il manque le nom.",
        "ligne 4 : Un nom ne contient pas d’adresse de site.",
        "ligne 5 : la fonction « roi » n’est pas connue : écrivez « élu », « direction » ou « agent ».",
        "ligne 6 : Ce nom contient un caractère invisible : saisissez-le de nouveau.",
    ]
    with pytest.raises(ErreursDImport):
        coller(administratrice, tirage, texte)
    assert not tirage.inscrits.exists()


def test_un_tableau_sans_colonne_nom_dit_comment_faire():
    assert "l’une s’appelle « Nom »" in erreurs("Anne;Voirie\nBrieuc;Écoles\n")[0]


def test_une_formule_collee_reste_un_texte_et_ressort_desarmee(administratrice, tirage):
    from communs.tirages.dossier import liste_csv

    coller(administratrice, tirage, 'Nom;Service\n"=HYPERLINK(""x"")";"@cmd a"\n')
    assert tirage.inscrits.get().nom == '=HYPERLINK("x")'
    assert "'=HYPERLINK" in liste_csv(tirage)
    assert "'@cmd" in liste_csv(tirage)


def test_un_service_plein_de_tabulations_ne_casse_pas_le_texte_engage(administratrice, tirage):
    coller(administratrice, tirage, 'Nom;Service\nAnne;"Voi\trie\n fin"\n')
    assert tirage.groupes.get().nom == "Voi rie fin"


def test_trop_de_services_proposent_une_seule_liste(administratrice, tirage):
    lignes = "".join(f"Agent {n};Service {n}\n" for n in range(201))
    with pytest.raises(ValidationError, match="200 services"):
        coller(administratrice, tirage, f"Nom;Service\n{lignes}")
    assert coller(administratrice, tirage, f"Nom;Service\n{lignes}", ensemble=True).ajoutes == 201


def test_un_nom_trop_long_se_dit_a_sa_ligne():
    assert erreurs(f"Nom\n{'a' * 161}\n") == ["ligne 2 : Le nom dépasse 160 signes."]


def test_le_sceau_s_ouvre_avec_le_sel_et_ne_se_devine_pas(administratrice, tirage):
    coller(administratrice, tirage, "Nom;Matricule\nAnne Le Du;A1\n")
    inscrite = tirage.inscrits.get()
    assert inscrite.sceau == sceller(inscrite.sel, "a1", "Anne Le Du")
    assert len(inscrite.sel) == 32
