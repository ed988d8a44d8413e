package dev.podo.machinery.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.tree.Trees;
import dev.podo.model.Bytes;
import dev.podo.model.IntOrString;
import dev.podo.model.Quantity;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.coordination.v1.LeaseSpec;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodList;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void printsWhatUpstreamPrintsForAnEmptyPod() {
    assertThat(text(Pod.EMPTY))
        .isEqualTo(
            "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{},"
                + "\"spec\":{\"containers\":[]},\"status\":{}}");
  }

  @Test
  void printsEmptyListsAsListsSoThatEveryClientCanWalkThem() {
    assertThat(text(PodList.EMPTY))
        .isEqualTo("{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[]}");
  }

  @Test
  void escapesLikeGo() {
    assertThat(printed("<a>&\"\\\b\f\n\r\t\u0001\u007f\u2028\u2029é\ud83d\ude00"))
        .isEqualTo(
            "\"\\u003ca\\u003e\\u0026\\\"\\\\\\b\\f\\n\\r\\t\\u0001\u007f\\u2028\\u2029é\ud83d\ude00\"");
    assertThat(printed("a\ud83db")).isEqualTo("\"a\\ufffdb\"");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1.5, 1.5",
    "100, 100",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "1.25e25, 1.25e+25",
    "0.000001, 0.000001",
    "1e-7, 1e-7",
    "-2.5e-9, -2.5e-9",
    "0.1, 0.1",
    "-0.0, -0",
    "123456789.125, 123456789.125",
    "1.5e-310, 1.5e-310"
  })
  void spellsDecimalsLikeGo(double number, String text) {
    assertThat(printed(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, -1, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE})
  void spellsIntegers(long number) {
    assertThat(printed(number)).isEqualTo(Long.toString(number));
  }

  @Test
  void printsTimesInSecondsAndInMicroseconds() {
    var at = Instant.parse("2026-01-02T03:04:05.678901234Z");
    var pod = Pod.EMPTY.withMetadata(Pod.EMPTY.metadata().with(it -> it.creationTimestamp(at)));
    assertThat(text(pod)).contains("\"creationTimestamp\":\"2026-01-02T03:04:05Z\"");
    var lease = Lease.EMPTY.with(it -> it.spec(LeaseSpec.builder().renewTime(at).build()));
    assertThat(text(lease)).contains("\"renewTime\":\"2026-01-02T03:04:05.678901Z\"");
    assertThat(text(Event.EMPTY)).contains("\"eventTime\":null").contains("\"lastTimestamp\":null");
  }

  @Test
  void readsTimesOfAnyOffset() {
    var lease =
        decode(Lease.SCHEMA, "{\"spec\":{\"renewTime\":\"2026-01-02T04:04:05.6789+01:00\"}}");
    assertThat(lease.spec().renewTime()).isEqualTo("2026-01-02T03:04:05.678900Z");
    var pod =
        decode(Pod.SCHEMA, "{\"metadata\":{\"creationTimestamp\":\"2026-01-02T03:04:05.9Z\"}}");
    assertThat(pod.metadata().creationTimestamp()).isEqualTo("2026-01-02T03:04:05Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02",
        "2026-01-02T03:04Z",
        "2026-01-02T03:04:05",
        "+12026-01-02T03:04:05Z",
        "2026-13-02T03:04:05Z",
        "2026-01-02 03:04:05Z"
      })
  void refusesOtherSpellingsOfTimes(String time) {
    assertThatThrownBy(
            () -> decode(Pod.SCHEMA, "{\"metadata\":{\"creationTimestamp\":\"" + time + "\"}}"))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("json: metadata.creationTimestamp: parsing time");
  }

  @Test
  void zeroTimeIsAbsent() {
    assertThat(
            decode(Pod.SCHEMA, "{\"metadata\":{\"creationTimestamp\":\"0001-01-01T00:00:00Z\"}}"))
        .isEqualTo(Pod.EMPTY);
  }

  @Test
  void readsEveryScalar() {
    var container =
        decode(
            Container.SCHEMA,
            "{\"name\":\"c\",\"tty\":true,\"resources\":{\"limits\":{\"cpu\":1.5,\"memory\":\"1Gi\"}},"
                + "\"ports\":[{\"containerPort\":80}],\"livenessProbe\":{\"tcpSocket\":{\"port\":\"http\"}}}");
    assertThat(container.tty()).isTrue();
    assertThat(container.resources())
        .isEqualTo(
            ResourceRequirements.builder()
                .limits(Map.of("cpu", Quantity.parse("1500m"), "memory", Quantity.parse("1Gi")))
                .build());
    assertThat(container.ports().getFirst().containerPort()).isEqualTo(80);
    assertThat(container.livenessProbe().tcpSocket().port()).isEqualTo(IntOrString.of("http"));
    var secret = decode(Secret.SCHEMA, "{\"data\":{\"a\":\"aGk=\",\"b\":null}}");
    assertThat(secret.data()).isEqualTo(Map.of("a", Bytes.utf8("hi"), "b", Bytes.EMPTY));
  }

  @Test
  void nullAndZeroAreAbsentWhereUpstreamHoldsAValue() {
    var pod =
        decode(
            Pod.SCHEMA,
            "{\"metadata\":null,\"spec\":{\"restartPolicy\":\"\",\"hostNetwork\":false,\"containers\":null}}");
    assertThat(pod).isEqualTo(Pod.EMPTY);
    var deployment = decode(Deployment.SCHEMA, "{\"spec\":{\"replicas\":0}}");
    assertThat(text(deployment)).contains("\"replicas\":0");
    assertThat(deployment).isNotEqualTo(Deployment.EMPTY);
  }

  @Test
  void nullElementsAreZeroValues() {
    var pod =
        decode(
            Pod.SCHEMA,
            "{\"metadata\":{\"finalizers\":[null],\"labels\":{\"a\":null}},\"spec\":{\"containers\":[null]}}");
    assertThat(pod.metadata().finalizers()).containsExactly("");
    assertThat(pod.metadata().labels()).containsEntry("a", "");
    assertThat(pod.spec().containers()).containsExactly(Container.EMPTY);
  }

  @Test
  void reportsUnknownAndDuplicateFieldsWithTheirPaths() {
    var json =
        "{\"metadata\":{\"name\":\"a\",\"name\":\"b\",\"labels\":{\"x\":\"1\",\"x\":\"2\"}},"
            + "\"spec\":{\"foo\":{\"deep\":[1,{}]},\"Containers\":1,\"containers\":[{\"name\":\"c\"},{\"immage\":\"i\"}]}}";
    var decoded = Json.decode(Pod.SCHEMA, json.getBytes(UTF_8), Strictness.STRICT);
    assertThat(decoded.problems())
        .containsExactly(
            "duplicate field \"metadata.name\"",
            "duplicate field \"metadata.labels.x\"",
            "unknown field \"spec.foo\"",
            "unknown field \"spec.Containers\"",
            "unknown field \"spec.containers[1].immage\"");
    assertThat(decoded.value().metadata().name()).isEqualTo("b");
    assertThat(decoded.value().metadata().labels()).containsEntry("x", "2");
    assertThat(Json.decode(Pod.SCHEMA, json.getBytes(UTF_8), Strictness.WARN)).isEqualTo(decoded);
    assertThat(Json.decode(Pod.SCHEMA, json.getBytes(UTF_8), Strictness.IGNORE))
        .isEqualTo(new Decoded<>(decoded.value(), List.of()));
  }

  @Test
  void reportsAHundredProblemsAtMost() {
    var json = new StringBuilder("{\"x\":1");
    for (var i = 0; i < 500; i++) {
      json.append(",\"y").append(i).append("\":1");
    }
    var decoded =
        Json.decode(Pod.SCHEMA, json.append('}').toString().getBytes(UTF_8), Strictness.STRICT);
    assertThat(decoded.problems()).hasSize(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'spec':{'replicas':'2'}}|json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
        "{'spec':{'replicas':2.5}}|json: cannot unmarshal number 2.5 into Go struct field DeploymentSpec.spec.replicas of type int32",
        "{'spec':{'replicas':3000000000}}|json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32",
        "{'spec':{'paused':'yes'}}|json: cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool",
        "{'spec':[]}|json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec",
        "{'metadata':{'labels':{'a':1}}}|json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels.a of type string",
        "{'spec':{'template':{'spec':{'containers':{}}}}}|json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container",
        "[]|json: cannot unmarshal array into Go value of type v1.Deployment",
      })
  void namesTheFieldOfAWrongType(String json, String message) {
    assertThatThrownBy(() -> decode(Deployment.SCHEMA, json.replace('\'', '"')))
        .isInstanceOf(DecodeException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":}",
        "{}{}",
        "{} x",
        "nul",
        "{\"a\" 1}",
        "[1,]",
        "{'a':1}",
        "\u0000",
        "01",
        "{\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"cpu\":\"x\"}}}]}}",
        "{\"metadata\":{\"creationTimestamp\":\"yesterday\"}}"
      })
  void refusesMalformedText(String json) {
    assertThatThrownBy(() -> decode(Pod.SCHEMA, json)).isInstanceOf(DecodeException.class);
  }

  @Test
  void refusesDeepNesting() {
    for (var deep : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000))) {
      assertThatThrownBy(() -> Json.parse(deep)).isInstanceOf(DecodeException.class);
    }
    assertThatThrownBy(() -> decode(ConfigMap.SCHEMA, "{\"x\":" + "[".repeat(1000)))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void portsAreIntegersOrNames() {
    var service =
        decode(
            Service.SCHEMA,
            "{\"spec\":{\"ports\":[{\"port\":80,\"targetPort\":8080},{\"port\":81,\"targetPort\":\"web\"},{\"port\":82}]}}");
    assertThat(service.spec().ports().stream().map(it -> it.targetPort()))
        .containsExactly(IntOrString.of(8080), IntOrString.of("web"), IntOrString.ZERO);
    assertThat(text(service)).contains("{\"port\":82,\"targetPort\":0}");
  }

  @Test
  void findsOutTheTypeBeforeTheRest() {
    assertThat(
            Json.typeMeta(
                "{\"spec\":{\"kind\":\"No\"},\"kind\":\"Pod\",\"apiVersion\":\"v1\",!"
                    .getBytes(UTF_8)))
        .isEqualTo(new TypeMeta("v1", "Pod"));
    assertThat(Json.typeMeta("{\"kind\":1}".getBytes(UTF_8))).isEqualTo(new TypeMeta("", ""));
    assertThatThrownBy(() -> Json.typeMeta("[]".getBytes(UTF_8)))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void treesReadBackAsTheyWere() throws IOException {
    for (var seed = 0; seed < 500; seed++) {
      var tree = new RandomTrees(seed).object();
      var printed = Json.print(tree);
      assertThat(Trees.deepEquals(Json.parse(printed), tree)).as("seed %d", seed).isTrue();
      assertThat(Json.print(Json.parse(printed))).as("seed %d", seed).isEqualTo(printed);
    }
    var out = new ByteArrayOutputStream();
    Json.encode(Pod.EMPTY, out);
    assertThat(out.toByteArray()).isEqualTo(Json.encode(Pod.EMPTY));
  }

  @Test
  void bigIntegersBecomeDecimals() {
    assertThat(Json.parse("18446744073709551616")).isEqualTo(0x1p64);
    assertThat(Json.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(Json.parse("1.0")).isEqualTo(1.0);
  }

  private static <T extends Struct> T decode(Schema<T> schema, String json) {
    return Json.decode(schema, json.getBytes(UTF_8), Strictness.IGNORE).value();
  }

  private static String text(Struct value) {
    return new String(Json.encode(value), UTF_8);
  }

  private static String printed(Object tree) {
    return new String(Json.print(tree), UTF_8);
  }
}
