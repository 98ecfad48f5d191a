"""What the archive of one's data holds, and what it must not."""

import io
import json
import re
import tracemalloc
import unicodedata
import uuid
from datetime import timedelta
from zipfile import ZipFile

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.invitations import jeton_de
from communs.collectivites.models import Adhesion, Compte, Demande, Invitation
from communs.courrier.models import Courriel
from communs.livrets import services as livrets
from communs.portabilite import archive as archives
from communs.portabilite.archive import nom_sur
from communs.web import rgpd
from sonar.models import Question, Reponse, Tentative
from sonar.services import demander_carnet
from tests.collectivites.gestes import inviter_par_le_service
from tests.conftest import creer_compte
from tests.contrats.test_personnes import archive, texte
from tests.outils.second_facteur import regler

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def lire(compte: Compte, nom: str) -> dict:
    with archive(compte) as z:
        return json.loads(z.read(nom))


def test_a_sheet_is_taken_away_with_its_answers_its_count_and_its_profile(client_de, membre, remettre):
    remettre("uuuuhs", par=client_de(membre))
    (feuille,) = lire(membre, "sonar.json")["feuilles"]
    assert feuille["profil"] == "Usages"
    assert feuille["points"] == {"Culture interne": 0, "Usages": 4, "Hybridation": 1, "Solution": 1}
    assert len(feuille["reponses"]) == 6
    assert set(feuille["reponses"][0]) == {"question", "reponse", "style"}


def test_every_json_file_reads_even_for_somebody_who_did_nothing(etrangere):
    with archive(etrangere) as z:
        noms = [nom for nom in z.namelist() if nom.endswith(".json")]
        assert set(noms) == {
            "compte.json",
            "collectivites.json",
            "courriels.json",
            "dossiers.json",
            "fichiers.json",
            "indices.json",
            "eclaireurs.json",
            "carte.json",
            "seances.json",
            "sonar.json",
            "sonar-fabrique.json",
            "sonar-trajectoire.json",
            "echeances.json",
            "evaluation.json",
            "nuancier-contributions.json",
            "nuancier-imports.json",
            "parcours.json",
            "sessions.json",
            "tirages.json",
            "veille-abonnements.json",
            "veille-imports.json",
            "veille-redaction.json",
            "veille-references.json",
            "votes.json",
        }
        for nom in noms:
            assert all(isinstance(lignes, list) for lignes in json.loads(z.read(nom)).values())


def test_the_carnets_already_printed_come_along(client_de, membre, remettre, medias):
    for styles in ("uuuuhs", "hhhhhs"):
        tentative = remettre(styles, par=client_de(membre))
        livret = demander_carnet(
            tentative=Tentative.objects.par_adresse().get(pk=tentative.pk), identite=Identite(membre)
        )
        assert livrets.fabriquer(livret.tirage_id).etat == "pret"
    jour = f"{timezone.now():%Y-%m-%d}"
    with archive(membre) as z:
        pdf = [nom for nom in z.namelist() if nom.endswith(".pdf")]
        assert pdf == [f"fichiers/sonar-carnet-{jour}.pdf", f"fichiers/sonar-carnet-{jour}-2.pdf"]
        assert all(z.read(nom).startswith(b"%PDF-1.7") for nom in pdf)
        assert f'href="{pdf[1]}"' in z.read("LISEZMOI.html").decode()
    default_storage.delete(livret.tirage.__class__.objects.get(pk=livret.tirage_id).fichier)
    with archive(membre) as z:  # lost or expired meanwhile: the rest is there
        assert len([nom for nom in z.namelist() if nom.endswith(".pdf")]) == 1


def test_nobody_else_is_in_it(administratrice, membre, collectivite, client_de, remettre):
    """Alice and Bachir share a collectivité, invite, are invited, ask and answer: each archive names one."""
    autre = creer_compte("denise@port-lumiere.example", prenom="Denise", nom="Abily")
    inviter_par_le_service(administratrice, collectivite, membre.email + ".fr")
    membre.emailaddress_set.create(email=membre.email + ".fr", verified=True)
    inviter_par_le_service(membre, collectivite, "quelqu.un@ailleurs.example")
    Demande.objects.create(compte=autre, collectivite=collectivite)
    remettre("hhhhhh", par=client_de(administratrice))
    Courriel.objects.filter(destinataire=membre.email + ".fr").update(
        etat="envoye", envoye_le=timezone.now(), prochain_essai_le=None, texte="", html=""
    )
    assert Invitation.objects.count() == 2
    dit = texte(membre)
    with archive(membre) as z:
        dit += z.read("LISEZMOI.html").decode()
    assert membre.email in dit
    assert "Message envoyé au nom d’une autre personne" in dit
    for intrus in ("alice", "kerguelen", "denise", "abily", "quelqu.un"):
        assert intrus not in dit.casefold()
    assert '"feuilles": [\n  ]' in dit
    assert Adhesion.objects.filter(compte=membre).count() == 1


