"""The words of dates: months in many languages, words beside them, zones of time.

All are compared as :func:`folded` makes them, so neither case nor accents matter.
A name that is one month here and another one there would be left out, and none
of these is. The languages are those that have a stemmer, and some of their
neighbours.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta, timezone

# For each language the names from January to December, the forms of one parted by `/`;
# an underscore stands for a space.
_MONTHS = (
    # Arabic: Egypt and the Gulf, Morocco, the Maghreb, the Levant and Iraq
    "يناير فبراير مارس أبريل/إبريل مايو يونيو/يونيه يوليو/يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    # Catalan
    (
        "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre"
        " gen febr març abr maig juny jul ag set oct nov des"
    ),
    # Czech
    (
        "leden/ledna únor/února březen/března duben/dubna květen/května červen/června"
        " červenec/července srpen/srpna září říjen/října listopad/listopadu prosinec/prosince"
    ),
    # Danish, Norwegian, Swedish
    "januar februar marts april maj juni juli august september oktober november december",
    "januar februar mars april mai juni juli august september oktober november desember",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "jan feb mar apr maj jun jul aug sep/sept okt nov dec/des",
    # Dutch
    "januari februari maart april mei juni juli augustus september oktober november december",
    "jan feb/febr mrt apr mei jun jul aug sep/sept okt nov dec",
    # English
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep/sept oct nov dec",
    # Finnish
    (
        "tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta"
        " toukokuu/toukokuuta kesäkuu/kesäkuuta heinäkuu/heinäkuuta elokuu/elokuuta"
        " syyskuu/syyskuuta lokakuu/lokakuuta marraskuu/marraskuuta joulukuu/joulukuuta"
    ),
    "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    # French
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv/jan févr/fév mars avr mai juin juil/jul aoû sept oct nov déc",
    # German
    (
        "januar/jänner februar/feber märz/maerz april mai juni/juno juli/julei august september"
        " oktober november dezember"
    ),
    "jan/jän feb mrz/mär apr mai jun jul aug sep/sept okt nov dez",
    # Greek
    (
        "ιανουάριος/ιανουαρίου φεβρουάριος/φεβρουαρίου μάρτιος/μαρτίου απρίλιος/απριλίου"
        " μάιος/μαΐου ιούνιος/ιουνίου ιούλιος/ιουλίου αύγουστος/αυγούστου σεπτέμβριος/σεπτεμβρίου"
        " οκτώβριος/οκτωβρίου νοέμβριος/νοεμβρίου δεκέμβριος/δεκεμβρίου"
    ),
    "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ/σεπτ οκτ νοε δεκ",
    # Hungarian
    (
        "január február március április május június július augusztus szeptember október november"
        " december"
    ),
    "jan febr márc ápr máj jún júl aug szept okt nov dec",
    # Italian
    (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
        " dicembre"
    ),
    "gen/genn feb/febbr mar apr mag/magg giu lug ago set/sett ott nov dic",
    # Polish
    (
        "styczeń/stycznia luty/lutego marzec/marca kwiecień/kwietnia maj/maja czerwiec/czerwca"
        " lipiec/lipca sierpień/sierpnia wrzesień/września październik/października"
        " listopad/listopada grudzień/grudnia"
    ),
    "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    # Portuguese
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    # Romanian
    (
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie"
        " decembrie"
    ),
    "ian feb mar apr mai iun iul aug sept oct noi/noiem dec",
    # Russian
    (
        "январь/января февраль/февраля март/марта апрель/апреля май/мая июнь/июня июль/июля"
        " август/августа сентябрь/сентября октябрь/октября ноябрь/ноября декабрь/декабря"
    ),
    "янв фев/февр мар апр май июн июл авг сен/сент окт ноя/нояб дек",
    # Spanish
    (
        "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre"
        " diciembre"
    ),
    "ene feb mar abr may jun jul ago sep/sept/set oct nov dic",
    # Turkish
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "oca şub mar nis may haz tem ağu eyl eki kas ara",
    # Ukrainian
    (
        "січень/січня лютий/лютого березень/березня квітень/квітня травень/травня червень/червня"
        " липень/липня серпень/серпня вересень/вересня жовтень/жовтня листопад/листопада"
        " грудень/грудня"
    ),
)

# Words beside a date that change nothing in it. What is not among them may say
# in which half of the day a clock is meant, or in which zone.
_BESIDE = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs
    fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
    lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom
    lunedì martedì mercoledì giovedì venerdì sabato domenica gio
    segunda terça quarta quinta sexta feira seg ter qua qui sex
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo
    mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag man tir ons tor
    fre lør søn mån tis lör sön
    maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai maanantaina tiistaina
    keskiviikkona torstaina perjantaina lauantaina sunnuntaina ke to pe la su
    hétfő kedd szerda csütörtök péntek szombat vasárnap
    luni marți miercuri joi vineri sâmbătă duminică
    понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
    الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
    poniedziałek wtorek środa czwartek piątek sobota niedziela
    pazartesi salı çarşamba perşembe cuma cumartesi pazar

    at on the of t hrs hours h uhr uur um om den der le à de del d a las los el il alle ore ora
    orele às kl klo г года року в о o godz
    date dated first last published posted updated publié veröffentlicht aktualisiert publicado
    pubblicato gepubliceerd publicerad julkaistu опубликовано
"""

# Those of RFC 2822, 4.3, and others that are in use for one zone alone, in hours from
# Greenwich. Others, such as BST and IST, are several zones or change with the season.
_ZONES = {
    "z": 0,
    "gmt": 0,
    "ut": 0,
    "utc": 0,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "cet": 1,
    "cest": 2,
    "mez": 1,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "jst": 9,
    "aest": 10,
    "aedt": 11,
}


def folded(text: str) -> str:
    """Return a text without case, accents and alphabets of digits, to compare it.

    >>> folded("14. MÄRZ ２０１８")
    '14. marz 2018'
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in apart
        if not unicodedata.combining(character)
    )
    return unicodedata.normalize("NFC", plain).replace("ı", "i")


def _months() -> dict[str, int]:
    months: dict[str, int] = {}
    for names in _MONTHS:
        for place, forms in enumerate(names.split()):
            for form in forms.split("/"):
                months[folded(form).replace("_", " ")] = place % 12 + 1
    return months


MONTHS = _months()
"""Names and abbreviations of months, folded, to their numbers from 1."""

BESIDE = frozenset(folded(_BESIDE).split())
"""Words beside a date that change nothing in it, folded."""

ZONES = {name: timezone(timedelta(hours=hours)) for name, hours in _ZONES.items()}
"""Names of zones that mean one distance from Greenwich, folded."""
