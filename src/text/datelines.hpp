// Datelines: the words in front of a report that say from where, when and by whom it comes.
//
// "SANAA, Yemen (AP) — ", "(CNN) ", "WASHINGTON — ", «МОСКВА, 5 мая — », 「新华社雅加达5月25日电(记者张三)」, 「央视网消息（新闻联播）：」. A copy has its own or its
// source's; neither is what is told. Told by capitals and a dash or brackets, in Chinese by 电, 讯 or 消息 behind a word for an agency; other scripts without
// capitals have none that marks tell. Looked for at the first lines, for a title may stand before it.
// Invariant: a function of text and tokens; at least one word follows in the line. Cost: a constant number of words.
// Tested by tests/text/datelines_test.cpp.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/tokens.hpp"

namespace reprise::text {

/// Words [begin, end); empty where there is none.
struct Dateline {
  std::uint32_t begin = 0, end = 0;
};

/// The first dateline among the first lines. `tokens` are those of `text`. Pure.
Dateline find_dateline(std::string_view text, const Tokens& tokens);

}  // namespace reprise::text
