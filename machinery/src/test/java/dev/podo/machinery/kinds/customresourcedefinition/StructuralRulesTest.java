package dev.podo.machinery.kinds.customresourcedefinition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What schemas are refused for, each as upstream words it; below `AT` unless it says otherwise.
class StructuralRulesTest {
  private static final String AT = "spec.versions[0].schema.openAPIV3Schema";

  private static void refuses(String schema, String errors) {
    var found = Things.errors(Things.withSchema(schema));
    if (errors.isEmpty()) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).map(it -> it.replace(AT, "")).containsExactly(errors.split(" ;; "));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{x-kubernetes-preserve-unknown-fields: true} | ~~",
        "{} | .type: Required value: must not be empty at the root",
        "{type: object, nullable: true} | .nullable: Forbidden: nullable cannot be true at the root",
        "{type: object, additionalProperties: true} |"
            + " .additionalProperties: Forbidden: must not be used at the root",
        "{type: object, properties: {a: {type: text}}} | .properties[a].type: Unsupported value:"
            + " ~\"text\"~: supported values: ~\"array\", \"boolean\", \"integer\", \"number\","
            + " \"object\", \"string\"~",
        "{type: object, properties: {a: {type: 'null'}}} | .properties[a].type: Unsupported value:"
            + " \"null\": supported values: \"array\", \"boolean\", \"integer\", \"number\","
            + " \"object\", \"string\" ;; .properties[a].type: Forbidden: type cannot be set to null,"
            + " use nullable as an alternative",
        "{type: object, properties: {a: {type: array, items: {}}}} | .properties[a].items.type:"
            + " Required value: must not be empty for specified array items",
        "{type: object, properties: {a: {type: object, properties: {b: {type: string}},"
            + " additionalProperties: {type: string}}}} | .properties[a].additionalProperties:"
            + " Forbidden: additionalProperties and properties are mutual exclusive",
        "{type: object, properties: {a: {type: object, properties: {b: {type: string}},"
            + " additionalProperties: true}}} | ~~",
        "{type: object, properties: {a: {type: string, $ref: x}}} |"
            + " .properties[a].$ref: Forbidden: $ref is not supported",
        "{type: object, properties: {a: {type: string, not: {id: x}}}} |"
            + " .properties[a].not.id: Forbidden: id is not supported",
        "{type: object, properties: {a: {x-kubernetes-int-or-string: true,"
            + " x-kubernetes-preserve-unknown-fields: true}}} |"
            + " .properties[a].x-kubernetes-preserve-unknown-fields: Invalid value: true: must be"
            + " false if x-kubernetes-int-or-string is true",
        "{type: object, properties: {a: {type: object, x-kubernetes-preserve-unknown-fields: false}}}"
            + " | .properties[a].x-kubernetes-preserve-unknown-fields: Invalid value: false: must be"
            + " true or undefined"
      })
  void refusesOddForms(String schema, String errors) {
    refuses(schema, errors.replace("~", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "metadata: {type: object} | ~~",
        "metadata: {type: object, properties: {name: {type: string, maxLength: 9}}} | ~~",
        "metadata: {type: string} | .properties[metadata].type: Invalid value: \"string\": must be"
            + " object",
        "kind: {type: integer} | .properties[kind].type: Invalid value: \"integer\": must be string",
        "apiVersion: {type: integer} |"
            + " .properties[apiVersion].type: Invalid value: \"integer\": must be string",
        "metadata: {type: object, properties: {labels: {type: object}}} | .properties[metadata]:"
            + " Forbidden: must not specify anything other than name and generateName, but metadata is"
            + " implicitly specified",
        "metadata: {type: object, required: [name]} | .properties[metadata]: Forbidden: must not"
            + " specify anything other than name and generateName, but metadata is implicitly specified",
        "kind: {type: string, default: Thing} |"
            + " .properties[kind].default: Forbidden: must not be set in top-level kind",
        "metadata: {type: object, properties: {name: {type: string, default: a}}} |"
            + " .properties[metadata].properties[name].default: Forbidden: must not be set in top-level"
            + " metadata",
        "a: {type: object, x-kubernetes-embedded-resource: true} | .properties[a].properties:"
            + " Required value: must not be empty if x-kubernetes-embedded-resource is true without"
            + " x-kubernetes-preserve-unknown-fields",
        "a: {type: array, items: {type: string}, x-kubernetes-embedded-resource: true,"
            + " x-kubernetes-preserve-unknown-fields: true} | .properties[a].type: Invalid value:"
            + " \"array\": must be object if x-kubernetes-embedded-resource is true",
        "a: {type: object, x-kubernetes-embedded-resource: true, properties: {metadata: {type: object,"
            + " properties: {labels: {type: object, additionalProperties: {type: string, default: x}}}}}}"
            + " | .properties[a].properties[metadata].properties[labels].additionalProperties.default:"
            + " Forbidden: must not be set inside additionalProperties applying to object metadata",
        "a: {type: object, x-kubernetes-embedded-resource: true, properties: {metadata: {type: object,"
            + " properties: {b: {type: object, x-kubernetes-embedded-resource: true,"
            + " x-kubernetes-preserve-unknown-fields: true}}}}} |"
            + " .properties[a].properties[metadata].properties[b].x-kubernetes-embedded-resource:"
            + " Forbidden: must not be used inside of resource meta"
      })
  void restrictsWhatEveryResourceHas(String properties, String errors) {
    refuses("{type: object, properties: {" + properties + "}}", errors);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}] | ~~",
        "x-kubernetes-int-or-string: true, allOf: [{anyOf: [{type: integer}, {type: string}]}] | ~~",
        "x-kubernetes-int-or-string: true, anyOf: [{type: string}, {type: integer}] |"
            + " .anyOf[0].type: Forbidden: must be empty to be structural ;; .anyOf[1].type: Forbidden:"
            + " must be empty to be structural",
        "x-kubernetes-int-or-string: true, oneOf: [{type: integer}, {type: string}] |"
            + " .oneOf[0].type: Forbidden: must be empty to be structural ;; .oneOf[1].type: Forbidden:"
            + " must be empty to be structural",
        "type: string, anyOf: [{minLength: 1, default: x}] |"
            + " .anyOf[0].default: Forbidden: must be undefined to be structural",
        "type: string, allOf: [{title: t, description: d}] | .allOf[0].title: Forbidden: must be empty"
            + " to be structural ;; .allOf[0].description: Forbidden: must be empty to be structural",
        "type: string, oneOf: [{nullable: true}] |"
            + " .oneOf[0].nullable: Forbidden: must be false to be structural",
        "type: object, properties: {a: {type: integer}}, not: {properties: {a: {maximum: 1}}} | ~~",
        "type: object, not: {additionalProperties: {maximum: 1}} |"
            + " .not.additionalProperties: Forbidden: must be undefined to be structural",
        "type: object, properties: {metadata: {type: object}}, not: {properties: {metadata: {}}} |"
            + " .not.properties[metadata]: Forbidden: must not be specified in a nested context",
        "type: array, items: {type: string}, anyOf: [{x-kubernetes-list-type: set}] |"
            + " .anyOf[0].x-kubernetes-list-type: Forbidden: must be undefined to be structural",
        "type: object, anyOf: [{x-kubernetes-map-type: atomic}] |"
            + " .anyOf[0].x-kubernetes-map-type: Forbidden: must be undefined to be structural",
        "type: string, anyOf: [{pattern: '['}] | .anyOf[0].pattern: Invalid value: \"[\": must be a"
            + " valid regular expression, but isn't: error parsing regexp: missing closing ]: `[`"
      })
  void leavesAlternativesToDemands(String schema, String errors) {
    refuses(
        "{type: object, properties: {p: {" + schema + "}}}",
        errors
            .replace(".anyOf", ".properties[p].anyOf")
            .replace(".allOf", ".properties[p].allOf")
            .replace(".oneOf", ".properties[p].oneOf")
            .replace(".not", ".properties[p].not"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "anyOf: [{properties: {b: {maximum: 1}}}] | .properties[b]: Required value: because it is"
            + " defined in .anyOf[0].properties[b]",
        "allOf: [{not: {properties: {b: {maximum: 1}}}}] | .properties[b]: Required value: because it"
            + " is defined in .allOf[0].not.properties[b]",
        "oneOf: [{properties: {a: {items: {maximum: 1}}}}] | .properties[a].items: Required value:"
            + " because it is defined in .oneOf[0].properties[a].items",
        "not: {properties: {a: {maximum: 1}}} | ~~"
      })
  void wantsWhatRootAlternativesSpeakOfToBeStated(String combined, String errors) {
    refuses("{type: object, properties: {a: {type: integer}}, " + combined + "}", errors);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "type: array, items: {type: string}, x-kubernetes-list-type: bag |"
            + " .x-kubernetes-list-type: Unsupported value: \"bag\": supported values: \"atomic\","
            + " \"set\", \"map\"",
        "type: string, x-kubernetes-list-type: set |"
            + " .type: Invalid value: \"string\": must be array if x-kubernetes-list-type is specified",
        "type: array, items: {type: object}, x-kubernetes-list-type: set |"
            + " .items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list"
            + " with x-kubernetes-list-type=set",
        "type: array, items: {type: object, x-kubernetes-map-type: atomic}, x-kubernetes-list-type:"
            + " set | ~~",
        "type: array, items: {type: string, nullable: true}, x-kubernetes-list-type: set |"
            + " .items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is set",
        "type: array, items: {type: object, properties: {k: {type: string}}}, x-kubernetes-list-type:"
            + " map, x-kubernetes-list-map-keys: [k] | .items.properties[k].default: Required value:"
            + " this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
            + " required property",
        "type: array, items: {type: object, required: [k], properties: {k: {type: string, nullable:"
            + " true}}}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k] |"
            + " .items.properties[k].nullable: Forbidden: this property is in"
            + " x-kubernetes-list-map-keys, so it cannot be nullable",
        "type: array, items: {type: object, required: [k], properties: {k: {type: object}}},"
            + " x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k] |"
            + " .items.properties[k].type: Invalid value: \"object\": must be a scalar type if parent"
            + " array's x-kubernetes-list-type is map",
        "type: array, items: {type: object, required: [k], properties: {k: {type: string}}},"
            + " x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k, k] |"
            + " .x-kubernetes-list-map-keys: Invalid value: [\"k\",\"k\"]: must not contain duplicate"
            + " entries",
        "type: array, items: {type: object}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys:"
            + " [k] | .x-kubernetes-list-map-keys: Invalid value: [\"k\"]: entries must all be names of"
            + " item properties",
        "type: array, items: {type: string}, x-kubernetes-list-map-keys: [k] |"
            + " .x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is"
            + " non-empty",
        "type: string, x-kubernetes-map-type: atomic |"
            + " .type: Invalid value: \"string\": must be object if x-kubernetes-map-type is specified"
      })
  void wantsListsToBeMergeable(String schema, String errors) {
    refuses(
        "{type: object, properties: {p: {" + schema + "}}}",
        errors.isEmpty() ? "" : ".properties[p]" + errors);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "type: string, default: x | ~~",
        "type: string, default: 1 | : Invalid value: \"integer\":  in body must be of type string:"
            + " \"integer\"",
        "type: string, enum: [a], default: x |"
            + " : Unsupported value: \"x\": supported values: \"a\"",
        "type: object, default: {b: 1} | : Invalid value: {\"b\":1}: must not have unknown fields",
        "type: object, default: {}, required: [b], properties: {b: {type: string, default: z}} |"
            + " .b: Required value",
        "type: object, default: {b: 3}, properties: {b: {type: integer, maximum: 2}} |"
            + " .b: Invalid value: 3: b in body should be less than or equal to 2",
        "type: array, items: {type: integer}, default: [a] |"
            + " [0]: Invalid value: \"string\": [0] in body must be of type integer: \"string\"",
        "type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields:"
            + " true, default: {kind: A} | .apiVersion: Required value",
        "type: object, additionalProperties: {type: object, properties: {b: {type: string, default:"
            + " 1}}} | ~~"
      })
  void holdsDefaultsAgainstTheirSchema(String schema, String errors) {
    refuses(
        "{type: object, properties: {p: {" + schema + "}}}",
        errors.isEmpty() ? "" : ".properties[p].default" + errors);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "labels: {type: object, additionalProperties: {type: string}, default: {a: b}} | ~~",
        "labels: {type: object, additionalProperties: {type: string}, default: {a: '-'}} | t",
        "name: {type: string, default: A/B} | t",
        "finalizers: {type: array, items: {type: string}, default: [1]} | t"
      })
  void holdsDefaultsOfEmbeddedMetadataAgainstTheRulesOfMetadata(String property, String wrong) {
    var found =
        Things.errors(
            Things.withSchema(
                "{type: object, properties: {p: {type: object, x-kubernetes-embedded-resource: true,"
                    + " properties: {metadata: {type: object, properties: {"
                    + property
                    + "}}}}}}"));
    if (wrong.isEmpty()) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).singleElement().asString().contains(": must result in valid metadata: ");
    }
  }
}
