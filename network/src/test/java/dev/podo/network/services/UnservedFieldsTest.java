package dev.podo.network.services;

import static dev.podo.network.Manifest.service;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UnservedFieldsTest {
  @Test
  void namesEveryFieldThatHasNoEffect() {
    var web =
        service(
            """
            metadata: {name: web, namespace: default}
            spec:
              type: LoadBalancer
              clusterIP: 10.96.0.7
              externalTrafficPolicy: Local
              healthCheckNodePort: 30200
              externalIPs: [192.0.2.1, "2001:db8::1"]
              loadBalancerSourceRanges: [10.0.0.0/8, "2001:db8::/32"]
            """);
    assertThat(UnservedFields.of(web))
        .satisfiesExactly(
            ip -> assertThat(ip).startsWith("spec.externalIPs: 2001:db8::1 is not served"),
            range -> assertThat(range).startsWith("spec.loadBalancerSourceRanges: 2001:db8::/32"),
            port ->
                assertThat(port).startsWith("spec.healthCheckNodePort: nothing answers at 30200"));
  }

  @Test
  void saysNothingOfWhatIsHonoured() {
    var web =
        service(
            """
            metadata: {name: web, namespace: default}
            spec:
              type: LoadBalancer
              clusterIP: 10.96.0.7
              internalTrafficPolicy: Local
              externalTrafficPolicy: Local
              publishNotReadyAddresses: true
              sessionAffinity: ClientIP
              sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}
              externalIPs: [192.0.2.1]
              loadBalancerSourceRanges: [10.0.0.0/8]
            """);
    assertThat(UnservedFields.of(web)).isEmpty();
  }
}
