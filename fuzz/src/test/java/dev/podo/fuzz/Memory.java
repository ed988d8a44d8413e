package dev.podo.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// How much this thread has allocated so far.
final class Memory {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Memory() {}

  static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
