package dev.podo.apiserver.authz;

import static dev.podo.apiserver.Objects.configMap;
import static dev.podo.apiserver.Objects.node;
import static dev.podo.apiserver.Objects.pod;
import static dev.podo.apiserver.Objects.service;
import static dev.podo.apiserver.Objects.serviceAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.pki.Pki;
import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.Patch;
import dev.podo.client.SubresourceCall;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.authentication.v1.BoundObjectReference;
import dev.podo.model.authentication.v1.TokenRequest;
import dev.podo.model.authentication.v1.TokenRequestSpec;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.SecretVolumeSource;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthorizationTest {
  private final TestServer server = TestServer.listening();
  private final Api admin = server.admin();
  private final WriteOptions options = WriteOptions.defaults();

  @AfterEach
  void stop() {
    server.close();
  }

  private void forbidden(String message, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isForbidden()).isTrue())
        .hasMessageContaining(message);
  }

  @Test
  void letsNobodyDoAnythingByDefault() {
    var someone = server.as(UserInfo.of("someone"));
    forbidden(
        "configmaps is forbidden: User \"someone\" cannot list resource \"configmaps\" in API group \"\" in"
            + " the namespace \"default\"",
        () -> someone.list(ConfigMaps.KIND, ListOptions.in("default")));
    forbidden(
        "deployments.apps is forbidden: User \"someone\" cannot list resource \"deployments\" in API group"
            + " \"apps\" at the cluster scope",
        () -> someone.list(Deployments.KIND, ListOptions.all()));
    forbidden(
        "configmaps \"a\" is forbidden: User \"someone\" cannot delete resource \"configmaps\"",
        () -> someone.delete(ConfigMaps.KIND, "default", "a", DeleteOptions.EMPTY));
  }

  @Test
  void letsAnyoneAskHowTheServerIs() {
    try (var nobody = TestClient.nobody(server)) {
      assertThat(nobody.get("/livez").body()).isEqualTo("ok");
      assertThat(nobody.get("/readyz").statusCode()).isEqualTo(200);
      assertThat(nobody.get("/version").body()).contains("v1.36.0+podo.");
      assertThat(nobody.get("/apis").statusCode()).isEqualTo(403);
      assertThat(nobody.get("/apis").body())
          .contains("forbidden: User \\\"system:anonymous\\\" cannot get path \\\"/apis\\\"");
      assertThat(nobody.get("/metrics").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void refusesCertificatesOfOthers() {
    var foreign = Pki.inMemory(List.of("x"), server.scope().environment());
    try (var client =
        TestClient.of(
            server.pki(),
            server.server().address().getPort(),
            foreign.admin(),
            HttpClient.Version.HTTP_1_1)) {
      var response = client.get("/api/v1/secrets");
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.body()).contains("Unauthorized");
    }
  }

  @Test
  void knowsServiceAccountsByTheirTokensAndLetsThemDiscover() {
    admin.create(ServiceAccounts.KIND, serviceAccount("default", "builder"), options);
    var token = token(admin, null).status().token();
    try (var client = TestClient.nobody(server)) {
      var bearer = "Bearer " + token;
      assertThat(client.send(client.request("/apis").header("Authorization", bearer)).statusCode())
          .isEqualTo(200);
      var refused = client.send(client.request("/api/v1/pods").header("Authorization", bearer));
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("system:serviceaccount:default:builder");

      admin.delete(ServiceAccounts.KIND, "default", "builder", DeleteOptions.EMPTY);
      assertThat(client.send(client.request("/apis").header("Authorization", bearer)).statusCode())
          .isEqualTo(401);
    }
  }

  private static TokenRequest token(Api api, BoundObjectReference bound) {
    var spec = TokenRequestSpec.builder().expirationSeconds(3600L).boundObjectRef(bound).build();
    return api.createSubresource(
        ServiceAccounts.KIND,
        "default",
        "builder",
        new SubresourceCall<>(
            "token", TokenRequest.builder().spec(spec).build(), TokenRequest.SCHEMA),
        WriteOptions.defaults());
  }

  private Pod onNode(String name, String nodeName) {
    var secret = SecretVolumeSource.builder().secretName("of-" + name).build();
    var volume = Volume.builder().name("s").secret(secret).build();
    var bare = pod(name);
    return bare.withSpec(
        bare.spec()
            .with(
                s -> s.nodeName(nodeName).serviceAccountName("builder").volumes(List.of(volume))));
  }

  @Test
  void confinesANodeToWhatIsItsOwn() {
    admin.create(ServiceAccounts.KIND, serviceAccount("default", "builder"), options);
    for (var name : List.of("of-mine", "of-other", "free")) {
      admin.create(
          Secrets.KIND,
          Secret.builder()
              .metadata(ObjectMeta.builder().namespace("default").name(name).build())
              .build(),
          options);
    }
    var mine = admin.create(Pods.KIND, onNode("mine", "node-1"), options);
    var other = admin.create(Pods.KIND, onNode("other", "node-2"), options);
    admin.create(Nodes.KIND, node("node-2"), options);
    var agent = server.as(UserInfo.node("node-1"));

    agent.create(Nodes.KIND, node("node-1"), options);
    forbidden(
        "is not allowed to modify node \"node-3\"",
        () -> agent.create(Nodes.KIND, node("node-3"), options));
    forbidden(
        "is not allowed to modify node \"node-2\"",
        () -> agent.delete(Nodes.KIND, "", "node-2", DeleteOptions.EMPTY));

    agent.updateStatus(
        Pods.KIND, mine.withStatus(mine.status().with(s -> s.message("here"))), options);
    forbidden(
        "can only change pods with spec.nodeName set to itself",
        () ->
            agent.updateStatus(
                Pods.KIND,
                other.withStatus(other.status().with(s -> s.message("there"))),
                options));
    forbidden(
        "can only change pods with spec.nodeName set to itself",
        () -> agent.delete(Pods.KIND, "default", "other", DeleteOptions.EMPTY));

    assertThat(agent.get(Secrets.KIND, "default", "of-mine")).isNotNull();
    forbidden(
        "cannot get resource \"secrets\"", () -> agent.get(Secrets.KIND, "default", "of-other"));
    forbidden("cannot get resource \"secrets\"", () -> agent.get(Secrets.KIND, "default", "free"));
    forbidden(
        "cannot list resource \"secrets\"", () -> agent.list(Secrets.KIND, ListOptions.all()));

    assertThat(token(agent, bound(mine)).status().token()).isNotEmpty();
    forbidden("can only request tokens bound to pods", () -> token(agent, bound(other)));
    forbidden("can only request tokens bound to pods", () -> token(agent, null));
  }

  private static BoundObjectReference bound(Pod pod) {
    return BoundObjectReference.builder()
        .apiVersion("v1")
        .kind("Pod")
        .name(pod.metadata().name())
        .uid(pod.metadata().uid())
        .build();
  }

  @Test
  void letsMastersActAsOthers() {
    try (var client = TestClient.admin(server)) {
      var as = client.request("/api/v1/pods").header("Impersonate-User", "jane");
      assertThat(client.send(as).body()).contains("User \\\"jane\\\" cannot list");

      var group =
          client
              .request("/api/v1/pods")
              .header("Impersonate-User", "jane")
              .header("Impersonate-Group", "system:masters");
      assertThat(client.send(group).statusCode()).isEqualTo(200);

      var groupOnly = client.request("/api/v1/pods").header("Impersonate-Group", "system:masters");
      assertThat(client.send(groupOnly).statusCode()).isEqualTo(400);
    }
    try (var nobody = TestClient.nobody(server)) {
      var as = nobody.request("/api/v1/pods").header("Impersonate-User", "kubernetes-admin");
      assertThat(nobody.send(as).body())
          .contains("User \\\"system:anonymous\\\" cannot impersonate resource \\\"users\\\"");
    }
  }

  @Test
  void givesEachComponentWhatItsWorkNeeds() {
    admin.create(ConfigMaps.KIND, configMap("a"), options);
    var scheduler = server.as(UserInfo.of(RuleLists.SCHEDULER));
    assertThat(scheduler.list(Pods.KIND, ListOptions.all()).items()).isEmpty();
    forbidden(
        "cannot list resource \"secrets\"", () -> scheduler.list(Secrets.KIND, ListOptions.all()));

    var controllers = server.as(UserInfo.of(RuleLists.CONTROLLER_MANAGER));
    controllers.delete(ConfigMaps.KIND, "default", "a", DeleteOptions.EMPTY);

    var network = server.as(UserInfo.of(RuleLists.NETWORK));
    forbidden(
        "cannot create resource \"pods\"", () -> network.create(Pods.KIND, pod("p"), options));
  }

  @Test
  void theNetworkMakesTheServiceOfTheDnsAndNoOther() {
    var network = server.as(UserInfo.of(RuleLists.NETWORK));
    var dns = service("kube-dns", "ClusterIP", 53);
    var other = service("other", "ClusterIP", 53);

    forbidden(
        "services is forbidden: User \"system:podo:network\" cannot create resource \"services\"",
        () -> network.create(Services.KIND, dns, options));
    forbidden("cannot patch resource \"services\"", () -> apply(network, other));
    assertThat(apply(network, dns).spec().clusterIP()).isNotEmpty();
  }

  private static Service apply(Api api, Service service) {
    var patch = new Patch.Apply(Trees.of(service), true);
    return api.patch(
        Services.KIND, "default", service.metadata().name(), patch, "", WriteOptions.as("dns"));
  }
}
