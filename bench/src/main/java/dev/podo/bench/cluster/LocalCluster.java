package dev.podo.bench.cluster;

import dev.podo.apiserver.ApiServer;
import dev.podo.apiserver.ApiServerConfig;
import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.pki.Pki;
import dev.podo.apiserver.storage.StoredCodec;
import dev.podo.bench.load.LoadProcess;
import dev.podo.bench.load.WatchProcess;
import dev.podo.bench.objects.SampleObjects;
import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.client.node.NodeApi;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.server.ControlPlane;
import dev.podo.store.Store;
import dev.podo.store.StoreConfig;
import dev.podo.store.rocksdb.RocksConfig;
import dev.podo.store.rocksdb.RocksJournal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A durable cluster within this process, with a listener on loopback.
public final class LocalCluster implements AutoCloseable {
  private static final List<String> HOSTS = List.of("localhost", "127.0.0.1");
  private static final Duration OPENING = Duration.ofMinutes(1);

  private final Scope scope;
  private final Pki pki;
  private final ApiServer server;
  private final @Nullable ControlPlane plane;

  private LocalCluster(Scope scope, Pki pki, ApiServer server, @Nullable ControlPlane plane) {
    this.scope = scope;
    this.pki = pki;
    this.server = server;
    this.plane = plane;
  }

  /// With controllers and scheduler.
  public static LocalCluster whole(Path directory) throws Exception {
    var environment = Environment.system();
    var scope = Scope.root("bench", environment);
    try {
      var pki = Pki.inMemory(HOSTS, environment);
      var journal = RocksJournal.open(RocksConfig.in(directory), environment);
      var plane =
          ControlPlane.start(
              new ControlPlane.Config(onLoopback(), StoreConfig.DEFAULT), journal, pki, scope);
      var cluster = new LocalCluster(scope, pki, plane.server(), plane);
      cluster.prepare();
      return cluster;
    } catch (Exception e) {
      scope.close();
      throw e;
    }
  }

  /// The API server alone: nobody touches what the benchmark writes.
  public static LocalCluster apiOnly(Path directory) throws Exception {
    var environment = Environment.system();
    var scope = Scope.root("bench", environment);
    try {
      var catalogue = Catalogue.builtIn();
      var store =
          Store.open(
              RocksJournal.open(RocksConfig.in(directory), environment),
              new StoredCodec(catalogue),
              StoreConfig.DEFAULT,
              scope,
              Deadline.after(environment.clock(), OPENING));
      var pki = Pki.inMemory(HOSTS, environment);
      var parts = new ApiServer.Parts(catalogue, pki, LocalCluster::noAgent);
      var cluster =
          new LocalCluster(scope, pki, ApiServer.start(onLoopback(), store, parts, scope), null);
      cluster.prepare();
      cluster
          .admin()
          .create(ServiceAccounts.KIND, SampleObjects.serviceAccount(), WriteOptions.defaults());
      return cluster;
    } catch (Exception e) {
      scope.close();
      throw e;
    }
  }

  private static NodeApi noAgent(String node) {
    throw ApiErrors.serviceUnavailable("no agent of node " + node);
  }

  private static ApiServerConfig onLoopback() {
    return ApiServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private void prepare() {
    admin().create(Namespaces.KIND, SampleObjects.namespace(), WriteOptions.defaults());
  }

  public Api admin() {
    return server.inProcess(UserInfo.of(Pki.ADMIN_USER, Pki.ADMIN_GROUP, UserInfo.AUTHENTICATED));
  }

  /// A client over TLS, with a connection of its own.
  public HttpsClient https() throws Exception {
    return HttpsClient.of(pki, server.address().getPort());
  }

  /// A client in a process of its own.
  ///
  /// @param directory for its files
  public LoadProcess load(int connections, Path directory) throws IOException {
    return LoadProcess.start(pki, server.address().getPort(), connections, directory);
  }

  /// Watches of a client in a process of its own.
  ///
  /// @param directory for its files
  public WatchProcess watch(WatchProcess.Watching watching, Path directory) throws IOException {
    return WatchProcess.start(pki, server.address().getPort(), watching, directory);
  }

  public ControlPlane plane() {
    if (plane == null) {
      throw new IllegalStateException("this cluster is an API server only");
    }
    return plane;
  }

  public Scope scope() {
    return scope;
  }

  @Override
  public void close() {
    scope.close();
  }
}
