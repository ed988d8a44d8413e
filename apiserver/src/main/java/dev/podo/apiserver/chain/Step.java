package dev.podo.apiserver.chain;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;

/// One thing that happens to every request.
@FunctionalInterface
public interface Step {
  /// Answers, refuses by an [dev.podo.machinery.errors.ApiException], or lets the rest of the chain
  /// answer.
  Answer handle(Call call, Next next) throws InterruptedException;

  /// The rest of the chain.
  @FunctionalInterface
  interface Next {
    Answer proceed(Call call) throws InterruptedException;
  }
}
