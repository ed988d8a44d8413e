package dev.podo.program.demo;

import dev.podo.program.config.Config;
import java.util.ArrayList;
import java.util.List;

/// What to do after the demo, with the cluster that it leaves running.
public final class Epilogue {
  private static final String VERSION = "v1.36.0";

  private final Config config;
  private final String podo;
  private final String kubectl;

  /// @param podo how this program is called, as in `podo` or `./podo`
  /// @param kubectl how kubectl is called to reach the cluster, as in `kubectl` or `kubectl
  ///   --kubeconfig FILE`
  public Epilogue(Config config, String podo, String kubectl) {
    this.config = config;
    this.podo = podo;
    this.kubectl = kubectl;
  }

  /// @param hasKubectl whether the host has one
  public List<String> lines(boolean hasKubectl) {
    var lines = new ArrayList<String>();
    lines.add("The cluster goes on running. Visit the guestbook:");
    lines.add("  " + url("http", config.ingressHttp().port()) + "   in a browser on this host, or");
    lines.add("  " + curl("http", config.ingressHttp().port(), "") + "/");
    lines.add(
        "  "
            + curl("https", config.ingressHttps().port(), "--cacert " + Demo.caFile(config) + " ")
            + Application.ENTRIES);
    lines.add(
        "  " + curl("http", config.ingressHttp().port(), "-d 'I was here' ") + Application.ENTRIES);
    lines.add("Look around:");
    lines.add("  " + kubectl + " get pods --all-namespaces -o wide");
    lines.add("  " + kubectl + " -n guestbook logs deployment/api");
    lines.add("  " + kubectl + " -n guestbook rollout history deployment/api");
    lines.add("  " + kubectl + " -n guestbook scale deployment/web --replicas=3");
    lines.add("End it:");
    var down = "  " + podo + " down --data-dir " + config.dataDir();
    lines.add(down + "           keeps its data for the next " + podo + " up");
    lines.add(down + " --purge   leaves nothing behind");
    if (!hasKubectl) {
      lines.add("This host has no kubectl. Get it with");
      lines.add(
          "  curl -LO https://dl.k8s.io/release/"
              + VERSION
              + "/bin/linux/"
              + architecture()
              + "/kubectl");
      lines.add("  install -m 755 kubectl /usr/local/bin/");
      lines.add("or, an older one, with apt-get install kubernetes-client");
    }
    return lines;
  }

  private static String url(String scheme, int port) {
    return scheme + "://" + Application.HOST + ":" + port;
  }

  private static String curl(String scheme, int port, String options) {
    return "curl --resolve "
        + Application.HOST
        + ":"
        + port
        + ":127.0.0.1 "
        + options
        + url(scheme, port);
  }

  private static String architecture() {
    return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
  }
}
