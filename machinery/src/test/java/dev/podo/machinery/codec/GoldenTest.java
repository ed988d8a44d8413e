package dev.podo.machinery.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Struct;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {
  static List<Golden> golden() {
    return Golden.known();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void jsonRoundTrips(Golden golden) {
    var decoded = Json.decode(golden.schema, golden.json, Strictness.STRICT);
    assertThat(decoded.problems()).isEmpty();
    var encoded = withoutInnerTypes(new String(Json.encode(decoded.value()), UTF_8));
    assertThat(Json.parse(encoded)).isEqualTo(Json.parse(golden.json));
  }

  /// Objects within objects say what they are, which upstream's mostly do not.
  private static String withoutInnerTypes(String json) {
    var inner =
        "\"kind\":\"(Status|DeleteOptions|PersistentVolumeClaim)\",\"apiVersion\":\"(policy/)?v1\",";
    return json.substring(0, 2) + json.substring(2).replaceAll(inner, "");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void treeOfTheRecordIsTheTreeOfItsJson(Golden golden) {
    var value = decode(golden);
    var tree = Json.toTree(value);
    assertThat(tree).isEqualTo(Json.parse(Json.encode(value)));
    assertThat(Json.fromTree(golden.schema, tree, Strictness.STRICT).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void yamlRoundTrips(Golden golden) {
    var value = decode(golden);
    var decoded = Yaml.decode(golden.schema, Yaml.encode(value), Strictness.STRICT);
    assertThat(decoded.problems()).isEmpty();
    assertThat(decoded.value()).isEqualTo(value);
    assertThat(Yaml.parse(golden.json)).isEqualTo(Json.parse(golden.json));
  }

  static List<Golden> goldenWithProtobuf() {
    return Golden.known().stream()
        .filter(golden -> Protobuf.supports(requireNonNull(golden.schema)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("goldenWithProtobuf")
  void protobufRoundTripsByteForByte(Golden golden) {
    var decoded = Protobuf.decode(golden.schema, golden.protobuf, Strictness.STRICT).value();
    assertThat(decoded).isEqualTo(decode(golden));
    assertThat(difference(Protobuf.encode(decoded), golden.protobuf)).isEmpty();
  }

  /// The first place where two encodings differ, short enough to read; "" if they are equal.
  private static String difference(byte[] actual, byte[] expected) {
    var at = Arrays.mismatch(actual, expected);
    return at < 0 ? "" : "at " + at + " " + excerpt(actual, at) + "\nnot " + excerpt(expected, at);
  }

  private static String excerpt(byte[] bytes, int at) {
    var around = Arrays.copyOfRange(bytes, Math.max(0, at - 40), Math.min(at + 40, bytes.length));
    return new String(around, ISO_8859_1).replaceAll("[^ -~]", ".");
  }

  private static Struct decode(Golden golden) {
    return Json.decode(golden.schema, golden.json, Strictness.STRICT).value();
  }

  /// APIs that 1.36 does not serve any more, and option types that stand in no request body.
  @Test
  void onlyTheListedKindsAreLeftOut() throws IOException {
    var leftOut = Golden.all().stream().filter(it -> it.schema == null).map(it -> it.name);
    assertThat(leftOut).containsExactlyElementsOf(listed("golden-left-out.txt"));
  }

  /// Alpha and beta APIs whose messages the sources of the model do not have.
  @Test
  void onlyTheListedKindsHaveNoProtobuf() throws IOException {
    var without = Golden.known().stream().filter(it -> !Protobuf.supports(it.schema));
    assertThat(without.map(it -> it.name))
        .containsExactlyElementsOf(listed("golden-without-protobuf.txt"));
  }

  private static List<String> listed(String resource) throws IOException {
    try (var list = GoldenTest.class.getResourceAsStream(resource)) {
      return new String(requireNonNull(list).readAllBytes(), UTF_8).lines().toList();
    }
  }
}
