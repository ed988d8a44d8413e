package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ServiceAccounts, their tokens, and what each namespace has for them.
class AccountsTest {
  private static final String NAMESPACE = "/api/v1/namespaces/accounts/";
  private static final String ACCESS = "/apis/authorization.k8s.io/v1/";

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("accounts");
  }

  @Test
  void getTokensThatAreKnown() {
    rest.create(NAMESPACE + "serviceaccounts", "metadata: {name: holder}");
    var token =
        Trees.text(
            rest.create(NAMESPACE + "serviceaccounts/holder/token", "spec: {}"), "status", "token");
    assertThat(token).isNotEmpty();
    var review =
        rest.create("/apis/authentication.k8s.io/v1/tokenreviews", "spec: {token: " + token + "}");
    assertThat(Trees.get(review, "status", "authenticated")).isEqualTo(true);
    assertThat(Trees.text(review, "status", "error")).isEmpty();
    assertThat(Trees.text(review, "status", "user", "username"))
        .isEqualTo("system:serviceaccount:accounts:holder");
  }

  @Test
  void findTheAuthorityInEachNamespace() {
    var map = NAMESPACE + "configmaps/kube-root-ca.crt";
    OnCluster.await("the authority", () -> rest.ask(map).code() == 200);
    var content = Trees.text(rest.get(map), "data", "ca.crt");
    assertThat(content).contains("BEGIN CERTIFICATE");
    rest.delete(map);
    OnCluster.await("the authority again", () -> rest.ask(map).code() == 200);
    rest.patch(map, "{\"data\":{\"ca.crt\":\"\"}}");
    OnCluster.await(
        "the authority as it was",
        () -> Trees.text(rest.get(map), "data", "ca.crt").equals(content));
  }

  /// What a review says about an account is what happens to somebody who acts as it.
  @Test
  void mayDoWhatReviewsSay() {
    rest.create(NAMESPACE + "serviceaccounts", "metadata: {name: reviewed}");
    var user = "system:serviceaccount:accounts:reviewed";
    var spec =
        """
        spec:
          user: %s
          groups: ["system:serviceaccounts", "system:authenticated"]
          %s
        """;
    var resource =
        "resourceAttributes: {verb: get, resource: configmaps, namespace: accounts, name: kube-root-ca.crt}";
    var reads = rest.ask(NAMESPACE + "configmaps/kube-root-ca.crt", "Impersonate-User", user);
    var review = rest.create(ACCESS + "subjectaccessreviews", spec.formatted(user, resource));
    assertThat(Trees.get(review, "status", "allowed")).isEqualTo(reads.code() == 200);
    assertThat(reads.code()).isEqualTo(403);
    var local =
        rest.create(
            ACCESS + "namespaces/accounts/localsubjectaccessreviews",
            "metadata: {namespace: accounts}\n" + spec.formatted(user, resource));
    assertThat(Trees.get(local, "status", "allowed")).isEqualTo(false);
    var discovers = rest.ask("/apis", "Impersonate-User", user);
    var other = "nonResourceAttributes: {verb: get, path: /apis}";
    var allowed = rest.create(ACCESS + "subjectaccessreviews", spec.formatted(user, other));
    assertThat(Trees.get(allowed, "status", "allowed")).isEqualTo(true);
    assertThat(discovers.code()).isEqualTo(200);
  }

  /// @param account what the account says, or nothing
  /// @param pod what the Pod says, or nothing
  @ParameterizedTest
  @CsvSource({
    ",,true", "true,,true", "false,,false",
    ",true,true", "true,true,true", "false,true,true",
    ",false,false", "true,false,false", "false,false,false"
  })
  void mountTheirTokensUnlessToldNotTo(String account, String pod, boolean mounted) {
    var name = "mount-" + account + "-" + pod;
    var setting = "automountServiceAccountToken";
    rest.create(
        NAMESPACE + "serviceaccounts",
        "metadata: {name: %s}\n%s"
            .formatted(name, account == null ? "" : setting + ": " + account));
    rest.create(
        NAMESPACE + "pods",
        """
        metadata: {name: %s}
        spec:
          serviceAccountName: %1$s
          nodeSelector: {nobody: has-this}
          containers: [{name: main, image: "example.com/main:1"}]
          %s
        """
            .formatted(name, pod == null ? "" : setting + ": " + pod));
    var made = rest.get(NAMESPACE + "pods/" + name);
    var container = Rest.list(made, "spec", "containers").getFirst();
    assertThat(Rest.list(container, "volumeMounts"))
        .filteredOn(it ->
            Trees.text(it, "mountPath").equals("/var/run/secrets/kubernetes.io/serviceaccount"))
        .hasSize(mounted ? 1 : 0);
    rest.delete(NAMESPACE + "pods/" + name);
  }

  private static final String REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

  @Test
  void askForCertificatesThatAreApproved() {
    var sample =
        Sample.all().stream()
            .filter(it -> it.kind().kind().equals("CertificateSigningRequest"))
            .findFirst()
            .orElseThrow();
    rest.create(REQUESTS, sample.object("", 9));
    var path = REQUESTS + "/" + sample.name(9);
    assertThat(Trees.text(rest.get(path + "/approval"), "metadata", "name"))
        .isEqualTo(sample.name(9));
    rest.patch(
        path + "/approval",
        """
        {"metadata":{"annotations":{"patched":"yes"}},
         "status":{"conditions":[{"type":"ApprovalPatch","status":"True","reason":"Tested","message":"patched"}]}}\
        """);
    rest.update(
        path + "/approval",
        it -> {
          var first = Rest.list(it, "status", "conditions").getFirst();
          var approved =
              Map.of(
                  "type", "Approved", "status", "True", "reason", "Tested", "message", "updated");
          return Trees.set(it, List.of(first, approved), "status", "conditions");
        });
    assertThat(Rest.list(rest.get(path), "status", "conditions"))
        .extracting(it -> Trees.text(it, "type"))
        .containsExactly("ApprovalPatch", "Approved");
    rest.delete(path);
  }
}
