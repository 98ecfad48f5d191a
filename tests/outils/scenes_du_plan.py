"""The last scenes of an evaluation, on real screens: from the final report to the fête."""

from datetime import timedelta

from playwright.sync_api import expect

from communs.echeances.models import Echeance
from eclaireurs.evaluation.cadrage.models import Rencontre
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from tests.outils.journee import Journee, Personne
from tests.outils.scenes_du_terrain import (
    ACTION,
    AUJOURDHUI,
    BANC,
    HALLE,
    PAPIER_DE_PRESSE,
    PAROLE,
    PRECONISATION,
    PUBLIC,
    SYNTHESE,
    TACHE,
    THEME,
    TITRE,
    TROUVEE,
    UNE,
    Troupe,
)
from tests.outils.tirages import DES


def eva_remet_son_rapport(eva: Personne, base: str) -> None:
    eva.va(base)
    eva.suit("Le rapport final est à écrire")
    eva.suit(f"Partir de la synthèse « {THEME} »")
    eva.trouve("Titre", THEME)
    eva.trouve("Texte", SYNTHESE)
    eva.appuie("Enregistrer")
    eva.suit("Ajouter une préconisation")
    eva.ecrit("Titre", PRECONISATION)
    eva.appuie("Enregistrer")
    eva.suit("Désigner les services")
    eva.coche("Voirie")
    eva.appuie("Désigner ces services")
    eva.va(f"{base}rapport/")
    eva.appuie("Remettre le rapport à l’applicateur")


def paul_prevoit_une_action(paul: Personne, base: str) -> None:
    paul.va(f"{base}suivi/")
    paul.suit("Ajouter une action")
    paul.ecrit("Titre", ACTION)
    paul.choisit("Service", "Voirie")
    paul.appuie("Ajouter")
    paul.va(f"{base}suivi/")
    paul.va(paul.page.get_by_role("link", name="+ Tâche").get_attribute("href"))
    paul.ecrit("Titre", TACHE)
    paul.choisit("Responsable", "Anne Le Du")
    paul.appuie("Ajouter")


def le_sort_designe_une_personne(journee: Journee, eva: Personne, paul: Personne, base: str) -> Personne:
    eva.va(base)
    eva.suit("Le conclave est à préparer")
    eva.lit("Voirie", "Le calendrier du cadre le prévoit")
    eva.suit("Préciser le jour et le lieu")
    eva.trouve("Date", f"{AUJOURDHUI() + timedelta(days=40)}")
    eva.trouve("Lieu", "Ancienne criée")
    eva.regle("Heure de début", "09:00")
    eva.appuie("Enregistrer")
    eva.suit("Répartir les places")
    eva.regle("Places pour Voirie", "1")
    eva.regle("Suppléances pour Voirie", "1")
    eva.appuie("Enregistrer les places")
    eva.va(f"{base}conclave/")
    eva.appuie("Préparer le tirage au sort")
    eva.suit("Aller au tirage")
    eva.suit("Relire et engager")
    eva.appuie("Engager ce tirage")
    eva.suit("Tenir la cérémonie")
    ceremonie = eva.ici
    for lecteur in (eva, paul):
        lecteur.va(ceremonie)
        lecteur.regle("Les 30 dés", DES)
        lecteur.appuie("Enregistrer mon relevé")
    eva.va(f"{base}conclave/")
    eva.appuie("Envoyer les convocations")
    convocation = Convocation.objects.get()
    assert convocation.nom_affiche != "Solenn Corre"  # an élue is not drawn
    tiree = journee.entre("la personne tirée", convocation.adresse_secrete, largeur=390)
    tiree.lit("Ancienne criée", "le sort vous appelle")
    tiree.appuie("Je viens")
    return tiree


def le_conclave_travaille(eva: Personne, solenn: Personne, tiree: Personne, base: str) -> None:
    Conclave.objects.update(le=AUJOURDHUI())  # the day has come
    Rencontre.objects.filter(genre="conclave").update(le=AUJOURDHUI())
    eva.va(f"{base}conclave/")
    eva.appuie("Ouvrir le conclave")
    solenn.va(f"{base}conclave/")
    solenn.lit("Le conclave se tient sans vous")
    assert solenn.page.request.get(f"{solenn.site}{base}conclave/tableau/").status == 404
    eva.va(f"{base}conclave/tableau/")
    tiree.va(tiree.ici)
    tiree.suit("Entrer dans la salle")
    tiree.lit(PRECONISATION)
    tiree.trouve("Action", ACTION)  # what the applicateur had planned is on the table
    tiree.trouve("Tâche", TACHE)
    description = tiree.champ("Description")
    tiree.ecrit("Description", BANC)
    expect(description.locator("..")).to_have_attribute("data-etat", "garde", timeout=20_000)
    tiree.ecrit("Nouvelle action", TROUVEE)
    tiree.page.keyboard.press("Enter")
    expect(eva.page.get_by_label("Action", exact=True)).to_have_count(2, timeout=20_000)
    eva.va(f"{base}conclave/")
    eva.appuie("Clore le conclave")
    assert Rencontre.objects.get(genre="conclave").etat == "tenue"


