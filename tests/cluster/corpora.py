"""Articles in several languages, for tests that compare a cluster with a directory."""

from __future__ import annotations

import json

SENTENCES = {
    "en": "The spring tide came over the quay and the harbour master counted the boats twice.",
    "de": "Die Zeitungen schrieben von einer Springflut, und der Hafenmeister zählte die Boote.",
    "fr": "Les nouvelles du port sont bonnes et les marées de printemps montent plus haut.",
    "es": "Las mareas vivas subieron al muelle y el capitán del puerto contó los barcos.",
    "nl": "De zeehonden lagen op de plaat en de havenmeester telde de boten van het dorp.",
}

EXTRA = [
    (
        "naïve",
        "en",
        "A naïve visitor asked the WHO in Geneva about US funding for R&D, who laughed.",
    ),
    ("naive", "en", "Naive readers of the news think that nationals of a nation are all alike."),
    ("kin", "en", "Socialists, socialism and social workers: the nation, its national relations."),
    ("again", "en", "To be or not to be: the tide the tide the tide and the moon, tide by tide."),
    ("news", "fr", "Le new look des nouvelles: une nouvelle marée, un nouveau bateau, un port."),
]


def records() -> list[dict[str, str]]:
    """The articles as lines of a corpus."""
    found = []
    words = "tide moon harbour boat quay survey otter ice bread baker".split()
    for number in range(60):
        language = list(SENTENCES)[number % len(SENTENCES)]
        one, other, third = (words[(number * step + step) % len(words)] for step in (1, 3, 7))
        text = f"{SENTENCES[language]} {one} {other}s {third}, {other} and {one}. "
        text += " ".join(words[at % len(words)] for at in range(number, number + number % 9))
        found.append(
            {
                "id": f"{number:03}",
                "title": f"{one} {third}" if number % 3 else f"The {other} of the {one}",
                "text": text,
                "language": language,
                "source": ["The Marram Post", "Marram Post", "Tern", ""][number % 4],
                "author": ["Ada Marsh", "Jo Wend", ""][number % 3],
                "url": f"https://news.example.org/{number % 5}/{number}",
                "date": ["2018", "2018-03", f"2019-05-{number % 28 + 1:02}", ""][number % 4],
            }
        )
    for number, (key, language, text) in enumerate(EXTRA):
        date = f"2020-01-0{number + 1}T23:30:00{['Z', '+05:00', '-08:00'][number % 3]}"
        found.append({"id": key, "title": key, "text": text, "language": language, "date": date})
    return found


def lines(found: list[dict[str, str]]) -> str:
    """Articles as a file of JSON lines."""
    return "\n".join(map(json.dumps, found)) + "\n"
