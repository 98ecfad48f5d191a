"""For each address that holds an identifier: an object to reach, and who may reach it.

A new address fails `test_adresses` until it has its line here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from communs.collectivites.models import Adhesion, Collectivite, Compte, Demande, Invitation, Service
from communs.dossiers.models import Commentaire, Dossier, LaissezPasser, Participant
from communs.livrets.models import Livret
from communs.scrutins import recus
from eclaireurs.models import Retour
from sonar.models import Melange, Tentative
from tests.outils.echeances import EcheancesDuDecor
from tests.outils.evaluations import EvaluationDuDecor
from tests.outils.fabriques import FabriqueDuDecor
from tests.outils.fetes import FeteDuDecor
from tests.outils.parcours import ParcoursDuDecor
from tests.outils.scrutins import ScrutinsDuDecor
from tests.outils.seances import SeanceDuDecor
from tests.outils.sessions import SessionDuDecor
from tests.outils.sonar_seances import SonarDuDecor
from tests.outils.tirages import TiragesDuDecor
from tests.outils.trajectoires import TrajectoireDuDecor
from tests.outils.veille_abonnements import AbonnementsDuDecor
from tests.outils.veille_lecture import donner_une_couverture
from tests.outils.veille_notices import NoticesDuDecor
from tests.outils.veille_redaction import RedactionDuDecor
from tests.outils.vie import VieDuDecor
from veille.models import ImportDeNumero, Notice, Source
from veille.references.models import ImportReferences


@dataclass(frozen=True)
class Decor:
    """One collectivité and what belongs to it, seen by the three people of every test."""

    administratrice: Compte
    membre: Compte
    etrangere: Compte
    collectivite: Collectivite
    service: Service
    adhesion: Adhesion  # the member's
    invitation: Invitation
    demande: Demande  # a fourth person's
    jeton_invitation: str
    jeton_feuille: str
    tentative: Tentative
    melange: Melange  # nobody's
    livret: Livret
    retour: Retour  # the member's, waiting to be read
    dossier: Dossier  # led by the administrator; the member takes part, without organising
    invite: Participant  # a person without account, not yet arrived
    jeton_invite: str
    commentaire: Commentaire  # the member's
    lien: LaissezPasser
    partenaire: Collectivite
    echeances: EcheancesDuDecor  # the administrator's
    vie: VieDuDecor  # the administrator's, who edits the Nuancier
    formation: SessionDuDecor  # the administrator trains; the member has no part in it
    evaluation: EvaluationDuDecor  # the administrator evaluates and applies; the member takes no part
    fete: FeteDuDecor  # the administrator prepares it; the member comes
    parcours: ParcoursDuDecor  # the administrator's, shared in the collectivité
    veille_notices: NoticesDuDecor  # the administrator keeps the document base
    veille_references: ImportReferences  # the administrator's, a documentaliste too
    veille_redaction: RedactionDuDecor  # the administrator's, a documentaliste
    veille_abonnements: AbonnementsDuDecor  # a subscriber's, and an issue being sent
    veille_imports: ImportDeNumero  # the administrator's, waiting
    scrutins: ScrutinsDuDecor  # of the dossier: the administrator organises, the member may vote
    tirages: TiragesDuDecor  # in the dossier: one being prepared, one whose dice are awaited
    seances: SeanceDuDecor  # in the dossier, led by the administrator
    sonar_seances: SonarDuDecor  # the administrator's own
    fabrique: FabriqueDuDecor  # the administrator's fiche; the member takes no part
    trajectoire: TrajectoireDuDecor  # the administrator's subject; both have handed in its open round


VEILLE: list[object] = ["en-quelques-clics", "hors-serie-2"]  # shipped with the platform
Arguments = Callable[[Decor], list[object]]


def _collectivite(d: Decor) -> list[object]:
    return [d.collectivite.identifiant]


def _service(d: Decor) -> list[object]:
    return [d.collectivite.identifiant, d.service.uuid]


def _membre(d: Decor) -> list[object]:
    return [d.collectivite.identifiant, d.adhesion.uuid]


def _invitation(d: Decor) -> list[object]:
    return [d.collectivite.identifiant, d.invitation.uuid]


def _demande(d: Decor) -> list[object]:
    return [d.collectivite.identifiant, d.demande.uuid]


def _dossier(d: Decor) -> list[object]:
    return [d.collectivite.identifiant, d.dossier.uuid]


def _participant(d: Decor) -> list[object]:
    return [*_dossier(d), d.invite.uuid]


def _scrutin(quel: str, *suite: str) -> Arguments:
    """An address of one of the dossier's votes, with what it names there."""
    return lambda d: [
        *_dossier(d),
        getattr(d.scrutins, quel).uuid,
        *(getattr(d.scrutins, s).uuid if hasattr(d.scrutins, s) else s for s in suite),
    ]


def _tirage(d: Decor) -> list[object]:
    return [*_dossier(d), d.tirages.prepare.uuid]


def _tirage_engage(d: Decor) -> list[object]:
    return [*_dossier(d), d.tirages.engage.uuid]


def _tirage_public(d: Decor) -> list[object]:
    return [d.tirages.engage.uuid]


def _evaluation(*quoi: str) -> Arguments:
    """An address of the evaluation, with what it names there."""

    def arguments(d: Decor) -> list[object]:
        e = d.evaluation
        return [d.collectivite.identifiant, e.dossier.uuid, *(getattr(e, q, q) for q in quoi)]

    return arguments


def _fabrique(*quoi: object) -> Arguments:
    """An address of the fiche de fabrique, with what it names there."""

    def arguments(d: Decor) -> list[object]:
        f = d.fabrique
        return [d.collectivite.identifiant, f.dossier.uuid, *(getattr(f, str(q), q) for q in quoi)]

    return arguments


def _relais(*suite: str) -> Arguments:
    """An address of a relay's kit, by its secret link."""
    return lambda d: [d.evaluation.jeton_relais, *suite]


