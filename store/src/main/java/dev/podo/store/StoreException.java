package dev.podo.store;

/// What the store has to say no for.
public abstract sealed class StoreException extends RuntimeException
    permits CompactedException, ConflictException, FutureRevisionException, JournalException {
  private static final long serialVersionUID = 1;

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
