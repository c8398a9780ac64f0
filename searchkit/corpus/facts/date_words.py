"""The words of dates: months in many languages, words beside them, zones of time.

All are compared in the form that :func:`folded` gives them, so neither case nor accents matter.
A name that is one month here and another one there would be left out, and none
of these is. The languages are those that have a stemmer, and some of their
neighbours; `Scandinavian` is Danish, Norwegian and Swedish. In Arabic the names of Egypt and
the Gulf come first, then those of the Maghreb, the Levant and Iraq.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta, timezone

from searchkit.calendar_names import MONTHS, WEEKDAYS

# For each language the names from January to December, the forms of one parted by `/`;
# an underscore is a space.
_NAMES_OF_MONTHS = """
    Arabic: يناير/جانفي/كانون_الثاني فبراير/فيفري/شباط مارس/آذار أبريل/إبريل/أفريل/نيسان
        مايو/ماي/أيار يونيو/يونيه/جوان/حزيران يوليو/يوليه/يوليوز/جويلية/تموز أغسطس/غشت/أوت/آب
        سبتمبر/شتنبر/أيلول أكتوبر/تشرين_الأول نوفمبر/نونبر/تشرين_الثاني ديسمبر/دجنبر/كانون_الأول
    Catalan: gener/gen febrer/febr març abril/abr maig juny juliol/jul agost/ag setembre/set
        octubre/oct novembre/nov desembre/des
    Czech: leden/ledna únor/února březen/března duben/dubna květen/května červen/června
        červenec/července srpen/srpna září říjen/října listopad/listopadu prosinec/prosince
    Scandinavian: januar/januari/jan februar/februari/feb marts/mars/mar april/apr
        maj/mai juni/jun juli/jul august/augusti/aug september/sep/sept oktober/okt november/nov
        december/desember/dec/des
    Dutch: januari/jan februari/feb/febr maart/mrt april/apr mei juni/jun juli/jul augustus/aug
        september/sep/sept oktober/okt november/nov december/dec
    English: jan feb mar apr may jun jul aug sep/sept oct nov dec
    Finnish: tammikuu/tammikuuta/tammi helmikuu/helmikuuta/helmi maaliskuu/maaliskuuta/maalis
        huhtikuu/huhtikuuta/huhti toukokuu/toukokuuta/touko kesäkuu/kesäkuuta/kesä
        heinäkuu/heinäkuuta/heinä elokuu/elokuuta/elo syyskuu/syyskuuta/syys
        lokakuu/lokakuuta/loka marraskuu/marraskuuta/marras joulukuu/joulukuuta/joulu
    French: janvier/janv/jan février/févr/fév mars avril/avr mai juin juillet/juil/jul août/aoû
        septembre/sept octobre/oct novembre/nov décembre/déc
    German: januar/jänner/jan/jän februar/feber/feb märz/maerz/mrz/mär april/apr mai
        juni/juno/jun juli/julei/jul august/aug september/sep/sept oktober/okt november/nov
        dezember/dez
    Greek: ιανουάριος/ιανουαρίου/ιαν φεβρουάριος/φεβρουαρίου/φεβ μάρτιος/μαρτίου/μαρ
        απρίλιος/απριλίου/απρ μάιος/μαΐου/μαι ιούνιος/ιουνίου/ιουν ιούλιος/ιουλίου/ιουλ
        αύγουστος/αυγούστου/αυγ σεπτέμβριος/σεπτεμβρίου/σεπ/σεπτ οκτώβριος/οκτωβρίου/οκτ
        νοέμβριος/νοεμβρίου/νοε δεκέμβριος/δεκεμβρίου/δεκ
    Hungarian: január/jan február/febr március/márc április/ápr május/máj június/jún július/júl
        augusztus/aug szeptember/szept október/okt november/nov december/dec
    Italian: gennaio/gen/genn febbraio/feb/febbr marzo/mar aprile/apr maggio/mag/magg giugno/giu
        luglio/lug agosto/ago settembre/set/sett ottobre/ott novembre/nov dicembre/dic
    Polish: styczeń/stycznia/sty luty/lutego/lut marzec/marca/mar kwiecień/kwietnia/kwi maj/maja
        czerwiec/czerwca/cze lipiec/lipca/lip sierpień/sierpnia/sie wrzesień/września/wrz
        październik/października/paź listopad/listopada/lis grudzień/grudnia/gru
    Portuguese: janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul
        agosto/ago setembro/set outubro/out novembro/nov dezembro/dez
    Romanian: ianuarie/ian februarie/feb martie/mar aprilie/apr mai iunie/iun iulie/iul
        august/aug septembrie/sept octombrie/oct noiembrie/noi/noiem decembrie/dec
    Russian: январь/января/янв февраль/февраля/фев/февр март/марта/мар апрель/апреля/апр май/мая
        июнь/июня/июн июль/июля/июл август/августа/авг сентябрь/сентября/сен/сент
        октябрь/октября/окт ноябрь/ноября/ноя/нояб декабрь/декабря/дек
    Spanish: enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago
        septiembre/setiembre/sep/sept/set octubre/oct noviembre/nov diciembre/dic
    Turkish: ocak/oca şubat/şub mart/mar nisan/nis mayıs/may haziran/haz temmuz/tem ağustos/ağu
        eylül/eyl ekim/eki kasım/kas aralık/ara
    Ukrainian: січень/січня лютий/лютого березень/березня квітень/квітня травень/травня
        червень/червня липень/липня серпень/серпня вересень/вересня жовтень/жовтня
        листопад/листопада грудень/грудня
"""

_WEEKDAYS_ABROAD = """
    mon tue tues wed weds thu thur thurs fri sat sun
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
"""

# Words beside a date that change nothing in it. What is not among them may say
# in which half of the day a clock is meant, or in which zone.
_BESIDE = """
    at on the of t hrs hours h uhr uur um om den der le à de del d a las los el il alle ore ora
    orele às kl klo г года року в о o godz
    date dated first last published posted updated publié veröffentlicht aktualisiert publicado
    pubblicato gepubliceerd publicerad julkaistu опубликовано
"""

# Those of RFC 2822, 4.3, and others that are in use for one zone alone, by the hours from
# Greenwich. Others, such as BST and IST, are several zones or change with the season.
_ZONES = {
    0: "z gmt ut utc",
    -4: "edt",
    -5: "est cdt",
    -6: "cst mdt",
    -7: "mst pdt",
    -8: "pst",
    1: "cet mez",
    2: "cest mesz eet",
    3: "eest msk",
    9: "jst",
    10: "aest",
    11: "aedt",
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


_abroad = (names for names in _NAMES_OF_MONTHS.split() if not names.endswith(":"))

MONTH_NUMBERS = {
    folded(name).replace("_", " "): index % 12 + 1
    for index, names in enumerate((*MONTHS, *_abroad))
    for name in names.split("/")
}
"""Names and abbreviations of months, folded, to their numbers from 1."""

WEEKDAY_NAMES = frozenset((*WEEKDAYS, *folded(_WEEKDAYS_ABROAD).split()))
"""Names and abbreviations of the days of a week, folded."""

BESIDE = WEEKDAY_NAMES | frozenset(folded(_BESIDE).split())
"""Words beside a date that change nothing in it, folded."""

ZONES = {
    name: timezone(timedelta(hours=hours))
    for hours, names in _ZONES.items()
    for name in names.split()
}
"""Names of zones that mean one distance from Greenwich, folded."""
