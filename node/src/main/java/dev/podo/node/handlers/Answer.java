package dev.podo.node.handlers;

/// What came of a probe or hook.
///
/// @param output for people; of a success it is shown only as a warning
/// @param warns a success that people should be told of
public record Answer(boolean success, String output, boolean warns) {
  public static final Answer OK = new Answer(true, "", false);

  public Answer(boolean success, String output) {
    this(success, output, false);
  }

  static Answer failed(String why) {
    return new Answer(false, why);
  }

  static Answer warned(String what) {
    return new Answer(true, what, true);
  }
}
