package dev.podo.machinery.kinds.priorityclass;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.model.scheduling.v1.PriorityClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class PriorityClassStrategy extends ObjectStrategy<PriorityClass> {
  private static final FieldPath POLICY = FieldPath.root("preemptionPolicy");

  PriorityClassStrategy() {
    super(ofCluster(), PriorityClass::withMetadata);
  }

  @Override
  public PriorityClass defaults(PriorityClass priority) {
    return priority.with(b ->
        b.preemptionPolicy(Default.value(priority.preemptionPolicy(), "PreemptLowerPriority")));
  }

  @Override
  public PriorityClass prepareForCreate(PriorityClass priority) {
    return priority.withMetadata(SystemMetadata.first(priority.metadata()));
  }

  @Override
  protected void check(PriorityClass priority, Findings findings) {
    var name = priority.metadata().name();
    if (name.startsWith(PriorityClasses.SYSTEM_PREFIX)) {
      checkSystem(priority, findings);
    } else if (priority.value() > PriorityClasses.USER_MAX) {
      findings.forbidden(
          FieldPath.root("value"),
          "maximum allowed value of a user defined priority is " + PriorityClasses.USER_MAX);
    }
    var policy = priority.preemptionPolicy();
    if (policy == null || policy.isEmpty()) {
      findings.required(POLICY);
    } else {
      findings.oneOf(POLICY, policy, List.of("PreemptLowerPriority", "Never"));
    }
  }

  private static void checkSystem(PriorityClass priority, Findings findings) {
    var name = priority.metadata().name();
    var value = PriorityClasses.systemValue(name);
    if (value == null || value != priority.value() || priority.globalDefault()) {
      findings.forbidden(
          METADATA.child("name"),
          "priority class names with 'system-' prefix are reserved for system use only. error: "
              + reason(name, value, priority));
    }
  }

  private static String reason(String name, @Nullable Integer value, PriorityClass priority) {
    if (value == null) {
      return name + " is not a known system priority class";
    }
    return value != priority.value()
        ? "value of " + name + " PriorityClass must be " + value
        : "globalDefault of " + name + " PriorityClass must be false";
  }

  @Override
  protected void checkUpdate(PriorityClass now, PriorityClass old, Findings findings) {
    if (now.value() != old.value()) {
      findings.forbidden(FieldPath.root("value"), "may not be changed in an update.");
    }
    findings.immutable(POLICY, now.preemptionPolicy(), old.preemptionPolicy());
  }
}
