package dev.podo.cel.evaluate;

import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.ListValue;
import dev.podo.cel.value.MapValue;

/// A macro over a list or a map. An error takes the place of what is collected, and the macro goes
/// on: `[1, 0].exists(x, 1 / x == 1)` is true.
record Loop(Step range, Step init, Body body, Slots slots) implements Step {
  /// What is run for each element, and afterwards.
  record Body(Step condition, Step step, Step result) {}

  /// Where the variables are kept.
  ///
  /// @param second -1 where there is one variable only
  record Slots(int accumulator, int first, int second) {}

  @Override
  public Object run(Frame frame) {
    var values = range.run(frame);
    frame.set(slots.accumulator, attempt(init, frame));
    switch (values) {
      case ListValue list -> overList(list, frame);
      case MapValue map -> overMap(map, frame);
      default -> throw EvaluationError.noSuchOverload();
    }
    return body.result.run(frame);
  }

  private void overList(ListValue list, Frame frame) {
    for (var i = 0; i < list.size() && goesOn(frame); i++) {
      if (slots.second < 0) {
        frame.set(slots.first, element(list, i));
      } else {
        frame.set(slots.first, (long) i);
        frame.set(slots.second, element(list, i));
      }
      frame.set(slots.accumulator, attempt(body.step, frame));
    }
  }

  private static Object element(ListValue list, int index) {
    try {
      return list.get(index);
    } catch (EvaluationError e) {
      return e;
    }
  }

  private void overMap(MapValue map, Frame frame) {
    for (var key : map.keys()) {
      if (!goesOn(frame)) {
        return;
      }
      frame.set(slots.first, key);
      if (slots.second >= 0) {
        frame.set(slots.second, value(map, key));
      }
      frame.set(slots.accumulator, attempt(body.step, frame));
    }
  }

  private static Object value(MapValue map, Object key) {
    try {
      return map.get(key);
    } catch (EvaluationError e) {
      return e;
    }
  }

  /// The condition is asked before the element is set: no macro's condition names it.
  private boolean goesOn(Frame frame) {
    return Boolean.TRUE.equals(body.condition.run(frame));
  }

  private static Object attempt(Step step, Frame frame) {
    try {
      return step.run(frame);
    } catch (EvaluationError e) {
      return e;
    }
  }
}
