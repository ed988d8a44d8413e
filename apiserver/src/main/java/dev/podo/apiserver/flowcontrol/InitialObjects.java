package dev.podo.apiserver.flowcontrol;

import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.flowcontrol.FlowSchemas;
import dev.podo.machinery.kinds.flowcontrol.InitialFlowSchemas;
import dev.podo.machinery.kinds.flowcontrol.InitialPriorityLevels;
import dev.podo.machinery.kinds.flowcontrol.PriorityLevelConfigurations;
import dev.podo.model.ApiObject;
import dev.podo.model.flowcontrol.v1.FlowSchema;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfiguration;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.Preconditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/// Makes the FlowSchemas and PriorityLevelConfigurations that a cluster has from the beginning, and
/// brings those up to date that nobody has made his own, or removes them when later servers have
/// them no more. The annotation `apf.kubernetes.io/autoupdate-spec` says of each whether it is kept
/// so; the mandatory ones are, whatever it says.
final class InitialObjects {
  private static final String AUTO_UPDATE = "apf.kubernetes.io/autoupdate-spec";
  private static final WriteOptions WRITES =
      WriteOptions.as("api-priority-and-fairness-config-producer-v1");

  private final Api api;

  InitialObjects(Api api) {
    this.api = api;
  }

  /// The writes that it takes, in any order.
  ///
  /// @param levels those that there are
  /// @param schemas those that there are
  List<Runnable> ensure(List<PriorityLevelConfiguration> levels, List<FlowSchema> schemas) {
    var writes = new ArrayList<Runnable>();
    var ofLevels =
        new OfKind<>(PriorityLevelConfigurations.KIND, levels, InitialObjects::exempting);
    InitialPriorityLevels.MANDATORY.forEach(it -> ofLevels.ensure(it, true, writes));
    InitialPriorityLevels.SUGGESTED.forEach(it -> ofLevels.ensure(it, false, writes));
    ofLevels.removeRest(writes);
    var ofSchemas =
        new OfKind<>(FlowSchemas.KIND, schemas, (now, wanted) -> now.withSpec(wanted.spec()));
    InitialFlowSchemas.MANDATORY.forEach(it -> ofSchemas.ensure(it, true, writes));
    InitialFlowSchemas.SUGGESTED.forEach(it -> ofSchemas.ensure(it, false, writes));
    ofSchemas.removeRest(writes);
    return writes;
  }

  /// How much exempt requests count is the administrator's to say.
  private static PriorityLevelConfiguration exempting(
      PriorityLevelConfiguration now, PriorityLevelConfiguration wanted) {
    var exempt = now.spec().exempt();
    return now.withSpec(
        exempt == null || wanted.spec().exempt() == null
            ? wanted.spec()
            : wanted.spec().with(b -> b.exempt(exempt)));
  }

  /// Somebody else may be faster; what he did is about to be told, and looked at.
  private static void attempt(Runnable write) {
    try {
      write.run();
    } catch (ApiException e) {
      if (!e.isConflict() && !e.isAlreadyExists() && !e.isNotFound()) {
        throw e;
      }
    }
  }

  private final class OfKind<T extends ApiObject> {
    private final Kind<T> kind;
    private final SortedMap<String, T> present = new TreeMap<>();
    private final BinaryOperator<T> mend;
    private final Set<String> wanted = new TreeSet<>();

    OfKind(Kind<T> kind, List<T> present, BinaryOperator<T> mend) {
      this.kind = kind;
      this.mend = mend;
      present.forEach(it -> this.present.put(it.metadata().name(), it));
    }

    void ensure(T wanted, boolean mandatory, List<Runnable> writes) {
      this.wanted.add(wanted.metadata().name());
      var now = present.get(wanted.metadata().name());
      if (now == null) {
        writes.add(() -> attempt(() -> api.create(kind, annotated(wanted, true), WRITES)));
        return;
      }
      var follows = mandatory || follows(now);
      var next = annotated(follows ? mend.apply(now, wanted) : now, follows);
      if (!next.equals(now)) {
        writes.add(() -> attempt(() -> api.update(kind, next, WRITES)));
      }
    }

    /// What an earlier server has made and nobody has made his own goes when there is no such
    /// object in the beginning any more.
    void removeRest(List<Runnable> writes) {
      for (var object : present.values()) {
        var metadata = object.metadata();
        if (!wanted.contains(metadata.name())
            && "true".equals(metadata.annotations().get(AUTO_UPDATE))) {
          var only =
              Preconditions.builder()
                  .uid(metadata.uid())
                  .resourceVersion(metadata.resourceVersion())
                  .build();
          var options = DeleteOptions.builder().preconditions(only).build();
          writes.add(() -> attempt(() -> api.delete(kind, "", metadata.name(), options)));
        }
      }
    }

    /// Who has never changed an object, or says so, gets what is newer.
    private boolean follows(T now) {
      var said = now.metadata().annotations().get(AUTO_UPDATE);
      return said == null ? now.metadata().generation() == 1 : said.equals("true");
    }

    private T annotated(T object, boolean follows) {
      var annotations = new TreeMap<>(object.metadata().annotations());
      annotations.put(AUTO_UPDATE, Boolean.toString(follows));
      return kind.withMetadata(object, object.metadata().with(b -> b.annotations(annotations)));
    }
  }
}
