package dev.podo.apiserver.endpoint;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.chain.Chain;
import dev.podo.apiserver.encoding.HttpInput;
import dev.podo.apiserver.http.Exchange;
import dev.podo.apiserver.http.HttpHandler;
import dev.podo.apiserver.http.HttpRequest;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.Notes;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.request.RequestInfoParser;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import java.util.function.Predicate;

/// Sends each HTTP request through the chain and writes what comes back.
public final class HttpEndpoint implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(HttpEndpoint.class.getName());
  private static final RequestInfo NOT_READ =
      RequestInfo.of("", new RequestInfo.Target("", "", "", "", "", "", ""));

  private final Chain chain;
  private final Environment environment;
  private final Predicate<RequestInfo> relayed;

  /// @param relayed which requests are handed on to other servers while their body comes
  public HttpEndpoint(Chain chain, Environment environment, Predicate<RequestInfo> relayed) {
    this.chain = chain;
    this.environment = environment;
    this.relayed = relayed;
  }

  @Override
  public boolean streams(HttpRequest head) {
    try {
      return relayed.test(RequestInfoParser.parse(head));
    } catch (ApiException malformed) {
      return false; // It is refused on its way.
    }
  }

  @Override
  public void handle(Exchange exchange) throws InterruptedException {
    var request = exchange.request();
    var notes = new Notes();
    var input = new HttpInput(request);
    var writer = new AnswerWriter(exchange, input, notes, environment);
    try {
      var call = new Call(NOT_READ, UserInfo.anonymous(), Deadline.never(), input, notes, request);
      writer.write(chain.run(call));
    } catch (ApiException e) {
      refuse(exchange, writer, e);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "an answer could not be written: " + request.method() + " " + request.rawPath(),
          e);
      refuse(exchange, writer, ApiErrors.internal("the answer could not be written", e));
    } finally {
      notes.close();
    }
  }

  private static void refuse(Exchange exchange, AnswerWriter writer, ApiException e) {
    if (exchange.isAnswered()) {
      exchange.abort();
    } else {
      writer.refuse(e);
    }
  }
}
