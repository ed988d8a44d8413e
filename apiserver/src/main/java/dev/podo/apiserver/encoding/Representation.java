package dev.podo.apiserver.encoding;

import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The form that a client wants its answer in.
///
/// @param metaVersion of `meta.k8s.io` for tables and bare metadata
/// @param included what a table's rows carry of their objects
public record Representation(Format format, Shape shape, String metaVersion, Included included) {
  public static final Representation PLAIN_JSON =
      new Representation(Format.JSON, Shape.PLAIN, "v1", Included.METADATA);
  private static final List<String> OFFERED =
      List.of(MediaType.JSON, MediaType.YAML, MediaType.PROTOBUF);

  /// What of an object is shown.
  public enum Shape {
    PLAIN,
    TABLE,
    METADATA
  }

  /// What a row of a table carries.
  public enum Included {
    NONE,
    METADATA,
    OBJECT
  }

  /// What to answer with.
  ///
  /// @param acceptHeaders as they came
  /// @param includeObject the query parameter of tables
  /// @param shapes whether other shapes than plain can be had
  /// @throws dev.podo.machinery.errors.ApiException `NotAcceptable` when nothing fits
  public static Representation negotiate(
      List<String> acceptHeaders, String includeObject, boolean shapes) {
    return negotiate(acceptHeaders, includeObject, shapes, OFFERED);
  }

  /// The same for what has no protobuf form, if `offered` leaves that out.
  static Representation negotiate(
      List<String> acceptHeaders, String includeObject, boolean shapes, List<String> offered) {
    for (var wanted : MediaType.accepted(acceptHeaders)) {
      var format = formatOf(wanted);
      if (format == null || !offered.contains(format.mediaType())) {
        continue;
      }
      var as = wanted.parameter("as");
      if (as.isEmpty()) {
        return new Representation(format, Shape.PLAIN, "v1", Included.METADATA);
      }
      var shape = shape(as);
      var version = wanted.parameter("v");
      var isMeta =
          wanted.parameter("g").equals("meta.k8s.io")
              && (version.equals("v1") || version.equals("v1beta1"));
      // Tables and bare metadata are offered as JSON; who prefers protobuf also names JSON.
      if (shapes && shape != Shape.PLAIN && isMeta && format == Format.JSON) {
        return new Representation(format, shape, version, included(includeObject));
      }
    }
    throw ApiErrors.notAcceptable(offered);
  }

  /// How a media type spells objects; null when it spells none.
  public static @Nullable Format formatOf(MediaType type) {
    return switch (type.type()) {
      case "*/*", "application/*", MediaType.JSON -> Format.JSON;
      case MediaType.YAML, "application/x-yaml", "text/yaml" -> Format.YAML;
      case MediaType.PROTOBUF -> Format.PROTOBUF;
      default -> null;
    };
  }

  /// What to answer with objects of a kind.
  ///
  /// @throws dev.podo.machinery.errors.ApiException `NotAcceptable` when nothing fits
  public static Representation negotiate(
      List<String> acceptHeaders, String includeObject, Kind<?> kind) {
    var offered =
        Protobuf.supports(kind.schema()) ? OFFERED : List.of(MediaType.JSON, MediaType.YAML);
    return negotiate(acceptHeaders, includeObject, true, offered);
  }

  private static Shape shape(String as) {
    return switch (as) {
      case "Table" -> Shape.TABLE;
      case "PartialObjectMetadata", "PartialObjectMetadataList" -> Shape.METADATA;
      default -> Shape.PLAIN;
    };
  }

  private static Included included(String parameter) {
    return switch (parameter) {
      case "", "Metadata" -> Included.METADATA;
      case "None" -> Included.NONE;
      case "Object" -> Included.OBJECT;
      default ->
          throw ApiErrors.badRequest("unrecognized includeObject value: \"" + parameter + "\"");
    };
  }

  String metaApiVersion() {
    return "meta.k8s.io/" + metaVersion;
  }
}
