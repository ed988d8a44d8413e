package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.table.Cells;
import dev.podo.model.admissionregistration.v1.ValidatingWebhook;
import dev.podo.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import dev.podo.model.admissionregistration.v1.ValidatingWebhookConfigurationList;
import java.util.List;

/// Webhooks that may refuse requests.
public final class ValidatingWebhookConfigurations {
  public static final Kind<ValidatingWebhookConfiguration> KIND =
      Kind.declare(
              new GroupVersionKind(
                  "admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration"),
              ValidatingWebhookConfigurations::details)
          .categories("api-extensions")
          .build();

  private ValidatingWebhookConfigurations() {}

  private static void details(KindBuilder<ValidatingWebhookConfiguration> kind) {
    kind.schema(ValidatingWebhookConfiguration.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(),
                Column.number("Webhooks", "How many there are.", it -> it.webhooks().size()),
                Cells.age()))
        .listedAs(
            ValidatingWebhookConfigurationList.SCHEMA,
            (meta, items) ->
                ValidatingWebhookConfigurationList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<ValidatingWebhookConfiguration> {
    Rules() {
      super(ofCluster(), ValidatingWebhookConfiguration::withMetadata);
    }

    @Override
    public ValidatingWebhookConfiguration defaults(ValidatingWebhookConfiguration configuration) {
      return configuration.with(
          b -> b.webhooks(Default.each(configuration.webhooks(), it -> WebhookRules.defaults(it))));
    }

    @Override
    public ValidatingWebhookConfiguration prepareForCreate(
        ValidatingWebhookConfiguration configuration) {
      return configuration.withMetadata(SystemMetadata.first(configuration.metadata()));
    }

    @Override
    public ValidatingWebhookConfiguration prepareForUpdate(
        ValidatingWebhookConfiguration now, ValidatingWebhookConfiguration old) {
      var changed = !defaults(now).webhooks().equals(old.webhooks());
      return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(ValidatingWebhookConfiguration configuration, Findings findings) {
      WebhookRules.check(common(configuration), List.of(), findings);
    }

    @Override
    protected void checkUpdate(
        ValidatingWebhookConfiguration now, ValidatingWebhookConfiguration old, Findings findings) {
      WebhookRules.check(common(now), common(old), findings);
    }

    private static List<ValidatingWebhook> common(ValidatingWebhookConfiguration configuration) {
      return configuration.webhooks();
    }
  }
}
