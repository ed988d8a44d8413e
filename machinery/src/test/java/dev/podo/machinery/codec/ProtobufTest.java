package dev.podo.machinery.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.authorization.v1.SubjectAccessReview;
import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.version.Info;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufTest {
  private static final byte[] HEAD = {'k', '8', 's', 0, 0x12};

  /// The body that `kubectl create deployment web --image=nginx --replicas=2` of 1.33 posts.
  @Test
  void readsWhatKubectlSendsAsItReadsTheSameInJson() throws IOException {
    byte[] body;
    try (var resource = getClass().getResourceAsStream("kubectl-1.33-create-deployment.pb")) {
      body = requireNonNull(resource).readAllBytes();
    }
    assertThat(Protobuf.typeMeta(body)).isEqualTo(new TypeMeta("apps/v1", "Deployment"));
    var json =
        "{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\","
            + "\"metadata\":{\"name\":\"web\",\"creationTimestamp\":null,\"labels\":{\"app\":\"web\"}},"
            + "\"spec\":{\"replicas\":2,\"selector\":{\"matchLabels\":{\"app\":\"web\"}},"
            + "\"template\":{\"metadata\":{\"creationTimestamp\":null,\"labels\":{\"app\":\"web\"}},"
            + "\"spec\":{\"containers\":[{\"name\":\"nginx\",\"image\":\"nginx\",\"resources\":{}}]}},"
            + "\"strategy\":{}},\"status\":{}}";
    var fromJson = Json.decode(Deployment.SCHEMA, json.getBytes(UTF_8), Strictness.STRICT).value();
    assertThat(decode(Deployment.SCHEMA, body)).isEqualTo(fromJson);
  }

  @Test
  void customResourceDefinitionsRoundTrip() {
    roundTrips(
        CustomResourceDefinition.SCHEMA,
        """
        {"metadata":{"name":"grapes.example.com"},"spec":{"group":"example.com","scope":"Namespaced",
        "names":{"plural":"grapes","kind":"Grape"},"versions":[{"name":"v1","served":true,"storage":true,
        "schema":{"openAPIV3Schema":{"type":"object","maximum":1.5,"default":{"a":[1,null]},
        "enum":["x",1,null],"properties":{"list":{"type":"array","items":{"type":"string"}},
        "tuple":{"items":[{"type":"string"},{"minLength":0}]},
        "open":{"additionalProperties":true},"closed":{"additionalProperties":false,"additionalItems":{"type":"integer"}},
        "map":{"additionalProperties":{"type":"integer","format":"int32"}},
        "dep":{"dependencies":{"a":["b","c"],"d":{"type":"object"}}}},
        "x-kubernetes-preserve-unknown-fields":true}}}]},"status":{"acceptedNames":{"plural":"grapes","kind":"Grape"}}}
        """);
  }

  @Test
  void apiServicesRoundTrip() {
    roundTrips(
        APIService.SCHEMA,
        """
        {"metadata":{"name":"v1.example.com"},"spec":{"service":{"namespace":"a","name":"b","port":443},
        "group":"example.com","version":"v1","insecureSkipTLSVerify":true,"caBundle":"aGk=",
        "groupPriorityMinimum":100,"versionPriority":15},
        "status":{"conditions":[{"type":"Available","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z",
        "reason":"Passed","message":"all checks passed"}]}}
        """);
  }

  @Test
  void mapsOfListsRoundTrip() {
    roundTrips(
        SubjectAccessReview.SCHEMA,
        "{\"spec\":{\"user\":\"u\",\"extra\":{\"a\":[\"1\",\"2\"],\"b\":[]}}}");
  }

  private static <T extends Struct> void roundTrips(Schema<T> schema, String json) {
    var decoded = Json.decode(schema, json.getBytes(UTF_8), Strictness.STRICT);
    assertThat(decoded.problems()).isEmpty();
    var value = decoded.value();
    assertThat(decode(schema, Protobuf.encode(value))).isEqualTo(value);
    assertThat(Json.decode(schema, Json.encode(value), Strictness.STRICT).value()).isEqualTo(value);
    assertThat(Yaml.decode(schema, Yaml.encode(value), Strictness.STRICT).value()).isEqualTo(value);
  }

  @Test
  void skipsFieldsThatItDoesNotKnow() {
    var unknown =
        new byte[] {
          (byte) 0xf8,
          0x3f,
          5,
          (byte) 0xfa,
          0x3f,
          1,
          'x',
          (byte) 0xfb,
          0x3f,
          8,
          1,
          (byte) 0xfc,
          0x3f
        };
    assertThat(decode(Pod.SCHEMA, enveloped(unknown))).isEqualTo(Pod.EMPTY);
  }

  @Test
  void mergesMessagesThatComeTwiceAndAppendsToLists() {
    // metadata{name: a, finalizers: x} metadata{namespace: b, finalizers: y}
    var twice =
        new byte[] {0x0a, 6, 0x0a, 1, 'a', 0x72, 1, 'x', 0x0a, 6, 0x1a, 1, 'b', 0x72, 1, 'y'};
    var metadata = decode(Pod.SCHEMA, enveloped(twice)).metadata();
    assertThat(metadata.name()).isEqualTo("a");
    assertThat(metadata.namespace()).isEqualTo("b");
    assertThat(metadata.finalizers()).containsExactly("x", "y");
  }

  @Test
  void readsNumbersPackedOrNot() {
    // spec{securityContext{supplementalGroups: ...}}
    var unpacked = new byte[] {0x12, 6, 0x72, 4, 0x20, 7, 0x20, 8};
    var packed = new byte[] {0x12, 6, 0x72, 4, 0x22, 2, 7, 8};
    for (var message : List.of(unpacked, packed)) {
      var context = decode(Pod.SCHEMA, enveloped(message)).spec().securityContext();
      assertThat(requireNonNull(context).supplementalGroups()).containsExactly(7L, 8L);
    }
  }

  @Test
  void absentTimesAreEmptyMessages() {
    assertThat(decode(Event.SCHEMA, Protobuf.encode(Event.EMPTY))).isEqualTo(Event.EMPTY);
    assertThat(decode(Pod.SCHEMA, enveloped(new byte[] {0x0a, 6, 0x42, 4, 0x08, 0, 0x10, 0})))
        .isEqualTo(Pod.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0a",
        "0aff",
        "0affffffff0f",
        "0affffffffffffffffff01",
        "0a8080808080808080808001",
        "0801",
        "0b",
        "0c",
        "07",
        "00",
        "0a020a05",
        "0a030a01ff",
        "0a0342010a",
        "0a0442020a",
        "0a0c420a08ffffffffffffffff7f",
        "0d00",
        "0900",
        "12047202 2205"
      })
  void refusesMalformedBytes(String hex) {
    var message = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> decode(Pod.SCHEMA, enveloped(message)))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void refusesWhatIsInNoEnvelope() {
    assertThatThrownBy(() -> decode(Pod.SCHEMA, new byte[0])).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> decode(Pod.SCHEMA, "{}".getBytes(UTF_8)))
        .isInstanceOf(DecodeException.class);
    assertThat(Protobuf.looksLike(Protobuf.encode(Pod.EMPTY))).isTrue();
    assertThat(Protobuf.looksLike("k8".getBytes(UTF_8))).isFalse();
  }

  @Test
  void refusesDeepNesting() {
    var group = new byte[100_000];
    Arrays.fill(group, (byte) 0x3b);
    assertThatThrownBy(() -> decode(Pod.SCHEMA, enveloped(group)))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("depth");
  }

  /// Whatever bytes come, they end in an object or in a [DecodeException].
  @Test
  void survivesMutatedBytes() {
    var json =
        "{\"metadata\":{\"labels\":{\"a\":\"b\"},\"managedFields\":[{\"fieldsV1\":{\"f:a\":{}}}]},"
            + "\"spec\":{\"containers\":[{\"name\":\"c\",\"ports\":[{\"containerPort\":80}],"
            + "\"resources\":{\"limits\":{\"cpu\":\"1\"}},\"livenessProbe\":{\"httpGet\":{\"port\":\"x\"}}}]}}";
    var valid =
        Protobuf.encode(Json.decode(Pod.SCHEMA, json.getBytes(UTF_8), Strictness.STRICT).value());
    for (var seed = 0; seed < 5000; seed++) {
      var random = new Random(seed);
      var bytes = valid.clone();
      for (var i = random.nextInt(4); i >= 0; i--) {
        bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
      }
      try {
        Json.encode(decode(Pod.SCHEMA, bytes));
      } catch (DecodeException expected) {
        assertThat(expected.getMessage()).as("seed %d", seed).isNotBlank();
      }
    }
  }

  @Test
  void framesWatchEvents() {
    assertThat(Protobuf.watchEvent("ADDED", new byte[] {1, 2}))
        .containsExactly(0x0a, 5, 'A', 'D', 'D', 'E', 'D', 0x12, 4, 0x0a, 2, 1, 2);
  }

  @Test
  void knowsWhichTypesHaveNone() throws IOException {
    assertThat(Protobuf.supports(Pod.SCHEMA)).isTrue();
    assertThat(Protobuf.supports(Info.SCHEMA)).isFalse();
    var out = new ByteArrayOutputStream();
    Protobuf.encode(Pod.EMPTY, out);
    assertThat(out.toByteArray()).isEqualTo(Protobuf.encode(Pod.EMPTY));
  }

  private static byte[] enveloped(byte[] message) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(HEAD);
    for (var length = message.length; ; length >>>= 7) {
      out.write(length < 0x80 ? length : length | 0x80);
      if (length < 0x80) {
        break;
      }
    }
    out.writeBytes(message);
    return out.toByteArray();
  }

  private static <T extends Struct> T decode(Schema<T> schema, byte[] bytes) {
    return Protobuf.decode(schema, bytes, Strictness.STRICT).value();
  }
}
