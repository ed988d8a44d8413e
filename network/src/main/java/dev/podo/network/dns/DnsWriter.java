package dev.podo.network.dns;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Spells answers.
final class DnsWriter {
  /// Where the question's name is, in every message with one question.
  private static final int QUESTION_POINTER = 0xC000 | Dns.HEADER_BYTES;

  private static final int OPT_BYTES = 11;
  private static final int REFRESH_SECONDS = 7200;
  private static final int RETRY_SECONDS = 1800;
  private static final int EXPIRE_SECONDS = 86400;

  private final DnsQuery query;
  private final int ttlSeconds;
  private final int limit;
  private final ByteBuf out;

  private DnsWriter(DnsQuery query, int ttlSeconds, int limit, ByteBuf out) {
    this.query = query;
    this.ttlSeconds = ttlSeconds;
    this.limit = limit;
    this.out = out;
  }

  /// @param limit the most bytes that the client takes; what does not fit is left out, and the
  ///   answer says so
  /// @param out empty
  static void write(
      DnsQuery query, DnsAnswer.Records answer, int ttlSeconds, int limit, ByteBuf out) {
    new DnsWriter(query, ttlSeconds, limit, out).write(answer);
  }

  private void write(DnsAnswer.Records answer) {
    var edns = query.edns().present();
    out.writeShort(query.id());
    out.writeShort(0); // flags: known at the end
    out.writeShort(1);
    out.writeZero(6);
    out.writeBytes(query.question().asBuffer());
    var room = limit - (edns ? OPT_BYTES : 0);
    var answers = writeAll(answer.answers(), room);
    var truncated = answers < answer.answers().size();
    var authority = truncated ? 0 : writeAll(answer.authority(), room);
    var additional = truncated ? 0 : writeAll(answer.additional(), room);
    if (edns) {
      writeOpt();
    }
    var flags =
        Dns.FLAG_RESPONSE
            | Dns.FLAG_AUTHORITATIVE
            | Dns.FLAG_RECURSION_AVAILABLE
            | (query.flags() & (Dns.FLAG_RECURSION_DESIRED | Dns.OPCODE_MASK))
            | (truncated ? Dns.FLAG_TRUNCATED : 0)
            | (answer.code() & 0xf);
    out.setShort(2, flags);
    out.setShort(6, answers);
    out.setShort(8, authority);
    out.setShort(10, additional + (edns ? 1 : 0));
  }

  private int writeAll(List<DnsRecord> records, int room) {
    var written = 0;
    for (var record : records) {
      var before = out.writerIndex();
      writeRecord(record);
      if (out.writerIndex() > room) {
        out.writerIndex(before);
        break;
      }
      written++;
    }
    return written;
  }

  private void writeRecord(DnsRecord record) {
    writeName(record.name());
    out.writeShort(record.type());
    out.writeShort(Dns.CLASS_IN);
    out.writeInt(record instanceof DnsRecord.Foreign foreign ? (int) foreign.ttl() : ttlSeconds);
    var lengthAt = out.writerIndex();
    out.writeShort(0);
    switch (record) {
      case DnsRecord.A a -> writeAddress(a.ip());
      case DnsRecord.Cname cname -> DnsName.write(out, cname.target());
      case DnsRecord.Ptr ptr -> DnsName.write(out, ptr.target());
      case DnsRecord.Ns ns -> DnsName.write(out, ns.target());
      case DnsRecord.Srv srv -> {
        out.writeShort(0);
        out.writeShort(srv.weight());
        out.writeShort(srv.port());
        DnsName.write(out, srv.target());
      }
      case DnsRecord.Txt txt -> {
        out.writeByte(txt.text().length());
        out.writeCharSequence(txt.text(), StandardCharsets.US_ASCII);
      }
      case DnsRecord.Soa soa -> writeSoa(soa);
      case DnsRecord.Foreign foreign -> out.writeBytes(foreign.data().asBuffer());
    }
    out.setShort(lengthAt, out.writerIndex() - lengthAt - 2);
  }

  private void writeSoa(DnsRecord.Soa soa) {
    DnsName.write(out, soa.server());
    DnsName.write(out, "hostmaster." + soa.name());
    out.writeInt((int) soa.serial());
    out.writeInt(REFRESH_SECONDS);
    out.writeInt(RETRY_SECONDS);
    out.writeInt(EXPIRE_SECONDS);
    out.writeInt(ttlSeconds);
  }

  private void writeName(String name) {
    if (name.equals(query.name())) {
      out.writeShort(QUESTION_POINTER);
    } else {
      DnsName.write(out, name);
    }
  }

  private void writeAddress(String ip) {
    var octet = 0;
    for (int i = 0; i < ip.length(); i++) {
      if (ip.charAt(i) == '.') {
        out.writeByte(octet);
        octet = 0;
      } else {
        octet = octet * 10 + ip.charAt(i) - '0';
      }
    }
    out.writeByte(octet);
  }

  private void writeOpt() {
    out.writeByte(0);
    out.writeShort(Dns.OPT);
    out.writeShort(Dns.UDP_BYTES);
    // Version 0; a version that we do not speak is told so (BADVERS, 16).
    out.writeInt(query.edns().version() == 0 ? 0 : 1 << 24);
    out.writeShort(0);
  }
}
