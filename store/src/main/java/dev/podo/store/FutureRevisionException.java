package dev.podo.store;

/// The revision asked for has not come yet.
public final class FutureRevisionException extends StoreException {
  private static final long serialVersionUID = 1;

  private final long asked;
  private final long current;

  public FutureRevisionException(long asked, long current) {
    super("revision " + asked + " has not come yet: the store is at " + current);
    this.asked = asked;
    this.current = current;
  }

  public long asked() {
    return asked;
  }

  public long current() {
    return current;
  }
}
