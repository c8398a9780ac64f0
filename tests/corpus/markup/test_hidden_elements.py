"""Which tags hide their elements."""

from __future__ import annotations

import pytest

from searchkit.corpus.markup.hidden_elements import is_hidden


@pytest.mark.parametrize(
    "tag",
    [
        "<div hidden>",
        '<div hidden="hidden">',
        '<div class="a b" HIDDEN >',
        '<div style="color:red;display:none">',
        "<div style='Display: NONE'>",
        "<div style=display:none>",
        '<div style="visibility: hidden">',
        '<div style="mso-hide:all;font-size:1px">',
        '<div style="max-height:0px;max-width:0;overflow:hidden">',
    ],
)
def test_an_attribute_or_a_style_hides_an_element(tag: str) -> None:
    assert is_hidden("div", tag)


@pytest.mark.parametrize(
    "tag",
    [
        "<div>",
        '<div class="is hidden">',
        '<div data-hidden="true" title="display:none">',
        '<div hidden="until-found">',
        '<div style="flex-display:none">',
        '<div style="font-size:0;line-height:0">',
        '<div style="max-height:0">',
        '<div style="max-height:0.5em;overflow:hidden">',
    ],
)
def test_other_attributes_and_styles_do_not(tag: str) -> None:
    assert not is_hidden("div", tag)
