package dev.podo.machinery.fieldset;

import dev.podo.model.FrozenMap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One level of a set in the making: elements with what lies below each.
public final class FieldSetBuilder {
  /// What is added for a member with nothing below it.
  public static final FrozenMap<Object> MEMBER = FieldSet.MEMBER;

  private String[] keys = new String[8];
  private @Nullable Object[] values = new @Nullable Object[8];
  private int size;
  private boolean sorted = true;

  /// Adds an element, each once.
  ///
  /// @param below [#MEMBER], or what [#node(boolean)] has made; null adds nothing
  public void add(String element, @Nullable FrozenMap<Object> below) {
    if (below == null) {
      return;
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    sorted = sorted && (size == 0 || keys[size - 1].compareTo(element) < 0);
    keys[size] = element;
    values[size] = below;
    size++;
  }

  /// The level as what lies below an element; null if neither it nor the element is in the set.
  ///
  /// @param member whether the element itself is a member
  public @Nullable FrozenMap<Object> node(boolean member) {
    if (size == 0) {
      return member ? MEMBER : null;
    }
    sort();
    if (!member) {
      return FrozenMap.ofSorted(Arrays.copyOf(keys, size), Arrays.copyOf(values, size));
    }
    var allKeys = new String[size + 1];
    var allValues = new @Nullable Object[size + 1];
    allKeys[0] = FieldSet.SELF;
    allValues[0] = MEMBER;
    System.arraycopy(keys, 0, allKeys, 1, size);
    System.arraycopy(values, 0, allValues, 1, size);
    return FrozenMap.ofSorted(allKeys, allValues);
  }

  private void sort() {
    if (sorted) {
      return;
    }
    var before = Arrays.copyOf(keys, size);
    var belows = Arrays.copyOf(values, size);
    var order =
        IntStream.range(0, size).boxed().sorted(Comparator.comparing(i -> before[i])).toList();
    for (var i = 0; i < size; i++) {
      keys[i] = before[order.get(i)];
      values[i] = belows[order.get(i)];
    }
    sorted = true;
  }

  /// A level as a whole set.
  public static FieldSet set(@Nullable FrozenMap<Object> root) {
    return root == null ? FieldSet.EMPTY : new FieldSet(root);
  }
}
