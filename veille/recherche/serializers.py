"""How the veille speaks JSON: the fiches as they are, without what documentalistes keep to themselves."""

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from rest_framework import serializers

from communs.api.champs import AdresseField
from communs.api.feuillets import FeuilletSerializer
from veille.enums import Acces, Genre, GenreLien, GenreMoment, GenreNumero, GenreRendezVous
from veille.models import Bulletin, Notice, Numero, Parution, Theme
from veille.notices import fiches as fiches_notices
from veille.numeros.fiches import FicheRubrique
from veille.numeros.fiches import lire as lire_numero
from veille.recherche.trouver import PAR_PAGE

# Of a fiche, what stays with those who write it: the working note, and what an import left over.
RESERVES = ("note", "reste")
PLACES = Prefetch(
    "parutions",
    Parution.objects.filter(numero__in=Numero.objects.publies()).select_related("numero__bulletin"),
    to_attr="places",
)


def _texte(aide: str) -> serializers.CharField:
    return serializers.CharField(allow_blank=True, help_text=aide)


def _textes(aide: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=aide)


class AuteurSerializer(serializers.Serializer):
    nom = serializers.CharField(help_text="Le nom de la personne ou de l’organisme.")
    prenom = _texte("Le prénom, s’il est connu.")
    organisme = serializers.BooleanField(help_text="Est-ce un organisme ?")
    role = _texte("Son rôle, vide pour un auteur.")


class MomentSerializer(serializers.Serializer):
    genre = serializers.ChoiceField(GenreMoment.choices, help_text="Ce qui a eu lieu.")
    date = _texte("Quand (EDTF).")
    texte = _texte("Une précision.")


class VeilleLienSerializer(serializers.Serializer):
    adresse = _texte("L’adresse, vide si personne ne l’a notée.")
    libelle = _texte("Son libellé.")
    genre = serializers.ChoiceField(GenreLien.choices, help_text="Ce qu’on y trouve.")


class VeilleNoticeSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1, help_text="Son numéro, stable.")
    titre = _texte("Son titre.")
    sous_titre = _texte("Son sous-titre.")
    genre = serializers.ChoiceField(Genre.choices, help_text="Le type de document.")
    auteurs = AuteurSerializer(many=True, help_text="Qui l’a fait, dans l’ordre.")
    publication = _texte("La revue ou le site.")
    collection = _texte("La collection.")
    editeur = _texte("L’éditeur.")
    lieu = _texte("Le lieu d’édition.")
    volume = _texte("Le volume.")
    numero = _texte("Le numéro de la revue.")
    date = _texte("La date, avec sa précision (EDTF) : 2018, 2018-23 pour l’automne, 2018-09, 2018-09-18.")
    pages = _texte("Les pages, dans la revue.")
    nombre_pages = serializers.IntegerField(allow_null=True, help_text="Le nombre de pages, ou null.")
    pages_precision = _texte("Ce qui est dit des pages.")
    en_ligne = serializers.BooleanField(help_text="Le document est-il en ligne ?")
    langue = _texte("Sa langue (ISO 639-1).")
    acces = serializers.ChoiceField([*Acces.choices, ("", "Non précisé")], help_text="L’accès au document.")
    resume = _texte("Le résumé, en Markdown.")
    doi = _texte("Le DOI.")
    isbn = _texte("L’ISBN.")
    issn = _texte("L’ISSN.")
    moments = MomentSerializer(many=True, help_text="Les moments de la vie du document.")
    liens = VeilleLienSerializer(many=True, help_text="Où le trouver.")
    themes = _textes("Les clés de ses thèmes.")
    territoires = _textes("Les territoires dont il parle.")
    mots_cles = _textes("Les mots-clés.")
    numeros = _textes("Les numéros où la notice a paru : « bulletin/numéro ».")
    adresse = AdresseField(help_text="Sa page.")
    api = AdresseField(help_text="Son adresse dans l’API.")


