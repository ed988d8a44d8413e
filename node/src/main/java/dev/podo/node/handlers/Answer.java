package dev.podo.node.handlers;

/// What came of a probe or hook.
///
/// @param output for people; of a success it is not shown
public record Answer(boolean success, String output) {
  public static final Answer OK = new Answer(true, "");

  static Answer failed(String why) {
    return new Answer(false, why);
  }
}
