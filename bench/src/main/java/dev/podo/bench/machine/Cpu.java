package dev.podo.bench.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// The processor time of this process. Unlike the clock's it does not grow because others want the
/// processors too, or hardly.
public final class Cpu {
  private Cpu() {}

  public static Duration used() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return Duration.ofNanos(system.getProcessCpuTime());
  }
}
