package dev.podo.controllers.garbagecollector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.controllers.definition.Defined;
import dev.podo.controllers.engine.Kinds;
import dev.podo.controllers.engine.Ref;
import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.controllers.engine.Watches;
import dev.podo.foundation.Check;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.OwnerReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GarbageCollectorTest {
  private static final Kinds KINDS = Kinds.of(List.of(ConfigMaps.KIND, Secrets.KIND, Nodes.KIND));

  private final Stage stage = new Stage(1);
  private final Stage.Actor<ApiObject> collector = stage.add(new GarbageCollector(), KINDS);

  private ConfigMap map(String name, OwnerReference... owners) {
    var metadata = Samples.named(name).withOwnerReferences(List.of(owners));
    return stage.create(ConfigMaps.KIND, ConfigMap.builder().metadata(metadata).build());
  }

  private Secret secret(String name, OwnerReference... owners) {
    var metadata = Samples.named(name).withOwnerReferences(List.of(owners));
    return stage.create(Secrets.KIND, Secret.builder().metadata(metadata).build());
  }

  private void addOwner(ConfigMap to, OwnerReference owner) {
    var references = new ArrayList<>(to.metadata().ownerReferences());
    references.add(owner);
    stage.update(ConfigMaps.KIND, to.withMetadata(to.metadata().withOwnerReferences(references)));
  }

  private static OwnerReference to(ApiObject owner) {
    return OwnerReferences.toController(owner);
  }

  private void delete(String name, String policy) {
    var options = DeleteOptions.builder().propagationPolicy(policy).build();
    stage.api.delete(ConfigMaps.KIND, Samples.NAMESPACE, name, options);
  }

  private List<String> names() {
    var out = new ArrayList<String>();
    stage.all(ConfigMaps.KIND).forEach(map -> out.add(map.metadata().name()));
    stage.all(Secrets.KIND).forEach(secret -> out.add(secret.metadata().name()));
    return out;
  }

  @Test
  void deletesWhatHasLostItsOwner() {
    var owner = map("owner");
    secret("mine", to(owner));
    secret("nobodys");
    stage.settle();
    assertThat(names()).containsExactlyInAnyOrder("owner", "mine", "nobodys");

    delete("owner", "Background");
    stage.settle();
    assertThat(names()).containsExactly("nobodys");
  }

  @Test
  void deletesDownTheWholeTree() {
    var root = map("root");
    var child = map("child", to(root));
    var grandchild = map("grandchild", to(child));
    secret("leaf", to(grandchild));
    delete("root", "Background");
    stage.settle();
    assertThat(names()).isEmpty();
  }

  @Test
  void keepsWhatHasAnotherOwner() {
    var one = map("one");
    var two = map("two");
    secret("shared", to(one), to(two).with(b -> b.controller(null)));
    delete("one", "Background");
    stage.settle();

    assertThat(names()).containsExactlyInAnyOrder("two", "shared");
    assertThat(stage.all(Secrets.KIND).get(0).metadata().ownerReferences())
        .as("the dead owner is not named any more")
        .extracting(OwnerReference::name)
        .containsExactly("two");
  }

  @Test
  void anOwnerMadeAnewIsAnotherOwner() {
    var owner = map("owner");
    secret("mine", to(owner));
    delete("owner", "Background");
    map("owner");
    stage.settle();
    assertThat(names()).containsExactly("owner");
  }

  @Test
  void aReplacedOwnerIsACauseToLookAtItsDependents() {
    var owner = map("owner");
    var mine = secret("mine", to(owner));
    delete("owner", "Background");
    var other = map("owner");

    assertThat(lookedAt(owner, other)).containsExactly(Ref.of(Secrets.KIND, mine));
    assertThat(lookedAt(owner, null)).containsExactly(Ref.of(Secrets.KIND, mine));
    assertThat(lookedAt(other, other.with(b -> b.immutable(true)))).isEmpty();
  }

  /// What a change of a ConfigMap makes the collector look at.
  private List<Ref> lookedAt(ConfigMap before, @Nullable ConfigMap after) {
    var out = new ArrayList<Ref>();
    collector.refreshAll();
    every().router().route(before, after, collector.view(), out::add);
    return out;
  }

  private static Watches.Every every() {
    return Check.notNull(
        new GarbageCollector().watches(new Watches.Of<>()).every(), "its look at every kind");
  }

  @Test
  void onlyOwnedObjectsAndThoseThatWaitConcernIt() {
    var concern = Check.notNull(every().concern(), "what concerns it");
    var free = map("free");
    var owned = map("owned", to(free));
    assertThat(concern.isRaisedBy(null, free, collector.view())).isFalse();
    assertThat(concern.isRaisedBy(null, owned, collector.view())).isTrue();

    var waiting =
        free.withMetadata(
            free.metadata()
                .with(b ->
                    b.deletionTimestamp(stage.now()).finalizers(List.of("foregroundDeletion"))));
    assertThat(concern.isRaisedBy(free, waiting, collector.view())).isTrue();
  }

  @Test
  void asksBeforeItDeletesWhatTheCachesDoNotKnow() {
    collector.refreshAll();
    var owner = map("owner");
    var mine = secret("mine", to(owner));
    stage.settle();
    assertThat(stage.all(Secrets.KIND)).containsExactly(mine);
  }

  @Test
  void inTheForegroundDependentsGoFirst() {
    var owner = map("owner");
    var mine = secret("mine", to(owner));
    stage.update(
        Secrets.KIND, mine.withMetadata(mine.metadata().withFinalizers(List.of("podo.dev/hold"))));
    delete("owner", "Foreground");
    stage.settle();
    assertThat(names()).as("it waits").containsExactlyInAnyOrder("owner", "mine");
    var held = stage.all(Secrets.KIND).get(0);
    assertThat(held.metadata().deletionTimestamp()).isNotNull();

    stage.update(Secrets.KIND, held.withMetadata(held.metadata().withFinalizers(List.of())));
    stage.settle();
    assertThat(names()).isEmpty();
  }

  @Test
  void waitsOnlyForThoseThatBlock() {
    var owner = map("owner");
    var mine = secret("mine", to(owner).with(b -> b.blockOwnerDeletion(false)));
    stage.update(
        Secrets.KIND, mine.withMetadata(mine.metadata().withFinalizers(List.of("podo.dev/hold"))));
    delete("owner", "Foreground");
    stage.settle();
    assertThat(stage.all(ConfigMaps.KIND)).isEmpty();
  }

  @Test
  void orphansWhatShouldStay() {
    var owner = map("owner");
    secret("mine", to(owner));
    delete("owner", "Orphan");
    stage.settle();

    assertThat(names()).containsExactly("mine");
    assertThat(stage.all(Secrets.KIND).get(0).metadata().ownerReferences()).isEmpty();
  }

  /// Of a kind that was defined just now: the caches do not know it yet.
  private Kind<DynamicObject> createGadget(ConfigMap owner) {
    var gadgets = Defined.create(stage.api, "gadgets", "Gadget");
    var mine = Defined.object(gadgets, "mine");
    stage.create(
        gadgets, mine.withMetadata(mine.metadata().withOwnerReferences(List.of(to(owner)))));
    return gadgets;
  }

  @Test
  void waitsForThoseOfAKindThatWasDefinedJustNow() {
    var gadgets = createGadget(map("owner"));
    delete("owner", "Foreground");
    stage.settle();
    assertThat(names()).containsExactly("owner");

    stage.delete(gadgets, Samples.NAMESPACE, "mine");
    stage.pass(Duration.ofSeconds(5), Duration.ofSeconds(1));
    assertThat(names()).isEmpty();
  }

  @Test
  void orphansThoseOfAKindThatWasDefinedJustNow() {
    var gadgets = createGadget(map("owner"));
    delete("owner", "Orphan");
    stage.settle();
    assertThat(names()).isEmpty();
    assertThat(stage.all(gadgets).getFirst().metadata().ownerReferences()).isEmpty();
  }

  @Test
  void aCircleHoldsUpNobody() {
    var one = map("one");
    var two = map("two", to(one));
    var three = map("three", to(two));
    addOwner(one, to(three));
    delete("one", "Foreground");
    stage.settle();
    assertThat(names()).isEmpty();
  }

  @Test
  void leavesAloneWhatItCannotTell() {
    secret(
        "foreign",
        OwnerReference.builder().apiVersion("x/v1").kind("Y").name("y").uid("u").build());
    stage.settle();
    assertThat(names()).containsExactly("foreign");
  }

  @Test
  void looksAgainAtWhatAKindOwnsThatIsDefined() {
    var references = to(ConfigMap.builder().metadata(Samples.named("x")).build());
    var owned = secret("owned", references);
    secret("other", references.with(b -> b.apiVersion("example.com/v1")));
    collector.refreshAll();
    var looked = new ArrayList<Ref>();
    every().arrivals().come(Kinds.of(List.of(ConfigMaps.KIND)), collector.view(), looked::add);

    assertThat(looked).containsExactly(Ref.of(Secrets.KIND, owned));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsLeftHasAnOwnerOrNeverHadOne(long seed) {
    stage.random.setSeed(seed);
    var all = new TreeMap<String, ConfigMap>();
    for (int i = 0; i < 40; i++) {
      var owners = new ArrayList<OwnerReference>();
      for (var owner : all.values()) {
        if (stage.random.nextInt(12) == 0) {
          owners.add(
              to(owner)
                  .with(b -> b.controller(null).blockOwnerDeletion(stage.random.nextBoolean())));
        }
      }
      all.put("m" + i, map("m" + i, owners.toArray(OwnerReference[]::new)));
    }
    var had = all.values().stream().filter(m -> !m.metadata().ownerReferences().isEmpty()).toList();
    for (int i = 0; i < 8; i++) {
      var left =
          stage.all(ConfigMaps.KIND).stream()
              .filter(m -> m.metadata().deletionTimestamp() == null)
              .toList();
      var policy = List.of("Background", "Foreground").get(stage.random.nextInt(2));
      delete(left.get(stage.random.nextInt(left.size())).metadata().name(), policy);
      for (int turn = 0; turn < 30; turn++) {
        stage.randomTurn();
      }
    }
    stage.settle();

    var uids = stage.all(ConfigMaps.KIND).stream().map(m -> m.metadata().uid()).toList();
    assertThat(stage.all(ConfigMaps.KIND))
        .allSatisfy(left -> {
          assertThat(left.metadata().deletionTimestamp()).isNull();
          if (had.stream().anyMatch(m -> m.metadata().uid().equals(left.metadata().uid()))) {
            assertThat(left.metadata().ownerReferences()).anyMatch(r -> uids.contains(r.uid()));
          }
        });
  }
}
