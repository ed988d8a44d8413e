package dev.podo.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceClaimsTest {
  private static final String API = "/apis/resource.k8s.io/v1/";
  private static final String WISH =
      """
      {"devices":{"requests":[{"name":"a","exactly":{"deviceClassName":"gpu","adminAccess":true}}]}}
      """;
  private static final String NOT_HERE =
      "Forbidden: admin access to devices requires the `resource.kubernetes.io/admin-access: true`"
          + " label on the containing namespace";

  private final TestServer server = TestServer.listening();
  private final TestClient client = TestClient.admin(server);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private HttpResponse<String> post(String path, String body) {
    return client.send(client.body("POST", path, "application/json", body));
  }

  private HttpResponse<String> put(String path, String body) {
    return client.send(client.body("PUT", path, "application/json", body));
  }

  private HttpResponse<String> merge(String path, String body) {
    return client.send(client.body("PATCH", path, "application/merge-patch+json", body));
  }

  private static String object(String kind, String name, String rest) {
    return "{\"apiVersion\":\"resource.k8s.io/v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"},%s}"
        .formatted(kind, name, rest);
  }

  @Test
  void adminAccessIsAskedForInAdministrativeNamespacesOnly() {
    var claim = object("ResourceClaim", "claim", "\"spec\":" + WISH);
    var template = object("ResourceClaimTemplate", "template", "\"spec\":{\"spec\":" + WISH + "}");
    for (var body :
        new String[][] {{"resourceclaims", claim}, {"resourceclaimtemplates", template}}) {
      var path = API + "namespaces/default/" + body[0];
      var refused = post(path, body[1]);
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("spec.devices.requests[0].adminAccess: " + NOT_HERE);
    }
    merge(
        "/api/v1/namespaces/default",
        "{\"metadata\":{\"labels\":{\"resource.kubernetes.io/admin-access\":\"true\"}}}");
    assertThat(post(API + "namespaces/default/resourceclaims", claim).statusCode()).isEqualTo(201);
    assertThat(post(API + "namespaces/default/resourceclaimtemplates", template).statusCode())
        .isEqualTo(201);
  }

  @Test
  void adminAccessIsGivenInAdministrativeNamespacesOnly() {
    var path = API + "namespaces/default/resourceclaims";
    var wish = WISH.replace(",\"adminAccess\":true", "");
    post(path, object("ResourceClaim", "claim", "\"spec\":" + wish));
    var refused =
        merge(
            path + "/claim/status",
            """
            {"status":{"allocation":{"devices":{"results":[{"request":"a","driver":"d","pool":"p",
            "device":"x","adminAccess":true}]}}}}
            """);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
    assertThat(refused.body())
        .contains("status.allocation.devices.results[0].adminAccess: " + NOT_HERE);
  }

  @Test
  void aTaintSaysSinceWhenItIsThere() {
    var slice =
        object(
            "ResourceSlice",
            "slice",
            """
            "spec":{"driver":"d","nodeName":"n","pool":{"name":"p","resourceSliceCount":1},
            "devices":[{"name":"x","taints":[{"key":"broken","effect":"NoSchedule"}]}]}
            """);
    var created = post(API + "resourceslices", slice);
    assertThat(created.body()).contains("\"timeAdded\":\"").contains("\"generation\":1");
    var written = put(API + "resourceslices/slice", slice);
    assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
    assertThat(written.body()).contains("\"generation\":1");
  }
}
