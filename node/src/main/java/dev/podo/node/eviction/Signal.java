package dev.podo.node.eviction;

/// What is measured of a node, in Kubernetes' words: how much is left of something.
public enum Signal {
  MEMORY_AVAILABLE("memory.available", "memory", PressureCondition.MEMORY),
  NODEFS_AVAILABLE("nodefs.available", "ephemeral-storage", PressureCondition.DISK),
  NODEFS_INODES_FREE("nodefs.inodesFree", "inodes", PressureCondition.DISK),
  IMAGEFS_AVAILABLE("imagefs.available", "ephemeral-storage", PressureCondition.DISK),
  PID_AVAILABLE("pid.available", "pids", PressureCondition.PID);

  private final String text;
  private final String resource;
  private final PressureCondition condition;

  Signal(String text, String resource, PressureCondition condition) {
    this.text = text;
    this.resource = resource;
    this.condition = condition;
  }

  /// As in `memory.available`.
  public String text() {
    return text;
  }

  /// What there is too little of, as messages name it.
  String resource() {
    return resource;
  }

  PressureCondition condition() {
    return condition;
  }

  boolean isDisk() {
    return condition == PressureCondition.DISK;
  }
}
