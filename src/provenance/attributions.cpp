// Attributions: which sources a text names, and by which words.
//
// Idea: names first (attributions_mentions), cues second. Only around a name
//   are cues looked for: a phrase that ends before it ("according to [the state-run] IRNA"), one that begins behind it
//   ("Fars News [in Iran also] highlighted"; attributions_phrases), or the layout (dateline in brackets or dashes, a line of its own, a picture's
//   credit; attributions_layout, attributions_credit_lines). A name without a cue is no attribution. Where no such cue stands next to it, an outlet or one of its people may
//   still speak (attributions_speakers); and some cues tell a name that no registry has (attributions_names).
// Traps (attributions_senses has those that are places and bodies): an alias that is also a common word needs its cue next to it with nothing but known words between; a capitalised
//   word before it ("Michael Bloomberg") makes it a person, there and, for verbs behind it, in the whole text; the outlet's
//   own name never counts; a longer alias ("Interfax-Ukraine") wins over its beginning.
// Two hops: "IRNA, citing TASS" is TASS, via IRNA, as one attribution.
// Cost: 14 us per 3 KB of English or Chinese, 4 to 7 us of other scripts (measured on one core, tables built).
// Tested by tests/provenance/attributions_test.cpp and attributions_shapes_test.cpp.
#include "provenance/attributions.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/utf8.hpp"
#include "corpus/url_host.hpp"
#include "provenance/attributions_again.hpp"
#include "provenance/attributions_bare.hpp"
#include "provenance/attributions_bylines.hpp"
#include "provenance/attributions_credit_lines.hpp"
#include "provenance/attributions_cues.hpp"
#include "provenance/attributions_layout.hpp"
#include "provenance/attributions_lists.hpp"
#include "provenance/attributions_mentions.hpp"
#include "provenance/attributions_names.hpp"
#include "provenance/attributions_own.hpp"
#include "provenance/attributions_page.hpp"
#include "provenance/attributions_phrases.hpp"
#include "provenance/attributions_senses.hpp"
#include "provenance/attributions_speakers.hpp"
#include "provenance/attributions_view.hpp"

namespace reprise::provenance {
namespace {

// Appends a character's position to the code point counter: spans come in rising order of begin, ends close behind.
class CharCounter {
 public:
  explicit CharCounter(std::string_view text) : text_(text) {}
  std::uint32_t at(std::uint32_t byte) {
    if (byte < byte_) byte_ = 0, chars_ = 0;
    chars_ += static_cast<std::uint32_t>(utf8::count(text_.substr(byte_, byte - byte_)));
    byte_ = byte;
    return chars_;
  }

 private:
  std::string_view text_;
  std::uint32_t byte_ = 0, chars_ = 0;
};

constexpr std::size_t kFarName = 200, kNearName = 60;  // words from a name to a noun that stands for it
constexpr std::size_t kMostParagraph = 120;          // words for which its one source speaks
constexpr std::size_t kMostTold = 300;  // words before a sentence that points back

class Finder : private NamedView {
 public:
  Finder(std::string_view text, const text::Tokens& tokens, const corpus::OutletRegistry& registry, std::string_view self)
      : NamedView(text, tokens, registry), self_(self), own_(*this, self) {}

