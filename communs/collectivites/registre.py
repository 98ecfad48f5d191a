"""The register of processing activities (GDPR, article 30), kept beside the code that applies it.

The page /donnees-personnelles/ shows it. A duration written here is kept by a purge task or by the
feature itself: change both together.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Traitement:
    """One processing activity; every field is shown to the public, in French."""

    nom: str
    finalite: str
    base_legale: str
    donnees: str
    personnes: str
    duree: str
    destinataires: str


MISSION = "Mission d’intérêt public (article 6.1.e du RGPD)"
CONTRAT = "Exécution du service que vous demandez (article 6.1.b du RGPD)"
SECURITE = "Intérêt légitime : la sécurité du service (article 6.1.f du RGPD)"

REGISTRE: tuple[Traitement, ...] = (
    Traitement(
        nom="Compte",
        finalite="Vous reconnaître d’une visite à l’autre et protéger l’accès à votre espace.",
        base_legale=CONTRAT,
        donnees="Adresse électronique, mot de passe sous forme d’empreinte, prénom et nom si vous les "
        "donnez, dates de création et de dernière connexion.",
        personnes="Personnes qui créent un compte.",
        duree="Jusqu’à ce que vous le supprimiez, depuis votre profil. Un compte dont l’adresse n’est "
        "jamais vérifiée est effacé après 30 jours.",
        destinataires="Vous seul, et les personnes qui administrent la plateforme.",
    ),
    Traitement(
        nom="Appartenance à une collectivité",
        finalite="Permettre aux agents d’une même collectivité de travailler ensemble, chacun avec ses "
        "droits.",
        base_legale=MISSION,
        donnees="Collectivité, service, rôle, date d’arrivée, nom et adresse électronique.",
        personnes="Membres d’une collectivité inscrite.",
        duree="Jusqu’à votre départ de la collectivité ou la suppression de votre compte.",
        destinataires="Les autres membres de la même collectivité, et les personnes qui administrent la "
        "plateforme.",
    ),
    Traitement(
        nom="Invitation",
        finalite="Faire entrer dans une collectivité une personne que ses administrateurs ont choisie.",
        base_legale=MISSION,
        donnees="Adresse électronique de la personne invitée, rôle et service proposés, nom de la personne "
        "qui invite, dates.",
        personnes="Personnes invitées par un administrateur de collectivité.",
        duree="Le lien vaut 14 jours. L’invitation est effacée 90 jours après avoir été acceptée, annulée "
        "ou avoir expiré.",
        destinataires="Les administrateurs de la collectivité qui invite, et les personnes qui administrent "
        "la plateforme.",
    ),
    Traitement(
        nom="Courriels sortants",
        finalite="Envoyer les courriels que vous demandez ou que votre compte exige, et savoir s’ils sont "
        "partis.",
        base_legale=CONTRAT,
        donnees="Adresse du destinataire, sujet, date, état de l’envoi. Le texte d’un courriel qui contient "
        "un lien personnel est effacé dès l’envoi.",
        personnes="Destinataires d’un courriel de la plateforme.",
        duree="90 jours. À la suppression de votre compte, votre adresse est retirée des envois passés.",
        destinataires="Les personnes qui administrent la plateforme et le serveur de messagerie qui les "
        "distribue.",
    ),
    Traitement(
        nom="Test de style d’innovation",
        finalite="Vous montrer votre résultat, et vous permettre de le retrouver.",
        base_legale=CONTRAT,
        donnees="Vos six réponses et la date, et le carnet PDF si vous le demandez. "
        "Sans compte, rien ne dit qui vous êtes : le résultat n’est "
        "connu que par son adresse secrète. Avec un compte, le résultat y est rattaché.",
        personnes="Personnes qui passent le test.",
        duree="Jusqu’à ce que vous l’effaciez, depuis la page du résultat ; le carnet, "
        "trente jours au plus. Si vous supprimez votre compte, "
        "vos résultats ne sont plus rattachés à personne.",
        destinataires="Les personnes à qui vous donnez l’adresse de votre résultat.",
    ),
    Traitement(
        nom="« M’envoyer le lien »",
        finalite="Vous envoyer une fois l’adresse de votre résultat.",
        base_legale=CONTRAT,
        donnees="L’adresse électronique que vous saisissez.",
        personnes="Personnes qui demandent cet envoi.",
        duree="Effacée dès que l’envoi est terminé, qu’il ait réussi ou non ; au plus tard après un jour "
        "d’essais.",
        destinataires="Le serveur de messagerie qui distribue. L’adresse n’est rattachée ni au résultat ni à "
        "un compte.",
    ),
    Traitement(
        nom="Journaux techniques",
        finalite="Comprendre une panne, repérer un abus, limiter les essais répétés de mot de passe.",
        base_legale=SECURITE,
        donnees="Date, page demandée, numéro de requête, erreur éventuelle, et l’adresse IP pendant les "
        "quelques minutes que durent les limites d’essais.",
        personnes="Toute personne qui consulte la plateforme.",
        duree="Selon l’hébergeur, un an au plus ; les limites d’essais, cinq minutes au plus.",
        destinataires="Les personnes qui exploitent la plateforme et son hébergeur.",
    ),
    Traitement(
        nom="Session et cookies",
        finalite="Garder votre connexion ouverte et vérifier que vos formulaires viennent bien de vous.",
        base_legale=CONTRAT,
        donnees="Un cookie de session si vous vous connectez, un cookie de protection des formulaires, un "
        "cookie de message après une action. Aucun cookie de mesure, de publicité ou de tiers.",
        personnes="Personnes qui se connectent ou envoient un formulaire.",
        duree="La session se ferme avec le navigateur et s’efface après deux semaines ; le cookie des "
        "formulaires dure un an.",
        destinataires="Personne.",
    ),
)
