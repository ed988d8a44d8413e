package dev.podo.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One field of an API type.
///
/// @param index its place in [Schema#fields()], which is the order in which upstream's JSON shows
///   the fields
/// @param name its JSON name
/// @param number its protobuf number; 0 means that it exists in JSON only
/// @param within the protobuf numbers, from the outside in, of the messages in which the field lies
///   where protobuf nests what JSON inlines (a Volume's sources lie in message 2 of Volume); empty
///   means directly in the type's own message
/// @param required whether the OpenAPI document lists it as required
/// @param defaultValue the declared default as JSON text; null means none
/// @param enumeration whether it takes one of a fixed set of strings
public record Field(
    int index,
    String name,
    int number,
    List<Integer> within,
    FieldType type,
    Presence presence,
    Emit emit,
    boolean required,
    Merge merge,
    @Nullable String defaultValue,
    boolean enumeration) {

  @Override
  public String toString() {
    return name;
  }
}