def _enquete(*quoi: str) -> Arguments:
    """An address of the public: by the survey's code, or by what its contributor holds."""
    return lambda d: [getattr(d.evaluation.enquete, q) for q in quoi]


def _du_bureau(quoi: str) -> Arguments:
    """An address of the survey's desk, with what it names there."""
    return lambda d: [*_evaluation()(d), getattr(d.evaluation.enquete, quoi)]


def _rapport(*suite: object) -> Arguments:
    """An address of the rapport désirable that the evaluation has published."""
    return lambda d: [d.evaluation.adresse_desirable, *suite]


def _fete(*quoi: str) -> Arguments:
    """An address of the fête, with what it names there."""

    def arguments(d: Decor) -> list[object]:
        return [d.collectivite.identifiant, d.fete.fete.uuid, *(getattr(d.fete, q, q) for q in quoi)]

    return arguments


def _teinte(*suite: object) -> Arguments:
    """An address of the decor's teinte."""
    return lambda d: [d.vie.teinte.code, *suite]


def _proposition(d: Decor) -> list[object]:
    return [d.vie.proposition.uuid]


def _commentaire_de_teinte(d: Decor) -> list[object]:
    return [d.vie.commentaire.uuid]


def _brouillon(d: Decor) -> list[object]:
    return [d.vie.brouillon.uuid]


def _lien(d: Decor) -> list[object]:
    return [d.vie.verification.pk]


def _parcours(*quoi: str) -> Arguments:
    """An address of the administrator's path, with what it names there."""
    return lambda d: [d.parcours.parcours.uuid, *(getattr(d.parcours, q).uuid for q in quoi)]


def _session(*quoi: str) -> Arguments:
    """An address of a training session, with what it names there."""

    def arguments(d: Decor) -> list[object]:
        return [d.formation.session.uuid, *(getattr(d.formation, q, q) for q in quoi)]

    return arguments


def _jeton(*quoi: str) -> Arguments:
    """An address of a participant, by her personal link."""

    def arguments(d: Decor) -> list[object]:
        return [d.formation.stagiaire.jeton, *(getattr(d.formation, q, q) for q in quoi)]

    return arguments


def _du_stagiaire(d: Decor) -> list[object]:
    return [d.formation.session.uuid, d.formation.stagiaire.uuid]


def _notice(*quoi: str) -> Arguments:
    """An address of the document base."""
    return lambda d: [d.veille_notices.notice.pk, *(getattr(d.veille_notices, q).pk for q in quoi)]


def _theme(d: Decor) -> list[object]:
    return [d.veille_notices.theme.cle]


def _numero(*quoi: object) -> Arguments:
    """An address of an issue in the making; a word that names a part of it stands for its uuid."""

    def arguments(d: Decor) -> list[object]:
        r = d.veille_redaction
        return [r.numero.uuid, *(getattr(r, q).uuid if hasattr(r, str(q)) else q for q in quoi)]

    return arguments


def _seance() -> Arguments:
    """An address of a séance in the dossier."""
    return lambda d: [*_dossier(d), d.seances.seance.uuid]


def _la_sienne(d: Decor) -> list[object]:
    return [d.seances.sienne.uuid]


def _question(*quoi: str) -> Arguments:
    """An address of a question that nobody answered, or of the one that somebody did."""

    def arguments(d: Decor) -> list[object]:
        return [*_dossier(d), *(getattr(d.seances, q) for q in quoi)]

    return arguments


def _questionnaire(*suite: object) -> Arguments:
    """An address of the questionnaire sent as a link."""
    return lambda d: [*_dossier(d), d.seances.questionnaire.uuid, *suite]


def _sujet(*quoi: str) -> Arguments:
    """An address of a subject on the trajectory, with the round it names there."""
    return lambda d: [
        d.collectivite.identifiant,
        d.trajectoire.sujet.uuid,
        *(getattr(d.trajectoire, q).uuid for q in quoi),
    ]


def _ma_position(*suite: str) -> Arguments:
    """An address of one's own position, in the round that nobody answered."""
    return lambda d: [
        d.collectivite.identifiant,
        d.trajectoire.libre.uuid,
        d.trajectoire.libre.tours.get().uuid,
        *suite,
    ]


def _salle(d: Decor) -> list[object]:
    return [d.seances.seance.code]


