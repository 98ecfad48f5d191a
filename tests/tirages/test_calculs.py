"""The rule itself: by hand, with equal chances, replayed, and where a record was forged."""

import hashlib
import random
import shutil
import subprocess
from collections import Counter
from dataclasses import replace

import pytest

from communs.tirages.acte import (
    ActeIllisible,
    Engagement,
    empreinte,
    lignes,
    lignes_du_resultat,
    lire,
    rejouer,
)
from communs.tirages.calculs import (
    Inscription,
    Quota,
    Suite,
    SuiteImpossible,
    apres_un_refus,
    au_depart,
    differences,
    lire_chiffre,
    lire_des,
    sceller,
    suivre,
    tirer,
)

QUOTAS = (Quota("Voirie", 2, 2), Quota("Écoles", 1, 1))
GRAINE = "314251632415263514263514263514"


def des_inscrits(nombre: int = 10) -> list[Inscription]:
    """Alternately of one service and the other; the third is an élue."""
    return [
        Inscription(
            numero,
            "Voirie" if numero % 2 else "Écoles",
            "elu" if numero == 3 else "",
            sceller("sel", str(numero), f"Agent {numero}"),
        )
        for numero in range(1, nombre + 1)
    ]


def un_proces_verbal(suites: tuple[Suite, ...] = ()) -> str:
    engagement = Engagement("u", "Un jury", ("des", "30"), QUOTAS)
    texte = list(lignes(engagement, des_inscrits()))
    scelle = empreinte(texte)
    places = tirer(GRAINE, scelle, QUOTAS, des_inscrits())
    return "".join([*texte, *lignes_du_resultat(scelle, GRAINE, places, suites)])


def test_le_plus_petit_hachage_sort_le_premier_dans_son_service():
    places = tirer(GRAINE, "e", QUOTAS, des_inscrits())
    voirie = {n: hashlib.sha256(f"{GRAINE}|e|{n}".encode()).hexdigest() for n in (1, 5, 7, 9)}
    attendus = sorted(voirie, key=voirie.__getitem__)
    assert [p.numero for p in places if p.groupe == "Voirie"] == attendus
    assert [p.titulaire for p in places if p.groupe == "Voirie"] == [True, True, False, False]
    assert [p.rang for p in places if p.groupe == "Voirie"] == [1, 2, 1, 2]


def test_une_personne_hors_du_tirage_ne_sort_jamais():
    for graine in range(200):
        assert 3 not in {p.numero for p in tirer(str(graine), "e", QUOTAS, des_inscrits())}


def test_un_service_trop_petit_donne_ce_qu_il_a():
    places = tirer(GRAINE, "e", (Quota("Voirie", 3, 9),), des_inscrits())
    assert len(places) == 4
    assert sum(p.titulaire for p in places) == 3


def test_les_chances_sont_egales():
    """Chi-square over 4,000 fixed seeds, 6 drawn of 40: 39 degrees of freedom, 72.1 leaves one in 1,000."""
    inscrits = [Inscription(n, "Voirie", "", "") for n in range(1, 41)]
    sorties, seconde = Counter(), Counter()
    for essai in range(4000):
        graine = "".join(random.Random(essai).choices("123456", k=30))
        places = tirer(graine, "e" * 64, (Quota("Voirie", 3, 3),), inscrits)
        sorties.update(p.numero for p in places if p.titulaire)
        seconde.update(p.numero for p in places if not p.titulaire)
    for compte in (sorties, seconde):
        attendu = 4000 * 3 / 40
        ecart = sum((compte[n] - attendu) ** 2 / attendu for n in range(1, 41)) / (1 - 3 / 40)
        assert ecart < 72.1


def test_deux_voisins_de_liste_ne_sortent_pas_plus_souvent_ensemble():
    """Pairs of neighbours: 500 seeds × 39 pairs, expected 500 × 39 × (3/40 × 2/39) = 75, sd under 9."""
    inscrits = [Inscription(n, "Voirie", "", "") for n in range(1, 41)]
    ensemble = 0
    for essai in range(500):
        sortis = {p.numero for p in tirer(f"g{essai}", "e" * 64, (Quota("Voirie", 3, 0),), inscrits)}
        ensemble += sum({n, n + 1} <= sortis for n in range(1, 40))
    assert 48 < ensemble < 102


def test_un_proces_verbal_se_rejoue_a_l_identique():
    rejeu = rejouer(lire(un_proces_verbal()))
    assert rejeu.identique
    assert len(rejeu.places) == 6


def test_un_engagement_seul_se_lit_et_n_a_pas_encore_de_graine():
    texte = "".join(lignes(Engagement("u", "Un jury", ("des", "30"), QUOTAS), des_inscrits()))
    pv = lire(texte)
    assert pv.graine == ""
    assert rejouer(pv).identique
    assert rejouer(pv).empreinte == hashlib.sha256(texte.encode()).hexdigest()


@pytest.mark.parametrize(
    ("avant", "apres", "phrase"),
    [
        ("inscrit\t4\tÉcoles", "inscrit\t4\tVoirie", "L’empreinte de l’engagement"),
        ("groupe\tVoirie\t2\t2", "groupe\tVoirie\t3\t2", "L’empreinte de l’engagement"),
        (f"graine\t{GRAINE}", f"graine\t{GRAINE[::-1]}", "la règle donne le numéro"),
        ("inscrit\t3\tVoirie\telu", "inscrit\t3\tVoirie\t", "L’empreinte de l’engagement"),
    ],
)
def test_un_proces_verbal_falsifie_dit_ou_il_differe(avant, apres, phrase):
    texte = un_proces_verbal()
    assert avant in texte
    rejeu = rejouer(lire(texte.replace(avant, apres)))
    assert any(phrase in ecart for ecart in rejeu.ecarts)


