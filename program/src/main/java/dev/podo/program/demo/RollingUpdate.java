package dev.podo.program.demo;

import java.io.IOException;
import java.time.Duration;

/// From v1 to v2 under constant load, without one failed request, and without an entry lost or
/// written twice.
final class RollingUpdate implements Scene {
  private static final Duration BEFORE_AND_AFTER = Duration.ofSeconds(1);

  @Override
  public String play(Stage stage) throws DemoException, IOException, InterruptedException {
    var cluster = stage.cluster();
    var load = Traffic.start(stage.visitor(), "rolling", stage.scope());
    cluster.clock().sleep(BEFORE_AND_AFTER);
    cluster.setImage(Application.API, SampleImages.reference("v2"));
    cluster.setImage(Application.WEB, SampleImages.reference("v2"));
    cluster.awaitRollout(Application.NAMESPACE, Application.API);
    cluster.awaitRollout(Application.NAMESPACE, Application.WEB);
    cluster.clock().sleep(BEFORE_AND_AFTER);
    var result = load.stop();
    result.requireFlawless();
    requireVersion(stage, "/", "page by v2");
    requireVersion(stage, Application.VERSION, "v2 on ");
    requireEveryEntryOnce(stage, result.tally());
    return "rolled from v1 to v2 under load: " + result.summary() + "; every entry is there once";
  }

  static void requireVersion(Stage stage, String path, String text)
      throws DemoException, IOException, InterruptedException {
    var answer = stage.visitor().get(path);
    if (!answer.body().contains(text)) {
      throw new DemoException(
          "the rollout is complete, but GET "
              + path
              + " does not say \""
              + text
              + "\": "
              + answer.firstLine(),
          "See what runs: kubectl -n guestbook get pods,replicasets -o wide");
    }
  }

  private static void requireEveryEntryOnce(Stage stage, Tally tally)
      throws DemoException, IOException, InterruptedException {
    var shown = stage.visitor().get(Application.ENTRIES).body().lines().toList();
    var wrong = tally.misprints(shown, Application.ENTRIES_KEPT - 100);
    if (!wrong.isEmpty()) {
      throw new DemoException(
          "no request failed, but of the entries that were confirmed "
              + wrong.size()
              + " are wrong: "
              + wrong.getFirst(),
          "See what the store says: kubectl -n guestbook-data logs deployment/store");
    }
  }
}
