package dev.podo.cel.rules;

import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.custom.CustomKinds;
import dev.podo.machinery.custom.VersionConverter;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.Schema;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A definition whose schema is a test's, and its objects.
final class Widgets {
  private static final String DEFINITION =
      """
      metadata: {name: widgets.example.com}
      spec:
        group: example.com
        scope: Cluster
        names: {plural: widgets, kind: Widget}
        versions:
        - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: SCHEMA}}
      """;

  private final CustomResourceDefinition definition;
  private final Kind<DynamicObject> kind;

  /// @param schema in YAML's flow style
  Widgets(String schema) {
    var stated =
        read(CustomResourceDefinition.SCHEMA, DEFINITION.replace("SCHEMA", schema.strip()));
    var strategy = CustomResourceDefinitions.KIND.strategy();
    definition = strategy.prepareForCreate(strategy.defaults(stated));
    kind = Objects.requireNonNull(new CustomKinds(definition, VersionConverter.NONE).kind("v1"));
  }

  /// One whose objects have a `spec` with these properties and a rule on it.
  static Widgets ofSpec(String properties, String rules) {
    return new Widgets(
        "{type: object, properties: {spec: {type: object, properties: {%s}, x-kubernetes-validations: [%s]}}}"
            .formatted(properties, rules));
  }

  private static <T extends dev.podo.model.Struct> T read(Schema<T> schema, String yaml) {
    return Yaml.decode(schema, yaml.getBytes(StandardCharsets.UTF_8), Strictness.STRICT).value();
  }

  private static DynamicObject object(String content) {
    var head =
        "apiVersion: example.com/v1, kind: Widget, metadata: {name: w, resourceVersion: '1'}";
    var yaml = "{" + head + (content.isEmpty() ? "" : ", " + content) + "}";
    return Yaml.decode(
            DynamicObject.SCHEMA, yaml.getBytes(StandardCharsets.UTF_8), Strictness.IGNORE)
        .value();
  }

  private static List<String> texts(List<FieldError> errors) {
    return errors.stream().map(FieldError::toString).toList();
  }

  /// What is wrong with the definition.
  List<String> problems() {
    return texts(CustomResourceDefinitions.KIND.strategy().validate(definition));
  }

  /// What is wrong with an object that is created.
  List<String> created(String content) {
    return texts(kind.strategy().validate(object(content)));
  }

  /// What is let stand of a change, though it is wrong.
  List<String> warnings(String before, String after) {
    var warnings = new ArrayList<String>();
    kind.strategy().validateUpdate(object(after), object(before), warnings::add);
    return warnings;
  }

  /// What is wrong with a change.
  List<String> changed(String before, String after) {
    return texts(kind.strategy().validateUpdate(object(after), object(before)));
  }
}
