"""The register of processing activities (GDPR, article 30), kept beside the code that applies it.

The page /donnees-personnelles/ shows it. Durations are the very constants that the purge tasks apply.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from communs.collectivites.essais import DUREE as DUREE_ESSAI
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
SECURITE = "Intérêt légitime : la sécurité du service (article 6.1.f du RGPD)"

REGISTRE: tuple[Traitement, ...] = (
    Traitement(
        nom="Compte",
        finalite="Vous reconnaître d’une visite à l’autre et protéger l’accès à votre espace.",
        base_legale=CONTRAT,
        donnees="Adresse électronique, mot de passe sous forme d’empreinte, prénom et nom si vous les "
        "donnez, dates de création et de dernière connexion ; si vous réglez un second facteur, sa clé "
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
        donnees="Collectivité, service, rôle, fonction si elle est dite (agent, direction, élu), date "
        "d’arrivée, nom et adresse électronique.",
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
        duree=f"Jusqu’à la réponse d’un administrateur ; {jours(CONSERVATION_DEMANDES)} s’il n’en vient pas.",
        destinataires="Les administrateurs de la collectivité, et les personnes qui administrent la "
        "plateforme.",
    ),
    Traitement(
        nom="Dossiers",
        finalite="Mener une affaire à plusieurs : savoir qui participe, avec quel rôle, et qui a fait quoi.",
        base_legale=MISSION,
        donnees="Nom, organisation, service et rôles des participants, adresse électronique de ceux qui "
        "n’ont pas de compte ; ce qu’ils écrivent, commentaires compris ; un journal de ce qui s’est fait, "
        "que personne ne peut modifier.",
        personnes="Personnes qui participent à un dossier ou y sont invitées, avec ou sans compte.",
        duree="Jusqu’à l’effacement du dossier, 30 jours après sa suppression. À la suppression de votre "
        "compte, votre nom, votre adresse et votre organisation disparaissent de tous les dossiers ; sans "
        "compte, demandez-le à la personne qui organise le dossier.",
        destinataires="Les participants et, si le dossier leur est ouvert, les membres de ses collectivités. "
        "Par un lien de lecture, ou si le dossier est public : ni les noms, ni les commentaires, ni le "
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
        finalite="Vous dire ce qui vous attend dans vos dossiers : à l’écran, par courriel, dans votre "
        "agenda.",
        base_legale=MISSION,
        donnees="Ce qui vous est confié et sa date, la fréquence et l’heure des rappels que vous choisissez, "
        "les jours où un rappel vous a été envoyé, l’adresse secrète de vos calendriers si vous en ouvrez ; "
        "sans compte, l’adresse électronique à laquelle vous avez été invité.",
        personnes="Participants d’un dossier.",
        duree="Les jours d’envoi, 90 jours ; le reste, jusqu’à ce que vous quittiez vos dossiers ou "
        "supprimiez votre compte. Sans compte, l’adresse est effacée la nuit qui suit votre départ du "
        "dernier dossier.",
        destinataires="Les participants du dossier voient ce qui vous est confié ; vous seul, vos rappels "
        "et vos calendriers. Les personnes qui administrent la plateforme.",
    ),
    Traitement(
        nom="Test de style d’innovation",
        finalite="Vous montrer votre résultat, et vous permettre de le retrouver.",
        base_legale=CONTRAT,
        donnees="Vos six réponses et la date, et le carnet PDF si vous le demandez. "
        "Sans compte, rien ne dit qui vous êtes : le résultat n’est "
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
        donnees="Des nombres seulement : pour chaque mois, combien de feuilles portent chaque réponse. "
        "Aucun nombre inférieur à 5 n’est publié, et rien ne ramène d’un nombre à une feuille.",
        personnes="Personnes qui passent le test.",
        duree="Une feuille effacée sort aussitôt du compte. Un mois publié ne change plus et reste en "
        "ligne : il ne concerne plus personne en particulier.",
        destinataires="Tout le monde : ce sont des données ouvertes.",
    ),
    Traitement(
        nom="« M’envoyer le lien »",
        finalite="Vous envoyer une fois l’adresse de votre résultat.",
        base_legale=CONTRAT,
        donnees="L’adresse électronique que vous saisissez et le lien de votre résultat, ensemble dans le "
        "courriel qui attend de partir.",
        personnes="Personnes qui demandent cet envoi.",
        duree="L’adresse et le texte du courriel, donc le lien, sont effacés dès que l’envoi est terminé, "
        "qu’il ait réussi ou non : quelques secondes d’ordinaire, un jour environ si le serveur de "
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
        duree="Tant que ce à quoi il est joint existe. Un fichier refusé n’est pas gardé ; un envoi "
        "inachevé, ou un fichier joint à rien, est effacé après 24 heures, la nuit suivante. Si vous "
        "supprimez votre compte, vos fichiers restent à la collectivité, sans votre nom.",
        destinataires="Les personnes à qui ce à quoi il est joint est ouvert, et celles qui administrent la "
        "plateforme.",
    ),
    Traitement(
        nom="Indices recueillis pour un dossier",
        finalite="Garder ce qui a été vu et entendu sur le terrain, avec l’accord des personnes, et en "
        "débattre.",
        base_legale=MISSION + " ; l’image et la parole d’une personne, avec son accord (article 6.1.a)",
        donnees="Photos, sons, vidéos, paroles rapportées, avec leur source, leur lieu, leur date, l’accord "
        "donné ou refusé et qui les a déposés ; les apports du comité et la suite donnée. Avant qu’un indice "
        "soit déposé, son brouillon reste dans votre appareil.",
        personnes="Personnes photographiées, enregistrées ou citées, et participants du dossier.",
        duree="Autant que le dossier. Un indice supprimé est effacé après 30 jours, avec son fichier. Un "
        "accord retiré réserve aussitôt l’indice à qui organise le dossier et efface les PDF où il figurait. "
        "Si vous supprimez votre compte, ce que vous avez déposé reste, sans votre nom.",
        destinataires="Selon le choix fait pour chaque indice : qui organise le dossier, ses participants "
        "ou, avec l’accord des personnes, toute personne qui peut le lire.",
    ),
    Traitement(
        nom="Votes consultatifs",
        finalite="Consulter les participants d’un dossier, un groupe ou le public, une voix par personne.",
        base_legale=MISSION,
        donnees="Qui a voté, sans date ni heure. Vote secret : des bulletins que rien ne relie à une "
        "personne. Vote ouvert : le bulletin avec le nom. Par un code : l’empreinte du code, jamais le "
        "code. Par une adresse : un numéro gardé par votre navigateur.",
        personnes="Personnes appelées à voter, avec ou sans compte.",
        duree="Autant que le dossier. Si vous effacez votre compte, votre nom quitte la liste des votants et "
        "vos bulletins ouverts ; les bulletins restent, pour que le résultat se recompte.",
        destinataires="Vote secret : personne ne lit votre bulletin comme le vôtre. Vote ouvert : les "
        "participants du dossier, une fois le vote dépouillé. Les personnes qui exploitent le serveur ont "
        "des moyens que la page d’aide du vote dit franchement.",
    ),
    Traitement(
        nom="Tirages au sort",
        finalite="Désigner au hasard, et que chacun puisse le vérifier, qui participe à une démarche.",
        base_legale=MISSION,
        donnees="La liste parmi laquelle on tire : nom, service, identifiant ou adresse électronique, raison "
        "d’être hors du tirage ; qui a été tiré, son accord ou la raison de son désistement, prise dans "
        "une liste. Le public ne voit que des numéros, des services et des sceaux qui ne se devinent pas.",
        personnes="Agents, participants d’un dossier, et toute personne inscrite sur une liste de tirage.",
        duree="Autant que le dossier. Si vous supprimez votre compte, votre nom, votre identifiant et ce qui "
        "ouvrirait votre sceau sont effacés aussitôt : il reste un numéro que plus rien ne relie à vous.",
        destinataires="La liste entière, qui organise le dossier ; les personnes tirées, les participants "
        "et, selon le réglage du dossier, les membres des collectivités ; les numéros, qui a l’adresse "
        "publique.",
    ),
    Traitement(
        nom="Commentaires et propositions du Nuancier",
        finalite="Tenir à jour le Nuancier de formation avec celles et ceux qui s’en servent.",
        base_legale="Votre consentement (article 6.1.a du RGPD), donné quand vous publiez ou proposez",
        donnees="Votre nom, le texte de vos commentaires, propositions et signalements, leurs dates, la "
        "licence acceptée, et ce que l’équipe éditoriale vous a répondu.",
        personnes="Personnes connectées qui commentent, proposent ou signalent, et l’équipe éditoriale.",
        duree="Autant que la teinte ; un commentaire retiré est vidé aussitôt. Votre nom disparaît avec "
        "votre compte.",
        destinataires="Le public pour ce qui est publié ; l’équipe éditoriale pour les propositions en "
        "attente et les signalements.",
    ),
    Traitement(
        nom="Retour d’expérience sur un outil des Éclaireurs",
        finalite="Dire à d’autres collectivités comment un outil a marché chez vous.",
        base_legale="Votre consentement (article 6.1.a du RGPD), donné quand vous racontez",
        donnees="Votre texte, votre collectivité, la date de votre accord, la décision de publication et, "
        "si elle est négative, son motif. Votre compte y est rattaché pour que vous puissiez le retirer ; "
        "votre nom n’est jamais publié.",
        personnes="Membres d’une collectivité qui racontent un essai.",
        duree="Jusqu’à ce que vous le retiriez, ou qu’un administrateur de votre collectivité le fasse. Si "
        "vous supprimez votre compte, le texte n’est plus rattaché à personne.",
        destinataires="L’équipe de la plateforme et les administrateurs de votre collectivité ; tout le "
        "monde une fois le retour publié, avec le nom de la collectivité.",
    ),
    Traitement(
        nom="Fête de l’évaluation",
        finalite="Préparer une journée par an autour des évaluations d’une collectivité, et y décider.",
        base_legale=CONTRAT,
        donnees="Les ateliers que vous proposez, leur compte rendu, ceux où vous venez, les décisions que "
        "vous notez ou tranchez. Pour une personne sans compte : le nom que les organisateurs ont écrit.",
        personnes="Membres d’une collectivité, et personnes sans compte qui viennent à la fête.",
        duree="Autant que la fête ; le nom d’une personne sans compte, trois mois après elle. Si vous "
        "supprimez votre compte, vos inscriptions sont effacées ; vos ateliers et vos décisions restent, "
        "sans votre nom.",
        destinataires="Les membres de la collectivité. Un message d’invitation par membre, si les "
        "organisateurs le demandent.",
    ),
    Traitement(
        nom="Parcours de formation",
        finalite="Composer une formation avec le Nuancier, la préparer, la partager si vous le voulez.",
        base_legale=CONTRAT,
        donnees="Vos parcours, leurs notes, les gestes de la préparation avec la date et le nom de qui les a "
        "faits. Le panier d’une visite sans compte : les numéros des teintes choisies, dans la session.",
        personnes="Personnes qui composent un parcours, ou remplissent un panier.",
        duree="Jusqu’à ce que vous le supprimiez, puis 30 jours pour vous raviser. Si vous supprimez votre "
        "compte, les parcours que vous seul lisiez sont effacés ; ceux que vous avez partagés restent, sans "
        "votre nom. Le panier, le temps de la session.",
        destinataires="Vous seul, les membres de la collectivité choisie, ou tout le monde, selon votre "
        "choix. Un parcours public porte vos prénom et nom, jamais votre adresse.",
    ),
    Traitement(
        nom="Sessions de formation",
        finalite="Organiser une formation : savoir qui vient, l’adapter, attester la présence, apprendre de "
        "ce qu’elle devient.",
        base_legale=MISSION + " ; votre lecture critique ne paraît qu’avec votre accord (article 6.1.a)",
        donnees="Nom, service, organisme et, si vous la donnez, adresse électronique ; besoins pour "
        "participer, si vous les dites ; attentes, présences, avis, ce que vous ferez « lundi » et ce que "
        "c’est devenu, lecture critique.",
        personnes="Personnes inscrites à une session ou invitées, sans compte, et personnes qui l’animent.",
        duree="Les besoins sont effacés dès que la session a eu lieu, sept jours après son dernier jour au "
        "plus tard. Le suivi se fait trois mois après ; six mois plus tard, noms, adresses et liens "
        "personnels sont effacés, et les invitations sans réponse avec eux. Vous pouvez tout effacer avant, "
        "depuis votre page.",
        destinataires="Les personnes qui animent la session. Le livret va aux participants : vos attentes y "
        "sont sans votre nom, votre lecture critique selon votre choix.",
    ),
    Traitement(
        nom="Abonnement à la veille",
        finalite="Vous envoyer par courriel les numéros des bulletins que vous choisissez.",
        base_legale="Votre consentement (article 6.1.a du RGPD), retiré d’un clic dans chaque envoi",
        donnees="Adresse électronique, bulletins et thèmes choisis, dates de la demande, de la confirmation "
        "et du désabonnement, version du texte accepté ; pour chaque numéro, s’il est parti ou a été refusé. "
        "Ni ouverture ni clic : rien ne les compte.",
        personnes="Personnes qui s’abonnent, avec ou sans compte.",
        duree="Une demande jamais confirmée est effacée après 3 jours ; un abonnement, 30 jours après votre "
        "départ, ou tout de suite depuis votre page de préférences. Reste le nombre d’envois de chaque "
        "numéro, sans votre adresse.",
        destinataires="Le serveur de messagerie qui distribue les numéros. Les documentalistes n’en voient "
        "que des nombres.",
    ),
    Traitement(
        nom="Séances et questionnaires",
        finalite="Recueillir l’avis de personnes réunies dans une salle, ou qui répondent par un lien.",
        base_legale=MISSION,
        donnees="Un prénom si vous le donnez, ou le nom demandé par le questionnaire ; vos réponses ; un "
        "cookie qui vous reconnaît dans cette séance ou ce questionnaire seulement.",
        personnes="Personnes qui entrent dans une séance ou répondent à un questionnaire, sans compte.",
        duree="Les prénoms et les codes de reprise, 30 jours après la séance ; les noms, 183 jours après la "
        "fin du questionnaire ; les réponses, sans nom, autant que le dossier. Vous pouvez effacer votre "
        "passage depuis la page de la séance.",
        destinataires="Les personnes qui mènent le dossier. Si les réponses sont anonymes, elles n’en lisent "
        "que des nombres, jamais ceux de moins de cinq personnes.",
    ),
    Traitement(
        nom="Enquêtes ouvertes au public",
        finalite="Recueillir ce que le public sait d’un sujet, le lire avant de le publier, et dire à chacun "
        "ce que devient sa contribution.",
        base_legale=MISSION,
        donnees="Ce que vous écrivez et les fichiers que vous joignez ; un nom ou un surnom si vous voulez "
        "qu’il paraisse ; votre adresse électronique si vous la laissez ; le relais par lequel vous êtes "
        "venu. Le lieu et l’appareil inscrits dans une photo sont effacés.",
        personnes="Personnes qui contribuent à une enquête, sans compte.",
        duree="L’adresse, 90 jours après la fin de l’enquête ; les fichiers d’une contribution refusée, 30 "
        "jours ; le reste, autant que le dossier. L’adresse de suivi qui vous est donnée à l’envoi permet de "
        "tout retirer, à tout moment.",
        destinataires="Les personnes qui mènent l’évaluation ; le public, pour ce qu’elles publient avec "
        "votre accord. Votre adresse n’est montrée à personne.",
    ),
    Traitement(
        nom="Essai d’un outil sans compte",
        finalite="Laisser essayer un outil des Éclaireurs dans un dossier inventé, sans s’inscrire.",
        base_legale=MISSION,
        donnees="Ce que vous écrivez dans l’essai ; un cookie de session ; le nombre de vos gestes, la date "
        "du dernier. Rien ne dit qui vous êtes, les personnes de l’essai sont inventées.",
        personnes="Personnes qui essaient un outil.",
        duree=f"{DUREE_ESSAI.total_seconds() / 3600:.0f} heures, ou jusqu’à ce que vous finissiez l’essai.",
        destinataires="Vous seul.",
    ),
    Traitement(
        nom="Journaux techniques",
        finalite="Comprendre une panne, repérer un abus, limiter les essais répétés de mot de passe.",
        base_legale=SECURITE,
        donnees="Date, page demandée sans les liens secrets, numéro de requête, erreur éventuelle, adresse "
        "IP masquée. Pour compter les essais répétés, hors des journaux : l’adresse IP entière et une "
        "empreinte de l’adresse électronique visée.",
        personnes="Toute personne qui consulte la plateforme.",
        duree="Les journaux, 14 jours au plus. Les essais : une minute pour la connexion, l’API, "
        "l’inscription et les mots de passe, une heure au plus pour le test, l’envoi d’un lien, un retour "
        "d’expérience et l’empreinte d’une adresse électronique.",
        destinataires="Les personnes qui exploitent la plateforme et son hébergeur.",
    ),
    Traitement(
        nom="Session et cookies",
        finalite="Garder votre connexion ouverte et vérifier que vos formulaires viennent bien de vous.",
        base_legale=CONTRAT,
        donnees="Un cookie de session si vous vous connectez ou remplissez un panier, un cookie de "
        "protection des formulaires, un cookie de message après une action ; pour chaque session ouverte, "
        "sa date, son navigateur et son adresse IP, que vous retrouvez dans votre profil, et, si vous êtes "
        "entré par un fournisseur d’identité, le jeton qui permet de vous en déconnecter. Aucun cookie de "
        "mesure, de publicité ou de tiers.",
        personnes="Personnes qui se connectent ou envoient un formulaire.",
        duree="La session se ferme avec le navigateur et s’efface après "
        f"{jours(timedelta(seconds=settings.SESSION_COOKIE_AGE))} ; le cookie des formulaires dure un an.",
        destinataires="Personne.",
    ),
)
