package dev.podo.bench.writes;

import dev.podo.bench.cluster.Poll;
import dev.podo.bench.machine.Command;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An etcd of one member on the same disk, written to over gRPC in clear text: what lies beneath a
/// kube-apiserver, which would add to it TLS, admission and encoding. Ended when closed.
final class Etcd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] VALUE =
      "0123456789abcdef".repeat(64).getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_FIELD = 1;
  private static final int VALUE_FIELD = 2;
  private static final int BYTES_WIRE_TYPE = 2;
  private static final MethodDescriptor<byte[], byte[]> PUT =
      MethodDescriptor.newBuilder(new Plain(), new Plain())
          .setType(MethodType.UNARY)
          .setFullMethodName("etcdserverpb.KV/Put")
          .build();

  private final Process process;
  private final List<ManagedChannel> channels = new ArrayList<>();

  private Etcd(Process process) {
    this.process = process;
  }

  static Etcd start(Path directory, int connections) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    int port = Command.freePort();
    var client = "http://127.0.0.1:" + port;
    var peer = "http://127.0.0.1:" + Command.freePort();
    var words =
        List.of(
            "etcd",
            "--data-dir",
            directory.resolve("data").toString(),
            "--listen-client-urls",
            client,
            "--advertise-client-urls",
            client,
            "--listen-peer-urls",
            peer,
            "--initial-advertise-peer-urls",
            peer,
            "--initial-cluster",
            "default=" + peer);
    var process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    var etcd = new Etcd(process);
    try {
      Poll.until("etcd", PATIENCE, Duration.ofMillis(20), () -> etcd.listens(port));
      for (int i = 0; i < connections; i++) {
        etcd.channels.add(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build());
      }
      return etcd;
    } catch (IOException | InterruptedException e) {
      etcd.close();
      throw e;
    }
  }

  private boolean listens(int port) throws IOException {
    if (!process.isAlive()) {
      throw new IOException("etcd ended at once");
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Returns when it is durable.
  void write(long number) {
    var key = "/registry/configmaps/bench/c-" + number;
    var channel = channels.get((int) (number % channels.size()));
    ClientCalls.blockingUnaryCall(
        channel, PUT, CallOptions.DEFAULT, put(key.getBytes(StandardCharsets.UTF_8), VALUE));
  }

  /// A PutRequest in protobuf: two fields of bytes.
  static byte[] put(byte[] key, byte[] value) {
    var out = new ByteArrayOutputStream(key.length + value.length + 8);
    field(KEY_FIELD, key, out);
    field(VALUE_FIELD, value, out);
    return out.toByteArray();
  }

  private static void field(int number, byte[] bytes, ByteArrayOutputStream out) {
    out.write(number << 3 | BYTES_WIRE_TYPE);
    int length = bytes.length;
    while (length > 0x7f) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(bytes);
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    process.destroy();
    process.onExit().join();
  }

  /// Messages are the bytes that they are.
  private static final class Plain implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream in) {
      try {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
