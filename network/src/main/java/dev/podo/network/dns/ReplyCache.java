package dev.podo.network.dns;

import dev.podo.model.Bytes;
import dev.podo.network.dns.DnsName.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What other servers answered, for as long as they allow: also that a name or a record does not
/// exist (RFC 2308). Failures and answers that were cut off are not kept. Bounded: what was asked
/// for longest ago goes first. For one thread.
final class ReplyCache {
  private static final int ENTRIES_MAX = 4096;
  private static final int REPLY_BYTES_MAX = 4096;
  private static final long TTL_MAX = 3600;
  private static final long NEGATIVE_TTL_MAX = 300;
  private static final int SOA_NUMBERS_BYTES = 20;

  /// What of a question makes the answer another one.
  private static final int FLAGS_THAT_MATTER = 0x0130;

  private final Map<Key, Kept> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
          return size() > ENTRIES_MAX;
        }
      };

  private record Key(String name, int type, int flags, boolean edns) {
    static Key of(DnsQuery query) {
      return new Key(
          query.name(), query.type(), query.flags() & FLAGS_THAT_MATTER, query.edns().present());
    }
  }

  /// @param ttls where in the message the times to live stand
  /// @param seconds how long it may be kept
  private record Kept(Bytes message, List<Integer> ttls, long seconds, long sinceNanos) {}

  /// An answer with the question's own id and spelling, and the time that is left to it.
  ///
  /// @param limit the most bytes that the client takes
  @Nullable ByteBuf find(DnsQuery query, int limit, long nanos) {
    var key = Key.of(query);
    var entry = query.edns().plain() ? entries.get(key) : null;
    if (entry == null) {
      return null;
    }
    var age = TimeUnit.NANOSECONDS.toSeconds(nanos - entry.sinceNanos());
    if (age >= entry.seconds()) {
      entries.remove(key);
      return null;
    }
    if (entry.message().size() > limit) {
      return null;
    }
    var reply = Unpooled.copiedBuffer(entry.message().asBuffer());
    reply.setShort(0, query.id());
    reply.setBytes(Dns.HEADER_BYTES, query.question().asBuffer());
    for (int at : entry.ttls()) {
      reply.setInt(at, (int) Math.max(0, reply.getUnsignedInt(at) - age));
    }
    return reply;
  }

  /// Keeps an answer if it may be kept.
  void put(DnsQuery query, ByteBuf reply, long nanos) {
    if (!query.edns().plain() || reply.readableBytes() > REPLY_BYTES_MAX) {
      return;
    }
    try {
      var entry = kept(query, reply.slice(), nanos);
      if (entry.seconds() > 0) {
        entries.put(Key.of(query), entry);
      }
    } catch (Malformed e) {
      // It is passed on as it came, but not kept.
    }
  }

  private static Kept kept(DnsQuery query, ByteBuf reply, long nanos) throws Malformed {
    var message = Bytes.of(ByteBufUtil.getBytes(reply));
    var flags = reply.getUnsignedShort(2);
    var code = flags & 0xf;
    var keep =
        (flags & Dns.FLAG_TRUNCATED) == 0
            && (code == Dns.NO_ERROR || code == Dns.NAME_ERROR)
            && reply.getUnsignedShort(4) == 1;
    var answers = reply.getUnsignedShort(6);
    var positive = code == Dns.NO_ERROR && answers > 0;
    var records = answers + reply.getUnsignedShort(8) + reply.getUnsignedShort(10);
    reply.skipBytes(Dns.HEADER_BYTES);
    DnsName.read(reply, 0);
    skip(reply, 4);
    if (reply.readerIndex() != Dns.HEADER_BYTES + query.question().size()) {
      throw new Malformed("the question in another form");
    }
    var ttls = new ArrayList<Integer>();
    var seconds = positive ? TTL_MAX : 0;
    for (int i = 0; i < records; i++) {
      DnsName.read(reply, 0);
      var at = reply.readerIndex() + 4;
      skip(reply, 10);
      var length = reply.getUnsignedShort(at + 4);
      skip(reply, length);
      var type = reply.getUnsignedShort(at - 4);
      if (type != Dns.OPT) {
        ttls.add(at);
        var ttl = reply.getUnsignedInt(at);
        if (positive) {
          seconds = i < answers ? Math.min(seconds, ttl) : seconds;
        } else if (type == Dns.SOA && length > SOA_NUMBERS_BYTES) {
          // The last of its numbers is how long what is not there may be kept.
          var minimum = reply.getUnsignedInt(reply.readerIndex() - 4);
          seconds = Math.min(NEGATIVE_TTL_MAX, Math.min(ttl, minimum));
        }
      }
    }
    return new Kept(message, List.copyOf(ttls), keep ? seconds : 0, nanos);
  }

  private static void skip(ByteBuf in, int bytes) throws Malformed {
    if (in.readableBytes() < bytes) {
      throw new Malformed("the message ends within a record");
    }
    in.skipBytes(bytes);
  }
}
