package dev.podo.apiserver.relay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// What a server behind this one answers: a head, and a page whose links are changed.
public final class HostileReply {
  private static final Links LINKS = Links.below("/prefix", List.of("host"));

  private HostileReply() {}

  public static void read(byte[] reply) {
    var in = new ByteArrayInputStream(reply);
    ReplyHead head;
    try {
      head = ReplyHead.read(in);
    } catch (IOException refused) {
      return;
    }
    LINKS.rewritten(head);
    LINKS.areIn(head);
    var page = in.readAllBytes();
    var atOnce = changed(page, Integer.MAX_VALUE / 2);
    if (!Arrays.equals(atOnce, changed(page, 1))) {
      throw new AssertionError("what becomes of a page depends on how it comes");
    }
  }

  private static byte[] changed(byte[] page, int step) {
    var links = new HtmlLinks(LINKS::rewritten);
    var out = new ByteArrayOutputStream();
    for (var start = 0; start < page.length; start += step) {
      var piece = Arrays.copyOfRange(page, start, Math.min(page.length, start + step));
      out.writeBytes(links.feed(piece, piece.length));
    }
    out.writeBytes(links.end());
    return out.toByteArray();
  }
}
