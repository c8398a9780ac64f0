"""Function words: they stand in every text of a language and say nothing of its subject.

They tell a text's language, and a query of such words alone from one that asks
for something. The lists are written by hand for this project. They are left in
the index, where phrases need them.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from searchkit.analysis.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNCTION_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        language: tuple(listed.split())
        for language, listed in {
            "ar": """
                في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين اللذين اللواتي ما ماذا لماذا
                متى أين كيف كم هل لا لم لن ليس ليست لكن ولكن أو ثم إن أن إذا إذ لو لولا حتى منذ
                عند عندما بعد قبل بين خلال حول تحت فوق ضد كل بعض غير سوى هو هي هم هن نحن أنا أنت
                أنتم كان كانت كانوا يكون تكون قد لقد كما كذلك أيضا فقط حيث مثل دون بها به لها له
                لهم فيها فيه منها منه عليها عليه إليها إليه وهو وهي وفي ومن وعلى وقد وكان وكانت
                وأن وإن بأن لأن فإن أي أما إما هناك هنا الآن أكثر أقل
            """,
            "da": """
                og i jeg det at en den til er som på de med han af for ikke der var mig sig men et
                har om vi min havde ham hun nu over da fra du ud sin dem os op man hans hvor eller
                hvad skal selv her alle vil blev kunne ind når være dog noget ville jo deres efter
                ned skulle denne end dette mit også under have dig anden hende mine alt meget sit
                sine vor mod disse hvis din nogle hos blive mange ad bliver hendes været jer sådan
                kan siger sagde ifølge kun uden mellem fordi hvordan derfor ved
            """,
            "de": """
                der die das den dem des ein eine einen einem einer eines und oder aber doch denn
                weil dass daß ob wenn als wie so nicht kein keine keinen nur auch noch schon sehr
                mehr hier dort dann da ich du er sie es wir ihr mich mir dich dir ihn ihm ihnen
                uns euch sich mein meine dein sein seine seinen seiner ihre ihren ihrer unser
                unsere ist sind war waren bin bist wird werden wurde wurden worden hat haben hatte
                hatten habe kann können konnte muss müssen soll sollen sollte will wollen wollte
                würde würden in im an am auf aus bei beim mit nach von vom vor zu zum zur für
                gegen über unter um durch ohne bis seit zwischen während wegen man was wer wo
                warum diese dieser dieses diesem diesen jede jeder jedes alle alles viele einige
                wieder immer
            """,
            "en": """
                a about above after again against all also am an and any are as at be because been
                before being below between both but by can could did do does doing down during
                each few for from further had has have having he her here hers herself him himself
                his how i if in into is it its itself just me more most my myself no nor not now
                of off on once only or other our ours ourselves out over own same she should so
                some such than that the their theirs them themselves then there these they this
                those through to too under until up upon us very was we were what when where which
                while who whom whose why will with would you your yours yourself yourselves may
                might must shall don't doesn't didn't isn't aren't wasn't weren't can't couldn't
                won't wouldn't shouldn't haven't hasn't hadn't i'm i've i'll i'd you're you've
                you'll we're we've we'll they're they've they'll he'd she'd
            """,
            "es": """
                de la que el en y a los del se las por un para con no una su al lo como más pero
                sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay
                donde quien quienes desde todo nos durante todos uno les ni contra otros ese eso
                ante ellos e esto mí antes algunos qué unos yo otro otras otra él tanto esa estos
                mucho nada muchos cual poco ella estar estas algunas algo nosotros mi mis tú te ti
                tu tus ellas nosotras es son fue fueron ser era eran sido está están estaba ha han
                había habían he hemos tiene tienen tenía aunque según mientras así cómo dónde
                después entonces aún solo sólo cada ello aquí
            """,
            "fi": """
                ja on ei se että en hän oli mutta ovat kun niin myös kuin joka jotka jos mitä tämä
                nyt vain sen hänen ole tai olen minä sinä me te he ne mikä kuka missä mihin mistä
                miten miksi olla olivat ollut olisi ollaan olleet eivät emme ette et minun sinun
                meidän teidän heidän niiden tämän tuo tuon nämä nuo jonka joiden jossa josta johon
                jota joita siinä siitä siihen sitä sitten vielä jo kuitenkin koska vaikka kanssa
                ennen jälkeen mukaan ilman kautta noin yli alle vuoksi sekä eli joko kaikki
                kaikkien muut muun itse hyvin paljon enemmän tässä tästä tähän täällä siellä aina
                voi voivat pitää saa tulee
            """,
            "fr": """
                le la les un une des du de d l au aux et ou où mais donc or ni car que qui quoi
                dont ce cet cette ces cela ça celui celle ceux celles je tu il elle on nous vous
                ils elles me te se lui leur leurs y en mon ma mes ton ta tes son sa ses notre nos
                votre vos ne pas plus moins très trop aussi bien encore déjà toujours jamais rien
                tout toute tous toutes même autre autres chaque quelques plusieurs à dans par pour
                sur sous avec sans entre vers chez contre depuis pendant avant après jusque est
                sont était étaient être été suis es sommes êtes sera seront serait a ont avait
                avaient avoir eu ai as avons avez aura peut peuvent doit fait faire comme si quand
                lorsque puisque parce alors ainsi puis ici là selon afin c'est n'est s'est qu'il
                qu'elle qu'ils qu'on qu'un qu'une d'un d'une l'on j'ai n'a n'ont s'il
            """,
            "hu": """
                a az és hogy nem is egy ez csak meg már de volt ha mint el vagy még van én te mi
                ti ők ő azt ezt aki ami amely akik amelyek amit akit ahol amikor mert pedig sem se
                ki mit hol mikor miért hogyan milyen ilyen olyan itt ott most majd után előtt
                alatt között szerint miatt által nélkül felé ellen kell lehet lesz lett voltak
                vannak volna lenne nincs sincs nagyon több minden mindig így úgy azonban tehát
                illetve valamint neki nekem nekünk őket engem minket saját maga ezek azok ennek
                annak ebben abban ezen azon arra erre ettől attól fel le be át össze vissza akkor
            """,
            "it": """
                il lo la i gli le un uno una di a da in con su per tra fra del dello della dei
                degli delle al allo alla ai agli alle dal dallo dalla dai dagli dalle nel nello
                nella nei negli nelle sul sulla sui sugli sulle col e ed o od ma che chi cui non
                più anche come se quando perché dove mentre io tu lui lei noi voi loro mi ti si ci
                vi ne mio mia suo sua suoi sue nostro nostra questo questa questi queste quello
                quella quelli quelle è sono sei siamo era erano essere stato stata stati fu ha
                hanno ho aveva avevano avere può possono deve fare fatto molto poco tutto tutti
                ogni altro altri altra già ancora sempre mai solo così poi dopo prima senza contro
                secondo durante c'è dell'anno all'inizio un'altra
            """,
            "nl": """
                de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar
                bij uit nog naar door over ze zich hij zij wij we je jij jullie u ik me mij hem
                haar hun hen ons onze mijn jouw uw die dit deze dat wat wie waar wanneer waarom
                hoe of want omdat toen terwijl hoewel was waren wordt worden werd werden heeft
                hebben had hadden heb kan kunnen kon konden moet moeten moest zal zullen zou
                zouden mag wil willen geen meer veel al alle alles andere tot tegen tussen onder
                zonder sinds tijdens na nu hier daar heel zeer zo toch wel weer eens iets niets
                iemand
            """,
            "no": """
                og i jeg det at en et den til er som på de med han av for ikke der var meg seg men
                ett har om vi min mitt ha hadde hun nå over da ved fra du ut sin dem oss opp man
                kan hans hvor eller hva skal selv sjøl her alle vil bli ble blei blitt kunne inn
                når være kom noen noe ville dere deres kun ja etter ned skulle denne for deg si
                sine sitt mot å meget hvorfor dette disse uten hvordan ingen din ditt blir samme
                hvilken sånn inni mellom vår hver hvem vors hvis både bare enn fordi før mange
                også slik vært være begge siden henne hennes mye sier ifølge mens
            """,
            "pt": """
                de a o que e do da em um para é com não uma os no se na por mais as dos como mas
                foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo
                pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles
                estão você tinha foram essa num nem suas meu às minha têm numa pelos elas havia
                seja qual será nós tenho lhe deles essas esses pelas este fosse dele tu te vocês
                vos lhes meus minhas teu tua nosso nossa nossos nossas dela delas esta estes estas
                aquele aquela aqueles aquelas isto aquilo são onde porque segundo ainda sobre
                durante contra desde todos toda cada outro outra outros
            """,
            "ro": """
                și în de la a cu pe un o nu să că din se este sunt pentru care mai ca au fost al
                ale ai ei el ea noi voi eu tu îi îl le lui lor era erau fi are am ai aveau avea
                dar sau ci dacă când unde cum ce cine cât prin după până fără sub peste între
                către despre acest această acești aceste acestei acestui acel acea acei acele
                celor cel cea cei cele unei unui unor toate toți tot mult multe mulți foarte doar
                numai încă deja apoi atunci astfel deși pentru fiind îmi îți își ne vă mă te mi ți
                iar fiecare alte alt altă nici niciun asta atât însă poate trebuie
            """,
            "ru": """
                и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по
                только ее мне было вот от меня еще нет о из ему теперь когда даже ну ли если уже
                или ни быть был него до вас нибудь опять уж вам ведь там потом себя ничего ей
                может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего
                раз тоже себе под будет тогда кто этот того потому этого какой ним здесь этом один
                почти мой тем чтобы нее были куда зачем всех можно при об другой хоть после над
                больше тот через эти нас про них какая много разве эту моя свою этой перед между
                которые который которая которых также это
            """,
            "sv": """
                och det att i en jag hon som han på den med var sig för så till är men ett om hade
                de av icke mig du henne då sin nu har inte hans honom skulle hennes där min man ej
                vid kunde något från ut när efter upp vi dem vara vad över än dig kan sina här ha
                mot alla under någon eller allt mycket sedan ju denna själv detta åt utan varit
                hur ingen mitt ni bli blev oss din dessa några deras blir mina samma vilken er
                sådan vår blivit dess inom mellan sådant varför varje vilka ditt vem vilket sitta
                sådana vart dina vars vårt våra ert era vilkas också bara enligt många få får
                eftersom säger
            """,
            "tr": """
                ve bir bu için ile olarak olan çok daha gibi kadar sonra değil yok ama ancak
                göre ise şey üzere bunu bunun onun onu ona biz siz onlar kendi tarafından oldu
                olduğu olduğunu eden etti dedi nasıl neden çünkü veya hiç bile şimdi artık yine
                böyle öyle bütün bazı hangi zaman olup olacak yaptı yapılan etmek edilen diye
                yılında dolayı rağmen karşı arasında
            """,
        }.items()
    }
)
"""By ISO 639-1 code, with their accents."""


@cache
def stop_words(language: str | None) -> frozenset[str]:
    """Return the folded function words of a language; of one not known here, none.

    >>> "the" in stop_words("en"), "ete" in stop_words("fr"), stop_words(None)
    (True, True, frozenset())
    """
    return frozenset(map(fold, FUNCTION_WORDS.get(language or "", ())))
