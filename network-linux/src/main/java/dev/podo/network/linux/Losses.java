package dev.podo.network.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Tells from the kernel's messages whether a table, or a link, has gone. The kernel tells of a
/// transaction's parts one by one and then that it is done, so that a table that is replaced is not
/// taken for one that has gone.
final class Losses {
  private static final int HEADER_BYTES = 16;
  private static final int NFTABLES_SUBSYSTEM = 10;
  private static final int NEW_TABLE = 0;
  private static final int DELETE_TABLE = 2;
  private static final int NEW_GENERATION = 15;
  private static final int NFTABLES_HEADER_BYTES = 4;
  private static final int TABLE_NAME = 1;
  private static final int FAMILY_IPV4 = 2;

  private static final int NEW_LINK = 16;
  private static final int DELETE_LINK = 17;
  private static final int LINK_HEADER_BYTES = 16;
  private static final int LINK_FLAGS_AT = 8;
  private static final int LINK_NAME = 3;
  private static final int UP = 1;

  private final String table;
  private final String link;
  private boolean tableGone;
  private boolean linkUp;

  Losses(String table, String link) {
    this.table = table;
    this.link = link;
  }

  /// @param messages of the group of nftables
  /// @return whether the table has gone
  boolean isTableLost(ByteBuffer messages) {
    var lost = false;
    for (int at = 0, next; at + HEADER_BYTES <= messages.limit(); at = next) {
      var length = messages.getInt(at);
      next = at + aligned(Math.max(length, HEADER_BYTES));
      var type = messages.getShort(at + 4) & 0xffff;
      if (type >> 8 != NFTABLES_SUBSYSTEM) {
        continue;
      }
      switch (type & 0xff) {
        case NEW_TABLE -> tableGone &= !names(messages, at, length);
        case DELETE_TABLE -> tableGone |= names(messages, at, length);
        case NEW_GENERATION -> {
          lost |= tableGone;
          tableGone = false;
        }
        default -> {
          // its content is Podo's own affair
        }
      }
    }
    return lost;
  }

  private boolean names(ByteBuffer messages, int at, int length) {
    var body = at + HEADER_BYTES;
    return body + NFTABLES_HEADER_BYTES <= messages.limit()
        && messages.get(body) == FAMILY_IPV4
        && table.equals(attribute(messages, body + NFTABLES_HEADER_BYTES, at + length, TABLE_NAME));
  }

  /// @param messages of the group of links
  /// @return whether the link has gone, or is down after it was up
  boolean isLinkLost(ByteBuffer messages) {
    var lost = false;
    for (int at = 0, next; at + HEADER_BYTES + LINK_HEADER_BYTES <= messages.limit(); at = next) {
      var length = messages.getInt(at);
      next = at + aligned(Math.max(length, HEADER_BYTES));
      var type = messages.getShort(at + 4) & 0xffff;
      var attributes = at + HEADER_BYTES + LINK_HEADER_BYTES;
      if ((type != NEW_LINK && type != DELETE_LINK)
          || !link.equals(attribute(messages, attributes, at + length, LINK_NAME))) {
        continue;
      }
      var up = type == NEW_LINK && (messages.getInt(at + HEADER_BYTES + LINK_FLAGS_AT) & UP) != 0;
      lost |= linkUp && !up;
      linkUp = up;
    }
    return lost;
  }

  /// The text of the first attribute of a type.
  private static @Nullable String attribute(ByteBuffer messages, int from, int to, int wanted) {
    var end = Math.min(to, messages.limit());
    for (int at = from, next; at + 4 <= end; at = next) {
      var length = messages.getShort(at) & 0xffff;
      next = at + aligned(Math.max(length, 4));
      if ((messages.getShort(at + 2) & 0x3fff) == wanted && at + length <= end && length > 4) {
        var text = new byte[length - 4];
        messages.get(at + 4, text);
        // It ends with a zero byte.
        return new String(text, 0, text.length - 1, StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  private static int aligned(int length) {
    return length + 3 & ~3;
  }
}
