"""What is known of a person here: the account, what opens it, and their place in collectivités."""

from collections.abc import Iterable, Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from communs.collectivites import effacement
from communs.collectivites.models import Compte, Invitation
from communs.collectivites.querysets import CONSERVATION_INVITATIONS
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer


def _compte(compte: Compte) -> Iterator[Ligne]:
    yield {
        "adresse_electronique": compte.email,
        "prenom": compte.prenom,
        "nom": compte.nom,
        "cree_le": compte.cree_le,
        "derniere_connexion": compte.last_login,
        "ouvert": compte.is_active,
        "administre_la_plateforme": compte.is_staff,
        "groupes": list(compte.groups.order_by("name").values_list("name", flat=True)),
        "droits": list(compte.user_permissions.order_by("pk").values_list("name", flat=True)),
    }


def _adresses(compte: Compte) -> Iterator[Ligne]:
    for adresse in EmailAddress.objects.filter(user=compte).order_by("pk"):
        yield {"adresse": adresse.email, "verifiee": adresse.verified, "principale": adresse.primary}


def _second_facteur(compte: Compte) -> Iterator[Ligne]:
    """What protects the account, without what would open it."""
    for facteur in Authenticator.objects.filter(user=compte).order_by("pk"):
        cle = facteur.type == Authenticator.Type.WEBAUTHN
        yield {
            "genre": str(facteur.get_type_display()),
            "nom": str(facteur.data.get("name", "")) if cle else "",
            "ajoute_le": facteur.created_at,
            "dernier_usage": facteur.last_used_at,
        }


def _sessions(compte: Compte) -> Iterator[Ligne]:
    for session in UserSession.objects.filter(user=compte).order_by("pk").iterator():
        yield {
            "ouverte_le": session.created_at,
            "vue_le": session.last_seen_at,
            "adresse_ip": session.ip,
            "navigateur": session.user_agent,
        }


def _fournisseurs(compte: Compte) -> Iterator[Ligne]:
    for lien in compte.relies.order_by("pk"):
        yield {
            "fournisseur": lien.emetteur,
            "identifiant": lien.sub,
            "siren": lien.siren,
            "relie_le": lien.relie_le,
        }


def _journal(compte: Compte) -> Iterator[Ligne]:
    """What staff did to this account, and what this account did as staff; nobody else is named."""
    sur_elle = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Compte), object_id=str(compte.pk)
    )
    for lignes, qui in ((sur_elle, "l’équipe, sur votre compte"), (compte.logentry_set.all(), "vous")):
        for ligne in lignes.select_related("content_type").order_by("pk").iterator(chunk_size=500):
            yield {
                "date": ligne.action_time,
                "par": qui,
                "geste": str(ligne.get_action_flag_display()),
                "sur": ligne.content_type.name if ligne.content_type else "",
            }


def _sections_du_compte(compte: Compte) -> Iterable[tuple[str, Iterable[Ligne]]]:
    return [
        ("compte", _compte(compte)),
        ("adresses", _adresses(compte)),
        ("second_facteur", _second_facteur(compte)),
        ("fournisseurs_d_identite", _fournisseurs(compte)),
        ("sessions", _sessions(compte)),
        ("journal_de_l_administration", _journal(compte)),
    ]


def _adhesions(compte: Compte) -> Iterator[Ligne]:
    adhesions = compte.adhesions.select_related("collectivite", "service").order_by("pk")
    for adhesion in adhesions:
        yield {
            "collectivite": adhesion.collectivite.nom,
            "siren": adhesion.collectivite.siren,
            "service": adhesion.service.nom if adhesion.service else "",
            "role": adhesion.get_role_display(),
            "fonction": adhesion.get_fonction_display(),
            "depuis_le": adhesion.depuis_le,
        }


def _invitation(invitation: Invitation) -> Ligne:
    """Neither who invites nor, for those sent, who was invited: they are other people."""
    return {
        "collectivite": invitation.collectivite.nom,
        "role": invitation.get_role_display(),
        "envoyee_le": invitation.cree_le,
        "expire_le": invitation.expire_le,
        "acceptee_le": invitation.acceptee_le,
        "annulee_le": invitation.annulee_le,
    }


def _recues(compte: Compte) -> Iterator[Ligne]:
    for adresse in sorted(effacement.adresses_de(compte)):
        recues = Invitation.objects.filter(email__iexact=adresse).select_related("collectivite")
        yield from map(_invitation, recues.order_by("pk").iterator())


def _envoyees(compte: Compte) -> Iterator[Ligne]:
    envoyees = Invitation.objects.filter(invite_par=compte).select_related("collectivite")
    yield from map(_invitation, envoyees.order_by("pk").iterator())


