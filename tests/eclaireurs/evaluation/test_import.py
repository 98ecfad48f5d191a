"""A file comes in: what is shown before, what is written after, what is refused and in which words."""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from communs.echanges import tableurs
from communs.echanges.textes import DANGEREUX, deplier_les_signes, deproteger, plier_les_signes, proteger
from communs.etats.models import Ligne as LigneDeJournal
from eclaireurs.evaluation.suivi import annulation, exports, importer
from eclaireurs.evaluation.suivi.echange import COLONNES, Rangee, rangees
from eclaireurs.evaluation.suivi.filtres import FiltreForm
from eclaireurs.evaluation.suivi.importation import Apercu
from eclaireurs.evaluation.suivi.models import Action, Amendement, GesteAnnulable, Tache
from eclaireurs.evaluation.suivi.tableau import Regard

pytestmark = pytest.mark.django_db


def octets(*lignes: str, codage: str = "utf-8") -> bytes:
    return "\r\n".join(lignes).encode(codage)


def apercu(evaluation, contenu: bytes, role: str = "applicateur") -> Apercu:
    return importer.comparer(
        identite=evaluation.identite(role), plan=evaluation.plan, feuille=tableurs.lire(contenu)
    )


def importer_tout(evaluation, contenu: bytes, motif: str = "") -> GesteAnnulable:
    feuille = tableurs.lire(contenu)
    identite = evaluation.identite("applicateur")
    vu = importer.comparer(identite=identite, plan=evaluation.plan, feuille=feuille)
    assert vu.erreurs == []
    return importer.importer(
        identite=identite, plan=evaluation.plan, feuille=feuille, empreinte=vu.empreinte, motif=motif
    )


def tache(code: str = "1.1.1") -> Tache:
    p, a, t = code.split(".")
    return Tache.objects.get(action__preconisation__numero=p, action__numero=a, numero=t)


def export(evaluation, ecrire) -> bytes:
    from django.http import QueryDict

    identite = evaluation.identite("applicateur")
    plan = evaluation.plan
    filtre = FiltreForm(QueryDict(""), plan=plan, identite=identite)
    return ecrire(rangees(plan, filtre, Regard(plan, identite)), "Le plan")


# --- symmetry ------------------------------------------------------------------------------------

# What the database can hold: anything but NUL and lone surrogates; with a taste for what hurts.
TEXTES = st.tuples(
    st.sampled_from(
        [
            "",
            *DANGEREUX,
            "'",
            "''=",
            '"',
            ";",
            ",",
            " ",
            "\r\n",
            "🌊",
            "_x000D_",
            "_x005F_",
            "_x005F_x0041_",
            "<r>",
            "3.2",
        ]
    ),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
).map("".join)


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],  # shrinking two hundred rows takes longer than reading them
    suppress_health_check=list(HealthCheck),
)
@given(textes=st.lists(st.tuples(TEXTES, TEXTES), min_size=200, max_size=200))
@pytest.mark.parametrize("format", ["xlsx", "ods", "csv", "tableur.csv"])
def test_what_was_exported_comes_back_unchanged(evaluation, format, textes):
    action = Action.objects.first()
    Tache.objects.filter(numero__gte=10).delete()
    Tache.objects.bulk_create(
        Tache(action=action, numero=n, titre=f"{titre}x", note=note, fin_le=date(2026, 1, 1 + n % 28))
        for n, (titre, note) in enumerate(textes, start=10)
    )
    vu = apercu(evaluation, export(evaluation, exports.FORMATS[format].ecrire))
    assert (vu.erreurs, vu.ecarts) == ([], [])
    assert vu.inchangees == 2 + 4 + 8 + 200


@pytest.mark.parametrize("format", ["xlsx", "ods"])
@pytest.mark.parametrize(
    "titre",
    [
        "_x005F_",
        "_x005F_x0041_",
        "a_x000D_b",
        "<r>un & deux</r>",
        "<r><t>deux</t></r>",
        "deux  espaces",
        "deux\nlignes",
        "une\ttabulation",
        "=1+1",
        "0012",
        "un\uffff signe hors d’XML",
    ],
)
def test_a_text_that_looks_like_the_file_s_own_signs_survives(evaluation, format, titre):
    Tache.objects.filter(pk=tache().pk).update(titre=titre)
    contenu = export(evaluation, exports.FORMATS[format].ecrire)
    vu = apercu(evaluation, contenu)
    assert (vu.erreurs, vu.ecarts) == ([], [])
    (lue,) = [ligne for ligne in tableurs.lire(contenu).lignes if ligne.cellules["code"] == "1.1.1"]
    assert lue.cellules["intitule"] == titre.replace("\uffff", "")