def le_comite_final_choisit(paul: Personne, solenn: Personne, jeanne: Personne, base: str) -> None:
    paul.va(f"{base}conclave/")
    paul.suit("tableau de suivi")
    paul.lit(ACTION, TROUVEE, "Conclave du")
    paul.appuie("Présenter au comité final")
    solenn.va(base)
    solenn.suit("Des actions attendent la décision du comité")
    solenn.va(f"{base}suivi/comite/")
    solenn.lit(BANC)
    for titre, choix in ((ACTION, "À faire d’abord"), (TROUVEE, "Utile, plus tard")):
        option = solenn.page.locator(".option-du-comite").filter(has_text=titre)
        solenn.choisit("Mon avis", choix, dans=option)
        solenn.appuie("Donner mon avis", dans=option)
    jeanne.va(base)
    jeanne.suit("Le comité final peut lire votre contribution")
    jeanne.ecrit("Titre", PAPIER_DE_PRESSE)
    jeanne.ecrit("Texte", "J’ai attendu avec eux, un mardi, sous l’averse.")
    jeanne.appuie("Verser ma contribution")
    solenn.va(f"{base}suivi/comite/")
    solenn.lit(PAPIER_DE_PRESSE)
    for titre in (ACTION, TROUVEE):
        solenn.appuie("Retenir", dans=solenn.page.locator(".option-du-comite").filter(has_text=titre))
    paul.va(f"{base}suivi/comite/")
    paul.appuie("Arrêter le plan d’actions")
    solenn.va(f"{base}rapport/")
    solenn.lit("Scellé le", SYNTHESE)


def anne_fait_sa_tache(anne: Personne, paul: Personne, base: str) -> None:
    anne.va(base)
    anne.suit(TACHE)
    anne.va(anne.page.get_by_role("link", name="Modifier 1.1.1").get_attribute("href"))
    anne.choisit("Faire avancer", "Commencer")
    anne.appuie("Enregistrer")
    paul.va(f"{base}suivi/")
    paul.va(paul.page.get_by_role("link", name="Modifier 1.2", exact=True).get_attribute("href"))
    paul.choisit("Faire avancer", "Signaler un blocage")
    paul.ecrit("Motif", "Aucun courant aux arrêts.")
    paul.appuie("Enregistrer")
    paul.lit("Bloquée")


def eva_publie_le_rapport_desirable(journee: Journee, eva: Personne, base: str) -> None:
    eva.va(base)
    eva.suit("Le plan est arrêté : le rapport désirable peut être composé")
    eva.suit("Composer le rapport")
    offres = eva.page.locator("form.desirable-offre")
    while offres.count():
        for case in offres.first.get_by_role("checkbox").all():
            case.check()
        eva.appuie("Faire entrer ce qui est coché", dans=offres.first)
    eva.suit("Écrire le titre et le chapeau")
    eva.ecrit("Titre", UNE)
    eva.appuie("Enregistrer")
    eva.va(f"{base}desirable/")
    eva.appuie("Publier une version")
    lecteur = journee.entre("un lecteur", eva.page.locator(".desirable-adresse a").get_attribute("href"))
    lecteur.lit(
        UNE, SYNTHESE, PAROLE, PUBLIC, PRECONISATION, ACTION, TROUVEE, PAPIER_DE_PRESSE, "Jeanne Quéré"
    )
    lecteur.ne_lit_pas("Anne Le Du", "Paul Tanguy")


def la_fete_debloque(
    journee: Journee,
    troupe: Troupe,
    eva: Personne,
    paul: Personne,
    anne: Personne,
    solenn: Personne,
    base: str,
) -> None:
    jour = AUJOURDHUI() + timedelta(days=60)
    alice = journee.entre("Alice", "/espace/port-lumiere/fetes/", troupe.alice)
    alice.suit("Préparer la première fête")
    alice.date("Date", jour)
    alice.regle("De", "09:00")
    alice.regle("À", "17:00")
    alice.ecrit("Lieu", HALLE)
    alice.appuie("Préparer")
    alice.ecrit("Salle", "Le Pont")
    alice.regle("Places", "12")
    alice.appuie("Ajouter cette salle")
    creneau = alice.page.locator("#creneau")
    alice.regle("De", "10:00", dans=creneau)
    alice.regle("À", "11:00", dans=creneau)
    alice.appuie("Ajouter ce créneau")
    alice.suit("Programme")
    alice.appuie("Annoncer la fête")
    fete = alice.ici
    eva.va(f"{base}cadrage/")
    eva.lit(HALLE)  # the calendar of the frame says the announced day by itself
    assert Echeance.objects.get(libelle="Fête de l’évaluation").le == jour
    alice.va(f"{fete}mur/")
    alice.ne_lit_pas(TITRE)  # a private dossier is not on the wall, even for an administrator
    paul.va(f"{fete}mur/")
    paul.appuie("Mettre au mur")
    anne.va(fete)
    anne.suit("Proposer un atelier")
    anne.ecrit("Titre", "Du courant pour les écrans")
    anne.choisit("Ce que l’atelier concerne", TROUVEE)
    anne.choisit("Créneau", "10")
    anne.choisit("Salle", "Le Pont")
    anne.appuie("Proposer cet atelier")
    atelier = anne.ici
    alice.va(fete)
    alice.appuie("Ouvrir la fête")
    solenn.va(f"{fete}mur/")
    solenn.lit(TROUVEE, "Aucun courant aux arrêts.")
    solenn.va(atelier)
    solenn.appuie("J’y vais")
    solenn.deplie("Noter une décision")
    expect(solenn.champ("L’action").locator("option:checked")).to_contain_text(TROUVEE)
    solenn.coche("Débloquer")
    solenn.ecrit("Pourquoi", "Le port prête ses bornes.")
    solenn.appuie("Noter cette décision")
    paul.va(atelier)
    paul.appuie("Valider")
    paul.va(f"{base}suivi/versions/")
    paul.lit("Fête de l’évaluation", "Le port prête ses bornes.")
    alice.va(fete)
    alice.appuie("Clore la fête")
    alice.lit("Imprimer le bilan de l’année")
