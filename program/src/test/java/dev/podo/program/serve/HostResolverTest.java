package dev.podo.program.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.VirtualClock;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostResolverTest {
  @Test
  void followsTheFileWhenItChanges(@TempDir Path directory) throws Exception {
    var file = directory.resolve("resolv.conf");
    var clock = new VirtualClock(Instant.EPOCH);
    var servers = HostResolver.follow(List.of(file), clock);
    assertThat(servers.get()).isEmpty();
    Files.writeString(file, "nameserver 192.0.2.1\nnameserver 127.0.0.53\nnameserver ::1\n");
    assertThat(servers.get()).as("it is not looked at for every question").isEmpty();
    clock.advance(Duration.ofSeconds(5));
    assertThat(servers.get()).containsExactly(new InetSocketAddress("192.0.2.1", 53));
    Files.writeString(file, "nameserver 192.0.2.20\n");
    clock.advance(Duration.ofSeconds(5));
    assertThat(servers.get()).containsExactly(new InetSocketAddress("192.0.2.20", 53));
  }
}
