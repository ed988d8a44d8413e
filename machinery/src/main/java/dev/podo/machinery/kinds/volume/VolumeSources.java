package dev.podo.machinery.kinds.volume;

import dev.podo.model.core.v1.Volume;
import java.util.ArrayList;
import java.util.List;

/// Where the content of a volume comes from: exactly one field besides its name says so.
public final class VolumeSources {
  private VolumeSources() {}

  /// The fields that are set, by name; a valid volume has one.
  public static List<String> of(Volume volume) {
    var set = new ArrayList<String>();
    for (var field : Volume.SCHEMA.fields()) {
      if (!field.name().equals("name") && volume.get(field.index()) != null) {
        set.add(field.name());
      }
    }
    return set;
  }
}
