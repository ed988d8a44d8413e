package dev.podo.apiserver.flowcontrol;

/// The requests that one FlowSchema leads to one priority level, and how many of them there are.
/// The counts belong to [PriorityLevels].
final class Flow {
  private final String schema;
  private final String uid;
  private final Level level;

  int waiting;
  int waitingSeats;
  int executing;
  int executingSeats;

  Flow(String schema, String uid, Level level) {
    this.schema = schema;
    this.uid = uid;
    this.level = level;
  }

  /// The name of the FlowSchema.
  String schema() {
    return schema;
  }

  /// Of the FlowSchema; "" before it was created.
  String uid() {
    return uid;
  }

  Level level() {
    return level;
  }

  boolean isOf(String otherSchema, String otherUid, Level otherLevel) {
    return schema.equals(otherSchema) && uid.equals(otherUid) && level.equals(otherLevel);
  }
}