class VeilleThemeSerializer(serializers.Serializer):
    cle = serializers.SlugField(help_text="Son identifiant, stable.")
    nom = serializers.CharField(help_text="Son nom.")
    definition = _texte("Ce qu’il veut dire.")
    synonymes = _textes("Les mots qui y mènent aussi.")
    adresse = AdresseField(help_text="Sa page.")


class VeilleThemesSerializer(serializers.Serializer):
    resultats = VeilleThemeSerializer(many=True, help_text="Tout le vocabulaire, par nom.")


class BulletinSerializer(serializers.Serializer):
    cle = serializers.SlugField(help_text="Son identifiant.")
    nom = serializers.CharField(help_text="Son nom.")
    sous_titre = _texte("Son sous-titre.")
    editeur = _texte("Qui le publie.")
    presentation = _texte("Sa présentation, en Markdown.")
    adresse = AdresseField(help_text="Sa page.")


class BulletinsSerializer(serializers.Serializer):
    resultats = BulletinSerializer(many=True, help_text="Les bulletins qui ont paru.")


class NumeroBrefSerializer(serializers.Serializer):
    bulletin = serializers.SlugField(help_text="La clé de son bulletin.")
    cle = serializers.SlugField(help_text="Sa clé, dans son bulletin.")
    titre = serializers.CharField(help_text="Son titre.")
    genre = serializers.ChoiceField(GenreNumero.choices, help_text="Numéro ou hors-série.")
    numero = _texte("Le numéro qu’il porte.")
    date = _texte("La date qu’il porte (EDTF).")
    publie_le = serializers.DateTimeField(help_text="Quand il a été mis en ligne.")
    adresse = AdresseField(help_text="Sa page.")
    api = AdresseField(help_text="Son adresse dans l’API.")


class PartenaireSerializer(serializers.Serializer):
    nom = serializers.CharField(help_text="Son nom.")
    adresse = _texte("Son site.")


class DecouverteSerializer(serializers.Serializer):
    cle = serializers.SlugField(help_text="Sa clé.")
    titre = serializers.CharField(help_text="Son titre.")
    texte = _texte("Ce qu’on en dit, en Markdown.")
    mention = _texte("Sa source.")
    adresse = _texte("Son adresse.")


class EncadreSerializer(serializers.Serializer):
    cle = serializers.SlugField(help_text="Sa clé.")
    titre = serializers.CharField(help_text="Son titre.")
    decouvertes = DecouverteSerializer(many=True, help_text="Ce qu’il fait découvrir.")


class RubriqueSerializer(serializers.Serializer):
    cle = serializers.SlugField(help_text="Son ancre dans la page.")
    titre = serializers.CharField(help_text="Son titre.")
    notices = VeilleNoticeSerializer(many=True, help_text="Ses notices, dans l’ordre.")
    encadres = EncadreSerializer(many=True, help_text="Ses encadrés.")


class RendezVousSerializer(serializers.Serializer):
    cle = serializers.SlugField(help_text="Sa clé.")
    genre = serializers.ChoiceField(GenreRendezVous.choices, help_text="Événement ou date limite.")
    titre = serializers.CharField(help_text="Son titre.")
    debut = serializers.DateField(allow_null=True, help_text="Le premier jour, à Paris.")
    fin = serializers.DateField(allow_null=True, help_text="Le dernier jour.")
    heure_debut = serializers.TimeField(allow_null=True, help_text="De quelle heure.")
    heure_fin = serializers.TimeField(allow_null=True, help_text="À quelle heure.")
    lieu = _texte("Où.")
    organisateurs = _textes("Qui l’organise.")
    texte = _texte("Ce qu’on en dit, en Markdown.")
    adresse = _texte("Son adresse.")
    inscription = _texte("Comment s’inscrire.")
    inscription_adresse = _texte("Où s’inscrire.")


