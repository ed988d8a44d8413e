package dev.podo.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Environment;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every format that was ever released can be read.
class FormatTest {
  @TempDir private Path temp;

  @Test
  void readsFormat1() throws Exception {
    var directory = temp.resolve("store");
    copy("/format-1", directory);
    try (var journal = RocksJournal.open(RocksConfig.in(directory), Environment.system())) {
      assertThat(FormatSample.describe(journal)).isEqualTo(FormatSample.DESCRIPTION);
    }
  }

  @Test
  void writesFormat1AsItWas() throws Exception {
    var directory = temp.resolve("store");
    FormatSample.main(new String[] {directory.toString()});
    try (var journal = RocksJournal.open(RocksConfig.in(directory), Environment.system())) {
      assertThat(FormatSample.describe(journal)).isEqualTo(FormatSample.DESCRIPTION);
    }
  }

  private static void copy(String resource, Path to) throws IOException, URISyntaxException {
    var from = Path.of(FormatTest.class.getResource(resource).toURI());
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
