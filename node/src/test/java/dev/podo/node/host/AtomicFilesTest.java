package dev.podo.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path directory;

  private boolean publish(Map<String, String> files) throws IOException {
    return new AtomicFiles(directory, -1).publish(contents(files));
  }

  private static SortedMap<String, FileContent> contents(Map<String, String> files) {
    var out = new TreeMap<String, FileContent>();
    files.forEach((path, text) -> out.put(path, new FileContent(Bytes.utf8(text), 0440, null)));
    return out;
  }

  @Test
  void filesAreLinksThroughOneDirectory() throws IOException {
    assertThat(publish(Map.of("a", "1", "sub/b", "2"))).isTrue();

    assertThat(directory.resolve("a")).hasContent("1");
    assertThat(directory.resolve("sub/b")).hasContent("2");
    assertThat(Files.readSymbolicLink(directory.resolve("a"))).isEqualTo(Path.of("..data/a"));
    assertThat(Files.readSymbolicLink(directory.resolve("sub"))).isEqualTo(Path.of("..data/sub"));
    assertThat(Files.isSymbolicLink(directory.resolve("..data"))).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a"))))
        .isEqualTo("r--r-----");
  }

  @Test
  void theSameAgainChangesNothing() throws IOException {
    publish(Map.of("a", "1"));
    var before = Files.readSymbolicLink(directory.resolve("..data"));
    assertThat(publish(Map.of("a", "1"))).isFalse();
    assertThat(Files.readSymbolicLink(directory.resolve("..data"))).isEqualTo(before);
  }

  @Test
  void aChangeSwapsAllAtOnceAndLeavesNothingBehind() throws IOException {
    publish(Map.of("a", "1", "b", "1"));
    try (var open = Files.newBufferedReader(directory.resolve("a"))) {
      publish(Map.of("a", "2", "c", "2"));
      assertThat(open.readLine()).isEqualTo("1");
    }
    assertThat(directory.resolve("a")).hasContent("2");
    assertThat(directory.resolve("c")).hasContent("2");
    assertThat(Files.exists(directory.resolve("b"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    try (var all = Files.list(directory)) {
      assertThat(all.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("..data", "..v2", "a", "c");
    }
  }

  @Test
  void emptyingRemovesTheFiles() throws IOException {
    publish(Map.of("a", "1"));
    publish(Map.of());
    assertThat(Files.exists(directory.resolve("a"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
