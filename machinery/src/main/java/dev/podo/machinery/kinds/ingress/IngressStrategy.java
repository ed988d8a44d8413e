package dev.podo.machinery.kinds.ingress;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.IpAddresses;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.Names;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.model.networking.v1.IngressLoadBalancerIngress;
import dev.podo.model.networking.v1.IngressRule;
import dev.podo.model.networking.v1.IngressSpec;
import dev.podo.model.networking.v1.IngressStatus;
import dev.podo.model.networking.v1.IngressTLS;
import java.util.List;

final class IngressStrategy extends ObjectStrategy<Ingress> {
  IngressStrategy() {
    super(inNamespace(), Ingress::withMetadata);
  }

  @Override
  public Ingress prepareForCreate(Ingress ingress) {
    return ingress
        .withMetadata(SystemMetadata.first(ingress.metadata()))
        .withStatus(IngressStatus.EMPTY);
  }

  @Override
  public Ingress prepareForUpdate(Ingress now, Ingress old) {
    var changed = !now.spec().equals(old.spec());
    return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed))
        .withStatus(old.status());
  }

  @Override
  public Ingress prepareForStatusUpdate(Ingress now, Ingress old) {
    return super.prepareForUpdate(now, old).withSpec(old.spec());
  }

  @Override
  protected void check(Ingress ingress, Findings findings) {
    checkSpec(ingress.spec(), findings);
    var annotated = ingress.metadata().annotations().get(Ingresses.CLASS_ANNOTATION);
    var named = ingress.spec().ingressClassName();
    if (annotated != null && named != null && !annotated.equals(named)) {
      findings.invalid(
          FieldPath.root("annotations", Ingresses.CLASS_ANNOTATION),
          annotated,
          "must match `ingressClassName` when both are specified");
    }
  }

  @Override
  protected void checkUpdate(Ingress now, Ingress old, Findings findings) {
    checkSpec(now.spec(), findings);
  }

  @Override
  public List<String> warnings(Ingress ingress) {
    return ingress.metadata().annotations().containsKey(Ingresses.CLASS_ANNOTATION)
            && ingress.spec().ingressClassName() == null
        ? List.of(
            "annotation "
                + Texts.quote(Ingresses.CLASS_ANNOTATION)
                + " is deprecated, please use 'spec.ingressClassName' instead")
        : List.of();
  }

  @Override
  public List<String> updateWarnings(Ingress now, Ingress old) {
    return List.of();
  }

  private static void checkSpec(IngressSpec spec, Findings findings) {
    var backend = spec.defaultBackend();
    if (spec.rules().isEmpty() && backend == null) {
      findings.invalid(SPEC, spec.rules(), "either `defaultBackend` or `rules` must be specified");
    }
    if (backend != null) {
      IngressPaths.checkBackend(backend, SPEC.child("defaultBackend"), findings);
    }
    for (var i = 0; i < spec.rules().size(); i++) {
      checkRule(spec.rules().get(i), SPEC.child("rules").index(i), findings);
    }
    for (var i = 0; i < spec.tls().size(); i++) {
      checkTls(spec.tls().get(i), SPEC.child("tls").index(i), findings);
    }
    var className = spec.ingressClassName();
    if (className != null) {
      findings.invalidFor(
          SPEC.child("ingressClassName"), className, Names.dns1123Subdomain(className));
    }
  }

  private static void checkRule(IngressRule rule, FieldPath at, Findings findings) {
    if (!rule.host().isEmpty()) {
      if (IpAddresses.isIp(rule.host())) {
        findings.invalid(at.child("host"), rule.host(), "must be a DNS name, not an IP address");
      }
      checkHost(rule.host(), at.child("host"), findings);
    }
    var http = rule.http();
    if (http != null) {
      IngressPaths.check(http, at.child("http"), findings);
    }
  }

  private static void checkHost(String host, FieldPath at, Findings findings) {
    var problems =
        host.contains("*") ? Names.wildcardDns1123Subdomain(host) : Names.dns1123Subdomain(host);
    findings.invalidFor(at, host, problems);
  }

  private static void checkTls(IngressTLS tls, FieldPath at, Findings findings) {
    for (var i = 0; i < tls.hosts().size(); i++) {
      checkHost(tls.hosts().get(i), at.child("hosts").index(i), findings);
    }
    if (!tls.secretName().isEmpty()) {
      findings.invalidFor(
          at.child("secretName"), tls.secretName(), Names.dns1123Subdomain(tls.secretName()));
    }
  }

  @Override
  protected void checkStatusUpdate(Ingress now, Ingress old, Findings findings) {
    var points = now.status().loadBalancer().ingress();
    var known =
        old.status().loadBalancer().ingress().stream().map(IngressLoadBalancerIngress::ip).toList();
    for (var i = 0; i < points.size(); i++) {
      checkPoint(points.get(i), known, STATUS.child("loadBalancer", "ingress").index(i), findings);
    }
  }

  private static void checkPoint(
      IngressLoadBalancerIngress point, List<String> known, FieldPath at, Findings findings) {
    if (!point.ip().isEmpty()) {
      Addresses.legacyIp(at.child("ip"), point.ip(), known).forEach(findings::add);
    }
    var name = point.hostname();
    if (!name.isEmpty()) {
      findings.invalidFor(at.child("hostname"), name, Names.dns1123Subdomain(name));
      if (IpAddresses.isIp(name)) {
        findings.invalid(at.child("hostname"), name, "must be a DNS name, not an IP address");
      }
    }
  }
}
