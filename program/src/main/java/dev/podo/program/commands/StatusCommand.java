package dev.podo.program.commands;

import dev.podo.client.ListOptions;
import dev.podo.client.http.HttpApi;
import dev.podo.client.kubeconfig.Kubeconfig;
import dev.podo.client.kubeconfig.KubeconfigException;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.core.v1.Node;
import dev.podo.program.config.Config;
import dev.podo.program.config.Config.RuntimeKind;
import dev.podo.program.daemon.PidFile;
import dev.podo.program.serve.DiskRoom;
import dev.podo.program.serve.Paths;
import java.io.PrintWriter;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `podo status`: whether a cluster runs and is ready, what is in it, and where things are.
@Command(
    name = "status",
    description = "Say whether the cluster runs and is ready, and where its things are.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the cluster is ready",
      "1:it runs but is not ready",
      "3:no cluster runs there"
    },
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var config = options.load();
    var process = new PidFile(config.dataDir()).running();
    if (process.isEmpty()) {
      throw Failure.notRunning(config.dataDir());
    }
    var out = spec.commandLine().getOut();
    line(out, "process", "runs, " + process.get().pid());
    places(out, config);
    try (var scope = Scope.root("status", Environment.system())) {
      var access = Kubeconfig.read(config.adminKubeconfig()).access();
      line(out, "API", access.server());
      var allReady = inspect(out, new HttpApi(access, scope));
      return verdict(out, allReady, DiskRoom.of(config));
    } catch (KubeconfigException | ApiException e) {
      line(out, "ready", "no: " + e.getMessage());
      throw new Failure(
          "the cluster on " + config.dataDir() + " runs but is not ready",
          "Its log says why: " + config.dataDir().resolve("podo.log"));
    }
  }

  private static void places(PrintWriter out, Config config) {
    line(out, "data", config.dataDir());
    line(out, "log", config.dataDir().resolve("podo.log"));
    line(out, "kubeconfig", config.adminKubeconfig());
    if (config.runtime() == RuntimeKind.CONTAINERD) {
      line(out, "containerd", new Paths(config).containerd().socket());
      line(
          out,
          "ingress",
          "HTTP on port "
              + config.ingressHttp().port()
              + ", HTTPS on "
              + config.ingressHttps().port());
    }
  }

  private static int verdict(PrintWriter out, boolean allReady, DiskRoom room) {
    line(out, "disk", room);
    var isReady = allReady && !room.isFull();
    line(
        out,
        "ready",
        isReady
            ? "yes"
            : room.isFull()
                ? "no: nothing can be written until there is room on the disk"
                : "no: a node is missing or not ready");
    return isReady ? 0 : 1;
  }

  /// @return whether the API server and every node are ready
  private static boolean inspect(PrintWriter out, HttpApi api) {
    var version = Json.parse(api.getText("/version"));
    line(
        out,
        "version",
        "podo " + Versions.PODO + ", Kubernetes " + Trees.text(version, "gitVersion"));
    api.getText("/readyz");
    var allReady = true;
    var nodes = api.list(Nodes.KIND, ListOptions.all()).items();
    for (var node : nodes) {
      allReady &= isReady(node);
      var kubelet = node.status().nodeInfo();
      line(
          out,
          "node",
          node.metadata().name()
              + (isReady(node) ? ", ready" : ", not ready")
              + (kubelet == null ? "" : ", " + kubelet.containerRuntimeVersion()));
    }
    line(out, "pods", pods(api));
    return allReady && !nodes.isEmpty();
  }

  private static boolean isReady(Node node) {
    return node.status().conditions().stream()
        .anyMatch(c -> c.type().equals("Ready") && c.status().equals("True"));
  }

  /// As in `12 (Pending 1, Running 11)`.
  private static String pods(HttpApi api) {
    var phases = new TreeMap<String, Integer>();
    var pods = api.list(Pods.KIND, ListOptions.all()).items();
    pods.forEach(p -> phases.merge(p.status().phase(), 1, Integer::sum));
    var parts = phases.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
    return pods.isEmpty() ? "none" : pods.size() + " (" + String.join(", ", parts) + ")";
  }

  private static void line(PrintWriter out, String what, Object value) {
    out.printf("%-11s %s%n", what, value);
    out.flush();
  }
}
