"""For each address that holds an identifier: an object to reach, and who may reach it.

A new address fails `test_adresses` until it has its line here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from communs.collectivites.models import Adhesion, Collectivite, Compte, Demande, Invitation, Service
from communs.dossiers.models import Commentaire, Dossier, LaissezPasser, Participant
from communs.livrets.models import Livret
from eclaireurs.models import Retour
from sonar.models import Tentative
from tests.outils.echeances import EcheancesDuDecor
from tests.outils.evaluations import EvaluationDuDecor


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
    livret: Livret
    retour: Retour  # the member's, waiting to be read
    dossier: Dossier  # led by the administrator; the member takes part, without organising
    invite: Participant  # a person without account, not yet arrived
    jeton_invite: str
    commentaire: Commentaire  # the member's
    lien: LaissezPasser
    partenaire: Collectivite
    echeances: EcheancesDuDecor  # the administrator's
    evaluation: EvaluationDuDecor  # the administrator evaluates and applies; the member takes no part


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


def _evaluation(*quoi: str) -> Arguments:
    """An address of the evaluation, with what it names there."""

    def arguments(d: Decor) -> list[object]:
        e = d.evaluation
        return [d.collectivite.identifiant, e.dossier.uuid, *(getattr(e, q, q) for q in quoi)]

    return arguments


EXEMPLES: dict[str, Arguments] = {
    "dossiers:ajouter": _dossier,
    "dossiers:archive": _dossier,
    "dossiers:associer": _dossier,
    "dossiers:commentaires": _dossier,
    "dossiers:copier": _dossier,
    "dossiers:dissocier": lambda d: [*_dossier(d), d.partenaire.identifiant],
    "dossiers:dossier": _dossier,
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
    "evaluation:reprendre_indice": _evaluation("indice_supprime"),
    "evaluation:supprimer_indice": _evaluation("indice"),
    "evaluation:supprimer_theme": _evaluation("theme"),
    "evaluation:theme": _evaluation("theme"),
    "evaluation:themes": _evaluation(),
    "evaluation:trier": _evaluation(),
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
    "eclaireurs:episode": lambda d: ["evaluation"],
    "eclaireurs:outil": lambda d: ["evaluation", "suivi"],
    "eclaireurs:raconter": lambda d: ["evaluation", "suivi"],
    "eclaireurs:retablir": lambda d: [d.retour.uuid],
    "eclaireurs:retirer": lambda d: [d.retour.uuid],
    "livrets:etat": lambda d: [d.livret.uuid],
    "livrets:fichier": lambda d: [d.livret.uuid],
    "livrets:livret": lambda d: [d.livret.uuid],
    "livrets:page": lambda d: [d.livret.uuid],
    "livrets:refaire": lambda d: [d.livret.uuid],
    "sonar:carnet": lambda d: [d.tentative.uuid],
    "sonar:effacer": lambda d: [d.tentative.uuid],
    "sonar:envoyer_lien": lambda d: [d.tentative.uuid],
    "sonar:feuille": lambda d: [d.jeton_feuille],
    "sonar:image_png": lambda d: ["usages"],
    "sonar:image_svg": lambda d: ["usages"],
    "sonar:portrait": lambda d: ["usages"],
    "sonar:resultat": lambda d: [d.tentative.uuid],
}

# Addresses of one collectivité: the least role that opens them. A stranger gets 404 at all of them.
ROLES = {
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
    "dossiers:liste": "membre",
    "dossiers:ouvrir": "membre",
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
}
