package dev.podo.apiserver.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.authn.UserInfo;
import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Clock;
import dev.podo.machinery.custom.Outline;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.rbac.Roles;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.Bytes;
import dev.podo.model.apiregistration.v1.APIServiceCondition;
import dev.podo.model.meta.v1.APIResource;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.selector.LabelPredicate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AggregationTest {
  private static final String NAME = "v1alpha1.wardle.example.com";
  private static final String ROOT = "/apis/wardle.example.com/v1alpha1";
  private static final String FLUNDERS = ROOT + "/namespaces/default/flunders";
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private final TestServer server = TestServer.listening();
  private final TestClient client = TestClient.admin(server);
  private final Api api = server.admin();
  private final SampleServer sample =
      SampleServer.start("sample.default.svc", server.pki().frontProxyCaPem());

  private final Registration registration = new Registration(server, api);

  @AfterEach
  void stop() {
    client.close();
    sample.close();
    server.close();
  }

  private String message(String reason) throws Exception {
    return ApiServices.available(registration.awaitReason(reason)).message();
  }

  @Test
  void tellsWhatIsInTheWayOfAServer() throws Exception {
    api.create(
        ApiServices.KIND,
        Registration.extension("v1alpha1", sample.caBundle()),
        WriteOptions.defaults());
    assertThat(message("ServiceNotFound"))
        .isEqualTo("service/sample in \"default\" is not present");
    var refused = client.get(FLUNDERS);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("\"reason\":\"ServiceUnavailable\"", "service unavailable");

    registration.createService(7444);
    assertThat(message("ServicePortError"))
        .isEqualTo("service/sample in \"default\" is not listening on port 7443");

    var service = api.get(Services.KIND, "default", "sample");
    var ports = List.of(service.spec().ports().getFirst().with(p -> p.port(7443)));
    api.update(
        Services.KIND,
        service.withSpec(service.spec().with(s -> s.ports(ports))),
        WriteOptions.defaults());
    assertThat(message("EndpointsNotFound"))
        .isEqualTo("cannot find endpointslices for service/sample in \"default\"");

    registration.keepSlice("sample-0", "http", sample.port());
    assertThat(message("MissingEndpoints"))
        .isEqualTo(
            "endpointslices for service/sample in \"default\" have no addresses with port name"
                + " \"https\"");

    registration.keepSlice("sample-1", "https", sample.port());
    assertThat(message("Passed")).isEqualTo("all checks passed");

    var found = api.get(ApiServices.KIND, "", NAME);
    api.update(
        ApiServices.KIND,
        found.withSpec(found.spec().with(s -> s.caBundle(Bytes.utf8(server.pki().caPem())))),
        WriteOptions.defaults());
    assertThat(message("FailedDiscoveryCheck"))
        .startsWith("failing or missing response from https://sample.default.svc:7443" + ROOT)
        .contains("certificate signed by unknown authority");

    var again = api.get(ApiServices.KIND, "", NAME);
    api.update(
        ApiServices.KIND,
        again.withSpec(again.spec().with(s -> s.caBundle(Bytes.EMPTY).insecureSkipTLSVerify(true))),
        WriteOptions.defaults());
    registration.awaitReason("Passed");
  }

  @Test
  void servesTheSampleApi() throws Exception {
    registration.install(sample.port(), sample.caBundle());
    var flunder =
        """
        {"apiVersion":"wardle.example.com/v1alpha1","kind":"Flunder","metadata":{"name":"one"}}\
        """;

    assertThat(client.post(FLUNDERS, flunder).statusCode()).isEqualTo(201);
    assertThat(client.get(FLUNDERS + "/one").body()).contains("\"name\":\"one\"");
    assertThat(client.get(FLUNDERS + "?limit=5").body()).contains("FlunderList", "\"one\"");
    assertThat(client.send(client.request(FLUNDERS + "/one").DELETE()).statusCode()).isEqualTo(200);
    assertThat(client.get(FLUNDERS + "/one").statusCode()).isEqualTo(404);
    assertThat(client.get(ROOT).body()).contains("APIResourceList", "flunders/status");
    var misled = client.get(ROOT + "/elsewhere");
    assertThat(misled.statusCode()).isEqualTo(502);
    assertThat(misled.headers().firstValue("Location")).isEmpty();
    assertThat(misled.body())
        .contains("the backend attempted to redirect this request, which is not permitted");
    var late = client.get(FLUNDERS + "/asleep?timeout=1s");
    assertThat(late.statusCode()).isEqualTo(504);
    assertThat(late.body())
        .contains("\"message\":\"Timeout: request did not complete within ")
        .contains("\"reason\":\"Timeout\"");

    assertThat(sample.lastPeer()).isEqualTo("CN=front-proxy-client");
    assertThat(sample.lastHeaders())
        .containsEntry("X-remote-user", List.of("kubernetes-admin"))
        .containsEntry("X-remote-group", List.of("system:masters", "system:authenticated"));
  }

  @Test
  void componentsReachTheObjectsOfOtherServersInTheirOwnNames() throws Exception {
    var version = new GroupVersion("wardle.example.com", "v1alpha1");
    var gvk = new GroupVersionKind("wardle.example.com", "v1alpha1", "Flunder");
    var flunders = Outline.of(gvk, "flunders", "FlunderList", true);
    var collector = server.as(UserInfo.of("system:kube-controller-manager"));
    assertThatThrownBy(() -> collector.list(flunders, ListOptions.in("default")))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isNotFound()).isTrue());
    registration.install(sample.port(), sample.caBundle());
    for (var name : List.of("one", "two")) {
      client.post(FLUNDERS, flunder(name));
    }

    assertThat(collector.extensionResources(version).resources())
        .extracting(APIResource::name)
        .containsExactly("flunders", "flunders/status", "pods/requests");
    assertThat(collector.list(flunders, ListOptions.in("default").withLimit(500)).items())
        .extracting(it -> it.metadata().uid())
        .containsExactly("uid-one", "uid-two");
    assertThat(collector.get(flunders, "default", "two").metadata().uid()).isEqualTo("uid-two");
    assertThat(sample.lastHeaders())
        .containsEntry("X-remote-user", List.of("system:kube-controller-manager"));
    assertThat(collector.delete(flunders, "default", "two", DeleteOptions.EMPTY)).isNull();
    assertThatThrownBy(() -> collector.get(flunders, "default", "two"))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isNotFound()).isTrue());

    sample.close();
    assertThatThrownBy(() -> collector.list(flunders, ListOptions.in("default")))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(503));
  }

  private static String flunder(String name) {
    return """
    {"apiVersion":"wardle.example.com/v1alpha1","kind":"Flunder",
    "metadata":{"name":"%s","namespace":"default","uid":"uid-%s"}}\
    """
        .formatted(name, name);
  }

  @Test
  void anApiServiceIsAnObjectLikeAnyOther() throws Exception {
    registration.install(sample.port(), sample.caBundle());
    var path = "/apis/apiregistration.k8s.io/v1/apiservices/" + NAME;
    var merge = "application/merge-patch+json";

    assertThat(client.get(path + "/status").body()).contains("\"reason\":\"Passed\"");
    assertThat(
            client
                .send(client.body("PATCH", path, merge, "{\"spec\":{\"versionPriority\":400}}"))
                .body())
        .contains("\"versionPriority\":400");
    assertThat(client.get("/apis/apiregistration.k8s.io/v1/apiservices").body()).contains(NAME);
    client.send(client.body("PATCH", path, merge, "{\"metadata\":{\"labels\":{\"e2e\":\"1\"}}}"));

    var now = api.get(ApiServices.KIND, "", NAME);
    var added =
        APIServiceCondition.builder()
            .type("StatusUpdated")
            .status("True")
            .reason("E2E")
            .message("Set from a test")
            .build();
    api.updateStatus(
        ApiServices.KIND, ApiServices.withCondition(now, added), WriteOptions.defaults());
    assertThat(client.get(path + "/status").body())
        .contains("\"StatusUpdated\"", "\"Passed\"", "\"e2e\":\"1\"");
    assertThat(client.get(FLUNDERS).statusCode()).isEqualTo(200);

    client.send(
        client
            .request("/apis/apiregistration.k8s.io/v1/apiservices?labelSelector=e2e%3D1")
            .DELETE());
    assertThat(client.get(path).statusCode()).isEqualTo(404);
    assertThat(client.get(FLUNDERS).statusCode()).isEqualTo(404);
  }

  @Test
  void nobodyCanSayThatHeIsSomebodyElse() throws Exception {
    registration.install(sample.port(), sample.caBundle());
    var request =
        client
            .request(FLUNDERS)
            .header("X-Remote-User", "root")
            .header("X-Remote-Extra-Scopes", "all")
            .header("Impersonate-User", "anna")
            .header("Impersonate-Uid", "42")
            .header("Impersonate-Group", "system:masters")
            .header("Impersonate-Extra-example.com%2froles", "a b");

    assertThat(client.send(request).statusCode()).isEqualTo(200);
    assertThat(sample.lastHeaders())
        .containsEntry("X-remote-user", List.of("anna"))
        .containsEntry("X-remote-uid", List.of("42"))
        .containsEntry("X-remote-extra-example.com%2froles", List.of("a b"))
        .doesNotContainKeys("X-remote-extra-scopes", "Authorization", "Impersonate-user");
    try (var nobody = TestClient.nobody(server)) {
      assertThat(nobody.get(FLUNDERS).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void discoveryAndOpenApiTellOfTheServerAndThatItIsStaleWhenItHasGone() throws Exception {
    registration.install(sample.port(), sample.caBundle());

    assertThat(client.get("/apis").body()).contains("\"wardle.example.com/v1alpha1\"");
    assertThat(client.get("/apis/wardle.example.com").body()).contains("preferredVersion");
    assertThat(discovery())
        .contains("\"resource\":\"flunders\"", "\"subresource\":\"status\"", "\"fl\"")
        .contains("\"resource\":\"pods\"", "\"subresource\":\"requests\"")
        .doesNotContain("Stale");
    awaitTrue(() -> client.get("/openapi/v3").body().contains("apis/wardle.example.com/v1alpha1"));
    assertThat(client.get("/openapi/v3" + ROOT).body()).contains("com.example.Flunder");
    awaitTrue(() -> client.get("/openapi/v2").body().contains("com.example.Flunder"));
    assertThat(client.get("/openapi/v2").body())
        .contains("\"#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta_v2\"");

    api.delete(Services.KIND, "default", "sample", DeleteOptions.EMPTY);
    registration.awaitReason("ServiceNotFound");

    assertThat(discovery()).contains("\"resource\":\"flunders\"", "\"freshness\":\"Stale\"");
    assertThat(client.get("/apis/apps/v1").statusCode()).isEqualTo(200);

    api.delete(ApiServices.KIND, "", NAME, DeleteOptions.EMPTY);
    awaitTrue(() -> !discovery().contains("wardle"));
    assertThat(client.get(FLUNDERS).statusCode()).isEqualTo(404);
    assertThat(client.get("/openapi/v3" + ROOT).statusCode()).isEqualTo(404);
  }

  @Test
  void whatAServerSaysOfItselfHarmsNobodyElse() throws Exception {
    sample.talkNonsense();
    registration.install(sample.port(), sample.caBundle());
    awaitTrue(() -> client.get("/openapi/v3").body().contains("apis/wardle.example.com/v1alpha1"));

    var document = client.get("/openapi/v2");
    assertThat(document.statusCode()).isEqualTo(200);
    assertThat(document.body()).contains("/apis/apps/v1/").doesNotContain("Flunder");
  }

  private String discovery() {
    return client.send(client.request("/apis").header("Accept", AGGREGATED)).body();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void awaitTrue(Condition condition) throws Exception {
    var deadline = Registration.patience();
    while (!condition.holds()) {
      assertThat(deadline.hasPassed(Clock.system())).isFalse();
      Clock.system().sleep(Duration.ofMillis(50));
    }
  }

  @Test
  void aServerThatNeverAnswersBlocksNobody() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      registration.createService(7443);
      registration.keepSlice("sample-1", "https", silent.getLocalPort());
      api.create(
          ApiServices.KIND,
          Registration.extension("v1alpha1", sample.caBundle()),
          WriteOptions.defaults());
      registration.await(NAME, it -> true);

      assertThat(client.get("/readyz").statusCode()).isEqualTo(200);
      assertThat(client.get("/apis/apps/v1").statusCode()).isEqualTo(200);
      assertThat(client.get(FLUNDERS).statusCode()).isEqualTo(503);
      awaitTrue(() -> discovery().contains("\"freshness\":\"Stale\""));
      assertThat(message("FailedDiscoveryCheck")).contains("context deadline exceeded");
    }
  }

  @Test
  void keepsAnApiServiceForEachVersionOfItsOwn() throws Exception {
    var all = api.list(ApiServices.KIND, ListOptions.all()).items();
    assertThat(all)
        .extracting(it -> it.metadata().name())
        .contains("v1.", "v1.apps", "v2.autoscaling", "v1.apiregistration.k8s.io");
    for (var each : all) {
      assertThat(each.metadata().labels()).containsEntry(LocalServices.LABEL, "onstart");
      assertThat(ApiServices.available(each).message())
          .isEqualTo("Local APIServices are always available");
    }
    assertThat(api.get(ApiServices.KIND, "", "v1.").spec().groupPriorityMinimum()).isEqualTo(18000);

    var old = api.get(ApiServices.KIND, "", "v1.apps");
    api.delete(ApiServices.KIND, "", "v1.apps", DeleteOptions.EMPTY);

    assertThat(
            registration.await("v1.apps", it -> !it.metadata().uid().equals(old.metadata().uid())))
        .isNotNull();
    assertThat(client.get("/apis/apps/v1/deployments").statusCode()).isEqualTo(200);
  }

  @Test
  void keepsAnApiServiceForEachVersionThatADefinitionAdds() throws Exception {
    var definition =
        """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
        "metadata":{"name":"cars.example.com"},"spec":{"group":"example.com","scope":"Namespaced",
        "names":{"plural":"cars","singular":"car","kind":"Car","listKind":"CarList"},
        "versions":[{"name":"v1","served":true,"storage":true,
        "schema":{"openAPIV3Schema":{"type":"object"}}}]}}\
        """;
    var definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    assertThat(client.post(definitions, definition).statusCode()).isEqualTo(201);

    var added = registration.await("v1.example.com", it -> true);
    assertThat(added.metadata().labels()).containsEntry(LocalServices.LABEL, "true");
    assertThat(added.spec().groupPriorityMinimum()).isEqualTo(1000);
    // Unless the label is off, it is not for others to change.
    var elsewhere = Registration.extension("v1", sample.caBundle()).spec().service();
    var changed =
        added.withSpec(added.spec().with(s -> s.service(elsewhere).insecureSkipTLSVerify(true)));
    api.update(ApiServices.KIND, changed, WriteOptions.defaults());
    var restored =
        registration.await(
            "v1.example.com",
            it ->
                it.spec().equals(added.spec())
                    && "Local".equals(ApiServices.available(it).reason()));
    awaitTrue(() -> client.get("/apis/example.com/v1/cars").statusCode() == 200);
    // What is right is left as it is, however often it is looked at.
    client.post(definitions, definition.replace("example.com", "example.org"));
    registration.await("v1.example.org", it -> true);
    assertThat(api.get(ApiServices.KIND, "", "v1.example.com").metadata().resourceVersion())
        .isEqualTo(restored.metadata().resourceVersion());
    client.send(client.request(definitions + "/cars.example.org").DELETE());

    client.send(client.request(definitions + "/cars.example.com").DELETE());
    var services =
        ListOptions.all().withLabels(LabelPredicate.parse(LocalServices.LABEL + "=true"));
    awaitTrue(() -> api.list(ApiServices.KIND, services).items().isEmpty());
  }

  @Test
  void tellsOtherServersWhoseWordTheyMayTake() throws Exception {
    var data = api.get(ConfigMaps.KIND, "kube-system", "extension-apiserver-authentication").data();

    assertThat(data)
        .containsEntry("client-ca-file", server.pki().caPem())
        .containsEntry("requestheader-client-ca-file", server.pki().frontProxyCaPem())
        .containsEntry("requestheader-allowed-names", "[\"front-proxy-client\"]")
        .containsEntry("requestheader-username-headers", "[\"X-Remote-User\"]")
        .containsEntry("requestheader-group-headers", "[\"X-Remote-Group\"]")
        .containsEntry("requestheader-uid-headers", "[\"X-Remote-Uid\"]")
        .containsEntry("requestheader-extra-headers-prefix", "[\"X-Remote-Extra-\"]");
    assertThat(server.pki().frontProxyCaPem()).isNotEqualTo(server.pki().caPem());
    assertThat(
            api.get(Roles.KIND, "kube-system", "extension-apiserver-authentication-reader").rules())
        .hasSize(1);

    api.delete(
        ConfigMaps.KIND, "kube-system", "extension-apiserver-authentication", DeleteOptions.EMPTY);
    awaitTrue(() ->
        client
                .get("/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication")
                .statusCode()
            == 200);
  }
}
