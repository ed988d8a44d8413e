package dev.podo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.patch.JsonPatch;
import dev.podo.machinery.patch.MergePatch;
import dev.podo.machinery.patch.PatchException;
import dev.podo.machinery.patch.StrategicMergePatch;
import dev.podo.machinery.tree.Trees;
import java.util.List;
import java.util.Map;

/// Patches: a document, then a patch of it.
final class Patches {
  /// Larger than anything that is stored.
  private static final int RESULT_MAX = 8 << 20;

  private Patches() {}

  /// The documents; null if one is no JSON.
  private static Object[] documents(Pieces pieces, int first) {
    try {
      return new Object[] {Json.parse(pieces.bytes(first)), Json.parse(pieces.bytes(first + 1))};
    } catch (DecodeException refused) {
      return null;
    }
  }

  static void json(byte[] input) {
    var documents = documents(Pieces.of(input, 2), 0);
    if (documents == null) {
      return;
    }
    try {
      var result = JsonPatch.apply(documents[0], documents[1]);
      assertThat(Json.print(result).length).isLessThan(RESULT_MAX);
    } catch (PatchException refused) {
      assertThat(refused.kind()).isNotNull();
    }
  }

  static void merge(byte[] input) {
    var documents = documents(Pieces.of(input, 2), 0);
    if (documents == null) {
      return;
    }
    var result = MergePatch.apply(documents[0], documents[1]);
    assertThat(Trees.deepEquals(MergePatch.apply(result, documents[1]), result))
        .as("applied twice")
        .isTrue();
    var from = documents[0];
    var patched = MergePatch.apply(from, MergePatch.diff(from, documents[1]));
    if (!hasNull(from) && !hasNull(documents[1])) {
      assertThat(Trees.deepEquals(patched, documents[1])).as("the difference applied").isTrue();
    }
  }

  /// Within an object, where no patch can tell it from absent.
  private static boolean hasNull(Object tree) {
    return tree instanceof Map<?, ?> map
        && map.values().stream().anyMatch(value -> value == null || hasNull(value));
  }

  static void strategic(byte[] input) {
    var pieces = Pieces.of(input, 3);
    var documents = documents(pieces, 1);
    if (documents == null) {
      return;
    }
    var schema = Pieces.choice(Codecs.SCHEMAS, pieces.text(0));
    try {
      var result = StrategicMergePatch.apply(schema, documents[0], documents[1]);
      for (var strictness : List.of(Strictness.IGNORE, Strictness.STRICT)) {
        Json.fromTree(schema, result, strictness);
      }
    } catch (PatchException | DecodeException refused) {
      assertThat(refused.getMessage()).isNotNull();
    }
  }
}
