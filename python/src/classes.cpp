// The classes of verdicts, families, stored articles, changes and statistics: each member with its name and its words of help.
#include "expose.hpp"
#include "module.hpp"

namespace reprise::python {

constexpr When kOrNone = When::not_empty_or_none;

template <>
struct FieldsOf<NearDuplicate> {
  static constexpr auto list = std::make_tuple(
      Field{"article", &NearDuplicate::article, "Id of the other article."},
      Field{"outlet", &NearDuplicate::outlet, "Its outlet, or None.", kOrNone},
      Field{"published", &NearDuplicate::published, "Interval, or None."},
      Field{"jaccard", &NearDuplicate::jaccard, "Of the two sets of shingles, 0..1."},
      Field{"containment", &NearDuplicate::containment, "Share of this article's shingles that the other has."},
      Field{"containment_other", &NearDuplicate::containment_other, "Share of the other's shingles that this article has."});
};

template <>
struct FieldsOf<Origin> {
  static constexpr auto list = std::make_tuple(
      Field{"article", &Origin::article, "Id, or None when the origin is only cited or not known.", kOrNone},
      Field{"outlet", &Origin::outlet, "Outlet, or None when unknown.", kOrNone},
      Field{"observed", &Origin::observed, "Whether the origin's article is in the index."},
      Field{"confidence", &Origin::confidence, "0..1"});
};

template <>
struct FieldsOf<VerdictHop> {
  static constexpr auto list = std::make_tuple(
      Field{"outlet", &VerdictHop::outlet, "Outlet, or None.", kOrNone},
      Field{"article", &VerdictHop::article, "Id, or None for an outlet that is only cited.", kOrNone},
      Field{"published", &VerdictHop::published, "Interval, or None."},
      Field{"relation", &VerdictHop::relation, "To the words of the hop before, or None."},
      Field{"confidence", &VerdictHop::confidence, "0..1"},
      Field{"credited", &VerdictHop::credited, "True, False, or None where that is no question."});
};

template <>
struct FieldsOf<VerdictCandidate> {
  static constexpr auto list = std::make_tuple(
      Field{"article", &VerdictCandidate::article, "Id, or None: an outlet that is only cited, or nobody in the index.", kOrNone},
      Field{"outlet", &VerdictCandidate::outlet, "Outlet, or None.", kOrNone},
      Field{"share", &VerdictCandidate::share, "0..1"});
};

template <>
struct FieldsOf<VerdictEvidence> {
  static constexpr auto list = std::make_tuple(
      Field{"time", &VerdictEvidence::time, "A sentence, or None.", kOrNone},
      Field{"variants", &VerdictEvidence::variants, "A sentence, or None.", kOrNone},
      Field{"attribution", &VerdictEvidence::attribution, "The words of the text that name the source, or None.", kOrNone},
      Field{"candidates", &VerdictEvidence::candidates, "Possible parents of an undecided passage.", When::not_empty});
};

template <>
struct FieldsOf<VerdictPassage> {
  static constexpr auto list = std::make_tuple(
      Field{"family", &VerdictPassage::family, "Id, to be asked for with Index.family()."},
      Field{"kind", &VerdictPassage::kind, "'verbatim', 'edited', 'paraphrase', 'quote' or 'boilerplate'; the family's."},
      Field{"article", &VerdictPassage::article, "Id of the article that holds it."},
      Field{"outlet", &VerdictPassage::outlet, "Its outlet, or None.", kOrNone},
      Field{"published", &VerdictPassage::published, "Interval, or None."},
      Field{"span", &VerdictPassage::span, "(begin, end) in bytes of the UTF-8 text."},
      Field{"chars", &VerdictPassage::chars, "(begin, end) in code points: text[slice(*passage.chars)]."},
      Field{"status", &VerdictPassage::status, "'origin', 'copied', 'cited', 'common_source', 'version' or 'undecided'."},
      Field{"relation", &VerdictPassage::relation, "To the parent's words: 'verbatim', 'edited', 'paraphrase', 'quote', 'translation', or None."},
      Field{"parent", &VerdictPassage::parent, "Id of the article it was taken from, or None.", kOrNone},
      Field{"parent_outlet", &VerdictPassage::parent_outlet, "Outlet it was taken from, or None.", kOrNone},
      Field{"parent_observed", &VerdictPassage::parent_observed, "Whether the parent's article is in the index."},
      Field{"confidence", &VerdictPassage::confidence, "Of status and parent, 0..1."},
      Field{"identity", &VerdictPassage::identity, "Share of words that are the parent's, 0..1."},
      Field{"credited", &VerdictPassage::credited, "Whether the text names whom it was taken from: True, False, or None where that is no question."},
      Field{"origin", &VerdictPassage::origin, "Where the family begins."},
      Field{"evidence", &VerdictPassage::evidence, "What status, parent and confidence rest on."},
      Field{"chain", &VerdictPassage::chain, "Hops from the origin to this article; empty without a parent."});
};

template <>
struct FieldsOf<VerdictSource> {
  static constexpr auto list = std::make_tuple(
      Field{"outlet", &VerdictSource::outlet, "Outlet, or None.", kOrNone},
      Field{"article", &VerdictSource::article, "Id, or None when only cited.", kOrNone},
      Field{"share", &VerdictSource::share, "Of the article's words, 0..1."},
      Field{"credited", &VerdictSource::credited, "Whether the text names it."});
};

template <>
struct FieldsOf<VerdictChain> {
  static constexpr auto list = std::make_tuple(
      Field{"share", &VerdictChain::share, "Of the article's words, 0..1."},
      Field{"families", &VerdictChain::families, "Ids of the families that came this way."},
      Field{"hops", &VerdictChain::hops, "Origin first, the article itself last."});
};

template <>
struct FieldsOf<Attribution> {
  static constexpr auto list = std::make_tuple(
      Field{"outlet", &Attribution::outlet, "Canonical name; as written where nobody knows it."},
      Field{"via", &Attribution::via, "Outlet it speaks through, or None.", kOrNone},
      Field{"cue", &Attribution::cue, "'sentence', 'dateline', 'byline', 'credit', 'photo' or 'link'."},
      Field{"span", &Attribution::span, "(begin, end) in bytes of the UTF-8 text."},
      Field{"chars", &Attribution::chars, "(begin, end) in code points."},
      Field{"text", &Attribution::text, "Those words."});
};

template <>
struct FieldsOf<Verdict> {
  static constexpr auto list = std::make_tuple(
      Field{"article", &Verdict::article, "Id of the article."},
      Field{"outlet", &Verdict::outlet, "Canonical name, or None.", kOrNone},
      Field{"outlet_as_given", &Verdict::outlet_as_given, "As given, or None.", kOrNone},
      Field{"published", &Verdict::published, "Interval, or None."},
      Field{"url", &Verdict::url, "Or None.", kOrNone},
      Field{"title", &Verdict::title, "Or None.", kOrNone},
      Field{"lang", &Verdict::lang, "Or None.", kOrNone},
      Field{"words", &Verdict::words, "Number of words."},
      Field{"near_duplicates", &Verdict::near_duplicates, "Nearest first."},
      Field{"cluster", &Verdict::cluster, "Id of its cluster, or None.", kOrNone},
      Field{"near_duplicate_of", &Verdict::near_duplicate_of, "The cluster's earliest article; None for that one itself and outside clusters.", kOrNone},
      Field{"passages", &Verdict::passages, "What it has in common with others, by span."},
      Field{"sources", &Verdict::sources, "Largest share first."},
      Field{"chains", &Verdict::chains, "Ways by which text came to it, largest share first."},
      Field{"attributions", &Verdict::attributions, "Words of the text that name a source, by span."},
      Field{"original_share", &Verdict::original_share, "Share of its words in no passage that has a parent: what is new."});
};

template <>
struct FieldsOf<VerdictFamily> {
  static constexpr auto list = std::make_tuple(
      Field{"family", &VerdictFamily::family, "Id."},
      Field{"kind", &VerdictFamily::kind, "'verbatim', 'edited', 'paraphrase', 'quote' or 'boilerplate'."},
      Field{"text", &VerdictFamily::text, "The origin's or the earliest wording."},
      Field{"origin", &VerdictFamily::origin, "Where it begins."},
      Field{"occurrences", &VerdictFamily::occurrences, "All that hold it, earliest first; without chains."});
};

template <>
struct FieldsOf<Article> {
  static constexpr auto list = std::make_tuple(
      Field{"id", &Article::id, "Id."},
      Field{"outlet", &Article::outlet, "As given, or None.", kOrNone},
      Field{"published", &Article::published, "Interval, or None."},
      Field{"fetched", &Article::fetched, "Upper bound of the publication time, or None."},
      Field{"url", &Article::url, "Or None.", kOrNone},
      Field{"title", &Article::title, "Or None.", kOrNone},
      Field{"lang", &Article::lang, "As given, or None.", kOrNone},
      Field{"text", &Article::text, "The text as given."});
};

template <>
struct FieldsOf<ArticleVersion> {
  static constexpr auto list = std::make_tuple(
      Field{"version", &ArticleVersion::version, "The first is 1."},
      Field{"replaced", &ArticleVersion::replaced, "When the next one came."},
      Field{"article", &ArticleVersion::article, "As given then."});
};

template <>
struct FieldsOf<StoredArticle> {
  static constexpr auto list = std::make_tuple(
      Field{"article", &StoredArticle::article, "As given."},
      Field{"version", &StoredArticle::version, "1, or more after replace()."},
      Field{"added", &StoredArticle::added, "When this version came."},
      Field{"earlier", &StoredArticle::earlier, "Versions that replace() put aside, oldest first."},
      Field{"verdict", &StoredArticle::verdict, "As it stands now."});
};

template <>
struct FieldsOf<Holding> {
  static constexpr auto list = std::make_tuple(
      Field{"family", &Holding::family, "Id."},
      Field{"status", &Holding::status, "As in Passage."},
      Field{"parent", &Holding::parent, "Id, or None.", kOrNone},
      Field{"parent_outlet", &Holding::parent_outlet, "Or None.", kOrNone},
      Field{"origin", &Holding::origin, "Id of the family's origin, or None.", kOrNone},
      Field{"origin_outlet", &Holding::origin_outlet, "Or None.", kOrNone},
      Field{"confidence", &Holding::confidence, "0..1"});
};

template <>
struct FieldsOf<Change> {
  static constexpr auto list = std::make_tuple(
      Field{"sequence", &Change::sequence, "Ascending; Index.changes(since) gives those above `since`."},
      Field{"at", &Change::at, "When."},
      Field{"article", &Change::article, "Id of the article whose verdict changed."},
      Field{"cause", &Change::cause, "Id of the article whose arrival changed it; None for settle().", kOrNone},
      Field{"span", &Change::span, "Bytes of the passage now, or before where it is gone."},
      Field{"before", &Change::before, "What was held, or None: the article had no such passage."},
      Field{"now", &Change::now, "What is held now, or None."});
};

template <>
struct FieldsOf<IndexStats> {
  static constexpr auto list = std::make_tuple(
      Field{"articles", &IndexStats::articles, "Articles in the index."},
      Field{"versions", &IndexStats::versions, "Texts that replace() put aside."},
      Field{"families", &IndexStats::families, "Families."},
      Field{"occurrences", &IndexStats::occurrences, "Occurrences in all families."},
      Field{"clusters", &IndexStats::clusters, "Clusters."},
      Field{"segments", &IndexStats::segments, "Files of fingerprints."},
      Field{"fingerprints", &IndexStats::fingerprints, "In segments, those of removed articles among them until compact()."},
      Field{"recent_articles", &IndexStats::recent_articles, "Whose fingerprints are not in a segment yet."},
      Field{"text_bytes", &IndexStats::text_bytes, "Of the texts, compressed."},
      Field{"disk_bytes", &IndexStats::disk_bytes, "Of all files."},
      Field{"last_change", &IndexStats::last_change, "Highest Change.sequence."},
      Field{"settled", &IndexStats::settled, "Nothing was added, replaced or removed since the last settle()."},
      Field{"format", &IndexStats::format, "Of the layout on disk."});
};

template <>
struct FieldsOf<VerifyReport> {
  static constexpr auto list = std::make_tuple(
      Field{"files", &VerifyReport::files, "Files that were read."},
      Field{"bytes", &VerifyReport::bytes, "Their bytes."},
      Field{"articles", &VerifyReport::articles, "Articles in them."},
      Field{"problems", &VerifyReport::problems, "Each one line; empty: the index is sound."});
};

nb::object json_text(const nb::object& value) {
  using namespace nb::literals;
  return nb::module_::import_("json").attr("dumps")(value, "ensure_ascii"_a = false, "separators"_a = nb::make_tuple(",", ":"));
}

nb::object from_json(const std::string& text) { return nb::module_::import_("json").attr("loads")(str(text)); }

nb::object representation(const char* name, const nb::list& pairs) { return nb::module_::import_("reprise._types").attr("representation")(name, pairs); }

void define_classes(nb::module_& module) {
  expose<NearDuplicate>(module, "NearDuplicate", "Another article that is nearly the same text as a whole.");
  expose<Origin>(module, "Origin", "Where a family begins.");
  expose<VerdictHop>(module, "Hop", "One step of a chain.");
  expose<VerdictCandidate>(module, "Candidate", "A possible parent of an undecided passage.");
  expose<VerdictEvidence>(module, "Evidence", "What a status, a parent and a confidence rest on.");
  expose<VerdictPassage>(module, "Passage", "One occurrence of a family: the passage, and who it was taken from.");
  expose<VerdictSource>(module, "Source", "What an article took from one source.");
  expose<VerdictChain>(module, "Chain", "One way by which text came to an article.");
  expose<Attribution>(module, "Attribution", "Words in an article that name a source.");
  expose<Verdict>(module, "Verdict", "What the index says of one article.");
  expose<VerdictFamily>(module, "Family", "One passage with all articles that hold it.");
  expose<Article>(module, "Article", "An article as it was given.");
  expose<ArticleVersion>(module, "ArticleVersion", "A text that replace() put aside.");
  expose<StoredArticle>(module, "StoredArticle", "An article of the index with its versions and its verdict as it stands now.");
  expose<Holding>(module, "Holding", "What is held of one passage: a side of a Change.");
  expose<Change>(module, "Change", "A verdict of an earlier article that changed.");
  expose<IndexStats>(module, "Stats", "Counts and sizes of an index.");
  expose<VerifyReport>(module, "VerifyReport", "What Index.verify() found.");
}

}  // namespace reprise::python
