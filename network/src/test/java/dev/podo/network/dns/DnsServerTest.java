package dev.podo.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.WriteOptions;
import dev.podo.client.fake.FakeApi;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.network.Manifest;
import dev.podo.network.transport.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DnsServerTest {
  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi api = new FakeApi(environment);
  private final Informers informers = new Informers(api, scope);
  private DatagramSocket upstream;
  private volatile List<InetSocketAddress> upstreams = List.of();
  private DnsServer server;

  @BeforeEach
  void start() throws Exception {
    upstream = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    upstreams = List.of((InetSocketAddress) upstream.getLocalSocketAddress());
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        DnsServer.start(
            DnsConfig.of("cluster.local", "10.96.0.10", any, () -> upstreams),
            informers.of(Services.KIND),
            informers.of(EndpointSlices.KIND),
            environment,
            Transport.nio());
    create("web", "{clusterIP: 10.96.0.7, ports: [{name: http, port: 80}]}");
    create("out", "{type: ExternalName, externalName: example.org}");
    var endpoints = new StringBuilder();
    for (int i = 1; i <= 200; i++) {
      endpoints
          .append("\n- {addresses: [10.244.0.")
          .append(i)
          .append("], conditions: {ready: true}}");
    }
    create("many", "{clusterIP: None, ports: [{name: http, port: 80}]}");
    api.create(
        EndpointSlices.KIND,
        Manifest.slice(
            "metadata: {name: many-1, namespace: default, labels: {kubernetes.io/service-name: many}}\naddressType: IPv4\nports: [{name: http, port: 80}]\nendpoints:"
                + endpoints),
        WriteOptions.defaults());
    assertThat(informers.awaitSynced(Deadline.after(environment.clock(), Duration.ofSeconds(10))))
        .isTrue();
    while (informers.of(EndpointSlices.KIND).snapshot().size() < 1
        || informers.of(Services.KIND).snapshot().size() < 3) {
      Thread.onSpinWait();
    }
  }

  private void create(String name, String spec) {
    var yaml = "{metadata: {name: " + name + ", namespace: default}, spec: " + spec + "}";
    api.create(Services.KIND, Manifest.service(yaml), WriteOptions.defaults());
  }

  @AfterEach
  void stop() {
    server.close();
    upstream.close();
    scope.close();
  }

  private static ByteBuf query(int id, String name, int type, boolean edns) {
    var out = Unpooled.buffer();
    out.writeShort(id).writeShort(0x0100).writeShort(1).writeZero(4).writeShort(edns ? 1 : 0);
    DnsName.write(out, name);
    out.writeShort(type).writeShort(1);
    if (edns) {
      out.writeByte(0).writeShort(Dns.OPT).writeShort(4096).writeInt(0).writeShort(0);
    }
    return out;
  }

  private ByteBuf udp(ByteBuf message) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(10_000);
      var bytes = ByteBufUtil.getBytes(message);
      socket.send(new DatagramPacket(bytes, bytes.length, server.address()));
      var packet = new DatagramPacket(new byte[65535], 65535);
      socket.receive(packet);
      return Unpooled.wrappedBuffer(packet.getData(), 0, packet.getLength());
    }
  }

  private ByteBuf tcp(ByteBuf message) throws IOException {
    try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      var out = Unpooled.buffer().writeShort(message.readableBytes()).writeBytes(message);
      socket.getOutputStream().write(ByteBufUtil.getBytes(out));
      var in = new DataInputStream(socket.getInputStream());
      var reply = new byte[in.readUnsignedShort()];
      in.readFully(reply);
      return Unpooled.wrappedBuffer(reply);
    }
  }

  private static int flags(ByteBuf reply) {
    return reply.getUnsignedShort(2);
  }

  private static int answers(ByteBuf reply) {
    return reply.getUnsignedShort(6);
  }

  @Test
  @SuppressWarnings("BanJNDI") // the one DNS client in the JDK, asking our own server
  void answersTheJdksOwnResolver() throws Exception {
    var environment = new Properties();
    environment.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
    environment.put("java.naming.provider.url", "dns://127.0.0.1:" + server.address().getPort());
    var context = new InitialDirContext(environment);
    var web = context.getAttributes("web.default.svc.cluster.local", new String[] {"A"});
    assertThat(web.get("A").get()).isEqualTo("10.96.0.7");
    var srv =
        context.getAttributes("_http._tcp.web.default.svc.cluster.local", new String[] {"SRV"});
    assertThat(srv.get("SRV").get()).isEqualTo("0 100 80 web.default.svc.cluster.local.");
    var many = context.getAttributes("many.default.svc.cluster.local", new String[] {"A"});
    assertThat(many.get("A").size()).as("over TCP, since it does not fit").isEqualTo(200);
    context.close();
  }

  @Test
  void repeatsIdAndQuestionAndSaysItIsTheAuthority() throws Exception {
    var reply = udp(query(4711, "WEB.default.svc.cluster.local", Dns.A, false));
    assertThat(reply.getUnsignedShort(0)).isEqualTo(4711);
    assertThat(flags(reply)).isEqualTo(0x8580);
    assertThat(answers(reply)).isEqualTo(1);
    assertThat(reply.toString(12, 20, java.nio.charset.StandardCharsets.US_ASCII)).contains("WEB");
  }

  @Test
  void truncatesWhatTheClientCannotTake() throws Exception {
    var name = "many.default.svc.cluster.local";
    var plain = udp(query(1, name, Dns.A, false));
    assertThat(flags(plain) & Dns.FLAG_TRUNCATED).isNotZero();
    assertThat(plain.readableBytes()).isLessThanOrEqualTo(512);
    var edns = udp(query(1, name, Dns.A, true));
    assertThat(flags(edns) & Dns.FLAG_TRUNCATED).isNotZero();
    assertThat(edns.readableBytes()).isGreaterThan(512).isLessThanOrEqualTo(1232);
    var whole = tcp(query(1, name, Dns.A, false));
    assertThat(answers(whole)).isEqualTo(200);
  }

  private void answerOnce(byte[] rdata, int type) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            var packet = new DatagramPacket(new byte[4096], 4096);
            upstream.receive(packet);
            var out = Unpooled.buffer();
            out.writeBytes(packet.getData(), 0, packet.getLength());
            out.setShort(2, 0x8180).setShort(6, 1).setShort(10, 0);
            var end = 12;
            while (out.getByte(end) != 0) {
              end += out.getByte(end) + 1;
            }
            out.writerIndex(end + 5);
            out.writeShort(0xC00C).writeShort(type).writeShort(1).writeInt(60);
            out.writeShort(rdata.length).writeBytes(rdata);
            var bytes = ByteBufUtil.getBytes(out);
            var forged = bytes.clone();
            forged[0] ^= 1;
            upstream.send(new DatagramPacket(forged, forged.length, packet.getSocketAddress()));
            upstream.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
          } catch (IOException e) {
            // the test is over
          }
        });
  }

  @Test
  void asksTheUpstreamForOtherNames() throws Exception {
    answerOnce(new byte[] {9, 9, 9, 9}, Dns.A);
    var reply = udp(query(99, "example.org", Dns.A, true));
    assertThat(reply.getUnsignedShort(0)).isEqualTo(99);
    assertThat(answers(reply)).isEqualTo(1);
    assertThat(reply.getInt(reply.writerIndex() - 4)).isEqualTo(0x09090909);
  }

  @Test
  void asksAgainOnlyWhenTheAnswerHasExpired() throws Exception {
    answerOnce(new byte[] {9, 9, 9, 9}, Dns.A);
    udp(query(99, "example.org", Dns.A, false));
    upstream.close(); // nobody is asked from now on
    var again = udp(query(7, "EXAMPLE.org", Dns.A, false));
    assertThat(again.getUnsignedShort(0)).isEqualTo(7);
    assertThat(ByteBufUtil.hexDump(again)).contains("074558414d504c45").endsWith("09090909");
    assertThat(flags(udp(query(7, "example.org", Dns.AAAA, false))) & 0xf)
        .isEqualTo(Dns.SERVER_FAILURE);
  }

  @Test
  void asksTheNextServerWhenOneRefuses() throws Exception {
    try (var refusing =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      upstreams =
          List.of((InetSocketAddress) refusing.getLocalSocketAddress(), upstreams.getFirst());
      Thread.ofVirtual()
          .start(() -> {
            try {
              var packet = new DatagramPacket(new byte[512], 512);
              refusing.receive(packet);
              packet.getData()[2] = (byte) 0x81;
              packet.getData()[3] = (byte) 0x82;
              refusing.send(packet);
            } catch (IOException e) {
              // the test is over
            }
          });
      answerOnce(new byte[] {9, 9, 9, 9}, Dns.A);
      assertThat(answers(udp(query(1, "example.org", Dns.A, false)))).isEqualTo(1);
    }
  }

  @Test
  void refusesToAskOthersForEverything() throws Exception {
    assertThat(flags(udp(query(1, "example.org", Dns.ANY, false))) & 0xf).isEqualTo(Dns.REFUSED);
  }

  @Test
  void countsItsAnswersByCode() throws Exception {
    answerOnce(new byte[] {9, 9, 9, 9}, Dns.A);
    udp(query(1, "example.org", Dns.A, false));
    udp(query(2, "example.org", Dns.ANY, false));
    udp(query(3, "nobody.default.svc.cluster.local", Dns.A, false));

    var metrics = server.metrics();
    assertThat(metrics.responses())
        .containsEntry("NOERROR", 1L)
        .containsEntry("REFUSED", 1L)
        .containsEntry("NXDOMAIN", 1L)
        .containsEntry("SERVFAIL", 0L);
    assertThat(metrics.forwardedRequests()).isEqualTo(1);
  }

  @Test
  void resolvesAnExternalNameToItsAddresses() throws Exception {
    answerOnce(new byte[] {9, 9, 9, 9}, Dns.A);
    var reply = udp(query(5, "out.default.svc.cluster.local", Dns.A, false));
    assertThat(flags(reply) & 0xf).isZero();
    assertThat(answers(reply)).isEqualTo(2);
    assertThat(ByteBufUtil.hexDump(reply))
        .contains("076578616d706c65036f7267")
        .endsWith("09090909");
  }

  @Test
  void failsWhenNoUpstreamListens() throws Exception {
    upstream.close();
    var reply = udp(query(5, "example.org", Dns.A, false));
    assertThat(flags(reply) & 0xf).isEqualTo(Dns.SERVER_FAILURE);
  }

  @Test
  void answersMalformedMessagesAndNeverAnswersAnswers() throws Exception {
    var twoQuestions = query(6, "a.b", Dns.A, false);
    twoQuestions.setShort(4, 2);
    assertThat(flags(udp(twoQuestions)) & 0xf).isEqualTo(Dns.FORMAT_ERROR);
    var update = query(7, "a.b", Dns.A, false);
    update.setShort(2, 5 << 11);
    assertThat(flags(udp(update)) & 0xf).isEqualTo(Dns.NOT_IMPLEMENTED);
    var loop = Unpooled.buffer();
    loop.writeShort(8)
        .writeShort(0)
        .writeShort(1)
        .writeZero(6)
        .writeShort(0xC00C)
        .writeInt(0x10001);
    assertThat(flags(udp(loop)) & 0xf).isEqualTo(Dns.FORMAT_ERROR);
    var futureEdns = query(9, "web.default.svc.cluster.local", Dns.A, true);
    futureEdns.setByte(futureEdns.writerIndex() - 5, 1);
    assertThat(answers(udp(futureEdns))).isZero();
    var response = query(10, "a.b", Dns.A, false);
    response.setShort(2, 0x8000);
    var web = query(11, "web.default.svc.cluster.local", Dns.A, false);
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(10_000);
      for (var message : List.of(response, web)) {
        var bytes = ByteBufUtil.getBytes(message);
        socket.send(new DatagramPacket(bytes, bytes.length, server.address()));
      }
      var packet = new DatagramPacket(new byte[512], 512);
      socket.receive(packet);
      assertThat(packet.getData()[1]).as("only the question is answered").isEqualTo((byte) 11);
    }
  }

  @Test
  void survivesRandomBytes() throws Exception {
    var random = new java.util.Random(42);
    try (var socket = new DatagramSocket()) {
      for (int i = 0; i < 2000; i++) {
        var bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        if (bytes.length > 2) {
          bytes[2] &= 0x7f;
        }
        socket.send(new DatagramPacket(bytes, bytes.length, server.address()));
      }
    }
    assertThat(answers(tcp(query(1, "web.default.svc.cluster.local", Dns.A, false)))).isEqualTo(1);
  }
}
