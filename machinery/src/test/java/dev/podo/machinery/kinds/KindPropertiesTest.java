package dev.podo.machinery.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.machinery.table.IncludeObject;
import dev.podo.machinery.table.Tables;
import dev.podo.model.ApiObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for any object of any kind, however wrong it is.
class KindPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final int OBJECTS = 60;

  static List<? extends Kind<?>> kinds() {
    return Catalogue.builtIn().all().stream().filter(Kind::isStored).toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noObjectIsTooWrong(Kind<?> kind) {
    for (var seed = 0L; seed < OBJECTS; seed++) {
      check(kind, seed);
    }
  }

  private static <T extends ApiObject> void check(Kind<T> kind, long seed) {
    var random = new RandomObjects(seed);
    var strategy = kind.strategy();
    var object = random.next(kind.schema());
    var other = random.next(kind.schema());
    var what = "%s of seed %d".formatted(kind, seed);

    var once = strategy.defaults(strategy.prepareForCreate(object));
    assertThat(strategy.defaults(once)).as("defaults of %s", what).isEqualTo(once);
    assertThat(strategy.defaults(strategy.prepareForCreate(once))).as(what).isEqualTo(once);
    assertThat(strategy.validate(once))
        .as(what)
        .allSatisfy(it -> assertThat(it.toString()).isNotEmpty());

    var updated = strategy.defaults(strategy.prepareForUpdate(other, once));
    assertThat(strategy.defaults(strategy.prepareForUpdate(updated, once)))
        .as("preparing %s twice", what)
        .isEqualTo(updated);
    assertThat(strategy.validateUpdate(updated, once)).as(what).isNotNull();
    var reported = strategy.prepareForStatusUpdate(other, once);
    assertThat(strategy.validateStatusUpdate(reported, once)).as(what).isNotNull();
    assertThat(strategy.warnings(once)).as(what).isNotNull();
    assertThat(strategy.gracePeriod(once, null)).as(what).isNotNegative();

    assertThat(kind.fromStorage(kind.toStorage(once))).as("storing %s", what).isEqualTo(once);
    kind.selectableFields().values().forEach(field -> assertThat(field.apply(once)).isNotNull());
    var row = Tables.row(kind, once, IncludeObject.OBJECT, NOW);
    assertThat(row.cells()).as(what).hasSameSizeAs(kind.columns());
  }

  static List<? extends Kind<?>> kindsWithStatus() {
    return kinds().stream()
        .filter(Kind::hasStatus)
        // Definitions note by themselves in which versions their objects are stored.
        .filter(it -> it != CustomResourceDefinitions.KIND)
        .toList();
  }

  /// The status is written through its subresource only, and nothing else is.
  @ParameterizedTest
  @MethodSource("kindsWithStatus")
  void statusAndTheRestAreWrittenApart(Kind<?> kind) {
    for (var seed = 0L; seed < OBJECTS; seed++) {
      writeApart(kind, seed);
    }
  }

  private static <T extends ApiObject> void writeApart(Kind<T> kind, long seed) {
    var random = new RandomObjects(seed);
    var strategy = kind.strategy();
    var old = strategy.defaults(strategy.prepareForCreate(random.next(kind.schema())));
    var now = random.next(kind.schema());
    var updated = strategy.prepareForUpdate(now, old);
    var reported = strategy.prepareForStatusUpdate(now, old);
    for (var field : kind.schema().fields()) {
      var before = old.get(field.index());
      if (field.name().equals("status")) {
        assertThat(updated.get(field.index())).as("%s of seed %d", kind, seed).isEqualTo(before);
      } else if (!field.name().equals("metadata")) {
        assertThat(reported.get(field.index())).as("%s of seed %d", kind, seed).isEqualTo(before);
      }
    }
    assertThat(reported.metadata().generation()).isEqualTo(old.metadata().generation());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void writingTheSameAgainChangesNothing(Kind<?> kind) {
    for (var seed = 0L; seed < OBJECTS; seed++) {
      rewrite(kind, seed);
    }
  }

  private static <T extends ApiObject> void rewrite(Kind<T> kind, long seed) {
    var strategy = kind.strategy();
    var object = new RandomObjects(seed).next(kind.schema());
    var stored = strategy.defaults(strategy.prepareForCreate(object));
    assertThat(strategy.defaults(strategy.prepareForUpdate(stored, stored)))
        .as("%s of seed %d", kind, seed)
        .isEqualTo(stored);
    assertThat(strategy.prepareForStatusUpdate(stored, stored))
        .as("%s of seed %d", kind, seed)
        .isEqualTo(stored);
  }
}
