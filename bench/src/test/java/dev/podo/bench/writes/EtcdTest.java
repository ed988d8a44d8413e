package dev.podo.bench.writes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EtcdTest {
  @Test
  void aPutIsTwoFieldsOfBytesBehindTheirLengths() {
    assertThat(Etcd.put("k".getBytes(US_ASCII), "vw".getBytes(US_ASCII)))
        .isEqualTo(new byte[] {0x0a, 1, 'k', 0x12, 2, 'v', 'w'});
    var large = Etcd.put(new byte[0], new byte[1_024]);
    assertThat(large).hasSize(2 + 3 + 1_024).startsWith(0x0a, 0, 0x12, 0x80, 0x08);
  }
}
