package dev.podo.machinery.kinds.ingressclass;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.CountedStrategy;
import dev.podo.machinery.kinds.metadata.DomainPaths;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.References;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.networking.v1.IngressClass;
import dev.podo.model.networking.v1.IngressClassParametersReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class IngressClassStrategy extends CountedStrategy<IngressClass> {
  private static final String CLUSTER = "Cluster";
  private static final String NAMESPACE = "Namespace";
  private static final int CONTROLLER_MAX = 250;

  IngressClassStrategy() {
    super(ofCluster(), IngressClass::withMetadata, IngressClass::spec);
  }

  @Override
  public IngressClass defaults(IngressClass ingressClass) {
    var parameters = ingressClass.spec().parameters();
    if (parameters == null || parameters.scope() != null) {
      return ingressClass;
    }
    var scoped = parameters.with(b -> b.scope(CLUSTER));
    return ingressClass.withSpec(ingressClass.spec().with(b -> b.parameters(scoped)));
  }

  @Override
  protected void check(IngressClass ingressClass, Findings findings) {
    var controller = ingressClass.spec().controller();
    var at = SPEC.child("controller");
    if (controller.length() > CONTROLLER_MAX) {
      findings.add(FieldError.tooLong(at, CONTROLLER_MAX));
    }
    DomainPaths.check(controller, at, findings);
    checkParameters(ingressClass.spec().parameters(), SPEC.child("parameters"), findings);
  }

  @Override
  protected void checkUpdate(IngressClass now, IngressClass old, Findings findings) {
    findings.immutable(SPEC.child("controller"), now.spec().controller(), old.spec().controller());
    check(now, findings);
  }

  private static void checkParameters(
      @Nullable IngressClassParametersReference parameters, FieldPath at, Findings findings) {
    if (parameters == null) {
      return;
    }
    References.checkTyped(
        parameters.apiGroup(), parameters.kind(), parameters.name(), at, findings);
    checkScope(parameters, at, findings);
  }

  private static void checkScope(
      IngressClassParametersReference parameters, FieldPath at, Findings findings) {
    var scope = parameters.scope();
    var namespace = parameters.namespace();
    switch (scope) {
      case null -> findings.required(at.child("scope"));
      case CLUSTER -> {
        if (namespace != null) {
          findings.forbidden(at.child("namespace"), "`parameters.scope` is set to 'Cluster'");
        }
      }
      case NAMESPACE -> {
        if (namespace == null) {
          findings.required(at.child("namespace"), "`parameters.scope` is set to 'Namespace'");
        } else {
          findings.invalidFor(at.child("namespace"), namespace, Names.dns1123Label(namespace));
        }
      }
      default -> findings.notSupported(at.child("scope"), scope, List.of(CLUSTER, NAMESPACE));
    }
  }
}
