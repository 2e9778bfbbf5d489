// Cue tables of find_attributions. Phrases are parted by '|'; a ':' at the end asks for a colon in the text. One table for
// all languages: scripts and words keep them apart, and a text in one language quotes names with the cues of another.
// Tested by tests/provenance/attributions_test.cpp.
#include "provenance/attributions_cues.hpp"

#include <algorithm>
#include <string_view>

#include "text/tokens.hpp"

namespace reprise::provenance {
namespace {

// --- Before the name ---
constexpr const char* kReportLeft =
    // English
    "according to|reported by|reported in|reported on|reported to|headline from|headline in|headlines from|headlines in|report by|report in|report from|report on|"
    "reports from|reports by|reports in|published by|published in|published on|as per|per|"
    "wrote in|writes in|writing in|wrote for|writing for|writes for|op ed in|"
    "op ed for|editorial in|article in|article by|article for|column in|column for|story in|story by|piece in|piece for|"
    "uncovered by|unearthed by|courtesy of|carried by|released by|confirmed by|"
    "poll by|tally by|count by|survey by|analysis by|analysis in|highlighted by|relayed by|picked up by|"
    "documented by|exposed by|credited to|said in|reported|reports|noted|notes|said|says|wrote|writes|asked|revealed by|"
    "first reported by|announced by|broken by|noted by|compiled by|conducted by|transcript by|information from|"
    // Russian
    "говорит|опроверг|опровергла|опровергли|дал|дала|писал|писала|писали|писало|по сведениям|по словам|по подсчетам|по оценке|по оценкам|"
    "как следует из|из публикации|в материале|в статье|в публикации|в колонке|в заметке|коллеги из|опубликовал|опубликовала|опубликовали|обратил внимание|обратила внимание|"
    "сообщает|сообщают|передает|передают|передал|передала|пишет|пишут|написал|написала|"
    "написали|написало|по данным|по сообщению|по сообщениям|по информации|по версии|"
    "в эфире|отмечает|уточняет|об этом|утверждает|отмечают|заметили|приводит|публикует|"
    // Persian
    "به گزارش|به نوشته|به گفته|آنطور که|آن طور که|آن‌طور که|آنگونه که|آن گونه که|آن‌گونه که|چنانکه|به روایت|بنا به نوشته|بنا به اعلام|بنا بر اعلام|"
    "به استناد|بر اساس گزارش|براساس گزارش|بنابر گزارش|بنا به گزارش|بنا بر گزارش|طبق گزارش|در گزارش|"
    // Arabic
    "وفقا ل|وفق|وفقا|بحسب|حسب|حسبما|ذكرت|ذكر|وذكرت|وذكر|افادت|أفادت|أفاد|وأفادت|وأفاد|اوردت|أوردت|وأوردت|قالت|وقالت|"
    "نشرت|نشرته|ذكرته|أوردته|نقلته|بثته|"
    "حسب ما ذكرت|بحسب ما ذكرت|أعلنت|كشفت|وكشفت|بثت|أكدت|وفقا لما نشرته|بحسب ما نشرته|كما ذكرت|كما نقلت|كتبت|وكتبت|نشر|ونشرت|وبحسب|ووفقا|وحسب|استنادا إلى|"
    "نقل|ونقل|نقله|نشره|أورده|ذكره|بثه|رصدت|رصد|تناقلته|تناقلت|المواقع بينها|لدى|تداولته|في تقرير|"
    // Hebrew
    "לפי|על פי|לפי הפרסום|על פי הפרסום|לפי פרסום|על פי פרסום|לפי דיווח|על פי דיווח|לפי הדיווח|על פי הדיווח|כפי שדווח|כפי שנחשף|כך נחשף|נחשף|כפי שפורסם|שפורסם|שפורסמה|שפורסמו|לדברי|אומר|אומרת|אמרו|אומרים|"
    "סיפר|סיפרה|סיפרו|מסר|מסרה|מסרו|הסביר|הסבירה|ציין|ציינה|הגיב|הגיבה|אישר|אישרה|נאמר|כתב|כתבה|נכתב|צוטט|פרסום|דיווחי|כך דיווח|כך דיווחה|כך פורסם|כך פרסם|כך דווח|בכתבה|בידיעה|"
    "כך דווח ב|דווח ב|פורסם ב|כפי שפורסם|כפי שפורסם לראשונה|"
    "דיווח|דיווחה|דיווחו|מדווח|מדווחת|פורסם|דווח|נמסר|אמר|אמרה|סוכנות הידיעות|כך לפי|פרסם|פרסמה|"
    // Chinese
    "据|综合|对|根据|来自|"
    // Ukrainian, German, French, Spanish, Portuguese, Italian, Turkish: the commonest alone
    "пише|пишуть|передає|передають|повідомляє|повідомляють|повідомив|повідомила|повідомили|за даними|за інформацією|за повідомленням|розповів|розповіла|в інтерв'ю|в коментарі|"
    "laut|laut einem bericht|laut einem bericht des|laut einem bericht der|nach informationen|nach informationen des|nach informationen der|so der|so die|im gespräch mit|im interview mit|sagte er der|sagte sie der|sagte er dem|sagte sie dem|berichtet|berichtete|berichteten|meldet|meldete|schreibt|schrieb|schreiben|sagte der|sagte dem|gegenüber der|gegenüber dem|"
    "selon|selon une information de|selon les informations de|a appris|d'après|a indiqué à|rapporte|a rapporté|rapportait|écrit|écrivait|relate|révèle|indique|a indiqué|a annoncé à|confié à|déclaré à|assuré à|expliqué à|"
    "según|según reveló|según adelantó|como adelantó|de acuerdo con|según publica este|explica a|ha contado a|contó a|según han informado a|informado a|en una entrevista con|entrevista con|según ha podido saber|ha podido saber|según ha informado|según publica|ha publicado|recoge|adelanta|adelantó|informa|informó|informaron|publica|publicó|reportó|reporta|según informa|declaró a|dijo a|"
    "segundo|de acordo com|noticiou|informou|"
    "secondo|riporta|riferisce|scrive|"
    "aktardı|aktardığına göre|"
    "цитата по|цитата|обратили внимание|обратило внимание|подсчитали|подсчитала|подсчитал|сообщал|сообщала|сообщали|заметила|заметил|в расследовании|"
    "інформує|інформують|зазначає|зазначають|повідомляв|повідомляла|повідомляли|цитує|прокоментував|в матеріалі|у матеріалі|джерело|джерела|як дізналася|"
    "як дізнався|дізналася|дізнався|в ефірі|у публікації|נחשפה|פורסמה|שנחשף|תחקיר|לפי תחקיר|בעקבות תחקיר|תחקיר של|לפי תחקיר של|דיווח של|לפי דיווח של|"
    "על פי דיווח של|כפי שדיווח|כפי שדיווחה|שדיווח|dans les colonnes du|dans les colonnes de|révélations de|révélations du|les révélations de|"
    "une information de|une information du|selon une information du|según adelanta|según recoge|según relata|ha adelantado|"
    "כך דיווחה הלילה|כך דיווחה אמש|כך דיווחה הבוקר|כך דיווחה היום|כך דיווח הלילה|כך דיווח אמש|כך דיווח הבוקר|כך דיווח היום|כך פרסם אמש|כך פרסמה אמש|שחשף|שחשפה|שחשפו|כפי שחשפה|כפי שחשף|כפי שחשפו|כפי שפרסם|כפי שפרסמה|כפי שפרסמו|נחשפה על ידי|נחשף על ידי|נחשפה בידי|נחשף בידי|נחשפה בכתבה של|נחשף בכתבה של|показало|"
    "показала|розповіло";
// Somebody told the one who is named: in the outlet's own text the sign that it heard or saw for itself.
constexpr const char* kToldLeft =
    "told|tells|telling|interviewed by|confirmed to|obtained by|seen by|viewed by|shared with|asked by|reviewed by|told to|"
    "узнал|узнала|узнали|выяснил|выяснила|выяснили|сказал|сказала|сказали|заявил|заявила|заявили|заявило|пояснил|пояснила|пояснили|подтвердил|подтвердила|подтвердили|подчеркнул|подчеркнула|отметил|"
    "отметила|отметили|добавил|добавила|поделился|поделилась|признался|призналась|прокомментировал|прокомментировала|объяснил|объяснила|объяснили|уточнил|"
    "уточнила|уточнили|сообщил|сообщила|сообщили|сообщило|рассказал|рассказала|рассказали|рассказывает|рассказывают|в интервью|интервью|в беседе с|"
    "в разговоре с|в комментарии|стало известно|источник|источника|источнику|источники|источников|источникам|собеседник|собеседника|собеседники|"
    "собеседников|"
    "در پاسخ به|به خبرنگار|گفت و گو با|گفت‌وگو با|گفتگو با|مصاحبه با|در گفتگوی|به گزارش خبرنگار|"
    "قال ل|خص به|خصت به|في حوار خاص مع|لصحيفة|صرح ل|تصريح ل|تصريح|تصريحات ل|تصريحات|مقابلة مع|حوار مع|حديث ل|حديث مع|أبلغ|أبلغت|أخبر|أخبرت|علمت|"
    "נודע|נמסר ל|אמר ל|אמרה ל|בראיון ל|ראיון עם|בשיחה עם|ראיון|בראיון|בשיחה|"
    "告诉|接受|"
    "рассказал он|заявил он|сказал он|пояснил он|уточнил он|отметил он|подтвердил он|добавил он|признался он|рассказала она|заявила она|сказала она|"
    "пояснила она|уточнила она|отметила она|добавила она|говорит он|говорил он|объяснил он|объяснила она|рассказали они|сообщила она|сказав|заявив|пояснив|"
    "розповіла|розповіли|зазначив|зазначила|додав|додала|уточнив|поінформував|прокоментувала|прокоментував|сказав він|сказала вона|розповів він|"
    "розповіла вона|заявив він|заявила вона|пояснив він|повідомив він|повідомила вона|у коментарі|в коментарі|у розмові з|в розмові з|розповіло джерело|"
    "auprès de|auprès du|confié au|confié aux|nos confrères du|nos confrères de|confrères du|confrères de|interrogé par|interrogée par|contacté par|"
    "contactée par|indiqué à|confirmé à|annoncé à|affirmé à|affirme à|précisé à|raconté à|raconté au|dit à|déclaré au|expliqué au|au micro de|"
    "en declaraciones a|declaraciones a|declaró a|relató a|dijo a|aseguró a|confirmó a|explicó a|ha explicado a|ha asegurado a|"
    "ha dicho a|ha relatado a|comentó a";
// Said there; what was published there is not said to be in the text.
constexpr const char* kMeetingLeft =
    "interview with|interviews with|interview on|interview to|interview for|interviewed on|statement to|remarks to|comments to|remarks on|comments on|"
    "speaking to|speaking with|in a chat with|chat with|spoke to|spoke with|speaks to|speaks with|appearing on|appeared on|appearance on|appearances on|appearance with|speaking on|gave to|given to|said on|says on|aired on|broadcast on|"
    "front page of|cover of|endorsement of|endorsement from|endorsement by|endorsements from";
// It learned it by itself.
constexpr const char* kLearnedRight = "learned|learnt|has learned|obtained|узнал|узнала|узнали|выяснил|выяснила|выяснили|采访|记者|獲悉|获悉";
constexpr const char* kMeetingRight = "interview|interviews|appearance";
constexpr const char* kRelayLeft =
    "citing|cites|cited|quoting|quoted|quotes|quoted by|cited by|quoted as saying by|as saying by|attributed to|со ссылкой на|ссылаясь на|цитирует|цитируют|"
    "به نقل از|نقل از|بنقل از|نقلا عن|نقلت عن|نقلت|ونقلت|نقل عن|نقلا|عن|מצטט את|מצטטת את|ציטט את|בשם|援引|引述|转引自|引用|"
    "з посиланням на|посилаючись на|unter berufung auf|citant|citando a|citando|"
    "que cita a|із посиланням на|"
    "з посиланням на інтерв'ю|з посиланням на інтерв’ю|со ссылкой на интервью";
constexpr const char* kCreditLeft =
    "source:|sources:|story source:|via|первоисточник:|источник:|источники:|منبع:|منابع:|منبع خبر:|برگرفته از:|برگرفته از|المصدر:|مصدر:|كتب:|كتبت:|מקור:|来源:|来源丨|综合自:|综合自|本文综合自|稿源:|消息来源:|转自|转载自|摘自|джерело:|джерела:|quelle:|quellen:|fuente:|fuentes:|fonte:|fonti:|kaynak:|inputs from|republished from|with permission from|mit material von|mit material der|mit material des|avec|con información de|com informações de|"
    "with material from|reporting by|with reporting by|with reporting from|with files from|reporting by the|reporting from|from wire reports by|originally published by|originally published in|"
    "originally published on|originally appeared in|originally appeared on|first published in|first appeared in|по материалам|с использованием материалов|"
    "first appeared on|first appeared at|originally appeared at|syndicated from|original story at|original story on|original article on|original article at|"
    "original article in|original version on|information from:|feed:|auto generated from|autogenerated from|additional reporting:|co published with|copublished with|reported by:";
constexpr const char* kPhotoLeft =
    "photo:|photos:|photo by|photo courtesy of|photos by|image:|images:|picture:|credit:|photo credit:|photograph by|pictured by|"
    "фото:|фотография:|фото|عکس:|تصویر:|الصورة:|صورة:|תצלום:|צילום:|צילומים:|צילום|图源:|图源|图片来源:|图片来源|图自|摄影:|图/|"
    "видео:|צילום ועריכה:|וידאו:|vidéo:|foto:|fotoğraf:|fotos:";

// --- Behind the name ---
constexpr const char* kReportRight =
    "reported|reports|reporting|report|said|says|saying|wrote|writes|noted|notes|added|claimed|claims|revealed|reveals|"
    "disclosed|announced|confirmed|described|describes|found|finds|published|asked|asks|declared|called|calls|argued|"
    "argues|explained|highlighted|pointed out|points out|suggested|suggests|observed|estimated|estimates|broke|"
    "stated|states|reached out|alleged|warned|predicted|projected|explains|tweeted|editorialized|quipped|told|tells|"
    "noticed|imagined|accused|accuses|mentioned|mocked|endorsed|exposed|investigates|investigated|focuses|covered|"
    "documented|featured|labeled|posted|ran|shows|showed|examined|responded|suggesting|counted|lists|offered|"
    "analysis|tally|estimate|account|characterized|identified|indicated|started publishing|pointed to|headlined|concluded|put it|made it clear|made clear|makes clear|named|lists|listed|aired|acknowledged|"
    "сообщает|сообщил|сообщила|сообщили|сообщало|сообщал|передает|передал|пишет|писал|писала|писали|написал|"
    "опубликовал|опубликовала|опубликовали|рассказал|рассказали|рассказала|отмечает|заявил|сообщают|пишут|"
    "сообщила|сообщили|передали|передала|передавал|передавала|написала|написали|уточняет|уточнил|приводит|привел|привела|"
    "цитирует|цитировал|утверждает|уверяет|подсчитал|подсчитала|подсчитали|оценил|оценила|обнаружил|обнаружила|напоминает|рассказывает|показал|показала|"
    "گفت|گفته است|گفته‌است|گزارش داد|گزارش کرد|گزارش می‌دهد|نوشت|نوشته است|نوشته|اعلام کرد|خبر داد|افزود|گزارش داده|گزارش داده است|گزارش کرده|گزارش کرده است|منتشر کرده|منتشر کرده است|مدعی شد|اعلام کرده|منتشر کرد|از قول|حساب کرده|"
    "می نویسد|می‌نویسد|مینویسد|می گوید|می‌گوید|خبر داده|خبر داده است|آورده است|تصریح کرد|نقل کرد|نقل کرده|نقل کرده است|تاکید کرد|فاش کرد|گفته|گفته بود|نوشته بود|"
    "إن|أنه|قائلة|قائلا|قالت|ذكرت|أفادت|أوردت|نقلت|كتبت|كشفت|نشرت|أكدت|أوضحت|أشارت|أضافت|أعلنت|رصدت|"
    "דיווח|דיווחה|מדווח|מדווחת|דיווחו|פרסם|פרסמה|כתב|כתבה|דווח|פורסם|נכתב|מסר|מסרה|חשף|חשפה|מפרסם|מפרסמת|טען|טענה|ציין|ציינה|נאמר|"
    "报道|消息|讯|称|表示|说|指出|刊文|发文|评论|电|指|报导|写道|披露|透露|提到|提及|发现|梳理|查阅|翻查|直言|坦言|"
    "повідомляє|повідомив|повідомила|повідомили|передає|berichtet|meldet|schreibt|zufolge|rapporte|a rapporté|informó|reportó|noticiou|riporta|riferisce|scrive|"
    "haberine göre|göre|bildirdi|aktardı|duyurdu|yazdı|"
    "在报道中称|在报道中说|在一篇报道中说|在一篇报道中称|在报道中表示|在报导中称|報導中稱|مدعی شده بود|مدعی شده|مدعی است|یادآور شد|یادآور شده|در گزارشی نوشت|asegura|asegura que|aseguró|adelantó|"
    "reveló|publica|publicó|affirme|assure|révèle|rapportait|aktardığına göre|bildirdiğine göre|yazdığına göre|dayandırdığı haberine göre|інформує|зазначає|"
    "пише|писав|повідомляла|повідомляв|"
    "刊发|刊登|刊發|розповідає|розповідають";
constexpr const char* kRelayRight =
    "citing|quoting|quoted|quotes|cited|cites|со ссылкой на|ссылаясь на|به نقل از|نقلا عن|عن|מצטט|מצטטת|ציטט|援引|引述|转引|引用";
constexpr const char* kCreditRight =
    "contributed to this report|contributed to this story|contributed to this article|contributed to the report|contributed to this post|also contributed|"
    "contributed reporting|contributed|inputs|wires|wire services|reporters contributed|staff contributed";
constexpr const char* kPhotoRight = "photo|photos|via getty|getty images|handout|摄|供图|发";

// --- Single words ---
constexpr const char* kFillerWords =
    "a|an|the|its|their|his|her|this|report|reports|story|article|account|tally|count|analysis|poll|interview|state|run|owned|backed|"
    "controlled|semi|official|officially|news|agency|agencies|media|newspaper|newspapers|paper|daily|weekly|outlet|website|site|"
    "trade|title|industry|station|stations|affiliate|magazine|channel|network|networks|television|tv|radio|wire|service|broadcaster|local|national|state-run|local|cable|conservative|"
    "liberal|leading|independent|poll|polls|private|public|by|in|from|of|on|at|published|released|conducted|one|russias|irans|chinas|"
    "israels|turkeys|russia|iran|china|syrian|state-owned|portal|publication|tabloid|host|reporter|anchor|correspondent|to|for|with|"
    "порталу|порталом|сайту|журналу|радиостанции|радио|сетевому|сетевое|интернет|агентство|агентства|агентству|агентством|агентстве|газета|газеты|газете|газету|издание|издания|изданию|изданием|телеканал|"
    "телеканала|телеканалу|канал|канала|каналу|каналом|канале|портал|портала|информационное|информационного|журнал|журнала|сайт|сайта|"
    "корреспондент|корреспонденту|корреспондента|сми|ссылкой|на|российское|иранское|государственное|информагентство|"
    "информагентства|российского|американский|американская|британская|британский|со|телеграм|telegram|телеграмм|тг|сообщил|сообщила|"
    "خبرگزاری|روزنامه|سایت|پایگاه|خبری|شبکه|خبرنگار|گروه|سرویس|رسمی|نشریه|مجله|هفته|نامه|دولتی|تلویزیون|بین|الملل|سیاسی|"
    "اقتصادی|اجتماعی|ورزشی|حوزه|تلویزیونی|"
    "وكالة|وكالات|صحيفة|جريدة|قناة|موقع|شبكة|مجلة|الانباء|أنباء|الأنباء|الرسمية|هيئة|إذاعة|ما|ذكرت|ل|لوكالة|لصحيفة|لقناة|عن|"
    "مراسل|نقلته|ذكرته|أوردته|لموقع|لما|ذكرته|لـ|اليوم|"
    "סוכנות|סוכנויות|הבוקר|היום|אתמול|אמש|הערב|לראשונה|הידיעות|העיתון|עיתון|אתר|ערוץ|רשת|ה|ל|ב|האתר|לאתר|לעיתון|באתר|בעיתון|את|הרשת|לרשת|רשתות|"
    "агентством|новин|видання|die|der|dem|das|den|nachrichtenagentur|zeitung|zeitschrift|magazin|sender|portal|le|la|les|l|agence|quotidien|journal|el|los|las|agencia|diario|noticias|"
    "agência|jornal|agenzia|il|haber|ajansı|ajansına|ajansının|gazetesi|gazetesine|"
    "央|视|客|户|端|的|《|俄|罗|斯|伊|朗|美|国|英|日|韩|媒|当|地|"
    "our|sister|my|sports|business|financial|он|она|они|він|вона|вони|виданню|виданням|виданні|газеті|мовник|мовника|мовнику|وب‌سایت|وبسایت|periódico|"
    "cadena|revista|emisora|mismo|"
    "כתבת|כתב|כתבי|במהדורת|החדשות";
constexpr const char* kRoleWords =
    "investigation|investigations|chain|columnist|host|hosts|anchor|reporter|reporters|correspondent|editor|editors|contributor|moderator|executive|executives|journalist|"
    "writer|analyst|commentator|also|later|first|recently|previously|originally|earlier|has|had|have|was|is|now|then|today|"
    "yesterday|agency|news|newspaper|channel|network|magazine|tv|website|correspondents|editorial|board|political|national|in|iran|"
    "russia|china|israel|exclusively|itself|subsequently|chief|white|house|senior|on|monday|tuesday|wednesday|thursday|friday|"
    "saturday|sunday|s|further|this|week|month|would|will|could|he|she|they|"
    "также|ранее|первым|первой|накануне|уже|во|в|своем|со|"
    "ترکیه|اسپانیا|انگلیس|انگلستان|آمریکا|آلمان|فرانسه|ایتالیا|روسیه|لبنان|عراق|چاپ|لندن|شماره|خود|نیز|هم|روز|امروز|در|گزارشی|این|خبر|دیروز|همچنین|باره|زمینه|خصوص|شنبه|یکشنبه|دوشنبه|پنجشنبه|جمعه|"
    "أيضا|اليوم|أمس|الرسمية|السعودية|"
    "גם|היום|אתמול|אמש|הבוקר|הערב|לראשונה|כי|"
    "曾|网|日|月|年|0|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|31|的|此|前|今|早|晚|新|闻|社|近|天|昨|则|周|星|期|一|二|三|四|五|六|下|午";
// Verbs of speech and of what outlets do with their pages. Wide: only shapes that name a speaker ask for them.
constexpr const char* kSpeechWords =
    "said|says|say|saying|told|tells|tell|telling|asked|asks|asking|wrote|writes|writing|written|reported|reports|noted|notes|noting|added|adds|claimed|claims|claiming|"
    "stated|states|announced|announces|declared|declares|revealed|reveals|disclosed|confirmed|confirms|described|describes|describing|explained|explains|"
    "argued|argues|arguing|suggested|suggests|observed|observes|estimated|estimates|predicted|predicts|projected|warned|warns|warning|alleged|alleges|"
    "accused|accuses|accuse|called|calls|calling|dubbed|labeled|labelled|branded|brand|blasted|slammed|criticized|criticised|criticizes|attacked|mocked|mocks|"
    "ridiculed|ridicule|derided|denounced|condemned|praised|praises|hailed|lauded|touted|endorsed|endorses|endorse|urged|urges|advised|recommended|"
    "questioned|questions|wondered|wonders|pressed|grilled|challenged|confronted|followed|interviewed|replied|replies|responded|responds|answered|agreed|"
    "agrees|disagreed|denied|denies|insisted|insists|maintained|maintains|contended|contends|acknowledged|acknowledges|admitted|admits|conceded|concedes|"
    "complained|joked|quipped|tweeted|retweeted|posted|published|publishes|printed|editorialized|opined|remarked|commented|comments|concluded|concludes|"
    "found|finds|learned|obtained|broke|surveyed|queried|blared|filed|sued|spotted|witnessed|overheard|received|released|releases|gives|endorsement|endorsements|discovered|uncovered|investigated|examined|reviewed|calculated|counted|reckoned|reckons|puts|pegged|lists|listed|ranked|rated|"
    "showed|shows|showing|aired|broadcast|covered|featured|ran|carried|quoted|quotes|cited|cites|highlighted|mentioned|mentions|recounted|recalled|recalls|"
    "relayed|related|shared|expressed|voiced|hopes|hoped|believes|believed|thinks|thought|considers|considered|expects|speculated|speculates|promised|vowed|"
    "pledged|offered|proposed|promoted|pushed|pushing|reminded|clarified|emphasized|stressed|underlined|repeated|reiterated|countered|objected|"
    "protested|lamented|mused|understands|detailed|documented|chronicled|profiled|reprinted|corrected|retracted|apologized|defended|defends|dismissed|"
    "rejected|disputed|debunked|checked|likened|compared|characterized|identified|indicated|pointed|testified|spoke|speaks|talked|discussed|"
    "headlined|insinuated|implied|hinted|teased|previewed|projecting|reporting|demanded|demands|requested|"
    "ask|claim|accuse|predict|deny|insist|praise|mock|announce|admit|argue|suggest|warn|confirm|reveal|explain|describe|write|publish|"
    "قال|قالت|قالوا|وقال|وقالت|صرح|وصرح|صرحت|وصرحت|أكد|أكدت|وأكد|وأكدت|أوضح|وأوضح|أوضحت|وأوضحت|أضاف|وأضاف|وأضافت|كشف|وكشف|كشفت|وكشفت|"
    "روى|روت|وروى|وروت|تحدث|تحدثت|وتحدث|أفاد|وأفاد|أفادت|وأفادت|ذكر|وذكر|يقول|تقول|ويقول|وتقول|أعلن|وأعلن|قائلا|مصدر|مصادر|"
    "אמר|אמרה|אמרו|אומר|אומרת|אומרים|סיפר|סיפרה|סיפרו|מסר|מסרה|מסרו|נמסר|הסביר|הסבירה|ציין|ציינה|הוסיף|הוסיפה|גילה|גילתה|טען|טענה|טוען|הגיב|הגיבה|"
    "אישר|אישרה|הודיע|הודיעה|מספר|מספרת|מסביר|מסבירה|נודע";
constexpr const char* kPrintedWords =
    "published|aired|broadcast|ran|carried|printed|questions|comments|shows|showed|showing|featured|covered|listed|written|notes|quotes|related|shared|defends|"
    "reprinted|demands|brand|received|challenged|lists|puts|posted|reports|claims|estimates|warning|obtained|found|finds|gave|gives|counted|rated|ranked|followed|considered|expects|thought";
constexpr const char* kPersonWords =
    "columnist|columnists|host|hosts|cohost|anchor|anchors|anchorman|anchorwoman|reporter|reporters|correspondent|correspondents|editor|editors|contributor|"
    "contributors|moderator|moderators|executive|executives|journalist|journalists|writer|writers|analyst|analysts|commentator|commentators|pundit|pundits|"
    "blogger|producer|producers|publisher|owner|president|chairman|spokesman|spokeswoman|spokesperson|critic|presenter|broadcaster|panel|panelist|"
    "panelists|board|staffer|staffers|editorial|staff|team|co-host|co-anchor|count|tally|poll|exclusive|analysis|opinion|director|chief|checker|checkers|personality|host's|veteran|"
    "bureau|newsman|interviewer|photojournalist|cameraman|intern|fellow|member|meteorologist|embed";
constexpr const char* kAuxiliaryWords =
    "has|had|have|having|is|was|were|are|been|be|being|will|would|could|can|may|might|must|should|did|does|do|doesn't|didn't|hasn't|isn't|also|then|later|"
    "often|once|twice|again|still|already|just|now|even|never|not|further|since|recently|previously|originally|earlier|quickly|repeatedly|famously|simply|"
    "correctly|rightly|wrongly|reportedly|first|initially|subsequently|finally|expected|to|went|started|began|continued|tried|trying|insistently|himself|"
    "herself|itself|themselves|for|one|today|yesterday|on|twitter|monday|tuesday|wednesday|thursday|friday|saturday|sunday|in|this|last|week|month|year|"
    "and|former|senior|its|the|a|an|current|s";
// Last words of cues behind which a name may stand that no registry has.
constexpr const char* kPressWords = "выяснил|выяснила|выяснили|пишет|пишут|писала|писало|писали|передает|передают|передала|сообщает|сообщают|цитирует|на|نوشته|گزارش|از|据|自|引";
constexpr const char* kOpenerWords =
    "another|some|many|most|several|these|those|such|our|my|your|his|her|their|its|each|every|one|two|three|former|yet|but|and|while|when|if|as|that|because|after|before|since|so|now|meanwhile|still|although|though|then|however|where|whereas|nor|or|only|even|"
    "also|once|until|unless|what|why|how|who|instead|earlier|later|both|like|unlike|despite|with|according|today|yesterday|here|there|no|yes|"
    "но|а|и|как|также|ранее|однако|тем|что|если|когда|хотя|позже|позднее";
constexpr const char* kOfPlaceWords = "of|at|for|from|with|on|by";
constexpr const char* kVetoNextWords =
    "minister|ministers|premier|premiers|committee|committees|subcommittee|council|councils|chair|chairwoman|chairperson|chairmen|admiral|mayor|governor|versa|principal|provost|dean|chancellors|photographer|photographers|minister|ministers|president|presidents|chairman|chancellor|suns|square|building|tower|headquarters|vaccine|vaccines|v|light|province|course|courses|exam|exams|"
    "class|classes|coach|вакцина|вакцины|вакциной|вакцину|лайт|واکسن|لقاح|studio|studios|stadium";
constexpr const char* kVetoPrevWords =
    "استان|استانداری|خليج|خلیج|وزارت|ماه|مقاطعة|إقليم|провинция|провинции|провинцию|вакцина|вакцины|вакциной|вакцину|لقاح|واکسن|חיסון|"
    "fc|vaccine|around|near|outside|downtown|mr|mrs|ms|michael|mike|mayor|gulf|liga|دانشگاه|مدینة|زبان|جزيرة|שפה|persian";
constexpr const char* kOfTownWords =
    "official|officials|governor|governors|governorate|province|provincial|police|authorities|residents|resident|prosecutor|prosecutors|county|city|council|"
    "university|airport|region|regional|judiciary|mayor|court|hospital|farmers|deputy|mp|firefighters|suburb|suburbs|area";
constexpr const char* kMediaTailWords =
    "times|post|news|herald|tribune|agency|tv|radio|gazette|journal|chronicle|observer|examiner|dispatch|courier|telegraph|"
    "bulletin|register|inquirer|globe|sentinel|press|mirror|express|magazine|review|mercury|argus|eagle|record|"
    "advertiser|monitor|newspaper|television|broadcasting|beacon|bee|ledger|standard|daily";
constexpr const char* kMediaHeadWords =
    "газета|газеты|газете|телеканал|телеканала|телеканалу|канал|канала|каналу|каналом|канале|агентство|агентства|агентству|издание|издания|"
    "изданию|портал|портала|порталу|журнал|журнала|журналу|сайту|радиостанции|радиостанция|خبرگزاری|روزنامه|وكالة|صحيفة|جريدة|قناة|عيتון|לעיתון|בעיתון|עיתון|אתר|לאתר|באתר|"
    "لصحيفة|لوكالة|لقناة|وصحيفة|ووكالة";

std::vector<std::string_view> split(std::string_view list) {
  std::vector<std::string_view> out;
  while (!list.empty()) {
    const std::size_t bar = list.find('|');
    if (bar != 0) out.push_back(list.substr(0, bar));
    list.remove_prefix(bar == std::string_view::npos ? list.size() : bar + 1);
  }
  return out;
}

}  // namespace

void CueTables::add_words(const char* list, std::uint32_t bit) {
  text::Tokens tokens;
  for (const std::string_view word : split(list)) {
    text::tokenise(word, tokens);
    if (tokens.size() != 1) continue;  // a phrase has no place here
    const std::uint32_t w = tokens.word[0];
    classes_[w] = static_cast<std::uint32_t>(classes_[w] | bit);
    filter_[(w & 0xffff) / 64] |= 1ull << (w % 64);
    if (bit & (kMediaTail | kMediaHead | kPress)) names_filter_.set(w % names_filter_.size());
  }
}

void CueTables::add_phrases(const char* list, PhraseKind kind, bool left, bool told) {
  text::Tokens tokens;
  for (std::string_view phrase : split(list)) {
    Phrase entry;
    entry.kind = kind;
    entry.told = told;
    entry.colon = phrase.back() == ':';
    if (entry.colon) phrase.remove_suffix(1);
    text::tokenise(phrase, tokens);
    if (tokens.size() == 0) continue;
    entry.words = tokens.word;
    const std::uint32_t key = left ? entry.words.back() : entry.words.front();
    const std::uint32_t bit = left ? kLeft : kRight;
    classes_[key] = static_cast<std::uint32_t>(classes_[key] | bit);
    filter_[(key & 0xffff) / 64] |= 1ull << (key % 64);
    (left ? left_ : right_)[key].push_back(std::move(entry));
  }
}

CueTables::CueTables() {
  add_phrases(kReportLeft, PhraseKind::report, true);
  add_phrases(kToldLeft, PhraseKind::report, true, true);
  add_phrases(kMeetingLeft, PhraseKind::meeting, true);
  add_phrases(kRelayLeft, PhraseKind::relay, true);
  add_phrases(kCreditLeft, PhraseKind::credit, true);
  add_phrases(kPhotoLeft, PhraseKind::photo, true);
  add_phrases(kReportRight, PhraseKind::report, false);
  add_phrases(kLearnedRight, PhraseKind::report, false, true);
  add_phrases(kMeetingRight, PhraseKind::meeting, false);
  add_phrases(kRelayRight, PhraseKind::relay, false);
  add_phrases(kCreditRight, PhraseKind::credit, false);
  add_phrases(kPhotoRight, PhraseKind::photo, false);
  for (Map* map : {&left_, &right_}) {
    for (auto& [word, phrases] : *map) {
      std::stable_sort(phrases.begin(), phrases.end(),
                       [](const Phrase& a, const Phrase& b) { return a.words.size() != b.words.size() ? a.words.size() > b.words.size() : a.colon > b.colon; });
    }
  }
  add_words(kFillerWords, kFiller);
  add_words(kRoleWords, kRole);
  add_words(kVetoNextWords, kVetoNext);
  add_words(kVetoPrevWords, kVetoPrev);
  add_words("poll|polls|survey|surveys|polling|average|tracker", kPoll);
  add_words(kSpeechWords, kSpeech);
  add_words(kPrintedWords, kPrinted);
  add_words(kPersonWords, kPerson);
  add_words(kOpenerWords, kOpener);
  add_words(kPressWords, kPress);
  add_words(kAuxiliaryWords, kAuxiliary);
  add_words(kOfPlaceWords, kOfPlace);
  add_words(kOfTownWords, kOfTown);
  add_words(kMediaTailWords, kMediaTail);
  add_words(kMediaHeadWords, kMediaHead);
}

const CueTables& CueTables::get() {
  static const CueTables tables;
  return tables;
}

}  // namespace reprise::provenance
