// Languages without word lists of their own go by the general rules: what is a copy, an edited copy, a quotation, an outlet's
// line and an independent report is told apart in them too, and the language is found when it is not given.
//
// One invented event per language: a report, an edited copy, a report by somebody else, a speaker's words, and five unrelated items.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reprise/reprise.hpp"

using namespace reprise;

namespace {

struct Sample {
  const char* lang;
  const char* story;
  const char* edited;       ///< words changed, inflected, dropped
  const char* independent;  ///< of the same event
  const char* quote;        ///< with its quotation marks
  const char* frames[2];    ///< two reporters' own words around it
  const char* items[5];     ///< of other subjects
  const char* footer;
};

const Sample kSamples[] = {
    {"de",
     "Ein Güterzug mit Kalk ist am Dienstagmorgen bei Nebelfurt aus den Gleisen gesprungen und hat eine Brücke schwer beschädigt. "
     "Die Feuerwehr barg den leicht verletzten Lokführer nach vierzig Minuten aus dem umgestürzten Führerstand. Die Strecke bleibt nach "
     "Angaben des Betreibers mindestens drei Wochen gesperrt, Reisende müssen auf Busse ausweichen.",
     "Ein Güterzug mit Kalk ist am Dienstag bei Nebelfurt aus den Gleisen gesprungen und hat eine alte Brücke schwer beschädigt. "
     "Die Feuerwehr barg den verletzten Lokführer erst nach vierzig Minuten aus dem umgestürzten Führerstand. Die Strecke bleibt nach "
     "Angaben des Betreibers drei Wochen gesperrt, Reisende sollen auf Busse ausweichen.",
     "Schwerer Unfall auf der Bahn: In Nebelfurt kippten am Dienstag mehrere Waggons um, ein Mann kam ins Krankenhaus. Wie es dazu kommen "
     "konnte, untersuchen nun Fachleute aus der Hauptstadt. Pendler warteten stundenlang im Regen auf Ersatz.",
     "„Wir haben seit zwei Jahren vor den morschen Schwellen gewarnt, aber niemand in der Verwaltung wollte dafür auch nur einen Euro ausgeben“",
     {"Die Gewerkschafterin Ilse Brandauer erhob am Abend schwere Vorwürfe: ", "Im Rundfunk wurde eine Vertreterin der Belegschaft deutlich: "},
     {"Der Stadtrat von Ulmenau streitet über den Preis der Eintrittskarten für das neue Hallenbad.",
      "Eine Imkerin hat auf dem Dach des Theaters zwölf Bienenvölker aufgestellt und verkauft den Honig selbst.",
      "Die Handballerinnen gewannen das letzte Spiel der Saison deutlich und feierten bis tief in die Nacht.",
      "Forscher fanden in einem Moor den Rest eines Bootes, das wohl älter ist als alle bisher bekannten.",
      "Nach dem trockenen Sommer rechnen die Winzer mit einer kleinen, aber sehr guten Ernte."},
     "Abonnieren Sie unseren kostenlosen Rundbrief und lesen Sie jeden Morgen das Wichtigste aus Ihrer Gegend."},
    {"es",
     "Un incendio destruyó en la madrugada del jueves el mercado central de Valdorado y dejó sin trabajo a unos trescientos vendedores. Los "
     "bomberos tardaron seis horas en apagar las llamas, que empezaron en un almacén de pinturas. El gobierno regional prometió levantar "
     "carpas en la plaza mayor antes del domingo.",
     "Un gran incendio destruyó en la noche del jueves el mercado central de Valdorado y dejó sin trabajo a trescientos vendedores. Los "
     "bomberos tardaron más de seis horas en apagar las llamas, que empezaron en un almacén de pinturas. El gobierno regional ha prometido "
     "levantar carpas en la plaza antes del domingo.",
     "Humo negro sobre Valdorado: el viejo mercado ya no existe. Cientos de familias vivían de sus puestos y miran ahora las ruinas con lágrimas. "
     "La policía busca testigos y no descarta que alguien prendiera el fuego.",
     "«Lo hemos perdido todo en una sola noche y nadie del seguro nos contesta todavía, pero el sábado volveremos a vender aunque sea en la calle»",
     {"Así hablaba Remedios Alcántara, frutera desde hace treinta años: ", "Entre los afectados cunde la rabia, y una de ellas no se calla: "},
     {"La orquesta juvenil ensaya una obra escrita por un compositor ciego de la provincia.",
      "Dos pescadores encontraron una botella con una carta que había cruzado el océano.",
      "El club renovó a su portera hasta el final de la próxima temporada sin decir cuánto cobrará.",
      "Los médicos recomiendan beber agua y evitar el sol durante las horas centrales del día.",
      "Una escuela rural estrena biblioteca gracias a los libros donados por antiguos alumnos."},
     "Síguenos en nuestras redes y recibe cada tarde en tu correo las noticias más leídas del diario."},
    {"tr",
     "Gülpınar kıyısında salı sabahı karaya oturan yük gemisinden denize yaklaşık iki yüz ton mazot sızdı. Sahil güvenlik ekipleri "
     "gemideki on dört denizciyi fırtınaya rağmen helikopterle kurtardı. Belediye başkanı plajların en az bir ay kapalı kalacağını ve balık "
     "avının yasaklandığını duyurdu.",
     "Gülpınar kıyısında salı günü karaya oturan yük gemisinden denize iki yüz ton mazot sızdı. Sahil güvenlik ekipleri gemideki on dört "
     "denizciyi şiddetli fırtınaya rağmen helikopterle kurtardı. Belediye başkanı plajların bir ay kapalı kalacağını ve balık avının "
     "yasaklandığını açıkladı.",
     "Gülpınar halkı denizden gelen ağır kokuyla uyandı. Kayalıklara çarpan geminin kaptanı ifade verirken gönüllüler siyaha bulanmış kuşları "
     "temizlemeye başladı. Uzmanlar zararın yıllarca süreceğinden ve turizmin bundan çok etkileneceğinden korkuyor.",
     "“Bu körfezde kırk yıldır ağ atıyorum ama suyun böyle karardığını hiç görmedim, çocuklarıma ne bırakacağımı artık ben de bilmiyorum”",
     {"Balıkçı Rıza Tanyeri gazetemize dert yandı: ", "Limanda bekleyen yaşlı bir adam ise şöyle konuştu: "},
     {"Kasabanın tek sineması bu hafta yeniden açıldı ve ilk gösterim için bilet kalmadı.",
      "Üniversite öğrencileri güneşle çalışan küçük bir araba yaptı ve yarışa katılacak.",
      "Fındık üreticileri bu yıl açıklanan fiyatın masrafları bile karşılamadığını söylüyor.",
      "Genç güreşçi Avrupa şampiyonasında gümüş madalya kazandı ve ailesine armağan etti.",
      "Müzedeki eski saat uzun bir onarımdan sonra yeniden çalışmaya başladı."},
     "Günün öne çıkan haberlerini kaçırmamak için uygulamamızı hemen telefonunuza ücretsiz indirin ve bildirimleri açın."},
    {"uk",
     "У місті Вербопіль у середу вранці обвалився дах критого басейну, збудованого лише чотири роки тому. Рятувальники вивели з будівлі "
     "сорок двох дітей, які прийшли на тренування, ніхто з них не постраждав. Прокуратура відкрила справу проти підрядника і вилучила всі "
     "креслення та договори.",
     "У місті Вербопіль у середу обвалився дах критого басейну, який збудували лише чотири роки тому. Рятувальники вивели з будівлі "
     "сорок двох дітей, що прийшли на тренування, ніхто не постраждав. Обласна прокуратура відкрила справу проти підрядника і вилучила "
     "креслення та договори.",
     "Батьки юних плавців із Вербополя досі не можуть повірити, що все минулося. Тріск почули ще на розминці, тож тренерка встигла "
     "крикнути, щоб усі бігли до виходу. Тепер мешканці вимагають перевірити й інші споруди тієї самої фірми.",
     "«Я стояла біля самої води і побачила, як по стелі пішла тріщина, тому просто схопила найменших за руки і побігла до дверей»",
     {"Тренерка Оксана Дзвінчук згадує ту мить так: ", "Про перші секунди розповіла жінка, яку всі називають героїнею: "},
     {"Бібліотека запрошує школярів на вечір казок, де читатимуть актори обласного театру.",
      "Фермери скаржаться, що пізній мороз знищив майже весь цвіт абрикосів у садах.",
      "Науковці запустили новий телескоп і вже отримали перші знімки далеких галактик.",
      "Футболісти програли вдома з великим рахунком, тренер подав у відставку.",
      "На ринку подорожчали яйця, а от картопля цього тижня стала дешевшою."},
     "Підписуйтесь на нашу сторінку та отримуйте найважливіші новини області щодня зранку просто на пошту."},
    {"el",
     "Ισχυρή χαλαζόπτωση κατέστρεψε την Παρασκευή το απόγευμα τους αμπελώνες της Λευκοπέτρας λίγες μέρες πριν από τον τρύγο. Οι γεωπόνοι "
     "του δήμου υπολογίζουν ότι χάθηκαν τα δύο τρίτα της παραγωγής σε έκταση πέντε χιλιάδων στρεμμάτων. Το υπουργείο ανακοίνωσε ότι οι "
     "πρώτες αποζημιώσεις θα πληρωθούν πριν από τα Χριστούγεννα.",
     "Ισχυρή χαλαζόπτωση κατέστρεψε την Παρασκευή τους αμπελώνες της Λευκοπέτρας λίγες μόνο μέρες πριν από τον τρύγο. Οι γεωπόνοι του δήμου "
     "υπολόγισαν ότι χάθηκαν τα δύο τρίτα της παραγωγής σε έκταση πέντε χιλιάδων στρεμμάτων. Το υπουργείο είπε ότι οι πρώτες αποζημιώσεις "
     "θα πληρωθούν πριν από τα Χριστούγεννα.",
     "Μέσα σε δέκα λεπτά έσβησε ο κόπος μιας χρονιάς στη Λευκοπέτρα. Πάγος μεγάλος σαν καρύδι έπεσε πάνω στα κλήματα, ενώ αυτοκίνητα και "
     "στέγες γέμισαν τρύπες. Οι αγρότες ζητούν να κηρυχθεί το χωριό σε έκτακτη ανάγκη.",
     "«Όταν σταμάτησε το κακό βγήκα στο χωράφι και δεν είχε μείνει ούτε ένα τσαμπί, μόνο γυμνά ξύλα και φύλλα μέσα στη λάσπη»",
     {"Ο αμπελουργός Στέλιος Καραπάνος μιλά με δυσκολία: ", "Συγκλονίζει η μαρτυρία ενός ηλικιωμένου παραγωγού στην τηλεόραση: "},
     {"Το παλιό εργοστάσιο υφασμάτων γίνεται μουσείο και ανοίγει την άνοιξη.",
      "Μαθητές λυκείου κέρδισαν βραβείο για ένα ρομπότ που μαζεύει σκουπίδια.",
      "Η ομάδα μπάσκετ απέκτησε νέο προπονητή με μεγάλη πείρα στο εξωτερικό.",
      "Σπάνιο είδος θαλάσσιας χελώνας γέννησε για πρώτη φορά σε παραλία του νησιού.",
      "Απεργία κάνουν αύριο οι οδηγοί των λεωφορείων σε όλη την πρωτεύουσα."},
     "Ακολουθήστε τη σελίδα μας και μάθετε πρώτοι όλες τις ειδήσεις της ημέρας από τον τόπο σας."},
    {"sr",
     "У селу Горња Јабланица у недељу је поплава однела дрвени мост и одсекла осамдесет домаћинстава од остатка општине. Војска је чамцима "
     "превезла лекове и хлеб, а двоје старијих мештана пребачено је у болницу. Председник општине рекао је да ће привремени прелаз бити "
     "постављен у року од десет дана.",
     "У селу Горња Јабланица у недељу ујутро поплава је однела стари дрвени мост и одсекла осамдесет домаћинстава од остатка општине. Војска "
     "је чамцима превезла лекове и хлеб, а двоје мештана пребачено је у болницу. Председник општине најавио је да ће привремени прелаз бити "
     "постављен за десет дана.",
     "Река која се годинама мирно вијугала кроз Јабланицу претворила се преко ноћи у бујицу. Људи су стоку терали на брдо, а деца су спавала "
     "у школи. Струје још нема, али комшије деле све што имају.",
     "„Гледао сам са прозора како вода носи греде које је мој деда тесао и нисам могао ништа да учиним осим да зовем комшије“",
     {"Мештанин Радисав Ковиљац каже: ", "Један од оних који су остали без пута прича за телевизију: "},
     {"Позориште отвара сезону комедијом младог писца из унутрашњости.",
      "Кошаркаши су изгубили у последњој секунди после два продужетка.",
      "Малине су ове године скупље јер је суша уништила половину рода.",
      "Ученици су направили апликацију која слепима чита натписе у граду.",
      "Научници су у пећини пронашли кости медведа старе више хиљада година."},
     "Пратите нас на друштвеним мрежама и сазнајте први све најважније вести из вашег краја сваког дана."},
};

Article article(std::string id, std::string outlet, std::string text, Seconds when) {
  Article a;
  a.id = std::move(id);
  a.outlet = std::move(outlet);
  a.text = std::move(text);
  a.published = {when, when};
  return a;
}

std::string lines(std::initializer_list<std::string> paragraphs) {
  std::string text;
  for (const std::string& p : paragraphs) text += (text.empty() ? "" : "\n\n") + p;
  return text;
}

constexpr Seconds kDay = 86400, kStart = 1'700'000'000;

Article original(const Sample& s) {
  return article("a", "Outlet A", lines({s.items[0], s.story, std::string(s.frames[0]) + s.quote + ".", s.items[1]}), kStart);
}
Article other(const Sample& s, const std::string& paragraph) {
  return article("b", "Outlet B", lines({s.items[2], paragraph, s.items[3]}), kStart + kDay / 4);
}

Run scanned(const std::vector<Article>& articles) {
  Result<Run> run = scan_articles(articles, {});
  REQUIRE(run);
  return std::move(*run);
}

std::vector<const FamilyRecord*> shared(const Run& run) {
  std::vector<const FamilyRecord*> families;
  for (const FamilyRecord& f : run.families)
    if (f.occurrences.size() > 1) families.push_back(&f);
  return families;
}

/// The bytes of `wanted` that the occurrence in article `id` holds, and those it holds besides, in hundredths of `wanted`.
struct Cover {
  std::size_t inside = 0, outside = 0;
};
Cover cover(const Run& run, const FamilyRecord& family, const Article& a, std::string_view wanted) {
  const std::size_t begin = a.text.find(wanted), end = begin + wanted.size();
  REQUIRE(begin != std::string::npos);
  std::size_t common = 0, all = 0;
  for (const Occurrence& o : family.occurrences) {
    if (run.articles[o.article].id != a.id) continue;
    const std::size_t from = std::max<std::size_t>(begin, o.span.begin), to = std::min<std::size_t>(end, o.span.end);
    common += to > from ? to - from : 0;
    all += o.span.size();
  }
  return {100 * common / wanted.size(), 100 * (all - common) / wanted.size()};
}

}  // namespace

