from django.urls import path, register_converter

from nuancier.vie import (
    views_atelier,
    views_commentaires,
    views_edition,
    views_liens,
    views_propositions,
    views_versions,
)


class CodeDeTeinte:
    """« 2.3 », as a teinte's address has it."""

    regex = r"[1-9][0-9]?\.[1-9][0-9]{0,2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeDeTeinte, "code_teinte")

_T = "teintes/<code_teinte:code>/"
_P = "propositions/<uuid:uuid>/"
_C = "commentaires/<uuid:uuid>/"

urlpatterns = [
    # versions
    path(f"{_T}versions/", views_versions.versions, name="versions"),
    path(f"{_T}versions/<int:numero>/", views_versions.version, name="version"),
    path(
        f"{_T}versions/<int:avant>..<int:apres>/", views_versions.comparaison, name="comparaison_de_versions"
    ),
    path(f"{_T}versions/<int:numero>/restaurer/", views_versions.restaurer, name="restaurer_version"),
    path(f"{_T}retirer/", views_versions.retirer, name="retirer_teinte"),
    path(f"{_T}remettre/", views_versions.remettre, name="remettre_teinte"),
    # changing
    path(f"{_T}modifier/", views_edition.modifier, name="modifier_teinte"),
    path(f"{_T}modifier/<slug:partie>/", views_edition.modifier_piece, name="modifier_piece"),
    path(f"{_T}modifier/<slug:partie>/<slug:cible>/", views_edition.modifier_piece, name="modifier_objet"),
    path(
        f"{_T}modifier/<slug:partie>/<slug:cible>/retirer/", views_edition.retirer_piece, name="retirer_objet"
    ),
    # proposing
    path(f"{_T}proposer/", views_propositions.proposer, name="proposer"),
    path(f"{_T}proposer/<slug:partie>/", views_propositions.proposer_piece, name="proposer_piece"),
    path(
        f"{_T}proposer/<slug:partie>/<slug:cible>/", views_propositions.proposer_piece, name="proposer_objet"
    ),
    path("familles/<int:numero>/proposer/", views_propositions.proposer_teinte, name="proposer_teinte"),
    path("mes-propositions/", views_propositions.mes_propositions, name="mes_propositions"),
    path(_P, views_propositions.proposition, name="proposition"),
    path(f"{_P}geste/", views_propositions.geste, name="geste_proposition"),
    path(f"{_P}relire/", views_atelier.relire, name="relire_proposition"),
    path("atelier/", views_atelier.atelier, name="atelier"),
    # comments
    path(f"{_T}commentaires/", views_commentaires.commentaires, name="commentaires"),
    path(f"{_T}commenter/", views_commentaires.commenter, name="commenter"),
    path(f"{_T}commenter/<uuid:parent>/", views_commentaires.commenter, name="repondre_commentaire"),
    path(f"{_C}modifier/", views_commentaires.modifier, name="modifier_commentaire"),
    path(f"{_C}retirer/", views_commentaires.retirer, name="retirer_commentaire"),
    path(f"{_C}signaler/", views_commentaires.signaler, name="signaler_commentaire"),
    path(f"{_C}masquer/", views_commentaires.masquer, name="masquer_commentaire"),
    path(f"{_C}remontrer/", views_commentaires.remontrer, name="remontrer_commentaire"),
    path("atelier/commentaires/", views_commentaires.atelier_commentaires, name="atelier_commentaires"),
    # links
    path("atelier/liens/", views_liens.atelier_liens, name="atelier_liens"),
    path("atelier/liens/<int:pk>/", views_liens.lien, name="lien"),
    path("atelier/liens/<int:pk>/confirmer/", views_liens.confirmer, name="confirmer_lien"),
    path("atelier/liens/<int:pk>/ignorer/", views_liens.ignorer, name="ignorer_lien"),
]
