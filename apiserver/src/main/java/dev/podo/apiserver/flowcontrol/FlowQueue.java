package dev.podo.apiserver.flowcontrol;

import java.util.ArrayDeque;
import java.util.Deque;

/// One of the queues of a level: who waits, how much of it is being worked on, and how far it is in
/// virtual time, which advances by the work that the queue has had done.
final class FlowQueue {
  final int index;
  final Deque<Work> waiting = new ArrayDeque<>();
  int waitingSeats;
  int executing;
  int executingSeats;

  /// The virtual time at which its next request starts, in seat-nanoseconds.
  long next;

  FlowQueue(int index) {
    this.index = index;
  }

  boolean isIdle() {
    return waiting.isEmpty() && executing == 0;
  }

  int seats() {
    return waitingSeats + executingSeats;
  }

  void add(Work work) {
    waiting.add(work);
    waitingSeats += work.width;
  }

  void remove(Work work) {
    if (waiting.remove(work)) {
      waitingSeats -= work.width;
    }
  }
}
