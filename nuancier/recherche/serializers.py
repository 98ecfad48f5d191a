"""How the chart speaks JSON: the fiche as it is, with its addresses."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from communs.api.champs import AdresseField
from communs.api.feuillets import FeuilletSerializer
from nuancier.enums import Format, GenreRessource, Manque, Partie, Profil, Public
from nuancier.fiches import FicheModule, FicheRessource, FicheTeinte, en_dict
from nuancier.models import Famille, Nuancier, Teinte
from nuancier.recherche.trouver import PAR_PAGE

TEXTES = serializers.ListField
DEMI_JOURNEES = "en demi-journées, ou null si le module ne le dit pas."


class LicenceSerializer(serializers.Serializer):
    """Under which licence, after whom: to repeat wherever the content is shown."""

    licence = serializers.CharField(help_text="Le sigle de la licence.")
    nom = serializers.CharField(help_text="Ce qu’elle permet.", source="licence_nom")
    texte = serializers.URLField(help_text="Son texte.", source="licence_adresse")
    auteur = serializers.CharField(help_text="L’auteur du nuancier d’origine.")
    attribution = serializers.CharField(help_text="La mention à reprendre.")


class TeinteBreveSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Son identifiant, stable : « 4.1 ».")
    titre = serializers.CharField(help_text="Son titre.")
    titre_court = serializers.CharField(help_text="Son titre court.")
    resume = serializers.CharField(help_text="Son résumé.")
    famille = serializers.IntegerField(help_text="Le numéro de sa famille.")
    adresse = AdresseField(help_text="Sa page.")
    api = AdresseField(help_text="Sa fiche entière, dans l’API.")


class FamilleSerializer(serializers.Serializer):
    numero = serializers.IntegerField(help_text="Son numéro, stable.")
    nom = serializers.CharField(help_text="Son nom.")
    accroche = serializers.CharField(help_text="Sa phrase d’accroche.")
    introduction = serializers.CharField(
        help_text="Son introduction ; une ligne vide sépare les paragraphes."
    )
    questions = TEXTES(child=serializers.CharField(), help_text="Les questions qu’elle pose.")
    adresse = AdresseField(help_text="Sa page.")
    teintes = TeinteBreveSerializer(many=True, help_text="Ses teintes, dans l’ordre.")


class FamillesSerializer(serializers.Serializer):
    licence = LicenceSerializer(allow_null=True, help_text="La licence des contenus.")
    resultats = FamilleSerializer(many=True, help_text="Les familles, dans l’ordre.")


class LienSerializer(serializers.Serializer):
    adresse = serializers.URLField(help_text="L’adresse du lien.")
    libelle = serializers.CharField(allow_blank=True, help_text="Son libellé.")


class FicheRessourceSerializer(serializers.Serializer):
    cle = serializers.SlugField(help_text="Son identifiant, stable.")
    titre = serializers.CharField(help_text="Son titre.")
    genre = serializers.ChoiceField(GenreRessource.choices, help_text="Ce que c’est.")
    auteurs = TEXTES(child=serializers.CharField(), help_text="Ses auteurs.")
    role = serializers.CharField(allow_blank=True, help_text="Leur rôle.")
    editeur = serializers.CharField(allow_blank=True, help_text="Son éditeur.")
    dans = serializers.CharField(allow_blank=True, help_text="L’ouvrage ou la revue qui la contient.")
    organismes = TEXTES(child=serializers.CharField(), help_text="Les organismes.")
    date = serializers.CharField(allow_blank=True, help_text="Sa date, telle que la source la donne.")
    annee = serializers.IntegerField(allow_null=True, help_text="Son année, ou null.")
    langue = serializers.CharField(help_text="Sa langue (ISO 639-1).")
    liens = LienSerializer(many=True, help_text="Où la lire.")


class NoticeSerializer(FicheRessourceSerializer):
    teintes = TEXTES(child=serializers.CharField(), help_text="Les codes des teintes qui la citent.")
    api = AdresseField(help_text="Son adresse dans l’API.")


class CitationSerializer(serializers.Serializer):
    ressource = FicheRessourceSerializer(help_text="La notice.")
    precision = serializers.CharField(allow_blank=True, help_text="Ce qu’il faut y lire.")


class FicheModuleSerializer(serializers.Serializer):
    cle = serializers.SlugField(help_text="Son identifiant dans sa teinte, stable.")
    titre = serializers.CharField(allow_blank=True, help_text="Son titre.")
    format = serializers.ChoiceField(Format.choices, help_text="Sa forme.")
    presentiel_possible = serializers.BooleanField(help_text="Peut-il se tenir en présence ?")
    presentiel_precision = serializers.CharField(allow_blank=True, help_text="Comment.")
    plusieurs_ateliers = serializers.BooleanField(help_text="Se tient-il en plusieurs fois ?")
    duree_min = serializers.IntegerField(allow_null=True, help_text=f"Sa durée minimale, {DEMI_JOURNEES}")
    duree_max = serializers.IntegerField(allow_null=True, help_text=f"Sa durée maximale, {DEMI_JOURNEES}")
    duree_precision = serializers.CharField(allow_blank=True, help_text="Ce qui est dit de sa durée.")
    en_ligne_complement = serializers.CharField(allow_blank=True, help_text="Ce qui s’y ajoute en ligne.")
    jauge_min = serializers.IntegerField(allow_null=True, help_text="Le bas de la fourchette, en personnes.")
    jauge_max = serializers.IntegerField(allow_null=True, help_text="Combien de personnes au plus.")
    formateurs = serializers.IntegerField(allow_null=True, help_text="Pour combien de formateurs.")
    formateurs_au_moins = serializers.BooleanField(help_text="Au moins ce nombre de formateurs ?")
    sous_groupe_min = serializers.IntegerField(allow_null=True, help_text="Le plus petit sous-groupe.")
    sous_groupe_max = serializers.IntegerField(allow_null=True, help_text="Le plus grand sous-groupe.")
    jauge_precision = serializers.CharField(allow_blank=True, help_text="Ce qui est dit du groupe.")
    mixite = serializers.CharField(
        allow_blank=True, help_text="« privilegiee », « demandee », « requise », ou vide."
    )
    mixite_entre = TEXTES(
        child=serializers.CharField(), help_text="Entre qui : directions, niveaux, structures."
    )
    mixite_precision = serializers.CharField(allow_blank=True, help_text="Ce qui est dit de la mixité.")
    publics = TEXTES(child=serializers.ChoiceField(Public.choices), help_text="À qui il s’adresse.")
    publics_precision = serializers.CharField(allow_blank=True, help_text="Ce qui est dit des publics.")
    profils = TEXTES(child=serializers.ChoiceField(Profil.choices), help_text="Qui peut le mener.")
    profil = serializers.CharField(allow_blank=True, help_text="Le profil des formateurs, en clair.")
    deroule = TEXTES(child=serializers.CharField(), help_text="Ses étapes, dans l’ordre.")


class ModuleSerializer(FicheModuleSerializer):
    code = serializers.CharField(help_text="Son identifiant entier, stable : « 4.1/aller-voir ».")
    teinte = serializers.CharField(help_text="Le code de sa teinte.")
    adresse = AdresseField(help_text="La page de sa teinte.")
    api = AdresseField(help_text="Son adresse dans l’API.")


class LacuneSerializer(serializers.Serializer):
    partie = serializers.ChoiceField(Partie.choices, help_text="La partie que la source laisse ouverte.")
    manque = serializers.ChoiceField(Manque.choices, source="genre", help_text="Ce qui y manque.")
    remarque = serializers.CharField(allow_blank=True, help_text="Une remarque.")


class FicheTeinteSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Son identifiant, stable.")
    titre = serializers.CharField(help_text="Son titre.")
    titre_court = serializers.CharField(help_text="Son titre court.")
    resume = serializers.CharField(help_text="Son résumé.")
    lexique = TEXTES(child=serializers.CharField(), help_text="Le champ lexical.")
    finalites = TEXTES(child=serializers.CharField(), help_text="Les finalités.")
    competences = TEXTES(child=serializers.CharField(), help_text="Les compétences et savoir-faire.")
    savoir_etre = TEXTES(child=serializers.CharField(), help_text="Les savoir-être.")
    contenus = TEXTES(child=serializers.CharField(), help_text="Des exemples de contenus.")
    lacunes = LacuneSerializer(many=True, help_text="Ce que la source laisse ouvert.")
    modules = FicheModuleSerializer(many=True, help_text="Des exemples de modules.")
    ressources = CitationSerializer(many=True, help_text="Les ressources.")
    references = CitationSerializer(many=True, help_text="Les références inspirantes.")


class TeinteSerializer(serializers.Serializer):
    licence = LicenceSerializer(allow_null=True, help_text="La licence des contenus.")
    famille = serializers.IntegerField(help_text="Le numéro de sa famille.")
    version = serializers.IntegerField(help_text="Le numéro de cette version de la teinte.")
    adresse = AdresseField(help_text="Sa page.")
    fiche = FicheTeinteSerializer(help_text="Tout ce qu’elle contient.")


class ModuleSeulSerializer(serializers.Serializer):
    licence = LicenceSerializer(allow_null=True, help_text="La licence des contenus.")
    module = ModuleSerializer(help_text="Le module.")


class RessourceSeuleSerializer(serializers.Serializer):
    licence = LicenceSerializer(allow_null=True, help_text="La licence des contenus.")
    ressource = NoticeSerializer(help_text="La notice.")


class _Licence(serializers.Serializer):
    licence = LicenceSerializer(allow_null=True, help_text="La licence des contenus.")


class _Feuillet(_Licence, FeuilletSerializer):
    pass


class TeintesSerializer(_Feuillet):
    approche = serializers.BooleanField(
        help_text="Aucune teinte ne contient exactement ces mots : celles-ci s’en approchent."
    )
    resultats = TeinteBreveSerializer(many=True, help_text=f"Au plus {PAR_PAGE} teintes.")


class ModulesSerializer(_Feuillet):
    resultats = ModuleSerializer(many=True, help_text=f"Au plus {PAR_PAGE} modules.")


class RessourcesSerializer(_Feuillet):
    resultats = NoticeSerializer(many=True, help_text=f"Au plus {PAR_PAGE} notices.")


def licence() -> Nuancier | None:
    """The chart's own row, which says the licence; one query."""
    return Nuancier.objects.order_by("pk").first()


