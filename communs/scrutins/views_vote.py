"""The ballot: of a participant, inside the dossier; of whoever holds a code or the address, without account.

Works without script. While a ballot is being ranked by buttons nothing is written anywhere.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.essais import a_portee
from communs.collectivites.middleware import Requete
from communs.scrutins import codes, presentation, recus, urne
from communs.scrutins.enums import AVANT, Electorat, EtatScrutin, Mode
from communs.scrutins.forms_bulletin import BulletinForm, CodeForm
from communs.scrutins.models import Scrutin
from communs.scrutins.resultats import depouiller
from communs.scrutins.urne import Electeur
from communs.scrutins.views import INVALIDE, obtenir
from communs.web.debit import limiter
from communs.web.discretion import secrete

CLE_DE_SESSION = "scrutins"  # of votes by the address: the number of this browser's form, per vote
CODE_INCONNU = "Ce code n’ouvre pas ce vote. Vérifiez chaque signe, ou demandez un autre code."
MERCI = "Votre bulletin est dans l’urne. Merci."
REMPLACE = "Votre bulletin est changé : le nouveau a pris la place de l’ancien."


@require_http_methods(["GET", "HEAD", "POST"])
def voter(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """A participant's ballot."""
    dossier, scrutin = obtenir(request, identifiant, uuid, cle, "dossiers.participer")
    electeur = Electeur(participant=urne.participant_de(request.identite, scrutin))
    if request.method != "POST" and not scrutin.recoit:
        return redirect(scrutin)
    return _Bureau(request, scrutin, "scrutins/voter.html", {"dossier": dossier}).recevoir(
        electeur, retour=scrutin.get_absolute_url()
    )


@require_safe
def recu(request: Requete, identifiant: str, uuid: UUID, cle: UUID, recu: str) -> HttpResponse:
    """A participant's receipt, shown again."""
    dossier, scrutin = obtenir(request, identifiant, uuid, cle, "dossiers.participer")
    return _recu(request, scrutin, recu, "scrutins/recu.html", {"dossier": dossier})


@require_safe
def recu_public(request: Requete, jeton: str, recu: str) -> HttpResponse:
    """The receipt of who voted by the public address."""
    limiter(request, "scrutins_vote")
    scrutin = _par_adresse(request, jeton)
    return _discrete(_recu(request, scrutin, recu, "scrutins/recu_public.html", {}))


def _recu(
    request: Requete, scrutin: Scrutin, recu: str, gabarit: str, contexte: dict[str, Any]
) -> HttpResponse:
    instant = recus.lire(scrutin, recu)
    if instant is None:
        raise Http404
    return render(request, gabarit, {**contexte, "scrutin": scrutin, "recu_le": instant})


@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: Requete, jeton: str) -> HttpResponse:
    """The public address: code first where there are codes; then the ballot; the result once counted."""
    limiter(request, "scrutins_vote")
    scrutin = _par_adresse(request, jeton)
    bureau = _Bureau(request, scrutin, "scrutins/vote.html", {})
    if not scrutin.recoit:
        return _discrete(_fini(request, scrutin))
    if scrutin.electorat == Electorat.CODES:
        return _discrete(_par_code(request, scrutin, bureau))
    return _discrete(_par_lien(request, scrutin, bureau))


def _par_adresse(request: Requete, jeton: str) -> Scrutin:
    scrutins = Scrutin.objects.par_adresse().filter(a_portee(request.identite))
    return get_object_or_404(scrutins.select_related("dossier__collectivite"), jeton=jeton)


def _discrete(response: HttpResponse) -> HttpResponse:
    """No search engine; the next site learns nothing but ours (forms need their origin)."""
    response["Cache-Control"] = "no-store, private"
    return secrete(response, "same-origin")


def _fini(request: Requete, scrutin: Scrutin) -> HttpResponse:
    """Closed, cancelled or counted: what became of it; an open vote's names stay inside the dossier."""
    hors_delai = request.method == "POST"
    refus = urne.PAS_OUVERT if scrutin.etat in AVANT else urne.FERME
    contexte: dict[str, Any] = {"scrutin": scrutin, "refus": refus if hors_delai else ""}
    if scrutin.etat == EtatScrutin.DEPOUILLE:
        contexte |= presentation.contexte(scrutin, depouiller(scrutin), avec_noms=False)
    return render(request, "scrutins/fini.html", contexte, status=409 if hors_delai else 200)


def _par_code(request: Requete, scrutin: Scrutin, bureau: "_Bureau") -> HttpResponse:
    formulaire = CodeForm(request.POST if request.method == "POST" else None)
    if formulaire.is_bound and formulaire.is_valid():
        code = codes.trouver(scrutin, formulaire.cleaned_data["code"])
        if code is not None:
            bureau.code = formulaire.cleaned_data["code"]
            remplit = "bulletin" in request.POST
            return bureau.recevoir(Electeur(code=code), retour=request.path, remplit=remplit)
        limiter(request, "scrutins_code")
        formulaire.add_error("code", CODE_INCONNU)
    code_http = INVALIDE if formulaire.errors else 200
    return render(request, "scrutins/code.html", {"scrutin": scrutin, "form": formulaire}, status=code_http)


