package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Bytes;
import dev.podo.model.apiextensions.v1.CustomResourceConversion;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionSpec;
import dev.podo.model.apiextensions.v1.WebhookClientConfig;
import dev.podo.model.apiextensions.v1.WebhookConversion;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a definition may have its objects converted.
final class ConversionRules {
  /// Of the reviews that the server speaks.
  private static final List<String> REVIEWS = List.of("v1", "v1beta1");

  private ConversionRules() {}

  static void check(
      CustomResourceConversion conversion, FieldPath at, Leniency leniency, Findings findings) {
    findings.requireOneOf(at.child("strategy"), conversion.strategy(), List.of("None", "Webhook"));
    var webhook = conversion.webhook();
    var place = at.child("webhook");
    if (conversion.strategy().equals("Webhook")) {
      checkWebhook(webhook == null ? WebhookConversion.EMPTY : webhook, place, leniency, findings);
    } else if (webhook != null) {
      findings.forbidden(place, "should not be set when strategy is not set to Webhook");
    }
  }

  private static void checkWebhook(
      WebhookConversion webhook, FieldPath at, Leniency leniency, Findings findings) {
    var client = webhook.clientConfig();
    var config = at.child("clientConfig");
    if (client == null) {
      findings.required(config, "required when strategy is set to Webhook");
    } else {
      checkClient(client, config, leniency, findings);
    }
    checkReviews(
        webhook.conversionReviewVersions(),
        at.child("conversionReviewVersions"),
        leniency,
        findings);
  }

  private static void checkClient(
      WebhookClientConfig client, FieldPath at, Leniency leniency, Findings findings) {
    if ((client.url() == null) == (client.service() == null)) {
      findings.required(at, "exactly one of url or service is required");
    } else {
      WebhookRules.check(client, at, findings);
    }
    var bundle = client.caBundle();
    if (bundle != null && !bundle.isEmpty() && !leniency.brokenCaBundle()) {
      var problem = CaBundles.problem(bundle);
      if (problem != null) {
        findings.invalid(at.child("caBundle"), bundle, problem);
      }
    }
  }

  private static void checkReviews(
      List<String> versions, FieldPath at, Leniency leniency, Findings findings) {
    if (versions.isEmpty()) {
      findings.required(at);
      return;
    }
    var seen = new HashSet<String>();
    for (var i = 0; i < versions.size(); i++) {
      if (seen.add(versions.get(i))) {
        findings.invalidFor(at.index(i), versions.get(i), Names.dns1035Label(versions.get(i)));
      } else {
        findings.invalid(at.index(i), versions.get(i), "duplicate version");
      }
    }
    if (!leniency.unknownReviews() && versions.stream().noneMatch(REVIEWS::contains)) {
      findings.invalid(at, versions, "must include at least one of v1, v1beta1");
    }
  }

  /// Whether the server speaks a review of the conversion, or none is asked for.
  static boolean isReviewKnown(CustomResourceDefinitionSpec spec) {
    var conversion = spec.conversion();
    var webhook = conversion == null ? null : conversion.webhook();
    var versions = webhook == null ? List.<String>of() : webhook.conversionReviewVersions();
    return versions.isEmpty() || versions.stream().anyMatch(REVIEWS::contains);
  }

  static @Nullable Bytes caBundle(CustomResourceDefinitionSpec spec) {
    var conversion = spec.conversion();
    var webhook = conversion == null ? null : conversion.webhook();
    var client = webhook == null ? null : webhook.clientConfig();
    return client == null ? null : client.caBundle();
  }
}
