package dev.podo.apiserver.encoding;

import dev.podo.apiserver.http.HttpRequest;
import dev.podo.apiserver.request.Input;
import dev.podo.apiserver.request.Notes;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.client.ListOptions;
import dev.podo.client.Patch;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Decoded;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.TypeMeta;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.DeleteOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came over HTTP: options in the query, objects and patches in the body.
public final class HttpInput implements Input {
  private static final List<String> BODIES =
      List.of(MediaType.JSON, MediaType.YAML, MediaType.PROTOBUF);
  private static final List<String> PATCHES =
      List.of(
          GivenPatches.JSON,
          GivenPatches.MERGE,
          GivenPatches.STRATEGIC,
          "application/apply-patch+yaml");
  private static final int APPLY = 3;
  private static final GroupVersionKind DELETE_OPTIONS =
      new GroupVersionKind("", "v1", "DeleteOptions");

  private final HttpRequest request;
  private final Parameters parameters;
  private @Nullable Wanted wanted; // One thread works on a request.

  public HttpInput(HttpRequest request) {
    this.request = request;
    this.parameters = new Parameters(request.query());
  }

  @Override
  public void checkAccepted(Kind<?> kind) {
    representation(kind);
  }

  /// The form in which the client wants to see objects of the kind; read once.
  ///
  /// @throws ApiException `NotAcceptable` when it takes none
  public Representation representation(Kind<?> kind) {
    var known = wanted;
    if (known == null || !known.kind().equals(kind)) {
      known = new Wanted(kind, Representation.of(request, kind));
      wanted = known;
    }
    return known.form();
  }

  private record Wanted(Kind<?> kind, Representation form) {}

  @Override
  public ListOptions listOptions(RequestInfo info) {
    return parameters.list(info);
  }

  @Override
  public WatchOptions watchOptions(RequestInfo info) {
    return parameters.watch(info);
  }

  @Override
  public WriteOptions writeOptions() {
    return switch (request.method()) {
      case "PATCH" -> parameters.patch(patchType() == APPLY);
      case "PUT" -> parameters.write("UpdateOptions");
      default -> parameters.write("CreateOptions");
    };
  }

  @Override
  public DeleteOptions deleteOptions() {
    var options =
        request.body().length == 0
            ? parameters.delete()
            : decode(DeleteOptions.SCHEMA, DELETE_OPTIONS, Strictness.IGNORE).value();
    return DeletionOptions.checked(options);
  }

  @Override
  public String parameter(String name) {
    return request.query().first(name);
  }

  @Override
  public <S extends Struct> S body(Schema<S> schema, GroupVersionKind expected, Notes notes) {
    var strictness = strictness();
    var decoded = decode(schema, expected, strictness);
    report(decoded.problems(), strictness, expected, notes);
    return withReset(decoded.value());
  }

  @Override
  public <T extends ApiObject> T object(Kind<T> kind, Notes notes) {
    var strictness = strictness();
    var decoded = decode(kind.schema(), kind.gvk(), strictness);
    var conformed = kind.strategy().conform(decoded.value(), strictness);
    var problems = new ArrayList<>(decoded.problems());
    problems.addAll(conformed.problems());
    report(problems, strictness, kind.gvk(), notes);
    return withReset(conformed.value());
  }

  private <S extends Struct> S withReset(S value) {
    return isJson() ? ManagedFieldsReset.kept(value, request.body()) : value;
  }

  private boolean isJson() {
    var type = request.headers().first("Content-Type");
    return type.isEmpty() || MediaType.parse(type).type().equals(MediaType.JSON);
  }

  /// How strictly the client wants its fields to be known.
  private Strictness strictness() {
    return switch (writeOptions().fieldValidation()) {
      case "Ignore" -> Strictness.IGNORE;
      case "Strict" -> Strictness.STRICT;
      default -> Strictness.WARN;
    };
  }

