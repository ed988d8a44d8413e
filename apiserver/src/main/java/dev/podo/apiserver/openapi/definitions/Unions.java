package dev.podo.apiserver.openapi.definitions;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The structs of which one field at most is set, and the field that says which.
final class Unions {
  private static final String WITHOUT_DISCRIMINATOR = "";
  private static final Map<String, Map<String, Object>> ALL = new TreeMap<>();

  static {
    var core = "io.k8s.api.core.v1.";
    add(core + "AppArmorProfile", "type", "localhostProfile");
    add(core + "PodSchedulingGroup", WITHOUT_DISCRIMINATOR, "podGroupName");
    add(core + "SeccompProfile", "type", "localhostProfile");
    var flowcontrol = "io.k8s.api.flowcontrol.v1.";
    add(flowcontrol + "LimitResponse", "type", "queuing");
    add(flowcontrol + "PriorityLevelConfigurationSpec", "type", "exempt", "limited");
    add(flowcontrol + "Subject", "kind", "group", "serviceAccount", "user");
  }

  private Unions() {}

  /// A value of the discriminator is the field's name with a capital.
  private static void add(String type, String discriminator, String... fields) {
    var values = new TreeMap<String, Object>();
    for (var field : fields) {
      values.put(field, Character.toUpperCase(field.charAt(0)) + field.substring(1));
    }
    var union = new TreeMap<String, Object>();
    if (!discriminator.equals(WITHOUT_DISCRIMINATOR)) {
      union.put("discriminator", discriminator);
    }
    union.put("fields-to-discriminateBy", values);
    ALL.put(type, union);
  }

  /// Says of a type what kind of union it is, if it is one.
  static void describe(String type, Map<String, Object> definition) {
    var union = ALL.get(type);
    if (union != null) {
      definition.put("x-kubernetes-unions", List.of(union));
    }
  }
}
