"""What a trial's session may reach and do: little of what is not written here.

Inside its collectivité, everything; public pages, to read. The rooms themselves shut what would leave
(`communs.collectivites.essais`); this keeps a throw-away account from becoming somebody's.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from communs.collectivites.middleware import Requete
from communs.courrier import services as courrier
from communs.web.erreurs import page
from communs.web.middleware import sans_compte
from eclaireurs.essais import services

SESSION = "essai"  # this session was in a trial, whose account may be gone
LECTURE = ("GET", "HEAD", "OPTIONS")
# Where a trial may write: the rooms of a dossier, and the public side of its own.
OUVERTS = frozenset(
    {
        *("dossiers", "evaluation", "fete", "echeances", "seances", "questionnaires", "scrutins", "tirages"),
        *("enquete", "relais", "conclave", "rapports", "livrets", "fichiers", "fabrique"),
    }
)
# Gestures of the trial itself, never counted.
SIENS = frozenset({"eclaireurs:essayer", "eclaireurs:jouer", "eclaireurs:finir_l_essai", "account_logout"})
# What belongs to a person: neither read nor written, whatever the method.
COMPTES = ("account_", "compte_", "mfa_", "usersessions_", "portabilite:", "admin:", "collectivites:creer")

FERME = (
    "Vous êtes dans un essai\u00a0: ceci demande un vrai compte, ou s’adresse à d’autres que vous. "
    "Finissez l’essai, puis revenez\u00a0; vous pouvez aussi continuer à essayer les outils."
)
FINI = (
    "Votre essai est terminé\u00a0: tout ce qu’il contenait est effacé, comme annoncé. "
    "Vous pouvez en commencer un autre depuis la page d’un outil des Éclaireurs."
)
EPUISE = (
    "Cet essai a beaucoup servi\u00a0: il n’accepte plus de changement. Tout reste lisible jusqu’à son "
    "effacement. Finissez-le pour en commencer un autre."
)
TROP_LONG = (
    "Ce texte est trop long pour un essai (64\u00a0Ko au plus)\u00a0: raccourcissez-le. Rien n’a été changé."
)


def est_dans_un_essai(request: Requete) -> bool:
    compte = request.identite.compte
    return compte is not None and compte.essai_id is not None


class PorteDesEssais:
    """Middleware, before the one that asks to sign in."""

    def __init__(self, get_response: Callable[[Requete], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Requete) -> HttpResponse:
        with courrier.fermer_si(lambda: est_dans_un_essai(request)):
            return self.get_response(request)

    def process_view(
        self, request: Requete, view_func: Callable, view_args: tuple, view_kwargs: dict
    ) -> HttpResponseBase | None:
        trouvee = request.resolver_match
        if trouvee is None:
            return None
        nom, lit = trouvee.view_name, request.method in LECTURE
        if lit and sans_compte(nom) and not nom.startswith(COMPTES):
            return None  # nobody asks who reads
        if request.identite.compte is None:
            return _fini(request, nom)
        if not est_dans_un_essai(request) or nom in SIENS:
            return None
        if nom.startswith(COMPTES) or not (lit or trouvee.namespace in OUVERTS):
            return page(request, 403, FERME)
        return None if lit else _compter(request)


def _fini(request: Requete, nom: str) -> HttpResponse | None:
    """Whose account has gone with its trial learns why, instead of being asked to sign in."""
    if sans_compte(nom) or SESSION not in request.session:
        return None
    return page(request, 410, FINI)


def _compter(request: Requete) -> HttpResponse | None:
    if int(request.META.get("CONTENT_LENGTH") or 0) > services.TAILLE_MAX:
        return page(request, 413, TROP_LONG)
    return None if services.compter(request.identite.personne) else page(request, 429, EPUISE)
