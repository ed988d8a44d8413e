package dev.podo.node.containerd.cri;

import dev.podo.node.containerd.containers.v1.ContainersGrpc;
import dev.podo.node.containerd.cri.v1.ImageServiceGrpc;
import dev.podo.node.containerd.cri.v1.RuntimeServiceGrpc;
import dev.podo.node.containerd.events.v1.EventsGrpc;
import dev.podo.node.containerd.tasks.v1.TasksGrpc;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.RuntimeFailure.Kind;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The connection to one containerd over its Unix socket: gRPC stubs, and failures in the agent's
/// words.
final class CriChannel implements AutoCloseable {
  /// A list of ten thousand containers with their annotations fits.
  private static final int MESSAGE_BYTES_MAX = 64 << 20;

  private static final Metadata.Key<String> NAMESPACE =
      Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ManagedChannel channel;

  CriChannel(Path socket) {
    this.channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(loop)
            // gRPC sets it always; sockets of this kind do not know it, and Netty would warn.
            .withOption(ChannelOption.SO_KEEPALIVE, null)
            .usePlaintext()
            .overrideAuthority("localhost")
            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
            .directExecutor()
            .build();
  }

  RuntimeServiceGrpc.RuntimeServiceBlockingStub runtime(Duration deadline) {
    return RuntimeServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  ImageServiceGrpc.ImageServiceBlockingStub images(Duration deadline) {
    return ImageServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// containerd's own events, of the namespace in which CRI keeps its containers.
  EventsGrpc.EventsStub events() {
    return EventsGrpc.newStub(channel).withInterceptors(inNamespace());
  }

  /// For a mark of our own in that stream.
  EventsGrpc.EventsBlockingStub publishing(Duration deadline) {
    return EventsGrpc.newBlockingStub(channel)
        .withInterceptors(inNamespace())
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Connects at once, however often it failed before: whoever calls this keeps his own back-off.
  void connectNow() {
    channel.resetConnectBackoff();
  }

  TasksGrpc.TasksBlockingStub tasks(Duration deadline) {
    return TasksGrpc.newBlockingStub(channel)
        .withInterceptors(inNamespace())
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  ContainersGrpc.ContainersBlockingStub containers(Duration deadline) {
    return ContainersGrpc.newBlockingStub(channel)
        .withInterceptors(inNamespace())
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static ClientInterceptor inNamespace() {
    var headers = new Metadata();
    headers.put(NAMESPACE, "k8s.io");
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  /// Calls, and turns what goes wrong into what the agent tells apart.
  static <R> R call(Supplier<R> call) throws InterruptedException {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      if (Thread.interrupted() || e.getCause() instanceof InterruptedException) {
        throw new InterruptedException();
      }
      throw new RuntimeFailure(kindOf(e.getStatus()), messageOf(e.getStatus()), e);
    } catch (RejectedExecutionException e) {
      throw new RuntimeFailure(Kind.UNAVAILABLE, "the connection to containerd is closed", e);
    }
  }

  /// Calls for something that should be gone: gone already is as good.
  static void callIdempotent(Supplier<?> call) throws InterruptedException {
    try {
      call(call);
    } catch (RuntimeFailure e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  private static Kind kindOf(Status status) {
    var said = String.valueOf(status.getDescription());
    return switch (status.getCode()) {
      case NOT_FOUND -> said.contains("no running task") ? Kind.NOT_RUNNING : Kind.NOT_FOUND;
      case UNAVAILABLE -> Kind.UNAVAILABLE;
      case DEADLINE_EXCEEDED -> Kind.TIMEOUT;
      case INVALID_ARGUMENT -> Kind.INVALID;
      case FAILED_PRECONDITION -> Kind.NOT_RUNNING;
      // containerd 1.6 wraps many errors without a code.
      case UNKNOWN ->
          saysNotRunning(said)
              ? Kind.NOT_RUNNING
              : said.endsWith("not found")
                  ? Kind.NOT_FOUND
                  : said.contains("not initialized yet") ? Kind.UNAVAILABLE : Kind.OTHER;
      default -> Kind.OTHER;
    };
  }

  private static boolean saysNotRunning(String said) {
    return said.contains("is in CONTAINER_EXITED state")
        || said.contains("is in CONTAINER_CREATED state")
        || said.contains("is not running")
        || said.contains("in a stopped state")
        || said.contains("process already finished");
  }

  private static String messageOf(Status status) {
    var description = status.getDescription();
    return description == null ? "containerd: " + status.getCode() : description;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    var _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }
}
