package dev.podo.apiserver.openapi.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.FieldType;
import dev.podo.model.Schemas;
import dev.podo.model.core.v1.PersistentVolumeClaim;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class EnumerationsTest {
  /// The types of everything that is served.
  private static SortedSet<String> types() {
    var definitions = new Definitions(Dialect.V3);
    for (var kind : Catalogue.builtIn().all()) {
      definitions.add(kind.schema());
    }
    return new TreeSet<>(definitions.all().keySet());
  }

  @Test
  void eachEnumerationThatIsServedHasValuesThatItsDefaultIsAmong() {
    var without = new ArrayList<String>();
    for (var type : types()) {
      var schema = Schemas.named(type);
      if (schema == null) {
        continue;
      }
      for (var field : schema.fields()) {
        if (!field.enumeration() || field.type() != FieldType.Scalar.STRING) {
          continue;
        }
        var values = Enumerations.of(type, field.name());
        if (values.isEmpty()) {
          without.add(type + "." + field.name());
        }
        assertThat(values).isSorted().doesNotHaveDuplicates();
        var standard = field.defaultValue();
        if (standard != null) {
          assertThat(values).as(field.name()).contains(standard.replace("\"", ""));
        }
      }
    }
    assertThat(without).isEmpty();
  }

  @Test
  void bothVersionsTellThem() {
    for (var dialect : Dialect.values()) {
      var definitions = new Definitions(dialect);
      definitions.add(Pod.SCHEMA);
      var spec = definitions.all().get("io.k8s.api.core.v1.PodSpec");
      assertThat(spec).isNotNull();
      assertThat(Trees.get(spec.get(), "properties", "restartPolicy", "enum"))
          .isEqualTo(List.of("Always", "Never", "OnFailure"));
      assertThat(Trees.get(spec.get(), "properties", "hostname", "enum")).isNull();
    }
  }

  @Test
  void elementsOfListsAndMapsTellThem() {
    var definitions = new Definitions(Dialect.V3);
    definitions.add(Service.SCHEMA);
    definitions.add(PersistentVolumeClaim.SCHEMA);
    var spec = definitions.all().get("io.k8s.api.core.v1.ServiceSpec");
    var status = definitions.all().get("io.k8s.api.core.v1.PersistentVolumeClaimStatus");
    assertThat(spec).isNotNull();
    assertThat(status).isNotNull();
    var families = Trees.get(spec.get(), "properties", "ipFamilies");
    assertThat(Trees.get(families, "items", "enum")).isEqualTo(List.of("", "IPv4", "IPv6"));
    assertThat(Trees.get(families, "enum")).isNull();
    var resizes = Trees.get(status.get(), "properties", "allocatedResourceStatuses");
    assertThat(Trees.get(resizes, "additionalProperties", "enum"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .contains("NodeResizePending");
    assertThat(Trees.get(spec.get(), "properties", "externalIPs", "items", "enum")).isNull();
  }

  @Test
  void noFieldHasValuesThatDoesNotExist() {
    var served = new TreeSet<String>();
    for (var type : types()) {
      var schema = Schemas.named(type);
      if (schema != null) {
        schema.fields().stream()
            .filter(field -> !Enumerations.of(type, field.name()).isEmpty())
            .forEach(field -> served.add(type + "." + field.name()));
      }
    }
    assertThat(served).hasSize(Enumerations.count());
  }
}