TEST_CASE("languages: a copied story is one passage, from its first sentence to its last") {
  for (const Sample& s : kSamples) {
    CAPTURE(std::string(s.lang));
    for (const bool is_edited : {false, true}) {
      CAPTURE(is_edited);
      const std::string copy = is_edited ? s.edited : s.story;
      const Article a = original(s), b = other(s, copy);
      const Run run = scanned({a, b});
      const auto families = shared(run);
      REQUIRE(families.size() == 1);
      CHECK(families[0]->kind == (is_edited ? Kind::edited : Kind::verbatim));
      for (const Cover c : {cover(run, *families[0], a, s.story), cover(run, *families[0], b, copy)}) {
        CHECK(c.inside >= 98);
        CHECK(c.outside <= 1);
      }
    }
  }
}

TEST_CASE("languages: two reports of one event that owe each other nothing share nothing") {
  for (const Sample& s : kSamples) {
    CAPTURE(std::string(s.lang));
    CHECK(shared(scanned({original(s), other(s, s.independent)})).empty());
  }
}

TEST_CASE("languages: a speaker's words in two reports are a quote, without what stands around them") {
  for (const Sample& s : kSamples) {
    CAPTURE(std::string(s.lang));
    const Article a = original(s), b = other(s, std::string(s.frames[1]) + s.quote + ".");
    const Run run = scanned({a, b});
    const auto families = shared(run);
    REQUIRE(families.size() == 1);
    CHECK(families[0]->kind == Kind::quote);
    for (const Article* x : {&a, &b}) {
      const Cover c = cover(run, *families[0], *x, s.quote);
      CHECK(c.inside >= 95);
      CHECK(c.outside <= 3);
    }
  }
}

