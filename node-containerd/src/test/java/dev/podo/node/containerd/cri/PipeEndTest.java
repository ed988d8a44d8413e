package dev.podo.node.containerd.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PipeEndTest {
  private static final int MANY = 300;

  @TempDir private Path directory;

  private final Clock clock = Clock.system();
  private final Scope scope = Scope.root("pipes", Environment.system());
  private final Readiness readiness = new Readiness(scope);

  @AfterEach
  void stop() {
    scope.close();
  }

  private static Deadline patience() {
    return Deadline.after(Clock.system(), Duration.ofMinutes(1));
  }

  private Fifos fifos() throws IOException {
    return new Fifos(directory, true, false, false);
  }

  private Promise<Long> count(Path fifo) {
    return scope.compute(
        "reader",
        () -> {
          var total = 0L;
          try (var in = PipeEnd.toRead(readiness, clock, fifo)) {
            for (var bytes = in.read(); bytes != null; bytes = in.read()) {
              total += bytes.length;
            }
          }
          return total;
        });
  }

  @Test
  void carriesMoreThanAPipeHoldsToItsEnd() throws Exception {
    try (var fifos = fifos()) {
      var counted = count(fifos.stdin);
      try (var out = PipeEnd.toWrite(readiness, clock, fifos.stdin)) {
        for (var i = 0; i < 64; i++) {
          out.write(new byte[100_000]);
        }
      }
      assertThat(counted.await(patience())).isEqualTo(6_400_000);
    }
  }

  @Test
  void whoeverWaitsForAWriterThatNeverComesIsReleased() throws Exception {
    try (var fifos = fifos()) {
      var counted = count(fifos.stdin);
      try (var there = PipeEnd.toWrite(readiness, clock, fifos.stdin)) {
        assertThat(there).isNotNull(); // There is a reader now.
      }
      fifos.release();
      assertThat(counted.await(patience())).isZero();
    }
  }

  @Test
  void manyWaitOnOneThread() throws Exception {
    var all = new ArrayList<Fifos>();
    var counts = new ArrayList<Promise<Long>>();
    var writers = new ArrayList<PipeEnd>();
    try {
      var before = ManagementFactory.getThreadMXBean().getThreadCount();
      for (var i = 0; i < MANY; i++) {
        var fifos = fifos();
        all.add(fifos);
        counts.add(count(fifos.stdin));
        writers.add(PipeEnd.toWrite(readiness, clock, fifos.stdin));
      }
      assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - before)
          .isLessThan(MANY / 10);
      for (var writer : List.copyOf(writers)) {
        writer.write(new byte[] {1, 2, 3});
        writer.close();
      }
      for (var count : counts) {
        assertThat(count.await(patience())).isEqualTo(3);
      }
    } finally {
      writers.forEach(PipeEnd::close);
      for (var fifos : all) {
        fifos.close();
      }
    }
  }
}