def _par_lien(request: Requete, scrutin: Scrutin, bureau: "_Bureau") -> HttpResponse:
    """One vote per browser: honest people do not vote twice by accident; docs/scrutins.md says the rest."""
    deja = request.session.get(CLE_DE_SESSION, {}).get(str(scrutin.uuid))
    visiteur = UUID(deja) if deja else uuid4()
    return bureau.recevoir(Electeur(visiteur=visiteur), retour=request.path)


class _Bureau:
    """One request to the polling station: show the ballot, move its ranks, put it in the box."""

    def __init__(self, request: Requete, scrutin: Scrutin, gabarit: str, contexte: dict[str, Any]) -> None:
        self.request, self.scrutin, self.gabarit, self.contexte = request, scrutin, gabarit, contexte
        self.options = list(scrutin.options.dans_l_ordre())
        self.code = ""

    def recevoir(self, electeur: Electeur, *, retour: str, remplit: bool = True) -> HttpResponse:
        """`remplit`: whether a post holds a ballot, not only the code that opens it."""
        if self.request.method != "POST" or not remplit:
            return self._presenter(electeur)
        formulaire = self._formulaire(electeur, donnees=self.request.POST)
        if "geste" in self.request.POST:
            return self._deplacer(formulaire, electeur)
        if formulaire.is_valid():
            electeur = self._precise(electeur, formulaire)
            try:
                change = urne.deposer(scrutin=self.scrutin, electeur=electeur, valeurs=formulaire.valeurs)
            except ValidationError as erreur:
                formulaire.add_error(None, erreur.messages)
            except urne.DejaVote:
                messages.warning(self.request, urne.DEJA)
                return redirect(retour)
            else:
                self._retenir(electeur)
                messages.success(self.request, REMPLACE if change else MERCI)
                return redirect(self._adresse_du_recu(electeur))
        return self._page(formulaire, electeur, INVALIDE)

    def _formulaire(self, electeur: Electeur, donnees: Any = None, valeurs: Any = None) -> BulletinForm:
        return BulletinForm(
            donnees,
            scrutin=self.scrutin,
            options=self.options,
            valeurs=valeurs,
            sans_compte=electeur.participant is None,
            initial={"visiteur": electeur.visiteur, "code": self.code},
        )

    def _precise(self, electeur: Electeur, formulaire: BulletinForm) -> Electeur:
        """With the name given, and the form's number of who has not voted yet from this browser."""
        saisie = formulaire.cleaned_data
        electeur = replace(electeur, nom=saisie.get("nom", ""))
        if electeur.visiteur is None or self._a_vote(electeur):
            return electeur
        return replace(electeur, visiteur=saisie["visiteur"] or electeur.visiteur)

    def _a_vote(self, electeur: Electeur) -> bool:
        return urne.emargement_de(self.scrutin, electeur) is not None

    def _retenir(self, electeur: Electeur) -> None:
        if electeur.visiteur is not None:
            votes = self.request.session.get(CLE_DE_SESSION, {})
            self.request.session[CLE_DE_SESSION] = {**votes, str(self.scrutin.uuid): str(electeur.visiteur)}

    def _adresse_du_recu(self, electeur: Electeur) -> str:
        recu = recus.emettre(self.scrutin)
        if electeur.participant is None:
            return reverse("scrutins:recu_public", args=[self.scrutin.jeton, recu])
        return self.scrutin.dossier.adresse("scrutins:recu", self.scrutin.uuid, recu)

    def _presenter(self, electeur: Electeur) -> HttpResponse:
        valeurs = urne.bulletin_de(self.scrutin, electeur)
        if valeurs is None and self._a_vote(electeur):
            return self._page(None, electeur)
        formulaire = self._formulaire(electeur, valeurs=valeurs)
        emargement = urne.emargement_de(self.scrutin, electeur) if valeurs is not None else None
        if emargement is not None:
            formulaire.initial["nom"] = emargement.nom
        return self._page(formulaire, electeur, change=valeurs is not None)

    def _deplacer(self, formulaire: BulletinForm, electeur: Electeur) -> HttpResponse:
        """A button of the ranking, without script: the same ballot with other ranks, not in the box."""
        geste = self.request.POST["geste"]
        rangs = formulaire.apres(geste) if self.scrutin.mode == Mode.CLASSEMENT else None
        if rangs is None:
            return self._page(formulaire, electeur, INVALIDE)
        nouveau = self._formulaire(electeur, valeurs=rangs)
        saisis = {nom: self.request.POST.get(nom, "") for nom in ("nom", "visiteur")}
        nouveau.initial = {**nouveau.initial, **saisis}
        return self._page(nouveau, electeur, geste=geste)

    def _page(
        self, formulaire: BulletinForm | None, electeur: Electeur, code: int = 200, **suite: Any
    ) -> HttpResponse:
        contexte = {
            **self.contexte,
            "scrutin": self.scrutin,
            "options": self.options,
            "departage": sorted(self.options, key=lambda option: option.departage or 0),
            "form": formulaire,
            "precisions": any(option.description for option in self.options),
            "change": False,
            **suite,
        }
        return render(self.request, self.gabarit, contexte, status=code)