TEST_CASE("languages: the line under every article of an outlet is boilerplate") {
  for (const Sample& s : kSamples) {
    CAPTURE(std::string(s.lang));
    std::vector<Article> articles;
    const std::string texts[] = {lines({s.items[0], s.items[1]}), lines({s.items[2], s.items[3]}), lines({s.items[4], std::string(s.frames[0]) + s.quote + "."}), s.story,
                                 s.independent};
    for (int i = 0; i < 5; ++i) articles.push_back(article(std::string(1, static_cast<char>('a' + i)), "Outlet A", lines({texts[i], s.footer}), kStart + i * 30 * kDay));
    const Run run = scanned(articles);
    const auto families = shared(run);
    REQUIRE(families.size() == 1);
    CHECK(families[0]->kind == Kind::boilerplate);
    CHECK(families[0]->occurrences.size() == 5);
    CHECK(run.clusters.empty());
    for (const Article& a : articles) CHECK(cover(run, *families[0], a, s.footer).inside >= 95);
  }
}

TEST_CASE("languages: found for each article of a mixed corpus; what is given stays") {
  std::vector<Article> articles;
  for (const Sample& s : kSamples) articles.push_back(article(s.lang, "Outlet " + std::string(s.lang), s.independent, kStart));
  Article given = article("given", "Outlet X", kSamples[0].items[1], kStart);
  given.lang = "nds";
  articles.push_back(given);
  const Run run = scanned(articles);
  REQUIRE(run.articles.size() == articles.size());
  for (const ArticleRecord& record : run.articles) CHECK(record.lang == (record.id == "given" ? "nds" : record.id));
}

