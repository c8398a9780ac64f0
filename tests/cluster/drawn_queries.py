"""Each row of the tables of docs/query-language.md -> queries of its kind, drawn from articles.

What is written in a row is taken to pieces, and each piece is exchanged for one of its kind: a word
for a word of some article, a phrase for words that stand together there, a pattern for one that
fits such a word, a value for a value that articles have. Operators and signs stay.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from searchkit.article import Article

PAGE = Path(__file__).parents[2] / "docs" / "query-language.md"
HEADS = (
    r"write \| finds \| of 62",
    r"write \| is required \| all words \| only some",
    r"write \| its words \| why",
    r"write \| means \| of 62",
)
"""The heads of the tables whose rows are kinds of queries; the others tell how a typing error is
read, which happens before any engine is asked."""

SAVED = {"tides": '"spring tide"'}
"""The searches that are saved, by their names."""

_ACRONYMS = ["WHO", "US", "IT", "UN"]
_PIECE = re.compile(
    r"""
    (?P<regex>/[^/\s]+/)
  | (?P<value>\b(?:source|author|lang|url|date|since|until|key):(?:"[^"]*"|\([^)]*\)|\S+))
  | (?P<address>https?://\S+)
  | (?P<quoted_saved>"@\w+"|[=:]@\w+)
  | (?P<phrase>"[^"]*")
  | (?P<kept>\b(?:AND|OR|NOT|(?:NEAR|BEFORE)/\d+)\b|@\w+|\b(?:title|text):|[~^]\d+)
  | (?P<pattern>[\w]*[*?][\w*?]*|\w+~\d?)
  | (?P<word>[\w&.-]+)
    """,
    re.VERBOSE,
)


def rows() -> Iterator[tuple[str, list[str]]]:
    """Yield what is written in each row, whole and by queries."""
    text = PAGE.read_text(encoding="utf-8")
    for head in HEADS:
        for table in re.findall(rf"^\| {head} \|\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE):
            for row in table.splitlines():
                cell = re.split(r" (?<!\\)\| ", row[2:-2])[0]
                yield cell, [one.replace("\\|", "|") for one in re.findall(r"`([^`]+)`", cell)]


class Drawing:
    """Draws queries from articles; the same ones for the same seed.

    Args:
        articles: The articles.
        seed: The seed.
    """

    def __init__(self, articles: Sequence[Article], seed: int | str) -> None:
        self._articles = articles
        self._chance = random.Random(seed)
        self._near: list[str] = []

    def query(self, written: str) -> str:
        """Return a query of the kind of one that is written in a row."""
        self._near = self._words_of_one()
        return _PIECE.sub(self._exchanged, written)

    def _words_of_one(self) -> list[str]:
        while True:
            words = self._chance.choice(self._articles).text.split()
            words = [found for word in words if (found := word.strip(".,;:!?“”\"'()"))]
            if len(words) > 3:
                return words

    def _exchanged(self, match: re.Match[str]) -> str:
        piece = match[0]
        match match.lastgroup:
            case "regex":
                return self._regex()
            case "value":
                return self._value(*piece.split(":", 1))
            case "address":
                return self._article_with("url").url or piece
            case "phrase":
                return self._phrase(piece[1:-1])
            case "pattern":
                return self._pattern(piece)
            case "word":
                return self._word(piece)
            case _:
                return piece

    def _word(self, piece: str) -> str:
        if piece.isupper() and len(piece) > 1:
            return self._chance.choice(_ACRONYMS)
        if "&" in piece or "." in piece:
            return piece
        if "-" in piece:
            return f"{self._letters()}-{self._letters()}"
        if self._chance.random() < 0.25:  # a word that the others may never stand beside
            return self._letters(self._words_of_one())
        return self._letters()

    def _letters(self, words: list[str] | None = None) -> str:
        """Return a word of letters alone, if that is to be had."""
        for _ in range(50):
            word = self._chance.choice(words or self._near)
            if word.isalpha() and (len(word) > 1 or not word.isascii()):
                return word.lower()
        return "tide"

    def _phrase(self, inside: str) -> str:
        count = len(inside.split())
        at = self._chance.randrange(max(len(self._near) - count, 0) + 1)
        words = [word.replace('"', "").lower() for word in self._near[at : at + count]]
        if "*" in inside:
            words[-1] = words[-1][: self._chance.randint(1, 3)] + "*"
        return '"' + " ".join(words) + '"'

    def _pattern(self, piece: str) -> str:
        word = self._letters()
        if piece == "*":
            return piece
        if "~" in piece:
            at = self._chance.randrange(len(word))
            return word[:at] + word[at + 1 :] + "e" + piece[piece.index("~") :]
        if "?" in piece:
            at = self._chance.randrange(len(word))
            return word[:at] + "?" + word[at + 1 :] + ("" if at < len(word) - 1 else "s")
        if piece.startswith("*"):
            return f"*{word[-4:]}" + ("*" if piece.endswith("*") else "")
        return word[: self._chance.randint(2, 5)] + "*"

    def _regex(self) -> str:
        word = self._letters()
        some = word[: max(len(word) - 2, 1)]
        forms = [f"{some}.*", f"{some}[a-m]+", f"({word}|{self._letters()})s?", rf"{some}\w{{0,3}}"]
        return f"/{self._chance.choice(forms)}/"

    def _article_with(self, name: str) -> Article:
        for _ in range(1000):
            article = self._chance.choice(self._articles)
            if getattr(article, name):
                return article
        return article

    def _value(self, name: str, value: str) -> str:
        if value in {"none", "*"}:
            return f"{name}:{value}"
        match name:
            case "source":
                return f"source:{self._source(value)}"
            case "author":
                (author, *_) = self._article_with("authors").authors or ("none",)
                return f'author:"{author}"' if '"' in value else f"author:{author.split()[-1]}"
            case "lang":
                return f"lang:{self._article_with('language').language or 'en'}"
            case "url":
                parts = (self._article_with("url").url or "https://x.example").split("/")
                return "url:" + "/".join(parts[2 : self._chance.randint(3, max(len(parts), 3))])
            case "key":
                return f'key:"{self._chance.choice(self._articles).key}"'
            case _:
                return f"{name}:{self._time(value)}"

    def _source(self, value: str) -> str:
        names = [self._article_with("source").source or "none" for _ in range(2)]
        if value.startswith("("):
            return f'("{names[0]}" OR "{names[1]}")'
        if value.endswith("*"):
            return names[0].split()[-1][:3].lower() + "*"
        return f'"{names[0].lower()}"' if value.startswith('"') else names[0].split()[-1].lower()

    def _time(self, value: str) -> str:
        year, month = self._chance.randint(2013, 2021), self._chance.randint(1, 12)
        if ".." in value:
            return f"{year}..{year + self._chance.randint(0, 3)}"
        forms = [
            f"{year}",
            f"{year}-{month:02}",
            f"{year}-{month:02}-{self._chance.randint(1, 28)}",
        ]
        return self._chance.choice(forms)
