"""The register of processing activities (GDPR, article 30), kept beside the code that applies it.

The page /donnees-personnelles/ shows it. Durations are the very constants that the purge tasks apply.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from communs.collectivites.models import DUREE_INVITATION
from communs.collectivites.querysets import (
    CONSERVATION_DEMANDES,
    CONSERVATION_INVITATIONS,
    DELAI_DE_VERIFICATION,
)
from communs.courrier.querysets import DUREE_CONSERVATION


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


def jours(duree: timedelta) -> str:
    return f"{duree.days} jours"


MISSION = "Mission d’intérêt public (article 6.1.e du RGPD)"
CONTRAT = "Exécution du service que vous demandez (article 6.1.b du RGPD)"
SECURITE = "Intérêt légitime : la sécurité du service (article 6.1.f du RGPD)"

REGISTRE: tuple[Traitement, ...] = (
    Traitement(
        nom="Compte",
        finalite="Vous reconnaître d’une visite à l’autre et protéger l’accès à votre espace.",
        base_legale=CONTRAT,
        donnees="Adresse électronique, mot de passe sous forme d’empreinte, prénom et nom si vous les "
        "donnez, dates de création et de dernière connexion ; si vous réglez un second facteur, sa clé "
        "(chiffrée) ou la partie publique de votre clé d’accès, et la date de son dernier usage.",
        personnes="Personnes qui créent un compte.",
        duree="Jusqu’à ce que vous le supprimiez, depuis votre profil. Un compte dont l’adresse n’est "
        f"jamais vérifiée est effacé après {jours(DELAI_DE_VERIFICATION)}. L’archive de vos données, si vous "
        "la demandez, une semaine au plus.",
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
        duree=f"Le lien vaut {jours(DUREE_INVITATION)}. L’invitation est effacée "
        f"{jours(CONSERVATION_INVITATIONS)} après avoir été acceptée, annulée ou avoir expiré, ou dès que "
        "vous supprimez le compte qui porte cette adresse.",
        destinataires="Les administrateurs de la collectivité qui invite, et les personnes qui administrent "
        "la plateforme.",
    ),
    Traitement(
        nom="Connexion par un fournisseur d’identité (ProConnect)",
        finalite="Vous reconnaître sans mot de passe de plus, et vous proposer la collectivité de votre "
        "SIRET.",
        base_legale=CONTRAT,
        donnees="L’identifiant que le fournisseur donne de vous, votre nom, votre prénom, votre adresse "
        "électronique et le SIREN de votre employeur. Vigie ne reçoit jamais votre mot de passe.",
        personnes="Personnes qui choisissent cette façon de se connecter.",
        duree="Jusqu’à ce que vous déliiez votre compte, depuis votre profil, ou le supprimiez.",
        destinataires="Vous seul, et les personnes qui administrent la plateforme.",
    ),
    Traitement(
        nom="Demande pour rejoindre une collectivité",
        finalite="Demander à ses administrateurs d’y entrer.",
        base_legale=MISSION,
        donnees="Votre nom, votre adresse électronique, la collectivité, la date.",
        personnes="Personnes qui font cette demande.",
        duree=f"Jusqu’à la réponse d’un administrateur ; {jours(CONSERVATION_DEMANDES)} s’il n’en vient pas.",
        destinataires="Les administrateurs de la collectivité, et les personnes qui administrent la "
        "plateforme.",
    ),
    Traitement(
        nom="Dossiers",
        finalite="Mener une affaire à plusieurs : savoir qui participe, avec quel rôle, et qui a fait quoi.",
        base_legale=MISSION,
        donnees="Nom, organisation, service et rôles des participants, adresse électronique de ceux qui "
        "n’ont pas de compte ; ce qu’ils écrivent, commentaires compris ; un journal de ce qui s’est fait, "
        "que personne ne peut modifier.",
        personnes="Personnes qui participent à un dossier ou y sont invitées, avec ou sans compte.",
        duree="Jusqu’à l’effacement du dossier, 30 jours après sa suppression. À la suppression de votre "
        "compte, votre nom, votre adresse et votre organisation disparaissent de tous les dossiers ; sans "
        "compte, demandez-le à la personne qui organise le dossier.",
        destinataires="Les participants et, si le dossier leur est ouvert, les membres de ses collectivités. "
        "Par un lien de lecture, ou si le dossier est public : ni les noms, ni les commentaires, ni le "
        "journal.",
    ),
    Traitement(
        nom="Courriels sortants",
        finalite="Envoyer les courriels que vous demandez ou que votre compte exige, et savoir s’ils sont "
        "partis.",
        base_legale=CONTRAT,
        donnees="Adresse du destinataire, sujet, date, état de l’envoi. Le texte d’un courriel qui contient "
        "un lien personnel est effacé dès l’envoi.",
        personnes="Destinataires d’un courriel de la plateforme.",
        duree=f"{jours(DUREE_CONSERVATION)}. À la suppression de votre compte, les envois en attente sont "
        "annulés et votre adresse est retirée des envois passés.",
        destinataires="Les personnes qui administrent la plateforme et le serveur de messagerie qui les "
        "distribue.",
    ),
    Traitement(
        nom="Échéances et rappels",
        finalite="Vous dire ce qui vous attend dans vos dossiers : à l’écran, par courriel, dans votre "
        "agenda.",
        base_legale=MISSION,
        donnees="Ce qui vous est confié et sa date, la fréquence et l’heure des rappels que vous choisissez, "
        "les jours où un rappel vous a été envoyé, l’adresse secrète de vos calendriers si vous en ouvrez ; "
        "sans compte, l’adresse électronique à laquelle vous avez été invité.",
        personnes="Participants d’un dossier.",
        duree="Les jours d’envoi, 90 jours ; le reste, jusqu’à ce que vous quittiez vos dossiers ou "
        "supprimiez votre compte. Sans compte, l’adresse est effacée la nuit qui suit votre départ du "
        "dernier dossier.",
        destinataires="Les participants du dossier voient ce qui vous est confié ; vous seul, vos rappels "
        "et vos calendriers. Les personnes qui administrent la plateforme.",
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
        nom="Baromètre du Sonar",
        finalite="Publier comment répondent, toutes ensemble, les personnes qui passent le test.",
        base_legale=MISSION,
        donnees="Des nombres seulement : pour chaque mois, combien de feuilles portent chaque réponse. "
        "Aucun nombre inférieur à 5 n’est publié, et rien ne ramène d’un nombre à une feuille.",
        personnes="Personnes qui passent le test.",
        duree="Une feuille effacée sort aussitôt du compte. Un mois publié ne change plus et reste en "
        "ligne : il ne concerne plus personne en particulier.",
        destinataires="Tout le monde : ce sont des données ouvertes.",
    ),
    Traitement(
        nom="« M’envoyer le lien »",
        finalite="Vous envoyer une fois l’adresse de votre résultat.",
        base_legale=CONTRAT,
        donnees="L’adresse électronique que vous saisissez et le lien de votre résultat, ensemble dans le "
        "courriel qui attend de partir.",
        personnes="Personnes qui demandent cet envoi.",
        duree="L’adresse et le texte du courriel, donc le lien, sont effacés dès que l’envoi est terminé, "
        "qu’il ait réussi ou non : quelques secondes d’ordinaire, un jour environ si le serveur de "
        "messagerie ne répond pas.",
        destinataires="Le serveur de messagerie qui distribue, et les personnes qui administrent la "
        "plateforme tant que le courriel attend. Une fois l’envoi terminé, rien ne relie l’adresse au "
        "résultat.",
    ),
    Traitement(
        nom="Fichiers déposés",
        finalite="Garder les photos, sons, vidéos et documents que vous joignez à votre travail, et vérifier "
        "qu’ils sont sans danger.",
        base_legale=MISSION,
        donnees="Le fichier, son nom, sa date, et qui l’a déposé. Le lieu, la date et l’appareil inscrits "
        "dans une photo sont effacés à son arrivée. D’un film, d’un son ou d’un document peuvent rester "
        "l’auteur ou la date que son logiciel y a inscrits.",
        personnes="Personnes qui déposent un fichier, et personnes qu’on y voit ou entend.",
        duree="Tant que ce à quoi il est joint existe. Un fichier refusé n’est pas gardé ; un envoi "
        "inachevé, ou un fichier joint à rien, est effacé après 24 heures, la nuit suivante. Si vous "
        "supprimez votre compte, vos fichiers restent à la collectivité, sans votre nom.",
        destinataires="Les personnes à qui ce à quoi il est joint est ouvert, et celles qui administrent la "
        "plateforme.",
    ),
    Traitement(
        nom="Indices recueillis pour un dossier",
        finalite="Garder ce qui a été vu et entendu sur le terrain, avec l’accord des personnes, et en "
        "débattre.",
        base_legale=MISSION + " ; l’image et la parole d’une personne, avec son accord (article 6.1.a)",
        donnees="Photos, sons, vidéos, paroles rapportées, avec leur source, leur lieu, leur date, l’accord "
        "donné ou refusé et qui les a déposés ; les apports du comité et la suite donnée. Avant qu’un indice "
        "soit déposé, son brouillon reste dans votre appareil.",
        personnes="Personnes photographiées, enregistrées ou citées, et participants du dossier.",
        duree="Autant que le dossier. Un indice supprimé est effacé après 30 jours, avec son fichier. Un "
        "accord retiré réserve aussitôt l’indice à qui organise le dossier et efface les PDF où il figurait. "
        "Si vous supprimez votre compte, ce que vous avez déposé reste, sans votre nom.",
        destinataires="Selon le choix fait pour chaque indice : qui organise le dossier, ses participants "
        "ou, avec l’accord des personnes, toute personne qui peut le lire.",
    ),
    Traitement(
        nom="Retour d’expérience sur un outil des Éclaireurs",
        finalite="Dire à d’autres collectivités comment un outil a marché chez vous.",
        base_legale="Votre consentement (article 6.1.a du RGPD), donné quand vous racontez",
        donnees="Votre texte, votre collectivité, la date de votre accord, la décision de publication et, "
        "si elle est négative, son motif. Votre compte y est rattaché pour que vous puissiez le retirer ; "
        "votre nom n’est jamais publié.",
        personnes="Membres d’une collectivité qui racontent un essai.",
        duree="Jusqu’à ce que vous le retiriez, ou qu’un administrateur de votre collectivité le fasse. Si "
        "vous supprimez votre compte, le texte n’est plus rattaché à personne.",
        destinataires="L’équipe de la plateforme et les administrateurs de votre collectivité ; tout le "
        "monde une fois le retour publié, avec le nom de la collectivité.",
    ),
    Traitement(
        nom="Journaux techniques",
        finalite="Comprendre une panne, repérer un abus, limiter les essais répétés de mot de passe.",
        base_legale=SECURITE,
        donnees="Date, page demandée sans les liens secrets, numéro de requête, erreur éventuelle, adresse "
        "IP masquée. Pour compter les essais répétés, hors des journaux : l’adresse IP entière et une "
        "empreinte de l’adresse électronique visée.",
        personnes="Toute personne qui consulte la plateforme.",
        duree="Les journaux, 14 jours au plus. Les essais : une minute pour la connexion, l’API, "
        "l’inscription et les mots de passe, une heure au plus pour le test, l’envoi d’un lien, un retour "
        "d’expérience et l’empreinte d’une adresse électronique.",
        destinataires="Les personnes qui exploitent la plateforme et son hébergeur.",
    ),
    Traitement(
        nom="Session et cookies",
        finalite="Garder votre connexion ouverte et vérifier que vos formulaires viennent bien de vous.",
        base_legale=CONTRAT,
        donnees="Un cookie de session si vous vous connectez, un cookie de protection des formulaires, un "
        "cookie de message après une action ; pour chaque session ouverte, sa date, son navigateur et son "
        "adresse IP, que vous retrouvez dans votre profil, et, si vous êtes entré par un fournisseur "
        "d’identité, le jeton qui permet de vous en déconnecter. Aucun cookie de mesure, de publicité ou de "
        "tiers.",
        personnes="Personnes qui se connectent ou envoient un formulaire.",
        duree="La session se ferme avec le navigateur et s’efface après "
        f"{jours(timedelta(seconds=settings.SESSION_COOKIE_AGE))} ; le cookie des formulaires dure un an.",
        destinataires="Personne.",
    ),
)
