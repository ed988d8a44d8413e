package dev.podo.program.demo;

import dev.podo.node.containerd.image.ImageArchive;
import dev.podo.program.demo.sample.Guestbook;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The sample's image, made on the spot: a small Java run time, the C library it needs, and the
/// sample's classes.
final class SampleImage {
  private static final String PACKAGE_PATH = "/dev/podo/program/demo/sample";
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+\\.so\\S*)");
  private static final String NOBODY = "65534:65534";

  private final Path work;
  private final Path javaHome;

  /// @param work an empty directory to build in
  SampleImage(Path work) throws IOException, InterruptedException {
    this.work = work;
    this.javaHome = runtime();
  }

  /// Writes an archive with the image.
  Path write(String name, String version) throws IOException, InterruptedException {
    var image = new ImageArchive(name + ":" + version).tree("/java", javaHome);
    for (var library : libraries()) {
      image.file(library.toString(), library);
    }
    addClasses(image);
    image
        .user(NOBODY)
        .env("GUESTBOOK_VERSION=" + version)
        .entrypoint(
            "/java/bin/java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx48m",
            "-Xss256k",
            "-Dsun.net.httpserver.nodelay=true",
            "-cp",
            "/app",
            Guestbook.class.getName());
    var archive = work.resolve("guestbook-" + version + ".tar");
    image.write(archive);
    return archive;
  }

  /// A run time of just the modules that the sample needs; where there is no jlink, this process's
  /// own.
  private Path runtime() throws IOException, InterruptedException {
    var home = Path.of(System.getProperty("java.home"));
    var jlink = home.resolve("bin/jlink");
    if (!Files.isExecutable(jlink)) {
      return home;
    }
    var target = work.resolve("java");
    run(
        List.of(
            jlink.toString(),
            "--add-modules",
            "java.base,java.net.http,jdk.httpserver",
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            target.toString()));
    return target;
  }

  private Set<Path> libraries() throws IOException, InterruptedException {
    var libraries = new TreeSet<Path>();
    for (var binary :
        List.of("bin/java", "lib/server/libjvm.so", "lib/libnio.so", "lib/libnet.so")) {
      var matcher = LIBRARY.matcher(run(List.of("ldd", javaHome.resolve(binary).toString())));
      while (matcher.find()) {
        var library = Path.of(matcher.group(1));
        if (!library.startsWith(javaHome)) {
          libraries.add(library);
        }
      }
    }
    return libraries;
  }

  private static void addClasses(ImageArchive image) throws IOException {
    try {
      var place = Guestbook.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      if (Files.isDirectory(Path.of(place))) {
        image.tree("/app" + PACKAGE_PATH, Path.of(place).resolve(PACKAGE_PATH.substring(1)));
        return;
      }
      try (var jar = FileSystems.newFileSystem(URI.create("jar:" + place), Map.of());
          var classes = Files.list(jar.getPath(PACKAGE_PATH))) {
        for (var file : (Iterable<Path>) classes.sorted()::iterator) {
          image.file(
              "/app" + PACKAGE_PATH + "/" + file.getFileName(), 0644, Files.readAllBytes(file));
        }
      }
    } catch (URISyntaxException e) {
      throw new IOException("the sample's classes cannot be found", e);
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream in = process.getInputStream()) {
      var output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + output.strip());
      }
      return output;
    }
  }
}
