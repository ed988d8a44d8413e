package dev.podo.apiserver.chain;

import dev.podo.apiserver.flowcontrol.FlowControl;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;

/// Gives each request from outside a seat, which it keeps until its answer is written, or lets it
/// wait for one. What lasts as long as the client likes needs none, except that the opening of a
/// watch does; components of this process bound themselves.
public final class Fairness implements Step {
  private final FlowControl control;
  private final FlowControl.WidthEstimate width;

  public Fairness(FlowControl control, FlowControl.WidthEstimate width) {
    this.control = control;
    this.width = width;
  }

  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    var info = call.info();
    if (call.http() == null || (info.isLongRunning() && !info.verb().equals("watch"))) {
      return next.proceed(call);
    }
    var ticket = control.enter(call, width);
    if (info.verb().equals("watch")) {
      try (ticket) {
        return next.proceed(call);
      }
    }
    call.notes().atEnd(ticket::close);
    return next.proceed(call);
  }
}
