package dev.podo.machinery.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Walks over JSON text in UTF-8.
final class BytesCursor implements Cursor {
  /// Deeper nesting is refused, because readers recurse.
  static final int MAX_DEPTH = 500;

  private static final TokenStreamFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION) // It is UTF-8 or no JSON.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;
  private Token token = Token.END;

  BytesCursor(byte[] json) {
    parser = FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  @Override
  public Token next() {
    try {
      token = translate(parser.nextToken());
      return token;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  @Override
  public Token token() {
    return token;
  }

  @Override
  public String text() {
    try {
      return wellFormed(parser.getString());
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  /// Halves of characters, which an escape can spell, become replacement characters, as upstream
  /// reads them: no encoding could print them.
  private static String wellFormed(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }

  @Override
  public boolean isLong() {
    return parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }

  @Override
  public long longValue() {
    return parser.getLongValue();
  }

  @Override
  public double doubleValue() {
    var value = parser.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw new DecodeException(
          "json: cannot unmarshal number " + text() + " into Go value of type float64");
    }
    return value;
  }

  @Override
  public void skip() {
    try {
      parser.skipChildren();
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private static Token translate(@Nullable JsonToken token) {
    return switch (token) {
      case null -> Token.END;
      case START_OBJECT -> Token.OBJECT;
      case END_OBJECT -> Token.END_OBJECT;
      case START_ARRAY -> Token.LIST;
      case END_ARRAY -> Token.END_LIST;
      case PROPERTY_NAME -> Token.NAME;
      case VALUE_STRING -> Token.STRING;
      case VALUE_NUMBER_INT -> Token.INTEGER;
      case VALUE_NUMBER_FLOAT -> Token.DECIMAL;
      case VALUE_TRUE -> Token.TRUE;
      case VALUE_FALSE -> Token.FALSE;
      case VALUE_NULL -> Token.NULL;
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("not in JSON text: " + token);
    };
  }

  private static DecodeException malformed(JacksonException e) {
    var place = e.getLocation();
    var where =
        place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    var what =
        e instanceof StreamConstraintsException
            ? "exceeded max depth of " + MAX_DEPTH + " or another limit"
            : "invalid JSON";
    return new DecodeException("json: " + what + where, e);
  }
}