def _demandes(compte: Compte) -> Iterator[Ligne]:
    for demande in compte.demandes.select_related("collectivite").order_by("pk"):
        yield {"collectivite": demande.collectivite.nom, "demandee_le": demande.cree_le}


def _sections_des_collectivites(compte: Compte) -> Iterable[tuple[str, Iterable[Ligne]]]:
    return [
        ("adhesions", _adhesions(compte)),
        ("invitations_recues", _recues(compte)),
        ("invitations_envoyees", _envoyees(compte)),
        ("demandes_pour_rejoindre", _demandes(compte)),
    ]


declarer(
    Domaine(
        cle="compte",
        nom="Compte",
        resume="Votre nom, votre adresse, ce qui protège votre compte (sans les clés ni les codes), les "
        "endroits où il est ouvert, les comptes qui y sont reliés, ce que l’équipe y a fait.",
        traces=(
            Trace(modele="collectivites.Compte", nom="Votre compte"),
            Trace(modele="account.EmailAddress", nom="Vos adresses électroniques"),
            Trace(modele="mfa.Authenticator", nom="Votre second facteur"),
            Trace(
                modele="",
                nom="Mot de passe, clés et codes de secours",
                absence="Ils ouvrent votre compte : une archive peut s’égarer. Vigie n’en garde d’ailleurs "
                "que des empreintes ou des formes chiffrées.",
            ),
            Trace(modele="usersessions.UserSession", nom="Vos sessions ouvertes"),
            Trace(
                modele="sessions.Session",
                nom="Contenu technique de vos sessions",
                absence="C’est ce qui vous tient connecté : il n’y a rien d’autre à y lire.",
            ),
            Trace(modele="collectivites.CompteRelie", nom="Vos comptes chez un fournisseur d’identité"),
            Trace(modele="collectivites.Compte_groups", nom="Vos groupes d’administration"),
            Trace(modele="collectivites.Compte_user_permissions", nom="Vos droits d’administration"),
            Trace(
                modele="admin.LogEntry",
                nom="Journal de l’administration",
                sort=Sort.ANONYME,
                pourquoi="Ce que l’équipe a fait sur votre compte reste, sous un numéro sans nom, pour "
                "contrôler ses gestes ; ce que vous avez fait comme membre de l’équipe est effacé.",
                duree="Tant que la plateforme existe",
            ),
            Trace(
                modele="",
                nom="Journaux techniques",
                sort=Sort.GARDE,
                absence="Ils ne se cherchent pas par personne : ni nom, ni adresse électronique, et une "
                "adresse IP masquée.",
                pourquoi="La sécurité du service (intérêt légitime, article 6.1.f du RGPD).",
                duree="14 jours au plus",
            ),
            Trace(
                modele="",
                nom="Sauvegardes",
                sort=Sort.GARDE,
                absence="Ce sont des copies de ce que vous emportez déjà.",
                pourquoi="Retrouver la plateforme après une panne. Une sauvegarde ne se modifie pas : qui la "
                "restaure doit refaire les effacements demandés depuis.",
                duree="Jusqu’à leur remplacement, selon la règle de l’exploitant de cette installation",
            ),
        ),
        exporter=_sections_du_compte,
        effacer=effacement.oublier,
    )
)

declarer(
    Domaine(
        cle="collectivites",
        nom="Collectivités",
        resume="Les collectivités dont vous êtes membre, votre rôle, vos invitations et vos demandes, sans "
        "les autres personnes.",
        traces=(
            Trace(modele="collectivites.Adhesion", nom="Vos appartenances"),
            Trace(
                modele="collectivites.Collectivite",
                nom="Vos collectivités",
                sort=Sort.GARDE,
                absence="Une collectivité n’est pas vous : l’archive donne son nom et votre rôle.",
                pourquoi="Une collectivité appartient à tous ses membres. Celle dont vous êtes le seul "
                "membre disparaît avec votre compte.",
                duree="Jusqu’au départ de son dernier membre",
            ),
            Trace(
                modele="collectivites.Invitation",
                nom="Invitations que vous avez envoyées",
                sort=Sort.ANONYME,
                pourquoi="La personne invitée doit pouvoir répondre ; votre nom en est retiré. Les "
                "invitations que vous avez reçues sont effacées.",
                duree=f"{CONSERVATION_INVITATIONS.days} jours après la réponse ou l’expiration",
            ),
            Trace(modele="collectivites.Demande", nom="Vos demandes pour rejoindre une collectivité"),
        ),
        exporter=_sections_des_collectivites,
    )
)
