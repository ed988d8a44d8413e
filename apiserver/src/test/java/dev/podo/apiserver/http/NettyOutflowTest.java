package dev.podo.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class NettyOutflowTest {
  @Test
  void whoWaitedIsNotTurnedAwayBecauseOthersFilledTheConnectionMeanwhile() throws Exception {
    var stream = stream(new WritableOnce());
    assertThat(stream.awaitWritable(Deadline.never())).isTrue();
  }

  @Test
  void whoWaitsForAClientThatIsGoneIsTold() throws Exception {
    var channel = new EmbeddedChannel();
    var stream = stream(channel);
    channel.finishAndReleaseAll();
    assertThat(stream.awaitWritable(Deadline.never())).isFalse();
  }

  private static NettyByteStream stream(EmbeddedChannel channel) {
    return new NettyByteStream(channel, Environment.system().clock(), ended -> {});
  }

  /// Writable for a moment, as a stream is whose connection carries others.
  private static final class WritableOnce extends EmbeddedChannel {
    private boolean asked;

    @Override
    public boolean isWritable() {
      var first = !asked;
      asked = true;
      return first;
    }
  }
}
