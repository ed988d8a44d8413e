package dev.podo.testkit;

import dev.podo.apiserver.ApiServerConfig;
import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.pki.Pem;
import dev.podo.apiserver.pki.Pki;
import dev.podo.client.Api;
import dev.podo.client.kubeconfig.Access;
import dev.podo.client.kubeconfig.Kubeconfig;
import dev.podo.foundation.Check;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.node.NodeAgentConfig;
import dev.podo.node.SimulatedNodes;
import dev.podo.server.ControlPlane;
import dev.podo.server.NodesReady;
import dev.podo.store.StoreConfig;
import dev.podo.store.memory.MemoryJournal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A cluster in this process, in memory, with nodes that only pretend. Each is on its own: any
/// number of them may run side by side. Closing it ends its threads and gives back its port.
///
/// Any client reaches it at [#url] with [#kubeconfig]; [#api] is the way without a network.
public final class PodoCluster implements AutoCloseable {
  private static final String CONTEXT = "podo-test";
  private static final String KUBELET_VERSION = "v1.36.0+podo";

  private final Scope scope;
  private final ControlPlane plane;
  private final List<String> nodes;

  private PodoCluster(Scope scope, ControlPlane plane, List<String> nodes) {
    this.scope = scope;
    this.plane = plane;
    this.nodes = nodes;
  }

  /// A cluster of one node, ready for use.
  public static PodoCluster start() {
    return builder().start();
  }

  public static Builder builder() {
    return new Builder();
  }

  /// What a cluster is to be like.
  public static final class Builder {
    private int nodes = 1;

    private Builder() {}

    /// @param count how many nodes it has; none is allowed, and then pods stay Pending
    public Builder nodes(int count) {
      if (count < 0) {
        throw new IllegalArgumentException("a cluster cannot have " + count + " nodes");
      }
      nodes = count;
      return this;
    }

    /// Returns when the API answers and all nodes are Ready.
    ///
    /// @throws IllegalStateException when it does not start; the message says why
    public PodoCluster start() {
      var scope = Scope.root("podo", Environment.system());
      try {
        var plane = startPlane(scope);
        return new PodoCluster(scope, plane, startNodes(plane, scope));
      } catch (IOException | TimeoutException e) {
        scope.close();
        throw new IllegalStateException("the cluster did not start: " + e.getMessage(), e);
      } catch (InterruptedException e) {
        scope.close();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the cluster started", e);
      } catch (RuntimeException e) {
        scope.close();
        throw e;
      }
    }

    private List<String> startNodes(ControlPlane plane, Scope scope)
        throws InterruptedException, TimeoutException {
      var simulated =
          new SimulatedNodes(plane.informers(), name -> plane.as(UserInfo.node(name)), scope);
      var names = new ArrayList<String>();
      for (int i = 1; i <= nodes; i++) {
        var name = "node-" + i;
        var agent = simulated.start(NodeAgentConfig.of(name, KUBELET_VERSION));
        scope.onClose(plane.nodes().register(name, agent.streams()));
        names.add(name);
      }
      if (!NodesReady.await(plane.informers(), names, scope.environment().clock())) {
        throw new TimeoutException("its nodes did not become ready");
      }
      return List.copyOf(names);
    }
  }

  private static ControlPlane startPlane(Scope scope)
      throws IOException, InterruptedException, TimeoutException {
    var environment = scope.environment();
    var loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    var names = List.of("localhost", "127.0.0.1", "kubernetes", "kubernetes.default.svc");
    var pki = scope.compute("certificates", () -> Pki.inMemory(names, environment));
    var config =
        new ControlPlane.Config(
            ApiServerConfig.on(new InetSocketAddress(loopback, 0)), StoreConfig.DEFAULT);
    return ControlPlane.start(config, new MemoryJournal(), pki, scope);
  }

  /// The client port as the administrator, as a method call: values are shared, nothing is encoded.
  public Api api() {
    return plane.admin();
  }

  /// As in `https://127.0.0.1:40123`.
  public String url() {
    return "https://127.0.0.1:" + plane.server().address().getPort();
  }

  /// How any client reaches the cluster as the administrator.
  public Access access() {
    var admin = plane.pki().admin();
    return new Access(
        url(),
        plane.pki().caPem(),
        Pem.encode(List.of(admin.certificate())),
        Pem.encodeKey(admin),
        null);
  }

  /// The text of a kubeconfig, certificates and key included.
  public String kubeconfig() {
    var access = access();
    return """
    apiVersion: v1
    kind: Config
    current-context: %1$s
    clusters:
    - name: %1$s
      cluster:
        server: %2$s
        certificate-authority-data: %3$s
    users:
    - name: %1$s
      user:
        client-certificate-data: %4$s
        client-key-data: %5$s
    contexts:
    - name: %1$s
      context:
        cluster: %1$s
        user: %1$s
    """
        .formatted(
            CONTEXT,
            access.server(),
            base64(access.caPem()),
            base64(access.certificatePem()),
            base64(access.keyPem()));
  }

  private static String base64(@Nullable String pem) {
    var bytes = Check.notNull(pem, "the PEM text").getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Writes a kubeconfig to a file that only its owner may read.
  ///
  /// @return the file
  /// @throws IOException when it cannot be written; the message names the file
  public Path kubeconfigFile(Path file) throws IOException {
    Kubeconfig.of(CONTEXT, access()).write(file);
    return file;
  }

  public List<String> nodes() {
    return nodes;
  }

  /// Waits until an object is as it should be, looking at each change.
  ///
  /// @param namespace "" for kinds without
  /// @return the object as it then was
  /// @throws AssertionError when it has not become so within `limit`; the message shows it as it is
  public <T extends ApiObject> T await(
      Kind<T> kind, String namespace, String name, Predicate<T> condition, Duration limit)
      throws InterruptedException {
    var informer = plane.informers().of(kind);
    var clock = Clock.system();
    var changed = new Signal(clock);
    var listening = informer.listen(changes -> changed.raise());
    try {
      var holds =
          changed.awaitUntil(
              () -> {
                var now = informer.snapshot().get(namespace, name);
                return now != null && condition.test(now);
              },
              Deadline.after(clock, limit));
      var last = informer.snapshot().get(namespace, name);
      if (holds && last != null) {
        return last;
      }
      throw new AssertionError(
          "%s %s/%s is not as it should be after %d ms: %s"
              .formatted(kind.kind(), namespace, name, limit.toMillis(), last));
    } finally {
      listening.close();
    }
  }

  /// Waits until an object has a condition of this type with status True.
  ///
  /// @throws AssertionError when it has not within `limit`
  public <T extends ApiObject> T awaitCondition(
      Kind<T> kind, String namespace, String name, String type, Duration limit)
      throws InterruptedException {
    return await(kind, namespace, name, object -> Conditions.isTrue(object, type), limit);
  }

  /// Waits until a Pod, Node or other object with such a condition is Ready.
  ///
  /// @throws AssertionError when it is not within `limit`
  public <T extends ApiObject> T awaitReady(
      Kind<T> kind, String namespace, String name, Duration limit) throws InterruptedException {
    return awaitCondition(kind, namespace, name, "Ready", limit);
  }

  @Override
  public void close() {
    scope.close();
  }
}
