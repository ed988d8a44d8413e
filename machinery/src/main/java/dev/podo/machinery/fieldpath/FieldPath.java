package dev.podo.machinery.fieldpath;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a field lies in an object, such as `spec.containers[0].name`. Immutable; a child shares
/// its parent, so that deriving paths while validating costs little, and the text is made only when
/// asked for.
public final class FieldPath {
  private static final FieldPath EMPTY = new FieldPath(null, new Step.Name(""));

  private final @Nullable FieldPath parent;
  private final Step step;

  private FieldPath(@Nullable FieldPath parent, Step step) {
    this.parent = parent;
    this.step = step;
  }

  /// One step down from a value to a part of it.
  public sealed interface Step {
    /// Into a field of a struct.
    record Name(String name) implements Step {}

    /// To an element of a list; counted from 0.
    record Index(int index) implements Step {}

    /// To the value under a key of a map, or to a list element known by its key.
    record Key(String key) implements Step {}
  }

  /// The object itself, as a place that errors about the whole can name; prints as `<nil>`, like
  /// upstream's nil path, and leaves no trace in the paths derived from it.
  public static FieldPath empty() {
    return EMPTY;
  }

  /// A field of the object, or a field further down by its names.
  public static FieldPath root(String name, String... more) {
    return EMPTY.child(name, more);
  }

  /// A field of the struct at this path, or a field further down by its names.
  public FieldPath child(String name, String... more) {
    var path = new FieldPath(above(), new Step.Name(name));
    for (var next : more) {
      path = new FieldPath(path, new Step.Name(next));
    }
    return path;
  }

  /// An element of the list at this path; counted from 0.
  public FieldPath index(int index) {
    return new FieldPath(above(), new Step.Index(index));
  }

  /// The value under a key of the map at this path.
  public FieldPath key(String key) {
    return new FieldPath(above(), new Step.Key(key));
  }

  private @Nullable FieldPath above() {
    return isEmpty() ? null : this;
  }

  public boolean isEmpty() {
    return parent == null && step instanceof Step.Name(var name) && name.isEmpty();
  }

  /// The steps from the object down; none for the empty path.
  public List<Step> steps() {
    var steps = new ArrayList<Step>();
    for (var at = above(); at != null; at = at.parent) {
      steps.add(at.step);
    }
    Collections.reverse(steps);
    return Collections.unmodifiableList(steps);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldPath that
        && step.equals(that.step)
        && Objects.equals(parent, that.parent);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hashCode(parent) + step.hashCode();
  }

  /// The path as Kubernetes prints it.
  @Override
  public String toString() {
    if (isEmpty()) {
      return "<nil>";
    }
    var text = new StringBuilder();
    for (var each : steps()) {
      switch (each) {
        case Step.Name(var name) -> text.append(text.isEmpty() ? "" : ".").append(name);
        case Step.Index(var index) -> text.append('[').append(index).append(']');
        case Step.Key(var key) -> text.append('[').append(key).append(']');
      }
    }
    return text.toString();
  }
}