@given(texte=st.text())
def test_the_signs_of_xlsx_are_folded_and_unfolded_exactly(texte):
    assert deplier_les_signes(plier_les_signes(texte)) == texte
    for fatal in (f"_x005F{texte}_", f"_x0041_x0042_{texte}", f"{texte}_x005F_x005F_"):
        assert deplier_les_signes(plier_les_signes(fatal)) == fatal


@given(texte=st.text())
def test_what_protects_from_formulas_is_taken_back_exactly(texte):
    protege = proteger(texte)
    assert not protege.startswith(DANGEREUX)
    assert deproteger(protege) == texte


# --- reading files -------------------------------------------------------------------------------


@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_any_encoding_and_separator_is_recognised(codage, separateur):
    contenu = octets(
        separateur.join(["Code", "Intitulé"]), separateur.join(["1.1", "Été à l’œuvre"]), codage=codage
    )
    assert tableurs.lire(contenu).lignes[0].cellules == {"code": "1.1", "intitule": "Été à l’œuvre"}


def classeur(lignes, *, en_plus: dict[str, bytes] | None = None) -> bytes:
    livre = Workbook()
    for ligne in lignes:
        livre.active.append(ligne)
    sortie = io.BytesIO()
    livre.save(sortie)
    if en_plus:
        with zipfile.ZipFile(sortie, "a", zipfile.ZIP_DEFLATED) as archive:
            for nom, contenu in en_plus.items():
                archive.writestr(nom, contenu)
    return sortie.getvalue()


