package dev.podo.store;

/// The revision asked for is too old: what happened since is not all known any more.
public final class CompactedException extends StoreException {
  private static final long serialVersionUID = 1;

  private final long asked;
  private final long oldest;

  public CompactedException(long asked, long oldest) {
    super("revision " + asked + " is too old: the oldest that is kept is " + oldest);
    this.asked = asked;
    this.oldest = oldest;
  }

  public long asked() {
    return asked;
  }

  /// The oldest revision that would have been answered.
  public long oldest() {
    return oldest;
  }
}
