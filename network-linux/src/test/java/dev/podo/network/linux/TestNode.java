package dev.podo.network.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.podo.network.FakeDataplane.Outcome;
import dev.podo.network.services.ServiceEndpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/// A node in a namespace of its own, with two pods on its bridge that each greet by their address.
final class TestNode implements AutoCloseable {
  private static final int TIMEOUT_MS = 400;

  final TestNamespace host = TestNamespace.create();
  final List<TestNamespace> pods = new ArrayList<>();
  private final List<ServerSocket> servers = new ArrayList<>();

  TestNode(List<ServiceEndpoint> endpoints) {
    host.run(() ->
        TestNamespace.sh(
            "ip link add br0 type bridge; ip addr add 10.244.0.1/24 dev br0; ip link set br0 up"));
    for (var endpoint : endpoints) {
      var pod = TestNamespace.create();
      pods.add(pod);
      var link = "v" + pods.size();
      host.run(() ->
          TestNamespace.sh(
              """
              ip link add %1$s type veth peer name eth0 netns %2$d
              ip link set %1$s master br0 up
              bridge link set dev %1$s hairpin on
              """
                  .formatted(link, pod.id())));
      pod.run(() ->
          TestNamespace.sh(
              "ip addr add %s/24 dev eth0; ip link set eth0 up; ip route add default via 10.244.0.1"
                  .formatted(endpoint.ip())));
      listen(pod, endpoint.port(), endpoint + "\n");
    }
  }

  /// Serves in a namespace: each connection gets a greeting, then an echo of every byte.
  void listen(TestNamespace where, int port, String greeting) {
    var server = where.run(() -> new ServerSocket(port));
    servers.add(server);
    Thread.ofVirtual().start(() -> accept(server, greeting));
  }

  private static void accept(ServerSocket server, String greeting) {
    while (true) {
      try {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> greet(socket, greeting));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void greet(Socket socket, String greeting) {
    try (socket) {
      socket.getOutputStream().write(greeting.getBytes(US_ASCII));
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException gone) {
      // the client's business
    }
  }

  static Outcome connect(TestNamespace from, String ip, int port) {
    return connect(from, ip, port, TIMEOUT_MS);
  }

  /// @param patienceMs after which nothing has come; one second and more leave TCP the time to send
  ///   again what a busy machine has lost
  static Outcome connect(TestNamespace from, String ip, int port, int patienceMs) {
    return from.run(() -> {
      try (var socket = open(ip, port, patienceMs)) {
        return new Outcome.Reached(greeting(socket));
      } catch (ConnectException refused) {
        return new Outcome.Refused();
      } catch (SocketTimeoutException dropped) {
        return new Outcome.Dropped();
      }
    });
  }

  static Socket open(String ip, int port) throws IOException {
    return open(ip, port, TIMEOUT_MS);
  }

  private static Socket open(String ip, int port, int patienceMs) throws IOException {
    var socket = new Socket();
    socket.setSoTimeout(patienceMs);
    socket.connect(new InetSocketAddress(InetAddress.getByName(ip), port), patienceMs);
    return socket;
  }

  static ServiceEndpoint greeting(Socket socket) throws IOException {
    var line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c > '\n'; c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    var colon = line.indexOf(":");
    return new ServiceEndpoint(
        line.substring(0, colon), Integer.parseInt(line.substring(colon + 1)), true);
  }

  @Override
  public void close() throws IOException {
    for (var server : servers) {
      server.close();
    }
    pods.forEach(TestNamespace::close);
    host.close();
  }
}
