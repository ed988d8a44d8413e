package dev.podo.program.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostPackagesTest {
  @Test
  void aBareHostLacksThemAll() {
    assertThat(HostPackages.names(HostPackages.missing(path -> false)))
        .isEqualTo(
            "containerd runc containernetworking-plugins libnftables1 conntrack catatonit iproute2");
  }

  @Test
  void aHostThatHasEverythingLacksNothing() {
    assertThat(HostPackages.missing(path -> true)).isEmpty();
  }

  @Test
  void onePlaceOfSeveralIsEnough() {
    var there =
        Set.of(
            Path.of("/usr/local/bin/containerd"),
            Path.of("/usr/sbin/runc"),
            Path.of("/opt/cni/bin/bridge"),
            Path.of("/usr/lib/aarch64-linux-gnu/libnftables.so.1"),
            Path.of("/usr/sbin/conntrack"),
            Path.of("/usr/libexec/podman/catatonit"));

    assertThat(HostPackages.names(HostPackages.missing(there::contains))).isEqualTo("iproute2");
  }

  @Test
  void saysWhatEachIsFor() {
    assertThat(HostPackages.missing(path -> false))
        .allSatisfy(p -> assertThat(p.purpose()).isNotBlank());
  }
}