TEST_CASE("languages: Chinese in simplified and in traditional characters is one text") {
  const std::string simplified =
      "云岭县石桥镇周三凌晨发生山体滑坡，通往县城的公路被泥石掩埋约两百米。救援人员连夜转移群众三百余人，镇中心小学改作临时安置点。县政府表示，"
      "道路预计一周之内恢复通行，受损农田将按标准给予补偿。";
  const std::string traditional =
      "雲嶺縣石橋鎮週三凌晨發生山體滑坡，通往縣城的公路被泥石掩埋約兩百米。救援人員連夜轉移群眾三百餘人，鎮中心小學改作臨時安置點。縣政府表示，"
      "道路預計一週之內恢復通行，受損農田將按標準給予補償。";
  const std::string independent = "雨下了整整两天，石桥镇的老人说从没见过这么大的水。茶农老周的半座茶园不见了，他站在路边等消息。志愿者送来热粥和棉被。";
  const std::string items[] = {"博物馆新展出一批古代乐器，周末免费开放。", "本市女排主场三比一获胜，升至积分榜第二。", "臺北一家老書店將於月底結束營業，讀者紛紛前往道別。",
                               "港口引進新型起重機，裝卸時間縮短一半。"};
  const Article a = article("a", "Outlet A", lines({items[0], simplified, items[1]}), kStart);
  const Article b = article("b", "Outlet B", lines({items[2], traditional, items[3]}), kStart + kDay / 4);
  const Run run = scanned({a, b});
  const auto families = shared(run);
  REQUIRE(families.size() == 1);
  CHECK(families[0]->kind == Kind::verbatim);
  for (const Cover c : {cover(run, *families[0], a, simplified), cover(run, *families[0], b, traditional)}) {
    CHECK(c.inside >= 98);
    CHECK(c.outside <= 1);
  }
  for (const ArticleRecord& record : run.articles) CHECK(record.lang == "zh");
  CHECK(shared(scanned({a, article("c", "Outlet C", independent, kStart)})).empty());
}