EXEMPLES: dict[str, Arguments] = {
    "fabrique:bord": _fabrique(),
    "fabrique:consigner": _fabrique(),
    "fabrique:corriger_entree": _fabrique("entree"),
    "fabrique:corriger_pratique": _fabrique("usage"),
    "fabrique:imprimer": _fabrique(),
    "fabrique:noter_pratique": _fabrique("retour"),
    "fabrique:pratiques": _fabrique(),
    "fabrique:questions": _fabrique(),
    "fabrique:repondre": _fabrique("qui-alerte"),
    "fabrique:reprendre_entree": _fabrique("entree"),
    "fabrique:reprendre_pratique": _fabrique("usage"),
    "fabrique:retirer_entree": _fabrique("entree"),
    "fabrique:retirer_pratique": _fabrique("usage"),
    "fabrique:tour": _fabrique(1),
    "fabrique:tourner": _fabrique(),
    "sonar:trajectoire_etape": lambda d: ["tests"],
    "trajectoire:archiver": _sujet(),
    "trajectoire:clore": _sujet("tour"),
    "trajectoire:en_seance": _salle,
    "trajectoire:exporter": _sujet("tour"),
    "trajectoire:imprimer": _sujet("tour"),
    "trajectoire:liste": _collectivite,
    "trajectoire:ouvrir": _collectivite,
    "trajectoire:ouvrir_tour": _sujet(),
    "trajectoire:position": _ma_position(),
    "trajectoire:position_etape": _ma_position("tests"),
    "trajectoire:remettre": _sujet("tour"),
    "trajectoire:sujet": _sujet(),
    "trajectoire:tour": _sujet("tour"),
    "seances:entrer": _salle,
    "seances:partir": _salle,
    "seances:reprendre": _salle,
    "seances:salle": _salle,
    "seances:version_salle": _salle,
    "seances:liste": _dossier,
    "seances:preparer": _dossier,
    "seances:entree": _seance(),
    "seances:etape": _seance(),
    "seances:projection": _seance(),
    "seances:scene": _seance(),
    "seances:seance": _seance(),
    "seances:sans_dossier_entree": _la_sienne,
    "sonar_salle:test": lambda d: [d.sonar_seances.ouverte.code],
    "sonar:seances_deroule": lambda d: [d.sonar_seances.ouverte.uuid],
    "sonar:seances_papier": lambda d: [d.sonar_seances.ouverte.uuid],
    "sonar:seances_retirer": lambda d: [d.sonar_seances.ouverte.uuid, d.sonar_seances.papier.uuid],
    "sonar:seances_portrait": lambda d: [d.sonar_seances.close.uuid],
    "sonar:seances_livret": lambda d: [d.sonar_seances.close.uuid],
    "seances:sans_dossier_etape": _la_sienne,
    "seances:sans_dossier_projection": _la_sienne,
    "seances:sans_dossier_scene": _la_sienne,
    "seances:sans_dossier_seance": _la_sienne,
    "questionnaires:ajouter": _questionnaire(),
    "questionnaires:ajouter_en_seance": _seance(),
    "questionnaires:anonymat": _seance(),
    "questionnaires:changer": _question("question"),
    "questionnaires:deplacer": _question("question"),
    "questionnaires:etape": _questionnaire(),
    "questionnaires:exporter": _questionnaire("csv"),
    "questionnaires:liste": _dossier,
    "questionnaires:montrer": _question("texte", "parole"),
    "questionnaires:fichier": _question("texte", "parole"),
    "questionnaires:papier": _questionnaire(),
    "questionnaires:preparer": _dossier,
    "questionnaires:questionnaire": _questionnaire(),
    "questionnaires:regler": _questionnaire(),
    "questionnaires:repondre": lambda d: [d.seances.questionnaire.jeton],
    "questionnaires:repondre_en_direct": lambda d: [d.seances.seance.code, d.seances.question],
    "questionnaires:reponses": _question("texte"),
    "questionnaires:retirer": _question("question"),
    # Closed to all but documentalistes before anything is looked for.
    "veille:trier_trouvaille": lambda d: [uuid4()],
    "veille:source": lambda d: [
        Source.objects.get_or_create(nom="Le large", adresse="https://a.example/")[0].uuid
    ],
    "veille:source_geste": lambda d: [uuid4()],
    "veille:atelier_notice": _notice(),
    "veille:atelier_histoire": _notice(),
    "veille:atelier_supprimer_notice": _notice(),
    "veille:atelier_restaurer_notice": _notice(),
    "veille:atelier_retirer_notice": _notice(),
    "veille:atelier_remettre_notice": _notice(),
    "veille:atelier_fusionner": _notice("autre"),
    "veille:atelier_distinguer": _notice("autre"),
    "veille:atelier_defaire": _notice(),
    "veille:atelier_theme": _theme,
    "veille:atelier_fusionner_themes": _theme,
    "veille:atelier_supprimer_theme": _theme,
    "nuancier:brouillon": _brouillon,
    "nuancier:commentaires": _teinte(),
    "nuancier:commenter": _teinte(),
    "nuancier:comparaison_de_versions": _teinte(1, 2),
    "nuancier:confirmer_lien": _lien,
    "nuancier:ecarter_brouillon": _brouillon,
    "nuancier:geste_proposition": _proposition,
    "nuancier:ignorer_lien": _lien,
    "nuancier:import": lambda d: [d.vie.brouillon.importation.uuid],
    "nuancier:lien": _lien,
    "nuancier:masquer_commentaire": _commentaire_de_teinte,
    "nuancier:modifier_commentaire": _commentaire_de_teinte,
    "nuancier:modifier_objet": _teinte("module", "aller-voir"),
    "nuancier:modifier_piece": _teinte("lexique"),
    "nuancier:modifier_teinte": _teinte(),
    "nuancier:proposer": _teinte(),
    "nuancier:proposer_objet": _teinte("ressources", "manuel-du-terrain"),
    "nuancier:proposer_piece": _teinte("lexique"),
    "nuancier:proposer_teinte": lambda d: [d.vie.teinte.famille.numero],
    "nuancier:proposition": _proposition,
    "nuancier:relire_proposition": _proposition,
    "nuancier:remettre_teinte": _teinte(),
    "nuancier:remontrer_commentaire": _commentaire_de_teinte,
    "nuancier:repondre_commentaire": lambda d: [d.vie.teinte.code, d.vie.commentaire.uuid],
    "nuancier:reprendre_brouillon": _brouillon,
    "nuancier:restaurer_version": _teinte(1),
    "nuancier:retirer_commentaire": _commentaire_de_teinte,
    "nuancier:retirer_objet": _teinte("module", "aller-voir"),
    "nuancier:retirer_teinte": _teinte(),
    "nuancier:signaler_commentaire": _commentaire_de_teinte,
    "nuancier:version": _teinte(2),
    "nuancier:versions": _teinte(),
    "nuancier:ajouter_formateur": _session(),
    "nuancier:ajouter_jour": _session(),
    "nuancier:apercu_livrable": _session(),
    "nuancier:convoquer": _session(),
    "nuancier:deplacer_morceau": _session("morceau"),
    "nuancier:document_session": _session("programme"),
    "nuancier:geste_session": _session(),
    "nuancier:inscriptions": _session(),
    "nuancier:livrable": _session(),
    "nuancier:nouvelle_session": lambda d: [d.formation.parcours],
    "nuancier:ordonner_livrable": _session(),
    "nuancier:paroles": _session(),
    "nuancier:partager_livrable": _session(),
    "nuancier:participer": _jeton(),
    "nuancier:participer_agenda": _jeton(),
    "nuancier:participer_attentes": _jeton(),
    "nuancier:participer_avis": _jeton(),
    "nuancier:participer_critique": _jeton(),
    "nuancier:participer_document": _jeton("convocation"),
    "nuancier:participer_effacer": _jeton(),
    "nuancier:participer_livret": _jeton(),
    "nuancier:participer_lundi": _jeton(),
    "nuancier:participer_moi": _jeton(),
    "nuancier:participer_photo": _jeton("photo"),
    "nuancier:participer_suivi": _jeton(),
    "nuancier:photo_situation": _session("situation", "photo"),
    "nuancier:presences": _session(),
    "nuancier:regler_session": _session(),
    "nuancier:renouveler_code": _session(),
    "nuancier:renouveler_lien": _du_stagiaire,
    "nuancier:retirer_formateur": _session("formateur"),
    "nuancier:retirer_jour": _session("jour"),
    "nuancier:retirer_photo": _session("situation", "photo"),
    "nuancier:retirer_stagiaire": _du_stagiaire,
    "nuancier:session": _session(),
    "nuancier:situation": _session("situation"),
    "nuancier:situations": _session(),
    "nuancier:supprimer_situation": _session("situation"),
    "tirages:ceremonie": _tirage_engage,
    "tirages:composer": _tirage,
    "tirages:engagement": _tirage_public,
    "tirages:engager": _tirage,
    "tirages:geste": _tirage_engage,
    "tirages:imprimer": _tirage_engage,
    "tirages:lecture": _tirage,
    "tirages:liste": _dossier,
    "tirages:liste_entiere": _tirage_engage,
    "tirages:nouveau": _dossier,
    "tirages:personnes": _tirage,
    "tirages:places": _tirage,
    "tirages:proces_verbal": _tirage_public,
    "tirages:public": _tirage_public,
    "tirages:reglages": _tirage,
    "tirages:suite": _tirage_engage,
    "tirages:supprimer": _tirage,
    "tirages:tirage": _tirage_engage,
    "tirages:vider": _tirage,
    "dossiers:ajouter": _dossier,
    "dossiers:archive": _dossier,
    "dossiers:associer": _dossier,
    "dossiers:commentaires": _dossier,
    "dossiers:copier": _dossier,
    "dossiers:dissocier": lambda d: [*_dossier(d), d.partenaire.identifiant],
    "dossiers:dossier": _dossier,
    "dossiers:groupe": _dossier,
    "dossiers:invitation": lambda d: [d.jeton_invite],
    "dossiers:inviter": _dossier,
    "dossiers:journal": _dossier,
    "dossiers:lecture": _dossier,
    "dossiers:lien": lambda d: [d.lien.jeton],
    "dossiers:liens": _dossier,
    "dossiers:liste": _collectivite,
    "dossiers:oublier": _participant,
    "dossiers:ouvrir": _collectivite,
    "dossiers:participant": _participant,
    "dossiers:participants": _dossier,
    "dossiers:quitter": _dossier,
    "dossiers:reglages": _dossier,
    "dossiers:relancer": _participant,
    "dossiers:retablir": _dossier,
    "dossiers:retirer": _participant,
    "dossiers:retirer_commentaire": lambda d: [*_dossier(d), d.commentaire.uuid],
    "dossiers:revoquer_lien": lambda d: [*_dossier(d), d.lien.uuid],
    "dossiers:supprimer": _dossier,
    "dossiers:transmettre": _dossier,
    "conclave:calendrier": lambda d: [d.evaluation.convocation_secrete],
    "conclave:convocation": lambda d: [d.evaluation.convocation_secrete],
    "conclave:imprimer": lambda d: [d.evaluation.convocation_secrete],
    "evaluation:conclave": _evaluation(),
    "evaluation:conclave_geste": _evaluation(),
    "evaluation:conclave_imprimer": _evaluation("feuille"),
    "evaluation:conclave_inviter": _evaluation(),
    "evaluation:conclave_noter": _evaluation("convocation"),
    "evaluation:conclave_places": _evaluation(),
    "evaluation:conclave_preciser": _evaluation(),
    "evaluation:conclave_renvoyer": _evaluation("convocation"),
    "evaluation:conclave_suivre": _evaluation(),
    "evaluation:ajouter_proposition": _evaluation("preconisation"),
    "evaluation:etape_du_tableau_martyr": _evaluation(),
    "evaluation:geste_de_proposition": _evaluation("proposition"),
    "evaluation:imprimer_le_tableau_martyr": _evaluation(),
    "evaluation:journal_du_tableau_martyr": _evaluation(),
    "evaluation:preparer_le_tableau_martyr": _evaluation(),
    "evaluation:projeter_le_tableau_martyr": _evaluation(),
    "evaluation:proposition": _evaluation("proposition"),
    "evaluation:suivre_le_tableau_martyr": _evaluation(),
    "evaluation:tableau_martyr": _evaluation(),
    "evaluation:verser_le_tableau_martyr": _evaluation(),
    "evaluation:ajouter_critere": _evaluation("question"),
    "evaluation:ajouter_question": _evaluation(),
    "evaluation:cadrage": _evaluation(),
    "evaluation:cadrage_geste": _evaluation(),
    "evaluation:critere": _evaluation("critere"),
    "evaluation:deplacer_critere": _evaluation("critere"),
    "evaluation:deplacer_question": _evaluation("question"),
    "evaluation:modifier_rencontre": _evaluation("rencontre"),
    "evaluation:perimetre": _evaluation(),
    "evaluation:presences": _evaluation("rencontre"),
    "evaluation:programmer": _evaluation(),
    "evaluation:question": _evaluation("question"),
    "evaluation:rencontre": _evaluation("rencontre"),
    "evaluation:rencontre_geste": _evaluation("rencontre"),
    "evaluation:signer": _evaluation(),
    "evaluation:supprimer_critere": _evaluation("critere"),
    "evaluation:supprimer_question": _evaluation("question"),
    "evaluation:agenda_du_tableau": _evaluation(),
    "evaluation:calendrier": _evaluation(),
    "evaluation:confirmer_import": _evaluation(),
    "evaluation:exporter": _evaluation(),
    "evaluation:fichier_du_tableau": _evaluation("csv"),
    "evaluation:importer": _evaluation(),
    "evaluation:imprimer_le_tableau": _evaluation(),
    "evaluation:ajouter_ligne": _evaluation("actions", "action"),
    "evaluation:ajouter_piece": _evaluation("preconisations"),
    "evaluation:annuler_geste": _evaluation("geste"),
    "evaluation:avis": _evaluation("action"),
    "evaluation:comite": _evaluation(),
    "evaluation:comparaison": _evaluation(),
    "evaluation:decision": _evaluation("action"),
    "evaluation:deplacer_ligne": _evaluation("taches", "tache"),
    "evaluation:deplacer_piece": _evaluation("preconisations", "preconisation"),
    "evaluation:etape_du_plan": _evaluation(),
    "evaluation:etape_du_rapport": _evaluation(),
    "evaluation:ligne": _evaluation("taches", "tache"),
    "evaluation:lot": _evaluation(),
    "evaluation:piece": _evaluation("preconisations", "preconisation"),
    "evaluation:preconisation": _evaluation("preconisation"),
    "evaluation:rang": _evaluation("action"),
    "evaluation:rangee": _evaluation("taches", "tache"),
    "evaluation:rapport": _evaluation(),
    "evaluation:remarque": _evaluation("remarque"),
    "evaluation:retirer_remarque": _evaluation("remarque"),
    "evaluation:services_concernes": _evaluation("preconisation"),
    "evaluation:suivi": _evaluation(),
    "evaluation:supprimer_ligne": _evaluation("taches", "tache"),
    "evaluation:supprimer_piece": _evaluation("preconisations", "preconisation"),
    "evaluation:texte_scelle": _evaluation(),
    "evaluation:versions": _evaluation(),
    "evaluation:verser_article": _evaluation(),
    "evaluation:article": _evaluation("article"),
    "evaluation:reprendre_article": _evaluation("article"),
    "evaluation:retirer_article": _evaluation("article"),
    "evaluation:fichier_article": _evaluation("article"),
    "evaluation:apporter": _evaluation(),
    "evaluation:collecte": _evaluation(),
    "evaluation:collecte_geste": _evaluation(),
    "evaluation:compilation": _evaluation(),
    "evaluation:deplacer_theme": _evaluation("theme"),
    "evaluation:deposer": _evaluation(),
    "evaluation:deposer_indice": _evaluation("photo"),
    "evaluation:fichier_indice": _evaluation("indice"),
    "evaluation:imprimer_collecte": _evaluation(),
    "evaluation:indice": _evaluation("indice"),
    "evaluation:livret_collecte": _evaluation("kit-de-tournage"),
    "evaluation:modifier_indice": _evaluation("indice"),
    "evaluation:ranger": _evaluation(),
    "evaluation:repondre_apport": _evaluation("apport"),
    "evaluation:retirer_apport": _evaluation("apport"),
    "evaluation:reprendre_indice": _evaluation("indice_supprime"),
    "evaluation:supprimer_indice": _evaluation("indice"),
    "evaluation:supprimer_theme": _evaluation("theme"),
    "evaluation:theme": _evaluation("theme"),
    "evaluation:themes": _evaluation(),
    "evaluation:apercu_desirable": _evaluation(),
    "evaluation:choisir_piece": _evaluation(),
    "evaluation:composer": _evaluation(),
    "evaluation:desirable": _evaluation(),
    "evaluation:epreuve_desirable": _evaluation("livret"),
    "evaluation:etape_desirable": _evaluation(),
    "evaluation:fichier_desirable": _evaluation("piece_desirable", "apercu"),
    "evaluation:legende_desirable": _evaluation("piece_desirable"),
    "evaluation:placer_piece": _evaluation(),
    "evaluation:retirer_publication": lambda d: [*_evaluation()(d), 1],
    "evaluation:sortir_piece": _evaluation(),
    "evaluation:titre_desirable": _evaluation(),
    "rapports:contenu": _rapport(1),
    "rapports:donnees": _rapport(1, "preconisations.csv"),
    "rapports:fichier": lambda d: [*_rapport(1)(d), d.evaluation.piece_desirable, "apercu"],
    "rapports:imprimer": _rapport(1, "livret"),
    "rapports:rapport": _rapport(),
    "rapports:version": _rapport(1),
    "rapports:versions": _rapport(),
    "evaluation:trier": _evaluation(),
    "evaluation:relais": _evaluation(),
    "evaluation:geste_relais": _evaluation("relais"),
    "evaluation:sondage": _evaluation(),
    "relais:kit": _relais(),
    "relais:saisir": _relais(),
    "relais:imprimer": _relais("affiche"),
    "evaluation:enquete": _evaluation(),
    "evaluation:regler_enquete": _evaluation(),
    "evaluation:enquete_etape": _evaluation(),
    "evaluation:choisir_enquete": _evaluation(),
    "evaluation:contributions": _evaluation(),
    "evaluation:contribution": _du_bureau("contribution"),
    "evaluation:decider_contribution": _du_bureau("contribution"),
    "evaluation:piece_contribution": _du_bureau("piece"),
    "enquete:page": _enquete("code"),
    "enquete:contribuer": _enquete("code"),
    "enquete:fichier": _enquete("code", "photo"),
    "enquete:suivi": _enquete("jeton"),
    "enquete:retirer": _enquete("jeton"),
    "enquete:reprendre": _enquete("jeton"),
    "enquete:oublier_l_adresse": _enquete("jeton"),
    "enquete:joindre": _enquete("jeton", "droit"),
    "fete:afficher": _fete(),
    "fete:agenda": _fete(),
    "fete:annuler_atelier": _fete("atelier"),
    "fete:atelier": _fete("atelier"),
    "fete:compte_rendu": _fete("atelier"),
    "fete:decider": _fete("atelier"),
    "fete:desinscrire": _fete("atelier", "inscription"),
    "fete:etape": _fete(),
    "fete:fete": _fete(),
    "fete:imprimer": _fete("programme"),
    "fete:inscrire": _fete("atelier"),
    "fete:inviter": _fete(),
    "fete:journal": _fete(),
    "fete:lieux": _fete(),
    "fete:liste": _collectivite,
    "fete:modifier": _fete(),
    "fete:modifier_atelier": _fete("atelier"),
    "fete:mur": _fete(),
    "fete:oter_creneau": _fete("creneau"),
    "fete:oter_salle": _fete("salle"),
    "fete:preparer": _collectivite,
    "fete:projection": _fete(),
    "fete:proposer": _fete(),
    "fete:quitter": _fete("atelier"),
    "fete:rejoindre": _fete("atelier"),
    "fete:trancher": _fete("atelier", "decision"),
    "fete:version": _fete(),
    "account_confirm_email": lambda d: ["cle-inconnue"],
    "account_reset_password_from_key": lambda d: ["1", "cle-inconnue"],
    "api_sonar:feuille": lambda d: [d.jeton_feuille],
    "api_sonar:resultat": lambda d: [d.tentative.uuid],
    "collectivites:accepter_demande": _demande,
    "collectivites:annuler_invitation": _invitation,
    "collectivites:collectivite": _collectivite,
    "collectivites:invitation": lambda d: [d.jeton_invitation],
    "collectivites:invitations": _collectivite,
    "collectivites:membre": _membre,
    "collectivites:membres": _collectivite,
    "collectivites:modifier": _collectivite,
    "collectivites:quitter": _collectivite,
    "collectivites:refuser_demande": _demande,
    "collectivites:renvoyer_invitation": _invitation,
    "collectivites:retirer": _membre,
    "collectivites:service": _service,
    "collectivites:services": _collectivite,
    "collectivites:supprimer_service": _service,
    "collectivites:transmettre": _collectivite,
    "compte_fermer_session": lambda d: [1],
    "echeances:attendre": lambda d: [d.echeances.jeton_sommeil],
    "echeances:calendrier": lambda d: [d.echeances.calendrier.jeton],
    "echeances:renouveler": lambda d: [d.echeances.calendrier.uuid],
    "echeances:revoquer": lambda d: [d.echeances.calendrier.uuid],
    "echeances:rythme": lambda d: [d.echeances.jeton_rythme],
    "mfa_edit_webauthn": lambda d: [1],
    "mfa_remove_webauthn": lambda d: [1],
    "fichiers:fichier": lambda d: [uuid4()],  # each one's own: tests/fichiers/
    "fichiers:televersement": lambda d: [uuid4()],
    "aide:page": lambda d: ["evaluateur"],
    "eclaireurs:episode": lambda d: ["evaluation"],
    "eclaireurs:outil": lambda d: ["evaluation", "suivi"],
    "eclaireurs:essayer": lambda d: ["evaluation", "suivi"],
    "eclaireurs:raconter": lambda d: ["evaluation", "suivi"],
    "eclaireurs:retablir": lambda d: [d.retour.uuid],
    "eclaireurs:retirer": lambda d: [d.retour.uuid],
    "nuancier:exporter_fichier": lambda d: ["json"],
    "nuancier:exporter_livret": lambda d: ["livret"],
    "nuancier:famille": lambda d: [d.vie.teinte.famille.numero],
    "nuancier:teinte": _teinte(),
    "veille:bulletin": lambda d: [VEILLE[0]],
    "veille:image_numero": lambda d: [*VEILLE, donner_une_couverture(d.collectivite, "hors-serie-2")],
    "veille:livret_numero": lambda d: VEILLE,
    "veille:notice": lambda d: [Notice.objects.en_vue().earliest("pk").pk],
    "veille:numero": lambda d: VEILLE,
    "livrets:etat": lambda d: [d.livret.uuid],
    "livrets:fichier": lambda d: [d.livret.uuid],
    "livrets:livret": lambda d: [d.livret.uuid],
    "livrets:page": lambda d: [d.livret.uuid],
    "livrets:refaire": lambda d: [d.livret.uuid],
    "api_nuancier:un_parcours": lambda d: [d.parcours.public.uuid],
    "nuancier:ajouter_au_parcours": _parcours(),
    "nuancier:ajouter_geste": _parcours(),
    "nuancier:chercher_pour_parcours": _parcours(),
    "nuancier:cocher_geste": _parcours("geste"),
    "nuancier:copier_parcours": _parcours(),
    "nuancier:deplacer_pastille": _parcours("pastille"),
    "nuancier:geste": _parcours("geste"),
    "nuancier:histoire_parcours": _parcours(),
    "nuancier:moderer_parcours": lambda d: [d.parcours.public.uuid],
    "nuancier:oter_geste": _parcours("geste"),
    "nuancier:partager_parcours": _parcours(),
    "nuancier:pastille": _parcours("pastille"),
    "nuancier:presenter_parcours": _parcours(),
    "nuancier:remettre_pastille": _parcours(),
    "nuancier:reprendre_parcours": _parcours(),
    "nuancier:retablir_parcours": _parcours(),
    "nuancier:retirer_pastille": _parcours("pastille"),
    "nuancier:supprimer_parcours": _parcours(),
    "nuancier:un_parcours": _parcours(),
    "veille:abonnement_donnees": lambda d: [d.veille_abonnements.preferences],
    "veille:abonnement_effacer": lambda d: [d.veille_abonnements.preferences],
    "veille:confirmer": lambda d: [d.veille_abonnements.confirmation],
    "veille:envoi": lambda d: [d.veille_abonnements.envoi.uuid],
    "veille:envoi_essai": lambda d: [d.veille_abonnements.a_essayer.uuid],
    "veille:preferences": lambda d: [d.veille_abonnements.preferences],
    "veille:quitter": lambda d: [d.veille_abonnements.depart],
    "sonar:carnet": lambda d: [d.tentative.uuid],
    "sonar:effacer": lambda d: [d.tentative.uuid],
    "sonar:envoyer_lien": lambda d: [d.tentative.uuid],
    "carte_salle:dire": _salle,
    "sonar:carte_effacer": lambda d: [d.melange.uuid],
    "sonar:carte_feuille": lambda d: [d.jeton_feuille],
    "sonar:carte_imprimer": lambda d: [d.melange.uuid],
    "sonar:carte_melange": lambda d: [d.melange.uuid],
    "sonar:feuille": lambda d: [d.jeton_feuille],
    "sonar:image_png": lambda d: ["usages"],
    "sonar:image_svg": lambda d: ["usages"],
    "api_nuancier:module": _teinte("aller-voir"),
    "api_nuancier:ressource": lambda d: ["manuel-du-terrain"],
    "api_nuancier:teinte": _teinte(),
    "api_veille:notice": lambda d: [Notice.objects.en_vue().order_by("pk").values_list("pk", flat=True)[0]],
    "api_veille:numero": lambda d: ["en-quelques-clics", "hors-serie-2"],
    "veille:theme": lambda d: ["tiers-lieux"],
    "veille:exporter_recherche": lambda d: ["ris"],
    "sonar:portrait": lambda d: ["usages"],
    "sonar:resultat": lambda d: [d.tentative.uuid],
    "veille:import_references": lambda d: [d.veille_references.uuid],
    "veille:references": lambda d: ["ris"],
    "veille:adresse_bulletin": lambda d: [d.veille_redaction.bulletin.cle],
    "veille:adresse_numero": _numero(),
    "veille:ajouter_piece": _numero("agenda"),
    "veille:apercu": _numero("page"),
    "veille:chercher_notice": _numero(),
    "veille:composer": _numero(),
    "veille:couverture_numero": _numero(),
    "veille:deplacer_piece": _numero("agenda", "rendez_vous"),
    "veille:entete_numero": _numero(),
    "veille:erratum": _numero(),
    "veille:geste_numero": _numero("deprogrammer"),
    "veille:histoire_numero": _numero(),
    "veille:image_atelier": lambda d: [d.veille_redaction.numero.uuid, uuid4()],
    "veille:modifier_bulletin": lambda d: [d.veille_redaction.bulletin.cle],
    "veille:notice_du_numero": _numero("parution"),
    "veille:nouveau_numero": lambda d: [d.veille_redaction.bulletin.cle],
    "veille:nouvelle_notice_du_numero": _numero(),
    "veille:parution": _numero(),
    "veille:piece": _numero("agenda", "rendez_vous"),
    "veille:prendre_notice": _numero(),
    "veille:regler_remarque": _numero("remarque"),
    "veille:rendez_vous_publie": _numero("rendez_vous"),
    "veille:remarquer": _numero(),
    "veille:remettre_piece": _numero("retrait"),
    "veille:retablir_numero": _numero(),
    "veille:retirer_piece": _numero("agenda", "rendez_vous"),
    "veille:supprimer_numero": _numero(),
    "veille:verification": _numero(),
    "veille:visiter_liens": _numero(),
    "plan_section": lambda d: ["pages"],
    "veille:agenda_du_bulletin": lambda d: ["en-quelques-clics"],
    "veille:agenda_du_numero": lambda d: ["en-quelques-clics", "hors-serie-2"],
    "veille:flux_notices_du_bulletin": lambda d: ["en-quelques-clics"],
    "veille:flux_numeros_du_bulletin": lambda d: ["en-quelques-clics"],
    "veille:flux_rubrique": lambda d: ["en-quelques-clics", "concevoir-autrement-les-politiques-publiques"],
    "veille:flux_theme": lambda d: ["tiers-lieux"],
    "veille:confirmer_import_de_numero": lambda d: [d.veille_imports.uuid],
    "veille:import_de_numero": lambda d: [d.veille_imports.uuid],
    "scrutins:ajouter_options": _scrutin("brouillon"),
    "scrutins:annuler_codes": _scrutin("par_codes"),
    "scrutins:codes": _scrutin("par_codes"),
    "scrutins:deplacer_option": _scrutin("brouillon", "option"),
    "scrutins:exporter": _scrutin("depouille", "csv"),
    "scrutins:geste": _scrutin("ouvert"),
    "scrutins:heures": _scrutin("ouvert"),
    "scrutins:option": _scrutin("brouillon", "option"),
    "scrutins:preparer": _dossier,
    "scrutins:reecrire": _scrutin("brouillon"),
    "scrutins:recu": lambda d: [*_dossier(d), d.scrutins.ouvert.uuid, recus.emettre(d.scrutins.ouvert)],
    "scrutins:recu_public": lambda d: [d.scrutins.depouille.jeton, recus.emettre(d.scrutins.depouille)],
    "scrutins:retirer_option": _scrutin("brouillon", "option"),
    "scrutins:scrutin": _scrutin("depouille"),
    "scrutins:scrutins": _dossier,
    "scrutins:version": _scrutin("ouvert"),
    "scrutins:vote": lambda d: [d.scrutins.depouille.jeton],
    "scrutins:voter": _scrutin("ouvert"),
}

