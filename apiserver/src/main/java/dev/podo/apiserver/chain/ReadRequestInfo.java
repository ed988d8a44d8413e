package dev.podo.apiserver.chain;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfoParser;

/// Finds out from method and URL what is asked for.
public final class ReadRequestInfo implements Step {
  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    var http = call.http();
    return next.proceed(http == null ? call : call.withInfo(RequestInfoParser.parse(http)));
  }
}
