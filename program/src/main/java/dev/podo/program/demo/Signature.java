package dev.podo.program.demo;

import java.io.IOException;

/// What is written can be read: web, API and store work together across two namespaces.
final class Signature implements Scene {
  @Override
  public String play(Stage stage) throws DemoException, IOException, InterruptedException {
    var visitor = stage.visitor();
    var entry = "podo was here at " + stage.cluster().clock().now();
    var written = visitor.post(Application.ENTRIES, entry);
    if (written.status() != 201) {
      throw new DemoException(
          "signing the guestbook was answered with " + written.status() + " " + written.firstLine(),
          "See why: kubectl -n guestbook logs deployment/api");
    }
    var read = visitor.get(Application.ENTRIES);
    if (read.body().lines().noneMatch(entry::equals)) {
      throw new DemoException(
          "the entry \"" + entry + "\" was confirmed but is not in the guestbook",
          "See what the store says: kubectl -n guestbook-data logs deployment/store");
    }
    return "signed the guestbook and read it back: \"" + entry + "\"";
  }
}
