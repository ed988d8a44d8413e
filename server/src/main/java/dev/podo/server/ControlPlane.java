package dev.podo.server;

import dev.podo.apiserver.ApiServer;
import dev.podo.apiserver.ApiServerConfig;
import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.authz.RuleLists;
import dev.podo.apiserver.http.HttpServer;
import dev.podo.apiserver.pki.Pki;
import dev.podo.apiserver.storage.StoredCodec;
import dev.podo.client.Api;
import dev.podo.client.informer.Informers;
import dev.podo.controllers.Controllers;
import dev.podo.controllers.ControllersConfig;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.scheduler.Scheduler;
import dev.podo.store.Journal;
import dev.podo.store.Store;
import dev.podo.store.StoreConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A control plane in this process: store, API server, controllers and scheduler, each with an
/// identity of its own. It lives as long as its scope.
public final class ControlPlane {
  private static final Duration OPENING = Duration.ofMinutes(1);

  private final ApiServer server;
  private final Informers informers;
  private final NodeRegistry nodes;
  private final Pki pki;
  private final Transport transport;

  private ControlPlane(
      ApiServer server, Transport transport, Informers informers, NodeRegistry nodes, Pki pki) {
    this.server = server;
    this.transport = transport;
    this.informers = informers;
    this.nodes = nodes;
    this.pki = pki;
  }

  /// @param api how the API server listens, if it does
  /// @param store the store's bounds
  /// @param transport between the components and the API server
  /// @param podCidr the addresses of all Pods, of which each node gets a part; null where nodes
  ///   need none, as simulated ones do
  public record Config(
      ApiServerConfig api, StoreConfig store, Transport transport, @Nullable String podCidr) {
    public Config(ApiServerConfig api, StoreConfig store) {
      this(api, store, Transport.DIRECT, null);
    }

    /// Reached within the process only.
    public static Config inProcessOnly() {
      return new Config(ApiServerConfig.inProcessOnly(), StoreConfig.DEFAULT);
    }

    public Config withTransport(Transport value) {
      return new Config(api, store, value, podCidr);
    }

    public Config withPodCidr(@Nullable String value) {
      return new Config(api, store, transport, value);
    }
  }

  /// What lies between a component of this process and the API server: usually nothing; a
  /// simulation puts a network there that fails.
  @FunctionalInterface
  public interface Transport {
    Transport DIRECT = (identity, direct) -> direct;

    /// The client port that a component of this identity gets.
    Api between(UserInfo identity, Api direct);
  }

  /// Starts everything on a journal; returns when the API answers.
  ///
  /// @throws IOException when the API server cannot listen; the message names the address
  /// @throws TimeoutException when the journal did not open in time
  public static ControlPlane start(Config config, Journal journal, Pki pki, Scope scope)
      throws IOException, InterruptedException, TimeoutException {
    var made = new Promise<Pki>(scope.environment().clock());
    made.complete(pki);
    return start(config, journal, made, scope);
  }

  /// The same with certificates that are still in the making: they are waited for last.
  ///
  /// @throws IOException also when the certificates cannot be made
  public static ControlPlane start(Config config, Journal journal, Promise<Pki> making, Scope scope)
      throws IOException, InterruptedException, TimeoutException {
    var environment = scope.environment();
    var listening = config.api().http();
    var opening =
        listening == null ? null : scope.compute("http", () -> HttpServer.open(listening, scope));
    var catalogue = Catalogue.builtIn();
    var deadline = Deadline.after(environment.clock(), OPENING);
    var store = Store.open(journal, new StoredCodec(catalogue), config.store(), scope, deadline);
    var nodes = new NodeRegistry();
    var http = opening == null ? null : made(opening, deadline);
    var pki = made(making, deadline);
    var parts = new ApiServer.Parts(catalogue, pki, nodes, http);
    var server = ApiServer.start(config.api(), store, parts, scope);
    var manager = reach(server, config.transport(), UserInfo.of(RuleLists.CONTROLLER_MANAGER));
    // One cache per kind and process. The controllers may read every kind, so it is filled as
    // theirs.
    var informers = new Informers(manager, scope);
    var controllers = ControllersConfig.of(catalogue, pki.caPem()).withPodCidr(config.podCidr());
    Controllers.start(manager, informers, scope, controllers);
    var scheduler = reach(server, config.transport(), UserInfo.of(RuleLists.SCHEDULER));
    Scheduler.start(scheduler, informers, environment, scope);
    // They live and die with the scope.
    server
        .health()
        .component("controller-manager", () -> scope.isClosed() ? "stopped" : "")
        .component("scheduler", () -> scope.isClosed() ? "stopped" : "");
    return new ControlPlane(server, config.transport(), informers, nodes, pki);
  }

  private static <T> T made(Promise<T> making, Deadline deadline)
      throws IOException, InterruptedException, TimeoutException {
    try {
      return making.await(deadline);
    } catch (Promise.Failure e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw e;
    }
  }

  private static Api reach(ApiServer server, Transport transport, UserInfo identity) {
    return transport.between(identity, server.inProcess(identity));
  }

  public ApiServer server() {
    return server;
  }

  /// The caches that the components of this process share.
  public Informers informers() {
    return informers;
  }

  /// Where node agents of this process make themselves known.
  public NodeRegistry nodes() {
    return nodes;
  }

  public Pki pki() {
    return pki;
  }

  /// The client port as the administrator.
  public Api admin() {
    return as(UserInfo.of(Pki.ADMIN_USER, Pki.ADMIN_GROUP, UserInfo.AUTHENTICATED));
  }

  public Api as(UserInfo identity) {
    return reach(server, transport, identity);
  }
}
