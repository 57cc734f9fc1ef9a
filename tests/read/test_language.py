import pytest

from kgraph.read.language import foreign_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ambassador met the minister on Monday in Madrid and thanked her for the gift.", ""),
        ("Nordland Institute, Bodø, Shen Ruolan, Oslo.", ""),
        ("Der Botschafter traf sich am Montag mit der Ministerin in Berlin und dankte ihr dafür.", "German"),
        ("El embajador se reunió el lunes con la ministra en Madrid y le dio las gracias por todo.", "Spanish"),
        ("L'ambassadeur a rencontré lundi la ministre à Paris et l'a remerciée pour son aide.", "French"),
        ("大使周一在马德里会见了部长，并感谢她。", "Chinese"),
    ],
)
def test_the_language_of_an_article(text, language):
    assert foreign_language(text) == language
