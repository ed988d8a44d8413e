package dev.podo.e2e.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.client.http.HttpApi;
import dev.podo.client.kubeconfig.Kubeconfig;
import dev.podo.client.kubeconfig.KubeconfigException;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients that write as fast as they are answered, until the server is gone; and what they were
/// promised. Each counts in an object of its own, and now and then makes and deletes another.
final class WriteLoad {
  private static final int WRITERS = 4;
  private static final int DELETE_EVERY = 10;
  private static final WriteOptions AS_TEST = WriteOptions.as("write-load");

  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Scope scope;

  /// @param name tells this load's objects from those of others
  WriteLoad(Path kubeconfig, String name) {
    this.scope = Scope.root("load", Environment.system());
    try {
      var api = new HttpApi(Kubeconfig.read(kubeconfig).access(), scope);
      for (int i = 0; i < WRITERS; i++) {
        var writer = new Writer(api, "load-" + name + "-" + i);
        writers.add(writer);
        threads.add(Thread.ofVirtual().start(writer::run));
      }
    } catch (KubeconfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits until every writer has lost the server.
  WriteLoad awaitEnd() throws InterruptedException {
    for (var thread : threads) {
      thread.join();
    }
    scope.close();
    return this;
  }

  /// How many writes were acknowledged.
  int acknowledged() {
    return writers.stream().mapToInt(w -> w.acknowledged.get()).sum();
  }

  /// @param there the counters by name, as the server tells them
  void assertNothingIsLost(Map<String, Long> there) {
    for (var writer : writers) {
      if (writer.counted >= 0) {
        // The write that was under way may have been made or not.
        assertThat(there.get(writer.name)).as(writer.name).isIn(writer.counted, writer.counted + 1);
      }
      assertThat(writer.deleted).noneMatch(there::containsKey);
    }
  }

  /// Each object's counter.
  static Map<String, Long> counters(List<ConfigMap> objects) {
    var counters = new TreeMap<String, Long>();
    for (var object : objects) {
      if (object.metadata().name().startsWith("load-")) {
        counters.put(
            object.metadata().name(), Long.parseLong(object.data().getOrDefault("n", "-1")));
      }
    }
    return counters;
  }

  private static final class Writer {
    private final Api api;
    private final String name;
    private final List<String> deleted = new ArrayList<>();
    private long counted = -1;
    private final AtomicInteger acknowledged = new AtomicInteger();

    Writer(Api api, String name) {
      this.api = api;
      this.name = name;
    }

    void run() {
      try {
        var object = create(name);
        counted = 0;
        while (true) {
          object = api.update(ConfigMaps.KIND, counting(object, counted + 1), AS_TEST);
          counted++;
          acknowledged.incrementAndGet();
          if (counted % DELETE_EVERY == 0) {
            createAndDelete(name + "-" + counted);
          }
        }
      } catch (RuntimeException gone) {
        // The server was killed: that is what this waits for. The output tells what else it was.
        System.out.println(name + " ends: " + gone);
      }
    }

    private static ConfigMap counting(ConfigMap object, long number) {
      return object.toBuilder().data(Map.of("n", String.valueOf(number))).build();
    }

    private ConfigMap create(String name) {
      var metadata = ObjectMeta.builder().namespace("default").name(name).build();
      var made =
          api.create(
              ConfigMaps.KIND,
              ConfigMap.builder().metadata(metadata).data(Map.of("n", "0")).build(),
              AS_TEST);
      acknowledged.incrementAndGet();
      return made;
    }

    private void createAndDelete(String name) {
      create(name);
      api.delete(ConfigMaps.KIND, "default", name, DeleteOptions.EMPTY);
      acknowledged.incrementAndGet();
      deleted.add(name);
    }
  }
}
