"""Newsletters: what is around their text, and what is like it and is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.facts.furniture.newsletters import find_newsletter_furniture

PROSE = (
    "The tide came in at noon, and the harbour master shut the gates before the storm that had"
    " been forecast for the whole of the week."
)


def around(text: str) -> list[str]:
    return [text[start:end] for start, end in find_newsletter_furniture(text)]


@pytest.mark.parametrize(
    "line",
    [
        *("View in browser", "View this email in your browser", "Read online", "Web version"),
        *("No images? Click here", "Si vous ne visualisez pas correctement ce mail, cliquez ici"),
        *(
            "¿No puedes ver este correo? Haz clic aquí",
            "Online lesen",
            "Add us to your address book",
        ),
        *("Having trouble reading this email? View it online.", "Im Browser ansehen"),
        *("Voir la version en ligne", "Afficher dans votre navigateur", "Ver en el navegador"),
        *("Visualizza nel browser", "Ver no navegador", "Bekijk deze mail in je browser"),
        *("Visa i webbläsare", "Se i browser", "Avaa viesti selaimessa", "Открыть в браузере"),
        *("Zobacz w przeglądarce", "Zobrazit v prohlížeči", "Megnyitás böngészőben"),
        *("Vezi în browser", "Tarayıcıda görüntüle", "Προβολή στο πρόγραμμα περιήγησης"),
        *(
            "عرض في المتصفح",
            "צפייה בדפדפן",
            "在浏览器中查看",
            "ブラウザで表示する",
            "브라우저에서 보기",
        ),
    ],
)
def test_where_else_to_read_a_letter_is_furniture_at_its_head(line: str) -> None:
    assert around(f"{line}\n\n{PROSE}\n\nThe end.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        *("Unsubscribe", "You can update your preferences or unsubscribe from this list."),
        *("Si no desea recibir más correos, pulse aquí", "Pour ne plus recevoir cette lettre, ici"),
        *("https://lists.example/listinfo/tides", "Manage your newsletters"),
        *("Click here to opt out.", "Newsletter abbestellen", "Hier können Sie sich abmelden."),
        *("Se désabonner", "Se désinscrire", "Darse de baja", "Cancelar suscripción"),
        *("Annulla l’iscrizione", "Disiscriviti", "Cancelar inscrição", "Uitschrijven", "Afmelden"),
        *("Avregistrera dig", "Afmeld nyhedsbrev", "Meld deg av", "Peruuta tilaus", "Отписаться"),
        *("Відписатися", "Отпишете се", "Wypisz się", "Odhlásit se", "Leiratkozás"),
        *("Dezabonare", "Abonelikten çık", "Απεγγραφή", "إلغاء الاشتراك", "להסרה מרשימת התפוצה"),
        *("退订", "配信停止はこちら", "수신거부", "Hủy đăng ký"),
    ],
)
def test_how_to_get_no_more_letters_is_furniture_at_the_end(line: str) -> None:
    assert around(f"{PROSE}\n\n{PROSE}\n\n{line}\n\nPrivacy") == [line, "Privacy"]


def test_a_foot_begins_above_the_line_that_says_how_to_leave() -> None:
    foot = ["--", "© 2020 The Post", "1 Quay Street", "Sent to ada@post.example", "Unsubscribe"]

    assert around("\n".join([PROSE, "The end.", *foot])) == foot


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        f"{PROSE}\n“I pressed unsubscribe,” she said, “and read the paper.”\n{PROSE}",
        f"{PROSE}\nReaders may opt in or opt out of it as they like.\n{PROSE}",
        f"{PROSE}\nHow to unsubscribe from the sea\n" + f"{PROSE}\n" * 20,
        "Unsubscribe",
        "",
    ],
)
def test_a_text_that_speaks_of_it_keeps_its_lines(text: str) -> None:
    assert around(text) == []


@given(st.text(alphabet="view unsubscribe©.\n", max_size=300))
def test_spans_are_lines_in_order(text: str) -> None:
    spans = find_newsletter_furniture(text)

    assert list(spans) == sorted(spans)
    assert all(text[start:end] in text.split("\n") for start, end in spans)
