package dev.podo.network;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.podo.client.Api;
import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.ingress.Ingresses;
import dev.podo.machinery.kinds.ingressclass.IngressClasses;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.model.networking.v1.IngressClass;
import dev.podo.model.networking.v1.IngressClassSpec;
import dev.podo.model.networking.v1.IngressLoadBalancerIngress;
import dev.podo.network.ingress.CertificateCompiler;
import dev.podo.network.ingress.IngressSelection;
import dev.podo.network.ingress.RouteCompiler;
import dev.podo.network.proxy.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps the proxy's routes and certificates at what the objects say, and writes into each Ingress
/// where it is served.
final class IngressLoop {
  private static final System.Logger LOG = System.getLogger(IngressLoop.class.getName());
  private static final WriteOptions WRITES = WriteOptions.as("podo-ingress");

  private final Proxy proxy;
  private final String publishedIp;
  private final Api api;
  private final IngressCaches caches;
  private final Environment environment;
  private final Signal signal;
  private final AtomicBoolean dirty = new AtomicBoolean(true);
  private final Backoff backoff =
      Backoff.exponential(Duration.ofMillis(200), Duration.ofSeconds(30));
  private List<String> problems = List.of();
  private boolean classThere;
  private volatile boolean ready;

  private IngressLoop(
      Proxy proxy, String publishedIp, Api api, IngressCaches caches, Environment environment) {
    this.proxy = proxy;
    this.publishedIp = publishedIp;
    this.api = api;
    this.caches = caches;
    this.environment = environment;
    this.signal = new Signal(environment.clock());
  }

  static IngressLoop start(
      Proxy proxy, String publishedIp, Api api, Informers informers, Scope scope) {
    var caches = new IngressCaches(informers);
    var loop = new IngressLoop(proxy, publishedIp, api, caches, scope.environment());
    caches.listen(loop::look, scope);
    scope.fork("ingress routes", loop::keepRoutes);
    scope.fork("ingress status", loop::keepStatus);
    return loop;
  }

  Proxy proxy() {
    return proxy;
  }

  boolean isReady() {
    return ready;
  }

  private final AtomicBoolean statusDirty = new AtomicBoolean(true);

  private void look() {
    dirty.set(true);
    statusDirty.set(true);
    signal.raise();
  }

  private void keepRoutes() throws InterruptedException {
    caches.awaitSynced();
    while (true) {
      signal.awaitUntil(dirty::get, Deadline.never());
      dirty.set(false);
      var inputs = caches.now();
      var certificates = CertificateCompiler.compile(inputs);
      // Certificates first: a host is not routed to before it can be greeted.
      proxy.replaceCertificates(certificates.byHost());
      proxy.replaceRoutes(RouteCompiler.compile(inputs));
      ready = true;
      certificates.problems().stream()
          .filter(problem -> !problems.contains(problem))
          .forEach(problem -> LOG.log(WARNING, problem));
      problems = certificates.problems();
    }
  }

  /// Apart from the routes, which must not wait for an answer of the API server.
  private void keepStatus() throws InterruptedException {
    caches.awaitSynced();
    var failures = 0;
    while (true) {
      signal.awaitUntil(statusDirty::get, Deadline.never());
      statusDirty.set(false);
      if (writeAll()) {
        failures = 0;
      } else {
        statusDirty.set(true);
        environment.clock().sleep(backoff.delay(++failures, environment.random()));
      }
    }
  }

  private boolean writeAll() {
    var done = ensureClass();
    if (publishedIp.isEmpty()) {
      return done;
    }
    var inputs = caches.now();
    for (var ingress : IngressSelection.of(inputs.classes()).ours(inputs.ingresses())) {
      done &= isPublished(ingress) || publish(ingress);
    }
    return done;
  }

  private boolean isPublished(Ingress ingress) {
    var written = ingress.status().loadBalancer().ingress();
    return written.stream()
        .map(IngressLoadBalancerIngress::ip)
        .toList()
        .equals(List.of(publishedIp));
  }

  private boolean publish(Ingress ingress) {
    var addresses = List.of(Map.of("ip", publishedIp));
    var tree = Map.of("status", Map.of("loadBalancer", Map.of("ingress", addresses)));
    var metadata = ingress.metadata();
    try {
      api.patch(
          Ingresses.KIND,
          metadata.namespace(),
          metadata.name(),
          new Patch.Merge(tree),
          "status",
          WRITES);
      return true;
    } catch (ApiException e) {
      LOG.log(
          DEBUG,
          "ingress={0}/{1}: the status is not written: {2}",
          metadata.namespace(),
          metadata.name(),
          e.getMessage());
      return e.isNotFound();
    }
  }

  /// The cluster comes with a class for its own ingress; who deletes it later has his way.
  private boolean ensureClass() {
    if (classThere) {
      return true;
    }
    try {
      var metadata =
          ObjectMeta.builder()
              .name(IngressSelection.CLASS_NAME)
              .annotations(Map.of(IngressClasses.IS_DEFAULT, "true"))
              .build();
      var spec = IngressClassSpec.builder().controller(IngressSelection.CONTROLLER).build();
      var wanted = IngressClass.builder().metadata(metadata).spec(spec).build();
      api.create(IngressClasses.KIND, wanted, WRITES);
      LOG.log(INFO, "ingressclass={0}: created", IngressSelection.CLASS_NAME);
      classThere = true;
    } catch (ApiException e) {
      classThere = e.isAlreadyExists();
      if (!classThere) {
        LOG.log(DEBUG, "the IngressClass is not created: {0}", e.getMessage());
      }
    }
    return classThere;
  }
}
