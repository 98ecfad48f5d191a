"""Every model that names a person is declared: taken away or not and why, erased or kept and why.

A new model with a foreign key to an account, or an address, fails here until its app's `rgpd.py` and the
example below speak of it; the example then proves that what is declared is what happens.
"""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import serializers
from django.db import models
from django.utils import timezone

from communs.collectivites import services
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion, Collectivite, Compte, CompteRelie, Demande
from communs.courrier.models import Courriel
from communs.dossiers.models import Dossier
from communs.echeances.models import Calendrier, Destinataire
from communs.etats.models import Acteur, Ligne
from communs.fichiers.models import Fichier, Televersement
from communs.materiaux import services as materiaux
from communs.portabilite.archive import assembler
from communs.web.rgpd import Domaine, Sort, Trace, declarer, domaines, traces
from eclaireurs.evaluation.collecte.models import Apport
from eclaireurs.evaluation.conclave.models import Convocation
from eclaireurs.evaluation.fete.models import Atelier, Decision, Inscription
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.suivi.models import GesteAnnulable
from eclaireurs.models import Retour
from nuancier.models import Echange, Signalement, Version
from nuancier.parcours.enums import Visibilite
from sonar.models import Melange, Question, Tentative
from tests.collectivites.gestes import inviter_par_le_service
from tests.conftest import creer_compte
from tests.outils.dossiers import commenter, ouvrir_un_dossier
from tests.outils.enquetes import contribuer as contribuer_a_l_enquete
from tests.outils.enquetes import publier as publier_l_enquete
from tests.outils.evaluations import creer_evaluation, remplir_le_plan
from tests.outils.fabriques import consigner, ouvrir_une_fiche, repondre
from tests.outils.fabriques import noter as noter_une_pratique
from tests.outils.fetes import ouvrir as ouvrir_une_fete
from tests.outils.fetes import proposer as proposer_un_atelier
from tests.outils.parcours import composer, partager
from tests.outils.scrutins import ouvrir as ouvrir_un_vote
from tests.outils.scrutins import voter
from tests.outils.seances import ouvrir_la_sienne
from tests.outils.sessions import ouvrir as ouvrir_une_session
from tests.outils.sessions import preparer as preparer_une_session
from tests.outils.sessions import rejoindre
from tests.outils.tableaux import dresser
from tests.outils.teintes import creer_teinte
from tests.outils.tirages import engager, inscrire_un_compte
from tests.outils.tirages import preparer as preparer_un_tirage
from tests.outils.trajectoires import ouvrir as ouvrir_un_sujet
from tests.outils.trajectoires import remettre as remettre_une_position
from tests.outils.trajectoires import tour_de
from tests.outils.veille import creer_bulletin, creer_numero
from tests.outils.veille_abonnements import abonner
from tests.outils.veille_imports import importer_un_texte
from tests.outils.veille_references import importer as importer_des_references
from tests.outils.vie import commenter as commenter_une_teinte
from tests.outils.vie import importer_un_brouillon, proposer
from veille.enums import EtatNumero

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def _nomme_une_personne(modele: type[models.Model]) -> bool:
    return modele is Compte or any(
        isinstance(champ, models.EmailField)
        or (champ.is_relation and champ.related_model is Compte and not champ.auto_created)
        for champ in modele._meta.get_fields()
    )


PERSONNELS = {m._meta.label for m in apps.get_models(include_auto_created=True) if _nomme_une_personne(m)}
DECLAREES = {trace.modele: trace for trace in traces() if trace.modele}


def _session(compte: Compte) -> models.Model:
    return Session.objects.create(
        session_key="temoin",
        expire_date=timezone.now() + timedelta(days=1),
        session_data=Session.get_session_store_class()().encode({"_auth_user_id": str(compte.pk)}),
    )


def _fiche(compte: Compte) -> Dossier:
    return ouvrir_une_fiche(compte, compte.collectivite_set.get())


def _groupe(compte: Compte) -> models.Model:
    compte.groups.add(Group.objects.create(name="Groupe témoin"))
    return Compte.groups.through.objects.get()


def _droit(compte: Compte) -> models.Model:
    compte.user_permissions.add(Permission.objects.order_by("pk").first())
    return Compte.user_permissions.through.objects.get()


