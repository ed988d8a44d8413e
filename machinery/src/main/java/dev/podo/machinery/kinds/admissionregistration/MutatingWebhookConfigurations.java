package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.admissionregistration.Webhooks.Parts;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.admissionregistration.v1.MutatingWebhook;
import dev.podo.model.admissionregistration.v1.MutatingWebhookConfiguration;
import dev.podo.model.admissionregistration.v1.MutatingWebhookConfigurationList;

/// Webhooks that may change requests before they are carried out.
public final class MutatingWebhookConfigurations {
  public static final Kind<MutatingWebhookConfiguration> KIND =
      Registrations.declare("MutatingWebhookConfiguration", MutatingWebhookConfigurations::details)
          .build();

  private MutatingWebhookConfigurations() {}

  private static void details(KindBuilder<MutatingWebhookConfiguration> kind) {
    Webhooks.columns(kind, MutatingWebhookConfiguration::webhooks)
        .schema(MutatingWebhookConfiguration.SCHEMA)
        .strategy(new Rules())
        .listedAs(
            MutatingWebhookConfigurationList.SCHEMA,
            (meta, items) ->
                MutatingWebhookConfigurationList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules
      extends Webhooks.Rules<MutatingWebhookConfiguration, MutatingWebhook> {
    Rules() {
      super(
          MutatingWebhookConfiguration::withMetadata,
          new Parts<>(
              MutatingWebhookConfiguration::webhooks,
              (it, hooks) -> it.with(b -> b.webhooks(hooks)),
              WebhookRules::defaults,
              WebhookRules::common));
    }

    @Override
    protected void check(MutatingWebhookConfiguration configuration, Findings findings) {
      super.check(configuration, findings);
      checkReinvocation(configuration, findings);
    }

    @Override
    protected void checkUpdate(
        MutatingWebhookConfiguration now, MutatingWebhookConfiguration old, Findings findings) {
      super.checkUpdate(now, old, findings);
      checkReinvocation(now, findings);
    }

    private static void checkReinvocation(
        MutatingWebhookConfiguration configuration, Findings findings) {
      for (var i = 0; i < configuration.webhooks().size(); i++) {
        var policy = configuration.webhooks().get(i).reinvocationPolicy();
        if (policy != null) {
          findings.oneOf(
              FieldPath.root("webhooks").index(i).child("reinvocationPolicy"),
              policy,
              WebhookRules.REINVOCATION_POLICIES);
        }
      }
    }
  }
}
