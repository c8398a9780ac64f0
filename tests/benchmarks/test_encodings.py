from pathlib import Path

from benchmarks.encodings import encodings

TEXTS = {
    "windows-1252": ("Färjan från Åland kommer först på måndag.", "cp1252"),
    "iso-8859-5-russian": ("Паром вышел из гавани в шесть часов утра.", "iso8859-5"),
    "UTF-16LE": ("Low tide.", "utf-16-le"),
    "EUC-TW": ("Färjan från Åland", "cp1252"),
}


def test_files_are_judged_by_their_characters(tmp_path: Path) -> None:
    for folder, (text, codec) in TEXTS.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_bytes(text.encode(codec))

    lines = encodings(tmp_path)

    assert lines[:3] == [
        "3 of 4 files right",
        "0 wrong ones told to be in doubt, 1 not",
        "0 right ones told to be in doubt",
    ]
    assert lines[4:] == ["wrong: EUC-TW read as windows-1252 (guessed)"]
