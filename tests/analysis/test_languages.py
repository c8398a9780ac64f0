"""Which language a text is in."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis import LANGUAGES, Detected, detect, fold, stop_words
from searchkit.analysis.languages import ENOUGH_LETTERS

PARAGRAPHS = {
    "ar": "وصلت السفينة إلى الميناء في الصباح بعد رحلة طويلة، وقال القبطان إن البحر كان هادئا. "
    "ثم ذهب البحارة إلى السوق الذي يقع بين الجسر والقلعة من أجل شراء الخبز.",
    "da": "Færgen lagde til tidligt om morgenen, og der var kun få mennesker på kajen. Kaptajnen "
    "sagde, at havet havde været roligt, men at han ikke ville sejle igen, før vinden blev bedre.",
    "de": "Die Fähre legte am frühen Morgen an, und auf dem Kai standen nur wenige Leute. Der "
    "Kapitän sagte, das Meer sei ruhig gewesen, er werde aber nicht wieder auslaufen.",
    "en": "The ferry came in early in the morning, and there were only a few people on the quay. "
    "The captain said that the sea had been calm, but he would not sail again before noon.",
    "es": "El transbordador llegó por la mañana temprano y en el muelle había muy poca gente. El "
    "capitán dijo que el mar estaba en calma, pero que no volvería a salir hasta el mediodía.",
    "fi": "Lautta saapui aikaisin aamulla, ja laiturilla oli vain muutama ihminen. Kapteeni sanoi, "
    "että meri oli ollut tyyni, mutta hän ei lähtisi uudelleen ennen kuin tuuli kääntyy.",
    "fr": "Le bac est arrivé tôt le matin et il n'y avait que peu de monde sur le quai. Le "
    "capitaine a dit que la mer était calme, mais qu'il ne repartirait pas avant midi.",
    "hu": "A komp kora reggel érkezett, és csak néhány ember állt a mólón. A kapitány azt mondta, "
    "hogy a tenger nyugodt volt, de nem indul el újra, amíg a szél meg nem fordul.",
    "it": "Il traghetto è arrivato la mattina presto e sul molo c'erano solo poche persone. Il "
    "capitano ha detto che il mare era calmo, ma che non sarebbe ripartito prima di mezzogiorno.",
    "nl": "De veerboot kwam vroeg in de ochtend aan en er stonden maar weinig mensen op de kade. "
    "De kapitein zei dat de zee rustig was geweest, maar dat hij niet weer zou uitvaren.",
    "no": "Fergen la til kai tidlig om morgenen, og det var bare noen få mennesker der. Kapteinen "
    "sa at sjøen hadde vært rolig, men at han ikke ville seile igjen etter at vinden ble sterk.",
    "pt": "A balsa chegou de manhã cedo e havia pouca gente no cais. O capitão disse que o mar "
    "estava calmo, mas que não voltaria a sair até ao meio-dia, porque o vento era forte.",
    "ro": "Feribotul a ajuns dimineața devreme și pe chei erau doar câțiva oameni. Căpitanul a "
    "spus că marea a fost calmă, dar că nu va pleca din nou până când vântul nu se schimbă.",
    "ru": "Паром пришёл рано утром, и на причале было только несколько человек. Капитан сказал, "
    "что море было спокойным, но он не выйдет снова, если ветер не переменится.",
    "sv": "Färjan kom in tidigt på morgonen och det var bara några få människor på kajen. Kaptenen "
    "sade att havet hade varit lugnt, men att han inte skulle segla igen efter mörkrets inbrott.",
    "el": "Το πλοίο έφτασε νωρίς το πρωί και στην προβλήτα ήταν λίγοι άνθρωποι.",
    "fa": "کشتی صبح زود به بندر رسید و تنها چند نفر در اسکله بودند. ناخدا گفت که دریا آرام بود.",
    "he": "המעבורת הגיעה מוקדם בבוקר ורק אנשים מעטים עמדו על הרציף.",
    "ja": "フェリーは朝早く到着し、埠頭には数人しかいなかった。船長は海が穏やかだったと言った。",
    "ko": "배는 이른 아침에 도착했고 부두에는 사람이 몇 명밖에 없었다.",
    "th": "เรือข้ามฟากมาถึงแต่เช้าตรู่และมีคนเพียงไม่กี่คนบนท่าเรือ",
    "uk": "Пором прийшов рано вранці, і на причалі було лише кілька людей. Їм сказали чекати.",
    "zh": "渡轮清晨抵达，码头上只有几个人。船长说海面很平静，但中午以前不会再出航。",
    "af": "Die veerboot het vroeg die oggend aangekom en daar was net 'n paar mense op die kaai. "
    "Die kaptein het gesê dat die see kalm was, maar hy sou nie weer uitvaar voor die middag nie.",
    "be": "Паром прыйшоў рана раніцай, і на прычале было толькі некалькі чалавек. Капітан сказаў, "
    "што мора было спакойным, але ён не выйдзе зноў, пакуль вецер не зменіцца.",
    "bg": "Фериботът пристигна рано сутринта и на кея имаше само няколко души. Капитанът каза, че "
    "морето е било спокойно, но няма да отплава отново, преди вятърът да се обърне.",
    "ca": "El transbordador va arribar d'hora al matí i al moll només hi havia unes quantes "
    "persones. El capità va dir que el mar estava tranquil, però que no tornaria a sortir "
    "fins al migdia.",
    "cs": "Trajekt připlul brzy ráno a na nábřeží bylo jen několik lidí. Kapitán řekl, že moře "
    "bylo klidné, ale že znovu nevypluje dříve, než se vítr obrátí.",
    "gl": "O transbordador chegou pola mañá cedo e no peirao había moi pouca xente. O capitán dixo "
    "que o mar estaba en calma, pero que non volvería saír ata o mediodía.",
    "hi": "नाव सुबह जल्दी पहुँच गई और घाट पर केवल कुछ ही लोग थे। कप्तान ने कहा कि समुद्र शांत था, "
    "लेकिन दोपहर से पहले वह फिर नहीं निकलेगा।",
    "is": "Ferjan kom snemma um morguninn og aðeins fáir voru á bryggjunni. Skipstjórinn sagði að "
    "sjórinn hefði verið lygn en að hann myndi ekki sigla aftur fyrr en vindurinn snerist.",
    "ka": "ბორანი დილით ადრე მოვიდა და ნაპირზე მხოლოდ რამდენიმე ადამიანი იდგა.",
    "ku": "پاپۆڕەکە بەیانی زوو گەیشتە بەندەرەکە و تەنها چەند کەسێک لەوێ بوون. کاپتنەکە وتی کە "
    "دەریا ئارام بوو، بەڵام پێش نیوەڕۆ دەرناچێتەوە.",
    "mk": "Траектот пристигна рано наутро и на кејот имаше само неколку луѓе. Капетанот рече дека "
    "морето било мирно, но дека нема повторно да исплови пред да се смени ветрот.",
    "pl": "Prom przypłynął wcześnie rano i na nabrzeżu było tylko kilka osób. Kapitan powiedział, "
    "że morze było spokojne, ale nie wypłynie ponownie, dopóki wiatr się nie zmieni.",
    "sr": "Трајект је стигао рано ујутру и на кеју је било само неколико људи. Капетан је рекао да "
    "је море било мирно, али да неће поново испловити пре него што се ветар промени.",
    "tr": "Feribot sabah erkenden geldi ve rıhtımda yalnızca birkaç kişi vardı. Kaptan denizin "
    "sakin olduğunu, ama öğleden önce bir daha açılmayacağını söyledi.",
    "ur": "کشتی صبح سویرے بندرگاہ پہنچی اور گھاٹ پر صرف چند لوگ تھے۔ کپتان نے کہا کہ سمندر پرسکون "
    "تھا لیکن وہ دوپہر سے پہلے دوبارہ نہیں نکلے گا۔",
    "vi": "Chuyến phà đến từ sáng sớm và trên bến chỉ có vài người. Thuyền trưởng nói rằng "
    "biển lặng nhưng ông sẽ không ra khơi lại trước buổi trưa.",
}


@pytest.mark.parametrize("language", sorted(PARAGRAPHS))
def test_a_paragraph_is_in_its_language(language: str) -> None:
    assert detect(PARAGRAPHS[language]) == Detected(language)


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "pt", "ro", "sv"])
def test_a_paragraph_typed_without_accents_is_in_its_language(language: str) -> None:
    detected = detect(fold(PARAGRAPHS[language]))

    assert detected is not None
    assert detected.language == language


@pytest.mark.parametrize("language", ["fr", "ru", "ja", "ur"])
def test_blanks_before_a_text_do_not_hide_its_language(language: str) -> None:
    assert detect(" " * 3000 + PARAGRAPHS[language]) == Detected(language)


def test_figures_before_a_text_do_not_hide_its_language() -> None:
    assert detect("1,284.50 " * 300 + PARAGRAPHS["bg"] * 3) == Detected("bg")
    assert detect("1,284.50 " * 300 + PARAGRAPHS["hu"] * 3) == Detected("hu")


def test_every_language_with_a_stemmer_can_be_told() -> None:
    assert set(LANGUAGES) <= set(PARAGRAPHS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,000 3.14 !!!",
        "Bomb suspect changed",
        "The tide turns",
        "AT&T IBM Siemens Nokia Volvo Renault Fiat Seat Philips Bosch",
        "Shr 75 cts vs 52 cts, Net 1,699,124 vs 1,177,786, Revs 45.6 mln vs 31.6 mln",
    ],
)
def test_a_text_of_a_line_that_tells_too_little_is_in_no_language(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Морето беше спокойно, но капитанът не отплава.", "bg"),
        ("Das Meer war ruhig, aber der Kapitän wollte im Hafen bleiben.", "de"),
        ("Kapteeni sanoi meren olevan tyyni tänään.", "fi"),
        ("سمندر پرسکون تھا لیکن کپتان بندرگاہ میں رہا۔", "ur"),
    ],
)
def test_a_text_of_a_line_is_in_its_language(text: str, language: str) -> None:
    detected = detect(text)

    assert detected is not None
    assert detected.language == language


@pytest.mark.parametrize(
    "text",
    [
        PARAGRAPHS["en"] + " " + PARAGRAPHS["fr"],
        "the und les och " * 40,
        "AT&T IBM Siemens Nokia Volvo Renault Fiat Seat Philips Bosch " * 5,
        "Пловдив Софија Київ Москва Минск Белград Скопье Варна Одесса Рига " * 5,
        "qwrtz plmkn " * 40,
        "ᎠᎹ ᎤᏃᎴ ᏗᎦᎵᏍᏙᏗ " * 40,
    ],
)
def test_a_text_of_200_letters_has_a_language(text: str) -> None:
    assert sum(map(str.isalpha, text)) >= ENOUGH_LETTERS
    assert detect(text) is not None


def test_what_only_names_tell_is_doubtful() -> None:
    names = "Пловдив Софија Київ Москва Минск Белград Скопье Варна Одесса Рига "

    detected = detect(5 * names)

    assert detected is not None
    assert detected.is_doubtful


def test_a_name_in_another_script_does_not_change_the_language() -> None:
    assert detect(PARAGRAPHS["en"] + " 東京 Москва") == Detected("en")
    assert detect(PARAGRAPHS["ja"] + " Tokyo Times") == Detected("ja")
    assert detect(PARAGRAPHS["ru"] + " Київ") == Detected("ru")


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    detected = detect(text)

    assert detected is None or len(detected.language) == 2


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=ENOUGH_LETTERS))
def test_any_text_of_200_letters_has_a_language(text: str) -> None:
    assert detect(text) is not None


def test_the_model_is_not_loaded_for_english() -> None:
    short = "Low tide. The ferry is late."
    program = (
        "import sys; from searchkit.analysis import detect\n"
        f"print(detect({PARAGRAPHS['en']!r}), detect({short!r}), 'py3langid' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout == "Detected(language='en', is_doubtful=False) None False\n"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_stemmed_language_has_folded_stop_words(language: str) -> None:
    listed = stop_words(language)

    assert len(listed) >= 60
    assert {fold(word) for word in listed} == listed


def test_a_language_that_is_not_known_has_no_stop_words() -> None:
    assert stop_words(None) == frozenset()
    assert stop_words("xx") == frozenset()


def test_accents_are_folded_in_stop_words() -> None:
    assert {"meme", "etait", "c'est"} <= stop_words("fr")
    assert {"uber", "fur", "daß"} & stop_words("de") == {"uber", "fur"}
