package dev.podo.apiserver.encoding;

import dev.podo.apiserver.http.HttpRequest;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.validation.FieldError;
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
    METADATA,
    METADATA_LIST
  }

  /// What a row of a table carries.
  public enum Included {
    NONE,
    METADATA,
    OBJECT
  }

  /// What to answer with something that is no object of a kind: plain, in any format.
  ///
  /// @param acceptHeaders as they came
  /// @throws dev.podo.machinery.errors.ApiException `NotAcceptable` when nothing fits
  public static Representation negotiate(List<String> acceptHeaders) {
    for (var wanted : MediaType.accepted(acceptHeaders)) {
      var format = formatOf(wanted);
      if (format != null && wanted.parameter("as").isEmpty()) {
        return plain(format);
      }
    }
    throw ApiErrors.notAcceptable(OFFERED);
  }

  /// What to answer with objects of a kind.
  ///
  /// @throws dev.podo.machinery.errors.ApiException `NotAcceptable` when nothing fits
  public static Representation of(HttpRequest request, Kind<?> kind) {
    var hasProtobuf = Protobuf.supports(kind.schema());
    for (var wanted : MediaType.accepted(request.headers().all("Accept"))) {
      var format = formatOf(wanted);
      var as = wanted.parameter("as");
      if (format == null) {
        continue;
      }
      if (as.isEmpty()) {
        if (hasProtobuf || format != Format.PROTOBUF) {
          return plain(format);
        }
        continue;
      }
      var shape = shape(as);
      // Cells are of any type, which protobuf has no room for; who prefers it also names JSON.
      var fits = shape != Shape.TABLE || format != Format.PROTOBUF;
      if (shape != Shape.PLAIN && isMeta(wanted) && fits) {
        var included =
            shape == Shape.TABLE
                ? included(request.query().first("includeObject"))
                : Included.METADATA;
        return new Representation(format, shape, wanted.parameter("v"), included);
      }
    }
    throw ApiErrors.notAcceptable(hasProtobuf ? OFFERED : List.of(MediaType.JSON, MediaType.YAML));
  }

  private static Representation plain(Format format) {
    return new Representation(format, Shape.PLAIN, "v1", Included.METADATA);
  }

  private static boolean isMeta(MediaType wanted) {
    var version = wanted.parameter("v");
    return wanted.parameter("g").equals("meta.k8s.io")
        && (version.equals("v1") || version.equals("v1beta1"));
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

  private static Shape shape(String as) {
    return switch (as) {
      case "Table" -> Shape.TABLE;
      case "PartialObjectMetadata" -> Shape.METADATA;
      case "PartialObjectMetadataList" -> Shape.METADATA_LIST;
      default -> Shape.PLAIN;
    };
  }

  private static Included included(String parameter) {
    return switch (parameter) {
      case "", "Metadata" -> Included.METADATA;
      case "None" -> Included.NONE;
      case "Object" -> Included.OBJECT;
      default ->
          throw ApiErrors.badRequest(
              "Unable to convert to Table as requested: "
                  + FieldError.invalid(
                      FieldPath.root("includeObject"),
                      parameter,
                      "must be 'Metadata', 'Object', 'None', or empty"));
    };
  }

  /// That many objects were not asked for as one, nor one as many.
  ///
  /// @param kind of what there is to answer
  /// @throws dev.podo.machinery.errors.ApiException `NotAcceptable`
  void checkListed(boolean listed, String kind) {
    if (shape == (listed ? Shape.METADATA : Shape.METADATA_LIST)) {
      throw ApiErrors.notAcceptable(
          listed
              ? "you requested PartialObjectMetadata, but the requested object is a list (%s)"
                  .formatted(kind)
              : "you requested PartialObjectMetadataList, but the requested object is not a list (%s)"
                  .formatted(kind));
    }
  }

  String metaApiVersion() {
    return "meta.k8s.io/" + metaVersion;
  }
}