TEST_CASE("an equal sentence of light words, which only its content words find, is verbatim") {
  const std::string light = "Officials said that it was too early to say how many of the guests would be able to come back to the hotel.";
  const Run run = scanned({article("a", "Outlet A", "Fans cheered. " + light, kStart), article("b", "Outlet B", "Rain fell. " + light + " Later all went home.", kStart + kDay / 4)});
  const auto families = shared(run);
  REQUIRE(families.size() == 1);
  CHECK(families[0]->kind == Kind::verbatim);
}

TEST_CASE("short posts: a copy, a rewrite and a channel's footer are told apart") {
  const std::string footer = "Подписывайтесь на канал «Берег сегодня» и присылайте новости нашему боту круглосуточно";
  const std::string news =
      "В порту Сосновой Губы ночью загорелся траулер «Мурена». Экипаж из девяти человек успел сойти на берег, пострадавших нет. По данным "
      "спасателей, огонь начался в машинном отделении и был потушен к шести утра.";
  const std::string rewrite =
      "Ночью в порту Сосновой Губы горел траулер «Мурена». Девять членов экипажа успели сойти на берег, никто не пострадал. Спасатели сообщили, "
      "что огонь начался в машинном отделении, его потушили к шести утра.";
  // The last of them is shorter than the footer.
  const std::string others[] = {"Завтра в городе отключат горячую воду на улицах Садовой и Речной до конца недели.",
                                "Школьники из третьей гимназии выиграли краевую олимпиаду по химии.", "В зоопарке родились два снежных барса, посетителям их покажут летом.",
                                "Автобус девятого маршрута меняет расписание."};
  std::vector<Article> articles;
  for (int i = 0; i < 4; ++i) articles.push_back(article("f" + std::to_string(i), "bereg_today", lines({others[i], footer}), kStart + i * 20 * kDay));
  articles.push_back(article("news", "bereg_today", lines({news, footer}), kStart + 90 * kDay));
  articles.push_back(article("copy", "port_live", news, kStart + 90 * kDay + 600));
  articles.push_back(article("rewrite", "north_wind", rewrite, kStart + 90 * kDay + 1200));
  const Run run = scanned(articles);
  std::set<std::string> reporting, footing;
  for (const FamilyRecord* f : shared(run))
    for (const Occurrence& o : f->occurrences) (f->kind == Kind::boilerplate ? footing : reporting).insert(run.articles[o.article].id);
  CHECK(reporting == std::set<std::string>{"copy", "news", "rewrite"});
  CHECK(footing == std::set<std::string>{"f0", "f1", "f2", "f3", "news"});
  REQUIRE(run.clusters.size() == 1);
  std::set<std::string> cluster;
  for (const std::uint32_t a : run.clusters[0].articles) cluster.insert(run.articles[a].id);
  CHECK(cluster.count("news") == 1);
  CHECK(cluster.count("copy") == 1);
  CHECK(cluster.count("f0") == 0);
}