def teinte_breve(teinte: Teinte) -> dict[str, Any]:
    return {
        "code": teinte.code,
        "titre": teinte.titre,
        "titre_court": teinte.titre_court,
        "resume": teinte.resume,
        "famille": teinte.famille.numero,
        "adresse": teinte.get_absolute_url(),
        "api": reverse("api_nuancier:teinte", args=[teinte.code]),
    }


def famille_entiere(famille: Famille) -> dict[str, Any]:
    """A family obtained with its teintes."""
    champs = ("numero", "nom", "accroche", "introduction", "questions")
    return {
        **{champ: getattr(famille, champ) for champ in champs},
        "adresse": famille.get_absolute_url(),
        "teintes": [teinte_breve(teinte) for teinte in famille.teintes.all()],
    }


def teinte_entiere(teinte: Teinte, fiche: FicheTeinte) -> dict[str, Any]:
    return {
        "licence": licence(),
        "famille": teinte.famille.numero,
        "version": teinte.version,
        "adresse": teinte.get_absolute_url(),
        "fiche": fiche,
    }


def module_entier(teinte: Teinte, fiche: FicheModule) -> dict[str, Any]:
    return {
        **en_dict(fiche),
        "code": f"{teinte.code}/{fiche.cle}",
        "teinte": teinte.code,
        "adresse": teinte.get_absolute_url(),
        "api": reverse("api_nuancier:module", args=[teinte.code, fiche.cle]),
    }


def ressource_entiere(fiche: FicheRessource, codes: list[str]) -> dict[str, Any]:
    return {
        **en_dict(fiche),
        "teintes": codes,
        "api": reverse("api_nuancier:ressource", args=[fiche.cle]),
    }
