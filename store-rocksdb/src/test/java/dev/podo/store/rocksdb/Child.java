package dev.podo.store.rocksdb;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Another JVM that runs a main class of these tests; its errors go to `target/children.log`.
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  Child(Class<?> main, String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    // RocksDB unpacks its library there, and one that is killed cannot remove it.
    command.add(
        "-Djava.io.tmpdir=" + Files.createDirectories(Path.of("target/children").toAbsolutePath()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(new File("target/children.log")))
            .start();
    out = process.inputReader();
  }

  long pid() {
    return process.pid();
  }

  /// The next line that it prints; null when it has ended.
  String line() throws IOException {
    return out.readLine();
  }

  /// What it has printed can still be read.
  void kill() {
    process.toHandle().destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    process.onExit().join();
  }
}
