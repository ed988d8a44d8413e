package dev.podo.machinery.kinds.ingressclass;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.networking.v1.IngressClass;
import dev.podo.model.networking.v1.IngressClassParametersReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class IngressClassStrategy extends ObjectStrategy<IngressClass> {
  private static final String CLUSTER = "Cluster";
  private static final String NAMESPACE = "Namespace";
  private static final int CONTROLLER_MAX = 250;

  IngressClassStrategy() {
    super(ofCluster(), IngressClass::withMetadata);
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
  public IngressClass prepareForCreate(IngressClass ingressClass) {
    return ingressClass.withMetadata(SystemMetadata.first(ingressClass.metadata()));
  }

  @Override
  public IngressClass prepareForUpdate(IngressClass now, IngressClass old) {
    var changed = !defaults(now).spec().equals(old.spec());
    return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
  }

  @Override
  protected void check(IngressClass ingressClass, Findings findings) {
    var controller = ingressClass.spec().controller();
    var at = SPEC.child("controller");
    if (findings.requireText(controller, at)) {
      if (controller.length() > CONTROLLER_MAX) {
        findings.add(FieldError.tooLong(at, CONTROLLER_MAX));
      }
      checkPrefixedPath(controller, at, findings);
    }
    checkParameters(ingressClass.spec().parameters(), SPEC.child("parameters"), findings);
  }

  private static void checkPrefixedPath(String path, FieldPath at, Findings findings) {
    var slash = path.indexOf('/');
    if (slash <= 0 || slash == path.length() - 1) {
      findings.invalid(at, path, "must be a domain-prefixed path (such as \"acme.io/foo\")");
      return;
    }
    var domain = path.substring(0, slash);
    for (var problem : Names.dns1123Subdomain(domain)) {
      findings.invalid(at, domain, problem);
    }
    if (!path.substring(slash + 1).matches("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+")) {
      findings.invalid(
          at,
          path.substring(slash + 1),
          "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
    }
  }

  @Override
  protected void checkUpdate(IngressClass now, IngressClass old, Findings findings) {
    findings.immutable(SPEC.child("controller"), now.spec().controller(), old.spec().controller());
    checkParameters(now.spec().parameters(), SPEC.child("parameters"), findings);
  }

  private static void checkParameters(
      @Nullable IngressClassParametersReference parameters, FieldPath at, Findings findings) {
    if (parameters == null) {
      return;
    }
    var group = parameters.apiGroup();
    if (group != null) {
      findings.invalidFor(at.child("apiGroup"), group, Names.dns1123Subdomain(group));
    }
    if (findings.requireText(parameters.kind(), at.child("kind"))) {
      findings.invalidFor(
          at.child("kind"), parameters.kind(), Names.pathSegment(parameters.kind()));
    }
    if (findings.requireText(parameters.name(), at.child("name"))) {
      findings.invalidFor(
          at.child("name"), parameters.name(), Names.pathSegment(parameters.name()));
    }
    checkScope(parameters, at, findings);
  }

  private static void checkScope(
      IngressClassParametersReference parameters, FieldPath at, Findings findings) {
    var scope = parameters.scope();
    if (scope == null) {
      findings.required(at.child("scope"));
      return;
    }
    findings.oneOf(at.child("scope"), scope, List.of(CLUSTER, NAMESPACE));
    var namespace = parameters.namespace();
    if (scope.equals(CLUSTER) && namespace != null) {
      findings.forbidden(at.child("namespace"), "`parameters.scope` is set to 'Cluster'");
    }
    if (scope.equals(NAMESPACE)) {
      if (namespace == null || namespace.isEmpty()) {
        findings.required(at.child("namespace"), "`parameters.scope` is set to 'Namespace'");
      } else {
        findings.invalidFor(at.child("namespace"), namespace, Names.dns1123Label(namespace));
      }
    }
  }
}