def test_une_personne_glissee_dans_le_resultat_se_voit():
    pv = lire(un_proces_verbal())
    intrus = next(i.numero for i in pv.inscriptions if i.numero not in {p.numero for p in pv.places})
    premiere = pv.places[0]
    pv.places[0] = replace(premiere, numero=intrus)
    assert rejouer(pv).ecarts == (
        f"Voirie, titulaire 1\u00a0: la règle donne le numéro {premiere.numero}, "
        f"le procès-verbal dit le numéro {intrus}.",
    )


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "n’importe quoi",
        "Vigie, tirage au sort, forme 1\ninscrit\tun\tVoirie\t\tabc\nfin\n",
        "Vigie, tirage au sort, forme 1\ninscrit\t1\tVoirie\t\tabc\n",
        "Vigie, tirage au sort, forme 1\nfin\n=cmd()\n",
    ],
)
def test_un_texte_qui_n_est_pas_un_proces_verbal_est_refuse(texte):
    with pytest.raises(ActeIllisible):
        lire(texte)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="coreutils")
def test_un_shell_ordinaire_refait_le_tirage(tmp_path):
    """What docs/tirages.md tells to do by hand, with sha256sum, awk and sort only."""
    texte = un_proces_verbal()
    fin = texte.index("fin\n") + 4
    (tmp_path / "engagement.txt").write_text(texte[:fin])
    script = r"""
    EMPREINTE=$(sha256sum < engagement.txt | cut -c1-64)
    awk -F'\t' '$1 == "inscrit" && $4 == "" { print $2 "\t" $3 }' engagement.txt |
    while IFS="$(printf '\t')" read -r numero groupe; do
        printf '%s\t%s\t%s\n' "$groupe" \
            "$(printf '%s' "$GRAINE|$EMPREINTE|$numero" | sha256sum | cut -c1-64)" "$numero"
    done | LC_ALL=C sort
    """
    sortie = subprocess.run(
        ["sh", "-c", script],
        cwd=tmp_path,
        env={"GRAINE": GRAINE, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    ranges = [ligne.split("\t") for ligne in sortie.splitlines()]
    par_groupe = {g: [int(n) for groupe, _, n in ranges if groupe == g] for g in ("Voirie", "Écoles")}
    places = lire(texte).places
    assert [p.numero for p in places if p.groupe == "Voirie"] == par_groupe["Voirie"][:4]
    assert [p.numero for p in places if p.groupe == "Écoles"] == par_groupe["Écoles"][:2]


# --- after the draw --------------------------------------------------------------------------------


def test_la_suppleance_suivante_du_meme_service_prend_la_place_puis_la_liste_s_epuise():
    places = tirer(GRAINE, "e", QUOTAS, des_inscrits())
    premier, second, tiers, quart = (p.numero for p in places if p.groupe == "Voirie")
    situation = au_depart(places)["Voirie"]
    assert apres_un_refus(situation, Suite("refus", premier)) == Suite("remplacement", tiers, premier)
    assert situation.en_place == [tiers, second]
    assert apres_un_refus(situation, Suite("refus", quart)) is None  # a stand-in who gives up beforehand
    assert apres_un_refus(situation, Suite("refus", second)) == Suite("epuisement", second)
    assert situation.en_place == [tiers]
    with pytest.raises(SuiteImpossible):
        apres_un_refus(situation, Suite("refus", premier))


def test_sauter_une_suppleance_se_voit_au_rejeu():
    places = tirer(GRAINE, "e", QUOTAS, des_inscrits())
    premier, _, tiers, quart = (p.numero for p in places if p.groupe == "Voirie")
    refus = Suite("refus", premier, motif="empechee")
    assert suivre(places, [refus, Suite("remplacement", tiers, premier)])
    with pytest.raises(SuiteImpossible):
        suivre(places, [refus, Suite("remplacement", quart, premier)])
    with pytest.raises(SuiteImpossible):
        suivre(places, [refus])
    with pytest.raises(SuiteImpossible):
        suivre(places, [Suite("accord", 999)])


# --- seeds -----------------------------------------------------------------------------------------


def test_des_des_se_saisissent_avec_des_espaces_ou_des_virgules():
    assert lire_des("31425 16324, 15263-51426 35142.63514", 30) == "314251632415263514263514263514"


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("31475" + "1" * 25, "Le dé n° 4 se lit « 7 »"),
        ("0" + GRAINE[1:], "Le dé n° 1 se lit « 0 »"),
        (GRAINE[:-1], "29 dés"),
        (GRAINE + "1", "31 dés"),
        ("1" * 30, "presque tous la même face"),
        ("12" * 15, "presque tous la même face"),
        ("<script>", "se lit « < »"),
        ("٣" + GRAINE[1:], "Le dé n° 1"),
    ],
)
def test_des_des_impossibles_sont_refuses(texte, phrase):
    with pytest.raises(ValueError, match=phrase.replace(" ", r"[\s\u00a0]")):
        lire_des(texte, 30)


def test_un_chiffre_public_se_lit_pareil_quelle_que_soit_sa_casse():
    assert lire_chiffre("  cac 40 :  7 312,55 ") == "CAC 40 : 7 312,55"


@pytest.mark.parametrize("texte", ["", "12345", "1|2|3|4|5|6|7", "x" * 121, "12345\u200b678"])
def test_un_chiffre_public_trop_court_ou_douteux_est_refuse(texte):
    with pytest.raises(ValueError, match=r"Ce relevé|Un chiffre public"):
        lire_chiffre(texte)


def test_deux_releves_disent_ou_ils_different():
    assert differences("1234", "1534") == [2]
    assert differences("1234", "1234") == []
