package dev.podo.program.serve;

import dev.podo.apiserver.ApiServerConfig;
import dev.podo.apiserver.ApiServerConfig.ServiceRanges;
import dev.podo.apiserver.allocation.AddressRange;
import dev.podo.apiserver.allocation.PortRange;
import dev.podo.apiserver.pki.Pem;
import dev.podo.apiserver.pki.Pki;
import dev.podo.client.kubeconfig.Access;
import dev.podo.client.kubeconfig.Kubeconfig;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.program.config.Config;
import dev.podo.program.daemon.PidFile;
import dev.podo.server.ControlPlane;
import dev.podo.store.JournalException;
import dev.podo.store.StoreConfig;
import dev.podo.store.rocksdb.RocksConfig;
import dev.podo.store.rocksdb.RocksJournal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A cluster, served by this process: the control plane on its durable store, its nodes, its
/// network.
public final class Serving implements AutoCloseable {
  private static final String CONTEXT = "podo";

  private final Scope scope;

  private Serving(Scope scope) {
    this.scope = scope;
  }

  /// Starts everything; returns when the cluster is ready.
  ///
  /// @param onStep told each step that is done, for people
  public static Serving start(Config config, Consumer<String> onStep)
      throws ServingException, InterruptedException {
    var scope = Scope.root("podo", Environment.system());
    try {
      var host = HostAddress.find();
      var plane = startControlPlane(config, host, scope);
      writeKubeconfig(config, plane);
      onStep.accept(
          "API server answers on https://127.0.0.1:" + plane.server().address().getPort());
      switch (config.runtime()) {
        case SIMULATED -> SimulatedRole.start(config, plane, scope, onStep);
        case CONTAINERD -> ContainerdRole.start(config, host, plane, scope, onStep);
      }
      return new Serving(scope);
    } catch (ServingException | InterruptedException | RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private static ControlPlane startControlPlane(Config config, InetAddress host, Scope scope)
      throws ServingException, InterruptedException {
    var paths = new Paths(config);
    var environment = scope.environment();
    try {
      var network = config.network();
      var ranges =
          new ServiceRanges(
              AddressRange.parse(network.serviceCidr()),
              new PortRange(network.nodePortFirst(), network.nodePortLast()));
      requireRoom(config);
      Files.createDirectories(config.dataDir());
      var names = names(config, host, ranges);
      var pki = scope.compute("certificates", () -> Pki.open(paths.pki(), names, environment));
      var journal = RocksJournal.open(RocksConfig.in(paths.store()), environment);
      var api =
          ApiServerConfig.on(new InetSocketAddress(config.api().address(), config.api().port()))
              .withAdvertised(host)
              .withServices(ranges)
              .withVersion(Build.version());
      var plane = new ControlPlane.Config(api, StoreConfig.DEFAULT).withPodCidr(podCidr(config));
      return ControlPlane.start(plane, journal, pki, scope);
    } catch (JournalException e) {
      throw new ServingException(
          String.valueOf(e.getMessage()), "the data directory is " + config.dataDir());
    } catch (IOException e) {
      throw new ServingException(
          String.valueOf(e.getMessage()), "check the address, the port and " + config.dataDir());
    } catch (TimeoutException e) {
      throw new ServingException(
          "the store did not open in time: " + e.getMessage(),
          "check the disk below " + config.dataDir());
    }
  }

  /// Simulated pods take their addresses anywhere, and their nodes may be more than there are
  /// ranges.
  private static @Nullable String podCidr(Config config) {
    return switch (config.runtime()) {
      case SIMULATED -> null;
      case CONTAINERD -> config.network().podCidr();
    };
  }

  /// Even a start has something to write.
  private static void requireRoom(Config config) throws IOException, ServingException {
    var room = DiskRoom.of(config);
    if (room.isFull()) {
      throw new ServingException(
          "the disk of " + config.dataDir() + " is " + room, "make room there, then start again");
    }
  }

  private static List<String> names(Config config, InetAddress host, ServiceRanges ranges) {
    var zone = config.network().clusterDomain();
    return List.of(
        "localhost",
        "127.0.0.1",
        host.getHostAddress(),
        config.node().name(),
        ranges.clusterIps().address(1),
        "kubernetes",
        "kubernetes.default",
        "kubernetes.default.svc",
        "kubernetes.default.svc." + zone);
  }

  private static void writeKubeconfig(Config config, ControlPlane plane) throws ServingException {
    var admin = plane.pki().admin();
    var access =
        new Access(
            "https://127.0.0.1:" + plane.server().address().getPort(),
            plane.pki().caPem(),
            Pem.encode(List.of(admin.certificate())),
            Pem.encodeKey(admin),
            null);
    try {
      Kubeconfig.of(CONTEXT, access).write(config.adminKubeconfig());
    } catch (IOException e) {
      throw new ServingException(
          config.adminKubeconfig() + " cannot be written: " + e.getMessage(),
          "check the data directory");
    }
  }

  /// Waits until a component dies; a stop from outside ends the process itself.
  ///
  /// @return the exit code
  public int awaitEnd() throws InterruptedException {
    try {
      scope.failure().await(Deadline.never());
      return 1;
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Stops in good order when the process is told to end.
  public Thread closer(PidFile pid) {
    var threads = scope.environment().onPlatformThreads().threads();
    return threads.newThread(() -> {
      close();
      try {
        pid.remove();
      } catch (IOException e) {
        // A stale mark is recognised as such.
      }
    });
  }

  @Override
  public void close() {
    scope.close();
  }
}
