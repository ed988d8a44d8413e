package dev.podo.controllers.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.controllers.rootca.RootCaController;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceFurnishingTest {
  private final Stage stage = new Stage(1);

  {
    stage.add(new ServiceAccountController());
    stage.add(new RootCaController("PEM"));
    stage.create(Namespaces.KIND, Samples.namespace("a"));
  }

  @Test
  void eachNamespaceGetsItsAccountAndCertificate() {
    stage.settle();
    assertThat(stage.api.get(ServiceAccounts.KIND, "a", "default")).isNotNull();
    assertThat(stage.api.get(ConfigMaps.KIND, "a", "kube-root-ca.crt").data())
        .containsExactly(Map.entry("ca.crt", "PEM"));
  }

  @Test
  void theyComeBackAndAreSetRight() {
    stage.settle();
    stage.delete(ServiceAccounts.KIND, "a", "default");
    var map = stage.api.get(ConfigMaps.KIND, "a", "kube-root-ca.crt");
    stage.update(ConfigMaps.KIND, map.with(b -> b.data(Map.of("ca.crt", "other", "x", "y"))));
    stage.settle();

    assertThat(stage.api.get(ServiceAccounts.KIND, "a", "default")).isNotNull();
    assertThat(stage.api.get(ConfigMaps.KIND, "a", "kube-root-ca.crt").data())
        .containsExactly(Map.entry("ca.crt", "PEM"));
  }

  @Test
  void aNamespaceThatIsGoingGetsNothing() {
    stage.delete(Namespaces.KIND, "", "a");
    stage.settle();
    assertThat(stage.all(ServiceAccounts.KIND)).isEmpty();
    assertThat(stage.all(ConfigMaps.KIND)).isEmpty();
  }
}
