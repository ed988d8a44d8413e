package dev.podo.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Clock;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Inbox<String> inbox = new Inbox<>(channel, Clock.system());

  private boolean isRead() {
    return channel.config().isAutoRead();
  }

  @Test
  void stopsReadingWhileMuchWaits() throws Exception {
    assertThat(inbox.put("a", 100 << 10)).isTrue();
    assertThat(inbox.put("b", 100 << 10)).isTrue();
    assertThat(isRead()).isTrue();
    assertThat(inbox.put("c", 100 << 10)).isTrue();
    assertThat(isRead()).isFalse();

    assertThat(inbox.take()).isEqualTo("a");
    assertThat(inbox.take()).isEqualTo("b");
    assertThat(isRead()).isFalse();
    assertThat(inbox.take()).isEqualTo("c");
    assertThat(isRead()).isTrue();
  }

  @Test
  void countsEmptyItemsToo() {
    var before = 0;
    while (isRead()) {
      assertThat(inbox.put("", 0)).isTrue();
      before++;
    }
    assertThat(before).isLessThan(10_000);
  }

  @Test
  void hasARoomThatEnds() {
    var held = 0;
    while (inbox.put("", 0)) {
      held++;
    }
    assertThat(held).isLessThan(40_000);
  }

  @Test
  void endsAfterWhatWaits() throws Exception {
    inbox.put("a", 1);
    inbox.end();
    assertThat(inbox.put("late", 1)).isTrue();
    assertThat(inbox.take()).isEqualTo("a");
    assertThat(inbox.take()).isNull();
    assertThat(inbox.take()).isNull();
  }
}