# Addresses of one collectivité: the least role that opens them. A stranger gets 404 at all of them.
ROLES = {
    "trajectoire:archiver": "administrateur",  # or who opened it
    "trajectoire:clore": "administrateur",  # or who opened it
    "trajectoire:exporter": "membre",
    "trajectoire:imprimer": "membre",
    "trajectoire:liste": "membre",
    "trajectoire:ouvrir": "membre",
    "trajectoire:ouvrir_tour": "membre",
    "trajectoire:position": "membre",
    "trajectoire:position_etape": "membre",
    "trajectoire:remettre": "membre",
    "trajectoire:sujet": "membre",
    "trajectoire:tour": "membre",
    "collectivites:accepter_demande": "administrateur",
    "collectivites:refuser_demande": "administrateur",
    "collectivites:annuler_invitation": "administrateur",
    "collectivites:collectivite": "membre",
    "collectivites:invitations": "administrateur",
    "collectivites:membre": "administrateur",
    "collectivites:membres": "membre",
    "collectivites:modifier": "administrateur",
    "collectivites:quitter": "membre",
    "collectivites:renvoyer_invitation": "administrateur",
    "collectivites:retirer": "administrateur",
    "collectivites:service": "administrateur",
    "collectivites:services": "membre",
    "collectivites:supprimer_service": "administrateur",
    "collectivites:transmettre": "administrateur",
    "eclaireurs:retablir": "membre",
    "eclaireurs:retirer": "membre",  # its author, and the administrators
    "fete:agenda": "membre",
    "fete:annuler_atelier": "administrateur",
    "fete:atelier": "membre",
    "fete:compte_rendu": "administrateur",
    "fete:desinscrire": "administrateur",
    "fete:fete": "membre",
    "fete:imprimer": "membre",
    "fete:inscrire": "administrateur",
    "fete:inviter": "administrateur",
    "fete:journal": "administrateur",
    "fete:lieux": "administrateur",
    "fete:liste": "membre",
    "fete:modifier": "administrateur",
    "fete:modifier_atelier": "administrateur",
    "fete:mur": "membre",
    "fete:oter_creneau": "administrateur",
    "fete:oter_salle": "administrateur",
    "fete:preparer": "administrateur",
    "fete:projection": "membre",
    "fete:proposer": "membre",
    "fete:quitter": "membre",
    "fete:rejoindre": "membre",
    "fete:trancher": "membre",  # then whoever conducts the action: tests/eclaireurs/evaluation/fete/
    "dossiers:liste": "membre",
    "dossiers:ouvrir": "membre",
}

