package dev.podo.machinery.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Upstream's own object of each kind, with every field set, goes through defaults, validation and
/// conversion.
class GoldenKindsTest {
  // The oracle has the types of k8s.io/api; these are of modules of their own.
  private static final List<String> ELSEWHERE =
      List.of("apiregistration.k8s.io", "apiextensions.k8s.io");

  static List<Kind<?>> kinds() {
    return Catalogue.builtIn().all().stream()
        .<Kind<?>>map(it -> it)
        .filter(it -> it.isStored() && !ELSEWHERE.contains(it.group()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void takesUpstreamsObject(Kind<?> kind) throws IOException {
    var oracle = System.getenv("PODO_ORACLE");
    assumeTrue(oracle != null && !oracle.isEmpty(), "oracle");
    var group = kind.group().isEmpty() ? "core" : kind.group();
    var file = group + "." + kind.version() + "." + kind.kind() + ".json";
    var json = Files.readAllBytes(Path.of(oracle, "api-testdata-v1.36", file));
    take(KindCases.object(Json.parse(json)));
  }

  private static <T extends ApiObject> void take(KindCases.Typed<T> object) {
    var strategy = object.kind().strategy();
    var defaulted = KindCases.defaulted(object);
    assertThat(object.kind().fromStorage(object.kind().toStorage(defaulted))).isEqualTo(defaulted);
    assertThat(strategy.validate(defaulted))
        .allSatisfy(error -> assertThat(error.toString()).isNotEmpty());
    var updated = strategy.defaults(strategy.prepareForUpdate(defaulted, defaulted));
    assertThat(strategy.defaults(strategy.prepareForUpdate(updated, defaulted))).isEqualTo(updated);
    if (object.kind().hasStatus()) {
      assertThat(strategy.prepareForStatusUpdate(defaulted, defaulted)).isEqualTo(defaulted);
    }
  }
}
