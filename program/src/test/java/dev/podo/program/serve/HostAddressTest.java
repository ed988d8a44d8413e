package dev.podo.program.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostAddressTest {
  private static final String HEADER =
      "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT";
  private static final String LINK = "pb1\tF859C6\t00000000\t0001\t0\t0\t0\tFCFFFFFF\t0\t0\t0";

  @Test
  void takesTheInterfaceThatLeadsToEverywhere() {
    var route = "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0";

    assertThat(HostAddress.defaultInterface(List.of(HEADER, LINK, route))).contains("eth0");
  }

  @Test
  void takesTheCheapestOfSeveral() {
    var wireless = "wlan0\t00000000\t010200C0\t0003\t0\t0\t600\t00000000\t0\t0\t0";
    var wired = "eno1\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0";

    assertThat(HostAddress.defaultInterface(List.of(HEADER, wireless, wired))).contains("eno1");
  }

  @Test
  void aMachineMayLeadNowhere() {
    assertThat(HostAddress.defaultInterface(List.of(HEADER, LINK))).isEmpty();
    assertThat(HostAddress.defaultInterface(List.of())).isEmpty();
  }
}
