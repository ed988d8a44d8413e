package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.Protocols;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerPort;
import dev.podo.model.core.v1.ContainerRestartRule;
import dev.podo.model.core.v1.EphemeralContainer;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Volume;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What containers must obey: those that run, those that run first, those added for debugging.
final class ContainerValidation {
  private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
  private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
  private static final List<String> RESTART_POLICIES = List.of("Always", "Never", "OnFailure");
  private static final int RESTART_RULES_MAX = 20;
  private static final int EXIT_CODES_MAX = 255;
  private static final String SIDECARS_ONLY =
      "may not be set for init containers without restartPolicy=Always";
  private static final String NOT_EPHEMERAL = "cannot be set for an Ephemeral Container";
  private static final List<String> NOT_IN_EPHEMERAL =
      List.of(
          "ports",
          "resources",
          "resizePolicy",
          "restartPolicy",
          "restartPolicyRules",
          "livenessProbe",
          "readinessProbe",
          "startupProbe",
          "lifecycle");

  private ContainerValidation() {}

  /// @param volumes those that containers may name
  static void check(PodSpec spec, Map<String, Volume> volumes, FieldPath at, Findings findings) {
    var inPod = new InPod(spec, volumes, ResourceValidation.claimNames(spec));
    checkContainers(inPod, at.child("containers"), findings);
    checkInitContainers(inPod, at.child("initContainers"), findings);
    checkEphemeral(inPod, at.child("ephemeralContainers"), findings);
  }

  /// What of a Pod its containers depend on.
  ///
  /// @param volumes those that are valid, by name
  /// @param claims the names of its resource claims
  private record InPod(PodSpec spec, Map<String, Volume> volumes, Set<String> claims) {}

  /// What holds for Pods but was never asked of templates.
  static void checkImages(PodSpec spec, FieldPath at, Findings findings) {
    for (var i = 0; i < spec.containers().size(); i++) {
      checkImage(spec.containers().get(i).image(), at.child("containers").index(i), findings);
    }
    for (var i = 0; i < spec.initContainers().size(); i++) {
      checkImage(
          spec.initContainers().get(i).image(), at.child("initContainers").index(i), findings);
    }
  }

  private static void checkImage(String image, FieldPath at, Findings findings) {
    if (!image.strip().equals(image)) {
      findings.invalid(at.child("image"), image, "must not have leading or trailing whitespace");
    }
  }

  private static void checkContainers(InPod inPod, FieldPath at, Findings findings) {
    var spec = inPod.spec();
    if (spec.containers().isEmpty()) {
      findings.required(at);
      return;
    }
    var names = new HashSet<String>();
    for (var i = 0; i < spec.containers().size(); i++) {
      var container = spec.containers().get(i);
      var place = at.index(i);
      checkCommon(container, inPod, place, findings);
      checkRestart(container, place, findings);
      checkUnique(container.name(), names, place, findings);
      ProbeValidation.check(container, spec, place, findings);
    }
    HostPorts.checkConflicts(spec.containers(), at, findings);
  }

  private static void checkUnique(String name, Set<String> names, FieldPath at, Findings findings) {
    if (!names.add(name) && !name.isEmpty()) {
      findings.duplicate(at.child("name"), name);
    }
  }

  private static void checkInitContainers(InPod inPod, FieldPath at, Findings findings) {
    var spec = inPod.spec();
    var names = new HashSet<String>();
    spec.containers().forEach(it -> names.add(it.name()));
    for (var i = 0; i < spec.initContainers().size(); i++) {
      var container = spec.initContainers().get(i);
      var place = at.index(i);
      checkCommon(container, inPod, place, findings);
      checkRestart(container, place, findings);
      checkUnique(container.name(), names, place, findings);
      // Init containers run one after the other, so each may have a port that another has too.
      HostPorts.checkConflicts(List.of(container), at, findings);
      if (Pods.isSidecar(container)) {
        ProbeValidation.check(container, spec, place, findings);
      } else {
        checkNothingOfSidecars(container, place, findings);
        checkResizes(container, place.child("resizePolicy"), findings);
      }
    }
  }

  private static void checkNothingOfSidecars(Container container, FieldPath at, Findings findings) {
    if (container.lifecycle() != null) {
      findings.forbidden(at.child("lifecycle"), SIDECARS_ONLY);
    }
    if (container.livenessProbe() != null) {
      findings.forbidden(at.child("livenessProbe"), SIDECARS_ONLY);
    }
    if (container.readinessProbe() != null) {
      findings.forbidden(at.child("readinessProbe"), SIDECARS_ONLY);
    }
    if (container.startupProbe() != null) {
      findings.forbidden(at.child("startupProbe"), SIDECARS_ONLY);
    }
  }

  /// What runs once is not started again to be resized.
  private static void checkResizes(Container container, FieldPath at, Findings findings) {
    for (var i = 0; i < container.resizePolicy().size(); i++) {
      var policy = container.resizePolicy().get(i).restartPolicy();
      if (policy.equals("RestartContainer")) {
        findings.invalid(
            at.index(i).child("restartPolicy"),
            policy,
            "must not be set to 'RestartContainer' for non-sidecar initContainers");
      }
    }
  }

