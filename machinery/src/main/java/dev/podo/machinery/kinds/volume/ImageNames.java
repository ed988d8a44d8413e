package dev.podo.machinery.kinds.volume;

import java.util.regex.Pattern;

/// References to container images, as far as defaults depend on them.
public final class ImageNames {
  private static final Pattern WELL_FORMED =
      Pattern.compile("([^/@]*[.:A-Z][^/@]*/)?[a-z0-9._/-]+(:[A-Za-z0-9_][\\w.-]{0,127})?(@.+)?");

  private ImageNames() {}

  /// When the image is to be pulled if nothing is said: always if its tag says that it changes.
  public static String pullPolicy(String image) {
    return "latest".equals(tag(image)) ? "Always" : "IfNotPresent";
  }

  /// The tag; "latest" if there is neither tag nor digest, "" if there is a digest only or the text
  /// is no reference.
  private static String tag(String image) {
    if (!WELL_FORMED.matcher(image).matches()) {
      return "";
    }
    var digest = image.indexOf('@');
    var name = digest < 0 ? image : image.substring(0, digest);
    var colon = name.lastIndexOf(':');
    if (colon > name.lastIndexOf('/')) {
      return name.substring(colon + 1);
    }
    return digest < 0 ? "latest" : "";
  }
}
