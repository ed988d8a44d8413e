package dev.podo.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ReplyCacheTest {
  private static final int A_TTL = 60;
  private final ReplyCache cache = new ReplyCache();

  private static DnsQuery query(String name) throws Exception {
    var message = Unpooled.buffer();
    message.writeShort(1).writeShort(0x0100).writeShort(1).writeZero(6);
    DnsName.write(message, name);
    message.writeShort(Dns.A).writeShort(Dns.CLASS_IN);
    return DnsQuery.read(message);
  }

  private static ByteBuf reply(DnsQuery query, int flags, int answers, int authority) {
    var message = Unpooled.buffer();
    message.writeShort(1).writeShort(flags).writeShort(1);
    message.writeShort(answers).writeShort(authority).writeShort(0);
    message.writeBytes(query.question().asBuffer());
    for (int i = 0; i < answers; i++) {
      message.writeShort(0xC00C).writeShort(Dns.A).writeShort(1).writeInt(A_TTL).writeShort(4);
      message.writeInt(0x09090909);
    }
    for (int i = 0; i < authority; i++) {
      message.writeShort(0xC00C).writeShort(Dns.SOA).writeShort(1).writeInt(900).writeShort(22);
      message.writeZero(2 + 16).writeInt(30);
    }
    return message;
  }

  private boolean has(DnsQuery query, long seconds) {
    return cache.find(query, 512, TimeUnit.SECONDS.toNanos(seconds)) != null;
  }

  @Test
  void countsDownAndForgets() throws Exception {
    var query = query("example.org");
    cache.put(query, reply(query, 0x8180, 1, 0), 0);
    var kept = Objects.requireNonNull(cache.find(query, 512, TimeUnit.SECONDS.toNanos(20)));
    assertThat(kept.getInt(kept.writerIndex() - 10)).isEqualTo(A_TTL - 20);
    assertThat(has(query, A_TTL)).isFalse();
  }

  @Test
  void keepsWhatDoesNotExistAsLongAsTheSoaSays() throws Exception {
    for (int flags : new int[] {0x8180, 0x8183}) {
      var query = query("missing" + flags);
      cache.put(query, reply(query, flags, 0, 1), 0);
      assertThat(has(query, 29)).isTrue();
      assertThat(has(query, 30)).isFalse();
      cache.put(query, reply(query, flags, 0, 0), 0);
      assertThat(has(query, 1)).as("without a SOA").isFalse();
    }
  }

  @Test
  void keepsNeitherFailuresNorWhatWasCutOffOrIsMalformed() throws Exception {
    var query = query("example.org");
    cache.put(query, reply(query, 0x8182, 1, 0), 0);
    cache.put(query, reply(query, 0x8380, 1, 0), 0);
    var broken = reply(query, 0x8180, 1, 0);
    for (int cut = 12; cut < broken.writerIndex(); cut++) {
      cache.put(query, broken.slice(0, cut), 0);
    }
    assertThat(has(query, 0)).isFalse();
  }

  @Test
  void isBounded() throws Exception {
    for (int i = 0; i < 5000; i++) {
      var query = query("n" + i);
      cache.put(query, reply(query, 0x8180, 1, 0), 0);
    }
    assertThat(has(query("n0"), 0)).isFalse();
    assertThat(has(query("n4999"), 0)).isTrue();
  }
}
