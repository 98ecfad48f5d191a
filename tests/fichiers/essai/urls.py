"""The addresses of the house, and a form that takes a file as any room would."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from communs.collectivites.models import Collectivite
from communs.fichiers import services
from communs.fichiers.forms import ChampFichier
from communs.fichiers.reponses import servir
from communs.web.televersement import recoit_un_fichier
from config.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401
from tests.fichiers.essai.models import Piece


class PieceForm(forms.Form):
    titre = forms.CharField(label="Titre", max_length=20)
    fichier = ChampFichier(label="Photo, son ou document")

    def __init__(self, *args, identite, collectivite, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fichier"].pour(identite=identite, collectivite=collectivite)


@recoit_un_fichier
def ajouter(request, identifiant):
    collectivites = Collectivite.objects.visibles_par(request.identite)
    collectivite = get_object_or_404(collectivites, identifiant=identifiant)
    qui = {"identite": request.identite, "collectivite": collectivite}
    form = PieceForm(request.POST or None, request.FILES or None, **qui)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                fichier = services.deposer(depot=form.cleaned_data["fichier"], **qui)
                Piece.objects.create(titre=form.cleaned_data["titre"], fichier=fichier)
        except ValidationError as refus:
            form.add_error("fichier", refus)
        else:
            return redirect(request.path)
    code = 422 if form.is_bound else 200
    return render(request, "essai/page.html", {"form": form}, status=code)


def voir(request, uuid, rendu):
    pieces = Piece.objects.filter(fichier__collectivite_id__in=request.identite.ids_collectivites)
    piece = get_object_or_404(pieces.select_related("fichier"), fichier__uuid=uuid)
    return servir(request, piece.fichier, rendu=rendu, telecharger="telecharger" in request.GET)


urlpatterns = [
    path("essai/<slug:identifiant>/", ajouter, name="essai_ajouter"),
    path("essai/<uuid:uuid>/<slug:rendu>/", voir, name="essai_voir"),
    *urlpatterns,
]
