package dev.podo.apiserver.flowcontrol;

/// Deals each flow a few of the many queues of a level. Two flows rarely get the same hand, so a
/// flow that fills its queues leaves every other at least one that is not full (KEP-1040).
final class ShuffleSharding {
  private ShuffleSharding() {}

  /// Deals `hand.length` different queues of so many.
  ///
  /// @param hash random bits of the flow; the same bits give the same hand
  /// @param hand what is dealt, in the order of dealing
  static void deal(long hash, int queues, int[] hand) {
    var bits = hash & Long.MAX_VALUE;
    for (var dealt = 0; dealt < hand.length; dealt++) {
      var left = queues - dealt;
      hand[dealt] = undealt((int) (bits % left), hand, dealt);
      bits /= left;
    }
  }

  /// The queue that stands at this place among those that were not dealt yet.
  private static int undealt(int place, int[] hand, int dealt) {
    var queue = place;
    // As often as dealt queues lie before it, it moves on; each may bring others before it.
    var moved = true;
    var passed = 0;
    while (moved) {
      var before = 0;
      for (var i = 0; i < dealt; i++) {
        if (hand[i] <= queue) {
          before++;
        }
      }
      moved = before != passed;
      queue = place + before;
      passed = before;
    }
    return queue;
  }
}