class NumeroSerializer(NumeroBrefSerializer):
    editorial = _texte("L’éditorial, en Markdown.")
    colophon = _texte("Le colophon.")
    mentions = _texte("Les mentions légales.")
    partenaires = PartenaireSerializer(many=True, help_text="Ses partenaires.")
    une = VeilleNoticeSerializer(many=True, help_text="Les notices hors rubrique.")
    rubriques = RubriqueSerializer(many=True, help_text="Ses rubriques, dans l’ordre.")
    agenda = RendezVousSerializer(many=True, help_text="Son agenda.")
    errata = _textes("Ce qui a été corrigé après la parution.")


class VeilleNoticesSerializer(FeuilletSerializer):
    au_moins = serializers.BooleanField(help_text="Il y en a davantage : « nombre » est un plafond.")
    approche = serializers.BooleanField(
        help_text="Aucune notice ne contient exactement ces mots : celles-ci s’en approchent."
    )
    resultats = VeilleNoticeSerializer(many=True, help_text=f"Au plus {PAR_PAGE} notices.")


class NumerosSerializer(FeuilletSerializer):
    resultats = NumeroBrefSerializer(many=True, help_text=f"Au plus {PAR_PAGE} numéros, le dernier d’abord.")


def notice_entiere(notice: Notice) -> dict[str, Any]:
    """A notice obtained with `entieres()` and PLACES: no query of its own."""
    fiche = fiches_notices.en_dict(fiches_notices.lire(notice))
    places: list[Parution] = notice.places  # type: ignore[attr-defined]
    return {
        **{nom: valeur for nom, valeur in fiche.items() if nom not in RESERVES},
        "id": notice.pk,
        "numeros": sorted(f"{p.numero.bulletin.cle}/{p.numero.cle}" for p in places),
        "adresse": notice.get_absolute_url(),
        "api": reverse("api_veille:notice", args=[notice.pk]),
    }


def theme_entier(theme: Theme) -> dict[str, Any]:
    champs = {nom: getattr(theme, nom) for nom in ("cle", "nom", "definition", "synonymes")}
    return champs | {"adresse": reverse("veille:theme", args=[theme.cle])}


def bulletin_entier(bulletin: Bulletin) -> dict[str, Any]:
    champs = ("cle", "nom", "sous_titre", "editeur", "presentation")
    return {nom: getattr(bulletin, nom) for nom in champs} | {"adresse": bulletin.get_absolute_url()}


def numero_bref(numero: Numero) -> dict[str, Any]:
    """An issue with its bulletin: no query of its own."""
    champs = ("cle", "titre", "genre", "numero", "date", "publie_le")
    return {nom: getattr(numero, nom) for nom in champs} | {
        "bulletin": numero.bulletin.cle,
        "adresse": numero.get_absolute_url(),
        "api": reverse("api_veille:numero", args=[numero.bulletin.cle, numero.cle]),
    }


def numero_entier(numero: Numero) -> dict[str, Any]:
    """An issue obtained with `entiers()`, PLACES on its notices. One that was taken back is not in it."""
    fiche = lire_numero(numero)
    notices: dict[int | None, list[dict[str, Any]]] = {}
    for parution in numero.parutions.all():
        if parution.notice.en_vue:
            notices.setdefault(parution.rubrique_id, []).append(notice_entiere(parution.notice))
    cles = {rubrique.cle: rubrique.pk for rubrique in numero.rubriques.all()}

    def _rubrique(lue: FicheRubrique) -> dict[str, Any]:
        return {
            "cle": lue.cle,
            "titre": lue.titre,
            "encadres": lue.encadres,
            "notices": notices.get(cles[lue.cle], []),
        }

    return numero_bref(numero) | {
        "editorial": fiche.editorial,
        "colophon": fiche.colophon,
        "mentions": fiche.mentions,
        "partenaires": fiche.partenaires,
        "une": notices.get(None, []),
        "rubriques": [_rubrique(lue) for lue in fiche.rubriques],
        "agenda": [
            entree
            for entree, ligne in zip(fiche.agenda, numero.rendez_vous.all(), strict=True)
            if ligne.annule_le is None
        ],
        "errata": [erratum.texte for erratum in numero.errata.all()],
    }
