package dev.podo.apiserver.definitions;

import dev.podo.apiserver.webhook.WebhookClient;
import dev.podo.apiserver.webhook.WebhookTarget;
import dev.podo.apiserver.webhook.WebhookTarget.ServiceName;
import dev.podo.machinery.custom.VersionConverter;
import dev.podo.model.Bytes;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.WebhookClientConfig;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Finds how the objects of a definition are converted.
public final class Converters {
  private final WebhookClient client;
  private final RandomGenerator random;

  public Converters(WebhookClient client, RandomGenerator random) {
    this.client = client;
    this.random = random;
  }

  public VersionConverter of(CustomResourceDefinition definition) {
    var conversion = definition.spec().conversion();
    var webhook = conversion == null ? null : conversion.webhook();
    var config = webhook == null ? null : webhook.clientConfig();
    if (conversion == null
        || webhook == null
        || config == null
        || !conversion.strategy().equals("Webhook")) {
      return VersionConverter.NONE;
    }
    var reviews =
        webhook.conversionReviewVersions().stream()
            .filter(ConversionReviews.VERSIONS::contains)
            .findFirst()
            .orElse("v1");
    return new WebhookConverter(client, target(config), new ConversionReviews(reviews), random);
  }

  private static WebhookTarget target(WebhookClientConfig config) {
    var service = config.service();
    if (service != null) {
      return WebhookTarget.ofService(
          new ServiceName(service.namespace(), service.name()),
          service.port(),
          service.path(),
          authorities(config));
    }
    var url = config.url();
    return WebhookTarget.ofUrl(url == null ? "" : url, authorities(config));
  }

  /// White space is as good as nothing.
  private static @Nullable Bytes authorities(WebhookClientConfig config) {
    var bundle = config.caBundle();
    return bundle == null || new String(bundle.toArray(), StandardCharsets.ISO_8859_1).isBlank()
        ? null
        : bundle;
  }
}