def _avec_entites() -> bytes:
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(classeur([["Code"], ["1.1"]]))) as avant,
        zipfile.ZipFile(sortie, "w") as apres,
    ):
        for piece in avant.infolist():
            contenu = avant.read(piece)
            if piece.filename.startswith("xl/worksheets/"):
                dtd = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
                contenu = contenu.replace(b"<worksheet", dtd + b"<worksheet", 1)
            apres.writestr(piece.filename, contenu)
    return sortie.getvalue()


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (lambda: classeur([["Code"]], en_plus={"xl/media/a.bin": b"0" * 50_000_000}), "démesuré"),
        (lambda: classeur([["Code"]], en_plus={f"a{n}": b"" for n in range(300)}), "démesuré"),
        (lambda: classeur([["Code"]], en_plus={"xl/vbaProject.bin": b"x"}), "macros"),
        (_avec_entites, "ne se lit pas comme un tableau"),
        (lambda: b"PK\x03\x04 not a zip", "ne se lit pas comme un tableau"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"x" * 600, "mot de passe"),
        (lambda: b"Code;Note\n1.1;a\0b", "caractères nuls"),
        (lambda: b'Code;Note\n1.1;"sans fin', "guillemet"),
        (lambda: b"Code\n" + b"1.1\n" * 10_001, "10000 lignes"),
        (lambda: b"Code;Note\n1.1;" + b"x" * 5_001, "5000 signes"),
        (lambda: b"x" * (5 * 1024 * 1024 + 1), "5 Mo"),
        (lambda: b"", "aucune ligne"),
        (lambda: b"Code;Titre\n", "aucune ligne"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(contenu, phrase):
    with pytest.raises(ValidationError, match=phrase):
        tableurs.lire(contenu())


# --- the preview ---------------------------------------------------------------------------------


def test_the_preview_tells_additions_changes_and_what_stays(evaluation):
    vu = apercu(
        evaluation,
        octets(
            "Code;Intitulé;Fin;Responsable;Humeur",
            "1;Préconisation 1;;;",
            "1.1;Action 1.1;;;",
            "1.1.1;Repeindre le bus;31/12/2027;applicateur@port-lumiere.example;gaie",
            "1.3.1;Sa première tâche;;;",
            "1.3;Une action nouvelle;;;",
        ),
    )
    assert vu.erreurs == []
    assert [e.code for e in vu.ajouts] == ["1.3.1", "1.3"]
    (change,) = vu.changements
    assert change.details == [
        ("titre", "Tâche 1 de Action 1.1", "Repeindre le bus"),
        ("responsable", "Agent", "Applicateur"),
        ("fin prévue", "(rien)", "31/12/2027"),
    ]
    assert (vu.inchangees, vu.ignorees) == (2, ["Humeur"])
    assert tache().titre == "Tâche 1 de Action 1.1"  # nothing is written by looking


@pytest.mark.parametrize(
    ("ligne", "phrase"),
    [
        ("1.1.1;T;Culure;;;", "service « Culure » n’existe pas"),
        ("1.1.1;T;Direction de la cultur;;;", "Vouliez-vous dire « Direction de la culture » ?"),
        ("1.1.1;T;;Agnt;;", "Vouliez-vous dire « Agent » ?"),
        ("1.1.1;T;;x@ailleurs.example;;", "ne participe pas à ce dossier"),
        ("1.1.1;T;;;le 3;", "n’est pas une date : écrivez 31/12/2027"),
        ("1.1.1;;;;;", "L’intitulé manque"),
        ("1.1.1;" + "x" * 201 + ";;;;", "200 au plus"),
        ("1.1.1;T;;;;En panne", "L’état « En panne » n’existe pas"),
        ("1.1.1;T;;;;Faite", "Le plan n’est pas en œuvre"),
        ("1.1;T;;;;Retenue", "page du comité final"),
        ("1.1.1;T;;;;Abandonnée", "Le plan n’est pas en œuvre"),
        ("1;Un autre titre;;;;", "appartient au rapport"),
        ("9;Une de plus;;;;", "Aucune préconisation 9"),
        ("9.1;Une action;;;;", "Aucune préconisation 9"),
        ("1.9.1;Une tâche;;;;", "Aucune action 1.9"),
        ("1.3;;;;;", "Donnez un intitulé"),
        ("1.3;T;;;;En cours", "commence à l’état « Proposée »"),
        ("1.201;T;;;;", "dépasse 200"),
        ("03/02/2026;T;;;;", "pris pour un nombre ou une date"),
        (";T;;;;", "Le code manque"),
    ],
)
def test_an_error_names_its_line_and_what_to_do(evaluation, ligne, phrase):
    vu = apercu(evaluation, octets("Code;Intitulé;Service;Responsable;Fin;État", ligne))
    assert [e.no for e in vu.erreurs] == [2]
    assert phrase in vu.erreurs[0].phrase


def test_a_formula_and_a_number_for_a_code_are_refused_in_a_spreadsheet(evaluation):
    vu = apercu(evaluation, classeur([["Code", "Note"], ["1.1.1", "=1+1"], [1.1, "x"]]))
    assert [(e.no, e.phrase[:36]) for e in vu.erreurs] == [
        (2, "La colonne « Note » contient une for"),
        (3, "« 1.1 » n’est pas un code. Si votre "),
    ]


def test_of_five_thousand_lines_with_errors_in_ten_the_ten_are_listed_and_nothing_is_imported(
    evaluation, client
):
    # 10 actions of 500 tasks; ten dates that are none.
    lignes = ["Code;Intitulé;Fin"]
    for a in range(3, 13):
        lignes.append(f"1.{a};Action {a};")
        lignes += [f"1.{a}.{t};Tâche {t};{'jamais' if t == 77 else '2027-01-31'}" for t in range(1, 500)]
    assert len(lignes) == 5001
    client.force_login(evaluation.identite("applicateur").compte)
    avant = Tache.objects.count()
    reponse = client.post(
        evaluation.dossier.adresse("evaluation:importer"),
        {"fichier": SimpleUploadedFile("plan.csv", octets(*lignes))},
    )
    page = reponse.content.decode()
    assert page.count("« jamais » n’est pas une date") == 10
    assert "Importer 4" not in page
    assert Tache.objects.count() == avant


# --- writing -------------------------------------------------------------------------------------

AJOUTS = ("Code;Intitulé;Fin", "1.3;Une action;", "1.3.1;Sa tâche;2027-01-31", "1.1.1;Changée;2027-02-01")


def test_confirmed_it_is_written_all_at_once_then_undone_all_at_once(evaluation):
    geste = importer_tout(evaluation, octets(*AJOUTS))
    assert tache("1.3.1").fin_le == date(2027, 1, 31)
    assert tache().titre == "Changée"
    assert LigneDeJournal.objects.get(verbe="suivi.importer").parametres["lignes"] == 3
    annulation.annuler(identite=evaluation.identite("applicateur"), geste=geste)
    assert not Action.objects.filter(numero=3).exists()
    assert (tache().titre, tache().fin_le) == ("Tâche 1 de Action 1.1", None)


def test_on_a_decided_plan_each_change_is_an_amendment_and_the_reason_is_asked_once(evaluation):
    evaluation.arreter()
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        importer_tout(evaluation, octets(*AJOUTS))
    assert not Amendement.objects.exists()
    importer_tout(evaluation, octets(*AJOUTS), motif="Le comité l’a demandé")
    assert sorted(Amendement.objects.values_list("code", "motif")) == [
        ("1.1.1", "Le comité l’a demandé"),
        ("1.3", "Le comité l’a demandé"),
        ("1.3.1", "Le comité l’a demandé"),
    ]


def test_states_and_progress_move_by_their_own_steps(evaluation):
    evaluation.arreter()
    contenu = octets("Code;État;Avancement", "1.1.1;En cours;40", "1.1.2;Faite;100", "1.2.1;À faire;0")
    importer_tout(evaluation, contenu)
    assert (tache("1.1.1").etat, tache("1.1.1").avancement) == ("en_cours", 40)
    assert (tache("1.1.2").etat, tache("1.1.2").avancement) == ("faite", 100)
    assert tache("1.1.2").finie_le is not None
    assert not Amendement.objects.exists()
    assert LigneDeJournal.objects.filter(verbe="suivi.tache.finir").count() == 1


def test_if_the_plan_moved_since_the_preview_nothing_is_written_and_the_new_preview_is_shown(
    evaluation, client
):
    client.force_login(evaluation.identite("applicateur").compte)
    page = client.post(
        evaluation.dossier.adresse("evaluation:importer"),
        {"fichier": SimpleUploadedFile("plan.csv", octets(*AJOUTS))},
    )
    champs = page.context["formulaire"].initial
    Tache.objects.filter(pk=tache().pk).update(titre="Écrit par une autre", version=2)
    reponse = client.post(evaluation.dossier.adresse("evaluation:confirmer_import"), champs)
    assert reponse.status_code == 409
    assert "Le plan a changé depuis votre aperçu" in reponse.content.decode()
    assert "Écrit par une autre" in reponse.content.decode()
    assert not Action.objects.filter(numero=3).exists()
    champs = reponse.context["formulaire"].initial
    reponse = client.post(evaluation.dossier.adresse("evaluation:confirmer_import"), champs)
    assert reponse.url == evaluation.dossier.adresse("evaluation:suivi")
    assert tache().titre == "Changée"
    # Sent twice: there is nothing left to do, and nothing more is done.
    assert client.post(evaluation.dossier.adresse("evaluation:confirmer_import"), champs).status_code == 409
    assert Action.objects.filter(numero=3).count() == 1


def test_a_preview_of_somebody_else_or_gone_is_asked_again(evaluation, client):
    feuille = tableurs.lire(octets(*AJOUTS))
    jeton = importer.garder(identite=evaluation.identite("evaluateur"), plan=evaluation.plan, feuille=feuille)
    client.force_login(evaluation.identite("applicateur").compte)
    reponse = client.post(
        evaluation.dossier.adresse("evaluation:confirmer_import"), {"jeton": jeton, "empreinte": "0" * 64}
    )
    assert reponse.status_code == 409
    assert "envoyez-le de nouveau" in reponse.content.decode()


@pytest.mark.parametrize(
    ("qui", "code"), [("etrangere", 404), ("agent", 403), ("comite", 403), ("evaluateur", 200)]
)
def test_only_who_organises_the_plan_imports(evaluation, client, etrangere, qui, code):
    client.force_login(etrangere if qui == "etrangere" else evaluation.identite(qui).compte)
    assert client.get(evaluation.dossier.adresse("evaluation:importer")).status_code == code
    if code != 200:
        envoi = client.post(evaluation.dossier.adresse("evaluation:confirmer_import"))
        assert envoi.status_code == code


def test_looking_at_a_file_costs_the_same_queries_whatever_its_length(evaluation, django_assert_num_queries):
    identite, plan = evaluation.identite("applicateur"), evaluation.plan
    for nombre in (1, 300):
        lignes = [f"1.1.{t};Tâche;agent@port-lumiere.example" for t in range(10, 10 + nombre)]
        feuille = tableurs.lire(octets("Code;Intitulé;Responsable", *lignes))
        plan = evaluation.plan
        with django_assert_num_queries(REQUETES):
            assert len(importer.comparer(identite=identite, plan=plan, feuille=feuille).ajouts) == nombre


REQUETES = 9


def test_the_columns_of_a_file_are_those_of_the_table():
    assert len(Rangee("1", "Action", "T").cellules()) == len(COLONNES)
