package dev.podo.apiserver.http;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalServerChannel;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// A connection of the server as it is behind TLS, without a network: everything runs on the thread
/// that feeds it, one step after the other.
@SuppressWarnings("FutureReturnValueIgnored") // All is done when it returns.
public final class PlainConnection {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  // Accepted by a server: Netty takes stream 1 for an upgraded client's otherwise.
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new LocalServerChannel(),
          DefaultChannelId.newInstance(),
          true,
          false,
          new ChannelHandler[0]);
  private final ArrayDeque<Runnable> begun = new ArrayDeque<>();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  public PlainConnection(boolean http2, HttpHandler handler) {
    channel.config().setAllocator(allocator);
    var config = HttpServerConfig.on(InetSocketAddress.createUnresolved("fuzz", 0));
    var limits = new HttpServerConfig.Limits(4_096, 1_024, 512, 1, 16);
    var environment = new Environment(new Ticking(), new Random(1), Inline::new);
    var scope = Scope.root("fuzz", environment);
    new ConnectionInitializer(config.withLimits(limits), null, null, handler, scope)
        .speak(channel.pipeline(), http2);
    channel.runPendingTasks();
    collect();
  }

  /// Requests are answered when what has arrived is read, before anything else arrives.
  private final class Inline extends Thread {
    private final Runnable task;

    Inline(Runnable task) {
      this.task = task;
    }

    @Override
    public synchronized void start() {
      begun.add(task);
    }
  }

  private void answer() {
    channel.runPendingTasks();
    for (var task = begun.poll(); task != null; task = begun.poll()) {
      task.run();
      channel.runPendingTasks();
    }
  }

  /// Whoever waits lets the connection go on; if that does not help, his time is over.
  private final class Ticking implements Clock {
    private long nanos;

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Timer schedule(long atNanos, Runnable action) {
      channel.runPendingTasks();
      nanos = Math.max(nanos, atNanos);
      action.run();
      return () -> {};
    }
  }

  /// Receives bytes, at most so many at once.
  public void receive(byte[] bytes, int atOnce) {
    for (var start = 0; start < bytes.length && channel.isOpen(); start += atOnce) {
      var length = Math.min(atOnce, bytes.length - start);
      var buffer = allocator.buffer(length).writeBytes(bytes, start, length);
      channel.writeInbound(buffer);
      answer();
      collect();
    }
  }

  private void collect() {
    for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      var buffer = (ByteBuf) out;
      var bytes = new byte[buffer.readableBytes()];
      buffer.readBytes(bytes);
      sent.writeBytes(bytes);
      buffer.release();
    }
  }

  /// What the server has sent so far.
  public byte[] sent() {
    return sent.toByteArray();
  }

  public boolean isOpen() {
    return channel.isOpen();
  }

  /// The client goes.
  ///
  /// @throws IllegalStateException if memory has not been given back
  public void close() {
    channel.close();
    channel.runPendingTasks();
    // HTTP/2 says good-bye and gives the other side some time.
    channel.advanceTimeBy(10, TimeUnit.MINUTES);
    channel.runScheduledPendingTasks();
    channel.finishAndReleaseAll();
    channel.checkException();
    var held = allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    if (held != 0) {
      throw new IllegalStateException(held + " bytes of buffers are not given back");
    }
  }
}
