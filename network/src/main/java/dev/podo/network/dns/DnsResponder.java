package dev.podo.network.dns;

import static java.lang.System.Logger.Level.WARNING;

import dev.podo.network.dns.DnsAnswer.Records;
import dev.podo.network.dns.DnsName.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Answers messages, whatever they came by: from the zone at once, else by way of another server.
final class DnsResponder {
  private static final System.Logger LOG = System.getLogger(DnsResponder.class.getName());
  private static final int ALIASES_MAX = 8;

  private final Supplier<ClusterZone> zone;
  private final Forwarder forwarder;
  private final int ttlSeconds;
  private final DnsMetrics metrics = new DnsMetrics();

  DnsResponder(Supplier<ClusterZone> zone, Forwarder forwarder, int ttlSeconds) {
    this.zone = zone;
    this.forwarder = forwarder;
    this.ttlSeconds = ttlSeconds;
  }

  DnsMetrics metrics() {
    return metrics;
  }

  /// @param message read before the call returns
  /// @param to takes the answer and owns it; not called for what is no question at all
  void respond(ByteBuf message, boolean tcp, ByteBufAllocator allocator, Consumer<ByteBuf> to) {
    Consumer<ByteBuf> answer =
        out -> {
          metrics.answered(UpstreamReply.code(out));
          to.accept(out);
        };
    DnsQuery query;
    try {
      query = DnsQuery.read(message);
    } catch (Malformed e) {
      refuseMalformed(message, allocator, answer);
      return;
    }
    var exchange = new Exchange(query, tcp, allocator, answer);
    try {
      exchange.resolve(message);
    } catch (RuntimeException e) {
      LOG.log(WARNING, "name=" + query.name() + ": not answered", e);
      exchange.write(Records.failure(Dns.SERVER_FAILURE));
    }
  }

  private static void refuseMalformed(
      ByteBuf message, ByteBufAllocator allocator, Consumer<ByteBuf> answer) {
    var start = message.readerIndex();
    // Answering an answer would let two servers talk for ever.
    var isQuery =
        message.readableBytes() >= Dns.HEADER_BYTES
            && (message.getUnsignedShort(start + 2) & Dns.FLAG_RESPONSE) == 0;
    if (isQuery) {
      var out = allocator.buffer(Dns.HEADER_BYTES);
      out.writeShort(message.getUnsignedShort(start));
      out.writeShort(Dns.FLAG_RESPONSE | Dns.FORMAT_ERROR).writeZero(8);
      answer.accept(out);
    }
  }

  private final class Exchange {
    private final DnsQuery query;
    private final boolean tcp;
    private final ByteBufAllocator allocator;
    private final Consumer<ByteBuf> answer;

    Exchange(DnsQuery query, boolean tcp, ByteBufAllocator allocator, Consumer<ByteBuf> answer) {
      this.query = query;
      this.tcp = tcp;
      this.allocator = allocator;
      this.answer = answer;
    }

    void resolve(ByteBuf message) {
      if (query.opcode() != 0) {
        write(Records.failure(Dns.NOT_IMPLEMENTED));
        return;
      }
      if (query.edns().version() != 0) {
        write(Records.failure(Dns.NO_ERROR)); // the OPT record of the answer says BADVERS
        return;
      }
      switch (zone.get().answer(query.name(), query.type(), query.id())) {
        case Records records -> write(records);
        // Of use to who floods a third party with answers only (RFC 8482).
        case DnsAnswer.Elsewhere elsewhere when query.type() == Dns.ANY ->
            write(Records.failure(Dns.REFUSED));
        case DnsAnswer.Elsewhere elsewhere -> forward(message);
        case DnsAnswer.Alias alias -> follow(alias, new ArrayList<>());
      }
    }

    void write(Records records) {
      var limit = tcp ? Dns.MESSAGE_BYTES : Math.min(query.edns().udpBytes(), Dns.UDP_BYTES);
      var out = allocator.buffer(Dns.PLAIN_UDP_BYTES, Dns.MESSAGE_BYTES * 2);
      DnsWriter.write(query, records, ttlSeconds, limit, out);
      answer.accept(out);
    }

    private void forward(ByteBuf message) {
      metrics.forwarded();
      forwarder.ask(
          message,
          tcp,
          new Forwarder.Receiver() {
            @Override
            public void reply(ByteBuf reply) {
              answer.accept(allocator.buffer(reply.readableBytes()).writeBytes(reply));
            }

            @Override
            public void failed() {
              write(Records.failure(Dns.SERVER_FAILURE));
            }
          });
    }

    /// Adds what the other name has: stub resolvers do not ask again.
    private void follow(DnsAnswer.Alias alias, List<DnsRecord> chain) {
      chain.add(alias.cname());
      var target = alias.cname().target();
      switch (zone.get().answer(target, query.type(), query.id())) {
        case Records records -> {
          chain.addAll(records.answers());
          write(new Records(records.code(), chain, records.authority(), records.additional()));
        }
        case DnsAnswer.Alias next when chain.size() < ALIASES_MAX -> follow(next, chain);
        case DnsAnswer.Alias endless -> write(Records.failure(Dns.SERVER_FAILURE));
        case DnsAnswer.Elsewhere elsewhere -> forwardAlias(target, chain);
      }
    }

    private void forwardAlias(String target, List<DnsRecord> chain) {
      metrics.forwarded();
      var question = allocator.buffer(Dns.PLAIN_UDP_BYTES);
      question.writeShort(0).writeShort(Dns.FLAG_RECURSION_DESIRED).writeShort(1).writeZero(6);
      DnsName.write(question, target);
      question.writeShort(query.type()).writeShort(Dns.CLASS_IN);
      forwarder.ask(
          question,
          tcp,
          new Forwarder.Receiver() {
            @Override
            public void reply(ByteBuf reply) {
              try {
                chain.addAll(UpstreamReply.records(reply));
                var code = UpstreamReply.code(reply);
                write(new Records(code, chain, List.of(), List.of()));
              } catch (Malformed e) {
                LOG.log(
                    WARNING,
                    "name={0}: an upstream server''s answer is malformed: {1}",
                    target,
                    ByteBufUtil.hexDump(reply));
                write(Records.failure(Dns.SERVER_FAILURE));
              }
            }

            @Override
            public void failed() {
              write(Records.failure(Dns.SERVER_FAILURE));
            }
          });
      question.release();
    }
  }
}
