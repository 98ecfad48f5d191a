"""Every way we know to disguise an address, and what is read of the honest ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communs.reseau.adresses import Cible, analyser, est_publique, rejoindre
from communs.reseau.enums import Etat
from communs.reseau.erreurs import VisiteManquee

WEB = frozenset({80, 443})


@pytest.mark.parametrize(
    ("adresse", "lue"),
    [
        ("https://www.exemple.fr", "https://www.exemple.fr/"),
        ("HTTP://WWW.Exemple.FR:80/A?b=C#d", "http://www.exemple.fr/A?b=C#d"),
        ("https://exemple.fr:443/", "https://exemple.fr/"),
        ("http://exemple.fr:443/", "http://exemple.fr:443/"),
        (
            "https://exemple.fr/été?ville=Saint-Étienne",
            "https://exemple.fr/%C3%A9t%C3%A9?ville=Saint-%C3%89tienne",
        ),
        ("https://exemple.fr/%C3%A9t%C3%A9", "https://exemple.fr/%C3%A9t%C3%A9"),
        ("https://exemple.fr?page=2", "https://exemple.fr/?page=2"),
        ("https://exemple.fr/a?", "https://exemple.fr/a?"),
        ("https://mairie-équihen.fr/", "https://xn--mairie-quihen-hhb.fr/"),
        ("https://mon_site.exemple.fr/", "https://mon_site.exemple.fr/"),
        ("https://exemple.fr/a[1]=b|c", "https://exemple.fr/a[1]=b|c"),
        ("https://exemple.fr/<script>", "https://exemple.fr/%3Cscript%3E"),
        ("https://3ds.exemple.fr/", "https://3ds.exemple.fr/"),
    ],
)
def test_une_adresse_honnete_est_lue_comme_par_un_navigateur(adresse, lue):
    assert analyser(adresse).adresse == lue


@pytest.mark.parametrize(
    "adresse",
    [
        "",
        "exemple.fr",
        "ftp://exemple.fr/",
        "file:///etc/passwd",
        "gopher://exemple.fr:80/",
        "javascript:alert(1)",
        "//exemple.fr/",
        "http:exemple.fr",
        "http:/exemple.fr/",
        "http:///exemple.fr/",
        "http://",
        "http://?a",
        " https://exemple.fr/",
        "https://exemple.fr/ ",
        "https://exemple.fr/a b",
        "https://exemple.fr/\r\nHost: interne",
        "https://exem\tple.fr/",
        "https://exemple.fr\x00.interne/",
        "https://exemple.fr/\ud800",
        "https://exemple.fr\\@interne.fr/",
        "https:\\\\exemple.fr\\",
        # credentials
        "https://nom:secret@exemple.fr/",
        "https://nom@exemple.fr/",
        "https://exemple.fr:80@127.0.0.1/",
        "https://exemple.fr%40interne.fr/",
        # IP addresses, however written
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.1.:80/",
        "http://127.0.0.0x1/",
        "http://1.0x7f/",
        "http://93.184.216.34/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[2001:41d0::1]/",
        "http://[::1%25lo]/",
        "http://①②⑦.⓪.⓪.①/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        # names of one word, internal, or rewritten
        "http://localhost/",
        "http://LOCALHOST/",
        "http://localhost./",
        "http://exemple.fr./",
        "http://a.localhost/",
        "http://imprimante.local/",
        "http://base.internal/",
        "http://intranet/",
        "http://serveur.intranet/",
        "http://box.lan/",
        "http://routeur.home.arpa/",
        "http://exemple.onion/",
        "http://postgres/",
        "http://ℓocalhost.fr/",
        "http://exemple。fr/",
        "http://ＥＸＥＭＰＬＥ.fr/",
        "http://exem\u00adple.fr/",
        "http://exem\u200dple.fr/",
        "http://exemple..fr/",
        "http://.exemple.fr/",
        "http://-exemple.fr/",
        "http://exem%70le.fr/",
        "http://exem*ple.fr/",
        "http://" + "a" * 64 + ".fr/",
        "http://" + "a." * 130 + "fr/",
        # ports
        "http://exemple.fr:22/",
        "http://exemple.fr:6379/",
        "http://exemple.fr:0/",
        "http://exemple.fr:/",
        "http://exemple.fr:080a/",
        "http://exemple.fr:65616/",
        "http://exemple.fr:８０/",
        "http://exemple.fr:80:80/",
        "http://exemple.fr:-80/",
        # too long, before or after encoding
        "http://exemple.fr/" + "a" * 2048,
        "http://exemple.fr/" + "é" * 1000,
    ],
)
def test_une_adresse_deguisee_est_refusee(adresse):
    with pytest.raises(VisiteManquee) as refus:
        analyser(adresse)
    assert refus.value.etat == Etat.ADRESSE_REFUSEE


def test_un_port_de_plus_s_ouvre_par_reglage():
    assert analyser("http://exemple.fr:8080/", {80, 443, 8080}).autorite == "exemple.fr:8080"


@given(st.text())
def test_n_importe_quel_texte_est_une_adresse_publique_ou_un_refus(texte):
    for adresse in (texte, f"http://{texte}", f"https://exemple.fr/{texte}"):
        try:
            lue = analyser(adresse)
        except VisiteManquee as refus:
            assert refus.etat == Etat.ADRESSE_REFUSEE
        else:
            assert lue.adresse.isascii()
            assert lue.adresse.isprintable()
            assert lue.port in WEB
            assert analyser(lue.adresse) == lue


@pytest.mark.parametrize(
    "ip",
    [
        "93.184.216.34",
        "8.8.8.8",
        "172.15.255.255",
        "172.32.0.1",
        "100.63.255.255",
        "2001:41d0:1::1",
        "2a01:e0a::1",
    ],
)
def test_une_adresse_ip_publique_est_admise(ip):
    assert est_publique(ip)


@pytest.mark.parametrize(
    "ip",
    [
        "",
        "exemple.fr",
        "127.1",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.255",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.0.9",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.216.34",
        "::ffff:0:93.184.216.34",
        "64:ff9b::7f00:1",
        "64:ff9b::5db8:d822",
        "64:ff9b:1::7f00:1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:5db8:d822::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "2a01:e0a::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_une_adresse_ip_interne_ou_qui_en_cache_une_est_refusee(ip):
    assert not est_publique(ip)


@pytest.mark.parametrize(
    ("destination", "suite"),
    [
        ("/b", "https://exemple.fr/b#ancre"),
        ("c?d", "https://exemple.fr/a/c?d#ancre"),
        ("?d", "https://exemple.fr/a/b?d#ancre"),
        ("//autre.fr/x", "https://autre.fr/x#ancre"),
        ("https://autre.fr/x#y", "https://autre.fr/x#y"),
        (" /b ", "https://exemple.fr/b#ancre"),
        ("/a b", "https://exemple.fr/a%20b#ancre"),
        ("/été", "https://exemple.fr/%C3%A9t%C3%A9#ancre"),
        ("/été".encode().decode("latin-1"), "https://exemple.fr/%C3%A9t%C3%A9#ancre"),
        ("../../../x", "https://exemple.fr/x#ancre"),
    ],
)
def test_une_redirection_se_lit_comme_par_un_navigateur(destination, suite):
    depart = Cible("https", "exemple.fr", 443, "/a/b", "ancre")
    assert rejoindre(depart, destination, WEB).adresse == suite


@pytest.mark.parametrize(
    "destination",
    [
        "http://127.0.0.1/",
        "//127.0.0.1/",
        "//localhost/",
        "http://[::1]/",
        "http://[::1/",
        "file:///etc/passwd",
        "https://nom:secret@exemple.fr/",
        "https://exemple.fr:22/",
        "/\\interne.fr/",
        "/a\tb",
        "https://exemple.fr/" + "a" * 3000,
        "data:text/html,bonjour",
    ],
)
def test_une_redirection_vers_l_interieur_est_refusee(destination):
    with pytest.raises(VisiteManquee) as refus:
        rejoindre(Cible("https", "exemple.fr", 443, "/a"), destination, WEB)
    assert refus.value.etat == Etat.ADRESSE_REFUSEE


@pytest.mark.parametrize(
    ("adresse", "message"),
    [
        ("ftp://exemple.fr/", "Une adresse commence par « https:// » ou « http:// »."),
        ("https://nom:mot@exemple.fr/", "Cette adresse contient un nom d’utilisateur ou un mot de passe."),
        ("https://exemple.fr:22/", "Le port 22 n’est pas un port ordinaire du web."),
        (
            "http://10.0.0.1/",
            "Le nom du site doit être complet, comme « www.exemple.fr », et non un numéro.",
        ),
    ],
)
def test_un_refus_dit_a_l_editeur_ce_qui_ne_va_pas(adresse, message):
    with pytest.raises(VisiteManquee) as refus:
        analyser(adresse)
    assert refus.value.message == message.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
