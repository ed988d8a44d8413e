package dev.podo.machinery.kinds.device;

import dev.podo.model.resource.v1.Device;
import dev.podo.model.resource.v1.DeviceTaint;
import dev.podo.model.resource.v1.ResourceSlice;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Since when the taints of devices are there, which drivers need not say.
final class TaintTimes {
  private TaintTimes() {}

  /// A taint that was there before has been there since.
  static ResourceSlice kept(ResourceSlice now, ResourceSlice old) {
    return with(
        now,
        (device, taint) -> {
          for (var before : taints(old, device.name())) {
            if (taint.equals(before.with(b -> b.timeAdded(null)))) {
              return before.timeAdded();
            }
          }
          return null;
        });
  }

  private static List<DeviceTaint> taints(ResourceSlice slice, String device) {
    for (var other : slice.spec().devices()) {
      if (other.name().equals(device)) {
        return other.taints();
      }
    }
    return List.of();
  }

  static ResourceSlice dated(ResourceSlice slice, Instant time) {
    return with(slice, (device, taint) -> time);
  }

  private static ResourceSlice with(
      ResourceSlice slice, BiFunction<Device, DeviceTaint, @Nullable Instant> time) {
    if (slice.spec().devices().stream().allMatch(TaintTimes::isDated)) {
      return slice;
    }
    var devices = slice.spec().devices().stream().map(it -> with(it, time)).toList();
    return slice.withSpec(slice.spec().with(b -> b.devices(devices)));
  }

  private static boolean isDated(Device device) {
    return device.taints().stream().allMatch(it -> it.timeAdded() != null);
  }

  private static Device with(
      Device device, BiFunction<Device, DeviceTaint, @Nullable Instant> time) {
    var taints =
        device.taints().stream()
            .map(it ->
                it.timeAdded() == null ? it.with(b -> b.timeAdded(time.apply(device, it))) : it)
            .toList();
    return device.with(b -> b.taints(taints));
  }
}