  /// Refuses or warns of what a decoder found, as the client wants it.
  static void report(
      List<String> problems, Strictness strictness, GroupVersionKind kind, Notes notes) {
    if (problems.isEmpty()) {
      return;
    }
    switch (strictness) {
      case STRICT ->
          throw cannotBeHandled(kind, "strict decoding error: " + String.join(", ", problems));
      case WARN -> notes.warn(problems);
      case IGNORE -> {
        // The client does not want to know.
      }
    }
  }

  private <S extends Struct> Decoded<S> decode(
      Schema<S> schema, GroupVersionKind expected, Strictness strictness) {
    var body = request.body();
    var contentType = request.headers().first("Content-Type");
    var type = contentType.isEmpty() ? MediaType.JSON : MediaType.parse(contentType).type();
    if (body.length == 0) {
      throw ApiErrors.badRequest("the request has no body; expected a " + expected.kind());
    }
    if (type.equals(MediaType.PROTOBUF) && !Protobuf.supports(schema)) {
      throw ApiErrors.unsupportedMediaType(List.of(MediaType.JSON, MediaType.YAML));
    }
    try {
      return switch (type) {
        case MediaType.JSON, "*/*" -> {
          requireType(Json.typeMeta(body), expected);
          yield Json.decode(schema, body, strictness);
        }
        case MediaType.YAML, "application/x-yaml", "text/yaml" -> {
          requireType(Yaml.typeMeta(body), expected);
          yield Yaml.decode(schema, body, strictness);
        }
        case MediaType.PROTOBUF -> {
          requireType(Protobuf.typeMeta(body), expected);
          yield Protobuf.decode(schema, body, strictness);
        }
        default -> throw ApiErrors.unsupportedMediaType(BODIES);
      };
    } catch (DecodeException e) {
      throw cannotBeHandled(expected, String.valueOf(e.getMessage()));
    }
  }

  private static void requireType(TypeMeta said, GroupVersionKind expected) {
    if (!said.apiVersion().isEmpty() && !accepts(said.apiVersion(), expected)) {
      throw ApiErrors.badRequest(
          "the API version in the data ("
              + said.apiVersion()
              + ") does not match the expected API version ("
              + expected.apiVersion()
              + ")");
    }
    if (!said.kind().isEmpty() && !said.kind().equals(expected.kind())) {
      throw ApiErrors.badRequest(
          "the kind in the data (%s) does not match the expected kind (%s)"
              .formatted(said.kind(), expected.kind()));
    }
  }

  /// Upstream takes evictions of policy/v1beta1, which had the same fields: the fabric8 client
  /// sends them.
  private static boolean accepts(String apiVersion, GroupVersionKind expected) {
    return switch (expected.kind()) {
      case "DeleteOptions" -> true;
      case "Eviction" -> apiVersion.matches("policy/v1(beta1)?");
      default -> apiVersion.equals(expected.apiVersion());
    };
  }

  /// What a client is told whose object is not one of the kind.
  public static ApiException cannotBeHandled(GroupVersionKind kind, String why) {
    return ApiErrors.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: %s"
            .formatted(kind.kind(), kind.version(), kind.kind(), why));
  }

  /// Which of [#PATCHES] it is; negative if none.
  private int patchType() {
    return PATCHES.indexOf(MediaType.parse(request.headers().first("Content-Type")).type());
  }

  @Override
  public GivenPatch patch(Notes notes) {
    var wanted = patchType();
    if (wanted < 0) {
      throw ApiErrors.unsupportedMediaType(PATCHES);
    }
    var options = parameters.patch(wanted == APPLY);
    return wanted == APPLY
        ? GivenPatch.of(
            new Patch.Apply(
                AppliedConfigs.read(request.body(), options.fieldValidation(), notes),
                parameters.force()))
        : GivenPatches.read(request.body(), PATCHES.get(wanted), strictness());
  }
}
