package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.WebhookPaths;
import dev.podo.machinery.validation.Names;
import dev.podo.model.admissionregistration.v1.ServiceReference;
import dev.podo.model.admissionregistration.v1.WebhookClientConfig;
import java.net.URI;
import java.net.URISyntaxException;

/// Where a webhook is reached.
final class ClientConfigRules {
  private static final String FORM = "; desired format: https://host[/path]";
  private static final int HTTPS = 443;

  private ClientConfigRules() {}

  static WebhookClientConfig defaults(WebhookClientConfig config) {
    var service = config.service();
    return service == null
        ? config
        : config.with(
            c -> c.service(service.with(s -> s.port(Default.value(service.port(), HTTPS)))));
  }

  static void check(WebhookClientConfig config, FieldPath at, Findings findings) {
    var url = config.url();
    var service = config.service();
    if (url != null && service == null) {
      checkUrl(url, at.child("url"), findings);
    } else if (url == null && service != null) {
      checkService(service, at.child("service"), findings);
    } else {
      findings.required(at, "exactly one of url or service is required");
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
    var scheme = url.getScheme() == null ? "" : url.getScheme();
    if (!scheme.equals("https")) {
      findings.invalid(at, scheme, "'https' is the only allowed URL scheme" + FORM);
    }
    if (url.getRawAuthority() == null) {
      findings.invalid(at, "", "host must be provided" + FORM);
    }
    if (url.getRawUserInfo() != null) {
      findings.invalid(at, url.getRawUserInfo(), "user information is not permitted in the URL");
    }
    if (url.getRawFragment() != null && !url.getRawFragment().isEmpty()) {
      findings.invalid(at, url.getRawFragment(), "fragments are not permitted in the URL");
    }
    if (url.getRawQuery() != null && !url.getRawQuery().isEmpty()) {
      findings.invalid(at, url.getRawQuery(), "query parameters are not permitted in the URL");
    }
  }

  private static void checkService(ServiceReference service, FieldPath at, Findings findings) {
    if (service.name().isEmpty()) {
      findings.required(at.child("name"), "service name is required");
    }
    if (service.namespace().isEmpty()) {
      findings.required(at.child("namespace"), "service namespace is required");
    }
    int port = Default.value(service.port(), HTTPS);
    for (var problem : Names.portNumber(port)) {
      findings.invalid(at.child("port"), port, "port is not valid: " + problem);
    }
    var path = service.path();
    if (path != null) {
      WebhookPaths.check(path, at.child("path"), findings);
    }
  }
}
