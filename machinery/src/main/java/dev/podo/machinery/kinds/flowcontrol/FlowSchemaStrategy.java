package dev.podo.machinery.kinds.flowcontrol;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.validation.Names;
import dev.podo.model.flowcontrol.v1.FlowSchema;
import dev.podo.model.flowcontrol.v1.FlowSchemaSpec;
import dev.podo.model.flowcontrol.v1.FlowSchemaStatus;
import java.util.List;
import java.util.TreeSet;

final class FlowSchemaStrategy
    extends StatusStrategy<FlowSchema, FlowSchemaSpec, FlowSchemaStatus> {
  private static final int DEFAULT_PRECEDENCE = 1_000;
  private static final int PRECEDENCE_MAX = 10_000;
  private static final int FIRST = 1; // The precedence that `exempt` has for itself.

  FlowSchemaStrategy() {
    super(
        new MetadataRules(false, NameRule.SUBDOMAIN),
        new Parts<>(
            FlowSchema::withMetadata,
            FlowSchema::spec,
            FlowSchema::withSpec,
            FlowSchema::status,
            FlowSchema::withStatus,
            FlowSchemaStatus.EMPTY));
  }

  @Override
  protected boolean statusKeepsMetadata() {
    return true;
  }

  @Override
  public FlowSchema defaults(FlowSchema schema) {
    var precedence = Default.number(schema.spec().matchingPrecedence(), DEFAULT_PRECEDENCE);
    return schema.withSpec(schema.spec().with(b -> b.matchingPrecedence(precedence)));
  }

  @Override
  protected void check(FlowSchema schema, Findings findings) {
    var name = schema.metadata().name();
    var spec = schema.spec();
    checkPrecedence(name, spec.matchingPrecedence(), findings);
    var method = spec.distinguisherMethod();
    var methods = List.of(FlowSchemas.BY_NAMESPACE, FlowSchemas.BY_USER);
    if (method != null && !methods.contains(method.type())) {
      findings.notSupported(SPEC.child("distinguisherMethod").child("type"), method, methods);
    }
    var level = spec.priorityLevelConfiguration().name();
    var at = SPEC.child("priorityLevelConfiguration").child("name");
    if (level.isEmpty()) {
      findings.required(at, "must reference a priority level");
    } else {
      findings.invalidFor(at, level, Names.dns1123Subdomain(level));
    }
    for (var i = 0; i < spec.rules().size(); i++) {
      FlowRules.check(spec.rules().get(i), SPEC.child("rules").index(i), findings);
    }
    var mandatory = InitialFlowSchemas.mandatory(name);
    if (mandatory != null && !spec.equals(mandatory.spec())) {
      findings.invalid(SPEC, spec, "spec of '" + name + "' must equal the fixed value");
    }
  }

  private static void checkPrecedence(String name, int precedence, Findings findings) {
    var at = SPEC.child("matchingPrecedence");
    if (precedence <= 0) {
      findings.invalid(at, precedence, "must be a positive value");
    }
    findings.atMost(at, precedence, PRECEDENCE_MAX, "must not be greater than " + PRECEDENCE_MAX);
    if (precedence == FIRST && !name.equals(PriorityLevelConfigurations.EXEMPT)) {
      findings.invalid(
          at, precedence, "only the schema named 'exempt' may have matchingPrecedence 1");
    }
  }

  @Override
  protected void checkStatusUpdate(FlowSchema now, FlowSchema old, Findings findings) {
    checkConditions(now.status().conditions().stream().map(it -> it.type()).toList(), findings);
  }

  /// The types of the conditions of a status must be there, each once.
  static void checkConditions(List<String> types, Findings findings) {
    var seen = new TreeSet<String>();
    for (var i = 0; i < types.size(); i++) {
      var at = STATUS.child("conditions").index(i).child("type");
      if (!seen.add(types.get(i))) {
        findings.duplicate(at, types.get(i));
      }
      if (types.get(i).isEmpty()) {
        findings.required(at);
      }
    }
  }
}
