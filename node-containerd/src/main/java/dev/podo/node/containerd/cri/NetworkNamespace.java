package dev.podo.node.containerd.cri;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/// The network of a process. A socket belongs to the network of the thread that made it, for good:
/// a thread of the operating system's own enters, makes the socket, and ends.
final class NetworkNamespace {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final MethodHandle OPEN =
      find(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle SETNS =
      find(
          "setns",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      find("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private final long pid;
  private final Environment environment;

  NetworkNamespace(long pid, Environment environment) {
    this.pid = pid;
    this.environment = environment;
  }

  /// Connects to a port of the loopback interface inside, over IPv4, else IPv6.
  ///
  /// @throws RuntimeFailure of kind OTHER when nobody listens there
  SocketChannel connect(int port) throws InterruptedException {
    try {
      return connect(StandardProtocolFamily.INET, "127.0.0.1", port);
    } catch (IOException overIpv4) {
      try {
        return connect(StandardProtocolFamily.INET6, "::1", port);
      } catch (IOException overIpv6) {
        throw new RuntimeFailure(
            RuntimeFailure.Kind.OTHER,
            "failed to connect to localhost:"
                + port
                + " inside the pod: "
                + why("IPv4: dial tcp4 127.0.0.1:", port, overIpv4)
                + why(" IPv6 dial tcp6: [::1]:", port, overIpv6),
            overIpv4);
      }
    }
  }

  /// As Go says it, which people know.
  private static String why(String dial, int port, IOException e) {
    var text = String.valueOf(e.getMessage());
    return dial
        + port
        + ": connect: "
        + text.substring(0, 1).toLowerCase(Locale.ROOT)
        + text.substring(1);
  }

  private SocketChannel connect(ProtocolFamily family, String address, int port)
      throws IOException, InterruptedException {
    Clock clock = environment.clock();
    var made = new Promise<SocketChannel>(clock);
    try (var scope = Scope.root("netns", environment.onPlatformThreads())) {
      scope.fork("socket", () -> make(family, made));
      var socket = made.await(Deadline.after(clock, CONNECT));
      try {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        return socket;
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (TimeoutException | Promise.Failure e) {
      throw new IOException("its network cannot be entered: " + e.getMessage(), e);
    }
  }

  private void make(ProtocolFamily family, Promise<SocketChannel> made) {
    try (var arena = Arena.ofConfined()) {
      var path = arena.allocateFrom("/proc/" + pid + "/ns/net");
      var fd = (int) OPEN.invokeExact(path, O_RDONLY_CLOEXEC);
      if (fd < 0) {
        throw new IOException("process " + pid + " has gone");
      }
      var entered = (int) SETNS.invokeExact(fd, CLONE_NEWNET);
      var _ = (int) CLOSE.invokeExact(fd);
      if (entered != 0) {
        throw new IOException("setns failed; it takes root");
      }
      made.complete(SocketChannel.open(family));
    } catch (Throwable e) {
      made.fail(e);
    }
  }

  @SuppressWarnings("restricted") // Java has no word for it
  private static MethodHandle find(String function, FunctionDescriptor type) {
    var linker = Linker.nativeLinker();
    var address = linker.defaultLookup().findOrThrow(function);
    // open takes further arguments for files to be made: it must be called as what it is.
    return function.equals("open")
        ? linker.downcallHandle(address, type, Linker.Option.firstVariadicArg(2))
        : linker.downcallHandle(address, type);
  }
}
