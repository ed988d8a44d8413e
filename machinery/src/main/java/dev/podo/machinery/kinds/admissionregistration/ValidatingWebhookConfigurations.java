package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.admissionregistration.Webhooks.Parts;
import dev.podo.model.admissionregistration.v1.ValidatingWebhook;
import dev.podo.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import dev.podo.model.admissionregistration.v1.ValidatingWebhookConfigurationList;

/// Webhooks that may refuse requests.
public final class ValidatingWebhookConfigurations {
  public static final Kind<ValidatingWebhookConfiguration> KIND =
      Registrations.declare(
              "ValidatingWebhookConfiguration", ValidatingWebhookConfigurations::details)
          .build();

  private ValidatingWebhookConfigurations() {}

  private static void details(KindBuilder<ValidatingWebhookConfiguration> kind) {
    Webhooks.columns(kind, ValidatingWebhookConfiguration::webhooks)
        .schema(ValidatingWebhookConfiguration.SCHEMA)
        .strategy(
            new Webhooks.Rules<>(
                ValidatingWebhookConfiguration::withMetadata,
                new Parts<ValidatingWebhookConfiguration, ValidatingWebhook>(
                    ValidatingWebhookConfiguration::webhooks,
                    (it, hooks) -> it.with(b -> b.webhooks(hooks)),
                    WebhookRules::defaults,
                    it -> it)))
        .listedAs(
            ValidatingWebhookConfigurationList.SCHEMA,
            (meta, items) ->
                ValidatingWebhookConfigurationList.builder().metadata(meta).items(items).build());
  }
}
