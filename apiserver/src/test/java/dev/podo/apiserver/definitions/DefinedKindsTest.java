package dev.podo.apiserver.definitions;

import static dev.podo.apiserver.definitions.Extended.CRONTAB;
import static dev.podo.apiserver.definitions.Extended.DEFINITIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.catalogue.LiveCatalogue;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.foundation.Check;
import dev.podo.machinery.custom.VersionConverter;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.kinds.pod.Pods;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who looked a kind up, and was overtaken by a change of its definition.
class DefinedKindsTest {
  private static final String NAME = "crontabs.stable.example.com";

  private final Extended extended = new Extended();
  private final LiveCatalogue live = new LiveCatalogue(Catalogue.builtIn());
  private final DefinedKinds kinds =
      new DefinedKinds(
          new ObjectStore(extended.server.store()), live, definition -> VersionConverter.NONE);

  @AfterEach
  void close() {
    extended.close();
  }

  private Kind<?> defined() {
    extended.define(CRONTAB);
    kinds.catchUp();
    return Check.notNull(live.now().byResource("stable.example.com", "v1", "crontabs"), NAME);
  }

  @Test
  void knowsThatAKindWasExchangedSinceItWasLookedUp() {
    var before = defined();
    assertThat(kinds.isBehind(before)).isFalse();
    extended.merge(DEFINITIONS + "/" + NAME, "{\"spec\":{\"names\":{\"categories\":[\"some\"]}}}");
    extended.await(NAME, it -> it != null && !it.status().acceptedNames().categories().isEmpty());
    assertThat(kinds.isBehind(before)).isTrue();
    kinds.catchUp();
    assertThat(kinds.isBehind(before)).isTrue();
    var after = live.now().byResource("stable.example.com", "v1", "crontabs");
    assertThat(after).isNotNull().isNotSameAs(before);
    assertThat(kinds.isBehind(Check.notNull(after, NAME))).isFalse();
  }

  @Test
  void knowsThatAKindWasTakenAwaySinceItWasLookedUp() {
    var before = defined();
    extended.delete(DEFINITIONS + "/" + NAME);
    extended.await(NAME, Objects::isNull);
    kinds.catchUp();
    assertThat(kinds.isBehind(before)).isTrue();
  }

  @Test
  void isNeverBehindWithKindsThatNobodyDefined() {
    assertThat(kinds.isBehind(Pods.KIND)).isFalse();
  }
}
