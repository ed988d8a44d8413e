package dev.podo.network.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class LossesTest {
  private static final int NEW_TABLE = 0x0a00;
  private static final int DELETE_TABLE = 0x0a02;
  private static final int NEW_GENERATION = 0x0a0f;

  private final Losses losses = new Losses("podo", "podo-services");
  private final ByteBuffer messages = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());

  private LossesTest table(int type, int family, String name) {
    var header = new byte[] {(byte) family, 0, 0, 0};
    return message(type, header, 1, name);
  }

  private LossesTest generation() {
    return message(NEW_GENERATION, new byte[4], 1, "\0\0\0");
  }

  private LossesTest link(int type, boolean up, String name) {
    var header = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putInt(8, up ? 1 : 0);
    return message(type, header.array(), 3, name);
  }

  private LossesTest message(int type, byte[] header, int attribute, String text) {
    var bytes = (text + "\0").getBytes(US_ASCII);
    var length = 16 + header.length + 4 + bytes.length;
    messages.putInt(length).putShort((short) type).putShort((short) 0).putLong(0);
    messages.put(header).putShort((short) (4 + bytes.length)).putShort((short) attribute);
    messages.put(bytes).position(messages.position() + (-length & 3));
    return this;
  }

  private boolean tableLost() {
    return losses.isTableLost(taken());
  }

  private boolean linkLost() {
    return losses.isLinkLost(taken());
  }

  private ByteBuffer taken() {
    var out = messages.duplicate().order(ByteOrder.nativeOrder()).flip();
    messages.clear();
    return out;
  }

  @Test
  void missesATableOnceItsRemovalIsDone() {
    table(DELETE_TABLE, 2, "podo");
    assertThat(tableLost()).isFalse();
    generation();
    assertThat(tableLost()).isTrue();
    generation();
    assertThat(tableLost()).isFalse();
  }

  @Test
  void takesAReplacedTableForNoLoss() {
    table(DELETE_TABLE, 2, "podo").table(NEW_TABLE, 2, "podo").generation();
    assertThat(tableLost()).isFalse();
  }

  @Test
  void leavesOthersTablesToThem() {
    table(DELETE_TABLE, 2, "filter").table(DELETE_TABLE, 10, "podo").generation();
    assertThat(tableLost()).isFalse();
  }

  @Test
  void missesALinkThatGoesOrGoesDown() {
    link(16, false, "podo-services").link(16, true, "podo-services").link(17, true, "eth0");
    assertThat(linkLost()).isFalse();
    link(16, false, "podo-services");
    assertThat(linkLost()).isTrue();
    link(16, true, "podo-services").link(17, true, "podo-services");
    assertThat(linkLost()).isTrue();
  }

  @Test
  void survivesMessagesThatAreCutOff() {
    table(DELETE_TABLE, 2, "podo").generation();
    var whole = taken();
    var untilTheSecondHeader = 32 + 16;
    for (int cut = 0; cut < untilTheSecondHeader; cut++) {
      var part = whole.duplicate().order(ByteOrder.nativeOrder()).limit(cut);
      assertThat(new Losses("podo", "").isTableLost(part)).as("%s bytes", cut).isFalse();
    }
  }
}
