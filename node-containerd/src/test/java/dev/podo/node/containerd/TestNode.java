package dev.podo.node.containerd;

import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.node.containerd.cri.CriRuntime;
import dev.podo.node.containerd.image.ImageArchive;
import dev.podo.node.containerd.instance.CniDirectory;
import dev.podo.node.containerd.instance.ContainerdInstance;
import dev.podo.node.containerd.instance.ContainerdSettings;
import dev.podo.node.containerd.instance.InstanceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A containerd in directories of its own with a bridge of its own and one image, the machine's
/// busybox; all of it goes when this closes.
final class TestNode implements AutoCloseable {
  static final String IMAGE = "docker.io/library/box:1";

  final Path directory;
  final ContainerdSettings settings;
  final String bridge;
  private Scope scope;
  private CriRuntime runtime;

  private TestNode(Path directory, String name) {
    this.directory = directory;
    // The pid keeps runs at the same time apart.
    var pid = ProcessHandle.current().pid();
    this.bridge = "podo" + name + pid % 100_000;
    this.settings =
        new ContainerdSettings(
            "containerd",
            directory.resolve("containerd"),
            Path.of("/run/podo-test-" + name + pid),
            directory.resolve("cni"));
  }

  static TestNode start(String name) throws IOException, InterruptedException {
    var node = new TestNode(Files.createTempDirectory("podo-containerd-"), name);
    new CniDirectory(node.settings.cniConfigDirectory()).write(node.confList(name));
    node.connect();
    var archive = node.directory.resolve("box.tar");
    box(IMAGE).write(archive);
    node.runtime.images().load(archive);
    return node;
  }

  private String confList(String name) {
    // Of 10.128.0.0/9; the third number differs between runs and between nodes of one run.
    var subnet =
        "10.%d.%d.0/24".formatted(200 + name.charAt(0) % 50, ProcessHandle.current().pid() % 256);
    return """
    {
      "cniVersion": "0.4.0",
      "name": "%s",
      "plugins": [
        {
          "type": "bridge",
          "bridge": "%s",
          "isGateway": true,
          "ipMasq": false,
          "hairpinMode": true,
          "ipam": {
            "type": "host-local",
            "dataDir": "%s",
            "ranges": [[{"subnet": "%s"}]],
            "routes": [{"dst": "0.0.0.0/0"}]
          }
        },
        {"type": "portmap", "capabilities": {"portMappings": true}}
      ]
    }
    """
        .formatted("net-" + bridge, bridge, directory.resolve("leases"), subnet);
  }

  static ImageArchive box(String name) throws IOException {
    var image = new ImageArchive(name).file("/bin/busybox", Path.of("/bin/busybox"));
    for (var applet :
        new String[] {
          "sh",
          "sleep",
          "cat",
          "echo",
          "env",
          "id",
          "nc",
          "dd",
          "true",
          "false",
          "stty",
          "ls",
          "head",
          "tail",
          "kill",
          "mount",
          "touch",
          "wc",
          "yes",
          "hostname",
          "httpd",
          "grep",
          "ps",
          "wget"
        }) {
      image.link("/bin/" + applet, "busybox");
    }
    return image
        .file(
            "/etc/passwd",
            0644,
            "root:x:0:0::/:/bin/sh\nsomeone:x:1234:1234::/:/bin/sh\n"
                .getBytes(StandardCharsets.UTF_8))
        .env("PATH=/bin", "FROM_IMAGE=yes")
        .cmd("/bin/sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.1; done");
  }

  CriRuntime runtime() {
    return runtime;
  }

  Scope scope() {
    return scope;
  }

  /// As a restart of Podo.
  void reconnect() throws InterruptedException {
    scope.close();
    connect();
  }

  private void connect() throws InterruptedException {
    scope = Scope.root("test", Environment.system());
    try {
      runtime = ContainerdInstance.start(settings, scope);
    } catch (InstanceException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    scope.close();
    try (var last = Scope.root("end", Environment.system())) {
      ContainerdInstance.removeEverything(settings, last);
      removeDirectory();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("the node cannot be removed", e);
    }
  }

  private void removeDirectory() throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
