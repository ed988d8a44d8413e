package dev.podo.controllers.replicaset;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.machinery.kinds.replicationcontroller.ReplicationControllers;
import dev.podo.model.ApiObject;
import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.apps.v1.ReplicaSetCondition;
import dev.podo.model.apps.v1.ReplicaSetStatus;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.core.v1.ReplicationController;
import dev.podo.model.core.v1.ReplicationControllerCondition;
import dev.podo.model.selector.LabelPredicate;

/// What a kind whose objects keep a number of Pods of one template alive says of itself. Statuses
/// are spelled as a ReplicaSet's, of which a ReplicationController's is a part.
interface Replication<T extends ApiObject> {
  Kind<T> kind();

  LabelPredicate selector(T owner);

  int replicas(T owner);

  PodTemplateSpec template(T owner);

  /// In seconds.
  int minReady(T owner);

  ReplicaSetStatus status(T owner);

  T withStatus(T owner, ReplicaSetStatus status);

  /// ReplicaSets.
  enum OfReplicaSets implements Replication<ReplicaSet> {
    INSTANCE;

    @Override
    public Kind<ReplicaSet> kind() {
      return ReplicaSets.KIND;
    }

    @Override
    public LabelPredicate selector(ReplicaSet owner) {
      return LabelPredicate.of(owner.spec().selector());
    }

    @Override
    public int replicas(ReplicaSet owner) {
      return ReplicaSets.replicas(owner);
    }

    @Override
    public PodTemplateSpec template(ReplicaSet owner) {
      return owner.spec().template();
    }

    @Override
    public int minReady(ReplicaSet owner) {
      return owner.spec().minReadySeconds();
    }

    @Override
    public ReplicaSetStatus status(ReplicaSet owner) {
      return owner.status();
    }

    @Override
    public ReplicaSet withStatus(ReplicaSet owner, ReplicaSetStatus status) {
      return owner.withStatus(status);
    }
  }

  /// ReplicationControllers.
  enum OfReplicationControllers implements Replication<ReplicationController> {
    INSTANCE;

    @Override
    public Kind<ReplicationController> kind() {
      return ReplicationControllers.KIND;
    }

    /// One without labels selects nothing: the defaults give it those of its template.
    @Override
    public LabelPredicate selector(ReplicationController owner) {
      var labels = owner.spec().selector();
      return labels.isEmpty() ? LabelPredicate.nothing() : LabelPredicate.of(labels);
    }

    @Override
    public int replicas(ReplicationController owner) {
      return ReplicationControllers.replicas(owner);
    }

    @Override
    public PodTemplateSpec template(ReplicationController owner) {
      return Default.value(owner.spec().template(), PodTemplateSpec.EMPTY);
    }

    @Override
    public int minReady(ReplicationController owner) {
      return owner.spec().minReadySeconds();
    }

    @Override
    public ReplicaSetStatus status(ReplicationController owner) {
      var status = owner.status();
      return ReplicaSetStatus.builder()
          .replicas(status.replicas())
          .fullyLabeledReplicas(status.fullyLabeledReplicas())
          .readyReplicas(status.readyReplicas())
          .availableReplicas(status.availableReplicas())
          .observedGeneration(status.observedGeneration())
          .conditions(
              status.conditions().stream()
                  .map(c ->
                      ReplicaSetCondition.builder()
                          .type(c.type())
                          .status(c.status())
                          .reason(c.reason())
                          .message(c.message())
                          .lastTransitionTime(c.lastTransitionTime())
                          .build())
                  .toList())
          .build();
    }

    @Override
    public ReplicationController withStatus(ReplicationController owner, ReplicaSetStatus status) {
      return owner.withStatus(
          owner
              .status()
              .with(b ->
                  b.replicas(status.replicas())
                      .fullyLabeledReplicas(status.fullyLabeledReplicas())
                      .readyReplicas(status.readyReplicas())
                      .availableReplicas(status.availableReplicas())
                      .observedGeneration(status.observedGeneration())
                      .conditions(
                          status.conditions().stream()
                              .map(OfReplicationControllers::condition)
                              .toList())));
    }

    private static ReplicationControllerCondition condition(ReplicaSetCondition c) {
      return ReplicationControllerCondition.builder()
          .type(c.type())
          .status(c.status())
          .reason(c.reason())
          .message(c.message())
          .lastTransitionTime(c.lastTransitionTime())
          .build();
    }
  }
}
