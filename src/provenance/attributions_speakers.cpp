// Idea: a sentence says in few shapes that an outlet or one of its people speaks. Behind the name: what else describes the
//   speaker (roles, capitalised names, auxiliary words), perhaps an aside between commas or dashes, then the verb. Before it:
//   a verb and a name, a comma, and the description that the outlet stands in. Verbs are a wide list, since the shape is narrow.
// Invariant: nothing is looked for beyond the sentence. Cost: a bit test for each of at most kReach words.
// Tested by tests/provenance/attributions_test.cpp.
#include "provenance/attributions_speakers.hpp"

#include <algorithm>

namespace reprise::provenance {
namespace {

constexpr std::size_t kChain = 14;    // words that describe one speaker: "Vice President and Washington Managing Editor Anna Smith"
constexpr std::size_t kReach = 26;    // words of an aside, or of the description of a person named before it
constexpr std::size_t kAux = 5;       // words between a comma and its verb: "has since then said"
constexpr std::size_t kHeadline = 5;  // "X editor on the strike: ..."
constexpr std::size_t kLoose = 2;     // words of no table in the description of a person: "the Slate technology columnist"
constexpr std::size_t kQuote = 4;     // words of a quotation that is no name
constexpr std::size_t kBy = 6;        // "endorsed by both the liberal X"
constexpr std::size_t kBetween = 4;   // "interviewed on the subject by X"
constexpr std::size_t kSentence = 32; // from an interview to the verb of its sentence

bool possessive(const View& v, std::size_t token) {
  const std::string_view word = v.word(token), behind = v.gap(token);
  const auto ends = [&](std::string_view end) { return word.size() > end.size() && word.substr(word.size() - end.size()) == end; };
  return ends("'s") || ends("\u2019s") || behind.substr(0, 1) == "'" || behind.substr(0, 3) == "\u2019";
}

}  // namespace

bool passive(const View& v, std::size_t token) {
  static const std::uint32_t kBe[] = {text::word_hash("was"), text::word_hash("were"), text::word_hash("been"), text::word_hash("is"), text::word_hash("are"), text::word_hash("be"), text::word_hash("being")};
  if (token == 0 || std::find(std::begin(kBe), std::end(kBe), v.t_.word[token - 1]) == std::end(kBe)) return false;
  const std::string_view word = v.word(token);
  return word.size() < 4 || word.substr(word.size() - 3) != "ing";
}

bool said_to_be(const View& v, std::size_t token) {
  static const std::uint32_t kPast[] = {text::word_hash("said"), text::word_hash("reported"), text::word_hash("alleged"), text::word_hash("estimated"), text::word_hash("found")};
  static const std::uint32_t kTo = text::word_hash("to"), kForms[] = {text::word_hash("be"), text::word_hash("have")};
  return token + 2 < v.n_ && v.t_.word[token + 1] == kTo && std::find(std::begin(kPast), std::end(kPast), v.t_.word[token]) != std::end(kPast) &&
         std::find(std::begin(kForms), std::end(kForms), v.t_.word[token + 2]) != std::end(kForms);
}

namespace {

// "a CNN poll released on Sunday".
bool of_a_poll(const View& v, std::size_t token) {
  static const std::uint32_t kDone[] = {text::word_hash("released"), text::word_hash("published"), text::word_hash("aired")};
  return token > 0 && (v.classes(token - 1) & kPoll) && std::find(std::begin(kDone), std::end(kDone), v.t_.word[token]) != std::end(kDone);
}

bool is_verb(const View& v, std::size_t token) {
  static const std::uint32_t states = text::word_hash("states");  // the United States
  return (v.classes(token) & kSpeech) && !possessive(v, token) && !(v.t_.word[token] == states && v.upper(token));
}

// A comma, or a dash that parts words: an aside begins or ends here.
bool parts(std::string_view gap) {
  return View::has(gap, ",") || View::has(gap, "—") || View::has(gap, "–") || View::has(gap, " - ") || View::has(gap, "--");
}

bool ends_clause(std::string_view gap) { return View::has(gap, ";") || View::has(gap, ":") || View::has(gap, "(") || View::has(gap, ")") || View::has(gap, "]") || View::has(gap, "\n"); }

// The verb at `token` or behind a few auxiliary words there.
std::optional<Speech> verb_at(const View& v, std::size_t token) {
  for (std::size_t k = token; k < v.n_ && k <= token + kAux; ++k) {
    if (v.starts_sentence(k) || (k > token && parts(v.gap(k - 1)))) return std::nullopt;
    const std::uint32_t cls = v.classes(k);
    if (is_verb(v, k) && !(cls & kPrinted)) return Speech{k, k + 1};
    if (!(cls & (kRole | kAuxiliary))) return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Speech> behind(const View& v, std::size_t begin, std::size_t end, bool sure) {
  bool person = false, aside = false, plain = true;
  // "a writer for X", "Anna Smith of X": the name ends a description.
  std::size_t of = begin;
  if (of > 0 && !v.starts_sentence(of) && v.is_the(of - 1)) --of;
  if (of > 0 && !v.starts_sentence(of) && (v.classes(of - 1) & kOfPlace)) {
    person = sure;
    for (std::size_t k = of - 1; k > 0 && of - k < 5 && !v.starts_sentence(k); --k) person = person || (v.classes(k - 1) & kPerson);
  }
  sure = sure || person || (possessive(v, end - 1) && end < v.n_ && v.upper(end)) || (end < v.n_ && (v.classes(end) & kPerson));
  if (possessive(v, end - 1) && end + 1 < v.n_ && v.upper(end) && v.upper(end + 1) && !((v.classes(end) | v.classes(end + 1)) & (kRole | kFiller))) person = true;
  std::size_t loose = 0, k = end;
  for (; k < v.n_ && k - end < kChain && !v.starts_sentence(k); ++k) {
    const std::string_view gap = v.gap(k - 1);
    if (ends_clause(gap)) return std::nullopt;
    if (parts(gap)) {
      aside = true;
      break;
    }
    const std::uint32_t cls = v.classes(k);
    if (v.quoted(k) != v.quoted(end - 1) && v.quoted(end - 1)) return std::nullopt;
    if (is_verb(v, k) && (passive(v, k) || said_to_be(v, k) || of_a_poll(v, k))) return std::nullopt;
    if (is_verb(v, k) && (sure || k == end) && (!(cls & kPrinted) || plain || (person && loose == 0))) return Speech{k, k + 1};
    if (cls & kPerson) {
      person = sure = true;
      continue;
    }
    plain = plain && (cls & kAuxiliary);
    if (cls & (kRole | kAuxiliary | kOfPlace) || (v.upper(k) && sure)) continue;
    static const std::uint32_t kTheirs[] = {text::word_hash("its"), text::word_hash("their")};
    if (std::find(std::begin(kTheirs), std::end(kTheirs), v.t_.word[k - 1]) != std::end(kTheirs)) continue;  // "X and its defenders say"
    static const std::uint32_t kOther[] = {text::word_hash("as"), text::word_hash("if"), text::word_hash("when"), text::word_hash("while"), text::word_hash("because"),
                                           text::word_hash("after"), text::word_hash("before"), text::word_hash("until"), text::word_hash("unless"), text::word_hash("where")};
    if (std::find(std::begin(kOther), std::end(kOther), v.t_.word[k]) != std::end(kOther)) return std::nullopt;  // "the X reporter as she tried to ask"
    const bool described = person || (k + 1 < v.n_ && (v.classes(k + 1) & kPerson));
    if (!described || ++loose > kLoose) return std::nullopt;
  }
  if (!aside || !sure) return std::nullopt;
  for (; k < v.n_ && k - end < kReach && !v.starts_sentence(k); ++k) {
    if (ends_clause(v.gap(k - 1))) return std::nullopt;
    if (!parts(v.gap(k - 1))) continue;
    const auto verb = verb_at(v, k);
    if (verb && v.quoted(verb->begin) == v.quoted(end - 1)) return verb;  // "..., X," the mayor said
  }
  return std::nullopt;
}

// Nothing but articles, roles and names: other names that are joined to this one.
bool only_names(const View& v, std::size_t from, std::size_t to) {
  std::size_t loose = 0;  // "a female X reporter"
  for (std::size_t k = from; k < to; ++k) {
    if (!v.upper(k) && !(v.classes(k) & (kFiller | kAuxiliary | kPerson | kRole)) && ++loose > 1) return false;
  }
  return true;
}

std::optional<Speech> before(const View& v, std::size_t begin, std::size_t end) {
  const bool role_behind = end < v.n_ && !v.starts_sentence(end) && (v.classes(end) & kPerson);
  const bool name_behind = possessive(v, end - 1) && end < v.n_ && v.upper(end) && !(v.classes(end) & (kRole | kFiller));
  bool described = role_behind || name_behind;
  bool apposition = false;
  for (std::size_t k = begin; k > 0 && begin - k < kReach && !v.starts_sentence(k); --k) {
    const std::string_view gap = v.gap(k - 1);
    if (ends_clause(gap)) return std::nullopt;
    const std::uint32_t cls = v.classes(k - 1);
    apposition = apposition || parts(gap);
    if (!apposition && ((cls & kPerson) || (k == begin && (cls & kOfPlace)))) described = true;
    if (!is_verb(v, k - 1)) continue;
    // "said CBS moderator Anna Smith", "challenged by X's Anna Smith": next to the name.
    static const std::uint32_t by = text::word_hash("by");
    const std::size_t between = begin - k;
    if (!apposition && between <= 2 && (role_behind || name_behind)) return Speech{k - 1, k};
    if (!apposition && !(cls & kPrinted)) {
      for (std::size_t j = k; j < begin && j - k <= kBetween; ++j) {
        if (v.t_.word[j] == by && begin - j <= kBy && only_names(v, j + 1, begin)) return Speech{k - 1, j + 1};
      }
    }
    // "said Anna Smith, who reports for X".
    if (apposition && described && v.upper(k) && !parts(gap)) return Speech{k - 1, k};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Speech> speech_of(const View& view, std::size_t begin, std::size_t end, bool sure) {
  if (const auto found = behind(view, begin, end, sure)) return found;
  return before(view, begin, end);
}

std::optional<Speech> speech_near(const View& view, std::size_t begin, std::size_t end) {
  const auto speaks = [&](std::size_t k) { return (view.classes(k) & (kSpeech | kPrinted)) == kSpeech; };
  for (std::size_t k = begin; k < end; ++k) {
    if (speaks(k)) return Speech{k, k + 1};
  }
  std::size_t left = begin, right = end;
  for (std::size_t step = 0; step < kSentence; ++step) {
    if (right < view.n_ && !view.starts_sentence(right)) {
      if (speaks(right)) return Speech{right, right + 1};
      ++right;
    }
    if (left > 0 && !view.starts_sentence(left)) {
      --left;
      if (speaks(left)) return Speech{left, left + 1};
    }
  }
  return std::nullopt;
}

bool opens_headline(const View& view, std::size_t begin, std::size_t end) {
  if (begin > 0 && !(view.t_.flags[begin] & text::kLineStart)) return false;
  for (std::size_t k = end; k < view.n_ && k - end < kHeadline; ++k) {
    const std::string_view gap = view.gap(k - 1);
    const bool colon = View::has(gap, ": ") || View::has(gap, "：");
    if (view.t_.flags[k] & text::kLineStart) return false;
    if (colon) return view.cased(k) ? view.upper(k) : true;
    if (k == end && !(view.classes(k) & kPerson)) return false;
    if (!gap.empty() && gap != " ") return false;
  }
  return false;
}

bool quotes_follow(const View& view, std::size_t token) {
  std::size_t k = token;
  for (; k < view.n_ && (k == token || !view.starts_sentence(k)); ++k) {
    // What begins with capitals is the title of a programme.
    if ((view.t_.flags[k] & text::kQuoteStart) && k + kQuote < view.n_ && view.quoted(k + kQuote) && !(view.upper(k + 1) && view.upper(k))) return true;
  }
  return k < view.n_ && (view.t_.flags[k] & (text::kQuoteStart | text::kInQuote));
}

}  // namespace reprise::provenance
