package dev.podo.program.demo;

import dev.podo.node.containerd.instance.InstanceException;
import java.io.IOException;

/// One thing that the cluster does for the sample, done and checked by what a client sees.
interface Scene {
  /// @return what was done and what was seen, for people
  /// @throws DemoException when something else was seen
  String play(Stage stage)
      throws DemoException, InstanceException, IOException, InterruptedException;
}
