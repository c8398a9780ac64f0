"""Which lines belong to the page, and which only look so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article
from searchkit.corpus.facts.furniture import find_furniture

PROSE = "The tide came in at noon, and the harbour master shut the gates in good time."
LONG = (
    "Nobody had expected the second wave, which came an hour after the first, from the side, and"
    " took with it the gate, the bell and eleven sheep."
)


def furniture(text: str, title: str = "Tides") -> list[str]:
    return [text[start:end] for start, end in find_furniture(text, title)]


def prose(text: str) -> str:
    spans = find_furniture(text, "Tides")
    return Article(key="a", title="Tides", text=text, path="a", furniture=spans).prose


@pytest.mark.parametrize(
    "line",
    [
        "Read article",
        "Read more",
        "READ MORE: The storm, street by street",
        "Continue reading below",
        "Related: Harbour dues to rise",
        "See also: Harbour dues to rise",
        "More from TV",
        "More On This...",
        "Story Continued Below",
        "You might also like",
        "Advertisement",
        "ADVERTISEMENT",
        "Advertisement Continue reading the main story",
        "Share this story on Facebook",
        "Share",
        "Facebook Twitter WhatsApp",
        "Copyright © 2019 The Marram Post",
        "CLICK HERE TO GET THE NEWS APP",
        "Photo: Courtesy of Halyard Studios",
        "Photo credit: Ada Marsh",
        "Photograph by Ada Marsh",
        "Courtesy of Ada Marsh",
        "Subscribe to our channel on YouTube",
        "Don’t forget to subscribe to our YouTube channel for more harbour films",
        "Liked this story? Watch more and subscribe on YouTube",
        "Sign up for our newsletter",
        "Get our best stories delivered to your inbox.",
        "Follow us on Instagram",
        "Follow @quayside",
        "Join our community to discuss this and other stories.",
        "Want to talk about films like this one? Join our community and get the weekly letter.",
        "If you or someone you know is struggling, call 1-800-555-0100.",
        "For confidential support, call the Open Door helpline at any hour.",
        "We use cookies to make this site work. By going on you accept them.",
        "À lire aussi : Les marées",
        "Abonnez-vous à notre chaîne",
        "Lesen Sie auch: Die Flut",
        "Anzeige",
        "Lea también: La marea",
        "  • Read more  ",
        "Read the full story",
        "Read the full interview here",
        "Continue reading",
        "Keep reading",
        "View gallery",
        "Related Articles",
        "Related stories",
        "Don't miss: Harbour dues to rise",
        "More from Movies",
        "More From The Pier Post",
        "More Like This",
        "More in Politics",
        "More about the floods",
        "You may also like",
        "You might also like:",
        "Recommended for you",
        "Trending now",
        "Popular stories",
        "Advertisement - scroll to continue",
        "Article continues after advertisement",
        "Story continues below",
        "Share this:",
        "Share on Twitter Share on Facebook",
        "Facebook | Twitter | Email",
        "© 2021 Quay Media Ltd. All rights reserved.",
        "Copyright 2020 The Pier Post. All Rights Reserved. This material may not be published.",
        "(c) 2015 Quay Writers Group",
        "All rights reserved.",
        "Click here to subscribe",
        "Tap here to read more",
        "Photo Credit: Ada Marsh/Netflix",
        "Photo by Ada Marsh",
        "Photo courtesy of Netflix",
        "Image: Ada Marsh via Quay Pictures",
        "Image credit: Halyard",
        "Credit: Ada Marsh/Getty Images",
        "Courtesy of Netflix",
        "Photo: Ada Marsh/Netflix",
        "Picture: Ada Marsh",
        "PHOTO: ADA MARSH / NETFLIX",
        "Getty Images",
        "Subscribe now",
        "Subscribe to our newsletter",
        "Enjoyed this? Subscribe to our channel on YouTube and ring the bell",
        "For more from our test kitchen, subscribe to our YouTube channel",
        "Love film? Sign up for our newsletter.",
        "Sign up for The Pier Post newsletter for the latest.",
        "Sign up here for our daily email.",
        "Sign up to our weekly newsletter, Reel Time, and never miss a review.",
        "Get the best of The Pier Post in your inbox every Friday.",
        "Get the latest news straight to your inbox",
        "Never miss a story: sign up for our free daily newsletter.",
        "Want more stories like this? Join our community of readers.",
        "Stay up to date with our newsletter",
        "Stay in the loop: get our newsletter every Friday.",
        "Follow us",
        "Follow Ada Marsh on Twitter.",
        "Follow The Pier Post on Facebook, Instagram and X.",
        "Join our community of film lovers and never miss a story.",
        "Join the conversation: become a member of our community of viewers and speak up.",
        "Join the conversation",
        "Join the discussion in the comments below.",
        "Join our Discord community to talk about the finale.",
        "Join The Pier Post community to discuss the finale.",
        "To comment on this story, join our community.",
        "Have your say: join our community.",
        "Become a member today.",
        "Become a member of our community and get early access.",
        "Be part of our community of readers.",
        "If you or someone you know is affected by this, contact the Samaritans on 116 123.",
        "If you or somebody you know is struggling, call the Open Door helpline, free of charge.",
        "If you or someone you know is considering suicide, call or text 988.",
        "If you or someone you love needs help, text HOME to 741741.",
        "If you are experiencing domestic violence, please call the Open Door Hotline.",
        "If you have been affected by any of this, contact the helpline on 0800 555 0100.",
        "If you've been affected by abuse, call 0800 555 0100.",
        "If you need support, call the Open Door lifeline.",
        "For help with an eating disorder, call 0800 555 0100.",
        "Anyone affected by these issues can call Samaritans on 116 123.",
        "Help is available: call the Open Door helpline if you are struggling.",
        "This site uses cookies",
        "Accept all cookies",
        "Originally Appeared on The Pier Post",
        "This article originally appeared on The Pier Post.",
        "This story was originally published by The Pier Post.",
        "This story first appeared in the May issue of The Pier Post.",
        "Abonnez-vous à notre newsletter",
        "Inscrivez-vous à notre newsletter",
        "Publicité",
        "Partager sur Facebook",
        "Crédit photo : Ada Marsh",
        "Abonnieren Sie unseren Newsletter",
        "Mehr zum Thema",
        "Foto: dpa",
        "Foto: Ada Marsh/Quay",
        "Suscríbete a nuestro canal",
        "Suscríbete a nuestro boletín",
        "Publicidad",
        "Compartir en Facebook",
        "Foto: EFE",
        "Leia também: A maré",
        "Leggi anche: La marea",
        "Lees ook: De vloed",
        "Читайте также: Прилив",
        "Подписывайтесь на наш канал",
        "Реклама",
        "How do you think it ends? Tell us in the comments!",
        "What did you make of the finale? Let us know in the comments below.",
        "Share your memories in the comments section below",
        "View this post on Instagram",
        "Skip to main content",
        "Teilen Sie diesen Beitrag auf Facebook",
        "Partagez cet article avec vos amis",
    ],
)
def test_a_line_of_the_page_is_furniture(line: str) -> None:
    assert furniture(f"{PROSE}\n\n{line}\n\n{PROSE} It held.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Read the tables, said the harbour master, and you will not drown.",
        "More people have died of cold than of storms.",
        "Related species nest on the far bank.",
        "Share prices fell on Friday.",
        "Advertisements for the ferry hung in every bar.",
        "Join the ropes with a reef knot.",
        "Follow the river for two miles.",
        "For more than twenty years the community has met here.",
        "If you visit in March, call at the museum.",
        "Photographs of the flood are rare.",
        "Our community has come a long way since 1953.",
        "Sign up sheets filled quickly. The harbour was empty by noon.",
        "A subheading inside the article",
        "We do not eat cookies at sea",
        "Copyright reform failed in the upper house on Tuesday, to nobody's surprise.",
        "Copyright 2019 was a bad year for the tape trade.",
        "Copyright law gave permission to nobody.",
        "Copyright, wrote the judge, is a right and not a favour.",
        "Remember that cookies were a luxury in 1947, and sugar more so.",
        "Remember to subscribe to no creed, the old teacher told us.",
        "Remember us to your sister.",
        "Remember when the whole community came out to dig?",
        "Subscribe to this view and you must also accept that the earth is flat.",
        "Subscribe to the theory or not, the stones have moved.",
        "Subscribe or perish was the motto of the library.",
        "Sign up for the army, said the poster, and see the world.",
        "Sign up for the choir and you sing at every funeral.",
        "Sign here, said the clerk.",
        "Follow the money and you come to a house in Saltby.",
        "Follow the river for two miles and turn left at the mill.",
        "Follow us into the cellar, whispered the guide.",
        "Follow us, said the guide.",
        "Share the bread, or go hungry: that was the rule of the ship.",
        "Share of the catch went to the widow.",
        "Sharing is for the shore.",
        "Read the letter again and you hear her laugh.",
        "Read on the quay, the poem made nobody weep.",
        "Read my lips, he said: no new dredging.",
        "Watch the birds and you know the weather.",
        "Watch this space was all that the mayor would say.",
        "More on the left bank than on the right, the poplars died.",
        "More from habit than from hope, she went to the window each morning.",
        "More than 400 people came.",
        "More of the same, sighed the pilot.",
        "More about eels than any man alive, he knew.",
        "Related by marriage to half the town, the constable looked away.",
        "Advertisement for a wife, 1893: wanted, one with a boat.",
        "Advertisements were its ruin.",
        "Click went the shutter, and the heron was gone.",
        "Click here to win, said the mail, and she did.",
        "Photo albums floated in the street for a week.",
        "Photo finishes were unknown at Marram.",
        "Photographs by the hundred lay in the mud.",
        "Photos of the dead were passed from hand to hand.",
        "Image is everything in this trade, he says.",
        "Images of the flood went round the world.",
        "Video killed the variety hall.",
        "Picture a harbour without water.",
        "Picture this: a harbour without water, forty boats on their sides.",
        "Courtesy of the mayor, the gates stayed open until ten.",
        "Courtesy cost him his seat.",
        "Credit where it is due: the dredger saved the town.",
        "Credit: nobody gives it to a fisherman.",
        "Join the ropes with a reef knot and wait.",
        "Join the conversation at any bar in Marram and it turns to eels.",
        "Join our community garden on Saturday mornings, bring a spade.",
        "Become a member of parliament and you learn to wait.",
        "Become a monk, his aunt advised.",
        "Get the newsletter printed by noon or lose the post, the editor used to say.",
        "Get the boats in, shouted Ada.",
        "Get our nets back, they cried.",
        "Never miss a tide and you never miss a meal, sailors say.",
        "Please sir, can I have some more, he said.",
        "Please let the cat in.",
        "Want makes thieves.",
        "Want of water killed the orchard.",
        "Like our community, the eel has no home of its own.",
        "Like most newsletters, it died young.",
        "Liked by everyone, he was elected by nobody.",
        "Love of the sea took her to Brackwater.",
        "Enjoyed by kings, the lamprey is now bait.",
        "For more than forty years the channel was dredged by hand.",
        "For more on this, one must go to the archive in Saltby, where the letters lie.",
        "For help he turned to the harbour master, whose number was 12.",
        "For support the wall relies on oak piles.",
        "If you find a hedgehog that needs help, call the ranger on 01234 567890 before dusk.",
        "If you are bitten by an adder, call 999 and lie still.",
        "If you know where the boat is, call the coastguard on 01234 567890.",
        "If you need a plumber on Sunday, call 01234 567 890 and pray.",
        "If you liked the old pier, you will hate the new one.",
        "If you call the crisis hotline after midnight, a volunteer named Ann answers.",
        "We use butter, oats and treacle in all our cookies, says the baker.",
        "We use cookies as bait.",
        "By using cookies as bait they caught the raccoon.",
        "By continuing to feed it cookies, you will kill the bear.",
        "Accept no cookies from strangers.",
        "This site uses wind to cook its cookies.",
        "Our newsletter was typed on one machine and folded by hand.",
        "Our channel silted up.",
        "All rights reserved for the crown were sold in 1611.",
        "Tap water was brown.",
        "Tap here for luck, says the sign by the bell.",
        "You may also like the smell of it.",
        "You might also enjoy the company of seals, which ask for nothing.",
        "Originally published in weekly parts, the novel ran to 900 pages.",
        "Originally appeared a third brother, whom later versions forget.",
        "This article of faith was shaken in 1953.",
        "Story continues to be told that the bell rang under water.",
        "Article 5 was the trouble.",
        "Email was down for three days.",
        "Print shops stood in a row there.",
        "Twitter was silent.",
        "Facebook groups sprang up in every street.",
        "Tweet of the day: a blackbird, at four in the morning.",
        "Copy that, answered the boat.",
        "Continue as you are, the doctor wrote.",
        "Keep the change, he said.",
        "View from the tower: nothing but water.",
        "See also the parish book for 1741, where the same hand complains of eels.",
        "Trending upwards since June, the lake is now full.",
        "Recommended by nobody, the inn was full.",
        "Sponsored children wrote twice a year.",
        "Enlarge the harbour and the sand comes in.",
        "Toggle switches were new then.",
        "Media barons came to the funeral.",
        "Discover a leak, and you discover a liar.",
        "Download speeds fell to nothing.",
        "Register offices closed at noon.",
        "Stay in the boat, she told them.",
        "Stay up late and you hear the foxes.",
        "Support us or sink us, the crew wrote.",
        "Looking for more eels, he drowned.",
        "Can't get enough of the sea, that one, his mother said.",
        "Hungry for news, they rowed out to the mail boat.",
        "Thanks for nothing, read the card.",
        "Thanks for the fish.",
        "Don't miss the last boat, she warned, there is no inn.",
        "Don't forget the bell.",
        "Listen: the sea.",
        "Make sure the rope is dry.",
        "Be sure that the gate is shut.",
        "Join us, they called from the raft.",
        "Join us in prayer, the notice on the church said.",
        "Help is at hand, the signal read.",
        "Anyone affected by the smell was given tea.",
        "Anyone who is in need of a lifeline finds one on the quay.",
        "THE SECOND WINTER OF THE WAR",
        "STOP PRESS: GATES HOLD AT BRACKWATER",
        "НАСА сообщила, что миссия завершена.",
        "Lire aussi bien que courir, voilà ce qu'il demandait.",
        "Lire la suite des lettres prend une vie.",
        "Publicité mensongère, a jugé le tribunal.",
        "Partager le pain était la règle.",
        "Abonnez-vous à la patience, disait ma grand-mère.",
        "Anzeige gegen den Bürgermeister wurde nie erstattet.",
        "Werbung für den Krieg war verboten.",
        "Teilen und herrschen war das Motto.",
        "Foto und Film waren verboten.",
        "Lesen Sie auch zwischen den Zeilen, riet der alte Lehrer.",
        "Mehr aus Not als aus Neigung ging er zur See.",
        "Weitere Artikel der Verfassung wurden gestrichen.",
        "Wenn Sie einen Igel finden, der Hilfe braucht, rufen Sie 01234 567890 an.",
        "Compartir el agua era ley.",
        "Lea también entre líneas, decía el maestro.",
        "Publicidad y verdad no riman.",
        "Suscríbete a la esperanza, cantaban.",
        "Si usted ve un lince herido, llame al 01234 567890.",
        "Leer más de un libro por noche era su vicio.",
        "Mais de cem barcos saíram.",
        "Реклама двигатель торговли, говорил отец.",
        "Поделиться хлебом было законом.",
        "Bild und Ton waren gestört.",
        "What did you think of him? I never knew what to tell him.",
        "Tell us what the comments of the minister meant, they asked.",
        "Skip to the beach and you miss the town.",
        "Teilen Sie diesen Apfel, sagte die Lehrerin.",
    ],
)
def test_a_line_of_the_story_is_not_furniture(line: str) -> None:
    assert furniture(f"{PROSE}\n\n{line}\n\n{PROSE} It held.") == []


def test_the_headlines_that_a_label_points_to_are_of_other_pieces() -> None:
    others = "Read article\n\nHarbour dues to rise\n\nCrews welcome ice plant"
    text = f"{PROSE}\n\n{others}\n\n{PROSE} It held."

    assert furniture(text) == ["Read article", "Harbour dues to rise", "Crews welcome ice plant"]


def test_the_headline_before_a_label_is_of_another_piece_when_none_follows() -> None:
    assert furniture(f"{PROSE}\n\nHarbour dues to rise\n\nRead article\n\n{PROSE} It held.") == [
        "Harbour dues to rise",
        "Read article",
    ]


def test_a_label_that_names_its_piece_takes_no_subheading_with_it() -> None:
    assert furniture(f"{PROSE}\n\nRelated: Harbour dues\n\nWhat the gates cost\n\n{PROSE}  ") == [
        "Related: Harbour dues"
    ]


def test_the_heading_of_a_gallery_is_no_furniture_however_often_it_comes_again() -> None:
    heading = "The winter quays of the northern islands"
    pictures = [f"{LONG[:-1]} {number}." for number in "123"]
    shown = [f"{heading}\n\nPhotos: {heading}\n\n{each}\n\n{each}" for each in pictures]

    assert heading not in furniture("\n\n".join((LONG, *shown)))


def test_a_caption_given_twice_among_paragraphs_is_furniture_in_both_copies() -> None:
    caption = "Children at a standpipe in Devon"

    assert furniture(f"{caption}\n{caption}\n\n{LONG}") == [caption, caption]
    assert furniture(f"{LONG}\n\n{caption}\n{caption}\n\nRead more") == [
        caption,
        caption,
        "Read more",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Home again to Scarrow Head, home again at last",
        "Did you, or did you not, open the gate?",
        "Two otters have been seen below the weir since Easter.",
        "“Nobody opened the gate that night”",
    ],
)
def test_of_a_line_given_twice_that_is_no_caption_one_copy_stays(line: str) -> None:
    verse = f"The bell was rung at seven\n{line}\n{line}\nThe end of it was sorrow"

    assert furniture(verse) == [line]
    assert line in prose(verse)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Poe, Quay, Harbour Nights, Netflix", "Ann Poe Quay"),
        ("Ann Poe Harbour Nights", "Harbour Nights, Ann Poe, Season Two"),
        ("ANN POE, DOV STRAND, HARBOUR NIGHTS", "Ann Poe, Dov Strand"),
        (
            "Ann Poe guts a herring in Harbour Nights",
            "Ann Poe guts a herring in Harbour Nights Netflix",
        ),
        ("Dov Strand and Ann Poe on the old quay, Netflix", "Ann Poe Dov Strand on the old quay"),
        ("Photo: Ann Poe on the old quay | Halyard", "Ann Poe on the old quay"),
        ("Ann Poe (left) in Harbour Nights.", "Ann Poe (left) in Harbour Nights. Halyard Studios"),
    ],
)
def test_a_caption_given_twice_in_other_words_is_furniture(one: str, other: str) -> None:
    assert furniture(f"{LONG}\n\n{one}\n{other}\n\n{LONG}  ") == [one, other]


@pytest.mark.parametrize(
    "lines",
    [
        ["Ann Poe, a pilot", "Ann Poe"],
        ["Home again to Scarrow Head", "Home again to Scarrow Head with Mary"],
        ["She rowed all night to Marram.", "She rowed all night to Marram. Alone."],
        ["Ada, Nell, Tom and the dog", "Tom and Nell"],
        ["Never, never, never", "Never, never, never"],
    ],
)
def test_lines_that_only_resemble_each_other_lose_no_word(lines: list[str]) -> None:
    text = "\n".join(["The bell tolls.", *lines, "So it ends."])

    assert set(" ".join(lines).split()) <= set(prose(text).split())


def test_a_refrain_a_question_and_a_page_extracted_twice_are_the_articles_own() -> None:
    refrain = "And the sea came in again to the door\n" + PROSE
    speakers = "Ada Marsh\nYes.\nHugo Sandiford\nNo.\nAda Marsh\nYes, I say.\nHugo Sandiford\nNo."
    question = "Did you, or did you not, open the gate that night?"

    assert furniture(f"{refrain}\n{refrain} So.\n{refrain} No.") == []
    assert furniture(speakers) == []
    assert furniture(f"{question}\nSilence.\n{question}\nSilence again.") == []
    assert furniture(f"{PROSE}\n\n{LONG}\n\n{PROSE}\n\n{LONG}") == []


@pytest.mark.parametrize(
    "line",
    [
        "HARBOUR DUES TO RISE IN APRIL",
        "MOTHER COMING THURSDAY BRING THE PARSNIPS",
        "NASA ने कहा कि यह मिशन पूरी तरह सफल रहा।",
        "ناسا NASA کے مطابق یہ مشن مکمل طور پر کامیاب رہا۔",
        "NASA 는 이번 임무가 완전히 성공했다고 밝혔다",
        "NASA说这次任务完全成功",
        "NASAによると、この任務は成功した",
        "ЗЕМЛЯ И ВОЛЯ БЫЛИ ИХ ЛОЗУНГОМ",
        "ÜBER ALLEN GIPFELN IST RUH",
    ],
)
def test_lines_in_capitals_and_in_scripts_without_them_are_the_articles_own(line: str) -> None:
    assert furniture(f"{PROSE}\n\n{line}\n\n{PROSE} It held.") == []


def test_an_invitation_at_the_end_of_the_last_line_goes_without_the_line() -> None:
    assert furniture(f"{PROSE}\n\n{LONG} Subscribe on YouTube!\n\nMore from TV") == [
        "Subscribe on YouTube!",
        "More from TV",
    ]
    assert furniture(
        f"{PROSE}\n\n{LONG} Watch the full interview above. Subscribe on YouTube!"
    ) == ["Watch the full interview above. Subscribe on YouTube!"]
    assert furniture(f"{PROSE} Subscribe on YouTube!\n\n{LONG}") == []


def test_the_sentence_after_an_invitation_and_the_question_before_it_go_with_it() -> None:
    lines = [
        "Want to talk about films like this one?",
        "Join our community of viewers.",
        "Tell us what you made of the ending.",
    ]

    assert furniture("\n".join([PROSE, *lines])) == lines
    assert furniture(f"{PROSE}\n{lines[1]}\n{PROSE} It held.") == [lines[1]]


def test_a_headline_beside_a_label_is_left_where_it_could_be_a_heading() -> None:
    heading = f"{PROSE}\n\nThe first winter\n\n{LONG}"

    assert furniture(f"{heading}\n\nRead more\n\nThe second winter\n\n{LONG}") == ["Read more"]
    assert furniture(f"{heading}\n\nRead more\n\nWhat was it like?\n\n{LONG}") == ["Read more"]


def test_topics_and_headlines_below_a_label_at_the_end_are_of_other_pieces() -> None:
    assert furniture(f"{LONG}\nRead More About:\nAnn Poe\nNetflix") == [
        "Read More About:",
        "Ann Poe",
        "Netflix",
    ]


def test_a_person_named_read_speaks_in_a_conversation() -> None:
    talk = "Marsh: Who opened the gate?\nRead: Nobody knows\nMarsh: Who shut it?\nMore: I did"

    assert furniture(talk) == []
    assert furniture(f"{PROSE}\nRead: How the gates were built\n{LONG}") == [
        "Read: How the gates were built"
    ]


def test_the_first_line_of_an_article_may_name_who_took_its_picture() -> None:
    assert furniture(f"Ada Marsh / Halyard\n{LONG}") == ["Ada Marsh / Halyard"]
    assert furniture(f"A fast boat 9/11 of the way there\n{LONG}") == []


def test_an_article_of_nothing_but_furniture_keeps_it() -> None:
    assert furniture("Read more\n\nSubscribe now") == []


lines = st.sampled_from(
    [
        "",
        " ",
        "Read article",
        "More from TV",
        "A Headline of Three Words",
        PROSE,
        "SHOUTED IN ALL OF CAPITALS",
    ]
)


@given(st.lists(lines | st.text(max_size=20)))
def test_furniture_is_lines_or_the_end_of_one_in_order(parts: list[str]) -> None:
    text = "\n".join(parts)
    spans = find_furniture(text, "Tides")

    assert list(spans) == sorted(set(spans))
    for start, end in spans:
        assert text[start:end] == text[start:].split("\n")[0]


# Words that begin or fill the lines of pages, in sentences that tell a story.
beginnings = st.sampled_from(
    "Read Related More Share Photo Copyright Subscribe Sign Join Follow Get Remember Want Click"
    " Advertisement Courtesy If For We Watch Video Image Never Please Publicité Anzeige Foto"
    " Lire Lea Реклама Follow_us Sign_up Join_our Read_more Join_the Subscribe_to".split()
).map(lambda words: words.replace("_", " "))
middles = st.lists(
    st.sampled_from(
        "the old newsletter of our community was at sea cookies channel and his boat to YouTube for"
        " nobody helpline on inbox read more sign up members then story".split()
    ),
    min_size=3,
    max_size=25,
).map(" ".join)
stories = st.builds(
    "{} {}, she said, and {} was lost.".format, beginnings, middles, middles
) | st.builds("{} {}".format, beginnings, middles).map(lambda words: f"He told us: {words}.")


@given(st.lists(stories, min_size=1, max_size=8))
def test_no_line_that_tells_a_story_is_furniture(told: list[str]) -> None:
    unlike = [line for line, after in zip(told, [*told[1:], ""], strict=True) if line != after]

    assert furniture("\n".join(unlike)) == []


@given(st.lists(st.text(st.characters(categories=["L", "Zs"]), min_size=1), max_size=9), st.data())
def test_no_word_is_lost_by_giving_lines_twice(parts: list[str], data: st.DataObject) -> None:
    twice = [line for part in parts for line in [part] * data.draw(st.integers(1, 3))]
    lost = set("\n".join(twice).split()) - set(prose("\n".join(twice)).split())

    assert lost <= set(" ".join(furniture("\n".join(parts))).split())


@pytest.mark.parametrize(
    "lines",
    ["Read more\nA fine long headline here\n", "More from TV\n", "Join our community\nYou can\n"],
)
def test_many_labels_take_no_longer_than_their_number(lines: str) -> None:
    assert len(find_furniture(LONG + "\n" + lines * 20_000 + LONG)) >= 20_000
