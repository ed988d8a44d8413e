package dev.podo.apiserver.chain;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import java.util.List;

/// Steps in the order in which a request meets them; the last one answers.
public final class Chain {
  private final List<Step> steps;

  public Chain(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  public Answer run(Call call) throws InterruptedException {
    return from(0, call);
  }

  private Answer from(int index, Call call) throws InterruptedException {
    if (index == steps.size()) {
      throw new IllegalStateException("no step has answered " + call.info());
    }
    return steps.get(index).handle(call, changed -> from(index + 1, changed));
  }
}
