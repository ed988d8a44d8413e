package dev.podo.bench.load;

import dev.podo.apiserver.pki.Pem;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;

/// The process that makes load: one thread, some connections of HTTP/2. It reads one [LoadRun] per
/// line from its input and writes what came of it to its output, until its input ends.
final class LoadClient {
  private LoadClient() {}

  /// @param arguments port, directory of [ClientProcess]'s certificates, number of connections
  public static void main(String[] arguments) throws Exception {
    var server = new InetSocketAddress("localhost", Integer.parseInt(arguments[0]));
    var tls = tls(Path.of(arguments[1]));
    var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var connections = new ArrayList<LoadConnection>();
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      connections.add(LoadConnection.open(loops, tls, server));
    }
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    var out = new DataOutputStream(new BufferedOutputStream(System.out));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var runner = new Runner(LoadRun.parse(line), connections, loops.next());
      write(runner.start().get(), out);
    }
    connections.forEach(LoadConnection::close);
    System.exit(0);
  }

  static SslContext tls(Path directory) throws IOException, GeneralSecurityException {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .trustManager(directory.resolve("ca.pem").toFile())
        .keyManager(
            Pem.privateKey(Files.readString(directory.resolve("client.key"))),
            Pem.certificates(Files.readString(directory.resolve("client.pem"))))
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2))
        .build();
  }

  private static void write(Runner.Result result, DataOutputStream out) throws IOException {
    out.writeLong(result.tookNanos());
    out.writeInt(result.failed());
    out.writeInt(result.samples().count());
    for (long nanos : result.samples().nanos()) {
      out.writeLong(nanos);
    }
    out.flush();
  }
}
