"""The formats of surveys, which only the commands that count load.

The tables are as those of :mod:`searchkit.output`. A picture in dots is none of these, since it is
bytes: :mod:`searchkit.output.pictures` makes it of one in SVG.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchkit.output import Formats, as_csv, as_json, text_of_timelines, timeline_svg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from searchkit.results.similar_articles import Story
    from searchkit.results.surveys import NamedSurvey, Survey, SurveyedResults

TIMELINE_FORMATS: Final[Formats[Sequence[Survey]]] = {
    "text": text_of_timelines.timeline_as_text,
    "csv": lambda surveys, _: as_csv.timeline_as_csv(surveys),
    "json": lambda surveys, _: as_json.timeline_as_json(surveys),
    "svg": lambda surveys, _: timeline_svg.timeline_as_svg(surveys),
}
PICTURES: Final = ("svg", "png")
"""What a timeline is drawn as."""

SURVEYED_FORMATS: Final[Formats[SurveyedResults]] = {
    "text": text_of_timelines.surveyed_results_as_text,
    "json": as_json.surveyed_results_as_json,
}
STORY_FORMATS: Final[Formats[Story]] = {
    "text": text_of_timelines.story_as_text,
    "json": as_json.similar_as_json,
    "jsonl": as_json.similar_as_json_lines,
    "csv": as_csv.similar_as_csv,
}
BATCH_FORMATS: Final[Formats[NamedSurvey]] = {
    "csv": lambda named, _: as_csv.batch_row_as_csv(named),
    "jsonl": lambda named, _: as_json.batch_row_as_json(named),
}
BATCH_HEADS: Final[Mapping[str, Callable[[], str]]] = {
    "csv": as_csv.batch_head_as_csv,
    "jsonl": str,
}
"""What comes before the queries of a list."""
