package dev.podo.apiserver.relay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Changes the links of an HTML page while it passes, in whatever pieces it comes: nothing is kept
/// but the tag that is just being read. It knows as much of HTML as that takes; what it does not
/// understand passes as it is.
final class HtmlLinks {
  private static final int MAX_TAG = 64 << 10;

  // The attributes whose values are URLs (HTML 4.01 and 5).
  private static final Map<String, Set<String>> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("a", Set.of("href")),
          Map.entry("applet", Set.of("codebase")),
          Map.entry("area", Set.of("href")),
          Map.entry("audio", Set.of("src")),
          Map.entry("base", Set.of("href")),
          Map.entry("blockquote", Set.of("cite")),
          Map.entry("body", Set.of("background")),
          Map.entry("button", Set.of("formaction")),
          Map.entry("command", Set.of("icon")),
          Map.entry("del", Set.of("cite")),
          Map.entry("embed", Set.of("src")),
          Map.entry("form", Set.of("action")),
          Map.entry("frame", Set.of("longdesc", "src")),
          Map.entry("head", Set.of("profile")),
          Map.entry("html", Set.of("manifest")),
          Map.entry("iframe", Set.of("longdesc", "src")),
          Map.entry("img", Set.of("longdesc", "src", "usemap")),
          Map.entry("input", Set.of("formaction", "src", "usemap")),
          Map.entry("ins", Set.of("cite")),
          Map.entry("link", Set.of("href")),
          Map.entry("object", Set.of("classid", "codebase", "data", "usemap")),
          Map.entry("q", Set.of("cite")),
          Map.entry("script", Set.of("src")),
          Map.entry("source", Set.of("src")),
          Map.entry("track", Set.of("src")),
          Map.entry("video", Set.of("poster", "src")));
  private static final Set<String> RAW = Set.of("script", "style", "textarea", "title");
  private static final Pattern NAME = Pattern.compile("<([A-Za-z][^\\s/>]*)");
  private final UnaryOperator<String> rewrite;
  private final ByteArrayOutputStream tag = new ByteArrayOutputStream();
  private State state = State.TEXT;
  private byte quote;
  private byte last;
  private String end = "";
  private int matched;

  private enum State {
    TEXT,
    TAG,
    RAW
  }

  HtmlLinks(UnaryOperator<String> rewrite) {
    this.rewrite = rewrite;
  }

  /// What may go on of a piece, and of those before it.
  byte[] feed(byte[] bytes, int length) {
    var out = new ByteArrayOutputStream(length + 64);
    for (var i = 0; i < length; i++) {
      next(bytes[i], out);
    }
    return out.toByteArray();
  }

  /// What is left when the page is over.
  byte[] end() {
    var rest = tag.toByteArray();
    tag.reset();
    return rest;
  }

  private void next(byte b, ByteArrayOutputStream out) {
    switch (state) {
      case TEXT -> {
        if (b == '<') {
          state = State.TAG;
          quote = 0;
          last = 0;
          tag.write(b);
        } else {
          out.write(b);
        }
      }
      case TAG -> inTag(b, out);
      case RAW -> {
        out.write(b);
        inRaw(b);
      }
    }
  }

  private void inTag(byte b, ByteArrayOutputStream out) {
    if (b == '<' && quote == 0) {
      out.writeBytes(end()); // What came before was none.
    }
    tag.write(b);
    if (quote != 0) {
      quote = b == quote ? 0 : quote;
    } else if ((b == '"' || b == '\'') && last == '=') {
      quote = b;
    } else if (b == '>') {
      endTag(out);
      return;
    }
    if (b > ' ') {
      last = b;
    }
    if (tag.size() == 4 && text().equals("<!--")) {
      passUntil("-->", out);
    } else if (tag.size() > MAX_TAG) {
      state = State.TEXT;
      out.writeBytes(end());
    }
  }

  private String text() {
    return tag.toString(StandardCharsets.ISO_8859_1);
  }

  private void passUntil(String what, ByteArrayOutputStream out) {
    state = State.RAW;
    end = what;
    matched = 0;
    out.writeBytes(end());
  }

  private void inRaw(byte b) {
    var lower = (char) (b >= 'A' && b <= 'Z' ? b + 32 : b);
    if (lower == end.charAt(matched)) {
      matched++;
    } else if (!(end.equals("-->") && matched == 2 && lower == '-')) {
      matched = lower == end.charAt(0) ? 1 : 0;
    }
    if (matched == end.length()) {
      state = State.TEXT;
    }
  }

  private void endTag(ByteArrayOutputStream out) {
    var text = text();
    var name = NAME.matcher(text);
    state = State.TEXT;
    if (!name.lookingAt()) {
      out.writeBytes(end());
      return;
    }
    var element = name.group(1).toLowerCase(Locale.ROOT);
    var links = ATTRIBUTES.get(element);
    if (links != null) {
      tag.reset();
      tag.writeBytes(changed(text, name.end(), links).getBytes(StandardCharsets.ISO_8859_1));
    }
    if (RAW.contains(element)) {
      passUntil("</" + element, out);
    } else {
      out.writeBytes(end());
    }
  }

  private String changed(String text, int from, Set<String> links) {
    var out = new StringBuilder();
    var done = 0;
    for (var at = new Attribute(text, from); at.next(); ) {
      if (links.contains(at.name())) {
        out.append(text, done, at.valueStart).append(rewrite.apply(at.value()));
        done = at.valueEnd;
      }
    }
    return out.append(text, done, text.length()).toString();
  }

  /// Goes from one attribute of a tag to the next.
  private static final class Attribute {
    private final String text;
    private int at;
    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;

    Attribute(String text, int from) {
      this.text = text;
      this.at = from;
    }

    String name() {
      return text.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
    }

    String value() {
      return text.substring(valueStart, valueEnd);
    }

    boolean next() {
      skip(" \t\r\n\f/>", true);
      if (at >= text.length()) {
        return false;
      }
      nameStart = at++;
      skip(" \t\r\n\f/>=", false);
      nameEnd = at;
      skip(" \t\r\n\f", true);
      valueStart = at;
      valueEnd = at;
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        skip(" \t\r\n\f", true);
        readValue();
      }
      return true;
    }

    private void readValue() {
      var c = at < text.length() ? text.charAt(at) : '>';
      if (c == '"' || c == '\'') {
        valueStart = ++at;
        skip(String.valueOf(c), false);
        valueEnd = at++;
      } else {
        valueStart = at;
        skip(" \t\r\n\f>", false);
        valueEnd = at;
      }
    }

    private void skip(String chars, boolean those) {
      while (at < text.length() && chars.indexOf(text.charAt(at)) >= 0 == those) {
        at++;
      }
    }
  }
}
