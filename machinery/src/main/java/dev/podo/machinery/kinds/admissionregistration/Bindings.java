package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.CountedStrategy;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.table.Cells;
import dev.podo.model.ApiObject;
import dev.podo.model.admissionregistration.v1.MatchResources;
import dev.podo.model.admissionregistration.v1.ParamRef;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What both kinds of bindings are: where a policy is in force, and with which parameters.
final class Bindings {
  private Bindings() {}

  /// What a binding of either kind says.
  record Binding(
      String policyName, @Nullable ParamRef paramRef, @Nullable MatchResources matchResources) {}

  static <T extends ApiObject> KindBuilder<T> columns(
      KindBuilder<T> kind, Function<T, Binding> binding) {
    return kind.columns(
        List.of(
            Column.named(),
            Column.text(
                "PolicyName",
                "Which policy it puts in force.",
                it -> binding.apply(it).policyName()),
            Column.text(
                "ParamRef",
                "With which parameters.",
                it -> MatchRules.shown(binding.apply(it).paramRef())),
            Cells.age()));
  }

  /// The rules of both.
  abstract static class Rules<T extends ApiObject> extends CountedStrategy<T> {
    private final Function<T, Binding> binding;
    private final BiFunction<T, @Nullable MatchResources, T> withMatch;

    Rules(
        BiFunction<T, ObjectMeta, T> withMetadata,
        Function<T, ?> spec,
        Function<T, Binding> binding,
        BiFunction<T, @Nullable MatchResources, T> withMatch) {
      super(ofCluster(), withMetadata, spec);
      this.binding = binding;
      this.withMatch = withMatch;
    }

    @Override
    public T defaults(T object) {
      return withMatch.apply(object, MatchRules.defaults(binding.apply(object).matchResources()));
    }

    @Override
    public List<String> warnings(T object) {
      return StaticNames.warnings(object);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    /// Comes after what holds for both.
    abstract void checkMore(T object, Findings findings);

    @Override
    protected void check(T object, Findings findings) {
      var stated = binding.apply(object);
      MatchRules.checkBinding(stated.policyName(), stated.paramRef(), SPEC, findings);
      checkMore(object, findings);
    }
  }
}
