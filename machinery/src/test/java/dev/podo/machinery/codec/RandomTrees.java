package dev.podo.machinery.codec;

import dev.podo.model.FrozenMap;
import dev.podo.model.JsonTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Makes trees from a seed, for properties that hold for any tree.
public final class RandomTrees {
  private static final List<String> NAMES = List.of("a", "b", "c", "spec", "x/y~z", "", "on", "1");
  private static final String CHARACTERS =
      "ab01 :-#'\"\\\n\t<>&{}[],*!|%@`=~?._\u00e9\u2028\u0001\ud83d\ude00";

  private final Random random;

  public RandomTrees(long seed) {
    random = new Random(seed);
  }

  /// An object in which no null stands, as merge patches need it.
  public Object objectWithoutNulls() {
    return JsonTree.freeze(object(3, false));
  }

  public Object object() {
    return JsonTree.freeze(object(3, true));
  }

  private Object object(int depth, boolean nulls) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    for (var i = random.nextInt(5); i > 0; i--) {
      object.put(NAMES.get(random.nextInt(NAMES.size())), value(depth, nulls));
    }
    return FrozenMap.of(object);
  }

  private @Nullable Object value(int depth, boolean nulls) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> nulls ? null : true;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(50) - 25);
      case 4 ->
          List.of("true", "null", "010", "1e3", "~", "=", "y", "1:30", "0x", "-", "...", "<<")
              .get(random.nextInt(12));
      case 5 -> text();
      case 6 -> list(depth - 1, nulls);
      default -> object(depth - 1, nulls);
    };
  }

  private String text() {
    var text = new StringBuilder();
    for (var i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(
          CHARACTERS.codePointAt(
              CHARACTERS.offsetByCodePoints(
                  0, random.nextInt(CHARACTERS.codePointCount(0, CHARACTERS.length())))));
    }
    return text.toString();
  }

  private List<@Nullable Object> list(int depth, boolean nulls) {
    var list = new ArrayList<@Nullable Object>();
    for (var i = random.nextInt(4); i > 0; i--) {
      list.add(value(depth, nulls));
    }
    return list;
  }
}
