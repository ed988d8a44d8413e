package dev.podo.apiserver.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.secret.Secrets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveCatalogueTest {
  private static final Catalogue ONE = new Catalogue(List.of(ConfigMaps.KIND));
  private static final Catalogue TWO = new Catalogue(List.of(ConfigMaps.KIND, Secrets.KIND));

  private final LiveCatalogue live = new LiveCatalogue(ONE);

  @Test
  void tellsOfEachExchange() {
    var told = new ArrayList<List<Catalogue>>();
    var listening = live.onExchange((before, after) -> told.add(List.of(before, after)));
    live.exchange(TWO);
    listening.close();
    live.exchange(ONE);
    assertThat(told).containsExactly(List.of(ONE, TWO));
    assertThat(live.now()).isSameAs(ONE);
  }

  @Test
  void makesWhatFollowsOncePerCatalogue() {
    var made = new ArrayList<Catalogue>();
    var count =
        live.derived(it -> {
          made.add(it);
          return it.all().size();
        });
    assertThat(made).isEmpty();
    assertThat(count.get()).isEqualTo(1);
    assertThat(count.get()).isEqualTo(1);
    live.exchange(TWO);
    assertThat(count.get()).isEqualTo(2);
    assertThat(made).containsExactly(ONE, TWO);
  }

  @Test
  void asksItsSourceWhereNothingMayBeMissed() {
    live.follow(
        new LiveCatalogue.Source() {
          @Override
          public void catchUp() {
            live.exchange(TWO);
          }

          @Override
          public boolean isBehind(Kind<?> kind) {
            return false;
          }
        });
    assertThat(live.find("", "v1", "configmaps")).isSameAs(ConfigMaps.KIND);
    assertThat(live.now()).isSameAs(ONE);
    assertThat(live.find("", "v1", "secrets")).isSameAs(Secrets.KIND);
    assertThat(live.now()).isSameAs(TWO);
  }
}
