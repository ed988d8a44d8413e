package dev.podo.machinery.codec;

import dev.podo.model.Field;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The layout of one protobuf message: which fields of a record lie in it, and which of its own
/// messages hold fields that JSON shows side by side (a Volume's sources).
final class ProtoMessage {
  private static final Map<Schema<?>, ProtoMessage> ROOTS = new ConcurrentHashMap<>();

  private final Part[] parts;
  private final @Nullable Part[] byNumber;

  private ProtoMessage(Part[] parts) {
    this.parts = parts;
    var largest = parts.length == 0 ? 0 : parts[parts.length - 1].number();
    byNumber = new @Nullable Part[largest + 1];
    for (var part : parts) {
      byNumber[part.number()] = part;
    }
  }

  /// What stands under one number of a message.
  sealed interface Part {
    int number();

    record OfField(int number, Field field, ProtoValues.FieldWriter writer) implements Part {}

    record OfMessage(int number, ProtoMessage message) implements Part {}
  }

  static ProtoMessage of(Schema<?> schema) {
    var message = ROOTS.get(schema);
    return message != null ? message : ROOTS.computeIfAbsent(schema, ProtoMessage::layout);
  }

  private static ProtoMessage layout(Schema<?> schema) {
    return layout(schema, schema.fields().stream().filter(it -> it.number() > 0).toList(), 0);
  }

  /// The message that holds these fields, which lie as deep or deeper.
  private static ProtoMessage layout(Schema<?> schema, List<Field> fields, int depth) {
    var parts = new TreeMap<Integer, Part>();
    for (var field : fields) {
      if (field.within().size() == depth) {
        var writer = ProtoValues.writer(schema, field);
        parts.put(field.number(), new Part.OfField(field.number(), field, writer));
      } else {
        parts.computeIfAbsent(
            field.within().get(depth),
            number ->
                new Part.OfMessage(
                    number, layout(schema, inside(fields, depth, number), depth + 1)));
      }
    }
    return new ProtoMessage(parts.values().toArray(Part[]::new));
  }

  private static List<Field> inside(List<Field> fields, int depth, int number) {
    return fields.stream()
        .filter(it -> it.within().size() > depth && it.within().get(depth) == number)
        .toList();
  }

  /// What stands under a number; null if nothing that is known.
  @Nullable Part part(int number) {
    return number < byNumber.length ? byNumber[number] : null;
  }

  /// Whether the type has a protobuf at all.
  boolean isEmpty() {
    return parts.length == 0;
  }

  /// Writes the message without its head. As upstream does, fields held by value are written even
  /// when zero.
  void write(Struct value, ProtoBuffer out) {
    for (var i = parts.length - 1; i >= 0; i--) {
      switch (parts[i]) {
        case Part.OfField(var number, var field, var writer) ->
            writer.write(number, value.get(field.index()), out);
        case Part.OfMessage(var number, var message) -> {
          var before = out.size();
          message.write(value, out);
          out.head(number, before);
        }
      }
    }
  }
}
