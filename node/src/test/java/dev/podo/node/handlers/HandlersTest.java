package dev.podo.node.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Clock;
import dev.podo.model.IntOrString;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerPort;
import dev.podo.model.core.v1.HTTPGetAction;
import dev.podo.model.core.v1.HTTPHeader;
import dev.podo.model.core.v1.LifecycleHandler;
import dev.podo.model.core.v1.Probe;
import dev.podo.model.core.v1.SleepAction;
import dev.podo.model.core.v1.TCPSocketAction;
import dev.podo.node.handlers.Handlers.Target;
import dev.podo.node.handlers.NetworkClient.HttpGet;
import dev.podo.node.handlers.NetworkClient.Reply;
import dev.podo.node.simulated.SimulatedRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlersTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final List<String> asked = new ArrayList<>();
  private Reply reply = new Reply.Status(200, "");
  private Reply overTls = new Reply.Status(200, "");
  private final Handlers handlers =
      new Handlers(new SimulatedRuntime(Clock.system(), 1), new Network(), Clock.system());
  private final Target target =
      new Target(
          Container.builder()
              .name("c")
              .ports(List.of(ContainerPort.builder().name("web").containerPort(8080).build()))
              .build(),
          "id",
          "10.0.0.9");

  private final class Network implements NetworkClient {
    @Override
    public Answer tcp(String host, int port, Duration timeout) {
      asked.add("tcp " + host + ":" + port + " in " + timeout.toSeconds());
      return Answer.OK;
    }

    @Override
    public Reply get(HttpGet request, Duration timeout) {
      asked.add(request.url() + " in " + timeout.toSeconds() + " " + request.headers());
      return request.isHttps() ? overTls : reply;
    }
  }

  private static HTTPGetAction http(String scheme, String path) {
    return HTTPGetAction.builder().scheme(scheme).path(path).port(IntOrString.of("web")).build();
  }

  @Test
  void asksThePodAtItsNamedPortWithTheHeadersOfTheProbe() throws InterruptedException {
    var header = HTTPHeader.builder().name("X-Probe").value("1").build();
    var action = http("HTTPS", "healthz?full=1").with(it -> it.httpHeaders(List.of(header)));
    var probe = Probe.builder().httpGet(action).timeoutSeconds(3).build();
    assertThat(handlers.probe(probe, target)).isEqualTo(Answer.OK);
    assertThat(asked)
        .containsExactly(
            "https://10.0.0.9:8080/healthz?full=1 in 3 [Header[name=X-Probe, value=1]]");
  }

  @Test
  void aHostOfItsOwnGoesBeforeThePods() throws InterruptedException {
    var action = http("HTTP", "/").with(it -> it.host("10.9.9.9"));
    handlers.probe(Probe.builder().httpGet(action).build(), target);
    var tcp = TCPSocketAction.builder().host("10.8.8.8").port(IntOrString.of(5432)).build();
    handlers.probe(Probe.builder().tcpSocket(tcp).timeoutSeconds(2).build(), target);
    assertThat(asked).containsExactly("http://10.9.9.9:8080/ in 1 []", "tcp 10.8.8.8:5432 in 2");
  }

  @ParameterizedTest
  @CsvSource({
    "200, true, false, ''",
    "204, true, false, ''",
    "302, true, true, 'Probe terminated redirects, Response body: gone'",
    "404, false, false, 'HTTP probe failed with statuscode: 404'",
    "500, false, false, 'HTTP probe failed with statuscode: 500'",
    "101, false, false, 'HTTP probe failed with statuscode: 101'",
  })
  void judgesByTheStatus(int code, boolean success, boolean warns, String output) {
    assertThat(Handlers.judge(new Reply.Status(code, "gone")))
        .isEqualTo(new Answer(success, output, warns));
  }

  @Test
  void aHookIsSatisfiedByAnyAnswerButNotBySilence() throws InterruptedException {
    var hook = LifecycleHandler.builder().httpGet(http("HTTP", "/bye")).build();
    reply = new Reply.Status(500, "");
    assertThat(handlers.hook(hook, target, TIMEOUT).success()).isTrue();
    reply = new Reply.Failure("refused");
    assertThat(handlers.hook(hook, target, TIMEOUT)).isEqualTo(Answer.failed("refused"));
  }

  @Test
  void aHookOverTlsIsToldInPlainTextWhereThereIsNoTls() throws InterruptedException {
    var hook = LifecycleHandler.builder().httpGet(http("HTTPS", "/bye")).build();
    overTls = new Reply.Failure("no TLS", true);
    assertThat(handlers.hook(hook, target, TIMEOUT).success()).isTrue();
    assertThat(asked)
        .containsExactly("https://10.0.0.9:8080/bye in 5 []", "http://10.0.0.9:8080/bye in 5 []");
    overTls = new Reply.Failure("refused");
    assertThat(handlers.hook(hook, target, TIMEOUT).success()).isFalse();
  }

  @Test
  void sleepingEndsWithTheGrace() throws InterruptedException {
    var sleep = SleepAction.builder().seconds(1000).build();
    var hook = LifecycleHandler.builder().sleep(sleep).build();
    assertThat(handlers.hook(hook, target, Duration.ofMillis(1))).isEqualTo(Answer.OK);
  }
}
