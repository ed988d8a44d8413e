package dev.podo.model.generator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes the records of Kubernetes' API types: sources into the first argument's directory,
/// descriptions into the second's. The jars that it reads are found on its own class path.
public final class Generate {
  private static final String MODELS = "io/kubernetes/client/openapi/models";
  private static final String PROTO = "io/kubernetes/client/proto";

  private Generate() {}

  public static void main(String[] arguments) throws IOException {
    try (var api = open(MODELS + "/V1Pod.class");
        var proto = open(PROTO + "/Meta.java")) {
      var messages = new ProtoSources(proto.getPath(PROTO));
      var joined =
          new Definitions(new ApiJar(api.getPath(MODELS)), messages)
              .join(new FactTable(lines("facts.txt")));
      var names = new HashMap<String, String>();
      for (var definition : joined) {
        names.put(definition.javaName().substring("dev.podo.model.".length()), definition.name());
      }
      var definitions = new ArrayList<>(joined);
      definitions.addAll(new DeclaredTypes(lines("declared.txt"), messages, names).definitions());
      write(definitions, new Output(Path.of(arguments[0])));
      new ResourceWriter(new Output(Path.of(arguments[1]))).write(definitions);
    }
  }

  private static void write(List<Definition> definitions, Output output) throws IOException {
    Map<String, Definition> byName = new LinkedHashMap<>();
    for (var definition : definitions) {
      byName.put(definition.name(), definition);
    }
    for (var definition : definitions) {
      var path = definition.javaName().replace('.', '/') + ".java";
      output.write(path, new RecordWriter(definition, byName).write());
    }
    output.deleteOthers();
  }

  /// The jar on the class path that holds a resource.
  private static FileSystem open(String resource) throws IOException {
    var loader = Generate.class.getClassLoader();
    var url = Objects.requireNonNull(loader.getResource(resource), resource);
    try {
      var jar = url.toString();
      return FileSystems.newFileSystem(
          Path.of(new URI(jar.substring("jar:".length(), jar.indexOf("!/")))));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static List<String> lines(String resource) {
    try (InputStream in = Objects.requireNonNull(Generate.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
