package dev.podo.cel.evaluate;

import dev.podo.cel.check.Checked;
import dev.podo.cel.cost.Meter;
import dev.podo.cel.function.Overload;
import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.Values;
import java.util.ArrayList;
import java.util.List;

/// A call of a function. Which of its declarations is meant, the values tell.
///
/// A call of up to two arguments is paid for even if one of them has failed, as upstream counts.
record Invocation(Checked.Target target, List<Step> args) implements Step {
  private static final int EAGER_MAX = 2;

  static Invocation of(Checked.Target target, List<Step> args) {
    return new Invocation(target, args);
  }

  @Override
  public Object run(Frame frame) {
    var values = new Object[args.size()];
    EvaluationError problem = null;
    for (var i = 0; i < values.length; i++) {
      try {
        values[i] = args.get(i).run(frame);
      } catch (EvaluationError e) {
        if (values.length > EAGER_MAX) {
          throw e;
        }
        values[i] = e;
        problem = problem == null ? e : problem;
      }
    }
    var function = target.function();
    if (problem == null && Meter.isPricedByResult(function)) {
      var result = apply(values);
      frame.meter().chargeResult(result);
      return result;
    }
    frame.meter().chargeCall(function, target.overloadId(), values);
    if (problem != null) {
      throw problem;
    }
    return apply(values);
  }

  Object apply(Object[] values) {
    return chosen(values).body().apply(values);
  }

  private Overload chosen(Object[] values) {
    for (var overload : target.overloads()) {
      if (overload.accepts(values)) {
        return overload;
      }
    }
    if (!Character.isLetter(target.function().charAt(0))) {
      throw EvaluationError.noSuchOverload(); // Of operators, upstream tells no more.
    }
    var types = new ArrayList<String>();
    for (var value : values) {
      types.add(Values.typeOf(value).toString());
    }
    throw new EvaluationError(
        "no such overload: " + target.function() + "(" + String.join(", ", types) + ")");
  }
}
