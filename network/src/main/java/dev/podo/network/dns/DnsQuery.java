package dev.podo.network.dns;

import dev.podo.model.Bytes;
import dev.podo.network.dns.DnsName.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/// A question.
///
/// @param flags the second word of the header
/// @param name lower case, without the dot at its end
/// @param question the question's own bytes, to be repeated in the answer
/// @param edns what the client says of itself
record DnsQuery(int id, int flags, String name, int type, Bytes question, Edns edns) {

  /// @param present whether the client speaks EDNS (RFC 6891)
  /// @param version anything but 0 is refused
  /// @param udpBytes what the client takes over UDP
  /// @param plain whether it asks for nothing special: no flag, no option
  record Edns(boolean present, int version, int udpBytes, boolean plain) {
    static final Edns NONE = new Edns(false, 0, Dns.PLAIN_UDP_BYTES, true);
  }

  /// Reads a whole message; leaves the reader where it was.
  static DnsQuery read(ByteBuf message) throws Malformed {
    var in = message.duplicate();
    var start = in.readerIndex();
    if (in.readableBytes() < Dns.HEADER_BYTES) {
      throw new Malformed("shorter than a header");
    }
    var id = in.readUnsignedShort();
    var flags = in.readUnsignedShort();
    var questions = in.readUnsignedShort();
    var before = in.readUnsignedShort() + in.readUnsignedShort();
    var additional = in.readUnsignedShort();
    if ((flags & Dns.FLAG_RESPONSE) != 0 || questions != 1 || before != 0) {
      throw new Malformed("not one question");
    }
    var from = in.readerIndex();
    var name = DnsName.read(in, start);
    if (in.readableBytes() < 4) {
      throw new Malformed("the message ends within the question");
    }
    var type = in.readUnsignedShort();
    if (in.readUnsignedShort() != Dns.CLASS_IN) {
      throw new Malformed("not of the Internet's class");
    }
    var question = Bytes.of(ByteBufUtil.getBytes(in, from, in.readerIndex() - from));
    return new DnsQuery(id, flags, name, type, question, edns(in, start, additional));
  }

  private static Edns edns(ByteBuf in, int start, int additional) throws Malformed {
    for (int i = 0; i < additional; i++) {
      DnsName.read(in, start);
      if (in.readableBytes() < 10) {
        throw new Malformed("the message ends within a record");
      }
      var type = in.readUnsignedShort();
      var size = in.readUnsignedShort();
      var ttl = in.readInt();
      var length = in.readUnsignedShort();
      if (in.readableBytes() < length) {
        throw new Malformed("the message ends within a record");
      }
      in.skipBytes(length);
      if (type == Dns.OPT) {
        return new Edns(
            true, ttl >> 16 & 0xff, Math.max(size, Dns.PLAIN_UDP_BYTES), length == 0 && ttl == 0);
      }
    }
    return Edns.NONE;
  }

  int opcode() {
    return flags & Dns.OPCODE_MASK;
  }
}
