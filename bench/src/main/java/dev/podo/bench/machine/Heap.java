package dev.podo.bench.machine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// The memory of this process's own JVM.
public final class Heap {
  private static final int COLLECTIONS = 3;

  private Heap() {}

  /// Bytes in use after everything that nobody needs was collected.
  public static long live() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /// Bytes that all threads have allocated so far.
  public static long allocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getTotalThreadAllocatedBytes();
  }
}
