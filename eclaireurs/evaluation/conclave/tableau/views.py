"""The tableau as a whole: the page, what its screens ask every other second, its steps."""

from uuid import UUID
from zlib import crc32

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.views import franchir_et_revenir
from communs.livrets.services import demander
from communs.web.erreurs import Refus
from communs.web.typographie import accorder
from eclaireurs.evaluation.conclave.portes import Convive
from eclaireurs.evaluation.conclave.tableau import attente as attentes
from eclaireurs.evaluation.conclave.tableau import lecture, presence, rendu, reprise, services
from eclaireurs.evaluation.conclave.tableau.forms import SuivreForm
from eclaireurs.evaluation.conclave.tableau.livrets import TABLEAU_MARTYR
from eclaireurs.evaluation.conclave.tableau.models import TableauMartyr
from eclaireurs.evaluation.conclave.tableau.presence import Present
from eclaireurs.evaluation.conclave.tableau.salle import Salle, en_prive, entrer_dans_la_salle, le_tableau
from eclaireurs.evaluation.conclave.tableau.transitions import TABLEAU

QUESTION_ABIMEE = "Cette question n’a pas de sens ici : rechargez la page."


@require_safe
def tableau(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The page: what everybody fills in, or reads before and after."""
    salle = entrer_dans_la_salle(request, identifiant, uuid)
    contexte = {"dossier": salle.dossier, "convive": salle.convive, "tableau": salle.tableau}
    if salle.tableau is not None:
        contexte |= _contenu(request, salle, salle.tableau)
    return en_prive(render(request, "evaluation/tableau/tableau.html", contexte))


def _contenu(request: Requete, salle: Salle, tableau: TableauMartyr) -> dict[str, object]:
    regard = lecture.Regard(tableau, salle.convive, presence.presents(tableau.pk))
    toutes = lecture.preconisations(tableau)
    choisie = next((p for p in toutes if str(p.numero) == request.GET.get("p")), None)
    return {
        "regard": regard,
        "preconisations": toutes,
        "choisie": choisie,
        "sections": lecture.sections(tableau, [choisie] if choisie else toutes) if regard.lit else [],
        "retirees": lecture.retirees(tableau) if regard.ecrit else [],
        "gestes": TABLEAU.offertes(tableau, request.identite) if salle.convive.anime else (),
        "a_reprendre": _a_reprendre(salle, tableau),
    }


def _a_reprendre(salle: Salle, tableau: TableauMartyr) -> int:
    """For those who lead: how many planned actions are not on the table yet."""
    if not salle.convive.anime or tableau.clos:
        return 0
    return reprise.a_reprendre(tableau).count()


@require_safe
def suivre(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """What is new since the instant that this screen knows: 304 when nothing is, else only what changed."""
    formulaire = SuivreForm(request.GET)
    attente = attentes.lire(request, uuid) if formulaire.is_valid() else None
    if attente is not None:
        numero, convive = attente
        version = TableauMartyr.objects.filter(pk=numero).values_list("version", flat=True).first()
        etiquette, _ = _signaler(numero, version, convive, formulaire.cleaned_data["ou"])
        if _connue(request, etiquette):
            return _dater(HttpResponse(status=304), etiquette)
    return _suivre(request, identifiant, uuid, formulaire)


def _suivre(request: Requete, identifiant: str, uuid: UUID, formulaire: SuivreForm) -> HttpResponse:
    salle = entrer_dans_la_salle(request, identifiant, uuid)
    tableau = le_tableau(salle)
    if not formulaire.is_valid():
        raise Refus(400, QUESTION_ABIMEE)
    attentes.garder(request, uuid, tableau.pk, salle.convive)
    depuis, ou = formulaire.cleaned_data["depuis"], formulaire.cleaned_data["ou"]
    etiquette, presents = _signaler(tableau.pk, tableau.version, salle.convive, ou)
    if _connue(request, etiquette):
        response = HttpResponse(status=304)
    else:
        regard = lecture.Regard(tableau, salle.convive, presents)
        neuf = lecture.changements(tableau, depuis) if regard.lit and tableau.version > depuis else None
        contexte = {"dossier": salle.dossier, "tableau": tableau, "regard": regard, "neuf": neuf}
        contexte["lignes"] = rendu.lignes(tableau, salle.convive, neuf) if neuf is not None else []
        contexte["retirees"] = lecture.retirees(tableau) if neuf is not None and regard.ecrit else []
        response = render(request, "evaluation/tableau/_changements.html", contexte)
    return _dater(response, etiquette)


def _signaler(
    tableau: int, version: int | None, convive: Convive, ou: UUID | None
) -> tuple[str, list[Present]]:
    """She is here: what names the instant that she is shown (its clock and the others), and who is here."""
    presents = presence.signaler(tableau, convive, ou)
    gens = "|".join(f"{p.cle}:{p.ligne}" for p in presents if p.cle != str(convive.cle))
    return f'"{version}-{crc32(gens.encode()):x}"', presents


def _connue(request: Requete, etiquette: str) -> bool:
    return request.headers.get("If-None-Match", "").removeprefix("W/") == etiquette


def _dater(response: HttpResponse, etiquette: str) -> HttpResponse:
    response["ETag"] = etiquette
    return en_prive(response)


@require_POST
def preparer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Begin, by those who lead; and, until it is closed, bring what the tracking table already plans."""
    salle = entrer_dans_la_salle(request, identifiant, uuid)
    tableau = services.preparer(identite=request.identite, dossier=salle.dossier)
    try:
        nombre = reprise.reprendre(identite=request.identite, dossier=salle.dossier)
    except Refus as refus:
        messages.error(request, refus.message)
    else:
        if nombre:
            actions = accorder(nombre, "action du tableau de suivi est,actions du tableau de suivi sont")
            messages.success(request, f"{nombre} {actions} sur la table.")
    tableau.dossier = salle.dossier
    return redirect(tableau)


@require_POST
def etape(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Open, take back, close, open again."""
    tableau = le_tableau(entrer_dans_la_salle(request, identifiant, uuid))
    return franchir_et_revenir(request, TABLEAU, tableau, retour=tableau.get_absolute_url())


@require_POST
def verser(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Take the propositions to the tableau de suivi, once the table is closed."""
    salle = entrer_dans_la_salle(request, identifiant, uuid)
    tableau = le_tableau(salle)
    autoriser(request.identite, "tableau.conduire", tableau)
    try:
        nombre = services.verser(request.identite, salle.dossier)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
        return redirect(tableau)
    if nombre:
        ajoutees = accorder(nombre, "ligne ajoutée ou complétée,lignes ajoutées ou complétées")
        messages.success(request, f"{nombre} {ajoutees} au tableau de suivi.")
    else:
        messages.info(request, "Tout y était déjà.")
    return redirect(salle.dossier.adresse("evaluation:suivi"))


@require_safe
def journal(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Who changed what, latest first."""
    salle = entrer_dans_la_salle(request, identifiant, uuid)
    tableau = le_tableau(salle)
    regard = lecture.Regard(tableau, salle.convive)
    contexte = {
        "dossier": salle.dossier,
        "convive": salle.convive,
        "tableau": tableau,
        "traits": lecture.journal(tableau) if regard.lit else [],
    }
    return en_prive(render(request, "evaluation/tableau/journal.html", contexte))


@require_POST
def imprimer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Ask for the A3 sheet; its own page says when it is ready."""
    tableau = le_tableau(entrer_dans_la_salle(request, identifiant, uuid))
    livret = demander(gabarit=TABLEAU_MARTYR, objet=tableau, identite=request.identite)
    return redirect("livrets:livret", livret.uuid)
