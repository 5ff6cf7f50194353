"""How news in many languages opens the lines that are no text of the article: one table.

Indonesian and English have patterns of their own in `scraper.text.phrases`; here are phrases of other
languages, and more English ones. A phrase is looked up by the first letters of a line, so that more of
them cost nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.text.phrases import CAPITAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TABLE: dict[str, str] = {
    "read-also": """
        more on this story$ | more on this topic$ | more stories$ | read next$ | up next$ |
        keep reading$ | read this next$ | further reading$ | see more$ | recommended reading$ |
        also of interest$ | related content$ | related stories$ |
        lesen sie auch | lesen sie dazu | lesen sie mehr | lesen sie hier | lies auch |
        mehr zum thema | mehr dazu$ | auch interessant | das könnte sie | das könnte dich |
        mehr lesen$ | weiterlesen$ | siehe auch | passend dazu |
        lire aussi | à lire aussi | a lire aussi | à lire également | lire également | à lire : |
        lire la suite | voir aussi | à voir aussi | a voir aussi | sur le même sujet |
        sur le même thème | pour aller plus loin$ | notre dossier$ |
        lea también | lee también | leer también | lea más | lee más | leer más$ |
        te puede interesar | le puede interesar | te puede gustar | más información$ |
        mira también | vea también | ver también | ver más$ | también puede leer |
        también te puede | noticias relacionadas | notas relacionadas | seguí leyendo$ |
        sigue leyendo$ | seguir leyendo$ | relacionado$ | relacionadas$ | te recomendamos$ |
        leia também | leia mais | leia ainda | veja também | veja mais | saiba mais |
        confira também | assista também | vídeos:_ | continue lendo$ | continuar lendo$ |
        notícias relacionadas | matérias relacionadas |
        leggi anche | leggi tutto$ | leggi l'articolo | vedi anche | guarda anche |
        potrebbe interessarti | ti potrebbe interessare | potrebbe interessare anche |
        articoli correlati | approfondisci$ |
        lees ook | lees meer | lees verder$ | bekijk ook | zie ook | meer over dit onderwerp |
        läs också | läs mer | läs även | læs også | læs mere | les også | les mer | lue myös |
        czytaj także | czytaj też | czytaj również | czytaj więcej | zobacz także | zobacz też |
        zobacz również | przeczytaj także | przeczytaj też | čtěte také | čtěte i | čítajte aj |
        citește și | vezi și | olvassa el |
        ilginizi çekebilir | bunlar da ilginizi | ayrıca okuyun | devamını oku$ | xem thêm |
        đọc thêm | tin liên quan |
        читайте также | читать также | материалы по теме |
        смотрите также | по теме$ | подробнее$ |
        читать далее$ | ещё по теме | еще по теме |
        читайте ещё | читайте еще | читайте далее |
        читайте також | дивіться також |
        διαβάστε επίσης | διαβάστε ακόμη | δείτε επίσης |
        यह भी पढ़ें | ये भी पढ़ें | इसे भी पढ़ें |
        اقرأ أيضا | اقرأ أيضًا | اقرأ أيضاً | إقرأ أيضا | اقرأ ايضا | اقرأ المزيد | شاهد أيضا |
        شاهد أيضًا | طالع أيضا | مواضيع ذات صلة | أخبار ذات صلة | موضوعات متعلقة | بیشتر بخوانید |
        関連記事 | 関連ニュース | 関連： | 関連リンク | あわせて読みたい | 合わせて読みたい |
        こちらの記事も | こちらも | 続きを読む | 次の記事 | おすすめ記事 |
        相关阅读 | 相关新闻 | 相关报道 | 相关链接 | 延伸阅读 | 推荐阅读 | 更多新闻 | 猜你喜欢 |
        相關新聞 | 相關閱讀 | 相關報導 | 延伸閱讀 | 推薦閱讀 |
        更多新聞 | 看更多 | 관련기사 | 관련 기사 | 함께 보면 좋은 |
        """,
    "advert": """
        story continues below | article continues | continue reading below |
        content continues below | skip advertisement | ad feedback | paid content$ | ad$ |
        anzeige$ | werbung$ | weiter nach der anzeige | der artikel wird nach | publicité$ |
        la suite après | annonce$ | publicidad$ | continúa después de | la nota continúa |
        publicidade$ | continua após | continua depois d | pubblicità$ | continua dopo la |
        advertentie$ | reklama$ | reklam$ | annons$ | annonse$ | mainos$ | реклама$ |
        διαφήμιση$ |
        إعلان$ | إعلانات$ | 広告$ | スポンサーリンク$ | ad広告$ | 广告$ | 廣告$ | 광고$ |
        """,
    "share": """
        buy now$ | shop now$ | order now$ | check price$ | view deal$ | learn more$ | view gallery$ |
        share full article | print this | email this | table of contents$ | skip to content$ |
        min read$ | minutes read$ | after newsletter promotion$ | skip past newsletter promotion$ |
        add a comment$ | view comments$ |
        artikel teilen$ | teilen$ | drucken$ | kommentare$ | zur startseite$ | inhaltsverzeichnis$ |
        lesezeit | partager$ | partager cet | partager sur | commentaires$ | temps de lecture |
        sommaire$ | compartir$ | compartir en | comentarios$ | tiempo de lectura | compartilhe$ |
        compartilhe esta | compartilhar$ | comentários$ | tempo de leitura | condividi$ |
        condividi su | commenti$ | deel dit | delen$ | leestijd | udostępnij$ | paylaş$ |
        поделиться$ | поделитесь | комментарии$ |
        время чтения | شارك$ | شارك هذا | شارك المقال |
        シェアする$ | シェア$ | ツイート$ | 目次$ | コメント$ | この記事をシェア | 分享到 |
        分享让更多 | 分享$ | 评论$ | 공유하기$ | 공유$ |
        """,
    "pitch": """
        get our free | get the latest | join our | join us on | stay up to date with our |
        get full access | get the full experience | click here to get | click here to sign |
        click here to subscribe | listen to this article | listen to article |
        newyou can now listen | you can now listen to | already a subscriber |
        this post may contain affiliate | this post contains affiliate |
        this article contains affiliate | we may earn | like us on | find us on |
        jetzt den newsletter | jetzt newsletter | jetzt abonnieren | newsletter abonnieren |
        melden sie sich | hier anmelden | abonnieren sie | folgen sie uns | abonnez-vous |
        inscrivez-vous | s'inscrire$ | s’inscrire$ | s'abonner$ | s’abonner$ | suivez-nous |
        recevez nos | recevez notre | recevez chaque | rejoignez-nous | article réservé |
        cet article est réservé | suscríbete | suscribite | suscríbase | síguenos | seguinos |
        únete a nuestro | recibe las | recibe nuestr | sigue toda la información | siga o_ |
        siga a_ | siga-nos | siga nosso | assine_ | inscreva-se | receba as_ | receba notícias |
        participe do canal | participe do grupo | clique aqui | entre no canal | iscriviti |
        seguici | abonneer | volg ons | meld je aan | zapisz się | śledź nas | bizi takip |
        abone ol | подписывайтесь | подпишитесь | подписаться |
        читайте нас | следите за нашими |
        следите за новостями | присоединяйтесь | تابعوا | تابعونا |
        اشترك في | انضم إلى قناة |
        この記事は有料 | 会員登録 | 友だち追加 | フォローする | フォローして | 关注我们 | 点击关注 |
        扫码 | 扫描二维码 | 欢迎关注 | 구독하기 | 구독$ |
        """,
    "byline": """
        reporting by_ |
        our standards: |
        a version of this article | additional reporting | editing by_ | compiled by_ |
        this story was updated |
        published on: | photo credit | image credit | image source | file photo | crédit photo |
        bildquelle | quelle: | fuente: | fonte: | фото: | источник: | автор: |
        редактор: | المصدر |
        责任编辑 | 责编 | 編輯： | 编辑： | 编辑: | 責任編輯 | 作者： | 作者: | 来源： | 来源: |
        來源： | 原标题 | 原標題 | 本文来源 | 稿源 |
        撰文： | 首图来源 | 図： | 写真： | 取材・文 | 文・写真 | 출처 | 사진= |
        """,
    "tags": """
        explore more on these topics | related topics | filed under: | topics: | topics$ |
        mots-clés | schlagworte | schlagwörter | themen$ | archivado en | etiquetas | temas$ |
        palabras clave | tópicos$ | palavras-chave | теги | ключевые слова |
        الكلمات الدالة | 关键词 |
        關鍵字 | タグ： | タグ$ | キーワード | 태그 |
        """,
    "rights": """
        版权所有 | 版權所有 | 版权声明 | 无断转载 | 無断転載 | 未经授权 | 무단전재 | 무단 전재 |
        저작권자 | все права защищены |
        alle rechte vorbehalten | tous droits réservés | todos los derechos | todos os direitos |
        tutti i diritti | جميع الحقوق محفوظة |
        """,
    "embed": """
        this content is imported from | view this photo on | view on instagram | view on twitter |
        see more on instagram | empfohlener externer inhalt | an dieser stelle finden sie |
        ce contenu est bloqué | to view this content | this browser does not support |
        your browser does not support |
        """,
}
"""Why a line is cut → how such lines open, parted by bars. One that ends in "$" is the whole line,
the space behind one is written "_"."""

_FIRST = 2
_LONGEST = 40
_MARKS = " \t\"'“”„«»‘’*_#>»›·•|–—-=+~:：.。…!！¡?？¿()（）[]【】〔〕《》〈〉「」『』▶►▼■□◆◇○●★☆→✅👉📲🔔"
_SPACELESS = "\u2e80"


def _by_first_letters() -> dict[str, list[tuple[str, str, bool]]]:
    table: dict[str, list[tuple[str, str, bool]]] = {}
    for why, phrases in _TABLE.items():
        for phrase in filter(None, map(str.strip, phrases.split("|"))):
            text = phrase.removesuffix("$").replace("_", " ")
            table.setdefault(text[:_FIRST], []).append((text, why, phrase.endswith("$")))
    return table


_OPENINGS = _by_first_letters()


def reasons(text: str) -> Iterator[str]:
    """Why a line that opens like this may be no text of an article.

    A phrase ends where its last word does, but for scripts that write no spaces.
    """
    folded = text[:_LONGEST].lstrip(_MARKS).casefold()
    for phrase, why, is_complete in _OPENINGS.get(folded[:_FIRST], ()):
        if folded.startswith(phrase) and _ends(phrase, folded[len(phrase) :], is_complete, len(text)):
            yield why


def _ends(phrase: str, rest: str, is_complete: bool, length: int) -> bool:
    if is_complete:
        return length < _LONGEST and not rest.strip(_MARKS)
    return not (rest[:1].isalpha() and phrase[-1].isalpha() and phrase[-1] < _SPACELESS)


def either(**patterns: re.Pattern[str]) -> Callable[[str], Iterator[str]]:
    """The names of the given `*_START` patterns that match a text, found by one search.

    The search is of small letters in small letters, for a regard to case doubles its time.
    """
    first = re.compile("|".join(pattern.pattern.replace(CAPITAL, r"\w") for pattern in patterns.values()))

    def names(text: str) -> Iterator[str]:
        if first.match(text.lower()):
            yield from (name for name, pattern in patterns.items() if pattern.match(text))

    return names
