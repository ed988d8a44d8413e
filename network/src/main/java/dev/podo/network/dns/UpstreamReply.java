package dev.podo.network.dns;

import dev.podo.model.Bytes;
import dev.podo.network.dns.DnsName.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/// Reads what another server answered, as far as an alias needs it.
final class UpstreamReply {
  private UpstreamReply() {}

  static int code(ByteBuf message) {
    return message.readableBytes() < Dns.HEADER_BYTES
        ? Dns.SERVER_FAILURE
        : message.getUnsignedShort(message.readerIndex() + 2) & 0xf;
  }

  /// The addresses and aliases in its answer.
  static List<DnsRecord> records(ByteBuf message) throws Malformed {
    var in = message.duplicate();
    var start = in.readerIndex();
    if (in.readableBytes() < Dns.HEADER_BYTES) {
      throw new Malformed("shorter than a header");
    }
    in.skipBytes(4);
    var questions = in.readUnsignedShort();
    var answers = in.readUnsignedShort();
    in.skipBytes(4);
    for (int i = 0; i < questions; i++) {
      DnsName.read(in, start);
      requireBytes(in, 4);
      in.skipBytes(4);
    }
    var out = new ArrayList<DnsRecord>();
    for (int i = 0; i < answers; i++) {
      var name = DnsName.read(in, start);
      requireBytes(in, 10);
      var type = in.readUnsignedShort();
      in.skipBytes(2);
      var ttl = in.readUnsignedInt();
      var length = in.readUnsignedShort();
      requireBytes(in, length);
      var next = in.readerIndex() + length;
      switch (type) {
        case Dns.A, Dns.AAAA ->
            out.add(
                new DnsRecord.Foreign(
                    name, type, ttl, Bytes.of(ByteBufUtil.getBytes(in, in.readerIndex(), length))));
        case Dns.CNAME ->
            out.add(new DnsRecord.Foreign(name, type, ttl, inFull(DnsName.read(in, start))));
        default -> {} // of no use to who asked for an address
      }
      in.readerIndex(next);
    }
    return out;
  }

  private static Bytes inFull(String name) {
    var out = Unpooled.buffer(name.length() + 2);
    DnsName.write(out, name);
    return Bytes.of(ByteBufUtil.getBytes(out));
  }

  private static void requireBytes(ByteBuf in, int count) throws Malformed {
    if (in.readableBytes() < count) {
      throw new Malformed("the message ends within a record");
    }
  }
}
