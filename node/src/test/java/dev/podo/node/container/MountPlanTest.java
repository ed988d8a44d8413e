package dev.podo.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.VolumeMount;
import dev.podo.node.host.LocalHost;
import dev.podo.node.host.Mounts;
import dev.podo.node.runtime.Mount;
import dev.podo.node.simulated.SimulatedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountPlanTest {
  @TempDir Path root;
  private Path volume = Path.of("");

  @BeforeEach
  void fill() throws IOException {
    volume = Files.createDirectories(root.resolve("v")).toRealPath();
    Files.writeString(volume.resolve("file"), "x");
  }

  private Mount mount(VolumeMount.Builder mount, Map<String, String> env) {
    var host =
        new LocalHost(root, Mounts.unsupported(), () -> SimulatedHost.numbered("n", 1).facts());
    var plan = new MountPlan(host, name -> name.equals("v") ? volume : null);
    var container = Container.builder().name("c").volumeMounts(List.of(mount.build())).build();
    return plan.of(container, env).getFirst();
  }

  private static VolumeMount.Builder of(String volume) {
    return VolumeMount.builder().name(volume).mountPath("/data");
  }

  @Test
  void theWholeVolumeOrAPartOfItIsMounted() {
    assertThat(mount(of("v"), Map.of())).isEqualTo(Mount.of(volume, "/data", false));
    assertThat(mount(of("v").subPath("file").readOnly(true), Map.of()))
        .isEqualTo(Mount.of(volume.resolve("file"), "/data", true));
    assertThat(mount(of("v").subPath("made/here"), Map.of()).source()).isDirectory();
  }

  @Test
  void propagationIsPassedOn() {
    assertThat(mount(of("v").mountPropagation("HostToContainer"), Map.of()).propagation())
        .isEqualTo(Mount.Propagation.HOST_TO_CONTAINER);
    assertThat(mount(of("v").mountPropagation("Bidirectional"), Map.of()).propagation())
        .isEqualTo(Mount.Propagation.BIDIRECTIONAL);
  }

  @Test
  void subPathExprIsExpandedWithTheContainersEnvironment() {
    assertThat(mount(of("v").subPathExpr("$(POD)/logs"), Map.of("POD", "web-1")).source())
        .isEqualTo(volume.resolve("web-1/logs"))
        .isDirectory();
    assertThatThrownBy(() -> mount(of("v").subPathExpr("$(NO)"), Map.of()))
        .isInstanceOf(ConfigError.class)
        .hasMessageContaining("missing value for environment variable");
    assertThatThrownBy(() -> mount(of("v").subPathExpr("$(UP)"), Map.of("UP", "../..")))
        .isInstanceOf(ConfigError.class);
    assertThatThrownBy(() -> mount(of("v").subPathExpr("$(ROOT)"), Map.of("ROOT", "/etc")))
        .isInstanceOf(ConfigError.class);
  }

  @Test
  void whatLeadsOutOfTheVolumeIsNotMounted() throws IOException {
    Files.createSymbolicLink(volume.resolve("out"), Path.of("/etc"));
    assertThatThrownBy(() -> mount(of("v").subPath("out/passwd"), Map.of()))
        .isInstanceOf(ConfigError.class)
        .hasMessageStartingWith(
            "failed to prepare subPath for volumeMount \"v\" of container \"c\"");
    assertThatThrownBy(() -> mount(of("w"), Map.of()))
        .isInstanceOf(ConfigError.class)
        .hasMessage("volume \"w\" not found");
  }
}
