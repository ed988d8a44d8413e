package dev.podo.apiserver.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.TestServer;
import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.flowcontrol.FlowSchemas;
import dev.podo.machinery.kinds.flowcontrol.PriorityLevelConfigurations;
import dev.podo.model.flowcontrol.v1.FlowSchema;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfiguration;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowObjectsTest {
  private static final String AUTO_UPDATE = "apf.kubernetes.io/autoupdate-spec";

  private final TestServer server = TestServer.inProcess();
  private final Api api = server.admin();

  @AfterEach
  void stop() {
    server.close();
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    var clock = server.scope().environment().clock();
    var deadline = Deadline.after(clock, Duration.ofSeconds(90));
    while (!condition.getAsBoolean()) {
      assertThat(deadline.hasPassed(clock)).as("waiting until " + what).isFalse();
      clock.sleep(Duration.ofMillis(5));
    }
  }

  private FlowSchema schema(String name) {
    return api.get(FlowSchemas.KIND, "", name);
  }

  private PriorityLevelConfiguration level(String name) {
    return api.get(PriorityLevelConfigurations.KIND, "", name);
  }

  private boolean hasSchema(String name) {
    return api.list(FlowSchemas.KIND, ListOptions.all()).items().stream()
        .anyMatch(it -> it.metadata().name().equals(name));
  }

  @Test
  void makesWhatEveryClusterHasFromTheBeginning() {
    assertThat(api.list(PriorityLevelConfigurations.KIND, ListOptions.all()).items())
        .extracting(it -> it.metadata().name())
        .containsExactly(
            "catch-all",
            "exempt",
            "global-default",
            "leader-election",
            "node-high",
            "system",
            "workload-high",
            "workload-low");
    assertThat(api.list(FlowSchemas.KIND, ListOptions.all()).items())
        .hasSize(13)
        .allSatisfy(schema -> {
          assertThat(schema.metadata().annotations()).containsEntry(AUTO_UPDATE, "true");
          assertThat(schema.status().conditions())
              .singleElement()
              .satisfies(condition -> {
                assertThat(condition.type()).isEqualTo("Dangling");
                assertThat(condition.status()).isEqualTo("False");
                assertThat(condition.reason()).isEqualTo("Found");
                assertThat(condition.message()).endsWith("and it exists");
              });
        });
  }

  @Test
  void makesAnewWhatIsDeleted() throws InterruptedException {
    var uid = schema("catch-all").metadata().uid();
    api.delete(FlowSchemas.KIND, "", "catch-all", DeleteOptions.EMPTY);
    await(
        "it is there again",
        () -> hasSchema("catch-all") && !schema("catch-all").metadata().uid().equals(uid));
  }

  @Test
  void setsRightWhatNobodyHasMadeHisOwn() throws InterruptedException {
    var changed = schema("probes");
    api.update(
        FlowSchemas.KIND,
        changed.withSpec(changed.spec().with(b -> b.matchingPrecedence(77))),
        WriteOptions.defaults());
    await("it is as it was", () -> schema("probes").spec().matchingPrecedence() == 2);
  }

  @Test
  void leavesAloneWhatSomebodyHasMadeHisOwn() throws InterruptedException {
    var own = schema("probes");
    var metadata = own.metadata().with(b -> b.annotations(Map.of(AUTO_UPDATE, "false")));
    api.update(
        FlowSchemas.KIND,
        own.withMetadata(metadata).withSpec(own.spec().with(b -> b.matchingPrecedence(77))),
        WriteOptions.defaults());
    // A later change has been looked at; so has this one.
    var other = schema("service-accounts");
    api.update(
        FlowSchemas.KIND,
        other.withSpec(other.spec().with(b -> b.matchingPrecedence(78))),
        WriteOptions.defaults());
    await("the other is right", () -> schema("service-accounts").spec().matchingPrecedence() > 78);
    assertThat(schema("probes").spec().matchingPrecedence()).isEqualTo(77);
  }

  @Test
  void keepsTheMandatoryOnesAsTheyAre() {
    var level = level("catch-all");
    var limited = level.spec().limited();
    var spec = level.spec().with(b -> b.limited(limited.with(l -> l.nominalConcurrencyShares(50))));
    assertThatThrownBy(() ->
            api.update(
                PriorityLevelConfigurations.KIND, level.withSpec(spec), WriteOptions.defaults()))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("spec of 'catch-all' must equal the fixed value");
  }

  @Test
  void letsTheAdministratorSayHowMuchIsExempt() throws InterruptedException {
    var level = level("exempt");
    var exempt = level.spec().exempt();
    api.update(
        PriorityLevelConfigurations.KIND,
        level.withSpec(
            level.spec().with(b -> b.exempt(exempt.with(e -> e.nominalConcurrencyShares(7))))),
        WriteOptions.defaults());
    api.delete(FlowSchemas.KIND, "", "probes", DeleteOptions.EMPTY);
    await("later changes were looked at", () -> hasSchema("probes"));
    assertThat(level("exempt").spec().exempt().nominalConcurrencyShares()).isEqualTo(7);
  }

  @Test
  void removesWhatNobodyHasMadeHisOwnAndNoClusterHasAnyMore() throws InterruptedException {
    var model = schema("probes");
    for (var kept : List.of("false", "true")) {
      var metadata =
          ObjectMeta.builder()
              .name("former-" + kept)
              .annotations(new TreeMap<>(Map.of(AUTO_UPDATE, kept)));
      api.create(FlowSchemas.KIND, model.withMetadata(metadata.build()), WriteOptions.defaults());
    }
    await("it is gone", () -> !hasSchema("former-true"));
    assertThat(hasSchema("former-false")).isTrue();
  }
}
