package dev.podo.node.volumes;

/// A volume could not be set up, for now. Told as `FailedMount`.
public final class MountFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param why for people, as in `configmap "x" not found`
  public MountFailure(String volume, String why) {
    super("MountVolume.SetUp failed for volume \"" + volume + "\" : " + why);
  }

  public String text() {
    var message = getMessage();
    return message == null ? "" : message;
  }
}
