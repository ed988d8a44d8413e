package dev.podo.cel.function;

/// A value of a library that counts as having a size when calls are priced.
public interface Sized {
  long size();
}
