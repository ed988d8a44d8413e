package dev.podo.model.generator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// A directory of generated files. A file whose content is unchanged is left alone, so that nothing
/// is compiled anew for it; a file that is not written again is deleted.
final class Output {
  private final Path directory;
  private final Set<Path> written = new HashSet<>();

  Output(Path directory) {
    this.directory = directory;
  }

  void write(String path, String content) throws IOException {
    var file = directory.resolve(path);
    written.add(file);
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  void deleteOthers() throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!written.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
