package dev.podo.apiserver.spdy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyHeadersFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyHeadersFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySettingsFrame;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.handler.codec.spdy.SpdyWindowUpdateFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Adler32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {
  private static final SortedMap<String, String> NONE = new TreeMap<>();
  private static final SortedMap<String, String> HEADERS =
      new TreeMap<>(Map.of("streamtype", "data", "port", "8080", "requestid", "0", "many", "a\0b"));

  private static final List<Frame> FRAMES =
      List.of(
          new Frame.SynStream(1, 0, 3, false, false, HEADERS),
          new Frame.SynStream(3, 1, 7, true, true, NONE),
          new Frame.SynReply(1, true, NONE),
          new Frame.SynReply(3, false, HEADERS),
          new Frame.RstStream(5, 5),
          new Frame.Settings(
              List.of(new Frame.Setting(1, 4, 100), new Frame.Setting(0, 7, 65_536))),
          new Frame.Settings(List.of()),
          new Frame.Ping(-1),
          new Frame.GoAway(7, 1),
          new Frame.Headers(3, true, HEADERS),
          new Frame.WindowUpdate(1, 1 << 16));

  private static byte[] encode(List<Frame> frames) {
    var encoder = new FrameEncoder();
    var out = new ByteArrayOutputStream();
    frames.forEach(frame -> out.writeBytes(encoder.encode(frame)));
    return out.toByteArray();
  }

  /// Reads bytes that arrive in pieces of up to `most`.
  private static List<Frame> decode(byte[] bytes, int most, Random random) {
    var frames = new ArrayList<Frame>();
    try (var decoder = new FrameDecoder()) {
      for (var at = 0; at < bytes.length; ) {
        var end = Math.min(bytes.length, at + 1 + random.nextInt(most));
        decoder.feed(Arrays.copyOfRange(bytes, at, end));
        at = end;
        for (var frame = decoder.next(); frame != null; frame = decoder.next()) {
          frames.add(frame);
        }
      }
    }
    return frames;
  }

  private static List<Frame> decode(byte[] bytes) {
    return decode(bytes, 1 << 20, new Random(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 50, 1_000})
  void readsWhatItWritesHoweverItIsCut(int most) {
    for (var seed = 0; seed < 50; seed++) {
      assertThat(decode(encode(FRAMES), most, new Random(seed))).isEqualTo(FRAMES);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100, 1_000_000})
  void handsDataOnAsItComes(int most) {
    var random = new Random(most);
    var bytes = new byte[100_000];
    random.nextBytes(bytes);
    var input =
        encode(
            List.of(
                new Frame.Data(9, false, bytes),
                new Frame.Data(9, false, new byte[0]),
                new Frame.Data(9, true, bytes),
                new Frame.Ping(1)));
    var frames = decode(input, most, random);
    var read = new ByteArrayOutputStream();
    var ends = 0;
    for (var frame : frames.subList(0, frames.size() - 1)) {
      var data = (Frame.Data) frame;
      assertThat(data.id()).isEqualTo(9);
      read.writeBytes(data.bytes());
      ends += data.fin() ? 1 : 0;
    }
    assertThat(frames.getLast()).isEqualTo(new Frame.Ping(1));
    assertThat(ends).isEqualTo(1);
    assertThat(read.toByteArray()).startsWith(bytes).endsWith(bytes).hasSize(200_000);
  }

  @Test
  void beginsCompressionWithTheProtocolsDictionary() {
    var sum = new Adler32();
    sum.update(HeaderDictionary.bytes());
    assertThat(HeaderDictionary.bytes()).hasSize(1423);
    assertThat(sum.getValue()).isEqualTo(0xe3c6a7c2L);
  }

  @Test
  void readsWhatAnotherImplementationWrites() {
    var channel = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    var open = new DefaultSpdySynStreamFrame(1, 0, (byte) 3);
    open.headers().add("streamtype", "data").add("port", "8080").add("many", List.of("a", "b"));
    var more = new DefaultSpdyHeadersFrame(1);
    more.headers().add("streamtype", "data").add("port", "8080");
    var reply = new DefaultSpdySynReplyFrame(1);
    reply.headers().add("status", "200 OK");
    var data = new DefaultSpdyDataFrame(1, Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8));
    channel.writeOutbound(open, more, reply, data.setLast(true));
    var bytes = new ByteArrayOutputStream();
    for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
      bytes.writeBytes(ByteBufUtil.getBytes(each));
      each.release();
    }
    channel.finishAndReleaseAll();
    var frames = decode(bytes.toByteArray(), 5, new Random(1));
    assertThat(frames.subList(0, 3))
        .containsExactly(
            new Frame.SynStream(
                1,
                0,
                3,
                false,
                false,
                new TreeMap<>(Map.of("streamtype", "data", "port", "8080", "many", "a\0b"))),
            new Frame.Headers(
                1, false, new TreeMap<>(Map.of("streamtype", "data", "port", "8080"))),
            new Frame.SynReply(1, false, new TreeMap<>(Map.of("status", "200 OK"))));
    assertThat(((Frame.Data) frames.getLast()).fin()).isTrue();
  }

  @Test
  void isReadByAnotherImplementation() {
    var channel = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    var all = new ArrayList<>(FRAMES.subList(0, 4));
    all.addAll(FRAMES.subList(4, 6));
    all.addAll(
        List.of(
            new Frame.Ping(3),
            new Frame.Headers(3, true, HEADERS),
            new Frame.WindowUpdate(1, 5),
            new Frame.Data(3, true, "hello".getBytes(StandardCharsets.UTF_8)),
            new Frame.GoAway(3, 0)));
    channel.writeInbound(Unpooled.wrappedBuffer(encode(all)));
    SpdySynStreamFrame open = channel.readInbound();
    assertThat(open.streamId()).isEqualTo(1);
    assertThat(open.isInvalid()).isFalse();
    assertThat(open.priority()).isEqualTo((byte) 3);
    assertThat(open.headers().get("requestid")).hasToString("0");
    assertThat(open.headers().getAll("many")).hasSize(2);
    SpdySynStreamFrame second = channel.readInbound();
    assertThat(second.isUnidirectional() && second.isLast()).isTrue();
    SpdySynReplyFrame empty = channel.readInbound();
    assertThat(empty.isLast()).isTrue();
    assertThat(empty.isInvalid()).isFalse();
    SpdySynReplyFrame reply = channel.readInbound();
    assertThat(reply.headers().get("port")).hasToString("8080");
    SpdyRstStreamFrame reset = channel.readInbound();
    assertThat(reset.status().code()).isEqualTo(5);
    SpdySettingsFrame settings = channel.readInbound();
    assertThat(settings.getValue(4)).isEqualTo(100);
    SpdyPingFrame ping = channel.readInbound();
    assertThat(ping.id()).isEqualTo(3);
    SpdyHeadersFrame more = channel.readInbound();
    assertThat(more.headers().get("streamtype")).hasToString("data");
    SpdyWindowUpdateFrame window = channel.readInbound();
    assertThat(window.deltaWindowSize()).isEqualTo(5);
    SpdyDataFrame data = channel.readInbound();
    assertThat(data.content().toString(StandardCharsets.UTF_8)).isEqualTo("hello");
    SpdyGoAwayFrame goAway = channel.readInbound();
    assertThat(goAway.lastGoodStreamId()).isEqualTo(3);
    channel.finishAndReleaseAll();
  }

  // ---- hostile bytes

  private static byte[] control(int type, int flags, byte[] body) {
    return ByteBuffer.allocate(8 + body.length)
        .putInt(0x80030000 | type)
        .putInt(flags << 24 | body.length)
        .put(body)
        .array();
  }

  private static byte[] deflate(byte[] plain) {
    var deflater = new Deflater(9);
    deflater.setDictionary(HeaderDictionary.bytes());
    deflater.setInput(plain);
    var out = new byte[plain.length + 100];
    var size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, size);
  }

  private static byte[] open(byte[] block) {
    var deflated = deflate(block);
    return control(
        1,
        0,
        ByteBuffer.allocate(10 + deflated.length)
            .putInt(1)
            .putInt(0)
            .putShort((short) 0)
            .put(deflated)
            .array());
  }

  private static byte[] block(int count, Object... parts) {
    var out = ByteBuffer.allocate(1 << 20).putInt(count);
    for (var part : parts) {
      if (part instanceof String text) {
        out.putInt(text.length()).put(text.getBytes(StandardCharsets.UTF_8));
      } else {
        out.putInt((Integer) part);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  @Test
  void readsCompressedHeaders() {
    assertThat(decode(open(block(1, "streamtype", "data"))))
        .containsExactly(
            new Frame.SynStream(
                1, 0, 0, false, false, new TreeMap<>(Map.of("streamtype", "data"))));
  }

  @Test
  void blamesTheStreamForHeadersThatBreakTheRules() {
    for (var block :
        List.of(
            block(2, "a", "1"),
            block(1, "a", "1", "b", "2"),
            block(2, "a", "1", "a", "2"),
            block(1, "Upper", "1"),
            block(1, "", "1"),
            block(1, "a b", "1"),
            block(-1),
            block(65, "a", "1"),
            block(1, 1 << 30),
            block(1, -5),
            new byte[3])) {
      assertThat(decode(open(block))).containsExactly(new Frame.Malformed(1, true));
    }
  }

  @Test
  void refusesHeadersThatGrowBeyondTheirBound() {
    var bomb = new byte[1 << 20];
    assertThat(deflate(bomb).length).isLessThan(4_000);
    assertThatThrownBy(() -> decode(open(bomb)))
        .isInstanceOf(SpdyException.class)
        .hasMessageContaining("larger than 8192");
    assertThatThrownBy(() -> decode(open(new byte[HeaderReader.BLOCK_MAX + 1])))
        .isInstanceOf(SpdyException.class);
    assertThat(decode(open(new byte[HeaderReader.BLOCK_MAX])))
        .containsExactly(new Frame.Malformed(1, true));
  }

  @ParameterizedTest
  @CsvSource({
    "80020001 0000000a 00000001 00000000 0000, version 2",
    "80030001 00000009 00000001 00000000 00, too short",
    "80030001 0000000a 00000000 00000000 0000, stream 0",
    "80030002 00000003 000000, too short",
    "80030003 00000004 00000001, wrong size",
    "80030003 00000008 00000000 00000001, stream 0",
    "80030004 00000004 00000001, wrong size",
    "80030004 00000004 ffffffff, wrong size",
    "80030004 00000000, wrong size",
    "80030006 00000005 0000000100, wrong size",
    "80030007 00000004 00000001, wrong size",
    "80030009 00000004 00000001, wrong size",
    "80030001 00ffffff, larger than",
    "80030002 00000008 00000001 deadbeef, malformed",
    "80030002 0000000a 00000001 78bb 00000001, malformed",
    "80030002 0000000c 00000001 7801 0300 00000001, have an end",
    "00000000 00000000, stream 0"
  })
  void refusesWhatBreaksTheProtocol(String hex, String problem) {
    var bytes = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(SpdyException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void passesOverControlFramesThatItDoesNotKnow() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(control(5, 0, new byte[0]));
    out.writeBytes(control(77, 3, new byte[100_000]));
    out.writeBytes(control(0x8001, 3, new byte[3]));
    out.writeBytes(encode(List.of(new Frame.Ping(5))));
    assertThat(decode(out.toByteArray(), 1_000, new Random(3))).containsExactly(new Frame.Ping(5));
  }

  @Test
  void takesABlockOfNoBytesForNoHeaders() {
    assertThat(decode(control(2, 0, new byte[] {0, 0, 0, 1})))
        .containsExactly(new Frame.SynReply(1, false, NONE));
  }
}
