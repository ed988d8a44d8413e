package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.WebhookPaths;
import dev.podo.machinery.validation.Names;
import dev.podo.model.apiextensions.v1.ServiceReference;
import dev.podo.model.apiextensions.v1.WebhookClientConfig;
import java.net.URI;
import java.net.URISyntaxException;

/// Where a webhook may be.
final class WebhookRules {
  private static final String FORM = "; desired format: https://host[/path]";

  private WebhookRules() {}

  static void check(WebhookClientConfig client, FieldPath at, Findings findings) {
    var url = client.url();
    var service = client.service();
    if (url != null) {
      checkUrl(url, at.child("url"), findings);
    } else if (service != null) {
      checkService(service, at.child("service"), findings);
    }
  }

  private static void checkUrl(String text, FieldPath at, Findings findings) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      findings.required(at, "url must be a valid URL: " + e.getMessage() + FORM);
      return;
    }
    if (!"https".equals(url.getScheme())) {
      findings.invalid(
          at,
          url.getScheme() == null ? "" : url.getScheme(),
          "'https' is the only allowed URL scheme" + FORM);
    }
    if (url.getHost() == null || url.getHost().isEmpty()) {
      findings.invalid(at, "", "host must be specified" + FORM);
    }
    if (url.getUserInfo() != null) {
      findings.invalid(at, url.getUserInfo(), "user information is not permitted in the URL");
    }
    if (url.getFragment() != null) {
      findings.invalid(at, url.getFragment(), "fragments are not permitted in the URL");
    }
    if (url.getQuery() != null) {
      findings.invalid(at, url.getQuery(), "query parameters are not permitted in the URL");
    }
  }

  private static void checkService(ServiceReference service, FieldPath at, Findings findings) {
    if (service.name().isEmpty()) {
      findings.required(at.child("name"), "service name is required");
    }
    if (service.namespace().isEmpty()) {
      findings.required(at.child("namespace"), "service namespace is required");
    }
    var port = service.port();
    if (port != null && !Names.portNumber(port).isEmpty()) {
      findings.invalid(
          at.child("port"), port, "port is not valid: " + String.join(",", Names.portNumber(port)));
    }
    var path = service.path();
    if (path != null) {
      WebhookPaths.check(path, at.child("path"), findings);
    }
  }
}
