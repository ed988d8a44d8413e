package dev.podo.cel.value;

/// The language's null, which is a value as any other.
public enum Null {
  NULL;

  @Override
  public String toString() {
    return "null";
  }
}
