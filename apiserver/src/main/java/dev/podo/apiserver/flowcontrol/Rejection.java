package dev.podo.apiserver.flowcontrol;

/// Why a request is turned away, as metrics name it.
public enum Rejection {
  QUEUE_FULL("queue-full"),
  CONCURRENCY_LIMIT("concurrency-limit"),
  TIME_OUT("time-out"),
  CANCELLED("cancelled");

  private final String reason;

  Rejection(String reason) {
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
