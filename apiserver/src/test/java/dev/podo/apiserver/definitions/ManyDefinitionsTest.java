package dev.podo.apiserver.definitions;

import static dev.podo.apiserver.definitions.Extended.DEFINITIONS;
import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.NAMES_ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.WatchOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Definitions that come and go at the same time.
class ManyDefinitionsTest {
  private static final int MANY = 100;

  private final Extended extended = new Extended();

  @AfterEach
  void close() {
    extended.close();
  }

  private static String definition(int number, String kind) {
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: things%1$d.many.example.com}
    spec:
      group: many.example.com
      scope: Namespaced
      names: {plural: things%1$d, singular: thing%1$d, kind: %2$s, listKind: %2$sList}
      versions:
      - name: v1
        served: true
        storage: true
        schema: {openAPIV3Schema: {type: object}}
    """
        .formatted(number, kind);
  }

  private static String name(int number) {
    return "things" + number + ".many.example.com";
  }

  private static Deadline patience() {
    return Deadline.after(Clock.system(), Duration.ofMinutes(2));
  }

  /// Sends all requests side by side.
  private void atOnce(int count, int code, IntFunction<Integer> request)
      throws InterruptedException, TimeoutException {
    var codes = new ArrayList<Promise<Integer>>();
    for (var i = 0; i < count; i++) {
      var number = i;
      codes.add(extended.server.scope().compute("request", () -> request.apply(number)));
    }
    for (var sent : codes) {
      assertThat(sent.await(patience())).isEqualTo(code);
    }
  }

  @Test
  void aHundredAtOnceAreServedAndGone() throws InterruptedException, TimeoutException {
    atOnce(MANY, 201, i -> extended.post(DEFINITIONS, definition(i, "Thing" + i)).statusCode());
    for (var i = 0; i < MANY; i++) {
      extended.await(name(i), Extended::isEstablished);
      assertThat(extended.client.get("/apis/many.example.com/v1/things" + i).statusCode())
          .isEqualTo(200);
    }
    var resources = extended.client.get("/apis/many.example.com/v1").body();
    assertThat(resources)
        .contains(IntStream.range(0, MANY).mapToObj(i -> "\"things" + i + "\"").toList());

    atOnce(MANY, 200, i -> extended.delete(DEFINITIONS + "/" + name(i)).statusCode());
    for (var i = 0; i < MANY; i++) {
      extended.await(name(i), Objects::isNull);
    }
    assertThat(extended.client.get("/apis/many.example.com/v1").statusCode()).isEqualTo(404);
  }

  @Test
  void ofThoseThatAskForTheSameNamesOneHasThemAtATime()
      throws InterruptedException, TimeoutException {
    var waiting = new TreeSet<String>();
    IntStream.range(0, 5).forEach(i -> waiting.add(name(i)));
    atOnce(5, 201, i -> extended.post(DEFINITIONS, definition(i, "Same")).statusCode());
    while (!waiting.isEmpty()) {
      var winner = anyEstablished();
      assertThat(waiting.remove(winner)).as(winner).isTrue();
      for (var other : waiting) {
        extended.await(other, definition -> isRefused(definition));
      }
      assertThat(extended.delete(DEFINITIONS + "/" + winner).statusCode()).isEqualTo(200);
      extended.await(winner, Objects::isNull);
    }
  }

  private static boolean isRefused(@Nullable CustomResourceDefinition definition) {
    var accepted = definition == null ? null : Conditions.find(definition, NAMES_ACCEPTED);
    return accepted != null
        && accepted.status().equals("False")
        && List.of("KindConflict", "ListKindConflict").contains(accepted.reason());
  }

  private String anyEstablished() throws InterruptedException {
    var patience = patience();
    try (var watch =
        extended
            .server
            .admin()
            .watch(CustomResourceDefinitions.KIND, WatchOptions.stateAndChanges())) {
      while (true) {
        var event = watch.next(patience);
        assertThat(event).as("one that is established").isNotNull();
        var there =
            switch (event.type()) {
              case ADDED, MODIFIED -> true;
              case DELETED, BOOKMARK -> false;
            };
        if (there && Extended.isEstablished(event.object())) {
          return event.object().metadata().name();
        }
      }
    }
  }
}
