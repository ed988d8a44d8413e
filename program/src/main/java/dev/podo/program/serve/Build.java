package dev.podo.program.serve;

import dev.podo.apiserver.discovery.ServerVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/// What this program was built from.
final class Build {
  private Build() {}

  /// As it was written down by the build.
  static ServerVersion version() {
    var known = new Properties();
    try (var in = Build.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        known.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var plain = ServerVersion.of(known.getProperty("version", "development"));
    return plain.builtFrom(
        known.getProperty("commit", plain.commit()),
        known.getProperty("tree", plain.tree()),
        known.getProperty("date", plain.buildDate()));
  }
}
