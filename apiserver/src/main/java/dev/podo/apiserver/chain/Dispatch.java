package dev.podo.apiserver.chain;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;

/// Hands the request to what answers it: the verbs of a resource, or a document.
public final class Dispatch implements Step {
  private final Handler resources;
  private final Handler documents;

  public Dispatch(Handler resources, Handler documents) {
    this.resources = resources;
    this.documents = documents;
  }

  /// Answers requests of one sort.
  @FunctionalInterface
  public interface Handler {
    Answer answer(Call call) throws InterruptedException;
  }

  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    return call.info().resourceRequest() ? resources.answer(call) : documents.answer(call);
  }
}