def test_no_secret_is_in_it(client_de, membre, collectivite, remettre):
    secret = regler(membre)
    UserSession.objects.create(user=membre, ip="192.0.2.7", session_key="cle-de-session", user_agent="N")
    invitation = inviter_par_le_service(membre, collectivite)
    tentative = remettre("uuuuhs", par=client_de(membre))
    courriel = Courriel.objects.create(destinataire=membre.email, sujet="S", texte="https://lien-secret")
    secrets = [
        membre.password,
        "cle-de-session",
        jeton_de(invitation),
        str(invitation.uuid),
        str(tentative.uuid),
        courriel.texte,
        str(secret),
    ]
    for facteur in Authenticator.objects.filter(user=membre):
        secrets += [str(v) for v in facteur.data.values() if isinstance(v, str) and len(v) > 8]
    assert len(secrets) > 7
    with archive(membre) as z:
        tout = b"".join(z.read(nom) for nom in z.namelist()).decode()
    assert "Application" in tout or "TOTP" in tout
    for valeur in secrets:
        assert valeur not in tout


def test_the_page_that_explains_names_every_file_and_every_absence(membre):
    with archive(membre) as z:
        page, noms = z.read("LISEZMOI.html").decode(), z.namelist()
    assert set(noms) > {"LISEZMOI.html", "presentation/jetons.css", "presentation/lisezmoi.css"}
    for nom in noms:
        assert nom in page or nom == "LISEZMOI.html"
    for trace in rgpd.traces():
        assert (trace.absence in page) is bool(trace.absence) or not trace.absence
    assert not re.search(r"<script|style=|src=", page)


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("/", "fichier"),
        ("...", "fichier"),
        ("con.pdf", "_con.pdf"),
        ("a\x00b\r\nc.pdf", "a-b--c.pdf"),
        ("facture\u202efdp.exe", "facture-fdp.exe"),
        ("<img src=x onerror=alert(1)>.svg", "img src-x onerror-alert(1)-.svg"),
        ("Étude n° 3.pdf", "Étude n- 3.pdf"),
        ("x" * 300 + ".pdf", "x" * 90 + ".pdf"),
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(nom, attendu):
    assert nom_sur(nom, set()) == attendu


def test_two_files_never_have_the_same_name_even_for_a_disk_that_ignores_case():
    pris: set[str] = set()
    decompose = unicodedata.normalize("NFD", "été.pdf")
    noms = [nom_sur(nom, pris) for nom in ("été.pdf", decompose, "ÉTÉ.pdf", "a/été.pdf")]
    assert noms == ["été.pdf", "été-2.pdf", "ÉTÉ-3.pdf", "été-4.pdf"]


def test_hostile_content_stays_text(membre, collectivite, monkeypatch):
    membre.prenom, membre.nom = "<script>alert(1)</script>", "\u2028\"'"
    Compte.objects.filter(pk=membre.pk).update(prenom=membre.prenom, nom=membre.nom)
    default_storage.save("x.bin", ContentFile(b"contenu"))
    (domaine,) = (d for d in rgpd.domaines() if d.cle == "sonar")
    piege = rgpd.Domaine(
        **{**vars(domaine), "pieces": lambda c: iter([rgpd.Piece('../"><script>.html', "x.bin")])}
    )
    monkeypatch.setattr(archives, "domaines", lambda: (piege,))
    with archive(membre) as z:
        assert "<script>" not in z.read("LISEZMOI.html").decode()
        assert [n for n in z.namelist() if n.startswith("fichiers/")] == ["fichiers/script-.html"]
    monkeypatch.undo()
    assert lire(membre, "compte.json")["compte"][0]["nom"] == membre.nom


def test_a_huge_account_is_written_without_being_held_in_memory(membre):
    """Four times the sheets, the same memory."""

    def poids(nombre: int) -> tuple[int, int]:
        _remplir(membre, nombre)
        tracemalloc.start()
        flux, _ = archives.assembler(membre, lambda pourcent: None)
        pic = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        with flux:
            flux.seek(0)
            with ZipFile(io.BytesIO(flux.read())) as z:
                return len(json.loads(z.read("sonar.json"))["feuilles"]), pic

    petit, grand = poids(1000), poids(3000)
    assert (petit[0], grand[0]) == (1000, 4000)
    assert grand[1] < 1.3 * petit[1]


def _remplir(compte: Compte, nombre: int) -> None:
    feuilles = Tentative.objects.bulk_create(
        Tentative(essai=uuid.uuid4(), compte=compte, remise_le=timezone.now() - timedelta(hours=rang))
        for rang in range(nombre)
    )
    questions = list(Question.objects.order_by("pk"))
    Reponse.objects.bulk_create(
        Reponse(tentative=f, question=q, style="usages", texte="Une option")
        for f in feuilles
        for q in questions
    )


def test_the_account_page_leads_to_it(client_de, membre):
    page = client_de(membre).get(reverse("compte_profil")).content.decode()
    assert reverse("portabilite:emporter") in page
