package dev.podo.network.ingress;

import static dev.podo.network.Manifest.ingress;
import static dev.podo.network.Manifest.ingressClass;
import static dev.podo.network.Manifest.secret;
import static dev.podo.network.Manifest.service;
import static dev.podo.network.Manifest.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.model.networking.v1.IngressClass;
import dev.podo.network.ingress.Backend.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RouteCompilerTest {
  private static final IngressClass PODO =
      ingressClass("{metadata: {name: podo}, spec: {controller: podo.dev/ingress}}");
  private static final IngressClass DEFAULT =
      ingressClass(
          """
          metadata: {name: podo, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
          spec: {controller: podo.dev/ingress}
          """);
  private static final IngressClass FOREIGN =
      ingressClass("{metadata: {name: nginx}, spec: {controller: k8s.io/ingress-nginx}}");
  private static final Service WEB =
      service(
          """
          metadata: {name: web, namespace: default}
          spec: {clusterIP: 10.96.0.7, ports: [{name: http, port: 80}, {name: dns, port: 53, protocol: UDP}]}
          """);
  private static final EndpointSlice PODS =
      slice(
          """
          metadata: {name: web-1, namespace: default, labels: {kubernetes.io/service-name: web}}
          addressType: IPv4
          ports: [{name: http, port: 8080}]
          endpoints:
          - {addresses: [10.244.0.2], conditions: {ready: true}}
          - {addresses: [10.244.0.3], conditions: {ready: false, serving: true, terminating: true}}
          """);
  private static final Secret CERTIFICATE =
      secret(
          """
          metadata: {name: cert, namespace: default}
          type: kubernetes.io/tls
          data: {tls.crt: Y2hhaW4=, tls.key: a2V5}
          """);

  private static Ingress site(String name, String created, String spec) {
    return ingress(
        "metadata: {name: %s, namespace: default, creationTimestamp: %s}\nspec: %s\n"
            .formatted(name, created, spec));
  }

  private static Ingress site(String spec) {
    return site("site", "2026-01-01T00:00:00Z", spec);
  }

  private static final String TO_WEB = "backend: {service: {name: web, port: {number: 80}}}";

  private record Given(List<IngressClass> classes, List<Ingress> ingresses)
      implements IngressInputs {
    @Override
    public Service service(String namespace, String name) {
      return namespace.equals("default") && name.equals("web") ? WEB : null;
    }

    @Override
    public List<EndpointSlice> slices(String namespace, String service) {
      return List.of(PODS);
    }

    @Override
    public Secret secret(String namespace, String name) {
      return name.equals("cert") ? CERTIFICATE : null;
    }
  }

  private static RouteTable<Backend> compile(IngressClass ingressClass, Ingress... ingresses) {
    return RouteCompiler.compile(new Given(List.of(ingressClass, FOREIGN), List.of(ingresses)));
  }

  @Test
  void routesToReadyEndpointsOnly() {
    var table =
        compile(
            PODO,
            site(
                "{ingressClassName: podo, rules: [{host: a.org, http: {paths: [{path: /, pathType: Prefix, "
                    + TO_WEB
                    + "}]}}]}"));
    var route = table.find("a.org", "/x");
    assertThat(route).isNotNull();
    assertThat(route.ingress()).isEqualTo("default/site");
    assertThat(route.target())
        .isEqualTo(new Backend("default/web:80", List.of(new Endpoint("10.244.0.2", 8080)), ""));
    assertThat(table.find("b.org", "/")).isNull();
  }

  @Test
  void takesOnlyIngressesOfItsClass() {
    var rules = "rules: [{http: {paths: [{path: /, pathType: Prefix, " + TO_WEB + "}]}}]";
    assertThat(compile(PODO, site("{ingressClassName: nginx, " + rules + "}")).routes()).isEmpty();
    assertThat(compile(PODO, site("{" + rules + "}")).routes()).isEmpty();
    assertThat(compile(DEFAULT, site("{" + rules + "}")).routes()).hasSize(1);
    var legacy =
        ingress(
            """
            metadata: {name: old, namespace: default, annotations: {kubernetes.io/ingress.class: podo}}
            spec: {%s}
            """
                .formatted(rules));
    assertThat(compile(PODO, legacy).routes()).hasSize(1);
  }

  @Test
  void saysWhatIsWrongWithABackend() {
    var table =
        compile(
            PODO,
            site(
                """
                {ingressClassName: podo, rules: [{http: {paths: [
                  {path: /none, pathType: Exact, backend: {service: {name: none, port: {number: 80}}}},
                  {path: /port, pathType: Exact, backend: {service: {name: web, port: {name: nope}}}},
                  {path: /udp, pathType: Exact, backend: {service: {name: web, port: {number: 53}}}},
                  {path: /bucket, pathType: Exact, backend: {resource: {kind: Bucket, name: b}}},
                ]}}]}
                """));
    assertThat(trouble(table, "/none")).isEqualTo("Service default/none does not exist");
    assertThat(trouble(table, "/port")).isEqualTo("Service default/web has no such TCP port");
    assertThat(trouble(table, "/udp")).isEqualTo("Service default/web has no such TCP port");
    assertThat(trouble(table, "/bucket")).contains("not a Service");
  }

  private static String trouble(RouteTable<Backend> table, String path) {
    return table.find("h", path).target().trouble();
  }

  @Test
  void givesAContestedPathToTheOldestIngress() {
    var rules =
        "{ingressClassName: podo, rules: [{host: a.org, http: {paths: [{path: /, pathType: Prefix, "
            + TO_WEB
            + "}]}}]}";
    var table =
        compile(
            PODO,
            site("aaa", "2026-02-02T00:00:00Z", rules),
            site("zzz", "2026-01-01T00:00:00Z", rules));
    assertThat(table.find("a.org", "/").ingress()).isEqualTo("default/zzz");
  }

  @Test
  void usesDefaultBackendsLast() {
    var own =
        site(
            "own",
            "2026-01-01T00:00:00Z",
            "{ingressClassName: podo, default"
                + "Backend: {service: {name: web, port: {number: 80}}}, rules: [{host: a.org, http: {paths: [{path: /x, pathType: Exact, "
                + TO_WEB
                + "}]}}]}");
    var global =
        site(
            "global",
            "2026-01-02T00:00:00Z",
            "{ingressClassName: podo, defaultBackend: {service: {name: web, port: {number: 80}}}}");
    var table = compile(PODO, own, global);
    assertThat(table.find("a.org", "/x").ingress()).isEqualTo("default/own");
    assertThat(table.find("a.org", "/y").ingress()).isEqualTo("default/own");
    assertThat(table.find("b.org", "/y").ingress()).isEqualTo("default/global");
  }

  @Test
  void findsCertificatesByHost() {
    var found =
        CertificateCompiler.compile(
            new Given(
                List.of(PODO),
                List.of(
                    site(
                        """
                        {ingressClassName: podo, tls: [
                          {hosts: [A.org, "*.b.org"], secretName: cert},
                          {hosts: [c.org], secretName: missing},
                          {secretName: cert},
                        ], rules: [{host: d.org}]}
                        """))));
    var pem = new PemCertificate("default/cert", "chain", "key");
    assertThat(found.byHost())
        .containsOnlyKeys("a.org", "*.b.org", "d.org")
        .containsEntry("a.org", pem);
    assertThat(found.problems())
        .containsExactly(
            "Ingress default/site: Secret default/missing of type kubernetes.io/tls does not exist");
    assertThat(pem.toString()).as("keeps the key to itself").doesNotContain("key");
  }
}
