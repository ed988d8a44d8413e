package dev.podo.node.handlers;

/// What a probe's answers so far amount to: the verdict changes when as many in a row as its
/// threshold say so.
///
/// @param verdict whether it counts as succeeding
/// @param known whether the verdict comes from answers, not from the beginning
/// @param inARow how many answers in a row were like the last one
/// @param last the last answer
record ProbeState(boolean verdict, boolean known, int inARow, boolean last) {
  static ProbeState initially(boolean verdict) {
    return new ProbeState(verdict, false, 0, verdict);
  }

  ProbeState next(boolean success, int successThreshold, int failureThreshold) {
    var row = inARow > 0 && success == last ? inARow + 1 : 1;
    var threshold = Math.max(1, success ? successThreshold : failureThreshold);
    return row >= threshold
        ? new ProbeState(success, true, row, success)
        : new ProbeState(verdict, known, row, success);
  }
}
