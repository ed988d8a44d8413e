package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.IntOrString;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ExecAction;
import dev.podo.model.core.v1.GRPCAction;
import dev.podo.model.core.v1.HTTPGetAction;
import dev.podo.model.core.v1.LifecycleHandler;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Probe;
import dev.podo.model.core.v1.SleepAction;
import dev.podo.model.core.v1.TCPSocketAction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What probes and lifecycle hooks must obey.
final class ProbeValidation {
  private ProbeValidation() {}

  static void check(Container container, PodSpec spec, FieldPath at, Findings findings) {
    var grace = spec.terminationGracePeriodSeconds();
    var lifecycle = container.lifecycle();
    if (lifecycle != null) {
      var place = at.child("lifecycle");
      checkHook(lifecycle.postStart(), grace, place.child("postStart"), findings);
      checkHook(lifecycle.preStop(), grace, place.child("preStop"), findings);
      var signal = lifecycle.stopSignal();
      if (signal != null) {
        OsValidation.checkSignal(signal, spec, place.child("stopSignal"), findings);
      }
    }
    checkOnce(container.livenessProbe(), at.child("livenessProbe"), findings);
    checkReadiness(container.readinessProbe(), at.child("readinessProbe"), findings);
    checkOnce(container.startupProbe(), at.child("startupProbe"), findings);
  }

  /// One success is enough for a probe whose failure kills.
  private static void checkOnce(@Nullable Probe probe, FieldPath at, Findings findings) {
    if (probe == null) {
      return;
    }
    checkProbe(probe, at, findings);
    if (probe.successThreshold() != 1) {
      findings.invalid(at.child("successThreshold"), probe.successThreshold(), "must be 1");
    }
  }

  private static void checkReadiness(@Nullable Probe probe, FieldPath at, Findings findings) {
    if (probe == null) {
      return;
    }
    checkProbe(probe, at, findings);
    var grace = probe.terminationGracePeriodSeconds();
    if (grace != null) {
      findings.invalid(
          at.child("terminationGracePeriodSeconds"), grace, "must not be set for readinessProbes");
    }
  }

  private static void checkProbe(Probe probe, FieldPath at, Findings findings) {
    var actions = new LinkedHashMap<String, Struct>();
    put(actions, "exec", probe.exec());
    put(actions, "httpGet", probe.httpGet());
    put(actions, "tcpSocket", probe.tcpSocket());
    put(actions, "grpc", probe.grpc());
    checkActions(actions, null, at, findings);
    findings.nonNegative(at.child("initialDelaySeconds"), probe.initialDelaySeconds());
    findings.nonNegative(at.child("timeoutSeconds"), probe.timeoutSeconds());
    findings.nonNegative(at.child("periodSeconds"), probe.periodSeconds());
    findings.nonNegative(at.child("successThreshold"), probe.successThreshold());
    findings.nonNegative(at.child("failureThreshold"), probe.failureThreshold());
    var grace = probe.terminationGracePeriodSeconds();
    if (grace != null) {
      findings.positive(at.child("terminationGracePeriodSeconds"), grace);
    }
  }

  private static void checkHook(
      @Nullable LifecycleHandler hook, @Nullable Long grace, FieldPath at, Findings findings) {
    if (hook == null) {
      return;
    }
    var actions = new LinkedHashMap<String, Struct>();
    put(actions, "exec", hook.exec());
    put(actions, "httpGet", hook.httpGet());
    put(actions, "tcpSocket", hook.tcpSocket());
    put(actions, "sleep", hook.sleep());
    checkActions(actions, grace, at, findings);
  }

  private static void put(Map<String, Struct> actions, String name, @Nullable Struct action) {
    if (action != null) {
      actions.put(name, action);
    }
  }

  private static void checkActions(
      Map<String, Struct> actions, @Nullable Long grace, FieldPath at, Findings findings) {
    if (actions.isEmpty()) {
      findings.required(at, "must specify a handler type");
    }
    var first = true;
    for (var action : actions.entrySet()) {
      var place = at.child(action.getKey());
      if (first) {
        checkAction(action.getValue(), grace, place, findings);
      } else {
        findings.forbidden(place, "may not specify more than 1 handler type");
      }
      first = false;
    }
  }

  private static void checkAction(
      Struct action, @Nullable Long grace, FieldPath at, Findings findings) {
    switch (action) {
      case ExecAction exec -> {
        if (exec.command().isEmpty()) {
          findings.required(at.child("command"));
        }
      }
      case HTTPGetAction http -> checkHttp(http, at, findings);
      case TCPSocketAction tcp -> checkPort(tcp.port(), at.child("port"), findings);
      case GRPCAction grpc -> checkPort(IntOrString.of(grpc.port()), at.child("port"), findings);
      case SleepAction sleep -> {
        if (grace != null && (sleep.seconds() < 0 || sleep.seconds() > grace)) {
          findings.invalid(
              at,
              sleep.seconds(),
              "must be non-negative and less than terminationGracePeriodSeconds (" + grace + ")");
        }
      }
      default -> throw new IllegalArgumentException("no action: " + action.schema());
    }
  }

  private static void checkHttp(HTTPGetAction http, FieldPath at, Findings findings) {
    findings.requireText(http.path(), at.child("path"));
    checkPort(http.port(), at.child("port"), findings);
    findings.oneOf(at.child("scheme"), http.scheme(), List.of("HTTP", "HTTPS"));
    for (var header : http.httpHeaders()) {
      findings.invalidFor(
          at.child("httpHeaders"), header.name(), Names.httpHeaderName(header.name()));
    }
  }

  /// A port by number or by name.
  static void checkPort(IntOrString port, FieldPath at, Findings findings) {
    switch (port) {
      case IntOrString.OfInt(var number) ->
          findings.invalidFor(at, number, Names.portNumber(number));
      case IntOrString.OfString(var name) -> findings.invalidFor(at, name, Names.portName(name));
    }
  }
}
