package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.table.Cells;
import dev.podo.model.admissionregistration.v1.MutatingWebhookConfiguration;
import dev.podo.model.admissionregistration.v1.MutatingWebhookConfigurationList;
import dev.podo.model.admissionregistration.v1.ValidatingWebhook;
import java.util.List;

/// Webhooks that may change requests before they are carried out.
public final class MutatingWebhookConfigurations {
  public static final Kind<MutatingWebhookConfiguration> KIND =
      Kind.declare(
              new GroupVersionKind(
                  "admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration"),
              MutatingWebhookConfigurations::details)
          .categories("api-extensions")
          .build();

  private MutatingWebhookConfigurations() {}

  private static void details(KindBuilder<MutatingWebhookConfiguration> kind) {
    kind.schema(MutatingWebhookConfiguration.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(),
                Column.number("Webhooks", "How many there are.", it -> it.webhooks().size()),
                Cells.age()))
        .listedAs(
            MutatingWebhookConfigurationList.SCHEMA,
            (meta, items) ->
                MutatingWebhookConfigurationList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<MutatingWebhookConfiguration> {
    Rules() {
      super(ofCluster(), MutatingWebhookConfiguration::withMetadata);
    }

    @Override
    public MutatingWebhookConfiguration defaults(MutatingWebhookConfiguration configuration) {
      return configuration.with(
          b -> b.webhooks(Default.each(configuration.webhooks(), it -> WebhookRules.defaults(it))));
    }

    @Override
    public MutatingWebhookConfiguration prepareForCreate(
        MutatingWebhookConfiguration configuration) {
      return configuration.withMetadata(SystemMetadata.first(configuration.metadata()));
    }

    @Override
    public MutatingWebhookConfiguration prepareForUpdate(
        MutatingWebhookConfiguration now, MutatingWebhookConfiguration old) {
      var changed = !defaults(now).webhooks().equals(old.webhooks());
      return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(MutatingWebhookConfiguration configuration, Findings findings) {
      WebhookRules.check(common(configuration), List.of(), findings);
      checkReinvocation(configuration, findings);
    }

    @Override
    protected void checkUpdate(
        MutatingWebhookConfiguration now, MutatingWebhookConfiguration old, Findings findings) {
      WebhookRules.check(common(now), common(old), findings);
      checkReinvocation(now, findings);
    }

    private static List<ValidatingWebhook> common(MutatingWebhookConfiguration configuration) {
      return configuration.webhooks().stream().map(WebhookRules::common).toList();
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
