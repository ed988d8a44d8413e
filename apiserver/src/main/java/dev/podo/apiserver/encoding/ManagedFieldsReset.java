package dev.podo.apiserver.encoding;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.FrozenMap;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The wish that nobody shall own anything any more. Clients say it by an empty list of managed
/// fields or by one empty entry; only the latter can be told from no list once it is decoded.
public final class ManagedFieldsReset {
  private static final byte[] NAME = "\"managedFields\"".getBytes(StandardCharsets.US_ASCII);

  private ManagedFieldsReset() {}

  /// The tree with the wish said in the form that can be decoded.
  public static @Nullable Object plain(@Nullable Object tree) {
    return Trees.get(tree, "metadata", "managedFields") instanceof List<?> list && list.isEmpty()
        ? Trees.set(tree, List.of(FrozenMap.empty()), "metadata", "managedFields")
        : tree;
  }

  /// The decoded object with the wish that its JSON said and the decoder could not keep.
  static <S extends Struct> S kept(S decoded, byte[] json) {
    if (!(decoded instanceof ApiObject object)
        || !object.metadata().managedFields().isEmpty()
        || !contains(json)
        || !(Trees.get(Json.parse(json), "metadata", "managedFields") instanceof List<?>)) {
      return decoded;
    }
    var metadata = object.metadata().with(m -> m.managedFields(List.of(ManagedFieldsEntry.EMPTY)));
    @SuppressWarnings("unchecked") // An object under other metadata is of the same class.
    var kept = (S) object.withMetadata(metadata);
    return kept;
  }

  private static boolean contains(byte[] json) {
    for (var at = 0; at <= json.length - NAME.length; at++) {
      if (json[at] == NAME[0] && startsAt(json, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsAt(byte[] json, int at) {
    for (var i = 0; i < NAME.length; i++) {
      if (json[at + i] != NAME[i]) {
        return false;
      }
    }
    return true;
  }
}
