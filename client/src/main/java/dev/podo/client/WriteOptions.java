package dev.podo.client;

/// How a write is made.
///
/// @param fieldManager who the written fields belong to; "" lets the server derive it
/// @param dryRun go through everything but the commit
/// @param fieldValidation `Ignore`, `Warn`, `Strict`, or "" for the server's default
public record WriteOptions(String fieldManager, boolean dryRun, String fieldValidation) {
  private static final WriteOptions DEFAULT = new WriteOptions("", false, "");

  public static WriteOptions defaults() {
    return DEFAULT;
  }

  public static WriteOptions as(String fieldManager) {
    return new WriteOptions(fieldManager, false, "");
  }

  public WriteOptions withDryRun(boolean value) {
    return new WriteOptions(fieldManager, value, fieldValidation);
  }

  public WriteOptions withFieldValidation(String value) {
    return new WriteOptions(fieldManager, dryRun, value);
  }
}
