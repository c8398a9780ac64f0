"""LaTeX in references becomes the text that it shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.readers.references.latex_text import address_in, latex_to_text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Caf{\'e}, na{\"\i}ve, {\O}resund, {\ss}", "Café, naïve, Øresund, ß"),
        (r"\v{S}koda, \c{c}a, \H{o}, \'{\i}, \~n, \r{a}, \k{a}", "Škoda, ça, ő, í, ñ, å, ą"),
        (r"{{The Pier}} \& Co.\ 100\% \#1 \$5 a\_b \{x\}", "The Pier & Co. 100% #1 $5 a_b {x}"),
        (r"1953--2018---``the flood'' of `53'", "1953–2018—“the flood” of ‘53'"),
        (r"\emph{High} \textbf{water}, \textsc{Marsh}", "High water, Marsh"),
        (r"Mr~Wend at 4\,\textdegree C and 10\-20", "Mr Wend at 4 °C and 1020"),
        (r"H\textsubscript{2}O, $\alpha$-wave", "H2O, α-wave"),
        (r"\href{https://pier.example}{the pier}", "the pier"),
        ("one\ntwo\n\nthree \\par four", "one two\n\nthree\n\nfour"),
        (r"\begin{itemize}\item Heron\item Egret\end{itemize}", "Heron\nEgret"),
        (r"a\\b", "a\nb"),
        ("plain", "plain"),
    ],
)
def test_latex_becomes_the_text_that_it_shows(latex: str, text: str) -> None:
    assert latex_to_text(latex) == text


def test_an_address_keeps_what_only_looks_like_latex() -> None:
    latex = r"\url{https://pier.example/a--b~c{\_}d\%20{\textasciitilde}e}"

    assert address_in(latex) == "https://pier.example/a--b~c_d%20~e"


@given(st.text(alphabet="\\{}$%&`'\"~-_^abcuv \n"))
def test_any_text_can_be_read(latex: str) -> None:
    assert latex_to_text(latex).count("{") <= latex.count("\\{")
