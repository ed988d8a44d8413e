package dev.podo.machinery.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kind.GatedFields;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Fields that belong to features which are switched off.
class GatedFieldsTest {
  private static final Path DOCUMENT = Path.of("../docs/features.md");
  private static final int OBJECTS = 200;

  static List<? extends Kind<?>> kinds() {
    return Catalogue.builtIn().all().stream()
        .filter(it -> it.isStored() && !it.gatedFields().isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void nobodySetsThem(Kind<?> kind) {
    for (var gate : kind.gatedFields()) {
      assertThat(setsOf(kind, gate)).as("%s of %s", gate, kind).isPositive();
    }
  }

  /// How many of the random objects have such a field before they are written; none has after.
  private static <T extends ApiObject> int setsOf(Kind<T> kind, GatedFields gate) {
    var sets = 0;
    for (var seed = 0L; seed < OBJECTS; seed++) {
      var object = new RandomObjects(seed).next(kind.schema());
      sets += isIn(object, gate) ? 1 : 0;
      var created = kind.strategy().defaults(kind.strategy().prepareForCreate(object));
      assertThat(isIn(created, gate)).as("%s in a new object of seed %d", gate, seed).isFalse();
      var changed = kind.strategy().prepareForUpdate(object, created);
      assertThat(isIn(changed, gate)).as("%s after a change, seed %d", gate, seed).isFalse();
      var reported = kind.strategy().prepareForStatusUpdate(object, created);
      assertThat(isIn(reported, gate)).as("%s in a status, seed %d", gate, seed).isFalse();
    }
    return sets;
  }

  private static boolean isIn(ApiObject object, GatedFields gate) {
    var tree = Json.toTree(object);
    return gate.paths().stream().anyMatch(it -> isIn(tree, it));
  }

  private static boolean isIn(@Nullable Object tree, List<String> path) {
    if (path.isEmpty()) {
      return tree != null;
    }
    return switch (tree) {
      case List<?> list -> list.stream().anyMatch(it -> isIn(it, path));
      case Map<?, ?> map when map.containsKey(path.getFirst()) ->
          isIn(map.get(path.getFirst()), path.subList(1, path.size()));
      // The entries of a map stand for it as elements stand for a list.
      case Map<?, ?> map -> map.values().stream().anyMatch(it -> isIn(it, path));
      case null, default -> false;
    };
  }

  @Test
  void whatIsThereForTheirSakeOnlyGoesWithThem() {
    var pod =
        pod(
            """
            metadata: {name: web, namespace: demo}
            spec:
              schedulingGroup: {podGroupName: all}
              containers:
              - {name: a, lifecycle: {stopSignal: SIGTERM}}
              - {name: b, lifecycle: {stopSignal: SIGTERM, preStop: {sleep: {seconds: 1}}}}
            """);

    var spec = Json.toTree(Pods.KIND.strategy().prepareForCreate(pod).spec());

    assertThat(Trees.asMap(spec)).containsOnlyKeys("containers");
    assertThat(Trees.get(spec, "containers"))
        .isEqualTo(
            yaml(
                "[{name: a, resources: {}},"
                    + " {name: b, resources: {}, lifecycle: {preStop: {sleep: {seconds: 1}}}}]"));
  }

  @Test
  void whatIsThereAlreadyMayBeChanged() {
    var old =
        pod(
            """
            metadata: {name: web, namespace: demo, uid: u}
            spec: {containers: [{name: a, lifecycle: {stopSignal: SIGTERM}}]}
            """);
    var now =
        pod(
            """
            metadata: {name: web, namespace: demo, uid: u}
            spec:
              schedulingGroup: {podGroupName: all}
              containers: [{name: a, lifecycle: {stopSignal: SIGKILL}}]
            """);

    var spec = Pods.KIND.strategy().prepareForUpdate(now, old).spec();

    assertThat(spec.containers()).isEqualTo(now.spec().containers());
    assertThat(spec.schedulingGroup()).as("another feature").isNull();
  }

  private static Pod pod(String yaml) {
    return Trees.to(Pod.SCHEMA, yaml(yaml));
  }

  private static @Nullable Object yaml(String text) {
    return Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theDocumentNamesThemAll() throws IOException {
    var text = Files.readString(DOCUMENT);
    var features = new TreeSet<String>();
    kinds().forEach(kind -> kind.gatedFields().forEach(it -> features.add(it.feature())));

    assertThat(features).allSatisfy(it -> assertThat(text).contains("`" + it + "`"));
  }
}
