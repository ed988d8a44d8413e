package dev.podo.apiserver.discovery;

import java.util.LinkedHashMap;
import java.util.Map;

/// What `/version` says: the version of Kubernetes whose behaviour this is, with Podo's own behind
/// the plus sign.
///
/// @param kubernetes such as `1.36.0`
/// @param podo such as `0.1.0`
/// @param commit of the sources; `unknown` when it is
/// @param tree `clean` when the sources are those of the commit, `dirty` when they were changed,
///   `archive` when nobody knows
/// @param buildDate RFC 3339; the epoch when not known
public record ServerVersion(
    String kubernetes, String podo, String commit, String tree, String buildDate) {
  /// Of a build of which nothing more is known.
  public static ServerVersion of(String podo) {
    return new ServerVersion("1.36.0", podo, "unknown", "archive", "1970-01-01T00:00:00Z");
  }

  public ServerVersion builtFrom(String ofCommit, String ofTree, String date) {
    return new ServerVersion(kubernetes, podo, ofCommit, ofTree, date);
  }

  public String gitVersion() {
    return "v" + kubernetes + "+podo." + podo;
  }

  public Document document() {
    var parts = kubernetes.split("\\.");
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("major", parts[0]);
    tree.put("minor", parts[1]);
    tree.put("emulationMajor", parts[0]);
    tree.put("emulationMinor", parts[1]);
    tree.put("minCompatibilityMajor", parts[0]);
    tree.put("minCompatibilityMinor", parts[1]);
    tree.put("gitVersion", gitVersion());
    tree.put("gitCommit", commit);
    tree.put("gitTreeState", tree());
    tree.put("buildDate", buildDate);
    tree.put("goVersion", "java" + Runtime.version().feature());
    tree.put("compiler", "javac");
    tree.put("platform", "linux/" + architecture());
    return Document.json(tree);
  }

  private static String architecture() {
    var name = System.getProperty("os.arch", "amd64");
    return name.equals("aarch64") ? "arm64" : name.equals("x86_64") ? "amd64" : name;
  }
}
