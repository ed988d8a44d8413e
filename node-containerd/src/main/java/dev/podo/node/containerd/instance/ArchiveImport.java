package dev.podo.node.containerd.instance;

import dev.podo.node.containerd.cri.CriSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Imports archives with containerd's own tool, because its API for it differs between versions.
final class ArchiveImport implements CriSettings.Importer {
  private static final String TAKEN = "unpacking ";

  private final ContainerdSettings settings;
  private final HostAbilities host;

  ArchiveImport(ContainerdSettings settings, HostAbilities host) {
    this.settings = settings;
    this.host = host;
  }

  @Override
  public List<String> load(Path archive) throws IOException, InterruptedException {
    var command =
        List.of(
            "ctr",
            "--address",
            settings.socket().toString(),
            "--namespace",
            "k8s.io",
            "images",
            "import",
            "--snapshotter",
            host.snapshotter(),
            archive.toString());
    var result = Commands.run(command);
    if (result.exitCode() != 0) {
      throw new IOException(result.output());
    }
    var names = new ArrayList<String>();
    for (var line : result.output().split("\n")) {
      // As in: unpacking localhost/podo/pause:1 (sha256:…)...done
      if (line.startsWith(TAKEN)) {
        names.add(line.substring(TAKEN.length()).replaceFirst(" .*", ""));
      }
    }
    if (names.isEmpty()) {
      throw new IOException("it holds no named image: " + result.output());
    }
    return names;
  }
}