def _journal(compte: Compte) -> models.Model:
    return LogEntry.objects.create(
        user=creer_compte("equipe@vigie.example"),
        content_type=ContentType.objects.get_for_model(Compte),
        object_id=str(compte.pk),
        object_repr=compte.nom_affiche,
        action_flag=CHANGE,
    )


def _autre() -> Collectivite:
    return Collectivite.objects.create(
        nom="Témoin-sur-Mer", identifiant="t", type="commune", siren="217500016"
    )


def _invitation(compte: Compte) -> models.Model:
    return inviter_par_le_service(compte, compte.collectivite_set.get())


def _courriel(compte: Compte) -> models.Model:
    return Courriel.objects.create(
        destinataire=compte.email,
        sujet="Sujet témoin",
        etat="envoye",
        envoye_le=timezone.now(),
        prochain_essai_le=None,
    )


def _feuille(compte: Compte) -> models.Model:
    feuille = Tentative.objects.create(essai="0" * 32, compte=compte)
    question = Question.objects.get(numero=1)
    feuille.reponses.create(question=question, style="usages", texte="Réponse témoin")
    return feuille


def _position(compte: Compte) -> models.Model:
    sujet = ouvrir_un_sujet(compte, compte.collectivite_set.get())
    return remettre_une_position(compte, tour_de(sujet), {"tests": [1]}, note="Position témoin")


def _fichier(compte: Compte) -> models.Model:
    return Fichier.objects.create(
        collectivite=_autre(), depose_par=compte, nom="photo-temoin.jpg", type="image", taille=1, occupe=1
    )


def _envoi(compte: Compte) -> models.Model:
    return Televersement.objects.create(
        compte=compte,
        collectivite=_autre(),
        nom="film-temoin.mp4",
        taille=1,
        expire_le=timezone.now() + timedelta(days=1),
    )


def _dossier(compte: Compte) -> Dossier:
    return ouvrir_un_dossier(compte, compte.collectivite_set.get(), titre="Dossier témoin")


def _participation(compte: Compte) -> models.Model:
    return _dossier(compte).participants.get()


def _acteur(compte: Compte) -> models.Model:
    return _participation(compte).acteur


def _commentaire(compte: Compte) -> models.Model:
    return commenter(compte, _dossier(compte), "Commentaire témoin")


def _ligne(compte: Compte) -> models.Model:
    return Ligne.objects.de_la_chose(_dossier(compte)).get()


def _geste(compte: Compte) -> models.Model:
    evaluation = creer_evaluation(compte, compte.collectivite_set.get())
    return GesteAnnulable.objects.create(
        plan=evaluation.plan, compte=compte, libelle="Geste témoin", etape="preparation"
    )


def _indice(compte: Compte) -> models.Model:
    return materiaux.deposer(
        identite=Identite(compte),
        dossier=creer_evaluation(compte, compte.collectivite_set.get()).dossier,
        demande=uuid4(),
        champs={"genre": "texte", "texte": "Un mot témoin"},
    )


def _apport(compte: Compte) -> models.Model:
    return Apport.objects.create(
        collecte=creer_evaluation(compte, compte.collectivite_set.get()).dossier.collecte,
        genre="remarque",
        texte="Un apport témoin",
        auteur=Acteur.objects.de(compte),
    )


def _contribution(compte: Compte) -> models.Model:
    dossier = creer_evaluation(compte, compte.collectivite_set.get()).dossier
    return contribuer_a_l_enquete(
        publier_l_enquete(compte, dossier), "Un avis témoin", courriel=compte.email, nom="Bachir"
    )


def _convocation(compte: Compte) -> models.Model:
    return Convocation.objects.create(
        conclave=creer_evaluation(compte, compte.collectivite_set.get()).dossier.conclave,
        origine="invitation",
        compte=compte,
        nom="Nom témoin",
        service="Un service témoin",
    )


def _trait(compte: Compte) -> models.Model:
    evaluation = creer_evaluation(compte, compte.collectivite_set.get())
    remplir_le_plan(evaluation, preconisations=1, actions=1, taches=1)
    table = dresser(evaluation, compte)
    table.ajouter("Une proposition témoin")
    return table.tableau.traits.get()


