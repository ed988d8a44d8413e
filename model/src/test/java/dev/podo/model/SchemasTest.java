package dev.podo.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.admissionregistration.v1.NamedRuleWithOperations;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Volume;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemasTest {
  private static Stream<Schema<?>> all() {
    return Schemas.names().stream().map(name -> Objects.requireNonNull(Schemas.named(name)));
  }

  @Test
  void everySchemaIsFoundByItsName() {
    assertThat(Schemas.names()).hasSizeGreaterThan(780);
    assertThat(all()).allMatch(schema -> Schemas.named(schema.name()) == schema);
    assertThat(Schemas.named("io.k8s.api.core.v1.Pod")).isSameAs(Pod.SCHEMA);
    assertThat(Schemas.named("io.k8s.api.core.v1.Grape")).isNull();
  }

  @Test
  void kindsAreFoundByGroupVersionAndKind() {
    assertThat(Schemas.ofKind("apps/v1", "Deployment")).isSameAs(Deployment.SCHEMA);
    assertThat(Schemas.ofKind("v1", "Pod")).isSameAs(Pod.SCHEMA);
    assertThat(Schemas.ofKind("v1", "Container")).isNull();
  }

  @Test
  void emptyRecordsAreWhatTheSchemaMakesOfNothing() {
    all()
        .forEach(schema -> {
          var made = schema.of(new @Nullable Object[schema.fields().size()]);
          assertThat(made.schema()).isSameAs(schema);
          assertThat(schema.of(values(made))).isEqualTo(made);
        });
  }

  private static @Nullable Object[] values(Struct struct) {
    return struct.schema().fields().stream().map(f -> struct.get(f.index())).toArray();
  }

  @Test
  void presenceFollowsTheType() {
    all()
        .flatMap(schema -> schema.fields().stream().map(f -> new Case(schema, f)))
        .forEach(Case::check);
  }

  private record Case(Schema<?> schema, Field field) {
    void check() {
      assertThat(schema.fields().get(field.index())).isSameAs(field);
      assertThat(schema.field(field.name())).isSameAs(field);
      var empty = schema.of(new @Nullable Object[schema.fields().size()]).get(field.index());
      switch (field.presence()) {
        case LIST -> assertThat(empty).as(toString()).isEqualTo(List.of());
        case MAP -> assertThat(empty).as(toString()).isEqualTo(FrozenMap.empty());
        case POINTER -> assertThat(empty).as(toString()).isNull();
        case VALUE -> {
          if (field.type() instanceof Scalar s && isTimeOrJson(s)) {
            assertThat(empty).as(toString()).isNull();
          } else {
            assertThat(empty).as(toString()).isNotNull();
          }
        }
      }
      assertThat(field.presence() == Presence.LIST).isEqualTo(field.type() instanceof ListType);
      assertThat(field.presence() == Presence.MAP).isEqualTo(field.type() instanceof MapType);
      if (field.type() instanceof StructType && field.presence() == Presence.VALUE) {
        assertThat(field.emit()).as(toString()).isEqualTo(Emit.ALWAYS);
      }
    }

    private static boolean isTimeOrJson(Scalar s) {
      return s == Scalar.TIME || s == Scalar.MICRO_TIME || s == Scalar.JSON;
    }

    @Override
    public String toString() {
      return schema.name() + "." + field.name();
    }
  }

  @Test
  void protobufNumbersAreUniqueWithinAMessage() {
    all()
        .forEach(schema -> {
          var seen = new HashSet<String>();
          for (var field : schema.fields()) {
            if (field.number() != 0) {
              assertThat(seen.add(field.within() + " " + field.number()))
                  .as(schema + "." + field)
                  .isTrue();
            }
          }
        });
  }

  @Test
  void knowsWhatProtobufNests() {
    assertThat(Volume.SCHEMA.field("emptyDir"))
        .satisfies(f -> assertThat(f.within()).containsExactly(2))
        .satisfies(f -> assertThat(f.number()).isEqualTo(2));
    assertThat(NamedRuleWithOperations.SCHEMA.field("apiGroups"))
        .satisfies(f -> assertThat(f.within()).containsExactly(2, 2));
  }

  @Test
  void knowsHowListsMerge() {
    var ports = Objects.requireNonNull(Container.SCHEMA.field("ports")).merge();
    assertThat(ports.listType()).isEqualTo(Merge.ListType.MAP);
    assertThat(ports.mapKeys()).containsExactly("containerPort", "protocol");
    assertThat(ports.patchStrategy()).containsExactly("merge");
    assertThat(ports.patchMergeKey()).isEqualTo("containerPort");
    var volumes = Objects.requireNonNull(PodSpec.SCHEMA.field("volumes")).merge();
    assertThat(volumes.patchStrategy()).containsExactlyInAnyOrder("merge", "retainKeys");
  }

  @Test
  void structsReferToTheirSchemas() {
    assertThat(Objects.requireNonNull(Pod.SCHEMA.field("spec")).type())
        .isInstanceOfSatisfying(
            StructType.class, t -> assertThat(t.schema()).isSameAs(PodSpec.SCHEMA));
  }

  @Test
  void descriptionsAreFoundByName() {
    var pod = Descriptions.of(Pod.SCHEMA.name());
    assertThat(pod.type()).startsWith("Pod is a collection of containers");
    assertThat(pod.field("spec")).startsWith("Specification of the desired behavior of the pod.");
    assertThat(pod.field("grape")).isEmpty();
    assertThat(Descriptions.of("io.k8s.api.core.v1.Grape").type()).isEmpty();
    assertThat(Descriptions.of("io.k8s.grape.v1.Grape").fields()).isEmpty();
  }
}
