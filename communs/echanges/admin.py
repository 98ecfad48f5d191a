"""« Écarts de contenu »: both texts side by side, and the choice."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from communs.echanges import fiches
from communs.echanges.enums import Choix, Genre
from communs.echanges.models import Ecart
from communs.echanges.rangees import Rangees
from communs.echanges.services import trancher


@admin.register(Ecart)
class EcartAdmin(admin.ModelAdmin):
    list_display = ("livraison", "nom_du_champ", "genre", "corpus", "cree_le")
    list_filter = ("genre", "livraison__corpus")
    list_select_related = ("livraison",)
    fields = readonly_fields = ("livraison", "genre", "cree_le")
    actions = ("prendre_la_version_livree", "garder_la_mienne")
    change_form_template = "echanges/ecart_change_form.html"

    @admin.display(description="champ", ordering="champ")
    def nom_du_champ(self, ecart: Ecart) -> str:
        return ecart.nom_du_champ or "—"

    @admin.display(description="corpus", ordering="livraison__corpus")
    def corpus(self, ecart: Ecart) -> str:
        return ecart.livraison.corpus

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        ecart = self.get_object(request, object_id)
        if ecart is None:
            return super().change_view(request, object_id, form_url, extra_context)
        if request.method == "POST" and self.has_change_permission(request, ecart):
            self._trancher(request, [ecart], Choix.LIVREE if "livree" in request.POST else Choix.MIENNE)
            return HttpResponseRedirect(reverse("admin:echanges_ecart_changelist"))
        return super().change_view(request, object_id, form_url, textes(ecart) | {"title": str(ecart)})

    @admin.action(description="Prendre la version livrée", permissions=["change"])
    def prendre_la_version_livree(self, request: HttpRequest, queryset: QuerySet[Ecart]) -> None:
        self._trancher(request, queryset.select_related("livraison"), Choix.LIVREE)

    @admin.action(description="Garder la mienne", permissions=["change"])
    def garder_la_mienne(self, request: HttpRequest, queryset: QuerySet[Ecart]) -> None:
        self._trancher(request, queryset.select_related("livraison"), Choix.MIENNE)

    def _trancher(self, request: HttpRequest, ecarts: Any, choix: Choix) -> None:
        for ecart in ecarts:
            nom = str(ecart)
            try:
                trancher(ecart.pk, choix=choix)
            except Ecart.DoesNotExist:
                messages.warning(request, f"{nom} : quelqu’un a déjà tranché.")
            except ValidationError as refus:
                messages.error(request, f"{nom} : {' '.join(refus.messages)}")
            else:
                self.log_change(request, ecart, f"{nom} : {choix.label}")
                messages.success(request, f"{nom} : {choix.label.lower()}, c’est fait.")


def textes(ecart: Ecart) -> dict[str, Any]:
    """What the page of a difference shows: each field here, shipped, and shipped before."""
    livraison = ecart.livraison
    modele = apps.get_model(livraison.modele)
    rangees = Rangees(verrouiller=False)
    rangees.demander(livraison.modele, livraison.cle)
    objet = rangees.trouver(livraison.modele, livraison.cle)
    comparaison = []
    for champ in [ecart.champ] if ecart.champ else livraison.champs:
        avant = ecart.livre_avant if ecart.champ else (ecart.livre_avant or {}).get(champ)
        comparaison.append(
            {
                "nom": modele._meta.get_field(champ).verbose_name,
                "actuel": _lisible(fiches.valeur_actuelle(objet, champ)) if objet else "",
                "livre": "" if ecart.genre == Genre.RETIRE else _lisible(livraison.champs[champ]),
                "avant": _lisible(avant),
            }
        )
    return {"comparaison": comparaison, "ecart": ecart, "fiche": _adresse_admin(objet)}


def _lisible(valeur: Any) -> str:
    if isinstance(valeur, list):
        return "\n".join(f"• {element}" for element in valeur)
    return "" if valeur is None else str(valeur)


def _adresse_admin(objet: Any) -> str:
    if objet is None:
        return ""
    try:
        return reverse(f"admin:{objet._meta.app_label}_{objet._meta.model_name}_change", args=[objet.pk])
    except NoReverseMatch:
        return ""
