package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Fields that do not exist, or come twice, in custom resources.
class CustomFieldValidationTest {
  private static final String STRICT = "fieldValidation=Strict";

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("custom-fields");
  }

  private static String objects(String plural, String kind, String schema) {
    return Definition.of(plural, kind, schema).establish(CLUSTER).objects("custom-fields");
  }

  private static String object(String kind, String metadata, String rest) {
    return """
    {"apiVersion":"sampled.example.com/v1","kind":"%s","metadata":{%s}%s}\
    """
        .formatted(kind, metadata, rest);
  }

  private Rest.Answer post(String objects, String body) {
    return rest.send("POST", objects + "?" + STRICT, "application/json", body);
  }

  private Rest.Answer apply(String objects, String name, String body) {
    var path = objects + "/" + name + "?fieldManager=tester&" + STRICT;
    return rest.send("PATCH", path, Rest.APPLY, body);
  }

  @Test
  void anythingGoesWithoutASchema() {
    var objects =
        objects("frees", "Free", "{type: object, x-kubernetes-preserve-unknown-fields: true}");
    var spec = ",\"spec\":{\"foo\":\"foo1\",\"cronSpec\":\"* * * * */5\"}";
    var created = post(objects, object("Free", "\"name\":\"created\"", spec)).require(201);
    assertThat(created.text("spec", "foo")).isEqualTo("foo1");
    var applied = apply(objects, "applied", object("Free", "\"name\":\"applied\"", spec));
    assertThat(applied.require(201).text("spec", "cronSpec")).isEqualTo("* * * * */5");
    var again = spec.replace("foo1", "foo2");
    var changed = apply(objects, "applied", object("Free", "\"name\":\"applied\"", again));
    assertThat(changed.require(200).text("spec", "foo")).isEqualTo("foo2");
  }

  private static final String SCHEMA =
      """
      {type: object, properties: {spec: {type: object, properties: {foo: {type: string}, \
      bars: {type: array, items: {type: object, required: [name], properties: {name: {type: string}, \
      age: {type: integer}}}}}}}}\
      """;

  @Test
  void whatTheSchemaDeclaresGoes() {
    var objects = objects("valids", "Valid", SCHEMA);
    var spec = ",\"spec\":{\"foo\":\"a\",\"bars\":[{\"name\":\"one\",\"age\":1}]}";
    post(objects, object("Valid", "\"name\":\"created\"", spec)).require(201);
    apply(objects, "applied", object("Valid", "\"name\":\"applied\"", spec)).require(201);
    var read = rest.get(objects + "/applied");
    assertThat(Trees.text(read, "spec", "foo")).isEqualTo("a");
    assertThat(Rest.list(read, "spec", "bars")).hasSize(1);
  }

  @Test
  void whatTheSchemaDoesNotDeclareIsRefused() {
    var objects = objects("extras", "Extra", SCHEMA);
    var spec = ",\"spec\":{\"foo\":\"a\",\"extraProperty\":\"b\"}";
    var posted = post(objects, object("Extra", "\"name\":\"created\"", spec)).require(400);
    assertThat(posted.text("message"))
        .contains("strict decoding error: unknown field \"spec.extraProperty\"");
    var applied = apply(objects, "applied", object("Extra", "\"name\":\"applied\"", spec));
    assertThat(applied.code()).as(applied.text()).isGreaterThanOrEqualTo(400);
    assertThat(applied.text("message"))
        .contains(".spec.extraProperty: field not declared in schema");
    assertThat(Rest.list(rest.get(objects), "items")).isEmpty();
  }

  @Test
  void fieldsThatComeTwiceAreRefusedWhereUnknownOnesArePreserved() {
    var objects =
        objects(
            "twices",
            "Twice",
            "{type: object, properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}}");
    var spec = ",\"spec\":{\"unknown1\":\"v\",\"foo\":\"a\",\"foo\":\"b\"}";
    var posted = post(objects, object("Twice", "\"name\":\"created\"", spec)).require(400);
    assertThat(posted.text("message"))
        .contains("duplicate field \"spec.foo\"")
        .doesNotContain("unknown1");
    var yaml =
        """
        apiVersion: sampled.example.com/v1
        kind: Twice
        metadata:
          name: applied
        spec:
          unknown1: v
          foo: a
          foo: b
        """;
    var applied = apply(objects, "applied", yaml).require(400);
    assertThat(applied.text("message")).contains("line 8: key \"foo\" already set in map");
    assertThat(Rest.list(rest.get(objects), "items")).isEmpty();
  }

  @Test
  void unknownMetadataIsRefusedAtTheRootAndInEmbeddedObjects() {
    var objects =
        objects(
            "embeds",
            "Embed",
            "{type: object, properties: {spec: {type: object, properties: {template: {type: object,"
                + " x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields:"
                + " true}}}}}");
    var spec =
        ",\"spec\":{\"template\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\","
            + "\"metadata\":{\"name\":\"inner\",\"unknownSubMeta\":\"v\"}}}";
    var body = object("Embed", "\"name\":\"created\",\"unknownMeta\":\"v\"", spec);
    assertThat(post(objects, body).require(400).text("message"))
        .contains("unknown field \"metadata.unknownMeta\"")
        .contains("unknown field \"spec.template.metadata.unknownSubMeta\"");
    var root = object("Embed", "\"name\":\"applied\",\"unknownMeta\":\"v\"", "");
    var applied = apply(objects, "applied", root);
    assertThat(applied.code()).as(applied.text()).isGreaterThanOrEqualTo(400);
    assertThat(applied.text("message")).contains("metadata.unknownMeta");
    var embedded = apply(objects, "applied", object("Embed", "\"name\":\"applied\"", spec));
    assertThat(embedded.code()).as(embedded.text()).isGreaterThanOrEqualTo(400);
    assertThat(embedded.text("message")).contains("unknownSubMeta");
  }
}
