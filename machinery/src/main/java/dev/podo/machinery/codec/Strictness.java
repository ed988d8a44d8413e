package dev.podo.machinery.codec;

/// What a decoder does about fields that the type does not have or that come twice: they are always
/// skipped (of duplicates the last counts); this says whether they are reported. Named like the
/// values of the `fieldValidation` parameter.
public enum Strictness {
  IGNORE,
  WARN,
  STRICT
}
