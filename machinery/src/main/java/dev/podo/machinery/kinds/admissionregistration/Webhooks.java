package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.CountedStrategy;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.table.Cells;
import dev.podo.model.ApiObject;
import dev.podo.model.admissionregistration.v1.ValidatingWebhook;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What both kinds of webhook configurations are: lists of webhooks.
final class Webhooks {
  private Webhooks() {}

  static <T extends ApiObject> KindBuilder<T> columns(
      KindBuilder<T> kind, Function<T, ? extends List<?>> webhooks) {
    return kind.columns(
        List.of(
            Column.named(),
            Column.number("Webhooks", "How many there are.", it -> webhooks.apply(it).size()),
            Cells.age()));
  }

  /// The webhooks of an object.
  ///
  /// @param <W> the webhook
  /// @param common what a webhook says that one of either kind can say
  record Parts<T, W>(
      Function<T, List<W>> list,
      BiFunction<T, List<W>, T> withList,
      UnaryOperator<W> defaults,
      Function<W, ValidatingWebhook> common) {}

  /// The rules of both.
  ///
  /// @param <W> the webhook
  static class Rules<T extends ApiObject, W> extends CountedStrategy<T> {
    private final Parts<T, W> parts;

    Rules(BiFunction<T, ObjectMeta, T> withMetadata, Parts<T, W> parts) {
      super(ofCluster(), withMetadata, parts.list());
      this.parts = parts;
    }

    @Override
    public T defaults(T object) {
      var list = Default.each(parts.list().apply(object), parts.defaults());
      return parts.withList().apply(object, list);
    }

    @Override
    public List<String> warnings(T object) {
      return StaticNames.warnings(object);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(T object, Findings findings) {
      new WebhookRules(findings).check(common(object), List.of());
    }

    @Override
    protected void checkUpdate(T now, T old, Findings findings) {
      new WebhookRules(findings).check(common(now), common(old));
    }

    private List<ValidatingWebhook> common(T object) {
      return parts.list().apply(object).stream().map(parts.common()).toList();
    }
  }
}
