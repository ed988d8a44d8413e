package dev.podo.apiserver.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.node.TerminalSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizesTest {
  private final Sizes sizes = new Sizes();
  private final List<TerminalSize> told = new ArrayList<>();

  private void read(String text) {
    sizes.read(text.getBytes(UTF_8));
  }

  @Test
  void readsObjectsInPiecesOfAnyLength() {
    sizes.listen(told::add);
    read("{\"Width\":80,");
    assertThat(told).isEmpty();
    read("\"Height\":24}\n{\"Width\":81,\"Height\":25}\n{\"Wi");
    assertThat(told).containsExactly(new TerminalSize(80, 24), new TerminalSize(81, 25));
  }

  @Test
  void tellsTheLastSizeToWhoListensLate() {
    read("{\"Width\":80,\"Height\":24}{\"Width\":90,\"Height\":30}");
    sizes.listen(told::add);
    assertThat(told).containsExactly(new TerminalSize(90, 30));
  }

  @Test
  void passesOverWhatIsNoSize() {
    sizes.listen(told::add);
    read("{\"Width\":0,\"Height\":24}{\"Width\":\"x\"}}{{\"Width\":70000,\"Height\":1}");
    read("x".repeat(5_000));
    read("{\"Width\":80,\"Height\":24}");
    assertThat(told).containsExactly(new TerminalSize(80, 24));
  }
}
