"""Text in UTF-16 and UTF-32 that has no byte order mark.

Its bytes come in units of two or four. In the right order many units are characters that
most texts have: blanks, line ends, letters of ASCII, and the signs, syllables and words
that are frequent in Chinese and Japanese. In the wrong order hardly any is.
"""

from __future__ import annotations

from searchkit.corpus.encoding.codec_names import FREQUENT_WORDS
from searchkit.late_patterns import late_pattern

_SAMPLE = 1 << 16  # bytes that are looked at
_UTF_32 = ("utf-32-le", "utf-32-be")
_UTF_16 = ("utf-16-le", "utf-16-be")
_PLAIN = late_pattern(
    f"[ \\n\\rA-Za-z0-9,.:;\u2019\u3000-\u3002\u3041-\u30fe\uff01\uff0c\uff1f{FREQUENT_WORDS}]"
)
_CONTROL = late_pattern(rb"[\x00-\x08]")  # of a unit, the half that tells the script
_CONTROLS = bytes(range(1, 32))
_MOSTLY = 0.6  # of the units
_FEW = 8  # bytes; more of them look like text hardly by chance
_NONE = late_pattern("[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff]")
_RARE = late_pattern("[\U00010000-\U0010ffff]")
_LEAST_PLAIN = 0.02  # of the characters of a text: blanks, or the ends of sentences
_MOSTLY_PLAIN = 0.3  # the same where no control makes other bytes unlikely
_MOST_NONE = 0.01


def wide_codec(content: bytes) -> str | None:
    """Return the codec of a text of wide units, or None where bytes are no such text.

    >>> wide_codec("Low tide.".encode("utf-16-be")), wide_codec(b"Low tide.")
    ('utf-16-be', None)
    """
    sample = content[: min(len(content), _SAMPLE) // 4 * 4 or 2]
    for codec in _UTF_32:  # hardly any other bytes are numbers of characters
        text = sample.decode(codec, "replace")
        if len(sample) >= _FEW and _is_text(text) and 2 * len(_RARE.findall(text)) <= len(text):
            return codec
    if by_controls := _by_controls(sample):
        return by_controls
    plain, best = max((_plain(sample, codec), codec) for codec in _UTF_16)
    least = _LEAST_PLAIN if _CONTROL.search(sample) else _MOSTLY_PLAIN
    return best if plain >= least else None


def _by_controls(sample: bytes) -> str | None:
    """Return the codec of UTF-16 in which one half of most units is a control, or None.

    It is the half that tells the alphabet, of all that are written in Europe and India.
    """
    halves = (sample[1::2], sample[::2])
    low, high = (len(half) - len(half.translate(None, _CONTROLS)) for half in halves)
    codec = _UTF_16[high > low]
    most, least = max(low, high), min(low, high)
    if len(sample) < _FEW:
        return None
    is_lopsided = most >= _MOSTLY * len(halves[0]) and least <= (1 - _MOSTLY) * len(halves[0])
    return codec if is_lopsided and _is_text(sample.decode(codec, "replace")) else None


def _plain(sample: bytes, codec: str) -> float:
    """Return how much of a sample is as plain as in any text; nothing if it is no text."""
    text = sample.decode(codec, "replace")
    return len(_PLAIN.findall(text)) / len(text) if _is_text(text) else 0.0


def _is_text(text: str) -> bool:
    """Whether a text has hardly any controls, and characters that are none."""
    return len(_NONE.findall(text)) <= _MOST_NONE * len(text)
