package dev.podo.machinery.kinds.ingress;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.References;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.TypedLocalObjectReference;
import dev.podo.model.networking.v1.HTTPIngressPath;
import dev.podo.model.networking.v1.HTTPIngressRuleValue;
import dev.podo.model.networking.v1.IngressBackend;
import dev.podo.model.networking.v1.IngressServiceBackend;
import java.util.List;

/// What the paths and backends of an Ingress must obey.
final class IngressPaths {
  private static final List<String> TYPES = List.of("Exact", "ImplementationSpecific", "Prefix");
  private static final List<String> FORBIDDEN_PARTS = List.of("//", "/./", "/../", "%2f", "%2F");
  private static final List<String> FORBIDDEN_ENDS = List.of("/..", "/.");

  private IngressPaths() {}

  static void check(HTTPIngressRuleValue http, FieldPath at, Findings findings) {
    if (http.paths().isEmpty()) {
      findings.required(at.child("paths"));
    }
    for (var i = 0; i < http.paths().size(); i++) {
      checkPath(http.paths().get(i), at.child("paths").index(i), findings);
    }
  }

  private static void checkPath(HTTPIngressPath path, FieldPath at, Findings findings) {
    var type = path.pathType();
    if (type == null) {
      findings.required(at.child("pathType"), "pathType must be specified");
      return;
    }
    switch (type) {
      case "Exact", "Prefix" -> checkLiteral(path.path(), at.child("path"), findings);
      case "ImplementationSpecific" -> {
        if (!path.path().isEmpty()) {
          checkAbsolute(path.path(), at.child("path"), findings);
        }
      }
      default -> findings.notSupported(at.child("pathType"), type, TYPES);
    }
    checkBackend(path.backend(), at.child("backend"), findings);
  }

  private static void checkLiteral(String path, FieldPath at, Findings findings) {
    checkAbsolute(path, at, findings);
    for (var part : FORBIDDEN_PARTS) {
      if (path.contains(part)) {
        findings.invalid(at, path, "must not contain '" + part + "'");
      }
    }
    for (var end : FORBIDDEN_ENDS) {
      if (path.endsWith(end)) {
        findings.invalid(at, path, "cannot end with '" + end + "'");
      }
    }
  }

  private static void checkAbsolute(String path, FieldPath at, Findings findings) {
    if (!path.startsWith("/")) {
      findings.invalid(at, path, "must be an absolute path");
    }
  }

  static void checkBackend(IngressBackend backend, FieldPath at, Findings findings) {
    var resource = backend.resource();
    var service = backend.service();
    if (resource != null && service != null) {
      findings.invalid(at, "", "cannot set both resource and service backends");
    } else if (resource != null) {
      checkResource(resource, at.child("resource"), findings);
    } else if (service != null) {
      checkService(service, at, findings);
    } else {
      findings.invalid(at, "", "resource or service backend is required");
    }
  }

  private static void checkResource(
      TypedLocalObjectReference resource, FieldPath at, Findings findings) {
    References.checkTyped(resource.apiGroup(), resource.kind(), resource.name(), at, findings);
  }

  private static void checkService(IngressServiceBackend service, FieldPath at, Findings findings) {
    if (findings.requireText(service.name(), at.child("service", "name"))) {
      findings.invalidFor(
          at.child("service", "name"), service.name(), Names.dns1123Label(service.name()));
    }
    var name = service.port().name();
    var number = service.port().number();
    if (!name.isEmpty() && number != 0) {
      findings.invalid(at, "", "cannot set both port name & port number");
    } else if (!name.isEmpty()) {
      findings.invalidFor(at.child("service", "port", "name"), name, Names.portName(name));
    } else if (number != 0) {
      findings.invalidFor(at.child("service", "port", "number"), number, Names.portNumber(number));
    } else {
      findings.required(at, "port name or number is required");
    }
  }
}
