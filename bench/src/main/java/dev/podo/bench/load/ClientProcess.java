package dev.podo.bench.load;

import dev.podo.apiserver.pki.Pem;
import dev.podo.apiserver.pki.Pki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts clients as processes of their own, each the cluster's administrator.
final class ClientProcess {
  private ClientProcess() {}

  /// @param main is given the port, the directory, and what follows
  /// @param directory for the certificates and what the client says
  static Process start(Class<?> main, Pki pki, int port, Path directory, List<String> more)
      throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("ca.pem"), pki.caPem());
    var admin = pki.admin();
    Files.writeString(directory.resolve("client.pem"), Pem.encode(List.of(admin.certificate())));
    Files.writeString(directory.resolve("client.key"), Pem.encodeKey(admin));
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Few threads: the cores are the server's.
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                Integer.toString(port),
                directory.toString()));
    words.addAll(more);
    return new ProcessBuilder(words).redirectError(directory.resolve("errors").toFile()).start();
  }
}
