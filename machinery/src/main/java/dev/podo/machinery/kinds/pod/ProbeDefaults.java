package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.model.core.v1.GRPCAction;
import dev.podo.model.core.v1.HTTPGetAction;
import dev.podo.model.core.v1.Lifecycle;
import dev.podo.model.core.v1.LifecycleHandler;
import dev.podo.model.core.v1.Probe;

/// What stands where the author of a probe or a lifecycle hook wrote nothing.
final class ProbeDefaults {
  private static final int TIMEOUT_SECONDS = 1;
  private static final int PERIOD_SECONDS = 10;
  private static final int SUCCESS_THRESHOLD = 1;
  private static final int FAILURE_THRESHOLD = 3;

  private ProbeDefaults() {}

  static Probe of(Probe probe) {
    return probe.with(b ->
        b.timeoutSeconds(Default.number(probe.timeoutSeconds(), TIMEOUT_SECONDS))
            .periodSeconds(Default.number(probe.periodSeconds(), PERIOD_SECONDS))
            .successThreshold(Default.number(probe.successThreshold(), SUCCESS_THRESHOLD))
            .failureThreshold(Default.number(probe.failureThreshold(), FAILURE_THRESHOLD))
            .httpGet(Default.within(probe.httpGet(), ProbeDefaults::http))
            .grpc(Default.within(probe.grpc(), ProbeDefaults::grpc)));
  }

  static Lifecycle lifecycle(Lifecycle lifecycle) {
    return lifecycle.with(b ->
        b.postStart(Default.within(lifecycle.postStart(), ProbeDefaults::handler))
            .preStop(Default.within(lifecycle.preStop(), ProbeDefaults::handler)));
  }

  private static LifecycleHandler handler(LifecycleHandler handler) {
    return handler.with(b -> b.httpGet(Default.within(handler.httpGet(), ProbeDefaults::http)));
  }

  private static HTTPGetAction http(HTTPGetAction http) {
    return http.with(
        b -> b.path(Default.text(http.path(), "/")).scheme(Default.text(http.scheme(), "HTTP")));
  }

  private static GRPCAction grpc(GRPCAction grpc) {
    return grpc.with(b -> b.service(Default.value(grpc.service(), "")));
  }
}
