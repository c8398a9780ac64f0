"""How much of newsletters is read: letters of three layouts, made of the articles of a corpus.

Real newsletters belong to somebody. These are laid out as services for newsletters do it: nested
tables (`tables`), sections of headings and paragraphs (`sections`), and text parted by `<br><br>`
(`breaks`), with hidden beginnings, links to the web, buttons, and feet in several languages.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from email.message import EmailMessage
from html import escape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.shingles import compared
from searchkit import article
from searchkit.corpus import read, walk

if TYPE_CHECKING:
    from benchmarks.corpus import Article


_HEADS = (
    "View in browser",
    "View this email in your browser",
    "Having trouble viewing this email? <a href='{url}'>View it online</a>",
    "Read online | Unsubscribe",
    "Open in app or online",
    "Im Browser ansehen",
    "Falls diese Nachricht nicht richtig dargestellt wird, klicken Sie bitte hier.",
    "Voir la version en ligne",
    "Ver en el navegador",
    "Visualizza nel browser",
    "Bekijk in je browser",
    "Открыть в браузере",
)
_FEET = (
    (
        "You are receiving this email because you opted in via our website.",
        "Our mailing address is:",
        "{outlet}",
        "1 Quay Street",
        "Saltby, ME 04101",
        "Want to change how you receive these emails?",
        "You can update your preferences or unsubscribe from this list.",
    ),
    ("© 2024 {outlet}", "548 Quay Street PMB 72, Saltby, CA 94104", "Unsubscribe"),
    (
        "Copyright (C) 2024 {outlet}. All rights reserved.",
        "This email was sent to reader@saltby.example.",
        "Privacy policy | Terms of service | Contact",
        "If you no longer wish to receive these emails, click here to opt out.",
    ),
    (
        "Was this newsletter forwarded to you? Sign up here.",
        "Facebook Twitter Instagram",
        "Manage your email preferences · Unsubscribe",
    ),
    (
        "Sie erhalten diese E-Mail, weil Sie sich für unseren Newsletter angemeldet haben.",
        "{outlet}, Kaistraße 1, 20457 Hamburg",
        "Newsletter abbestellen | Impressum | Datenschutz",
    ),
    (
        "Vous recevez cet e-mail car vous êtes inscrit à la lettre de {outlet}.",
        "Se désinscrire",
        "Mentions légales",
    ),
    ("Recibes este correo porque te suscribiste.", "Darse de baja", "Política de privacidad"),
    ("Ricevi questa email perché ti sei iscritto.", "Annulla l’iscrizione"),
    ("Je ontvangt deze mail omdat je je hebt aangemeld.", "Uitschrijven", "Privacybeleid"),
    ("Вы получили это письмо, потому что подписались на рассылку.", "Отписаться"),
)
_PADDING = "&#847;&zwnj;&nbsp;" * 60
_HIDDEN = (
    '<div style="display:none;font-size:1px;max-height:0px;overflow:hidden">{}</div>',
    '<span style="display:none !important;visibility:hidden;mso-hide:all">{}</span>',
    '<div style="font-size:0;line-height:0">{}' + _PADDING + "</div>",
)


class Letter(NamedTuple):
    """A newsletter and what should be read of it."""

    message: bytes
    texts: tuple[str, ...]


class Score(NamedTuple):
    """How much of some letters is read, each number from 0 to 1.

    Attributes:
        layout: How they are laid out.
        precision: How much of what is read is theirs.
        recall: How much of them is read.
        seconds: CPU time for a letter.
    """

    layout: str
    precision: float
    recall: float
    seconds: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def newsletters(articles: Iterator[Article], *, letters: int, seed: int) -> Iterator[str]:
    """Yield a line for each layout: how much is read of so many letters."""
    stories = [one for one in islice(articles, 20 * letters) if len(_paragraphs(one)) > 3]
    for layout in LAYOUTS:
        score = measured(layout, stories, letters=letters, seed=seed)
        yield (
            f"{layout:10} F1 {score.f1:.4f}  P {score.precision:.4f}  R {score.recall:.4f}"
            f"  {1000 * score.seconds:.1f} ms"
        )


def measured(layout: str, stories: Sequence[Article], *, letters: int, seed: int) -> Score:
    """Return how much is read of letters of one layout."""
    chosen = random.Random(seed)
    scores = []
    begun = time.process_time()
    made = [letter(layout, chosen.sample(stories, 3), chosen) for _ in range(letters)]
    spent = 0.0
    for each in made:
        begun = time.process_time()
        text = read_letter(each.message)
        spent += time.process_time() - begun
        scores.append(compared(text, "\n".join(each.texts)))
    precision, recall = (sum(part) / len(scores) for part in zip(*scores, strict=True))
    return Score(layout, precision, recall, spent / letters)


def read_letter(message: bytes) -> str:
    """Return the text that is read of a message, without what is taken for furniture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "letter.eml").write_bytes(message)
        found = [one for file in walk(folder).files for one in read(folder, file)]
    return "\n".join(one.prose for one in found if isinstance(one, article.Article))


