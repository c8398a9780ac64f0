"""What control words of RTF mean: characters, code pages, and places that are not the text."""

from __future__ import annotations

from typing import Final

SIGNS: Final = {
    "bullet": "•",
    "cell": "\t",
    "emdash": "—",
    "emspace": " ",
    "endash": "–",
    "enspace": " ",
    "ldblquote": "“",
    "line": "\n",
    "lquote": "‘",
    "qmspace": " ",
    "rdblquote": "”",
    "rquote": "’",
    "softline": "\n",
    "tab": "\t",
    "zwbo": "",
    "zwj": "\u200d",
    "zwnbo": "",
    "zwnj": "\u200c",
}
"""Control words that are a character."""

SYMBOLS: Final = {
    "~": "\u00a0",
    "_": "-",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\t": "\t",
}
"""Control symbols that are a character; a hyphen only for the end of a line is none."""

PARAGRAPH_ENDS: Final = frozenset(("par", "sect", "page", "\n", "\r"))
"""Control words and symbols that end a paragraph."""

LEFT_OUT: Final = frozenset(
    """
    annotation atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart
    background bkmkend bkmkstart colorschememapping colortbl datafield datastore defchp defpap do
    falt fchars ffdeftext ffentrymcr ffexitmcr ffformat ffhelptext ffl ffname ffstattext file
    filetbl fldinst fldtype fontemb fontfile footer footerf footerl footerr formfield ftncn ftnsep
    ftnsepc aftncn aftnsep aftnsepc generator header headerf headerl headerr keycode latentstyles
    lchars levelnumbers leveltext list listlevel listname listoverride listoverridetable listpicture
    listtable mmathPict nesttableprops nextfile nonesttables nonshppict objalias objclass objdata
    objname objsect objtime oleclsid panose password passwordhash pgp pgptbl picprop pict pn
    pnseclvl pnseclvl1 pntxta pntxtb private propname protusertbl pxe revtbl rsidtbl rxe shppict sn
    sp staticval tc template themedata upr userprops wgrffmtfilter xe xmlattr xmlattrname
    xmlattrvalue xmlclose xmlname xmlnstbl xmlopen
    """.split()
)
"""Control words that make of their group what is not the text of the article."""

KEPT: Final = frozenset(("moMath", "moMathPara", "shptxt", "ud", "fldrslt", "dptxbxtext"))
"""Control words that make of their group text, even where that around it is left out."""

LIST_MARKS: Final = frozenset(("listtext", "pntext"))
"""Control words of groups that hold the mark before an item of a list."""

ANSI: Final = "cp1252"
CHARACTER_SETS: Final = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": ANSI}
"""Control words that say what the bytes of a file mean."""

CODECS_OF_FONTS: Final = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""What bytes mean in a font, by its character set; others mean what they do in the file."""
