package dev.podo.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnattendedTest {
  private final TestServer server = TestServer.listening();
  private final TestClient client = TestClient.admin(server);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private List<String> warnings(String path, String body) {
    var response = client.send(client.body("POST", path, "application/json", body));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return response.headers().allValues("Warning");
  }

  @Test
  void warnsOfAKindThatNothingActsOn() {
    var policy =
        """
        {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"deny"},
        "spec":{"podSelector":{}}}
        """;
    assertThat(warnings("/apis/networking.k8s.io/v1/namespaces/default/networkpolicies", policy))
        .containsExactly(
            "299 - \"NetworkPolicy is stored, but nothing in this version of Podo acts on it\"");
  }

  @Test
  void warnsOfQuotasThatAreOnlyCounted() {
    var quota = "{\"apiVersion\":\"v1\",\"kind\":\"ResourceQuota\",\"metadata\":{\"name\":\"a\"}}";
    assertThat(warnings("/api/v1/namespaces/default/resourcequotas", quota))
        .containsExactly(
            "299 - \"what a ResourceQuota limits is counted, but nothing in this version of Podo"
                + " is refused for it\"");
  }

  @Test
  void saysNothingOfAKindThatTakesEffect() {
    var map = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}";
    assertThat(warnings("/api/v1/namespaces/default/configmaps", map)).isEmpty();
  }
}
