// The fold table itself; see fold.hpp. The .inc is generated and committed, so that a build needs no ICU.
#include "text/fold.hpp"

namespace reprise::text {

#include "text/fold_table.inc"

}  // namespace reprise::text