def letter(layout: str, stories: Sequence[Article], chosen: random.Random) -> Letter:
    """Return a newsletter of some stories, and what should be read of it."""
    outlet = chosen.choice(("The Marram Post", "Quayside Weekly", "Harbour Gazette"))
    parts = [(one.title, _paragraphs(one)[:12]) for one in stories]
    head = chosen.choice(_HEADS).format(url="https://news.example/c/1")
    foot = [line.format(outlet=outlet) for line in chosen.choice(_FEET)]
    hidden = chosen.choice(_HIDDEN).format(escape("What you should know about the tide today"))
    message = EmailMessage()
    message["From"] = f"{outlet} <news@{outlet.split()[-1].lower()}.example>"
    message["Subject"] = f"{outlet}: the week"
    message["Date"] = "Mon, 04 May 2020 07:30:00 +0200"
    message["List-Unsubscribe"] = "<https://news.example/u/1>"
    message.set_content("View this email in your browser: https://news.example/c/1")
    html = LAYOUTS[layout](parts, hidden, head, foot)
    message.add_alternative(html, subtype="html", cte=chosen.choice(("quoted-printable", "base64")))
    texts = [text for title, paragraphs in parts for text in (title, *paragraphs)]
    return Letter(message.as_bytes(), tuple(texts))


def _paragraphs(story: Article) -> list[str]:
    """Return the paragraphs of a story, each on one line."""
    return [" ".join(line.split()) for line in story.text.split("\n") if line.strip()]


Stories = Sequence[tuple[str, list[str]]]  # titles and paragraphs


def _tables(stories: Stories, hidden: str, head: str, foot: Sequence[str]) -> str:
    """Return a letter of nested tables, a row for each paragraph."""

    def row(html: str) -> str:
        return (
            '<tr><td align="left" style="padding:0 18px"><table width="100%" cellpadding="0">'
            f'<tbody><tr><td valign="top">{html}</td></tr></tbody></table></td></tr>'
        )

    rows = [row(f'<a href="https://news.example/c/1">{head}</a>' if "<" not in head else head)]
    rows.append(row('<img src="https://news.example/logo.png" width="200" alt="">'))
    for title, paragraphs in stories:
        rows.append(row(f"<h2>{escape(title)}</h2>"))
        rows += [row(f"<p>{escape(text)}</p>") for text in paragraphs]
    rows.append(row("<br>".join(map(_linked, foot))))
    rows.append('<tr><td><img src="https://news.example/o.gif" width="1" height="1"></td></tr>')
    return (
        "<html><head><style>td { color: #333 }</style><title>News</title></head><body>"
        f'{hidden}<center><table width="600"><tbody>{"".join(rows)}</tbody></table></center>'
        "</body></html>"
    )


def _sections(stories: Stories, hidden: str, head: str, foot: Sequence[str]) -> str:
    """Return a letter of headings and paragraphs, with pictures and buttons."""
    parts = [f'<div class="preview">{hidden}</div><div class="header"><p>{head}</p></div>']
    for title, paragraphs in stories:
        body = "".join(f'<p style="margin:0 0 20px">{escape(text)}</p>' for text in paragraphs)
        picture = '<figure><a href="https://news.example/p"><img src="p.png" alt=""></a></figure>'
        parts.append(f'<div class="post"><h1>{escape(title)}</h1>{picture}{body}<hr></div>')
    lines = "".join(f"<p>{_linked(line)}</p>" for line in foot)
    parts.append(f'<div class="footer">{lines}</div>')
    return f"<!DOCTYPE html><html><body>{''.join(parts)}</body></html>"


def _breaks(stories: Stories, hidden: str, head: str, foot: Sequence[str]) -> str:
    """Return a letter whose paragraphs are parted by line breaks alone."""
    parts = [head]
    for title, paragraphs in stories:
        parts += [f"<b>{escape(title)}</b>", *map(escape, paragraphs)]
    text = "<br><br>\r\n".join(parts)
    return (
        f"<html><body>{hidden}{text}<br><br>--<br>{'<br>'.join(map(_linked, foot))}</body></html>"
    )


def _linked(line: str) -> str:
    """Return a line of a foot as a link, if it is short."""
    html = escape(line)
    return f'<a href="https://news.example/u">{html}</a>' if len(line) < 30 else html


LAYOUTS: dict[str, Callable[[Stories, str, str, Sequence[str]], str]] = {
    "tables": _tables,
    "sections": _sections,
    "breaks": _breaks,
}
