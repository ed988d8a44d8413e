package dev.podo.program.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podo.program.config.Config.RuntimeKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private static final Path HOME = Path.of("/home/grape");

  @TempDir private Path directory;

  @Test
  void aFlagBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() throws Exception {
    var file = file("api: {port: 1111, address: 127.0.0.1}\nnodes: 1\nlog: {level: debug}\n");
    var config =
        new ConfigLoader(
                Map.of("api.port", "3333"),
                Map.of("PODO_API_PORT", "2222", "PODO_LOG_LEVEL", "error", "PATH", "/bin"),
                file)
            .load(true, HOME, "vine");
    assertThat(config.api().port()).isEqualTo(3333);
    assertThat(config.logging().level()).isEqualTo("error");
    assertThat(config.api().address()).isEqualTo("127.0.0.1");
    assertThat(config.node().name()).isEqualTo("vine");
    assertThat(config.values())
        .anySatisfy(value -> {
          assertThat(value.key()).isEqualTo("api.port");
          assertThat(value.source()).isEqualTo("flag --api-port");
        })
        .anySatisfy(value -> assertThat(value.source()).isEqualTo("environment PODO_LOG_LEVEL"))
        .anySatisfy(value -> assertThat(value.source()).isEqualTo("file " + file));
  }

  @Test
  void theDataDirectoryIsTheUsersOwnForSimulatedNodesWithoutRoot() throws Exception {
    assertThat(load(Map.of("runtime", "simulated"), false).dataDir())
        .isEqualTo(HOME.resolve(".local/share/podo"));
    assertThat(load(Map.of("runtime", "simulated"), true).dataDir())
        .isEqualTo(Path.of("/var/lib/podo"));
    assertThat(load(Map.of(), true).runtime()).isEqualTo(RuntimeKind.CONTAINERD);
  }

  @Test
  void allThatIsWrongIsToldAtOnceWithSuggestions() throws Exception {
    var file = file("api: {prot: 1}\nrun-time: simulated\n");
    var problems =
        problems(
            new ConfigLoader(
                Map.of("api.port", "seventy", "api.address", "::1", "node.evictionHard", "disk<5%"),
                Map.of("PODO_NODE_NAMEE", "x"),
                file));
    assertThat(problems)
        .anyMatch(p -> p.contains("unknown setting \"api.prot\"; did you mean \"api.port\"?"))
        .anyMatch(p -> p.contains("unknown setting \"run-time\"; did you mean \"runtime\"?"))
        .anyMatch(p ->
            p.contains(
                "unknown environment variable PODO_NODE_NAMEE; did you mean \"PODO_NODE_NAME\"?"))
        .anyMatch(p -> p.contains("\"seventy\" must be a whole number from 0 to 65535"))
        .anyMatch(p -> p.contains("IPv6"))
        .anyMatch(p -> p.contains("\"disk\" is no signal; there are memory.available"))
        .hasSize(6);
  }

  @Test
  void severalNodesNeedTheSimulatedRuntime() {
    assertThat(problems(new ConfigLoader(Map.of("nodes", "3"), Map.of(), null)))
        .singleElement()
        .asString()
        .contains("3 nodes need the simulated runtime so far");
  }

  @Test
  void anUnreadableFileIsNamed() {
    assertThat(problems(new ConfigLoader(Map.of(), Map.of(), directory.resolve("none.yaml"))))
        .anyMatch(p -> p.contains("none.yaml cannot be read"));
  }

  private static Config load(Map<String, String> flags, boolean isRoot) throws ConfigException {
    return new ConfigLoader(flags, Map.of(), null).load(isRoot, HOME, "vine");
  }

  private static List<String> problems(ConfigLoader loader) {
    return catchThrowableOfType(ConfigException.class, () -> loader.load(true, HOME, "vine"))
        .problems();
  }

  private Path file(String text) throws Exception {
    return Files.writeString(directory.resolve("podo.yaml"), text);
  }
}
