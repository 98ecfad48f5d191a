"""The first scenes of an evaluation, on real screens: its people, its frame, the field, the public.

`ecrit` is what a person types, once for everybody; `lit` and `trouve` are what she finds there already.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from communs.collectivites.models import Compte
from communs.dossiers.invitations import jeton_de
from communs.dossiers.models import Dossier
from communs.echeances.models import Echeance
from tests.outils.journee import Journee, Personne

TITRE = "La navette des quais dépose-t-elle là où l’on va ?"
QUESTION = "Qui renonce à la navette, et pourquoi ?"
CRITERE = "Le temps d’attente"
THEME = "Attendre"
PAROLE = "On attend la navette plus longtemps qu’elle ne roule."
SYNTHESE = "L’attente décourage : on renonce avant d’être parti."
PUBLIC = "Sous la pluie, sans abri, mes enfants ne veulent plus la prendre."
PAPIER = "Le chauffeur nous attend quand il nous voit courir."
PRECONISATION = "Raccourcir l’attente aux arrêts"
ACTION = "Poser des abris aux trois arrêts"
TACHE = "Mesurer les trottoirs"
BANC = "Avec un banc, à l’abri du vent d’ouest."
TROUVEE = "Afficher l’heure du prochain passage"
PAPIER_DE_PRESSE = "Vingt minutes pour trois stations"
UNE = "Ceux qui n’attendent plus"
HALLE = "Halle aux voiles"
AUJOURDHUI = timezone.localdate


@dataclass
class Troupe:
    """The accounts, which are not what is tried here."""

    alice: Compte  # administers the collectivité
    eva: Compte  # évaluatrice
    paul: Compte  # applicateur
    solenn: Compte  # élue, member of the committee
    anne: Compte  # agent in charge of actions
    jeanne: Compte  # journalist, of no collectivité


def eva_ouvre_le_dossier(eva: Personne) -> str:
    eva.suit("Ouvrir le premier dossier")
    eva.coche("Évaluation")
    eva.ecrit("Titre", TITRE)
    eva.appuie("Ouvrir le dossier")
    eva.lit("Le cadre est à écrire, puis à proposer au premier comité")
    return eva.ici


def eva_reunit_son_monde(journee: Journee, eva: Personne, base: str, troupe: Troupe) -> Personne:
    for compte, role in (
        (troupe.paul, "Applicateur"),
        (troupe.solenn, "Membre du comité de pilotage"),
        (troupe.anne, "Agent chargé d’actions"),
    ):
        eva.va(f"{base}participants/ajouter/")
        eva.choisit("Membre de la collectivité", compte.nom_affiche)
        eva.coche(role)
        eva.appuie("Ajouter au dossier")
    eva.va(f"{base}participants/inviter/")
    eva.ecrit("Prénom et nom", "Jeanne Quéré")
    eva.ecrit("Adresse électronique", troupe.jeanne.email)
    eva.coche("Journaliste")
    eva.appuie("Envoyer l’invitation")
    invitee = Dossier.objects.get(titre=TITRE).participants.get(compte=None)
    jeanne = journee.entre("Jeanne", f"/dossiers/invitation/{jeton_de(invitee)}/", troupe.jeanne)
    jeanne.appuie("Participer")
    return jeanne


def eva_ecrit_le_cadre_et_solenn_le_valide(eva: Personne, solenn: Personne, base: str) -> None:
    eva.va(f"{base}cadrage/perimetre/")
    eva.ecrit("Périmètre", "La navette des quais depuis 2024, pour qui vit au nord du port.")
    eva.appuie("Enregistrer")
    eva.va(f"{base}cadrage/")
    eva.ecrit("Question évaluative", QUESTION)
    eva.appuie("Ajouter cette question")
    eva.suit("Ajouter un critère")
    eva.ecrit("Critère", CRITERE)
    eva.appuie("Ajouter ce critère")
    eva.va(f"{base}cadrage/")
    eva.suit("Conclave des préconisations")
    eva.suit("Modifier", exact=True)
    eva.date("Date", AUJOURDHUI() + timedelta(days=40))
    eva.ecrit("Lieu", "Ancienne criée")
    eva.appuie("Enregistrer")
    eva.va(f"{base}cadrage/")
    eva.lit("Solenn Corre")  # the committee is who was given the role
    eva.appuie("Signer cet engagement")
    eva.appuie("Proposer au premier comité")
    solenn.va(base)
    solenn.suit("Le cadre attend la validation du premier comité")
    solenn.lit(QUESTION, CRITERE)
    solenn.appuie("Valider le cadre")
    solenn.lit("Validé par le premier comité")


def la_collecte_est_rangee_puis_debattue(eva: Personne, anne: Personne, solenn: Personne, base: str) -> None:
    anne.va(f"{base}collecte/deposer/temoignage/")
    anne.ecrit("Ce qui a été dit", PAROLE)
    anne.coche("Accord donné")
    anne.appuie("Déposer")
    eva.va(f"{base}collecte/themes/")
    eva.ecrit("Thème", THEME)
    eva.appuie("Ouvrir ce thème")
    eva.va(base)
    eva.suit("Un indice à ranger")
    eva.lit(PAROLE, CRITERE)  # the criteria of the frame are compartments
    eva.appuie(THEME)
    eva.va(f"{base}collecte/themes/")
    eva.suit("Écrire la synthèse")
    eva.ecrit("Synthèse", SYNTHESE)
    eva.appuie("Enregistrer")
    eva.va(f"{base}collecte/compilation/")
    eva.appuie("Présenter au comité intermédiaire")
    solenn.va(base)
    solenn.suit("La compilation est en débat")
    solenn.lit(PAROLE, SYNTHESE)
    solenn.coche("Piste à creuser")
    solenn.ecrit("Ce que vous apportez", "Aller voir les arrêts un jour de pluie.")
    solenn.appuie("Verser au débat")
    eva.va(base)
    eva.suit("Un apport du comité attend sa suite")
    eva.suit("Dire la suite donnée")
    eva.ecrit("Suite donnée", "C’est la question de l’enquête.")
    eva.appuie("Enregistrer")
    eva.va(f"{base}collecte/compilation/")
    eva.appuie("Clore le débat")


def l_enquete_va_chez_les_gens(journee: Journee, eva: Personne, paul: Personne, base: str) -> None:
    eva.va(base)
    eva.suit("La compilation est présentée")
    eva.suit("Régler")
    eva.ecrit("Pourquoi cette enquête", "Pour savoir ce que vivent celles et ceux qui attendent.")
    eva.regle("Se ferme le", f"{AUJOURDHUI() + timedelta(days=20)}T18:00")
    eva.appuie("Enregistrer")
    eva.suit("Choisir indice par indice")
    eva.page.locator("input[name=indice]").first.check()
    eva.appuie("Rendre publics")
    eva.va(f"{base}enquete/relais/")
    eva.ecrit("Qui relaie", "Médiathèque du Phare")
    eva.appuie("Ouvrir ce relais")
    kit = eva.page.get_by_role("link", name="Ouvrir son kit").get_attribute("href")
    eva.va(f"{base}enquete/")
    eva.appuie("Publier l’enquête")
    adresse = eva.page.locator(".enquete-adresse a").get_attribute("href")
    eva.va(f"{base}")
    attendue = Echeance.objects.get(genre="evaluation.enquete")
    assert (attendue.le, attendue.responsable.nom_affiche) == (
        AUJOURDHUI() + timedelta(days=20),
        "Éva Morvan",
    )

    habitante = journee.entre("une habitante", adresse, largeur=390)
    habitante.lit(TITRE, THEME, SYNTHESE, PAROLE)
    habitante.suit("Apporter ma contribution")
    habitante.ecrit("Votre contribution", PUBLIC)
    habitante.choisit("Thème", THEME)
    habitante.coche("Ce que j’envoie vient de moi")
    habitante.appuie("Envoyer")
    habitante.lit("Reçue, bientôt lue")
    relais = journee.entre("le relais", kit)
    relais.suit("Saisir les feuilles")
    relais.ecrit("Ce que la personne a écrit", PAPIER)
    relais.coche("1. Oui, cochée")
    relais.page.keyboard.press("Control+Enter")
    relais.lit("La feuille est enregistrée")

    paul.va(base)
    paul.suit("2 contributions à relire")
    for numero in ("1", "2"):
        paul.va(f"{base}enquete/contributions/")
        paul.suit(f"Contribution n° {numero}")
        paul.appuie("Accepter")
    eva.va(f"{base}collecte/")
    eva.lit(PUBLIC, PAPIER)  # what was contributed is among the clues, the first under its theme
    eva.va(f"{base}collecte/compilation/")
    eva.lit(PUBLIC)
    habitante.va(adresse)
    habitante.lit(PAPIER, PUBLIC)
    eva.va(f"{base}enquete/")
    eva.appuie("Clore l’enquête")
