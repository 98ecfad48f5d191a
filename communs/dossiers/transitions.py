"""The sentences of the dossier's own journal."""

from communs.etats import journal

journal.inscrire(
    {
        "dossiers.ouvrir": "a ouvert le dossier",
        "dossiers.copier": "a ouvert ce dossier à partir du modèle «\u00a0{modele}\u00a0»",
        "dossiers.modifier": "a modifié la présentation du dossier",
        "dossiers.ouvrir_la_lecture": "a changé qui peut lire le dossier : {lecteurs}",
        "dossiers.inviter": "a invité {cible} à participer",
        "dossiers.arriver": "a rejoint le dossier",
        "dossiers.changer_roles": "a changé les rôles de {cible} : {roles}",
        "dossiers.changer_service": "a changé le service de {cible} : {service}",
        "dossiers.transmettre": "a transmis à {cible} le rôle «\u00a0{role}\u00a0»",
        "dossiers.retirer": "a retiré {cible} du dossier",
        "dossiers.quitter": "a quitté le dossier",
        "dossiers.associer": "a associé {collectivite} au dossier",
        "dossiers.dissocier": "a dissocié {collectivite} du dossier",
        "dossiers.creer_lien": "a créé un lien de lecture pour «\u00a0{libelle}\u00a0»",
        "dossiers.revoquer_lien": "a révoqué le lien de lecture de «\u00a0{libelle}\u00a0»",
        "dossiers.commenter": "a écrit un commentaire",
        "dossiers.retirer_commentaire": "a retiré un commentaire",
        "dossiers.supprimer": "a supprimé le dossier",
        "dossiers.reprendre": "a rétabli le dossier",
    }
)
