package dev.podo.cel.value;

import dev.podo.cel.type.CelType;

/// A value of a library's own type. Its equality is that of its class.
public interface Opaque {
  CelType celType();
}
