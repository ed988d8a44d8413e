package dev.podo.controllers.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.client.fake.FakeApi;
import dev.podo.client.informer.Informers;
import dev.podo.client.informer.Key;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.VirtualClock;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The engine on real threads in virtual time: a reconciler keeps as many Secrets as a ConfigMap
/// says.
@Timeout(60)
class EngineTest {
  private final VirtualClock clock = new VirtualClock(Instant.EPOCH);
  private final Environment environment =
      new Environment(clock, new Random(1), Thread.ofVirtual().factory());
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi api = new FakeApi(environment);
  private final Informers informers = new Informers(api, scope);
  private final Metrics metrics = new Metrics();
  private final Engine engine =
      new Engine(
          new Engine.Parts(api, informers, Kinds.of(List.of(ConfigMaps.KIND)), metrics), scope);

  @AfterEach
  void close() {
    scope.close();
  }

  /// Lets time pass until the threads have brought it about.
  private void await(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      assertThat(Thread.currentThread().isInterrupted()).as("too late").isFalse();
      clock.advance(Duration.ofMillis(1));
      Thread.onSpinWait();
    }
  }

  private static ConfigMap wanted(String name, int secrets) {
    return ConfigMap.builder()
        .metadata(ObjectMeta.builder().namespace("default").name(name).build())
        .data(Map.of("secrets", Integer.toString(secrets)))
        .build();
  }

  private void want(String name, int secrets) {
    api.create(ConfigMaps.KIND, wanted(name, secrets), WriteOptions.defaults());
  }

  private void change(String name, int secrets) {
    var patch = new Patch.Merge(Map.of("data", Map.of("secrets", Integer.toString(secrets))));
    api.patch(ConfigMaps.KIND, "default", name, patch, "", WriteOptions.defaults());
  }

  private long secrets(String of) {
    return informers.of(Secrets.KIND).snapshot().in("default").stream()
        .filter(secret -> secret.metadata().name().startsWith(of + "-"))
        .count();
  }

  /// Counts turns and how many Secrets it has made in all.
  private static class Keeper implements Reconciler<ConfigMap> {
    final AtomicInteger turns = new AtomicInteger();
    final AtomicInteger tooMany = new AtomicInteger();

    @Override
    public Watches watches(Watches.Of<ConfigMap> on) {
      return on.primary(ConfigMaps.KIND)
          .mapped(
              Secrets.KIND,
              (secret, view) ->
                  List.of(
                      new Key(
                          secret.metadata().namespace(), secret.metadata().name().split("-")[0])));
    }

    @Override
    public Plan reconcile(ConfigMap map, View view, Instant now) {
      turns.incrementAndGet();
      var name = map.metadata().name();
      var there =
          view.list(Secrets.KIND)
              .in("default")
              .where(secret -> secret.metadata().name().startsWith(name + "-"))
              .toList();
      var missing = Integer.parseInt(map.data().get("secrets")) - there.size();
      if (missing < 0) {
        tooMany.incrementAndGet();
        return Plan.deleteAll(
            Secrets.KIND, there.subList(0, -missing), secret -> Announce.silent());
      }
      var metadata = ObjectMeta.builder().namespace("default").generateName(name + "-").build();
      var secret = Secret.builder().metadata(metadata).build();
      return Plan.createAll(Secrets.KIND, Collections.nCopies(missing, secret), Announce.silent());
    }
  }

  @Test
  void bringsAboutWhatIsWanted() {
    want("a", 3);
    engine.run("keeper", new Keeper());
    want("b", 2);
    await(() -> secrets("a") == 3 && secrets("b") == 2);

    change("a", 1);
    await(() -> secrets("a") == 1);
  }

  @Test
  void neverActsTwiceBecauseACacheIsBehind() {
    var keeper = new Keeper();
    engine.run("keeper", keeper);
    for (int i = 0; i < 10; i++) {
      want("m" + i, 5);
    }
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 10; i++) {
        change("m" + i, 5 + round);
      }
    }
    await(() -> IntStream.range(0, 10).allMatch(i -> secrets("m" + i) == 24));

    assertThat(keeper.tooMany).as("too many were made").hasValue(0);
  }

  @Test
  void triesAgainAfterAFailure() {
    var failures = new AtomicInteger(5);
    api.refuse((verb, kind, name) -> {
      if (verb.equals("create") && kind.equals(Secrets.KIND) && failures.decrementAndGet() >= 0) {
        throw ApiErrors.serviceUnavailable("not now");
      }
    });
    want("a", 3);
    engine.run("keeper", new Keeper());
    await(() -> secrets("a") == 3);

    assertThat(metrics.samples())
        .anySatisfy(sample -> {
          assertThat(sample.metric()).isEqualTo("workqueue_retries_total");
          assertThat(sample.value()).isGreaterThanOrEqualTo(5);
        });
  }

  @Test
  void doesNotRetryInANamespaceThatIsGoing() {
    var tries = new AtomicInteger();
    api.refuse((verb, kind, name) -> {
      if (verb.equals("create") && kind.equals(Secrets.KIND)) {
        tries.incrementAndGet();
        throw ApiErrors.withCause(
            ApiErrors.badRequest("terminating"), "NamespaceTerminating", "", "");
      }
    });
    want("a", 1);
    engine.run("keeper", new Keeper());
    await(() -> tries.get() == 1 && engine.isQuiet());
    clock.advance(Duration.ofHours(1));
    await(engine::isQuiet);

    assertThat(tries).hasValue(1);
  }

  @Test
  void seesWhatIsDeletedAndMadeAnew() {
    want("a", 1);
    engine.run("keeper", new Keeper());
    await(() -> secrets("a") == 1);
    var secret = informers.of(Secrets.KIND).snapshot().all().toList().get(0);
    api.delete(Secrets.KIND, "default", secret.metadata().name(), DeleteOptions.EMPTY);

    await(() ->
        secrets("a") == 1
            && !informers.of(Secrets.KIND).snapshot().all().toList().contains(secret));
  }

  @Test
  void oneObjectThatNobodyForesawHoldsUpNoOther() {
    var broken = wanted("broken", 0).with(b -> b.data(Map.of("secrets", "many")));
    api.create(ConfigMaps.KIND, broken, WriteOptions.defaults());
    engine.run("keeper", new Keeper());
    want("a", 2);
    await(() -> secrets("a") == 2);
  }

  @Test
  void answersAQuestionInTheNextTurn() {
    var asked = new AtomicInteger();
    var answered = new AtomicInteger();
    engine.run(
        "asker",
        new Reconciler<ConfigMap>() {
          @Override
          public Watches watches(Watches.Of<ConfigMap> on) {
            return on.primary(ConfigMaps.KIND);
          }

          @Override
          public Plan reconcile(ConfigMap map, View view, Instant now) {
            var live = Live.of(ConfigMaps.KIND, map);
            var outcome = view.outcome(live);
            if (outcome == null) {
              asked.incrementAndGet();
              return Plan.ask(live);
            }
            assertThat(outcome.value()).contains(map);
            answered.incrementAndGet();
            return Plan.nothing();
          }
        });
    want("a", 0);
    await(() -> answered.get() == 1 && engine.isQuiet());

    assertThat(asked).hasValue(1);
  }
}