  std::vector<Attribution> run(Mentioned* mentioned) {
    std::vector<std::string>* const named = mentioned == nullptr ? nullptr : &mentioned->named;
    mentions_ = find_mentions(*this, registry_, self_);
    for (std::size_t i = 0; i < mentions_.size(); ++i) {
      const std::size_t before = out_.size();
      judge(i);
      if (named != nullptr && is_named(mentions_[i], out_.size() > before && out_.back().cue == Cue::photo)) named->push_back(name_of(mentions_[i]));
    }
    find_taken_up();
    find_links();
    finish();
    if (named != nullptr) {
      for (const Attribution& a : out_) {
        if (a.cue == Cue::photo) continue;
        named->push_back(a.outlet);
        if (!a.via.empty()) named->push_back(a.via);
      }
      std::sort(named->begin(), named->end());
      named->erase(std::unique(named->begin(), named->end()), named->end());
      for (const Span& told : own_.told_us()) own_words_.push_back(told);
      std::sort(own_words_.begin(), own_words_.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
      own_words_.erase(std::unique(own_words_.begin(), own_words_.end(), [](const Span& a, const Span& b) { return a.begin == b.begin; }), own_words_.end());
      mentioned->own_words = std::move(own_words_);
    }
    return std::move(out_);
  }

 private:
  // --- Names ---
  // "Mr. Bloomberg": a paper that gives people their titles means the outlet by the bare name.
  bool titled(const Mention& m) const {
    static const std::uint32_t titles[] = {text::word_hash("mr"), text::word_hash("ms"), text::word_hash("mrs")};
    return m.begin > 0 && std::find(std::begin(titles), std::end(titles), t_.word[m.begin - 1]) != std::end(titles);
  }

  bool person_in_text(const Mention& m) const {
    for (const Mention& other : mentions_) {
      if (other.outlet == m.outlet && titled(other)) return false;
    }
    for (const Mention& other : mentions_) {
      if (other.outlet == m.outlet && other.ambiguous && person_at(other)) return true;
    }
    return false;
  }

  // "The Times building", "Vice President"; a sure name's president speaks for it.
  bool vetoed(const Mention& m) const {
    if (m.end >= n_ || starts_sentence(m.end) || !(classes(m.end) & kVetoNext)) return false;
    return m.ambiguous || m.outlet < 0 || !(classes(m.end) & kPerson);
  }

  // A mention that is the outlet without doubt, cue or none.
  bool is_named(const Mention& m, bool photo) const {
    if (photo || m.outlet < 0 || sells_photos(m) || name_of(m) == self_) return false;
    // Three capitals and more are seldom anything else: AFP, BBC; AP and RT are.
    if (m.ambiguous && !set_apart(*this, m) && !(acronym(m) && !is_local(m) && t_.length[m.begin] > 2)) return false;
    if (vetoed(m)) return false;
    return !in_licence(text_, {begin_of(m.begin), end_of(m.end - 1)});
  }

  void judge(std::size_t index) {
    const Mention& m = mentions_[index];
    if (own_.is(m)) {
      const bool known = !own_words_.empty() && begin_of(m.begin) < own_words_.back().end;
      if (!known && own_.was_told(m)) own_words_.push_back(own_.paragraph(m.begin, m.end));
      return;
    }
    if (sells_photos(m)) {
      // An agency of pictures is named beside them; EPA in running text is another EPA.
      if (shows_photo(*this, m) || (!m.ambiguous && (opens(gap_before(m.begin)) || left_cue(m, true) || right_cue(m, true) || alone_in_line(*this, m)))) {
        emit(m, Cue::photo, m.begin, m.end, kNone);
      }
      return;
    }
    if (const std::size_t image = image_copyright(*this, m); image < m.begin) return emit(m, Cue::photo, image, m.end, kNone);
    const bool licence = in_licence(text_, {begin_of(m.begin), end_of(m.end - 1)});
    if (const std::optional<std::size_t> first = licence ? copyright_of(*this, m) : std::nullopt) return emit(m, Cue::credit, *first, m.end, kNone);
    if (licence || is_other_thing(*this, m)) return;
    if (const std::size_t end = contributors_end(*this, m); end > m.end) return emit(m, Cue::credit, m.begin, end, kNone);
    if (is_item(m)) return emit_item(m);
    if (const std::optional<Cue> cue = cue_by_makers(*this, m)) return emit(m, *cue, m.begin, m.end, kNone);
    if (const std::optional<Cue> cue = cue_by_layout(*this, m)) return emit(m, *cue, m.begin, m.end, kNone);
    if (vetoed(m)) return;
    if (m.begin > 0 && (cues_.classes(t_.word[m.begin - 1]) & kVetoPrev) && m.ambiguous) return;
    if (is_place(*this, m) || (m.ambiguous && person_at(m))) return;
    const bool strict = m.ambiguous || m.outlet < 0;
    std::optional<Found> left = left_cue(m, strict);
    std::optional<Found> right = right_cue(m, strict);
    if (!left && !right) left = quoting_verb(*this, m);
    if (!left && !right) left = told_in_german(*this, m);
    if (!left && !right) right = telling_verb(*this, m);
    if (m.ambiguous && (!cased(m.begin) || is_local(m))) {
      if (right && !sure_cue_behind(*this, m, *right)) right.reset();
      if (left && !sure_cue_before(*this, m, *left)) left.reset();
    } else if (m.ambiguous && right && (right->fill > 2 || person_in_text(m))) {
      right.reset();
    }
    const bool met = left ? left->kind == PhraseKind::meeting : right && right->kind == PhraseKind::meeting;
    if (!left && !right && (!m.ambiguous || set_apart(*this, m))) {
      if (const std::size_t first = told_from(*this, m.begin, m.prefixed); first <= m.begin) return emit(m, Cue::sentence, first, m.end, index);
    }
    if (const auto cue = left || right ? std::nullopt : joined_before(*this, mentions_, index))
      return emit(m, cue->kind == PhraseKind::credit ? Cue::credit : Cue::sentence, cue->begin, m.end, kNone);
    if (const auto cue = left || right ? std::nullopt : joined_behind(*this, mentions_, index)) return emit(m, Cue::sentence, m.begin, cue->end, kNone);
    if (met || (!left && !right)) return judge_speaker(index, left ? left : right);
    if (left && left->kind == PhraseKind::photo) return emit(m, Cue::photo, left->begin, m.end, index);
    if (right && right->kind == PhraseKind::photo && !left) return emit(m, Cue::photo, m.begin, right->end, index);
    // A verb behind the name that hands on another source: the next name will take this one as its via.
    if (right && right->kind == PhraseKind::relay && hands_on(index, *right)) return;
    const std::size_t begin = left ? left->begin : m.begin;
    const std::size_t end = !left && right ? right->end : m.end;
    const bool credit = (left && left->kind == PhraseKind::credit) || (right && right->kind == PhraseKind::credit);
    emit(m, credit ? Cue::credit : Cue::sentence, begin, end, index, !left && right && speaks_in_person(m, *right));
  }

  // One of several outlets that are credited item by item.
  bool is_item(const Mention& m) {
    if (!items_) {
      std::vector<int> outlets;
      for (const Mention& x : mentions_)
        if (ends_item(*this, x) && !own_.is(x) && std::find(outlets.begin(), outlets.end(), x.outlet) == outlets.end()) outlets.push_back(x.outlet);
      items_ = outlets.size();
    }
    return *items_ > 1 && ends_item(*this, m);
  }

  // It speaks for its line.
  void emit_item(const Mention& m) {
    emit(m, Cue::sentence, m.begin, m.end, kNone);
    std::size_t first = m.begin;
    while (first > 0 && !(t_.flags[first] & (text::kLineStart | text::kParagraphStart))) --first;
    out_.back().scope = {begin_of(first), end_of(m.end - 1)};
  }

  // What an outlet or one of its people says, and what is said to it or there: named, though the text need not be its.
  void judge_speaker(std::size_t index, const std::optional<Found>& met) {
    const Mention& m = mentions_[index];
    if (met) {
      const std::size_t begin = std::min(m.begin, met->begin), end = std::max(m.end, met->end);
      const std::optional<Speech> verb = speech_near(*this, begin, end);
      // "Speaking to Walla, she said", as good as "told Walla".
      if (verb) return emit(m, Cue::sentence, std::min(begin, verb->begin), std::max(end, verb->end), index);
      if (quotes_follow(*this, begin)) emit(m, Cue::sentence, begin, end, index);
      return;
    }
    if (!cased(m.begin) || (m.ambiguous && (is_local(m) || person_in_text(m)))) return;
    if (opens_headline(*this, m.begin, m.end) && (!m.ambiguous || acronym(m))) return emit(m, Cue::sentence, m.begin, m.end, index);
    if (const std::optional<Speech> verb = speech_of(*this, m.begin, m.end, !m.ambiguous || acronym(m))) {
      if (m.ambiguous && !acronym(m) && verb->begin >= m.end && upper(verb->begin)) return;  // "Reason Explained", a title
      emit(m, Cue::sentence, std::min(m.begin, verb->begin), std::max(m.end, verb->end), index, true);
    }
  }

  // "CNN anchor Anna Lind called": one of its people says so, and the outlet need not have printed it. What reporters report it has.
  bool speaks_in_person(const Mention& m, const Found& verb) const {
    static const std::uint32_t kPrints[] = {text::word_hash("reported"), text::word_hash("reports"), text::word_hash("wrote"), text::word_hash("writes")};
    if (!cased(m.begin) || std::find(std::begin(kPrints), std::end(kPrints), t_.word[verb.begin]) != std::end(kPrints)) return false;
    bool person = false;
    for (std::size_t k = m.end; k < verb.begin; ++k) person = person || ((classes(k) & kPerson) && !(classes(k) & kPoll));
    return person && verb.begin > m.end && upper(verb.begin - 1);
  }

  bool hands_on(std::size_t index, const Found& relay) const {
    if (index + 1 >= mentions_.size()) return false;
    const Mention& next = mentions_[index + 1];
    if (next.outlet == mentions_[index].outlet || (next.outlet >= 0 && name_of(next) == self_)) return false;
    const std::optional<Found> cue = left_cue(next, true);
    return cue && cue->kind == PhraseKind::relay && cue->end >= relay.begin && cue->begin < relay.end + 2;
  }

  // --- Named before ---
  // "The newspaper reported", behind a sentence that names a paper.
  void find_taken_up() {
    if (out_.empty()) return;
    const std::size_t named = out_.size();  // in the text's order, as the names are
    std::size_t next = 0, mention = 0, last = kNone, last_token = 0, own_end = 0;
    for (std::size_t k = 0; k < n_; ++k) {
      for (; next < named && out_[next].span.end <= begin_of(k); ++next)
        if (out_[next].cue == Cue::sentence) last = next, last_token = k;
      for (; mention < mentions_.size() && mentions_[mention].end <= k; ++mention)
        if (own_.is(mentions_[mention])) own_end = k;
      if (last == kNone || k - last_token > kFarName || own_end > last_token || (mention < mentions_.size() && mentions_[mention].begin <= k)) continue;
      const std::optional<TakenUp> noun = taken_up(*this, k);
      if (!noun || (noun->vague && k - last_token > kNearName)) continue;
      const int outlet = out_[last].known ? registry_.find(out_[last].outlet) : -1;
      if (!may_be_called(noun->noun, outlet < 0 ? std::string_view{} : registry_.outlets()[static_cast<std::size_t>(outlet)].kind)) continue;
      const Mention m{k, noun->end, -1, false, false};
      std::optional<Found> left = left_cue(m, true), right = right_cue(m, true);
      const auto speaks = [](const std::optional<Found>& f) { return f && (f->kind == PhraseKind::report || f->kind == PhraseKind::relay); };
      if (!speaks(left) && !speaks(right)) continue;
      emit(m, Cue::sentence, speaks(left) ? left->begin : k, speaks(left) ? noun->end : right->end, kNone);
      out_.back().outlet = out_[last].outlet;
      out_.back().known = out_[last].known;
    }
  }

  // --- Links ---
  void find_links() {
    for (const Span& link : links_in(text_)) add_link(link.begin, link.end);
    for (std::size_t k = 0; k < n_; ++k)
      if (k == 0 || (t_.flags[k] & text::kLineStart)) add_credited_site(k);
  }

  // «Источник: ria.ru», a line of its own.
  void add_credited_site(std::size_t first) {
    if (!(classes(first) & kLeft) || !has(gap(first), ":")) return;
    const std::vector<Phrase>& phrases = *cues_.left(t_.word[first]);
    if (std::none_of(phrases.begin(), phrases.end(), [](const Phrase& p) { return p.kind == PhraseKind::credit && p.words.size() == 1; })) return;
    const std::string_view line = text_.substr(0, text_.find('\n', end_of(first))).substr(end_of(first));
    const std::size_t begin = line.find_first_not_of(": \t");
    if (begin == std::string_view::npos) return;
    const std::string_view site = line.substr(begin, line.find_last_not_of(" \t\r.") + 1 - begin);
    const auto bare = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
    if (site.find('.') == std::string_view::npos || !std::all_of(site.begin(), site.end(), bare)) return;
    const auto at = static_cast<std::uint32_t>(end_of(first) + begin);
    add_link(at, at + static_cast<std::uint32_t>(site.size()));
  }

  // "t.me/name/123" is one post; "t.me/name" bids the reader to subscribe.
  static bool is_post(std::string_view url) {
    url = url.substr(0, url.find_first_of("?#"));
    const std::size_t slash = url.rfind('/');
    std::string_view last = url.substr(slash == std::string_view::npos ? 0 : slash + 1);
    while (!last.empty() && (last.back() == '.' || last.back() == ',')) last.remove_suffix(1);
    return !last.empty() && last.find_first_not_of("0123456789") == std::string_view::npos;
  }

  void add_link(std::uint32_t begin, std::uint32_t end) {
    if (begin >= end || n_ == 0) return;
    const int outlet = registry_.find_url(text_.substr(begin, end - begin));
    std::string name;
    if (outlet >= 0) name = registry_.outlets()[static_cast<std::size_t>(outlet)].name;
    else if (std::string site = corpus::own_site(text_.substr(begin, end - begin)); site.substr(0, 5) == "t.me/" && is_post(text_.substr(begin, end - begin)))
      name = std::move(site);
    if (name.empty() || name == self_) return;
    Attribution a;
    a.outlet = std::move(name);
    a.known = outlet >= 0;
    a.cue = Cue::link;
    a.span = {begin, end};
    const auto after = std::upper_bound(t_.begin.begin(), t_.begin.end(), begin);
    const auto token = static_cast<std::size_t>(after - t_.begin.begin());
    a.scope = sentence_scope(token == 0 ? 0 : token - 1, token == 0 ? 0 : token - 1, false);
    out_.push_back(std::move(a));
  }

  // --- Results ---
  std::string name_of(const Mention& m) const {
    if (m.outlet >= 0) return registry_.outlets()[static_cast<std::size_t>(m.outlet)].name;
    const std::string_view words = text_.substr(begin_of(m.begin), end_of(m.end - 1) - begin_of(m.begin));
    return std::string(words);
  }

  // The tokens of the sentence that holds the token. It may be a whole text, and name thousands: it is gone over once.
  Range sentence_at(std::size_t token) {
    if (token >= sentence_.begin && token < sentence_.end) return sentence_;
    sentence_ = {token, token + 1};
    while (sentence_.begin > 0 && !starts_sentence(sentence_.begin)) --sentence_.begin;
    while (sentence_.end < n_ && !starts_sentence(sentence_.end)) ++sentence_.end;
    return sentence_;
  }

  // The sentence that holds tokens [begin, end); where it ends in a colon or a quotation goes on behind it, to the
  // quotation's or the paragraph's end.
  Span sentence_scope(std::size_t begin, std::size_t end, bool follow) {
    const std::size_t first = sentence_at(begin).begin;
    std::size_t last = sentence_.end;
    if (end > last) {
      last = end;
      while (last < n_ && !starts_sentence(last)) ++last;
    }
    while (follow && last < n_ && !(t_.flags[last] & text::kParagraphStart) &&
           ((t_.flags[last] & (text::kInQuote | text::kQuoteStart)) || has(gap(last - 1), ":"))) {
      ++last;
      while (last < n_ && !starts_sentence(last)) ++last;
    }
    return {begin_of(first), end_of(last - 1)};
  }

  // «Об этом сообщает ТАСС», «این خبر را ... منتشر کرد»: a sentence that begins so speaks for what stands before it.
  bool refers_back(std::size_t first) const {
    static const std::uint32_t about = text::word_hash("об"), this_ = text::word_hash("этом"), of = text::word_hash("про"), it = text::word_hash("це"), that = text::word_hash("این"), kNews[] = {text::word_hash("خبر"), text::word_hash("مطلب")};
    if (first + 1 >= n_) return false;
    return (t_.word[first] == about && t_.word[first + 1] == this_) || (t_.word[first] == of && t_.word[first + 1] == it) || (t_.word[first] == that && std::find(std::begin(kNews), std::end(kNews), t_.word[first + 1]) != std::end(kNews));
  }

  // Of the sentence's paragraph the beginning; where it opens one, that of the paragraph before.
  std::size_t told_before(std::size_t first) const {
    if (first > 0 && (t_.flags[first] & (text::kLineStart | text::kParagraphStart))) --first;
    for (std::size_t words = 0; first > 0 && words < kMostTold && !(t_.flags[first] & (text::kLineStart | text::kParagraphStart)); ++words) --first;
    return first;
  }

  // The last line of the report: most of the text is above it.
  bool below(const Mention& m) const { return 2 * std::size_t{begin_of(m.begin)} > text_.size() && line_ends(m.end); }

  void emit(const Mention& m, Cue cue, std::size_t begin, std::size_t end, std::size_t index, bool speaker = false) {
    Attribution a;
    a.speaker = speaker;
    a.outlet = name_of(m);
    a.known = m.outlet >= 0;
    a.cue = cue;
    if (index != kNone && index > 0 && (cue == Cue::sentence)) {
      // The name before it, if that one hands this one on.
      const Mention& before = mentions_[index - 1];
      const std::optional<Found> cue_of = left_cue(m, true);
      if (cue_of && cue_of->kind == PhraseKind::relay && before.end <= cue_of->begin && cue_of->begin - before.end <= 2 &&
          before.outlet != m.outlet && !starts_inside(before.end, m.begin)) {
        const bool own = before.outlet >= 0 && name_of(before) == self_;
        if (!own) a.via = name_of(before);
        const std::optional<Found> first = left_cue(before, before.ambiguous);
        begin = own ? begin : first ? first->begin : before.begin;
        // Its own attribution, if it was given one, is this one now.
        if (!out_.empty() && !own && out_.back().outlet == a.via && out_.back().cue == Cue::sentence &&
            out_.back().span.end > begin_of(before.begin)) {
          out_.pop_back();
        }
      }
    }
    a.span = {begin_of(begin), end_of(end - 1)};
    switch (cue) {
      case Cue::dateline:
      case Cue::byline:
        a.scope = {0, static_cast<std::uint32_t>(text_.size())};
        break;
      case Cue::credit:  // what stands behind it is the page's
        a.scope = {0, below(m) ? end_of(end - 1) : static_cast<std::uint32_t>(text_.size())};
        break;
      case Cue::photo:
        a.scope = a.span;
        break;
      default:
        a.scope = sentence_scope(begin, end, true);
        if (const std::size_t first = sentence_at(begin).begin; refers_back(first)) a.scope.begin = begin_of(told_before(first));
    }
    out_.push_back(std::move(a));
  }

  // The one source of a paragraph that is no whole text speaks for all of it: "... an inquest will be held, the Examiner reported."
  void speak_for_paragraphs() {
    std::size_t token = 0;
    for (std::size_t i = 0, next; i < out_.size(); i = next) {
      while (token + 1 < n_ && begin_of(token + 1) <= out_[i].span.begin) ++token;
      const Range paragraph = paragraph_at(token);
      const std::uint32_t end = end_of(paragraph.end - 1);
      bool alone = paragraph.end - paragraph.begin < n_ && weight_of(paragraph) <= kMostParagraph;
      const Attribution* first = nullptr;
      for (next = i; next < out_.size() && (next == i || out_[next].span.begin < end); ++next) {
        if (out_[next].cue != Cue::sentence) continue;
        if (first == nullptr) first = &out_[next];
        alone = alone && out_[next].outlet == first->outlet && out_[next].via == first->via;
      }
      for (std::size_t k = i; k < next && alone; ++k) {
        if (out_[k].cue != Cue::sentence || out_[k].speaker) continue;
        out_[k].sentence = out_[k].scope;
        out_[k].scope = {std::min(begin_of(paragraph.begin), out_[k].scope.begin), std::max(end, out_[k].scope.end)};
      }
    }
  }

  Range paragraph_at(std::size_t token) const {
    Range out{token, token + 1};
    while (out.begin > 0 && !(t_.flags[out.begin] & text::kParagraphStart)) --out.begin;
    while (out.end < n_ && !(t_.flags[out.end] & text::kParagraphStart)) ++out.end;
    return out;
  }

  // In words; an ideograph is half of one.
  std::size_t weight_of(Range range) const {
    std::size_t halves = 0;
    for (std::size_t k = range.begin; k < range.end; ++k) halves += t_.flags[k] & text::kIdeograph ? 1 : 2;
    return halves / 2;
  }

  void finish() {
    std::stable_sort(out_.begin(), out_.end(), [](const Attribution& a, const Attribution& b) {
      return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end < b.span.end;
    });
    speak_for_paragraphs();
    CharCounter counter(text_);
    for (Attribution& a : out_) {
      a.chars.begin = counter.at(a.span.begin);
      CharCounter ahead = counter;  // the next span may begin before this one ends
      a.chars.end = ahead.at(a.span.end);
      a.text = std::string(text_.substr(a.span.begin, a.span.size()));
    }
  }

  std::string_view self_;
  OwnOutlet own_;
  Range sentence_;  ///< the last one that was asked for
  std::vector<Mention> mentions_;
  std::vector<Attribution> out_;
  std::vector<Span> own_words_;
  std::optional<std::size_t> items_;  ///< once asked for
};

}  // namespace

std::vector<Attribution> find_attributions(std::string_view text, const text::Tokens& tokens, std::string_view,
                                           const corpus::OutletRegistry& registry, std::string_view self, Mentioned* mentioned) {
  if (mentioned != nullptr) *mentioned = {};
  if (tokens.size() == 0) return {};
  return Finder(text, tokens, registry, self).run(mentioned);
}

}  // namespace reprise::provenance
