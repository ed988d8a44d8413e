package dev.podo.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.foundation.Clock;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamedBodyTest {
  private static final int PIECE = 16 << 10;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final HttpRequest head =
      new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");

  private StreamedBody body() {
    return new StreamedBody(channel, head, Clock.system(), Duration.ofMinutes(2));
  }

  private boolean isRead() {
    return channel.config().isAutoRead();
  }

  private static DefaultHttpContent piece() {
    return new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[PIECE]));
  }

  @Test
  void fewBytesWaitAndTheClientGoesOnWhenTheyWereTaken() throws Exception {
    var body = body();
    var waiting = 0;
    var most = 0;
    for (var pieces = 0; pieces < 4096; pieces++) { // 64 MiB
      if (isRead()) {
        body.received(piece());
        waiting += PIECE;
      } else {
        assertThat(body.read()).hasSize(PIECE);
        waiting -= PIECE;
      }
      most = Math.max(most, waiting);
    }
    assertThat(most).isLessThanOrEqualTo((256 << 10) + PIECE);
  }

  @Test
  void endsWithWhatFollowsIt() throws Exception {
    var body = body();
    body.received(piece());
    var last = new DefaultLastHttpContent();
    last.trailingHeaders().add("X-Sum", "1");
    body.received(last);

    assertThat(body.read()).hasSize(PIECE);
    assertThat(body.read()).isNull();
    assertThat(body.read()).isNull();
    assertThat(body.trailers()).isEqualTo(List.of(new Header("X-Sum", "1")));
  }

  @Test
  void tellsItsReaderThatItWasBrokenOff() throws Exception {
    var gone = body();
    gone.received(piece());
    gone.broken();
    assertThat(gone.read()).hasSize(PIECE);
    assertThatThrownBy(gone::read).isInstanceOf(IOException.class).hasMessageContaining("broken");

    var malformed = body();
    var content = piece();
    content.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("no chunk")));
    malformed.received(content);
    assertThatThrownBy(malformed::read).isInstanceOf(IOException.class);
  }

  @Test
  void nobodyWaitsForTheRestOfAnAnsweredRequest() {
    var body = body();
    while (isRead()) {
      body.received(piece());
    }
    body.discard();

    assertThat(isRead()).isTrue();
    for (var i = 0; i < 1000; i++) {
      body.received(piece());
    }
    assertThat(isRead()).isTrue();
  }

  @Test
  void asksForWhatTheClientHoldsBackWhenItIsRead() throws Exception {
    head.headers().set("Expect", "100-continue").set("Content-Length", "0");
    var body = body();
    assertThat(body.isAwaited()).isTrue();
    assertThat(body.length()).isZero();
    assertThat(channel.<Object>readOutbound()).isNull();

    body.received(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(body.isAwaited()).isFalse();

    var other = body();
    other.broken();
    assertThatThrownBy(other::read).isInstanceOf(IOException.class);
    channel.runPendingTasks();
    FullHttpResponse told = channel.readOutbound();
    assertThat(told.status().code()).isEqualTo(100);
  }
}
