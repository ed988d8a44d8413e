package dev.podo.store;

/// The journal cannot do what was asked now: a full disk, a lost connection. Reading goes on from
/// memory; writing works again once the cause is gone.
///
/// When it comes from a write, the write was not acknowledged and is most likely lost, but may have
/// been committed.
public final class JournalException extends StoreException {
  private static final long serialVersionUID = 1;

  public JournalException(String message) {
    super(message);
  }

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
