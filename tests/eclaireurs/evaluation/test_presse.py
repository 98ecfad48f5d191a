"""A journalist's piece: her own, among the committee's papers, frozen with them."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from communs.collectivites import services as collectivites
from communs.collectivites.identite import Identite
from communs.dossiers import services as dossiers
from communs.dossiers.archive import Emport, assembler
from communs.dossiers.models import Dossier
from communs.etats import journal
from communs.etats.models import PERSONNE_EFFACEE, Ligne
from communs.etats.services import Conflit
from communs.etats.tables import franchir
from communs.fichiers import preparation
from communs.fichiers.models import Fichier
from eclaireurs.evaluation.presse import services
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.suivi import outil
from eclaireurs.evaluation.suivi.transitions import PLAN
from tests.eclaireurs.evaluation.outils import adresse
from tests.fichiers import fabrique
from tests.outils.evaluations import Evaluation, verser_un_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(evaluation: Evaluation) -> Identite:
    return evaluation.identite("journaliste")


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("bus.jpg", fabrique.jpeg(), content_type="image/jpeg")


def saisie(**autres: object) -> dict[str, object]:
    return {"demande": uuid4(), "titre": "Un bus", "media": "La Gazette", "texte": "Huit heures.", **autres}


def reprise(article: Article, **autres: object) -> dict[str, object]:
    champs = ("version", "titre", "media", "texte")
    return {**{nom: getattr(article, nom) for nom in champs}, **autres}


def clore(evaluation: Evaluation) -> None:
    applicateur = evaluation.identite("applicateur")
    franchir(PLAN, identite=applicateur, objet=evaluation.plan, nom="clore", motif="Tout est fait.")


def test_a_journalist_files_a_piece_and_the_others_read_it_in_the_committee_s_papers(
    client_de, evaluation, medias
):
    ines = client_de(evaluation.gens["journaliste"].compte)
    reponse = ines.post(adresse(evaluation, "verser_article"), saisie(piece=photo()))
    article = Article.objects.get()
    assert reponse.url == adresse(evaluation, "article", article.uuid)
    preparation.traiter(article.fichier.pk)
    for role in ("evaluateur", "applicateur", "comite", "agent"):
        client = client_de(evaluation.gens[role].compte)
        papiers = client.get(adresse(evaluation, "comite")).content.decode()
        assert "Un bus" in papiers
        assert "Journaliste · La Gazette" in papiers
        page = client.get(adresse(evaluation, "article", article.uuid)).content.decode()
        assert "Huit heures." in page
        assert "Retirer ma contribution" not in page
        fichier = client.get(adresse(evaluation, "fichier_article", article.uuid))
        assert b"".join(fichier.streaming_content).startswith(b"\xff\xd8\xff")
    ligne = Ligne.objects.de_la_chose(article).get()
    assert journal.phrase(ligne) == "a versé sa contribution de journaliste « Un bus »"


def test_the_form_proposes_the_medium_for_which_she_was_invited(client_de, evaluation):
    participante = evaluation.gens["journaliste"]
    participante.organisation = "La Gazette du port"
    participante.save()
    page = client_de(participante.compte).get(adresse(evaluation, "verser_article")).content.decode()
    assert 'value="La Gazette du port"' in page


def test_sent_twice_a_piece_is_one_piece_and_its_file_is_not_asked_for_again(client_de, evaluation, medias):
    ines, envoi = client_de(evaluation.gens["journaliste"].compte), saisie()
    adresses = {
        ines.post(adresse(evaluation, "verser_article"), {**envoi, "piece": photo()}).url for _ in range(2)
    }
    assert len(adresses) == 1
    assert Fichier.objects.count() == 1


def test_an_empty_piece_or_a_disguised_file_is_refused_beside_its_field_and_nothing_is_kept(
    client_de, evaluation, medias
):
    ines = client_de(evaluation.gens["journaliste"].compte)
    vide = ines.post(adresse(evaluation, "verser_article"), saisie(texte=" "))
    assert vide.status_code == 422
    svg = SimpleUploadedFile("dessin.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    deguise = ines.post(adresse(evaluation, "verser_article"), saisie(piece=svg))
    assert deguise.status_code == 422
    assert "Huit heures." in deguise.content.decode()
    assert (Article.objects.count(), Fichier.objects.count()) == (0, 0)


def test_who_reads_it_on_the_street_reads_no_committee_paper(client, client_de, evaluation, etrangere):
    article = verser_un_article(evaluation)
    evaluation.dossier.visibilite = "public"
    evaluation.dossier.save()
    assert client.get(adresse(evaluation, "article", article.uuid)).status_code == 302
    for nom in ("article", "fichier_article", "reprendre_article"):
        assert client_de(etrangere).get(adresse(evaluation, nom, article.uuid)).status_code == 403


@pytest.mark.parametrize("role", ["evaluateur", "applicateur", "comite", "agent"])
def test_nobody_but_a_journalist_files_and_nobody_but_its_author_touches_it(evaluation, role):
    article, autre = verser_un_article(evaluation), evaluation.identite(role)
    with pytest.raises(PermissionDenied):
        services.verser(identite=autre, plan=evaluation.plan, demande=uuid4(), champs={})
    with pytest.raises(PermissionDenied):
        services.reprendre(identite=autre, article=article, version=1, champs={"titre": "Autre"})
    with pytest.raises(PermissionDenied):
        services.retirer(identite=autre, article=article)


def test_she_writes_it_otherwise_and_the_new_file_takes_the_place_of_the_old(client_de, evaluation, medias):
    ines = client_de(evaluation.gens["journaliste"].compte)
    ines.post(adresse(evaluation, "verser_article"), saisie(piece=photo()))
    article = Article.objects.get()
    ancien = article.fichier_id
    ou = adresse(evaluation, "reprendre_article", article.uuid)
    assert ines.post(ou, reprise(article, texte="Neuf heures.")).status_code == 302
    article.refresh_from_db()
    assert (article.texte, article.fichier_id, article.version) == ("Neuf heures.", ancien, 2)
    ines.post(ou, reprise(article, piece=photo()))
    article.refresh_from_db()
    assert list(Fichier.objects.values_list("pk", flat=True)) == [article.fichier_id] != [ancien]
    ines.post(ou, reprise(article, sans_fichier="on"))
    assert Fichier.objects.count() == 0
    phrases = [journal.raconter(ligne) for ligne in Ligne.objects.de_la_chose(article)]
    assert len(phrases) == 4
    assert "Neuf heures" not in str(phrases), "ce qu’elle retire ne reste pas dans le journal"


def test_a_stale_writing_gets_both_texts(client_de, evaluation):
    article = verser_un_article(evaluation)
    services.reprendre(
        identite=evaluation.identite("journaliste"), article=article, version=1, champs={"texte": "D’ici."}
    )
    ou = adresse(evaluation, "reprendre_article", article.uuid)
    reponse = client_de(evaluation.gens["journaliste"].compte).post(ou, reprise(article, texte="De là."))
    assert reponse.status_code == 409
    assert "D’ici." in reponse.content.decode()
    assert "De là." in reponse.content.decode()
    with pytest.raises(Conflit):
        services.reprendre(
            identite=evaluation.identite("journaliste"), article=article, version=1, champs={"texte": "X"}
        )


def test_withdrawn_it_goes_with_its_file_and_a_second_time_does_no_harm(client_de, evaluation, medias):
    ines = client_de(evaluation.gens["journaliste"].compte)
    ines.post(adresse(evaluation, "verser_article"), saisie(piece=photo()))
    article = Article.objects.get()
    reponse = ines.post(adresse(evaluation, "retirer_article", article.uuid))
    assert reponse.url == adresse(evaluation, "comite") + "#presse"
    assert (Article.objects.count(), Fichier.objects.count()) == (0, 0)
    services.retirer(identite=evaluation.identite("journaliste"), article=article)


def test_who_left_the_dossier_no_longer_changes_what_she_filed(evaluation, ines):
    article = verser_un_article(evaluation)
    dossiers_participant = evaluation.gens["journaliste"]
    dossiers_participant.retire_le = evaluation.dossier.cree_le
    dossiers_participant.save()
    with pytest.raises(PermissionDenied):
        services.retirer(identite=evaluation.identite("journaliste"), article=Article.objects.get())
    assert article.auteur.nom_affiche == "Journaliste"


# --- frozen --------------------------------------------------------------------------------------


def test_once_the_committee_has_decided_its_papers_no_longer_change(client_de, evaluation, ines):
    article = verser_un_article(evaluation)
    evaluation.arreter()
    with pytest.raises(ValidationError, match="ne change plus"):
        services.reprendre(identite=ines, article=article, version=1, champs={"titre": "Autre"})
    client = client_de(evaluation.gens["journaliste"].compte)
    for nom in ("reprendre_article", "retirer_article"):
        client.post(adresse(evaluation, nom, article.uuid), reprise(article))
    page = client.get(adresse(evaluation, "article", article.uuid)).content.decode()
    assert "Elle est figée avec les pièces du comité." in page
    assert "Retirer ma contribution" not in page


@pytest.mark.parametrize(
    "ordre",
    [
        "UPDATE evaluation_article SET texte = 'autre'",
        "UPDATE evaluation_article SET verse_le = verse_le + interval '10 years'",
        "DELETE FROM evaluation_article",
    ],
)
def test_the_database_itself_refuses(evaluation, ordre):
    verser_un_article(evaluation)
    evaluation.arreter()
    with pytest.raises(IntegrityError, match="figée"), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(ordre)
    article = Article.objects.get()
    with pytest.raises(IntegrityError, match="figée"), transaction.atomic():
        Article.objects.create(
            plan=article.plan, auteur=article.auteur, titre="Antidaté", texte="…", verse_le=article.verse_le
        )


def test_what_is_told_of_the_debates_stays_hers_until_the_plan_is_closed(evaluation, ines):
    evaluation.arreter()
    article = verser_un_article(evaluation)
    article = services.reprendre(identite=ines, article=article, version=1, champs={"titre": "Vu de près"})
    clore(evaluation)
    with pytest.raises(ValidationError, match="ne change plus"):
        services.retirer(identite=ines, article=article)
    with pytest.raises(ValidationError, match="clos"):
        verser_un_article(evaluation)
    with pytest.raises(IntegrityError, match="figée"), transaction.atomic():
        Article.objects.all().delete()


def test_only_the_purge_of_the_dossier_takes_the_frozen_along(evaluation):
    verser_un_article(evaluation)
    evaluation.arreter()
    dossiers.effacer(Dossier.objects.get(pk=evaluation.dossier.pk))
    assert Article.objects.count() == 0


def test_an_erased_journalist_leaves_a_piece_without_name(client_de, evaluation):
    verser_un_article(evaluation)
    evaluation.arreter()
    collectivites.supprimer_compte(compte=evaluation.gens["journaliste"].compte)
    page = client_de(evaluation.gens["comite"].compte).get(adresse(evaluation, "comite")).content.decode()
    assert f"{PERSONNE_EFFACEE} · La Gazette" in page
    assert "Un bus, des livres" in page


# --- leaving, copying ----------------------------------------------------------------------------


def test_the_archive_holds_pieces_and_files_for_who_may_read_names(client_de, evaluation, medias):
    ines = client_de(evaluation.gens["journaliste"].compte)
    ines.post(adresse(evaluation, "verser_article"), saisie(piece=photo()))
    preparation.traiter(Fichier.objects.get().pk)
    dossier = Dossier.objects.get(pk=evaluation.dossier.pk)
    flux, _ = assembler(Emport(dossier, evaluation.identite("comite")), lambda pourcent: None)
    with flux, zipfile.ZipFile(io.BytesIO(flux.read() or flux.seek(0) or flux.read())) as archive:
        texte = archive.read("suivi/presse/01.md").decode()
        assert texte.startswith("# Un bus\n\nJournaliste, La Gazette, le ")
        assert "Fichier joint : 01-bus.jpg" in texte
        assert archive.read("suivi/presse/01-bus.jpg")[:3] == b"\xff\xd8\xff"
    assert not [nom for nom, _ in outil.archiver(Identite(), dossier) if nom.startswith("presse/")]


def test_a_copy_of_the_dossier_takes_no_piece(evaluation, collectivite, administratrice):
    verser_un_article(evaluation)
    copie = dossiers.copier(
        identite=Identite(administratrice),
        dossier=Dossier.objects.get(pk=evaluation.dossier.pk),
        collectivite=collectivite,
        titre="Copie",
        demande=uuid4(),
    )
    assert not copie.plan.articles.exists()


def test_it_waits_for_the_journalist_from_the_committee_on_until_she_has_written(evaluation, ines):
    def attendent() -> list[str]:
        dossier = Dossier.objects.visibles_par(ines).get(pk=evaluation.dossier.pk)
        return [attente.texte for _, attente in outil.attentes(ines, [dossier])]

    assert attendent() == []
    evaluation.remettre()
    evaluation.presenter()
    assert attendent() == ["Le comité final peut lire votre contribution"]
    verser_un_article(evaluation)
    assert attendent() == []
