package dev.podo.client.informer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.client.fake.FakeApi;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.OwnerReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InformerTest {
  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi api = new FakeApi(environment);
  private final Informers informers = new Informers(api, scope);

  @AfterEach
  void close() {
    scope.close();
  }

  private Deadline soon() {
    return Deadline.after(environment.clock(), Duration.ofSeconds(10));
  }

  private ConfigMap create(String namespace, String name) {
    var metadata = ObjectMeta.builder().namespace(namespace).name(name).build();
    return api.create(
        ConfigMaps.KIND, ConfigMap.builder().metadata(metadata).build(), WriteOptions.defaults());
  }

  private ConfigMap change(String name, String value) {
    var patch = new Patch.Merge(Map.of("data", Map.of("key", value)));
    return api.patch(ConfigMaps.KIND, "a", name, patch, "", WriteOptions.defaults());
  }

  private static long revision(ConfigMap map) {
    return Long.parseLong(map.metadata().resourceVersion());
  }

  private static List<String> names(Selection<ConfigMap> some) {
    return some.map(map -> map.metadata().name());
  }

  @Test
  void holdsWhatTheServerHas() throws InterruptedException {
    create("a", "2");
    create("a", "1");
    create("b", "3");
    var informer = informers.of(ConfigMaps.KIND);
    assertThat(informer.awaitSynced(soon())).isTrue();

    var before = informer.snapshot();
    var last = create("a", "4");
    assertThat(informer.awaitRevision(revision(last), soon())).isTrue();

    assertThat(names(informer.snapshot().all())).containsExactly("1", "2", "4", "3");
    assertThat(names(informer.snapshot().in("a"))).containsExactly("1", "2", "4");
    assertThat(names(before.all())).as("an image never changes").containsExactly("1", "2", "3");
    assertThat(informer.snapshot().get("a", "4")).isSameAs(last);
  }

  @Test
  void endsWithItsLastUserIfItIsForUsersOnly() throws InterruptedException {
    var one = scope.child("one");
    var other = scope.child("other");
    var informer = informers.during(one, ConfigMaps.KIND);
    assertThat(informers.during(other, ConfigMaps.KIND)).isSameAs(informer);
    assertThat(informer.awaitSynced(soon())).isTrue();
    one.close();
    assertThat(informer.awaitRevision(revision(create("a", "1")), soon())).isTrue();
    other.close();
    create("a", "2");

    var another = informers.during(scope.child("later"), ConfigMaps.KIND);
    assertThat(another).isNotSameAs(informer);
    assertThat(another.awaitSynced(soon())).isTrue();
    assertThat(names(another.snapshot().all())).containsExactly("1", "2");
    assertThat(names(informer.snapshot().all())).containsExactly("1");
  }

  @Test
  void staysOnceSomebodyHasAskedForItForGood() throws InterruptedException {
    var use = scope.child("use");
    var informer = informers.during(use, ConfigMaps.KIND);
    assertThat(informers.of(ConfigMaps.KIND)).isSameAs(informer);
    use.close();
    assertThat(informer.awaitRevision(revision(create("a", "1")), soon())).isTrue();
  }

  @Test
  void isOnePerKind() {
    assertThat(informers.of(ConfigMaps.KIND)).isSameAs(informers.of(ConfigMaps.KIND));
    assertThat(informers.of(ConfigMaps.KIND, Reach.fields("metadata.name=a")))
        .isNotSameAs(informers.of(ConfigMaps.KIND));
  }

  @Test
  void findsByIndexAlsoWhenItIsAddedLate() throws InterruptedException {
    create("a", "1");
    create("b", "1");
    create("a", "2");
    var byName = new Index<ConfigMap>("name", map -> List.of(map.metadata().name()));
    var informer = informers.of(ConfigMaps.KIND);
    informer.awaitSynced(soon());
    informer.addIndex(byName);
    api.delete(ConfigMaps.KIND, "a", "1", DeleteOptions.EMPTY);
    informer.awaitRevision(revision(create("c", "1")), soon());

    assertThat(informer.snapshot().by(byName, "1").map(map -> map.metadata().namespace()))
        .containsExactly("b", "c");
  }

  @Test
  void knowsOwnersAndOrphans() throws InterruptedException {
    var owner = create("a", "owner");
    var reference =
        OwnerReference.builder()
            .apiVersion("v1")
            .kind("ConfigMap")
            .name("owner")
            .uid(owner.metadata().uid())
            .controller(true)
            .build();
    var owned =
        ObjectMeta.builder().namespace("a").name("owned").ownerReferences(List.of(reference));
    api.create(
        ConfigMaps.KIND,
        ConfigMap.builder().metadata(owned.build()).build(),
        WriteOptions.defaults());
    var informer = informers.of(ConfigMaps.KIND);
    informer.awaitSynced(soon());

    assertThat(names(informer.snapshot().ownedBy(owner))).containsExactly("owned");
    assertThat(names(informer.snapshot().dependentsOf(owner.metadata().uid())))
        .containsExactly("owned");
    assertThat(names(informer.snapshot().orphansIn("a"))).containsExactly("owner");
  }

  @Test
  void tellsListenersWhichKeysChanged() throws InterruptedException {
    create("a", "1");
    var informer = informers.of(ConfigMaps.KIND);
    informer.awaitSynced(soon());
    var seen = new CopyOnWriteArrayList<Key>();
    informer.listen(changes -> seen.addAll(changes.keys()));
    assertThat(seen).containsExactly(new Key("a", "1"));

    informer.awaitRevision(revision(create("b", "2")), soon());
    assertThat(seen).containsExactly(new Key("a", "1"), new Key("b", "2"));
  }

  @Test
  void goesOnWhereAWatchEnded() throws InterruptedException {
    create("a", "1");
    var informer = informers.of(ConfigMaps.KIND);
    informer.awaitSynced(soon());
    var steps = new CopyOnWriteArrayList<List<Key>>();
    informer.listen(changes -> steps.add(changes.keys()));

    api.endWatches();
    informer.awaitRevision(revision(change("1", "x")), soon());

    assertThat(informer.snapshot().get("a", "1").data()).containsEntry("key", "x");
    assertThat(steps.stream().flatMap(List::stream))
        .as("only what changed was told")
        .containsExactly(new Key("a", "1"), new Key("a", "1"));
  }

  @Test
  void fillsItselfAnewWhenTheServerHasForgotten() throws Exception {
    create("a", "gone");
    var kept = create("a", "kept");
    var informer = informers.of(ConfigMaps.KIND);
    informer.awaitSynced(soon());
    var same = informer.snapshot().get("a", "kept");
    var outage = refuseWatches();
    api.endWatches();
    api.delete(ConfigMaps.KIND, "a", "gone", DeleteOptions.EMPTY);
    api.compact();
    outage.close();
    informer.awaitRevision(revision(create("a", "new")), soon());

    assertThat(names(informer.snapshot().all())).containsExactly("kept", "new");
    assertThat(informer.snapshot().get("a", "kept")).isSameAs(same).isEqualTo(kept);
  }

  @Test
  void fillsItselfAnewWhenTheServerStandsBeforeWhatItHasSeen() throws Exception {
    create("a", "lost");
    create("a", "lost-too");
    var informer = informers.of(ConfigMaps.KIND);
    informer.awaitSynced(soon());
    var outage = refuseWatches();
    api.restoreNothing();
    create("a", "new");
    outage.close();

    var patience = Deadline.after(environment.clock(), Duration.ofMinutes(1));
    while (!names(informer.snapshot().all()).equals(List.of("new"))) {
      assertThat(patience.hasPassed(environment.clock())).isFalse();
      environment.clock().sleep(Duration.ofMillis(1));
    }
  }

  private AutoCloseable refuseWatches() {
    return api.refuse((verb, kind, name) -> {
      if (verb.equals("watch")) {
        throw ApiErrors.serviceUnavailable("down");
      }
    });
  }

  @Test
  void listsWhereTheServerStreamsNoLists() throws Exception {
    for (int i = 0; i < 3; i++) {
      create("a", "n" + i);
    }
    var asked = new ArrayList<String>();
    var refusal =
        api.refuse((verb, kind, name) -> {
          asked.add(verb);
          if (verb.equals("watch") && !asked.contains("list")) {
            throw ApiErrors.badRequest("sendInitialEvents is forbidden");
          }
        });
    var informer = informers.of(ConfigMaps.KIND);
    assertThat(informer.awaitSynced(soon())).isTrue();
    refusal.close();

    assertThat(asked).startsWith("watch", "list");
    assertThat(informer.snapshot().size()).isEqualTo(3);
  }

  @Test
  void comesUpOnceTheServerDoes() throws Exception {
    create("a", "1");
    var outage = refuseWatches();
    var informer = informers.of(ConfigMaps.KIND);
    assertThat(informer.isSynced()).isFalse();
    outage.close();
    assertThat(informer.awaitSynced(soon())).isTrue();
  }
}
