package dev.podo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.batch.v1.Job;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.Service;
import dev.podo.model.events.v1.Event;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.model.networking.v1.NetworkPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The decoders: what they read they can write, and read again as the same. Anything else is a
/// [DecodeException].
final class Codecs {
  /// Between them they have every kind of field. The first piece of an input picks one by its
  /// character: `0` is the ninth.
  static final List<Schema<? extends Struct>> SCHEMAS =
      List.of(
          Pod.SCHEMA,
          Deployment.SCHEMA,
          Service.SCHEMA,
          ConfigMap.SCHEMA,
          Secret.SCHEMA,
          Event.SCHEMA,
          Lease.SCHEMA,
          Job.SCHEMA,
          Ingress.SCHEMA,
          NetworkPolicy.SCHEMA);

  private Codecs() {}

  static void jsonTree(byte[] input) {
    Object tree;
    try {
      tree = Json.parse(input);
    } catch (DecodeException refused) {
      return;
    }
    var printed = Json.print(tree);
    assertThat(Trees.deepEquals(Json.parse(printed), tree)).isTrue();
    try {
      Json.typeMeta(input);
    } catch (DecodeException refused) {
      // Not an object.
    }
  }

  static void json(byte[] input) {
    var pieces = Pieces.of(input, 2);
    json(Pieces.choice(SCHEMAS, pieces.text(0)), pieces.bytes(1));
  }

  private static <T extends Struct> void json(Schema<T> schema, byte[] text) {
    T value;
    try {
      value = Json.decode(schema, text, Strictness.STRICT).value();
    } catch (DecodeException refused) {
      return;
    }
    same(schema, value);
  }

  /// Every format gives back the same value.
  private static <T extends Struct> void same(Schema<T> schema, T value) {
    var json = Json.encode(value);
    var again = Json.decode(schema, json, Strictness.STRICT);
    assertThat(Json.encode(again.value())).isEqualTo(json);
    assertThat(Json.encode(Json.fromTree(schema, Json.toTree(value), Strictness.STRICT).value()))
        .isEqualTo(json);
    var proto = Protobuf.decode(schema, Protobuf.encode(value), Strictness.STRICT).value();
    assertThat(Json.encode(proto)).isEqualTo(json);
  }

  static void yaml(byte[] input) {
    Object tree;
    try {
      tree = Yaml.parse(input);
    } catch (DecodeException refused) {
      many(input);
      return;
    }
    var printed = Yaml.print(tree);
    assertThat(Trees.deepEquals(Yaml.parse(printed), tree))
        .as("%s was printed as %s", tree, new String(printed, StandardCharsets.UTF_8))
        .isTrue();
    for (var schema : List.of(Pod.SCHEMA, ConfigMap.SCHEMA)) {
      try {
        Yaml.decode(schema, input, Strictness.STRICT);
      } catch (DecodeException refused) {
        // Not of this type.
      }
    }
  }

  private static void many(byte[] input) {
    try {
      Yaml.parseAll(input);
    } catch (DecodeException refused) {
      // Not YAML at all.
    }
  }

  static void protobuf(byte[] input) {
    if (input.length == 0) {
      return;
    }
    var schema = SCHEMAS.get((input[0] & 0xff) % SCHEMAS.size());
    var message = new byte[input.length - 1];
    System.arraycopy(input, 1, message, 0, message.length);
    protobuf(schema, message);
  }

  private static <T extends Struct> void protobuf(Schema<T> schema, byte[] message) {
    try {
      Protobuf.typeMeta(message);
    } catch (DecodeException refused) {
      return;
    }
    T value;
    try {
      value = Protobuf.decode(schema, message, Strictness.IGNORE).value();
    } catch (DecodeException refused) {
      return;
    }
    var encoded = Protobuf.encode(value);
    var again = Protobuf.decode(schema, encoded, Strictness.IGNORE).value();
    assertThat(Protobuf.encode(again)).isEqualTo(encoded);
    Json.encode(value);
  }
}
