r"""LaTeX as it is in references -> the text that it shows.

Accents (`\"o`, `\c{c}`), letters (`\ss`), signs (`\&`, `---`) become the characters that they mean;
of a command that only changes how its argument looks, the argument stays. No command is run.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
}  # fmt: skip
_SIGNS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "i": "i", "j": "j", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ",
    "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "copyright": "©", "textcopyright": "©",
    "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€", "textdegree": "°",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘", "textquoteright": "’",
    "guillemotleft": "«", "guillemotright": "»", "textquotesingle": "'", "textquotedbl": '"',
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbar": "|",
    "textless": "<", "textgreater": ">", "textunderscore": "_", "textbullet": "•", "texttimes": "×",
    "textexclamdown": "¡", "textquestiondown": "¿", "textregistered": "®", "texttrademark": "™",
    "lbrace": "{", "rbrace": "}", "textbraceleft": "{", "textbraceright": "}", "slash": "/",
    "times": "×", "pm": "±", "cdot": "·", "leq": "≤", "geq": "≥", "sim": "~", "approx": "≈",
    "rightarrow": "→", "textrightarrow": "→", "infty": "∞", "par": "\n\n", "item": "\n",
    "newline": "\n", "quad": " ", "qquad": " ", "textvisiblespace": " ", "footnote": " ",
    "section": "\n\n", "subsection": "\n\n", "subsubsection": "\n\n", "paragraph": "\n\n",
} | {
    name: unicodedata.lookup(f"GREEK SMALL LETTER {name.upper()}")
    for name in """alpha beta gamma delta epsilon zeta eta theta iota kappa mu nu xi pi rho sigma
    tau upsilon phi chi psi omega""".split()
}  # fmt: skip
_UNSHOWN = (
    r"\\(?:begin|end|label|cite\w*|ref|href|vspace|hspace|textcolor|color)\*?(?:\[[^\[\]{}]*\])?"
    r"\{[^{}]*\}"
)
_ACCENT = (
    r"\\(?:([`'^~=.\"])\s*|([uvHrdcbkt])(?:\s+|(?=\{)))"
    r"(?:\{\s*(\\[ij]|[^\W\d_])\s*\}|(\\[ij](?![A-Za-z])|[^\W\d_]))"
)
_COMMAND = r"\\([A-Za-z]+)\*?(?:[ \t]*\{\}|[ \t]+|(?=[^A-Za-z]|\Z))"
_LITERAL = r"\\([&%$#_{}])"
_BREAK = r"\\\\(?:\[[^\[\]{}]*\])?"
_THIN = r"\\[ ,;:!/-]"
_TOKEN = re.compile(
    rf"(?P<unshown>{_UNSHOWN})|{_ACCENT}|(?P<command>{_COMMAND})|(?P<literal>{_LITERAL})"
    rf"|(?P<broken>{_BREAK})|(?P<thin>{_THIN})|(?P<plain>---?|``|''|`|~|[{{}}$])"
)
_PLAIN = {"---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "~": " "}


def latex_to_text(latex: str) -> str:
    r"""Return the text that some LaTeX shows; blank lines part paragraphs.

    >>> latex_to_text(r"Caf{\'e} \& {{Pier}}: the {\"O}resund---at 4\,\textdegree C")
    'Café & Pier: the Öresund—at 4 °C'
    """
    if "\\" in latex or "{" in latex or "$" in latex or "-" in latex or "`" in latex:
        # In the source a single line end is a space; commands make lines.
        source = "\n\n".join(" ".join(paragraph) for paragraph in _paragraphs(latex))
        latex = _TOKEN.sub(_shown, source)
    text = "\n\n".join("\n".join(paragraph) for paragraph in _paragraphs(latex))
    return unicodedata.normalize("NFC", text)


def _paragraphs(text: str) -> Iterator[list[str]]:
    """Yield the lines of each paragraph, with single spaces; blank lines part them."""
    begun: list[str] = []
    for line in text.split("\n"):
        if bare := " ".join(line.split()):
            begun.append(bare)
        elif begun:
            yield begun
            begun = []
    if begun:
        yield begun


def address_in(latex: str) -> str:
    r"""Return the address that a field holds, in which only `\` and braces are LaTeX.

    >>> address_in(r"https://post.example/a{\_}b\%20c")
    'https://post.example/a_b%20c'
    """
    bare = re.sub(r"\\url\s*|\{\\textasciitilde\}|[{}]", _of_address, latex)
    return re.sub(r"\\([&%$#_~])", r"\1", bare).strip()


def _of_address(found: re.Match[str]) -> str:
    return "~" if found[0].startswith("{\\") else ""


def _shown(found: re.Match[str]) -> str:
    """Return what a piece of LaTeX shows."""
    accent = found[2] or found[3]
    if accent:
        letter = (found[4] or found[5]).removeprefix("\\")
        return unicodedata.normalize("NFC", letter + _ACCENTS[accent])
    if found["command"]:
        name = found[7]
        return _SIGNS.get(name, "")
    if found["literal"]:
        return found["literal"][1]
    if found["broken"]:
        return "\n"
    if found["thin"]:
        return "" if found["thin"] in ("\\-", "\\!", "\\/") else " "
    return _PLAIN.get(found["plain"] or "", "")
