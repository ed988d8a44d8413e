package dev.podo.program.demo;

import java.io.IOException;

/// More pods share the requests, then fewer.
final class Scaling implements Scene {
  private static final int MANY = 4;

  @Override
  public String play(Stage stage) throws DemoException, IOException, InterruptedException {
    var cluster = stage.cluster();
    cluster.scale(Application.API, MANY);
    cluster.awaitRollout(Application.NAMESPACE, Application.API);
    Audience.awaitAnswersOf(stage, MANY);
    cluster.scale(Application.API, Application.REPLICAS);
    cluster.awaitRollout(Application.NAMESPACE, Application.API);
    var seen = Audience.sample(stage, Application.REPLICAS);
    if (seen.size() > Application.REPLICAS) {
      throw new DemoException(
          "scaled down to " + Application.REPLICAS + " pods, but these answer: " + seen,
          "See the endpoints: kubectl -n guestbook get endpointslices");
    }
    return "scaled the API from "
        + Application.REPLICAS
        + " pods to "
        + MANY
        + ", which all answered, and back to "
        + Application.REPLICAS;
  }
}
