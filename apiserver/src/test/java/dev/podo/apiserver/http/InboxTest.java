package dev.podo.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.podo.foundation.Clock;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.concurrent.Callable;
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
  void readsOnWhenAllIsTakenInTheInstantInWhichReadingStops() {
    var stopping = new Stopping();
    var raced = new Inbox<String>(stopping, Clock.system());
    stopping.before = () -> List.of(raced.take(), raced.take());
    raced.put("a", 200 << 10);
    raced.put("b", 100 << 10);
    assertThat(stopping.config().isAutoRead()).isTrue();
  }

  /// Lets something happen when it is told to stop reading, before it does.
  private static final class Stopping extends EmbeddedChannel {
    private final ChannelConfig config =
        new DefaultChannelConfig(this) {
          @Override
          public ChannelConfig setAutoRead(boolean on) {
            if (!on) {
              assertThatCode(before::call).doesNotThrowAnyException();
            }
            return super.setAutoRead(on);
          }
        };
    private Callable<?> before = List::of;

    @Override
    public ChannelConfig config() {
      return config == null ? super.config() : config; // It is being made.
    }
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
