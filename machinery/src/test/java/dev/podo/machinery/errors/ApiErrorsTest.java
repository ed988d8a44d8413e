package dev.podo.machinery.errors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupKind;
import dev.podo.machinery.kind.GroupResource;
import dev.podo.machinery.validation.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApiErrorsTest {
  private static final GroupResource PODS = new GroupResource("", "pods");
  private static final GroupResource DEPLOYMENTS = new GroupResource("apps", "deployments");

  record Case(ApiException error, int code, String reason, String message) {}

  static List<Case> errors() {
    return List.of(
        new Case(ApiErrors.notFound(PODS, "web"), 404, "NotFound", "pods \"web\" not found"),
        new Case(
            ApiErrors.notFoundPath(),
            404,
            "NotFound",
            "the server could not find the requested resource"),
        new Case(
            ApiErrors.alreadyExists(DEPLOYMENTS, "web"),
            409,
            "AlreadyExists",
            "deployments.apps \"web\" already exists"),
        new Case(
            ApiErrors.generatedNameExists(PODS, "web-x"),
            409,
            "AlreadyExists",
            "pods \"web-x\" already exists, the server was not able to generate a unique name for the object"),
        new Case(
            ApiErrors.staleVersion(DEPLOYMENTS, "web"),
            409,
            "Conflict",
            "Operation cannot be fulfilled on deployments.apps \"web\": the object has been modified; please"
                + " apply your changes to the latest version and try again"),
        new Case(
            ApiErrors.invalid(
                new GroupKind("apps", "Deployment"),
                "web",
                List.of(FieldError.required(FieldPath.root("spec", "selector"), ""))),
            422,
            "Invalid",
            "Deployment.apps \"web\" is invalid: spec.selector: Required value"),
        new Case(
            ApiErrors.invalid(new GroupKind("", "Pod"), "", List.of()),
            422,
            "Invalid",
            "Pod \"\" is invalid"),
        new Case(ApiErrors.badRequest("no"), 400, "BadRequest", "no"),
        new Case(
            ApiErrors.forbidden(PODS, "a", "why"),
            403,
            "Forbidden",
            "pods \"a\" is forbidden: why"),
        new Case(
            ApiErrors.forbidden(new Attempt("jane", "get", PODS, "log", "default", "a"), ""),
            403,
            "Forbidden",
            "pods \"a\" is forbidden: User \"jane\" cannot get resource \"pods/log\" in API group \"\" in the"
                + " namespace \"default\""),
        new Case(
            ApiErrors.forbidden(new Attempt("jane", "list", DEPLOYMENTS, "", "", ""), "RBAC: no"),
            403,
            "Forbidden",
            "deployments.apps is forbidden: User \"jane\" cannot list resource \"deployments\" in API group"
                + " \"apps\" at the cluster scope: RBAC: no"),
        new Case(
            ApiErrors.forbiddenPath("jane", "get", "/metrics"),
            403,
            "Forbidden",
            "forbidden: User \"jane\" cannot get path \"/metrics\""),
        new Case(ApiErrors.unauthorized(""), 401, "Unauthorized", "Unauthorized"),
        new Case(
            ApiErrors.methodNotAllowed(PODS, "deletecollection"),
            405,
            "MethodNotAllowed",
            "deletecollection is not supported on resources of kind \"pods\""),
        new Case(
            ApiErrors.notAcceptable(List.of("application/json", "application/yaml")),
            406,
            "NotAcceptable",
            "only the following media types are accepted: application/json, application/yaml"),
        new Case(
            ApiErrors.unsupportedMediaType(List.of("application/json")),
            415,
            "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include: application/json"),
        new Case(
            ApiErrors.requestEntityTooLarge(3145728),
            413,
            "RequestEntityTooLarge",
            "Request entity too large: limit is 3145728"),
        new Case(ApiErrors.timeout("late", 5), 504, "Timeout", "Timeout: late"),
        new Case(
            ApiErrors.serverTimeout(PODS, "create", 2),
            500,
            "ServerTimeout",
            "The create operation against pods could not be completed at this time, please try again."),
        new Case(ApiErrors.tooManyRequests("slow down", 1), 429, "TooManyRequests", "slow down"),
        new Case(ApiErrors.internal("bug"), 500, "InternalError", "Internal error occurred: bug"),
        new Case(ApiErrors.expiredVersion(3, 7), 410, "Expired", "too old resource version: 3 (7)"),
        new Case(ApiErrors.gone("left"), 410, "Gone", "left"),
        new Case(ApiErrors.serviceUnavailable("soon"), 503, "ServiceUnavailable", "soon"),
        new Case(
            ApiErrors.tooLargeResourceVersion(9, 4),
            504,
            "Timeout",
            "Timeout: Too large resource version: 9, current: 4"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void saysWhatUpstreamSays(Case example) {
    assertThat(example.error()).hasMessage(example.message());
    assertThat(example.error().code()).isEqualTo(example.code());
    assertThat(example.error().reason()).isEqualTo(example.reason());
  }

  @Test
  void statusIsWhatClientsParse() {
    var error =
        ApiErrors.invalid(
            new GroupKind("apps", "Deployment"),
            "web",
            List.of(FieldError.invalid(FieldPath.root("spec", "replicas"), -1, "wrong")));
    assertThat(Json.parse(new String(Json.encode(error.status()), UTF_8)))
        .isEqualTo(
            Json.parse(
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                    + "\"message\":\"Deployment.apps \\\"web\\\" is invalid: spec.replicas: Invalid value: -1: wrong\","
                    + "\"reason\":\"Invalid\",\"details\":{\"name\":\"web\",\"group\":\"apps\",\"kind\":\"Deployment\","
                    + "\"causes\":[{\"reason\":\"FieldValueInvalid\",\"message\":\"Invalid value: -1: wrong\","
                    + "\"field\":\"spec.replicas\"}]},\"code\":422}"));
  }

  @Test
  void tellsReasonsApart() {
    assertThat(ApiErrors.notFound(PODS, "a").isNotFound()).isTrue();
    assertThat(ApiErrors.notFound(PODS, "a").isConflict()).isFalse();
    assertThat(ApiErrors.expired("x").isExpired()).isTrue();
    assertThat(ApiErrors.expired("x").isGone()).isFalse();
    assertThat(ApiErrors.serviceUnavailable("x").isTransient()).isTrue();
    assertThat(ApiErrors.badRequest("x").isTransient()).isFalse();
  }

  @Test
  void carriesCausesAndWhenToTryAgain() {
    var error = ApiErrors.tooLargeResourceVersion(9, 4);
    assertThat(error.retryAfterSeconds()).isEqualTo(1);
    assertThat(error.hasCause("ResourceVersionTooLarge")).isTrue();
    var terminating =
        ApiErrors.withCause(ApiErrors.forbidden(PODS, "a", "no"), "NamespaceTerminating", "m", "f");
    assertThat(terminating.hasCause("NamespaceTerminating")).isTrue();
    assertThat(terminating.isForbidden()).isTrue();
    assertThat(ApiErrors.badRequest("x").causes()).isEmpty();
  }

  @Test
  void expiredContinueOffersToGoOn() {
    var metadata = ApiErrors.expiredContinue("token").status().metadata();
    assertThat(metadata.continue_()).isEqualTo("token");
    assertThat(ApiErrors.expiredContinue("").getMessage())
        .endsWith("must start a new list without the continue parameter.");
  }

  @Test
  void makesTheBestOfAResponseWithoutStatus() {
    assertThat(ApiErrors.ofResponse(404, "").isNotFound()).isTrue();
    assertThat(ApiErrors.ofResponse(502, "bad gateway\n"))
        .hasMessage("the server responded with the status code 502: bad gateway");
    assertThat(ApiErrors.ofResponse(502, "").reason()).isEmpty();
  }
}
