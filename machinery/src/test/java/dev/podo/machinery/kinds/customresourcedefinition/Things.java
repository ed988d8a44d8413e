package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionCondition;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A definition of one version, whose parts are a test's.
final class Things {
  private Things() {}

  /// @param version its fields, in YAML's flow style
  static CustomResourceDefinition of(String spec, String version) {
    return read(
        """
        metadata: {name: things.example.com, resourceVersion: '1'}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: things, kind: Thing}
          %s
          versions:
          - {name: v1, served: true, storage: true, %s}
        """
            .formatted(spec, version));
  }

  static CustomResourceDefinition withVersion(String version) {
    return of("", version);
  }

  static CustomResourceDefinition withSchema(String schema) {
    return withVersion("schema: {openAPIV3Schema: " + schema + "}");
  }

  static CustomResourceDefinition withSpec(String spec) {
    return of(spec, "schema: {openAPIV3Schema: {type: object}}");
  }

  static CustomResourceDefinition read(String yaml) {
    var strategy = CustomResourceDefinitions.KIND.strategy();
    var read =
        Yaml.decode(
            CustomResourceDefinition.SCHEMA,
            yaml.getBytes(StandardCharsets.UTF_8),
            Strictness.STRICT);
    return strategy.defaults(strategy.prepareForCreate(read.value()));
  }

  static CustomResourceDefinition established(CustomResourceDefinition definition) {
    var condition =
        CustomResourceDefinitionCondition.builder()
            .type(CustomResourceDefinitions.ESTABLISHED)
            .status("True")
            .build();
    return definition.withStatus(definition.status().with(s -> s.conditions(List.of(condition))));
  }

  static List<String> errors(CustomResourceDefinition definition) {
    return texts(CustomResourceDefinitions.KIND.strategy().validate(definition));
  }

  static List<String> errors(CustomResourceDefinition now, CustomResourceDefinition old) {
    return texts(CustomResourceDefinitions.KIND.strategy().validateUpdate(now, old));
  }

  static List<String> texts(List<FieldError> errors) {
    return errors.stream().map(FieldError::toString).toList();
  }
}
