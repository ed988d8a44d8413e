package dev.podo.program.demo;

import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which pods of the API answer, as seen from outside.
final class Audience {
  private static final int REQUESTS_A_POD = 10;

  private Audience() {}

  /// Asks until this many different pods have answered.
  static void awaitAnswersOf(Stage stage, int pods) throws DemoException, InterruptedException {
    var seen = new TreeSet<String>();
    stage
        .cluster()
        .await(
            pods + " pods of the API have answered through the Ingress",
            () -> {
              seen.add(pod(stage));
              return seen.size() >= pods ? seen : null;
            });
  }

  /// Asks until a certain pod has answered.
  static void awaitAnswerOf(Stage stage, String pod) throws DemoException, InterruptedException {
    stage
        .cluster()
        .await(
            "the pod " + pod + " answers through the Ingress",
            () -> pod(stage).equals(pod) ? pod : null);
  }

  /// The pods that answer a number of requests.
  static SortedSet<String> sample(Stage stage, int pods)
      throws DemoException, IOException, InterruptedException {
    var seen = new TreeSet<String>();
    for (int i = 0; i < pods * REQUESTS_A_POD; i++) {
      seen.add(pod(stage));
    }
    return seen;
  }

  /// The API says `v1 on api-7d9c…`.
  private static String pod(Stage stage) throws IOException, InterruptedException {
    var answer = stage.visitor().get(Application.VERSION);
    if (answer.status() != 200) {
      throw new IOException(
          "GET " + Application.VERSION + ": " + answer.status() + " " + answer.firstLine());
    }
    return answer.firstLine().replaceFirst(".* on ", "");
  }
}