# Addresses of one path, shared in the collectivité: the least part that opens them. A stranger gets 404.
PARTS_DU_PARCOURS = {
    "nuancier:ajouter_au_parcours": "auteur",
    "nuancier:ajouter_geste": "auteur",
    "nuancier:chercher_pour_parcours": "auteur",
    "nuancier:cocher_geste": "auteur",
    "nuancier:copier_parcours": "lecteur",
    "nuancier:deplacer_pastille": "auteur",
    "nuancier:geste": "auteur",
    "nuancier:histoire_parcours": "lecteur",
    "nuancier:oter_geste": "auteur",
    "nuancier:partager_parcours": "auteur",
    "nuancier:pastille": "auteur",
    "nuancier:presenter_parcours": "auteur",
    "nuancier:remettre_pastille": "auteur",
    "nuancier:retirer_pastille": "auteur",
    "nuancier:supprimer_parcours": "auteur",
    "nuancier:un_parcours": "lecteur",
}

# Addresses of one dossier: the least part that opens them. `pilote` organises it, `participant` takes
# part, `lecteur` may read it. A stranger gets 404 at all of them, an anonymous reader the sign-in page.
PARTS = {
    "dossiers:ajouter": "pilote",
    "dossiers:archive": "participant",
    "dossiers:associer": "pilote",
    "dossiers:commentaires": "lecteur",
    "dossiers:copier": "participant",
    "dossiers:dissocier": "pilote",
    "dossiers:dossier": "lecteur",
    "dossiers:groupe": "lecteur",
    "dossiers:inviter": "pilote",
    "dossiers:journal": "lecteur",
    "dossiers:lecture": "pilote",
    "dossiers:liens": "pilote",
    "dossiers:oublier": "pilote",
    "dossiers:participant": "pilote",
    "dossiers:participants": "lecteur",
    "dossiers:reglages": "pilote",
    "dossiers:relancer": "pilote",
    "dossiers:retirer": "pilote",
    "dossiers:revoquer_lien": "pilote",
    "dossiers:supprimer": "pilote",
    "scrutins:ajouter_options": "pilote",
    "scrutins:codes": "pilote",
    "scrutins:deplacer_option": "pilote",
    "scrutins:exporter": "participant",
    "scrutins:heures": "pilote",
    "scrutins:option": "pilote",
    "scrutins:preparer": "pilote",
    "scrutins:recu": "participant",
    "scrutins:reecrire": "pilote",
    "scrutins:retirer_option": "pilote",
    "scrutins:scrutin": "lecteur",
    "scrutins:scrutins": "lecteur",
    "scrutins:version": "lecteur",
    "scrutins:voter": "participant",
    "tirages:ceremonie": "participant",
    "tirages:composer": "pilote",
    "tirages:engager": "pilote",
    "tirages:lecture": "pilote",
    "tirages:liste": "lecteur",
    "tirages:liste_entiere": "pilote",
    "tirages:nouveau": "pilote",
    "tirages:personnes": "pilote",
    "tirages:places": "pilote",
    "tirages:reglages": "pilote",
    "tirages:suite": "pilote",
    "tirages:supprimer": "pilote",
    "tirages:tirage": "lecteur",
    "tirages:vider": "pilote",
    "questionnaires:ajouter": "pilote",
    "questionnaires:ajouter_en_seance": "pilote",
    "questionnaires:anonymat": "pilote",
    "questionnaires:changer": "pilote",
    "questionnaires:deplacer": "pilote",
    "questionnaires:exporter": "pilote",
    "questionnaires:liste": "participant",
    "questionnaires:montrer": "pilote",
    "questionnaires:papier": "pilote",
    "questionnaires:preparer": "pilote",
    "questionnaires:questionnaire": "pilote",
    "questionnaires:regler": "pilote",
    "questionnaires:reponses": "pilote",
    "questionnaires:retirer": "pilote",
    "seances:entree": "pilote",
    "seances:liste": "participant",
    "seances:preparer": "pilote",
    "seances:projection": "pilote",
    "seances:scene": "pilote",
    "seances:seance": "pilote",
}
