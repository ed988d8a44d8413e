package dev.podo.controllers;

import dev.podo.client.Api;
import dev.podo.client.election.LeaseElection;
import dev.podo.client.informer.Informers;
import dev.podo.controllers.definition.Definitions;
import dev.podo.controllers.deployment.DeploymentController;
import dev.podo.controllers.endpoints.EndpointSliceMirroring;
import dev.podo.controllers.endpoints.EndpointsController;
import dev.podo.controllers.endpointslice.EndpointSliceController;
import dev.podo.controllers.engine.Engine;
import dev.podo.controllers.engine.Kinds;
import dev.podo.controllers.engine.Metrics;
import dev.podo.controllers.event.EventExpiry;
import dev.podo.controllers.garbagecollector.GarbageCollector;
import dev.podo.controllers.namespace.NamespaceController;
import dev.podo.controllers.nodeipam.NodeIpamController;
import dev.podo.controllers.nodelifecycle.NodeLifecycleConfig;
import dev.podo.controllers.nodelifecycle.NodeLifecycleController;
import dev.podo.controllers.nodelifecycle.PodGarbageCollector;
import dev.podo.controllers.nodelifecycle.TaintEvictionController;
import dev.podo.controllers.replicaset.ReplicaController;
import dev.podo.controllers.resourcequota.ResourceQuotaController;
import dev.podo.controllers.rootca.RootCaController;
import dev.podo.controllers.serviceaccount.ServiceAccountController;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kind.Kind;
import java.util.List;

/// The controllers of a control plane.
public final class Controllers {
  private final Metrics metrics = new Metrics();
  private final ControllersConfig config;

  private Controllers(ControllersConfig config) {
    this.config = config;
  }

  /// Runs all controllers until `scope` closes: from now on, or whenever the election is won.
  ///
  /// @param api as the identity `system:kube-controller-manager`
  /// @param informers the process's caches
  public static Controllers start(
      Api api, Informers informers, Scope scope, ControllersConfig config) {
    var controllers = new Controllers(config);
    if (config.election() == null) {
      controllers.run(api, informers, scope.child("controllers"));
    } else {
      LeaseElection.start(
          api, config.election(), scope, term -> controllers.run(api, informers, term));
    }
    return controllers;
  }

  /// What they have done so far, in numbers.
  public Metrics metrics() {
    return metrics;
  }

  private void run(Api api, Informers informers, Scope scope) {
    var kinds = stored();
    var engine = new Engine(new Engine.Parts(api, informers, Kinds.of(kinds), metrics), scope);
    engine.run("replicaset-controller", ReplicaController.ofReplicaSets());
    engine.run("replication-controller", ReplicaController.ofReplicationControllers());
    engine.run("deployment-controller", new DeploymentController());
    engine.run("endpointslice-controller", new EndpointSliceController());
    engine.run("endpoint-controller", new EndpointsController());
    engine.run("endpointslicemirroring-controller", new EndpointSliceMirroring());
    engine.run("namespace-controller", new NamespaceController(kinds));
    engine.run("garbage-collector", new GarbageCollector());
    engine.run("resourcequota-controller", new ResourceQuotaController());
    engine.run("serviceaccount-controller", new ServiceAccountController());
    engine.run("root-ca-publisher", new RootCaController(config.rootCaPem()));
    var now = scope.environment().clock().now();
    var nodes = NodeLifecycleConfig.startingAt(now).withGrace(config.nodeGrace());
    engine.run("node-controller", new NodeLifecycleController(nodes));
    if (config.podCidr() != null) {
      engine.run("node-ipam-controller", new NodeIpamController(config.podCidr()));
    }
    engine.run("taint-eviction-controller", new TaintEvictionController());
    engine.run("event-expiry", new EventExpiry(EventExpiry.TTL));
    engine.run("pod-garbage-collector", new PodGarbageCollector(PodGarbageCollector.ENDED_MAX));
    Definitions.follow(informers, engine, scope);
  }

  /// Two views of one stored object are one kind here.
  private List<Kind<?>> stored() {
    return config.catalogue().all().stream()
        .filter(kind -> kind.isStored() && kind.storageKind().equals(kind))
        .toList();
  }
}
