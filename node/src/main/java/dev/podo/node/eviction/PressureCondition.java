package dev.podo.node.eviction;

/// The conditions by which a Node says that it runs short of something.
public enum PressureCondition {
  MEMORY(
      "MemoryPressure",
      "InsufficientMemory",
      "insufficient memory available",
      "SufficientMemory",
      "sufficient memory available"),
  DISK("DiskPressure", "DiskPressure", "disk pressure", "NoDiskPressure", "no disk pressure"),
  PID(
      "PIDPressure",
      "InsufficientPID",
      "insufficient PID available",
      "SufficientPID",
      "sufficient PID available");

  private final String type;
  private final String shortReason;
  private final String shortText;
  private final String calmReason;
  private final String calmText;

  PressureCondition(
      String type, String shortReason, String shortText, String calmReason, String calmText) {
    this.type = type;
    this.shortReason = shortReason;
    this.shortText = shortText;
    this.calmReason = calmReason;
    this.calmText = calmText;
  }

  /// As in the Node's status.
  public String type() {
    return type;
  }

  /// As in `KubeletHasSufficientMemory` and `NodeHasSufficientMemory`, without what stands before.
  public String reason(boolean holds) {
    return holds ? shortReason : calmReason;
  }

  public String message(boolean holds) {
    return "kubelet has " + (holds ? shortText : calmText);
  }
}
