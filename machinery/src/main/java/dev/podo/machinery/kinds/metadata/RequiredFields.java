package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.model.FieldType;
import dev.podo.model.Struct;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the API's own description demands of a struct.
public final class RequiredFields {
  private RequiredFields() {}

  /// Texts and lists that are required may not be empty.
  public static void check(@Nullable Struct struct, FieldPath at, Findings findings) {
    if (struct == null) {
      return;
    }
    for (var field : struct.schema().fields()) {
      var value = struct.get(field.index());
      var isText = field.type() == FieldType.Scalar.STRING;
      var isAbsent = value == null || value.equals("") || value.equals(List.of());
      if (field.required() && isAbsent && (isText || field.type() instanceof FieldType.ListType)) {
        findings.required(at.child(field.name()));
      }
    }
  }
}
