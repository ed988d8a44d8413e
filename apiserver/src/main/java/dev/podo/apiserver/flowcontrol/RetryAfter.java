package dev.podo.apiserver.flowcontrol;

import java.util.ArrayDeque;
import java.util.Deque;

/// After how many seconds whoever is turned away from a level should come again, as upstream
/// reckons: twice as late when three requests and more were turned away for each second of the time
/// that is told now, a second sooner when less than one was. Belongs to [Level].
final class RetryAfter {
  private static final int LONGEST = 32;
  private static final int MANY = 3;

  private final Deque<Turned> earlier = new ArrayDeque<>();
  private int seconds = 1;
  private long current;
  private long inCurrent;
  private long raised;

  /// How many were turned away in one second.
  private record Turned(long second, long count) {}

  /// One more is turned away.
  ///
  /// @param second of any clock that does not go back
  /// @return what to tell him
  int turnedAway(long second) {
    if (inCurrent == 0) {
      raised = second - LONGEST;
      current = second;
    } else if (second != current) {
      earlier.addLast(new Turned(current, inCurrent));
      while (!earlier.isEmpty() && second - earlier.getFirst().second() > LONGEST) {
        earlier.removeFirst();
      }
      current = second;
      inCurrent = 0;
      adjust(second);
    }
    inCurrent++;
    return seconds;
  }

  private void adjust(long now) {
    var lately = 0L;
    for (var turned : earlier) {
      if (now - turned.second() <= seconds) {
        lately += turned.count();
      }
    }
    if (now - raised >= seconds && lately >= (long) MANY * seconds) {
      seconds = Math.min(LONGEST, seconds * 2);
      raised = now;
    } else if (lately < seconds && seconds > 1) {
      seconds--;
    }
  }
}
