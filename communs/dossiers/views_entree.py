"""The two doors into a dossier from a mail or a message: a link for reading, an invitation to take part."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.essais import a_portee
from communs.collectivites.middleware import LAISSEZ_PASSER, Requete
from communs.dossiers import invitations
from communs.dossiers.enums import OUVERTES_PAR_LIEN
from communs.dossiers.genres import genre
from communs.dossiers.models import LaissezPasser, Participant
from communs.web.debit import limiter
from communs.web.discretion import hors_index, secrete
from communs.web.erreurs import Refus

OUVERTS_MAX = 30  # secret links that one session keeps
DEMANDER = "Demandez-en un nouveau à la personne qui vous l’a donné."


@require_safe
def lien(request: Requete, jeton: str) -> HttpResponse:
    """Open a laissez-passer into this session. Whether it still holds is asked again at every page."""
    limiter(request, "dossiers_lien")
    liens = LaissezPasser.objects.filter(a_portee(request.identite), jeton=jeton)
    objet = liens.select_related("dossier__collectivite").first()
    if objet is None or objet.dossier.supprime_le is not None:
        raise Refus(404, "Ce lien de lecture n’existe pas. Vérifiez qu’il a été copié en entier.")
    if objet.revoque_le is not None:
        raise Refus(410, f"Ce lien de lecture a été révoqué. {DEMANDER}")
    if not objet.actif:
        raise Refus(410, f"Ce lien de lecture a expiré. {DEMANDER}")
    if objet.dossier.visibilite not in OUVERTES_PAR_LIEN:
        raise Refus(410, "Ce dossier ne se lit plus par un lien : ses responsables l’ont refermé.")
    deja = request.session.get(LAISSEZ_PASSER, [])
    if str(objet.uuid) not in deja:
        request.session[LAISSEZ_PASSER] = [*deja, str(objet.uuid)][-OUVERTS_MAX:]
    return secrete(redirect(objet.dossier))


def _par_jeton(request: Requete, jeton: str) -> Participant:
    """The invitation of a link, or the page that says why there is none."""
    uuid: UUID | None = invitations.lire_jeton(jeton)
    trouves = Participant.objects.filter(uuid=uuid) if uuid else Participant.objects.none()
    trouves = trouves.filter(a_portee(request.identite))
    objet = trouves.select_related("dossier__collectivite", "acteur__compte", "compte").first()
    if objet is None or objet.dossier.supprime_le is not None:
        raise Refus(404, "Ce lien d’invitation n’existe pas. Vérifiez qu’il a été copié en entier.")
    return objet


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Requete, jeton: str) -> HttpResponse:
    """The link of the mail: anybody may read who invites; the invited address alone may accept."""
    objet = _par_jeton(request, jeton)
    compte = request.identite.compte
    if compte and objet.retire_le is None and objet.compte_id == compte.pk:
        return redirect(objet.dossier)  # a second click on « Participer »
    if objet.retire_le is not None or objet.compte_id is not None:
        raise Refus(410, invitations.PERIMEE)
    if objet.invitation_expiree:
        raise Refus(410, invitations.expiration(objet))
    if request.method == "POST" and compte is None:
        return redirect("dossiers:invitation", jeton)
    contexte = {
        "participant": objet,
        "dossier": objet.dossier,
        "sorte": genre(objet.dossier.genre),
        "roles": invitations.libelles(objet.dossier, objet.roles),
        "jeton": jeton,
    }
    if compte and not invitations.est_pour(objet, compte):
        return secrete(render(request, "dossiers/autre_adresse.html", contexte, status=403))
    if request.method == "POST":
        try:
            invitations.accepter(identite=request.identite, participant=objet)
        except ValidationError as erreur:
            raise Refus(410, erreur.messages[0]) from erreur
        messages.success(request, f"Bienvenue : vous participez à « {objet.dossier.titre} ».")
        return redirect(objet.dossier)
    return hors_index(render(request, "dossiers/invitation.html", contexte))
