package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.csi.CsiDrivers;
import dev.podo.machinery.kinds.metadata.Conditions;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.IpAddress;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.resource.v1.AllocatedDeviceStatus;
import dev.podo.model.resource.v1.DeviceRequestAllocationResult;
import dev.podo.model.resource.v1.NetworkDeviceData;
import dev.podo.model.resource.v1.ResourceClaimStatus;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What drivers may report of the devices that they have handed out.
final class DeviceStatusRules {
  private static final int CONDITIONS_MAX = 8;
  private static final int ADDRESSES_MAX = 16;
  private static final int INTERFACE_MAX = 256;
  private static final int HARDWARE_ADDRESS_MAX = 128;

  private DeviceStatusRules() {}

  static void check(ResourceClaimStatus status, FieldPath at, Findings findings) {
    var allocated = allocated(status);
    Elements.checkSet(
        status.devices(),
        Elements.UNLIMITED,
        (device, place, found) -> checkDevice(device, allocated, place, found),
        DeviceStatusRules::id,
        at,
        findings);
  }

  /// What has been handed out, each device by its full name.
  static Set<String> allocated(ResourceClaimStatus status) {
    var allocation = status.allocation();
    List<DeviceRequestAllocationResult> results =
        allocation == null ? List.of() : allocation.devices().results();
    var ids = new TreeSet<String>();
    results.forEach(it -> ids.add(id(it)));
    return ids;
  }

  static String id(DeviceRequestAllocationResult device) {
    return id(device.driver(), device.pool(), device.device(), device.shareID());
  }

  static String id(AllocatedDeviceStatus device) {
    return id(device.driver(), device.pool(), device.device(), device.shareID());
  }

  private static String id(String driver, String pool, String device, @Nullable String share) {
    var id = driver + "/" + pool + "/" + device;
    return share == null || share.isEmpty() ? id : id + "/" + share;
  }

  private static void checkDevice(
      AllocatedDeviceStatus device, Set<String> allocated, FieldPath at, Findings findings) {
    CsiDrivers.checkName(device.driver(), at.child("driver"), findings);
    DeviceNames.checkPool(device.pool(), at.child("pool"), findings);
    DeviceNames.checkLabel(device.device(), at.child("device"), findings);
    DeviceNames.checkUid(device.shareID(), at.child("shareID"), findings);
    if (!allocated.contains(id(device))) {
      findings.invalid(at, id(device), "must be an allocated device in the claim");
    }
    findings.atMost(at.child("conditions"), device.conditions().size(), CONDITIONS_MAX);
    Conditions.check(device.conditions(), at.child("conditions"), findings);
    if (device.data() != null) {
      ConfigurationRules.checkData(device.data(), at.child("data"), findings);
    }
    var network = device.networkData();
    if (network != null) {
      checkNetwork(network, at.child("networkData"), findings);
    }
  }

  private static void checkNetwork(NetworkDeviceData network, FieldPath at, Findings findings) {
    checkLength(network.interfaceName(), INTERFACE_MAX, at.child("interfaceName"), findings);
    checkLength(
        network.hardwareAddress(), HARDWARE_ADDRESS_MAX, at.child("hardwareAddress"), findings);
    Elements.checkSet(
        network.ips(),
        ADDRESSES_MAX,
        DeviceStatusRules::checkAddress,
        address -> address,
        at.child("ips"),
        findings);
  }

  private static void checkLength(String text, int max, FieldPath at, Findings findings) {
    if (DataRules.size(text) > max) {
      findings.add(FieldError.tooLong(at, max));
    }
  }

  /// The address of an interface with the length of its network's prefix, `192.168.1.5/24`.
  private static void checkAddress(String text, FieldPath at, Findings findings) {
    var slash = text.indexOf('/');
    var address = slash < 0 ? null : IpAddress.parse(text.substring(0, slash));
    var length = text.substring(slash + 1);
    if (address == null
        || !length.matches("[0-9]{1,3}")
        || Integer.parseInt(length) > address.bits()) {
      findings.invalid(
          at, text, "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)");
      return;
    }
    var canonical = canonical(address, Integer.parseInt(length));
    if (!text.equals(canonical)) {
      findings.invalid(at, text, "must be in canonical form (" + Texts.quote(canonical) + ")");
    }
  }

  private static String canonical(IpAddress address, int length) {
    var text = address.toString();
    return address.is4In6()
        ? text.substring(text.lastIndexOf(':') + 1) + "/" + (length > 32 ? length - 96 : length)
        : text + "/" + length;
  }
}