def _article(compte: Compte) -> models.Model:
    return Article.objects.create(
        plan=creer_evaluation(compte, compte.collectivite_set.get()).plan,
        titre="Un article témoin",
        texte="Vu du quai.",
        auteur=Acteur.objects.de(compte),
    )


def _inscrit(compte: Compte) -> models.Model:
    tirage = preparer_un_tirage(compte, _dossier(compte), titre="Tirage témoin")
    inscrire_un_compte(compte, tirage)
    return engager(compte, tirage).inscrits.get()


def _proposition(compte: Compte) -> models.Model:
    return proposer(compte, creer_teinte(), raison="Proposition témoin")


def _version_de_teinte(compte: Compte) -> models.Model:
    return Version.objects.create(
        teinte=creer_teinte(), numero=99, contenu={}, auteur=Acteur.objects.de(compte), motif="Version témoin"
    )


def _brouillon_decide(compte: Compte) -> models.Model:
    brouillon = importer_un_brouillon(creer_compte("autre@vigie.example"))
    brouillon.etat, brouillon.decide_par = "ecarte", Acteur.objects.de(compte)
    brouillon.save()
    return brouillon


def _signalement(compte: Compte) -> models.Model:
    commentaire = commenter_une_teinte(creer_compte("autre@vigie.example"), creer_teinte())
    return Signalement.objects.create(commentaire=commentaire, compte=compte, motif="Signalement témoin")


def _parcours(compte: Compte) -> models.Model:
    parcours = composer(compte, creer_teinte(), titre="Parcours témoin")
    return partager(parcours, Visibilite.COLLECTIVITE, compte.collectivite_set.get())


def _stagiaire(compte: Compte) -> models.Model:
    formatrice, ailleurs = creer_compte("formatrice@ailleurs.example"), _autre()
    Adhesion.objects.create(compte=formatrice, collectivite=ailleurs)
    session = ouvrir_une_session(formatrice, ailleurs)
    return rejoindre(session, "Bachir Le Goff", compte.email, attentes="Une attente témoin")


def _emargement(compte: Compte) -> models.Model:
    scrutin = ouvrir_un_vote(compte, _dossier(compte), question="Vote témoin", secret=False)
    voter(scrutin, 1, 2, 3, 4, compte=compte)
    return scrutin.emargements.get()


def _atelier(compte: Compte) -> Atelier:
    """Proposed by this person, in a fête that she prepares."""
    collectivite = compte.collectivite_set.get()
    collectivite.adhesions.update(role="administrateur")
    fete = ouvrir_une_fete(compte, collectivite)
    return proposer_un_atelier(compte, fete, "Atelier témoin")


def _inscription_a_un_atelier(compte: Compte) -> models.Model:
    return Inscription.objects.create(atelier=_atelier(compte), compte=compte)


def _decision(compte: Compte) -> models.Model:
    atelier = _atelier(compte)
    return Decision.objects.create(
        fete=atelier.fete,
        atelier=atelier,
        dossier=_dossier(compte),
        code="1.1",
        genre="arreter",
        motif="Motif témoin",
        auteur=Acteur.objects.de(compte),
    )


# For each declared model: a row that names the account, and what the archive then says if it takes it.
def _relecture(compte: Compte) -> models.Model:
    numero = creer_numero(titre="Relecture témoin")
    numero.relecteur, numero.etat = compte, EtatNumero.RELECTURE
    numero.save()
    return numero


def _remarque(compte: Compte) -> models.Model:
    return creer_numero().remarques.create(texte="Remarque témoin", auteur=Acteur.objects.de(compte))


