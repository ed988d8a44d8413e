package dev.podo.machinery.kind;

import dev.podo.machinery.codec.Json;
import dev.podo.model.Field;
import dev.podo.model.Presence;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Fields of a kind that belong to a feature which is switched off: they stand in the API and in
/// OpenAPI, but what a client writes to them is dropped without a word, as upstream does while the
/// feature gate of that name is off. Where an object has such a field already, it stays as usable
/// as any other, so that nothing is lost of what was stored by a server that had the feature.
///
/// @param feature the name of upstream's feature gate
/// @param paths each the names of fields from the object down; a list or a map on the way stands
///   for all that is in it
public record GatedFields(String feature, List<List<String>> paths) {
  /// @param paths as in `spec.volumes.projected`
  public static GatedFields of(String feature, List<String> paths) {
    return new GatedFields(
        feature, paths.stream().map(it -> Arrays.asList(it.split("\\."))).toList());
  }

  /// The new object as it may be written: without these fields, unless the old one has any of them.
  ///
  /// @param old null if the object is new
  <S extends Struct> S dropped(S now, @Nullable Struct old) {
    if (old != null && areIn(old)) {
      return now;
    }
    Struct rest = now;
    for (var path : paths) {
      rest = without(rest, path);
    }
    @SuppressWarnings("unchecked") // Of the schema that it was of.
    var same = (S) rest;
    return same;
  }

  private boolean areIn(Struct object) {
    return paths.stream().anyMatch(path -> has(object, path));
  }

  private static boolean has(Struct struct, List<String> path) {
    var field = field(struct, path);
    var part = struct.get(field.index());
    if (!Json.shows(field, part)) {
      return false;
    }
    var rest = path.subList(1, path.size());
    return rest.isEmpty() || structs(part).anyMatch(it -> has(it, rest));
  }

  private static Stream<Struct> structs(@Nullable Object part) {
    return switch (part) {
      case Struct struct -> Stream.of(struct);
      case List<?> list -> list.stream().map(Struct.class::cast);
      case Map<?, ?> map -> map.values().stream().map(Struct.class::cast);
      case null, default -> Stream.of();
    };
  }

  private static Struct without(Struct struct, List<String> path) {
    if (!has(struct, path)) {
      return struct;
    }
    var field = field(struct, path);
    var rest = path.subList(1, path.size());
    if (rest.isEmpty()) {
      return with(struct, field, null);
    }
    var part = each(struct.get(field.index()), it -> without(it, rest));
    // A part that was there for the sake of such a field only goes with it.
    var isBare = field.presence() == Presence.POINTER && part instanceof Struct it && isEmpty(it);
    return with(struct, field, isBare ? null : part);
  }

  private static @Nullable Object each(@Nullable Object part, UnaryOperator<Struct> change) {
    return switch (part) {
      case Struct struct -> change.apply(struct);
      case List<?> list -> list.stream().map(it -> change.apply((Struct) it)).toList();
      case Map<?, ?> map -> {
        var changed = new TreeMap<String, Struct>();
        map.forEach((key, value) -> changed.put((String) key, change.apply((Struct) value)));
        yield changed;
      }
      case null, default -> part;
    };
  }

  private static boolean isEmpty(Struct struct) {
    return struct.schema().fields().stream()
        .noneMatch(it -> Json.shows(it, struct.get(it.index())));
  }

  private static Struct with(Struct struct, Field field, @Nullable Object part) {
    Schema<?> schema = struct.schema();
    var values = new ArrayList<@Nullable Object>();
    schema.fields().forEach(it -> values.add(struct.get(it.index())));
    values.set(field.index(), part);
    return schema.of(values.toArray());
  }

  private static Field field(Struct struct, List<String> path) {
    return Objects.requireNonNull(
        struct.schema().field(path.getFirst()),
        () -> struct.schema() + " has no field " + path.getFirst());
  }
}
