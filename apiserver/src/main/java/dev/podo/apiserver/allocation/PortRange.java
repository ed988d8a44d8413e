package dev.podo.apiserver.allocation;

/// Ports from first to last, both included.
public record PortRange(int first, int last) {
  public PortRange {
    if (first < 1 || last > 65_535 || last < first) {
      throw new IllegalArgumentException("not a range of ports: " + first + "-" + last);
    }
  }

  public boolean contains(int port) {
    return port >= first && port <= last;
  }

  public int size() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
