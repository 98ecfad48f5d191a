"""An issue as a mail: rendered once per choice of themes, then made personal by replacing a few marks."""

import re
import secrets
from collections import Counter
from collections.abc import Iterable
from email.utils import formataddr, formatdate, parseaddr
from functools import cached_property
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string

from communs.web.markdown import en_texte
from veille.abonnements import contenu_courriel as contenu
from veille.abonnements.jetons import adresse, jeton_de_depart, jeton_de_preferences, marque_de_remise
from veille.abonnements.models import Abonne
from veille.notices.models import Theme
from veille.numeros.models import Numero

GABARIT = "veille/abonnements/courriels/numero"
LIGNE_MAX = 900  # a longer line would be encoded, and its marks cut
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


class Modele:
    """One issue for one choice of themes (none: the whole issue), obtained with `entiers()`."""

    def __init__(self, numero: Numero, themes: Iterable[Theme] = ()) -> None:
        self.numero = numero
        self._hote = settings.VIGIE_ADRESSE.partition("://")[2].partition(":")[0]
        choisis = sorted(themes, key=lambda theme: theme.nom)
        # Nothing that somebody wrote can be taken for one of these.
        self._marques = {
            nom: f"{nom}{secrets.token_hex(8)}" for nom in ("depart", "preferences", "copie", "date")
        }
        self._marques["adresse"] = f"a{secrets.token_hex(8)}@vigie.invalid"
        contexte = {
            "numero": numero,
            "adresse": settings.VIGIE_ADRESSE,
            "page": settings.VIGIE_ADRESSE + numero.get_absolute_url(),
            "themes": [theme.nom for theme in choisis],
            "parties": contenu.parties(numero, frozenset(theme.pk for theme in choisis)),
            "editorial": en_texte(numero.editorial),
            "agenda": contenu.agenda(numero),
            "quitter": adresse("quitter", self._marques["depart"]),
            "preferences": adresse("preferences", self._marques["preferences"]),
        }
        self.sujet = _sur_une_ligne(_rendre("subject.txt", contexte))
        self.texte = re.sub(r"\n{3,}", "\n\n", _rendre("message.txt", contexte)) + "\n"
        self.html = _replier(_inliner.inline(_rendre("message.html", contexte)))

    @property
    def poids(self) -> int:
        """Bytes of its HTML, by which some mail readers decide to cut."""
        return len(self.html.encode())

    def _valeurs(self, abonne: Abonne, copie: str) -> dict[str, str]:
        """What takes the place of each mark."""
        return {
            self._marques["depart"]: jeton_de_depart(abonne.uuid, self.numero.bulletin_id),
            self._marques["preferences"]: jeton_de_preferences(abonne.uuid),
            self._marques["copie"]: copie,
            self._marques["date"]: formatdate(usegmt=True),
            self._marques["adresse"]: sanitize_address(abonne.email, "utf-8"),
        }

    @cached_property
    def _anonyme(self) -> EmailMultiAlternatives:
        return self._message(self._marques)

    def _message(self, dit: dict[str, str]) -> EmailMultiAlternatives:
        """The mail, in which `dit` stands for the marks of these names."""

        def remplacer(texte: str) -> str:
            for nom in ("depart", "preferences"):
                texte = texte.replace(self._marques[nom], dit[nom])
            return texte

        bulletin = self.numero.bulletin
        lien = adresse("quitter", dit["depart"])
        message = EmailMultiAlternatives(
            subject=self.sujet,
            body=remplacer(self.texte),
            from_email=formataddr((_sur_une_ligne(bulletin.nom), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            to=[dit["adresse"]],
            reply_to=[bulletin.contact] if bulletin.contact else None,
            headers={
                "Date": dit["date"],
                "Message-ID": f"<veille.{dit['copie']}@{self._hote}>",
                "List-Id": f"<{bulletin.cle}.veille.{self._hote}>",
                "List-Unsubscribe": f"<{lien}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
                "Precedence": "bulk",
                "Content-Language": "fr",
            },
        )
        message.attach_alternative(remplacer(self.html), "text/html")
        return message

    def composer(self, abonne: Abonne, copie: str = "essai") -> EmailMultiAlternatives:
        """The mail of this subscriber; `copie` makes its Message-ID."""
        valeurs = self._valeurs(abonne, copie)
        return self._message({nom: valeurs[marque] for nom, marque in self._marques.items()})

    @cached_property
    def _compile(self) -> bytes | None:
        """The whole message with its marks, or None when its encoding cut one of them."""
        octets = en_octets(self._anonyme)
        source = f"{self.texte}{self.html}"
        attendues = Counter({m: source.count(m) for m in self._marques.values()})
        attendues.update(
            self._marques.values()
        )  # each stands once in the headers, preferences but in the body
        attendues[self._marques["preferences"]] -= 1
        justes = all(octets.count(m.encode()) == n for m, n in attendues.items())
        return octets if justes else None

    def octets(self, abonne: Abonne, remise: int) -> bytes:
        """The message to hand over to the server, fast."""
        copie = marque_de_remise(remise)
        if self._compile is None:
            return en_octets(self.composer(abonne, copie))
        octets = self._compile
        for marque, valeur in self._valeurs(abonne, copie).items():
            octets = octets.replace(marque.encode(), valeur.encode("ascii"))
        return octets


def _sur_une_ligne(texte: str) -> str:
    """Nothing that somebody wrote begins another header: for `email`, many signs end a line."""
    return re.sub(r"\s*[\x00-\x1f\x7f-\x9f\u2028\u2029]+\s*", " ", texte).strip()


def _rendre(partie: str, contexte: dict[str, Any]) -> str:
    return render_to_string(f"{GABARIT}_{partie}", contexte).strip()


def en_octets(message: EmailMultiAlternatives) -> bytes:
    return message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own


def _replier(html: str) -> str:
    """Break long lines at blanks, where HTML does not mind."""
    lignes: list[str] = []
    for ligne in html.splitlines():
        while len(ligne.encode()) > LIGNE_MAX:
            coupe = ligne.rfind(" ", 0, LIGNE_MAX // 2)
            if coupe <= 0:
                break
            lignes.append(ligne[:coupe])
            ligne = ligne[coupe + 1 :]
        lignes.append(ligne)
    return "\n".join(lignes) + "\n"


def composer(numero: Numero, abonne: Abonne) -> EmailMultiAlternatives:
    """The mail by which this subscriber receives this issue."""
    entier = Numero.objects.entiers().get(pk=numero.pk)
    return Modele(entier, abonne.themes.all() if abonne.pk else ()).composer(abonne)
