package dev.podo.e2e.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The checkout, as the rules see it.
final class Tree {
  /// In the order of the architecture: each may use only what stands before it.
  static final List<String> MODULES =
      List.of(
          "foundation",
          "model-generator",
          "model",
          "machinery",
          "cel",
          "store",
          "store-rocksdb",
          "client",
          "apiserver",
          "controllers",
          "scheduler",
          "node",
          "node-containerd",
          "network",
          "network-linux",
          "server",
          "testkit",
          "simulator",
          "program",
          "clients",
          "e2e",
          "bench",
          "fuzz");

  static final Path ROOT = root();

  private Tree() {}

  private static Path root() {
    for (var dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.exists(dir.resolve("ARCHITECTURE.md"))) {
        return dir;
      }
    }
    throw new IllegalStateException(
        "the tests run inside a checkout, where ARCHITECTURE.md stands");
  }

  /// The modules that exist: those still empty are left out of the tree.
  static Stream<String> modules() {
    return MODULES.stream().filter(m -> Files.exists(ROOT.resolve(m).resolve("pom.xml")));
  }

  /// The hand-written sources of production code.
  static List<Path> mainSources() {
    return modules().flatMap(m -> javaFiles(ROOT.resolve(m).resolve("src/main/java"))).toList();
  }

  static List<Path> allSources() {
    return modules().flatMap(m -> javaFiles(ROOT.resolve(m).resolve("src"))).toList();
  }

  static List<Path> classFolders() {
    return modules()
        .map(m -> ROOT.resolve(m).resolve("target/classes"))
        .filter(Files::exists)
        .toList();
  }

  private static Stream<Path> javaFiles(Path dir) {
    if (!Files.exists(dir)) {
      return Stream.empty();
    }
    try (var files = Files.walk(dir)) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String relative(Path file) {
    return ROOT.relativize(file).toString();
  }
}
