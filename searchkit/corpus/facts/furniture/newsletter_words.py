"""How newsletters word what is around their text, by language.

The forms are patterns that are looked for anywhere in a line, in any case. Languages that share
their forms share a row. A language that is missing here loses nothing but that its footers
are searched with the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEAVING: Final = {
    "all": r"/listinfo/|-unsubscribe@|-leave@",
    "en": (
        r"unsubscrib|\bopt[ -]?out (?:here|at any time)"
        r"|\bopt[ -]?out of (?:the|this|our|all|future|receiving|e-?mail)"
        r"|\b(?:to|or|and|can) opt[ -]?out\W*$|^opt[ -]?out\b"
        "|no longer (?:wish|want) to (?:receive|get)"
        r"|stop (?:receiving|getting)|(?:e-?mail|subscription) (?:preferences|settings|center)"
        r"|(?:manage|update|change|edit|adjust)(?: your| my)?(?: e-?mail| subscription)?"
        r" (?:preference|subscription|setting|profile|e-?mail|newsletter)s?\b"
    ),
    "de": (
        "abmelden|abzumelden|abbestell|austragen|newsletter-einstellungen"
        r"|(?:keine\w*|nicht) (?:[\w-]+ )?mehr (?:erhalten|bekommen)"
    ),
    "fr": (
        r"d[eé]sabonn|d[eé]sinscri|gérer (?:vos|mes|votre) (?:préférence|abonnement|newsletter)s?"
        "|ne (?:souhaitez )?plus recevoir"
    ),
    "es": (
        r"\b(?:dar|darse|darte|darme|date|dese) de baja|desuscri"
        r"|(?:cancelar|anular) (?:la |tu |su )?suscripción|dejar de recibir|no deseas? recibir"
    ),
    "ca": r"donar-(?:se|te|vos) de baixa|cancel·lar la subscripció",
    "it": (
        r"disiscri|(?:annulla|cancella)\w{0,4} (?:la (?:tua )?|l['’])?iscrizione"
        "|gestisci (?:le )?(?:tue )?preferenze|(?:desideri|vuoi) più ricevere|non ricevere più"
    ),
    "pt": (
        "(?:cancelar|anular|remover) (?:a )?(?:sua |minha )?(?:inscrição|assinatura|subscrição)"
        "|descadastr|deixar de receber|(?:deseja|quer) (?:mais )?receber"
    ),
    "nl": (
        "afmelden|uitschrijv|voorkeuren (?:wijzigen|beheren|aanpassen)"
        "|niet (?:meer|langer) ontvangen"
    ),
    "sv": r"avregistrer|avprenumerer|(?:avsluta|säga? upp) (?:din )?prenumeration",
    "da no": r"\bafmeld|frameld|\bavmeld|meld deg av|avslutt(?:e)? abonnement",
    "fi": r"(?:peruuta|lopeta|peru) (?:uutiskirjeen )?tilau|poistu (?:posti|sähkö)\w*listalta",
    "ru": r"отпис(?:ать|ка)|отказаться от (?:рассылки|подписки)|управ\w+ (?:подпиской|рассылк)",
    "uk be": r"відпис(?:ат|к)|скасувати підписку|адпісац",
    "bg mk sr": r"отпиш[еи]|отписване|одјав|odjavi",
    "pl": (
        r"wypis(?:z|ać) |rezygn\w+ z (?:subskrypcji|newslettera|otrzymywania)"
        "|anuluj subskrypcję"
    ),
    "cs sk": "odhlásit|odhlášení|odhlásiť|zrušit odběr|zrušiť odber",
    "hu": "leiratkoz",
    "ro": "dezabon",
    "tr": r"abonelikten (?:çık|ayrıl)|aboneliği\w* (?:iptal|sonlandır)|listeden çık",
    "el": "απεγγραφή|απεγγραφείτε|διαγραφή από τη λίστα|κατάργηση εγγραφής",
    "ar fa ur": "إلغاء (?:ال)?اشتراك|لغو اشتراک|ان سبسکرائب",
    "he": "להסרה מ|הסרה מרשימת|ביטול ה?(?:רשמה|מנוי)|הסר אותי",
    "zh": "退订|取消订阅|退訂|取消訂閱",
    "ja": "配信停止|購読(?:を)?解除|登録解除|配信解除",
    "ko": "수신 ?거부|구독 ?(?:취소|해지)",
    "hi th vi id": "सदस्यता (?:समाप्त|रद्द)|ยกเลิกการ(?:รับ|สมัคร)|hủy đăng ký|berhenti berlangganan",
}
_VIEWING: Final = {
    "en": (
        r"(?:view|read|see|open|display)\b[\w '’-]{0,30}? (?:in|on|with|as) (?:your |the |a |any )?"
        r"(?:web ?)?(?:browser|web|site|website|page|app)\b"
        r"|(?:view|read|see) (?:it |this )?online\b"
        r"|\b(?:web|online|browser) version|(?:trouble|problems?|difficult\w*|can['’]?t|cannot"
        r"|unable to) (?:with )?(?:view|read|see|display)\w* (?:this|the|our|images)"
        r"|forwarded this (?:e-?mail|newsletter|message)\?|(?:no|missing) images\?"
        "|not (?:displaying|showing|displayed|shown) (?:correctly|properly)|to your address book"
    ),
    "de": (
        "im browser (?:ansehen|öffnen|anzeigen|lesen|anschauen)"
        r"|(?:online|web)-?(?:version|ansicht)\b"
        "|nicht (?:richtig|korrekt) (?:dargestellt|angezeigt)|online (?:lesen|ansehen)"
    ),
    "fr": (
        r"(?:voir|lire|affich|consult|ouvr|visualis)[\w ’'-]{0,40}(?:navigateur|en ligne)"
        "|version (?:en ligne|web)|(?:visualis|affich|lis)ez pas correctement"
    ),
    "es": (
        r"(?:ver|abrir|leer) [\w ]{0,30}(?:navegador|en línea|online)"
        r"|versión (?:web|en línea|online)|\b(?:puedes?|pueden) ver (?:este|el) (?:correo|mensaje)"
    ),
    "ca": r"(?:veure|obrir|llegir) [\w ]{0,30}(?:navegador|en línia)|versió web",
    "it": r"(?:visualizza|vedi|apri|leggi)[\w ’']{0,30}(?:browser|online)|versione (?:web|online)"
    r"|(?:visualizz|ved)\w+ (?:correttamente|bene)",
    "pt": r"(?:ver|veja|visualiz\w+|abrir) [\w ]{0,30}(?:navegador|online)|versão (?:web|online)",
    "nl": r"(?:bekijk|lees|open) [\w ]{0,30}(?:browser|online)|online versie|webversie",
    "sv da no": (
        r"(?:visa|läs|öppna|se|vis|åpne|åbn|læs|les) [\w ]{0,30}"
        "(?:webbläsare|browser|nettleser|online)"
        "|webb?version"
    ),
    "fi": r"(?:avaa|katso|lue|näytä) [\w ]{0,30}selaimessa|verkkoversio",
    "ru uk bg": (
        r"(?:откры|посмотр|просмотр|смотр|чита|відкри|перегля|дивит|отвор|виж|преглед)[\w ]{0,30}"
        "(?:браузер|браузър)|(?:веб|онлайн)-?версия"
    ),
    "pl": r"(?:zobacz|otwórz|wyświetl|czytaj) [\w ]{0,30}(?:przeglądarce|online)|wersj[aę] online",
    "cs sk": r"(?:zobrazi|otevří|otvori|prohlédn)[\w ]{0,30}(?:prohlížeči|prehliadači|online)",
    "hu": "böngésző(?:ben|jében|dben)",
    "ro": r"(?:vezi|vizualiz|deschide)[\w ]{0,30}(?:browser|online)",
    "tr": r"(?:tarayıcı|çevrimiçi)[\w ]{0,20}(?:görüntüle|aç|oku|gör)",
    "el": r"(?:δείτε|προβολή|ανοίξτε)[\w ]{0,30}(?:browser|περιηγητή|περιήγησης)",
    "ar he": r"(?:عرض|افتح|مشاهدة|اقرأ)[\w ]{0,30}المتصفح|(?:צפ|לצפייה|פתח)[\w ]{0,30}דפדפן",
    "zh": "浏览器中?(?:查看|打开|阅读)|瀏覽器中?(?:檢視|開啟|閱讀|查看)|网页版|網頁版",
    "ja": "ブラウザー?で(?:見る|表示|開く|読む|ご覧)",
    "ko": "브라우저(?:에서|로) (?:보기|열기)|웹에서 보기",
}
_CLOSING: Final = {
    "en": (
        r"you(?:['’]re| are| have)? receiv(?:ing|ed|e) this|you got this (?:because|as) you"
        r"|(?:because|as) you (?:are |have |were )?(?:signed|subscribed|registered|opted)"
        "|this (?:e-?mail|message|newsletter) (?:was|is|has been) (?:intended|meant|sent)"
        "|^sent (?:to|by) "
        r"|was (?:this|it) [\w -]{0,20}forwarded|forward (?:this )?(?:e-?mail|to a friend)"
        r"|our (?:mailing |postal )?address|privacy (?:policy|notice|statement)|terms (?:of|and|&)"
        r"|^(?:follow us|find us|connect with us|contact us)|to your address book|powered by"
        r"|mailing list|get the app|start writing|^share(?: this)?$|^(?:like|comment|restack)$"
    ),
    "de": "(?:sie|du) (?:erhalten|erhältst|bekommst|bekommen) dies|datenschutz|impressum",
    "fr": "vous recevez (?:ce|cet)|mentions légales|confidentialité",
    "es": r"recibe[sn]? este|privacidad",
    "it pt": "ricevi questa|informativa|você (?:está recebendo|recebeu|recebe)|privacidade",
    "nl": "(?:je|u) ontvangt|privacybeleid",
    "sv da no fi": "du (?:får|modtager|mottar) de|saat tämän|personuppgift",
    "ru uk pl": "вы получ|ви отрим|otrzymuj(?:esz|e|ą) (?:tę|tego|ten)",
    "all": (
        r"\bcopyright\b|©|\(c\) (?:19|20)\d\d|all rights reserved|alle rechte|tous droits"
        "|todos los derechos|tutti i diritti|todos os direitos|все права"
        r"|^[\W_]+$|\b[A-Z]{2} \d{5}\b"
        r"|^(?:(?:facebook|twitter|x|instagram|linkedin|youtube|tiktok|threads|mastodon|bluesky"
        r"|pinterest|telegram|whatsapp)[ |·•,/]{0,3}){1,12}$"
    ),
}


@cache
def leaving() -> re.Pattern[str]:
    """Return the pattern of how a letter says how to get no more of them."""
    return _any_of(_LEAVING)


@cache
def viewing() -> re.Pattern[str]:
    """Return the pattern of how a letter says where else it can be read."""
    return _any_of(_VIEWING)


@cache
def closing() -> re.Pattern[str]:
    """Return the pattern of what else letters end with: rights, addresses, networks."""
    return _any_of(_CLOSING)


def _any_of(forms: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(forms.values()), re.IGNORECASE)
