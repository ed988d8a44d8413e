package dev.podo.bench.ingress;

import dev.podo.bench.cluster.Poll;
import dev.podo.bench.machine.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// An nginx with one worker on loopback, ended when closed.
final class Nginx implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Where it listens.
  int port() {
    return port;
  }

  /// Answers everything with a few bytes.
  static Nginx backend(Path directory) throws IOException, InterruptedException {
    var answer = "default_type text/plain; return 200 'hello from the backend';";
    return start(directory, Command.freePort(), "", answer);
  }

  /// Passes everything on, over connections that are kept.
  static Nginx reverseProxy(Path directory, int backendPort)
      throws IOException, InterruptedException {
    var upstream =
        "upstream backend { server 127.0.0.1:%d; keepalive 128; }".formatted(backendPort);
    var pass =
        """
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_pass http://backend;\
        """;
    return start(directory, Command.freePort(), upstream, pass);
  }

  private static Nginx start(Path directory, int port, String upstream, String location)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    var config = directory.resolve("nginx.conf");
    Files.writeString(
        config,
        """
        daemon off;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events { worker_connections 4096; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          %3$s
          server {
            listen 127.0.0.1:%2$d;
            location / { %4$s }
          }
        }
        """
            .formatted(directory, port, upstream, location));
    var words =
        List.of("nginx", "-c", config.toString(), "-e", directory.resolve("error.log").toString());
    var process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out.log").toFile())
            .start();
    var nginx = new Nginx(process, port);
    try {
      Poll.until("nginx", PATIENCE, Duration.ofMillis(10), () -> listens(process, port));
      return nginx;
    } catch (IOException | InterruptedException e) {
      nginx.close();
      throw e;
    }
  }

  private static boolean listens(Process process, int port) throws IOException {
    if (!process.isAlive()) {
      throw new IOException("nginx ended at once");
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
