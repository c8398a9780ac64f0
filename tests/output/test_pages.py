from __future__ import annotations

from searchkit.output import Style
from searchkit.output.display import display_width
from searchkit.output.pages import page_as_text

PAGE = """# Tides

What the *moon* does is told
in [the almanac](moon.md), and [elsewhere](https://tides.example).

## Kinds

| write | finds |
|---|---|
| `spring\\|neap` | either of the two, of which the first is the larger |
| `ebb` | water on its way out |

- one
- two, which is
  longer
  - within

```console
$ searchkit search tide

1 of 1 article
```
"""


def test_a_page_is_drawn_as_text_of_a_width() -> None:
    drawn = page_as_text(PAGE, Style(width=50), topics={"moon.md": "moon"})

    assert drawn == (
        "Tides\n"
        "\n"
        "What the moon does is told in the almanac\n"
        "(searchkit help moon), and elsewhere\n"
        "(https://tides.example).\n"
        "\n"
        "Kinds\n"
        "\n"
        "write          finds\n"
        "`spring|neap`  either of the two, of which the\n"
        "               first is the larger\n"
        "`ebb`          water on its way out\n"
        "\n"
        "- one\n"
        "- two, which is longer\n"
        "  - within\n"
        "\n"
        "    $ searchkit search tide\n"
        "\n"
        "    1 of 1 article\n"
    )


def test_headings_are_bold_where_there_is_colour() -> None:
    drawn = page_as_text(PAGE, Style(width=50, colour=True), topics={})

    assert drawn.startswith("\x1b[1mTides\x1b[0m\n")
    assert "\x1b[1mwrite          finds\x1b[0m\n" in drawn


def test_a_table_is_never_wider_than_the_terminal_unless_that_is_very_narrow() -> None:
    row = "| " + " | ".join(["潮汐 and tides " * 9] * 3) + " |\n"
    drawn = page_as_text("| a | b | c |\n|---|---|---|\n" + row, Style(width=60), topics={})

    assert max(map(display_width, drawn.splitlines())) <= 60
    assert drawn.count("潮") == drawn.count("汐") == 27
