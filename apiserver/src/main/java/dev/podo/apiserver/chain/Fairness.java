package dev.podo.apiserver.chain;

import dev.podo.apiserver.flowcontrol.FlowControl;
import dev.podo.apiserver.flowcontrol.SeatedWatch;
import dev.podo.apiserver.flowcontrol.Watchers;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;

/// Gives each request from outside a seat, which it keeps until its answer is written, or lets it
/// wait for one. A watch keeps it until it has told the state with which it begins; what else lasts
/// as long as the client likes needs none. Components of this process bound themselves.
public final class Fairness implements Step {
  private final FlowControl control;
  private final FlowControl.WidthEstimate width;
  private final Watchers watchers;

  /// @param watchers takes down who watches
  public Fairness(FlowControl control, FlowControl.WidthEstimate width, Watchers watchers) {
    this.control = control;
    this.width = width;
    this.watchers = watchers;
  }

  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    var info = call.info();
    var watches = info.verb().equals("watch");
    if (call.http() == null || (info.isLongRunning() && !watches)) {
      return next.proceed(call);
    }
    var ticket = control.enter(call, width);
    if (watches) {
      return watched(call, next, ticket);
    }
    call.notes().atEnd(ticket::close);
    return next.proceed(call);
  }

  private Answer watched(Call call, Next next, FlowControl.Ticket ticket)
      throws InterruptedException {
    var opened = false;
    try {
      var answer = next.proceed(call);
      if (answer instanceof Answer.OfWatch<?> watch) {
        opened = true;
        return watch.with(SeatedWatch.of(watch.watch(), call.info(), ticket, watchers));
      }
      return answer;
    } finally {
      if (!opened) {
        ticket.close();
      }
    }
  }
}