TEMOINS: dict[str, tuple[Callable[[Compte], models.Model], str]] = {
    "collectivites.Compte": (lambda c: c, "bachir@port-lumiere.example"),
    "account.EmailAddress": (
        lambda c: EmailAddress.objects.create(user=c, email="temoin@ailleurs.example"),
        "temoin@ailleurs.example",
    ),
    "mfa.Authenticator": (
        lambda c: Authenticator.objects.create(user=c, type="webauthn", data={"name": "Clé témoin"}),
        "Clé témoin",
    ),
    "usersessions.UserSession": (
        lambda c: UserSession.objects.create(
            user=c, ip="192.0.2.7", session_key="x", user_agent="Navigateur"
        ),
        "192.0.2.7",
    ),
    "sessions.Session": (_session, "temoin"),
    "collectivites.CompteRelie": (
        lambda c: CompteRelie.objects.create(compte=c, emetteur="https://f.example", sub="sub-temoin"),
        "sub-temoin",
    ),
    "collectivites.Compte_groups": (_groupe, "Groupe témoin"),
    "collectivites.Compte_user_permissions": (_droit, '"droits": ["'),
    "admin.LogEntry": (_journal, "l’équipe, sur votre compte"),
    "materiaux.Materiau": (_indice, "Un mot témoin"),
    "sonar.ReponseDeFabrique": (lambda c: repondre(c, _fiche(c), texte="Réponse témoin"), "Réponse témoin"),
    "sonar.UsageDePratique": (lambda c: noter_une_pratique(c, _fiche(c)), "On a vu les trottoirs."),
    "sonar.EntreeDeBord": (lambda c: consigner(c, _fiche(c), "Entrée témoin"), "Entrée témoin"),
    "evaluation.Apport": (_apport, "Un apport témoin"),
    "evaluation.Inscription": (_inscription_a_un_atelier, "Atelier témoin"),
    "evaluation.Atelier": (_atelier, "Atelier témoin"),
    "evaluation.Decision": (_decision, "Motif témoin"),
    "evaluation.Article": (_article, "Un article témoin"),
    "evaluation.Contribution": (_contribution, "Un avis témoin"),
    "evaluation.Trait": (_trait, "Une proposition témoin"),
    "evaluation.Convocation": (_convocation, "Un service témoin"),
    "collectivites.Adhesion": (
        lambda c: Adhesion.objects.create(compte=c, collectivite=_autre()),
        "Témoin-sur-Mer",
    ),
    "collectivites.Collectivite": (lambda c: c.collectivite_set.get(), '"identifiant": "port-lumiere"'),
    "collectivites.Invitation": (_invitation, '"invitations_envoyees": [\n    {'),
    "collectivites.Demande": (
        lambda c: Demande.objects.create(compte=c, collectivite=_autre()),
        "Témoin-sur-Mer",
    ),
    "courrier.Courriel": (_courriel, "Sujet témoin"),
    "eclaireurs.Retour": (
        lambda c: Retour.objects.create(
            outil="evaluation-suivi", collectivite=_autre(), auteur=c, essai="Essai témoin"
        ),
        "Essai témoin",
    ),
    "echeances.Destinataire": (lambda c: Destinataire.objects.create(compte=c), '"rythme": "quotidien"'),
    "echeances.Calendrier": (lambda c: Calendrier.objects.create(compte=c), '"agendas": [\n    {'),
    "evaluation.GesteAnnulable": (_geste, "Geste témoin"),
    "fichiers.Fichier": (_fichier, "photo-temoin.jpg"),
    "fichiers.Televersement": (_envoi, "film-temoin.mp4"),
    "nuancier.Parcours": (_parcours, "Parcours témoin"),
    "nuancier.Formateur": (
        lambda c: preparer_une_session(c, c.collectivite_set.get()).formateurs.get(),
        '"animees": [\n    {',
    ),
    "nuancier.Stagiaire": (_stagiaire, "Une attente témoin"),
    "scrutins.Bulletin": (lambda c: _emargement(c).bulletin, '"Memphis": 1'),
    "scrutins.Emargement": (_emargement, "Vote témoin"),
    "seances.Seance": (lambda c: ouvrir_la_sienne(c, "Séance témoin"), "Séance témoin"),
    "sonar.Melange": (
        lambda c: Melange.objects.create(essai="1" * 32, compte=c, concepts=["temoin"]),
        "temoin",
    ),
    "sonar.Tentative": (_feuille, "Réponse témoin"),
    "sonar.PositionTrajectoire": (_position, "Position témoin"),
    "sonar.Sujet": (lambda c: ouvrir_un_sujet(c, c.collectivite_set.get(), "Sujet témoin"), "Sujet témoin"),
    "sonar.Tour": (
        lambda c: tour_de(ouvrir_un_sujet(c, c.collectivite_set.get())),
        '"tours_ouverts": [\n    {',
    ),
    "tirages.Inscrit": (_inscrit, "Tirage témoin"),
    "dossiers.Participant": (_participation, '"roles": ["Pilote"]'),
    "dossiers.Commentaire": (_commentaire, "Commentaire témoin"),
    "nuancier.Commentaire": (
        lambda c: commenter_une_teinte(c, creer_teinte(), "Une teinte témoin"),
        "Une teinte témoin",
    ),
    "nuancier.Echange": (
        lambda c: Echange.objects.create(
            proposition=_proposition(c), auteur=Acteur.objects.de(c), texte="Réponse à l’équipe"
        ),
        "Réponse à l’équipe",
    ),
    "nuancier.Proposition": (_proposition, "Proposition témoin"),
    "nuancier.Import": (lambda c: importer_un_brouillon(c).importation, "phare.md"),
    "veille.ImportDeNumero": (importer_un_texte, "lettre.md"),
    "veille.ImportReferences": (importer_des_references, "phare.ris"),
    "nuancier.Brouillon": (_brouillon_decide, '"etat": "ecarte"'),
    "nuancier.Signalement": (_signalement, "Signalement témoin"),
    "nuancier.Version": (_version_de_teinte, "Version témoin"),
    "veille.Abonne": (lambda c: abonner(c.email), '"La lettre du large"'),
    "veille.Bulletin": (lambda c: creer_bulletin(contact="temoin@vigie.example"), "temoin@vigie.example"),
    "veille.Numero": (_relecture, "Relecture témoin"),
    "veille.Remarque": (_remarque, "Remarque témoin"),
    "etats.Acteur": (_acteur, '"acteurs": ['),
    "etats.Ligne": (_ligne, '"verbe": "dossiers.ouvrir"'),
}


