package dev.podo.program.demo;

import org.jspecify.annotations.Nullable;

/// The page and the API answer, over HTTP and over HTTPS with the guestbook's own certificate.
final class FirstVisit implements Scene {
  @Override
  public String play(Stage stage) throws DemoException, InterruptedException {
    var cluster = stage.cluster();
    cluster.awaitRollout(Application.DATA_NAMESPACE, Application.STORE);
    cluster.awaitRollout(Application.NAMESPACE, Application.API);
    cluster.awaitRollout(Application.NAMESPACE, Application.WEB);
    var visitor = stage.visitor();
    cluster.await(
        "the page answers through the Ingress",
        () -> shows(visitor.get("/"), "<title>Guestbook</title>"));
    cluster.await(
        "the API answers through the Ingress",
        () -> shows(visitor.get(Application.ENTRIES), "Welcome to the vineyard"));
    cluster.await(
        "the page answers over HTTPS with the certificate of the Secret " + Application.TLS_SECRET,
        () -> shows(visitor.getOverTls("/"), "<title>Guestbook</title>"));
    return "the page and the API answer through the Ingress, over HTTP and over HTTPS";
  }

  private static Visitor.@Nullable Answer shows(Visitor.Answer answer, String text) {
    return answer.status() == 200 && answer.body().contains(text) ? answer : null;
  }
}
