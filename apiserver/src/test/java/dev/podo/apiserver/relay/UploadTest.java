package dev.podo.apiserver.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.http.RequestBody;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.foundation.VirtualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UploadTest {
  private static final int PIECE = 64 << 10;

  private final VirtualClock clock = new VirtualClock(Instant.EPOCH);
  private final Environment system = Environment.system();
  private final Scope scope =
      Scope.root("upload-test", new Environment(clock, system.random(), system.threads()));
  private final Origins origins = new Origins(scope);
  private ServerSocket server;
  private OriginConnection origin;
  private Socket accepted;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    origin = origins.dial(Destination.plain(address), Deadline.never());
    origin.boundBy(Deadline.never());
    accepted = server.accept();
  }

  @AfterEach
  void stop() throws IOException {
    scope.close();
    origin.close();
    accepted.close();
    server.close();
  }

  /// @param pieces by their number; null at the end
  private record Body(IntFunction<byte[]> pieces, AtomicInteger count) implements RequestBody {
    Body(IntFunction<byte[]> pieces) {
      this(pieces, new AtomicInteger());
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public byte[] read() {
      return pieces.apply(count.getAndIncrement());
    }

    @Override
    public List<Header> trailers() {
      return List.of();
    }
  }

  private Upload begin(Body body) throws IOException {
    return Upload.begin(new Outbound("POST", "/", List.of(), body), origin, origins);
  }

  @Test
  void leavesAServerThatTakesNothingAnyMore() throws Exception {
    var ended = new Promise<IOException>(Clock.system());
    begin(new Body(number -> new byte[PIECE]));
    scope.fork(
        "reply",
        () -> {
          try {
            origin.readHead();
          } catch (IOException e) {
            ended.complete(e);
          }
        });

    while (!ended.isDone()) { // Until its buffers are full, each piece is an advance.
      clock.advance(origins.patience());
      Thread.onSpinWait();
    }

    assertThat(ended.await(Deadline.never()))
        .hasMessage("the server takes nothing of the request any more");
    assertThatThrownBy(() -> origin.write(new byte[1])).isInstanceOf(IOException.class);
  }

  @Test
  void isPatientWithAServerThatTakesPieceByPiece() throws Exception {
    BlockingQueue<Boolean> taken = new LinkedBlockingQueue<>();
    var almost = origins.patience().minus(Duration.ofSeconds(1));
    begin(
        new Body(number -> {
          if (number > 0) {
            taken.add(true); // The last one has gone; the next may take as long again.
            clock.advance(almost);
          }
          return number < 10 ? new byte[] {'x'} : null;
        }));
    var in = accepted.getInputStream();
    var all = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(10);

    var read = new String(in.readNBytes(all.length() + 5), StandardCharsets.US_ASCII);

    assertThat(read).isEqualTo(all + "0\r\n\r\n");
    assertThat(taken).hasSize(10);
    origin.write(new byte[1]); // It is open still.
  }
}
