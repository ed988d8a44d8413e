package dev.podo.network;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.podo.client.Api;
import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.client.informer.Changes;
import dev.podo.client.informer.Informers;
import dev.podo.client.informer.Key;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Makes the cluster's DNS known as the Service `kube-system/kube-dns`; who deletes it finds it
/// again. Names are served and packets led there without it.
final class DnsServiceLoop {
  private static final System.Logger LOG = System.getLogger(DnsServiceLoop.class.getName());
  private static final WriteOptions WRITES = WriteOptions.as("podo-dns");
  private static final Key KEY = new Key(DnsService.NAMESPACE, DnsService.NAME);
  private static final Backoff RETRY =
      Backoff.exponential(Duration.ofMillis(500), Duration.ofMinutes(5));

  private final DnsService dns;
  private final Api api;
  private final Environment environment;
  private final Signal signal;
  private final AtomicBoolean missing = new AtomicBoolean(true);

  private DnsServiceLoop(DnsService dns, Api api, Environment environment) {
    this.dns = dns;
    this.api = api;
    this.environment = environment;
    this.signal = new Signal(environment.clock());
  }

  static void start(DnsService dns, Api api, Informers informers, Scope scope) {
    var loop = new DnsServiceLoop(dns, api, scope.environment());
    scope.onClose(informers.of(Services.KIND).listen(loop::look));
    scope.onClose(informers.of(EndpointSlices.KIND).listen(loop::look));
    scope.fork("dns service", loop::run);
  }

  private void look(Changes<?> changes) {
    if (changes.keys().contains(KEY) && changes.after().get(KEY) == null) {
      missing.set(true);
      signal.raise();
    }
  }

  private void run() throws InterruptedException {
    var failures = 0;
    while (true) {
      signal.awaitUntil(missing::get, Deadline.never());
      missing.set(false);
      if (isWritten()) {
        failures = 0;
      } else {
        missing.set(true);
        environment.clock().sleep(RETRY.delay(++failures, environment.random()));
      }
    }
  }

  private boolean isWritten() {
    try {
      apply(Services.KIND, dns.service());
      apply(EndpointSlices.KIND, dns.slice());
      LOG.log(INFO, "service={0}: DNS answers at {1}:{2}", KEY, dns.ip(), "" + dns.port());
      return true;
    } catch (ApiException e) {
      LOG.log(WARNING, "service={0}: not written, tried again: {1}", KEY, e.getMessage());
      return false;
    }
  }

  /// Applied, not posted: so the name stands in the request, and the right to make it is bound to
  /// that name.
  private <T extends ApiObject> void apply(Kind<T> kind, T object) {
    var patch = new Patch.Apply(Trees.of(object), true);
    api.patch(kind, DnsService.NAMESPACE, DnsService.NAME, patch, "", WRITES);
  }
}
