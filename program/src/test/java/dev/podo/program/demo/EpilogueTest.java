package dev.podo.program.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.program.config.Config;
import dev.podo.program.config.ConfigLoader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EpilogueTest {
  private final Epilogue epilogue =
      new Epilogue(config(), "./podo", "kubectl --kubeconfig /data/admin.kubeconfig");

  @Test
  void namesUrlsWithTheConfiguredPorts() {
    assertThat(epilogue.lines(true))
        .anyMatch(l ->
            l.contains(
                "--resolve guestbook.localhost:8080:127.0.0.1 http://guestbook.localhost:8080/"))
        .anyMatch(l ->
            l.contains(
                "--cacert /data/demo/guestbook-ca.crt https://guestbook.localhost:8443/api/entries"));
  }

  @Test
  void itsCommandsAreCalledAsTheyWere() {
    assertThat(epilogue.lines(true))
        .contains("  ./podo down --data-dir /data --purge   leaves nothing behind")
        .contains("  kubectl --kubeconfig /data/admin.kubeconfig -n guestbook logs deployment/api");
  }

  @Test
  void whereThereIsNoKubectlTheLastLinesSayHowToGetIt() {
    var lines = epilogue.lines(false);

    assertThat(epilogue.lines(true)).noneMatch(l -> l.contains("dl.k8s.io"));
    assertThat(lines.subList(lines.size() - 4, lines.size()))
        .anyMatch(l -> l.contains("dl.k8s.io"));
  }

  private static Config config() {
    var flags = Map.of("dataDir", "/data", "ingress.httpPort", "8080", "ingress.httpsPort", "8443");
    try {
      return new ConfigLoader(flags, Map.of(), null).load(true, Path.of("/root"), "host");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
