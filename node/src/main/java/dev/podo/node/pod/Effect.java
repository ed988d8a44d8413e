package dev.podo.node.pod;

import java.util.function.Consumer;

/// A verb made ready to be carried out: it has all that it needs, and may run on any thread.
@FunctionalInterface
interface Effect {
  /// @return what is known afterwards, to be noted by the pod's worker
  Consumer<Observed> run() throws InterruptedException;
}
