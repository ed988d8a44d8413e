package dev.podo.node.simulated;

import dev.podo.foundation.Clock;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeContract;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

class SimulatedRuntimeTest extends RuntimeContract {
  private final SimulatedRuntime runtime = new SimulatedRuntime(Clock.system(), 7);

  @Override
  protected Runtime runtime() {
    return runtime;
  }

  @Override
  protected String image() {
    return "example.com/any:1";
  }

  @Override
  protected Clock clock() {
    return Clock.system();
  }

  @Override
  protected SortedMap<String, String> endingWith(int exitCode) {
    var script = new TreeMap<String, String>();
    script.put("simulate.podo.dev/exit-after", "5ms");
    script.put("simulate.podo.dev/exit-code", Integer.toString(exitCode));
    return script;
  }

  @Override
  protected List<String> sleepForever() {
    return List.of("sleep", "infinity");
  }
}
