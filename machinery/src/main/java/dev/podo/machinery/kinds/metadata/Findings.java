package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.FieldError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a validation has found so far, in the order in which it was found.
public final class Findings {
  private final List<FieldError> errors = new ArrayList<>();

  public List<FieldError> errors() {
    return List.copyOf(errors);
  }

  public boolean isEmpty() {
    return errors.isEmpty();
  }

  public int size() {
    return errors.size();
  }

  public void add(FieldError error) {
    errors.add(error);
  }

  public void addAll(Findings others) {
    errors.addAll(others.errors);
  }

  public void required(FieldPath at) {
    add(FieldError.required(at, ""));
  }

  public void required(FieldPath at, String detail) {
    add(FieldError.required(at, detail));
  }

  /// The text must be there; says whether it is.
  public boolean requireText(String text, FieldPath at) {
    if (text.isEmpty()) {
      required(at);
      return false;
    }
    return true;
  }

  public void invalid(FieldPath at, @Nullable Object badValue, String detail) {
    add(FieldError.invalid(at, badValue, detail));
  }

  /// An error about a part as a whole, which it does not show.
  public void invalidWhole(FieldPath at, String detail) {
    add(FieldError.invalidWhole(at, detail));
  }

  /// One error for each of these problems with a value.
  public void invalidFor(FieldPath at, @Nullable Object badValue, List<String> problems) {
    for (var problem : problems) {
      invalid(at, badValue, problem);
    }
  }

  public void forbidden(FieldPath at, String detail) {
    add(FieldError.forbidden(at, detail));
  }

  public void duplicate(FieldPath at, @Nullable Object badValue) {
    add(FieldError.duplicate(at, badValue));
  }

  public void notFound(FieldPath at, @Nullable Object badValue) {
    add(FieldError.notFound(at, badValue));
  }

  public void notSupported(FieldPath at, @Nullable Object badValue, Collection<String> supported) {
    add(FieldError.notSupported(at, badValue, supported));
  }

  /// The value must be one of these, which are given in the order in which the error names them.
  public void oneOf(FieldPath at, String value, Collection<String> supported) {
    if (!supported.contains(value)) {
      notSupported(at, value, supported);
    }
  }

  /// As [#oneOf]; an empty value is an error of its own.
  public void requireOneOf(FieldPath at, String value, Collection<String> supported) {
    if (value.isEmpty()) {
      required(at);
    } else {
      oneOf(at, value, supported);
    }
  }

  public void nonNegative(FieldPath at, long value) {
    if (value < 0) {
      invalid(at, value, "must be greater than or equal to 0");
    }
  }

  /// Null is no number, hence right.
  public void nonNegativeIfThere(FieldPath at, @Nullable Number value) {
    if (value != null) {
      nonNegative(at, value.longValue());
    }
  }

  public void positive(FieldPath at, long value) {
    if (value <= 0) {
      invalid(at, value, "must be greater than 0");
    }
  }

  /// A list may not have more than so many elements.
  public void atMost(FieldPath at, int actual, int max) {
    if (actual > max) {
      add(FieldError.tooMany(at, actual, max));
    }
  }

  /// The number may not exceed another.
  public void atMost(FieldPath at, long value, long max, String detail) {
    if (value > max) {
      invalid(at, value, detail);
    }
  }

  /// As [#positive]; null is no number, hence right.
  public void positiveIfThere(FieldPath at, @Nullable Number value) {
    if (value != null) {
      positive(at, value.longValue());
    }
  }

  /// The value may not differ from the old one.
  public void immutable(FieldPath at, @Nullable Object now, @Nullable Object old) {
    if (!Objects.equals(now, old)) {
      add(FieldError.immutable(at, now));
    }
  }
}
