package dev.podo.machinery.kinds.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.meta.v1.Condition;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.resource.v1.AllocatedDeviceStatus;
import dev.podo.model.resource.v1.AllocationResult;
import dev.podo.model.resource.v1.DeviceAllocationConfiguration;
import dev.podo.model.resource.v1.DeviceAllocationResult;
import dev.podo.model.resource.v1.DeviceClaim;
import dev.podo.model.resource.v1.DeviceRequest;
import dev.podo.model.resource.v1.DeviceRequestAllocationResult;
import dev.podo.model.resource.v1.NetworkDeviceData;
import dev.podo.model.resource.v1.ResourceClaim;
import dev.podo.model.resource.v1.ResourceClaimConsumerReference;
import dev.podo.model.resource.v1.ResourceClaimSpec;
import dev.podo.model.resource.v1.ResourceClaimStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResourceClaimStatusTest {
  private static final ResourceClaimStrategy STRATEGY = new ResourceClaimStrategy();
  private static final DeviceRequestAllocationResult GPU =
      DeviceRequestAllocationResult.builder()
          .request("one")
          .driver("gpu.example.com")
          .pool("node")
          .device("gpu-0")
          .build();
  private static final AllocatedDeviceStatus GPU_STATUS =
      AllocatedDeviceStatus.builder()
          .driver("gpu.example.com")
          .pool("node")
          .device("gpu-0")
          .build();
  private static final ResourceClaim PENDING =
      ResourceClaim.builder()
          .metadata(
              ObjectMeta.builder()
                  .name("gpu")
                  .namespace("demo")
                  .uid("1")
                  .resourceVersion("1")
                  .build())
          .spec(
              ResourceClaimSpec.builder()
                  .devices(
                      DeviceClaim.builder()
                          .requests(List.of(DeviceRequest.builder().name("one").build()))
                          .build())
                  .build())
          .build();

  private static ResourceClaim with(
      @Nullable AllocationResult allocation, UnaryOperator<ResourceClaimStatus.Builder> more) {
    return PENDING.withStatus(
        more.apply(ResourceClaimStatus.builder().allocation(allocation)).build());
  }

  private static AllocationResult allocation(DeviceRequestAllocationResult... results) {
    return AllocationResult.builder()
        .devices(DeviceAllocationResult.builder().results(List.of(results)).build())
        .build();
  }

  private static ResourceClaimConsumerReference pod(String uid) {
    return ResourceClaimConsumerReference.builder().resource("pods").name("pod").uid(uid).build();
  }

  private static List<String> errors(ResourceClaim now, ResourceClaim old) {
    var prepared = STRATEGY.prepareForStatusUpdate(now, old);
    return STRATEGY.validateStatusUpdate(prepared, old).stream().map(Object::toString).toList();
  }

  @Test
  void takesAnAllocationWithItsReservationAndReports() {
    var allocated =
        with(allocation(GPU), it -> it.reservedFor(List.of(pod("1"))).devices(List.of(GPU_STATUS)));
    assertThat(errors(allocated, PENDING)).isEmpty();
  }

  @Test
  void anAllocationStaysAsItIsUntilItIsTakenBack() {
    var allocated = with(allocation(GPU), it -> it);
    var other = with(allocation(), it -> it);
    assertThat(errors(other, allocated))
        .containsExactly("status.allocation: Invalid value: {\"devices\":{}}: field is immutable");
    assertThat(errors(PENDING, allocated)).isEmpty();
  }

  @Test
  void findsWhatIsWrongWithAnAllocation() {
    var wrong =
        GPU.with(b ->
            b.request("two")
                .driver("")
                .pool("")
                .device("GPU")
                .shareID("AAAAAAAA-aaaa-aaaa-aaaa-aaaaaaaaaaaa"));
    var config = DeviceAllocationConfiguration.builder().source("FromNobody").build();
    var result =
        allocation(wrong, GPU.with(b -> b.shareID("x")))
            .with(b ->
                b.devices(
                    DeviceAllocationResult.builder()
                        .results(List.of(wrong, GPU.with(r -> r.shareID("x"))))
                        .config(List.of(config))
                        .build()));
    assertThat(errors(with(result, it -> it), PENDING))
        .extracting(it -> it.replaceAll(": a lowercase RFC 1123.*", ": a label"))
        .containsExactly(
            "status.allocation.devices.results[0].request: Invalid value: \"two\": must be the name"
                + " of a request in the claim or the name of a request and a subrequest separated"
                + " by '/'",
            "status.allocation.devices.results[0].driver: Required value",
            "status.allocation.devices.results[0].pool: Required value",
            "status.allocation.devices.results[0].device: Invalid value: \"GPU\": a label",
            "status.allocation.devices.results[0].shareID: Invalid value:"
                + " \"AAAAAAAA-aaaa-aaaa-aaaa-aaaaaaaaaaaa\": uid must be in RFC 4122 normalized"
                + " form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal"
                + " characters",
            "status.allocation.devices.results[1].shareID: Invalid value: \"x\": error validating"
                + " uid: invalid UUID length: 1",
            "status.allocation.devices.config[0].source: Unsupported value: \"FromNobody\":"
                + " supported values: \"FromClaim\", \"FromClass\"",
            "status.allocation.devices.config[0].opaque: Required value");
  }

  @Test
  void onlyAnAllocatedClaimIsReserved() {
    assertThat(errors(with(null, it -> it.reservedFor(List.of(pod("1")))), PENDING))
        .containsExactly(
            "status.reservedFor: Forbidden: may not be specified when `allocated` is not set");
    assertThat(
            errors(
                with(
                    allocation(GPU),
                    it ->
                        it.reservedFor(
                            List.of(pod("1"), pod("1"), ResourceClaimConsumerReference.EMPTY))),
                PENDING))
        .containsExactly(
            "status.reservedFor[2].resource: Required value",
            "status.reservedFor[2].name: Required value",
            "status.reservedFor[2].uid: Required value",
            "status.reservedFor[1]: Duplicate value: \"1\"");
  }

  @Test
  void nobodyElseReservesAClaimThatIsBeingDeleted() {
    var reserved = with(allocation(GPU), it -> it.reservedFor(List.of(pod("1"))));
    var deleted =
        reserved.withMetadata(
            reserved
                .metadata()
                .with(b -> b.deletionTimestamp(Instant.EPOCH).finalizers(List.of("x/y"))));
    var more =
        deleted.withStatus(deleted.status().with(b -> b.reservedFor(List.of(pod("1"), pod("2")))));
    assertThat(errors(more, deleted))
        .containsExactly(
            "status.reservedFor: Forbidden: new entries may not be added while"
                + " `deallocationRequested` or `deletionTimestamp` are set");
    assertThat(errors(with(allocation(GPU), it -> it), deleted)).isEmpty();
  }

  @Test
  void reportsAreAboutAllocatedDevices() {
    var stray = GPU_STATUS.with(b -> b.device("gpu-1"));
    assertThat(
            errors(
                with(allocation(GPU), it -> it.devices(List.of(stray, GPU_STATUS, GPU_STATUS))),
                PENDING))
        .containsExactly(
            "status.devices[0]: Invalid value: \"gpu.example.com/node/gpu-1\": must be an allocated"
                + " device in the claim",
            "status.devices[2]: Duplicate value: \"gpu.example.com/node/gpu-0\"");
  }

  @Test
  void reportsAreNotLong() {
    var condition =
        Condition.builder()
            .type("Ready")
            .status("True")
            .reason("Ready")
            .lastTransitionTime(Instant.EPOCH)
            .build();
    var network =
        NetworkDeviceData.builder()
            .interfaceName("e".repeat(257))
            .hardwareAddress("a".repeat(129))
            .ips(List.of("10.0.0.1", "10.0.0.1/24", "2001:0db8::1/64", "::ffff:10.0.0.1/120"))
            .build();
    var talkative =
        GPU_STATUS.with(b ->
            b.conditions(Collections.nCopies(9, condition))
                .data(Map.of("a", "x".repeat(10240)))
                .networkData(network));
    assertThat(errors(with(allocation(GPU), it -> it.devices(List.of(talkative))), PENDING))
        .filteredOn(it -> !it.contains("].type: Duplicate"))
        .containsExactly(
            "status.devices[0].conditions: Too many: 9: must have at most 8 items",
            "status.devices[0].data: Too long: may not be more than 10240 bytes",
            "status.devices[0].networkData.interfaceName: Too long: may not be more than 256 bytes",
            "status.devices[0].networkData.hardwareAddress: Too long: may not be more than 128"
                + " bytes",
            "status.devices[0].networkData.ips[0]: Invalid value: \"10.0.0.1\": must be a valid"
                + " address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)",
            "status.devices[0].networkData.ips[2]: Invalid value: \"2001:0db8::1/64\": must be in"
                + " canonical form (\"2001:db8::1/64\")",
            "status.devices[0].networkData.ips[3]: Invalid value: \"::ffff:10.0.0.1/120\": must be"
                + " in canonical form (\"10.0.0.1/24\")");
  }

  @Test
  void ofDevicesThatAreGivenBackNothingMoreIsReported() {
    var allocated = with(allocation(GPU), it -> it.devices(List.of(GPU_STATUS)));
    var returned = with(null, it -> it.devices(List.of(GPU_STATUS)));
    var prepared = STRATEGY.prepareForStatusUpdate(returned, allocated);
    assertThat(prepared.status()).isEqualTo(ResourceClaimStatus.EMPTY);
    assertThat(STRATEGY.prepareForStatusUpdate(allocated, allocated)).isEqualTo(allocated);
  }
}
