package dev.podo.machinery.patch;

import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.Schema;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a type says of the part of it under one name.
///
/// @param type null if the type knows nothing of it
/// @param strategy how it is merged: of `merge`, `replace`, `retainKeys`
/// @param mergeKey the key of the elements of a list that is merged
record MergeFacts(@Nullable FieldType type, Set<String> strategy, @Nullable String mergeKey) {
  private static final MergeFacts NONE = new MergeFacts(null, Set.of(), null);

  static MergeFacts ofStruct(Schema<?> schema) {
    return new MergeFacts(new StructType(() -> schema), Set.of(), null);
  }

  /// Of what lies under a name.
  MergeFacts of(String name) {
    return switch (type) {
      case StructType struct -> {
        var field = struct.schema().field(name);
        yield field == null
            ? NONE
            : new MergeFacts(
                field.type(), field.merge().patchStrategy(), field.merge().patchMergeKey());
      }
      case MapType(var value) -> new MergeFacts(value, Set.of(), null);
      case null, default -> NONE;
    };
  }

  MergeFacts ofElement() {
    return type instanceof ListType(var element) ? new MergeFacts(element, Set.of(), null) : NONE;
  }

  boolean isMerged() {
    return strategy.contains("merge");
  }

  boolean isReplaced() {
    return strategy.contains("replace");
  }

  /// What upstream calls the type of an element in its messages.
  String elementKind() {
    return switch (ofElement().type()) {
      case StructType struct -> "struct";
      case MapType map -> "map";
      case ListType list -> "slice";
      case Scalar scalar -> scalar.name().toLowerCase(Locale.ROOT);
      case null -> "interface";
    };
  }

  /// Fails where a struct has no such field.
  void demand(String name) {
    if (type instanceof StructType struct && struct.schema().field(name) == null) {
      var full = struct.schema().name();
      throw PatchException.failed(
          "unable to find api field in struct %s for the json field \"%s\""
              .formatted(full.substring(full.lastIndexOf('.') + 1), name));
    }
  }
}
