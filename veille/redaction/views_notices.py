"""Notices of an issue: found in the base, described on the spot, corrected in place."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.web.erreurs import Refus
from veille.models import Notice, Numero, Rubrique
from veille.notices import services as notices
from veille.notices.fiches import lire
from veille.redaction import composition
from veille.redaction.acces import obtenir_numero
from veille.redaction.forms import ChercherForm, PrendreForm
from veille.redaction.forms_notice import NoticeForm, NouvelleNoticeForm
from veille.redaction.pieces import NOTICE
from veille.redaction.plan import precision
from veille.redaction.views_atelier import ecran
from veille.redaction.views_composition import ABIME
from veille.redaction.views_textes import adresse_de, ecrire

TROUVEES = 12


def _rubrique(numero: Numero, cle: UUID | None) -> Rubrique | None:
    """The rubrique of the address; None is the front page."""
    return get_object_or_404(numero.rubriques, uuid=cle) if cle is not None else None


@require_safe
def chercher(request: Requete, uuid: UUID) -> HttpResponse:
    """Notices of the base to take; htmx takes the results alone from this page."""
    numero = obtenir_numero(request, uuid)
    formulaire = ChercherForm(request.GET)
    valide = formulaire.is_valid()
    q, dans = (formulaire.cleaned_data.get(nom) for nom in ("q", "dans")) if valide else ("", None)
    trouvees = list(_trouver(q or "")[: TROUVEES + 1])
    presentes = set(
        numero.parutions.filter(notice__in=[n.pk for n in trouvees]).values_list("notice_id", flat=True)
    )
    return render(
        request,
        "veille/redaction/chercher.html",
        {
            "numero": numero,
            "q": q or "",
            "dans": dans or "",
            "rubrique": _rubrique(numero, dans),
            "trouvees": [(n, n.pk in presentes) for n in trouvees[:TROUVEES]],
            "davantage": len(trouvees) > TROUVEES,
        },
    )


def _trouver(q: str) -> Any:
    """Every word in the title, the source or an author's name; the latest first."""
    trouvees = Notice.objects.presentes().prefetch_related("contributions")
    for mot in q.split():
        trouvees = trouvees.filter(
            Q(titre__unaccent__icontains=mot)
            | Q(publication__unaccent__icontains=mot)
            | Q(pk__in=Notice.objects.filter(contributions__nom__unaccent__icontains=mot).values("pk"))
        )
    return trouvees.order_by("-modifie_le", "-pk")


@require_POST
def prendre(request: Requete, uuid: UUID) -> HttpResponse:
    numero = obtenir_numero(request, uuid)
    formulaire = PrendreForm(request.POST)
    if not formulaire.is_valid():
        raise Refus(400, ABIME)
    notice = get_object_or_404(Notice.objects.presentes(), uuid=formulaire.cleaned_data["notice"])
    try:
        parution, nouvelle = composition.prendre(
            identite=request.identite,
            numero=numero,
            notice=notice,
            rubrique=_rubrique(numero, formulaire.cleaned_data["dans"]),
        )
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
        return redirect(adresse_de(numero))
    if nouvelle:
        messages.success(request, f"« {notice} » est dans le numéro.")
    else:
        messages.info(request, composition.DEJA)
    return redirect(adresse_de(numero, parution.uuid))


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: Requete, uuid: UUID) -> HttpResponse:
    """A notice described here for the first time."""
    numero = obtenir_numero(request, uuid)
    lieu = ChercherForm(request.GET)
    dans = lieu.cleaned_data["dans"] if lieu.is_valid() else None
    formulaire = NouvelleNoticeForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            parution = composition.creer_et_prendre(
                identite=request.identite,
                numero=numero,
                rubrique=_rubrique(numero, dans),
                fiche=formulaire.fiche(),
                demande=formulaire.cle,
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur.messages)
        else:
            messages.success(request, f"« {parution.notice} » est dans la base et dans le numéro.")
            return redirect(adresse_de(numero, parution.uuid))
    return ecran(request, formulaire, titre=NOTICE.nouvelle, libelle="Ajouter la notice", numero=numero)


@require_http_methods(["GET", "HEAD", "POST"])
def corriger(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    """The notice itself: what is corrected here is corrected in every issue it stands in."""
    numero = obtenir_numero(request, uuid)
    parution = composition.trouver(NOTICE, numero, cle)
    notice = Notice.objects.entieres().get(pk=parution.notice_id)
    titre, fiche = str(notice), lire(notice)
    formulaire = NoticeForm(request.POST or None, instance=notice)
    return ecrire(
        request,
        numero,
        formulaire,
        lambda version, champs: notices.corriger(
            identite=request.identite,
            notice=notice,
            fiche=formulaire.fiche_depuis(fiche),
            version_lue=version,
        ),
        titre=titre,
        ancre=cle,
        autosauve=True,
        precision=precision(parution),
    )
