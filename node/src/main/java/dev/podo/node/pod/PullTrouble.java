package dev.podo.node.pod;

import java.time.Duration;

/// The words for images that cannot be had.
final class PullTrouble {
  static final String ERR_IMAGE_PULL = "ErrImagePull";
  static final String BACK_OFF = "ImagePullBackOff";
  static final String NEVER = "ErrImageNeverPull";
  static final String INVALID_NAME = "InvalidImageName";

  /// How long the error itself is shown before the waiting is.
  static final Duration SHOWN = Duration.ofSeconds(2);

  private PullTrouble() {}
}