def archive(compte: Compte) -> ZipFile:
    flux, _ = assembler(compte, lambda pourcent: None)
    with flux:
        flux.seek(0)
        return ZipFile(io.BytesIO(flux.read()))


def texte(compte: Compte) -> str:
    """All the data of the archive."""
    with archive(compte) as z:
        return "".join(z.read(nom).decode() for nom in z.namelist() if nom.endswith(".json"))


def test_every_model_that_names_a_person_is_declared():
    assert PERSONNELS - set(DECLAREES) == set(), "à déclarer dans le rgpd.py de son application"


def test_every_declaration_speaks_of_a_model_that_exists_and_has_its_example():
    assert set(DECLAREES) == set(TEMOINS), "à compléter : TEMOINS, dans ce fichier"
    for label in DECLAREES:
        assert apps.get_model(label)
    labels = [t.modele for d in domaines() for t in d.traces if t.modele]
    assert len(labels) == len(set(labels))


@pytest.mark.contrat
@pytest.mark.parametrize("label", sorted(TEMOINS))
def test_what_is_declared_taken_away_is_in_the_archive_and_nothing_else(label, membre, collectivite):
    creer, marque = TEMOINS[label]
    creer(membre)
    assert (marque in texte(membre)) is not bool(DECLAREES[label].absence)


@pytest.mark.contrat
@pytest.mark.parametrize("label", sorted(TEMOINS))
def test_what_is_declared_erased_is_and_what_is_kept_no_longer_names_anybody(label, membre, collectivite):
    objet = TEMOINS[label][0](membre)
    modele, cle, numero = type(objet), objet.pk, membre.pk
    services.supprimer_compte(compte=membre)
    if DECLAREES[label].sort is Sort.EFFACE:
        assert not modele.objects.filter(pk=cle).exists()
        return
    (ligne,) = json.loads(serializers.serialize("json", modele.objects.filter(pk=cle)))
    dit = json.dumps(ligne["fields"], ensure_ascii=False)
    for nom in ("bachir@port-lumiere.example", "Bachir", "Le Goff"):
        assert nom not in dit
    liens = [f.name for f in modele._meta.fields if f.is_relation and f.related_model is Compte]
    assert all(ligne["fields"][nom] != numero for nom in liens)


def test_a_declaration_that_keeps_something_says_why_and_how_long():
    for trace in traces(Sort.ANONYME, Sort.GARDE):
        assert trace.pourquoi
        assert trace.duree
    with pytest.raises(ValueError, match="dire pourquoi"):
        declarer(
            Domaine(
                cle="essai",
                nom="",
                resume="",
                traces=(Trace("", "X", Sort.GARDE),),
                exporter=lambda compte: (),
            )
        )
    with pytest.raises(ValueError, match="déjà déclaré"):
        declarer(domaines()[0])
