"""What feeds bring, however they are written; and what hostile ones do not."""

import pytest

from veille.panier.flux import ENTITES, PAS_UN_FLUX, Entree, FluxIllisible, empreinte, lire

RSS = """<?xml version="1.0" encoding="{jeu}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Le fil du large</title><link>https://large.example/</link>
<item><title>Les marées de l’été</title><link>https://large.example/marees</link>
<dc:creator>Aline Martin</dc:creator><pubDate>Tue, 18 Sep 2018 08:00:00 GMT</pubDate>
<description>
&lt;p&gt;Un &lt;b&gt;beau&lt;/b&gt; texte&lt;script&gt;alert(1)&lt;/script&gt;.&lt;/p&gt;</description></item>
</channel></rss>"""
RDF = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://large.example/"><title>Le fil</title><link>https://large.example/</link></channel>
<item rdf:about="https://large.example/a"><title>A</title><link>https://large.example/a</link>
<dc:date>2018-09-18</dc:date></item></rdf:RDF>"""
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Le fil</title>
<link href="https://large.example/"/><entry><title>A</title><link href="https://large.example/a"/>
<author><name>Aline Martin</name></author><author><name>Jean Cariou</name></author>
<updated>2018-09-18T23:30:00-05:00</updated></entry></feed>"""


def test_rss_gives_title_author_day_and_a_text_without_markup():
    lu = lire(RSS.format(jeu="utf-8").encode())

    assert (lu.titre, lu.site) == ("Le fil du large", "https://large.example/")
    assert lu.entrees == (
        Entree(
            titre="Les marées de l’été",
            adresse="https://large.example/marees",
            auteurs="Aline Martin",
            date="2018-09-18",
            resume="Un beau texte.",
        ),
    )


def test_rss_1_and_atom_are_read_too():
    assert lire(RDF).entrees == (Entree("A", "https://large.example/a", "", "2018-09-18"),)
    assert lire(ATOM).entrees == (
        Entree("A", "https://large.example/a", "Aline Martin, Jean Cariou", "2018-09-19"),
    )


def test_the_charset_is_the_one_the_bytes_are_in():
    """Announced as UTF-8 by the server and by the document, written in Windows-1252."""
    corps = RSS.format(jeu="utf-8").encode("cp1252")

    assert lire(corps, type="application/rss+xml", jeu="utf-8").entrees[0].titre == "Les marées de l’été"


def test_a_feed_cut_short_gives_what_it_holds():
    corps = RSS.format(jeu="utf-8").encode()[:-20]

    assert [e.titre for e in lire(corps).entrees] == ["Les marées de l’été"]


BOMBE = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>"""
FICHIER = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>&x;</title></channel></rss>"""


@pytest.mark.parametrize("corps", [BOMBE, FICHIER, FICHIER.decode().encode("utf-16")])
def test_entities_are_refused_before_anything_is_read(corps):
    with pytest.raises(FluxIllisible, match=ENTITES):
        lire(corps)


@pytest.mark.parametrize("corps", [b"", b"<html><body>Bonjour</body></html>", b"\x00\xff" * 500, b"{}"])
def test_what_is_no_feed_says_so(corps):
    with pytest.raises(FluxIllisible, match=PAS_UN_FLUX):
        lire(corps)


def test_addresses_that_lead_nowhere_good_are_left():
    liens = (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a.example:99999/",
        "",
        "https://a.example/ok",
    )
    items = "".join(f"<item><title>T</title><link>{lien}</link></item>" for lien in liens)
    corps = f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()

    assert [e.adresse for e in lire(corps).entrees] == ["https://a.example/ok"]


def test_a_feed_of_ten_thousand_entries_gives_its_first_two_hundred():
    items = "".join(
        f"<item><title>{i}</title><link>https://a.example/{i}</link></item>" for i in range(10_000)
    )
    corps = f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()

    assert [e.titre for e in lire(corps).entrees] == [str(i) for i in range(200)]


@pytest.mark.parametrize(
    "meme",
    [
        "http://large.example/a?x=1",
        "https://www.large.example/a?x=1",
        "https://large.example/a/?x=1&utm_source=lettre",
        "https://large.example/a?x=1#suite",
    ],
)
def test_one_page_is_known_under_its_several_addresses(meme):
    assert empreinte(meme) == empreinte("https://large.example/a?x=1")
    assert empreinte("https://large.example/a?x=2") != empreinte(meme)