  private static void checkRestart(Container container, FieldPath at, Findings findings) {
    var policy = container.restartPolicy();
    var rules = container.restartPolicyRules();
    if (policy != null) {
      findings.oneOf(at.child("restartPolicy"), policy, RESTART_POLICIES);
    } else if (!rules.isEmpty()) {
      findings.required(
          at.child("restartPolicy"), "must specify restartPolicy when restart rules are used");
    }
    findings.atMost(at.child("restartPolicyRules"), rules.size(), RESTART_RULES_MAX);
    for (var i = 0; i < rules.size(); i++) {
      checkRestartRule(rules.get(i), at.child("restartPolicyRules").index(i), findings);
    }
  }

  private static void checkRestartRule(ContainerRestartRule rule, FieldPath at, Findings findings) {
    findings.oneOf(at.child("action"), rule.action(), List.of("Restart", "RestartAllContainers"));
    var codes = rule.exitCodes();
    if (codes == null) {
      findings.required(at.child("exitCodes"), "must be specified");
      return;
    }
    findings.oneOf(at.child("exitCodes", "operator"), codes.operator(), List.of("In", "NotIn"));
    findings.atMost(at.child("exitCodes", "values"), codes.values().size(), EXIT_CODES_MAX);
  }

  private static void checkEphemeral(InPod inPod, FieldPath at, Findings findings) {
    var spec = inPod.spec();
    var names = new HashSet<String>();
    spec.containers().forEach(it -> names.add(it.name()));
    spec.initContainers().forEach(it -> names.add(it.name()));
    var targets = Set.copyOf(names);
    for (var i = 0; i < spec.ephemeralContainers().size(); i++) {
      var ephemeral = spec.ephemeralContainers().get(i);
      var place = at.index(i);
      checkCommon(EphemeralContainers.asContainer(ephemeral), inPod, place, findings);
      checkImage(ephemeral.image(), place, findings);
      checkUnique(ephemeral.name(), names, place, findings);
      var target = ephemeral.targetContainerName();
      if (!target.isEmpty() && !targets.contains(target)) {
        findings.notFound(place.child("targetContainerName"), target);
      }
      checkAllowed(ephemeral, place, findings);
    }
  }

  private static void checkAllowed(EphemeralContainer ephemeral, FieldPath at, Findings findings) {
    for (var name : NOT_IN_EPHEMERAL) {
      var field = EphemeralContainer.SCHEMA.field(name);
      var isSet =
          field != null
              && !Objects.equals(
                  ephemeral.get(field.index()), EphemeralContainer.EMPTY.get(field.index()));
      if (isSet) {
        findings.forbidden(at.child(name), NOT_EPHEMERAL);
      }
    }
    var mounts = ephemeral.volumeMounts();
    for (var i = 0; i < mounts.size(); i++) {
      var place = at.child("volumeMounts").index(i);
      if (!mounts.get(i).subPath().isEmpty()) {
        findings.forbidden(place.child("subPath"), NOT_EPHEMERAL);
      }
      if (!mounts.get(i).subPathExpr().isEmpty()) {
        findings.forbidden(place.child("subPathExpr"), NOT_EPHEMERAL);
      }
    }
  }

  private static void checkCommon(
      Container container, InPod inPod, FieldPath at, Findings findings) {
    if (findings.requireText(container.name(), at.child("name"))) {
      findings.invalidFor(at.child("name"), container.name(), Names.dns1123Label(container.name()));
    }
    findings.requireText(container.image(), at.child("image"));
    findings.requireOneOf(
        at.child("terminationMessagePolicy"),
        container.terminationMessagePolicy(),
        MESSAGE_POLICIES);
    checkPorts(container.ports(), at.child("ports"), findings);
    EnvValidation.check(container, at, findings);
    MountValidation.check(container, inPod.volumes(), at, findings);
    findings.requireOneOf(at.child("imagePullPolicy"), container.imagePullPolicy(), PULL_POLICIES);
    ResourceValidation.check(
        container.resources(), inPod.claims(), at.child("resources"), findings);
    ResourceValidation.checkResizePolicy(
        container.resizePolicy(), inPod.spec(), at.child("resizePolicy"), findings);
    SecurityValidation.checkContainer(
        container, inPod.spec(), at.child("securityContext"), findings);
  }

  private static void checkPorts(List<ContainerPort> ports, FieldPath at, Findings findings) {
    var names = new HashSet<String>();
    for (var i = 0; i < ports.size(); i++) {
      var port = ports.get(i);
      var place = at.index(i);
      checkPortName(port.name(), names, place.child("name"), findings);
      if (port.containerPort() == 0) {
        findings.required(place.child("containerPort"));
      } else {
        findings.invalidFor(
            place.child("containerPort"),
            port.containerPort(),
            Names.portNumber(port.containerPort()));
      }
      if (port.hostPort() != 0) {
        findings.invalidFor(
            place.child("hostPort"), port.hostPort(), Names.portNumber(port.hostPort()));
      }
      findings.requireOneOf(place.child("protocol"), port.protocol(), Protocols.ALL);
    }
  }

  private static void checkPortName(
      String name, Set<String> names, FieldPath at, Findings findings) {
    if (name.isEmpty()) {
      return;
    }
    var problems = Names.portName(name);
    findings.invalidFor(at, name, problems);
    if (problems.isEmpty() && !names.add(name)) {
      findings.duplicate(at, name);
    }
  }
}
