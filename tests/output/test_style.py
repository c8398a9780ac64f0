import pytest

from searchkit.output import wants_colour


@pytest.mark.parametrize(
    ("environ", "terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "xterm"}, True, True),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ({"FORCE_COLOR": "0"}, True, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": ""}, False, False),
        ({"NO_COLOR": "0", "FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_follows_the_environment_and_then_the_terminal(
    environ: dict[str, str], terminal: bool, expected: bool
) -> None:
    assert wants_colour(environ, terminal=terminal) is expected
