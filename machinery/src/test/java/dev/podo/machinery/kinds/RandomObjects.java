package dev.podo.machinery.kinds;

import dev.podo.model.Bytes;
import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.IntOrString;
import dev.podo.model.Quantity;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Objects with arbitrary fields set to arbitrary values, many of them words that mean something
/// somewhere; the same seed gives the same objects.
final class RandomObjects {
  private static final List<String> WORDS =
      List.of(
          "",
          "a",
          "web",
          "a b",
          "Always",
          "Never",
          "OnFailure",
          "None",
          "ClusterIP",
          "NodePort",
          "LoadBalancer",
          "ExternalName",
          "RollingUpdate",
          "Recreate",
          "TCP",
          "IPv4",
          "10.0.0.1",
          "::1",
          "x/y",
          "kubernetes",
          "Exists",
          "Equal",
          "In",
          "NoExecute",
          "Localhost",
          "latest",
          "a:latest@sha256:0",
          "25%",
          "http",
          "/",
          "..",
          "Running",
          "Failed",
          "Ready",
          "True",
          "metadata.labels['a']",
          "Prefix",
          "Local",
          "ClientIP",
          "true",
          "\u20ac",
          "=");
  private static final int DEPTH_MAX = 9;

  private final Random random;

  RandomObjects(long seed) {
    this.random = new Random(seed);
  }

  <T extends Struct> T next(Schema<T> schema) {
    return struct(schema, 0);
  }

  private <T extends Struct> T struct(Schema<T> schema, int depth) {
    var values = new @Nullable Object[schema.fields().size()];
    for (var field : schema.fields()) {
      values[field.index()] = isSet(field, depth) ? value(field.type(), depth + 1) : null;
    }
    return schema.of(values);
  }

  private boolean isSet(Field field, int depth) {
    if (field.name().equals("kind") || field.name().equals("apiVersion")) {
      return depth > 0 && random.nextBoolean();
    }
    return depth < DEPTH_MAX && (depth < 2 || random.nextInt(3) > 0);
  }

  private Object value(FieldType type, int depth) {
    return switch (type) {
      case Scalar scalar -> scalar(scalar);
      case StructType struct -> struct(struct.schema(), depth);
      case ListType list -> list(list.element(), depth);
      case MapType map -> map(map.value(), depth);
    };
  }

  private List<Object> list(FieldType element, int depth) {
    var list = new ArrayList<Object>();
    for (var i = random.nextInt(3); i > 0; i--) {
      list.add(value(element, depth));
    }
    return list;
  }

  private Map<String, Object> map(FieldType value, int depth) {
    var map = new TreeMap<String, Object>();
    for (var i = random.nextInt(3); i > 0; i--) {
      map.put(word(), value(value, depth));
    }
    return map;
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private Object scalar(Scalar type) {
    return switch (type) {
      case STRING -> word();
      case BOOL -> random.nextBoolean();
      case INT32 -> number();
      case INT64 -> (long) number();
      case DOUBLE -> (double) number();
      case BYTES -> Bytes.utf8(word());
      case QUANTITY -> Quantity.ofMillis(number());
      case INT_OR_STRING ->
          random.nextBoolean() ? IntOrString.of(number()) : IntOrString.of(word());
      case TIME, MICRO_TIME -> Instant.ofEpochSecond(1_790_000_000L + number());
      case JSON -> Map.of(word(), word());
    };
  }

  private int number() {
    return switch (random.nextInt(6)) {
      case 0 -> -1;
      case 1 -> Integer.MAX_VALUE;
      case 2 -> Integer.MIN_VALUE;
      default -> random.nextInt(100);
    };
  }
}
