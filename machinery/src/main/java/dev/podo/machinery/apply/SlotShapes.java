package dev.podo.machinery.apply;

import dev.podo.machinery.apply.RecordShapes.Slot;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The shapes of a record's fields by name, each made when first looked up.
final class SlotShapes extends AbstractMap<String, Shape> {
  private final List<Slot> slots;
  private final Map<String, Slot> byName;

  SlotShapes(List<Slot> slots) {
    this.slots = slots;
    this.byName = HashMap.newHashMap(slots.size());
    slots.forEach(slot -> byName.put(slot.field.name(), slot));
  }

  @Override
  public @Nullable Shape get(@Nullable Object name) {
    var slot = byName.get(name);
    return slot == null ? null : slot.shape();
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return byName.containsKey(name);
  }

  @Override
  public Set<Entry<String, Shape>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return slots.size();
      }

      @Override
      public Iterator<Entry<String, Shape>> iterator() {
        return slots.stream().map(slot -> Map.entry(slot.field.name(), slot.shape())).iterator();
      }
    };
  }
}
