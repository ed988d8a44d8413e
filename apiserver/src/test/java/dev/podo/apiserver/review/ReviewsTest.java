package dev.podo.apiserver.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReviewsTest {
  private static final String ACCESS = "/apis/authorization.k8s.io/v1/";
  private static final String IDENTITY = "/apis/authentication.k8s.io/v1/";
  private static final String REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
  private static final String REQUEST =
      "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIWk1JR0FBZ0VBTUI0eERUQUxCZ05WQkFvTUJHUmxkbk14RFRBTEJnTlZCQU1NQkdwaGJtVXdXVEFUQmdjcQpoa2pPUFFJQkJnZ3Foa2pPUFFNQkJ3TkNBQVJmSkJBd2FWdDIzeCtNaWY2Zlk0QUxQakIrc2xybHNmQ2hXTEU1Ck9EOGh0QnRFZU1ReGFsMEdNVFhZeng0U2ViME9BMWNxNWNGaGQ3Z0ppSkhDbjg3aG9BQXdDZ1lJS29aSXpqMEUKQXdJRFNBQXdSUUloQUphUXBWcVpWRlVEVWpGRzlvaWx3OGQ0bHFpRUJkU2N5Mkl5d0k3VWYzeTlBaUFjVHpEcQpYV0FsQnA3MlBseDZibldnOXJuMGlEeU96MWQyNFJFNTBUbVY5dz09Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";

  private static TestServer server;
  private static TestClient admin;

  @BeforeAll
  static void start() {
    server = TestServer.listening();
    admin = TestClient.admin(server);
  }

  @AfterAll
  static void stop() {
    admin.close();
    server.close();
  }

  @Test
  void tellsWhoAsks() {
    var answer = admin.post(IDENTITY + "selfsubjectreviews", "{}");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).contains("\"system:masters\"").contains("\"system:authenticated\"");
  }

  @Test
  void tellsWhatSomebodyMayDo() {
    var attributes = "\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\"}";
    assertThat(admin.post(ACCESS + "selfsubjectaccessreviews", "{\"spec\":{" + attributes + "}}"))
        .satisfies(it -> assertThat(it.body()).contains("\"allowed\":true"));
    var eve = "{\"spec\":{\"user\":\"eve\"," + attributes + "}}";
    assertThat(admin.post(ACCESS + "subjectaccessreviews", eve).body())
        .contains("\"allowed\":false");
    assertThat(admin.post(ACCESS + "subjectaccessreviews", "{\"spec\":{}}"))
        .satisfies(it -> assertThat(it.statusCode()).isEqualTo(422))
        .satisfies(it ->
            assertThat(it.body())
                .contains("exactly one of nonResourceAttributes or resourceAttributes must be"));
    assertThat(
            admin
                .post(ACCESS + "selfsubjectrulesreviews", "{\"spec\":{\"namespace\":\"default\"}}")
                .body())
        .contains("\"nonResourceURLs\":[\"*\"]");
  }

  @Test
  void saysAllThatIsWrongWithAQuestion() {
    var selectors =
        "\"fieldSelector\":{\"requirements\":[{\"operator\":\"In\"},{\"key\":\"a\","
            + "\"operator\":\"Like\"}]},\"labelSelector\":{\"requirements\":[{\"key\":\"a b\","
            + "\"operator\":\"Like\",\"values\":[\"c d\"]}]}";
    var spec = "\"spec\":{\"resourceAttributes\":{\"verb\":\"get\"," + selectors + "}}";
    var asked = "{\"metadata\":{\"uid\":\"1\"}," + spec + "}";
    var refused = admin.post(ACCESS + "subjectaccessreviews", asked);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .containsSubsequence(
            "at least one of user or group must be specified",
            "requirements[0].key: Required value: must be specified",
            "requirements[0].values: Required value: must be specified when",
            "labelSelector.requirements[0].key: Invalid value: \\\"a b\\\"",
            "labelSelector.requirements[0].values[0]: Invalid value: \\\"c d\\\"")
        .doesNotContain("not a valid selector operator")
        .doesNotContain("must be empty");
  }

  @Test
  void aQuestionLiesWhereItIsAsked() {
    var elsewhere = "{\"metadata\":{\"namespace\":\"other\"},\"spec\":{\"user\":\"eve\"}}";
    assertThat(admin.post(ACCESS + "subjectaccessreviews", elsewhere).body())
        .contains("exactly one of nonResourceAttributes or resourceAttributes must be specified");
    var local = ACCESS + "namespaces/default/localsubjectaccessreviews";
    assertThat(admin.post(local, elsewhere).body())
        .contains("does not match the namespace sent on the request");
    var path = "{\"spec\":{\"user\":\"eve\",\"nonResourceAttributes\":{\"path\":\"/\"}}}";
    assertThat(admin.post(local, path).body()).contains("disallowed on this kind of request");
  }

  @Test
  void anEvictionNamesItsPodAndDeletesAsAnyDeletion() {
    var evictions = "/api/v1/namespaces/default/pods/web/eviction";
    assertThat(admin.post(evictions, "{\"metadata\":{\"name\":\"other\"}}").body())
        .contains("name in URL does not match name in Eviction object");
    var never = "\"deleteOptions\":{\"propagationPolicy\":\"Never\"}";
    var refused = admin.post(evictions, "{\"metadata\":{\"name\":\"web\"}," + never + "}");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("propagationPolicy: Unsupported value");
  }

  @Test
  void saysWhatIsWrongWithAToken() {
    var answer = admin.post(IDENTITY + "tokenreviews", "{\"spec\":{\"token\":\"none\"}}");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).contains("\"error\":").doesNotContain("\"authenticated\":true");
    assertThat(admin.post(IDENTITY + "tokenreviews", "{\"spec\":{}}").statusCode()).isEqualTo(400);
  }

  @Test
  void asksThePartsOfTheControlPlaneHowTheyAre() {
    assertThat(admin.get("/api/v1/componentstatuses").body()).contains("\"etcd-0\"");
    var one = admin.get("/api/v1/componentstatuses/etcd-0");
    assertThat(one.body()).contains("\"Healthy\"");
    assertThat(one.headers().firstValue("Warning").orElse("")).contains("deprecated in v1.19+");
    assertThat(admin.get("/api/v1/componentstatuses/other").statusCode()).isEqualTo(404);
    var watched = admin.get("/api/v1/componentstatuses?watch=1");
    assertThat(watched.statusCode()).isEqualTo(405);
    assertThat(watched.body())
        .contains("watch is not supported on resources of kind \\\"componentstatuses\\\"");
  }

  @Test
  void aRequestForACertificateIsDecidedThroughItsApproval() {
    var spec =
        "\"spec\":{\"request\":\""
            + REQUEST
            + "\",\"signerName\":\"example.com/a\",\"usages\":"
            + "[\"client auth\"],\"username\":\"eve\"}";
    var created = admin.post(REQUESTS, "{\"metadata\":{\"name\":\"jane\"}," + spec + "}");
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(created.body()).contains("\"system:masters\"").doesNotContain("\"eve\"");

    var approve = "{\"status\":{\"conditions\":[{\"type\":\"Approved\",\"status\":\"True\"}]}}";
    var merge = "application/merge-patch+json";
    var approved = admin.send(admin.body("PATCH", REQUESTS + "/jane/approval", merge, approve));
    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
    assertThat(approved.body()).contains("\"Approved\"").contains("\"lastTransitionTime\"");

    var undone =
        admin.send(
            admin.body(
                "PATCH", REQUESTS + "/jane/approval", merge, "{\"status\":{\"conditions\":[]}}"));
    assertThat(undone.body()).contains("updates may not remove a condition of type");
    assertThat(undone.statusCode()).isEqualTo(422);
  }

  @Test
  void refusesWhatIsNoRequest() {
    var spec = "\"spec\":{\"request\":\"YQ==\",\"signerName\":\"a\",\"usages\":[\"fly\"]}";
    var refused = admin.post(REQUESTS, "{\"metadata\":{\"name\":\"bad\"}," + spec + "}");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("PEM block type must be CERTIFICATE REQUEST")
        .contains("must be a fully qualified domain and path");
  }
}
