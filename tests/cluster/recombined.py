"""Thousands of articles in twelve languages, made of the sentences of a few; the same for a seed.

Sentences come from the sample corpus, and for languages that it has none or little of, from here.
Some articles are nearly the same, some quote the same words, some have no date or outlet.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from searchkit.article import Article

MORE_SENTENCES = {
    "es": "Las mareas vivas subieron al muelle. El capitán del puerto contó los barcos dos veces. "
    "Los niños corrieron hacia las casas altas. Nadie había visto tanta agua en la plaza.",
    "fr": "Les marées de printemps montent plus haut que les autres. Les nouvelles du port sont "
    "bonnes. Les marins dormaient dans leurs bateaux. Une vieille école servait de refuge.",
    "it": "Le maree di primavera salirono sul molo. Il capitano del porto contò le barche. "
    "I bambini corsero verso le case più alte. Le notizie della sera erano brevi.",
    "pt": "As marés vivas subiram ao cais. O capitão do porto contou os barcos duas vezes. "
    "As crianças correram para as casas altas. As notícias da noite foram curtas.",
    "nl": "De zeehonden lagen op de plaat. De havenmeester telde de boten van het dorp. "
    "De kinderen liepen naar de hogere huizen. Het nieuws van de avond was kort.",
    "ro": "Mareele de primăvară au urcat pe chei. Căpitanul portului a numărat bărcile. "
    "Copiii au fugit spre casele înalte. Știrile serii au fost scurte.",
    "hu": "A tavaszi dagály elérte a rakpartot. A kikötőmester megszámolta a csónakokat. "
    "A gyerekek a magasabb házak felé futottak. Az esti hírek rövidek voltak.",
    "ru": "Весенние приливы поднялись на причал. Капитан порта пересчитал лодки. "
    "Дети побежали к высоким домам. Вечерние новости были короткими.",
    "fi": "Kevään vuorovesi nousi laiturille. Satamakapteeni laski veneet kahdesti. "
    "Lapset juoksivat korkeampien talojen luo. Illan uutiset olivat lyhyitä.",
    "zh": "春天的潮水漫过了码头。港口的船长数了两次船。孩子们跑向高处的房子。晚上的新闻很短。",
}
CAPITALS = [
    "The WHO and the US agreed on R&D funding, said AT&T.",
    "IT staff in the U.S. met at 9 a.m. to talk of break-up fees.",
    "Who told us that the EU would pay for it? Nobody in the UN did.",
    "“We moved the ice first and the fish after it, as our fathers did,” said Mary O’Brien.",
    "“No harbour can be built by those who are afraid of the water,” said the master.",
]
_OUTLETS = ["The Marram Post", "Marram Post", "Harbour Gazette", "Tern", "The Signal Box", ""]
_AUTHORS = ["Ada Marsh", "Nell Garrowby", "Jo Wend", "Jo Marsh", ""]
_SENTENCE = re.compile(r"[^.!?。]+[.!?。]+[”’]?\s*")


def recombined(known: Iterable[Article], count: int, *, seed: int) -> Iterator[dict[str, object]]:
    """Yield articles as lines of a corpus have them.

    Args:
        known: The articles whose sentences they are made of.
        count: How many.
        seed: The same articles come for the same seed.
    """
    chance = random.Random(seed)
    pools: dict[str, list[str]] = defaultdict(list)
    for article in known:
        pools[article.language or "en"] += _SENTENCE.findall(article.text)
    for language, text in MORE_SENTENCES.items():
        pools[language] += _SENTENCE.findall(text)
    pools["en"] += CAPITALS * 4
    others = sorted(pools.keys() - {"en"})
    last: dict[str, object] = {}
    for number in range(count):
        language = "en" if chance.random() < 0.55 else chance.choice(others)
        if last and chance.random() < 0.04:  # nearly the same as the one before
            yield {**last, "id": f"{number:05}", "source": chance.choice(_OUTLETS)}
            continue
        pool = pools[language]
        sentences = [chance.choice(pool).strip() for _ in range(chance.randint(2, 14))]
        last = {
            "id": f"{number:05}",
            "title": " ".join(chance.choice(pool).split()[: chance.randint(2, 9)]) or "News",
            "text": _mixed(sentences, chance),
            "language": language,
            "source": chance.choice(_OUTLETS),
            "author": chance.choice(_AUTHORS),
            "url": f"https://www.marrampost.example/{2015 + number % 7}/{number % 40}/{number}",
            "date": _date(chance),
        }
        yield last


def _mixed(sentences: list[str], chance: random.Random) -> str:
    """Return sentences as a text, some of whose words have changed places."""
    words = " ".join(sentences).split()
    for _ in range(len(words) // 12):
        one, other = chance.randrange(len(words)), chance.randrange(len(words))
        words[one], words[other] = words[other], words[one]
    return " ".join(words)


def _date(chance: random.Random) -> str:
    year, month, day = chance.randint(2014, 2021), chance.randint(1, 12), chance.randint(1, 28)
    day_text = f"{year}-{month:02}-{day:02}"
    zone = chance.choice(["Z", "+05:00", "-08:00", ""])
    clock = f"T{chance.randint(0, 23):02}:{chance.randint(0, 59):02}:00"
    kinds = ["", str(year), f"{year}-{month:02}", day_text, day_text, day_text + clock + zone]
    return chance.choice(kinds)


def write(known: Iterable[Article], path: Path, count: int, *, seed: int) -> None:
    """Write such articles into a file."""
    with path.open("w", encoding="utf-8") as file:
        for record in recombined(known, count, seed=seed):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
