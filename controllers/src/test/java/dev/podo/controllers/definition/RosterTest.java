package dev.podo.controllers.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.VirtualClock;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {
  private final VirtualClock clock = new VirtualClock(Instant.EPOCH);
  private final Roster roster = new Roster(clock);

  private List<Kind<?>> with(CustomResourceDefinition... definitions) {
    return roster.with(Definitions.declared(List.of(definitions)));
  }

  @Test
  void aKindStaysTheSameWhileItIsDeclared() {
    var widgets = Defined.definition("widgets", "Widget");
    var kinds = with(widgets);
    var changed =
        widgets.with(b -> b.spec(widgets.spec().with(s -> s.preserveUnknownFields(true))));

    assertThat(with(changed, Defined.definition("gadgets", "Gadget")))
        .hasSize(2)
        .containsAll(kinds);
  }

  @Test
  void outlivesItsDefinitionByAMinute() {
    var kinds = with(Defined.definition("widgets", "Widget"));
    assertThat(roster.until().isNever()).isTrue();
    assertThat(with()).isEqualTo(kinds);
    clock.advance(Roster.AFTERLIFE.minus(Duration.ofSeconds(1)));
    assertThat(with()).isEqualTo(kinds);
    clock.advance(Duration.ofSeconds(1));
    assertThat(roster.until().hasPassed(clock)).isTrue();

    assertThat(with()).isEmpty();
    assertThat(roster.until().isNever()).isTrue();
  }

  @Test
  void aDefinitionMadeAnewDeclaresAnotherKind() {
    var first = Defined.definition("widgets", "Widget");
    var again = first.withMetadata(first.metadata().withUid("another"));
    var old = with(first).getFirst();

    assertThat(with(again)).hasSize(1).doesNotContain(old);
  }

  @Test
  void keepsFewOfThoseThatAreGone() {
    for (var i = 0; i < 10 * Roster.GONE_MAX; i++) {
      with(Defined.definition("widgets" + i, "Widget" + i));
    }
    assertThat(with()).hasSize(Roster.GONE_MAX);
  }

  @Test
  void readsTheStoredVersionIfItIsServed() {
    var kinds = new ArrayList<Kind<?>>();
    kinds.addAll(Definitions.kinds(List.of(Defined.definition("widgets", "Widget", "v2", "v1"))));
    var unserved = Defined.definition("gadgets", "Gadget", "v2", "v1");
    var versions = new ArrayList<>(unserved.spec().versions());
    versions.set(0, versions.getFirst().with(v -> v.served(false)));
    kinds.addAll(
        Definitions.kinds(
            List.of(unserved.withSpec(unserved.spec().with(s -> s.versions(versions))))));

    assertThat(kinds)
        .extracting(Kind::apiVersion)
        .containsExactly("example.com/v2", "example.com/v1");
  }

  @Test
  void whatIsNotEstablishedDeclaresNothing() {
    var widgets = Defined.definition("widgets", "Widget");
    var waiting = widgets.withStatus(widgets.status().with(s -> s.conditions(List.of())));
    assertThat(with(waiting)).isEmpty();
  }
}
